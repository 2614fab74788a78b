using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

// Breakpoints from outside
// ------------------------
// A debugger's breakpoints cost nothing until one is reached. The decoder asks at each instruction whether a breakpoint may lie there, by its offset
// within the page, which is the same for linear and physical addresses; if so the block is cut and the next one begins with an op of its own that asks
// whoever set the breakpoint. The guest's memory and debug registers are not involved, so it does not notice.
public sealed unsafe partial class Processor
{
    /// <summary>Bit n: a breakpoint lies at offset n of some page.</summary>
    private ulong[] _stopOffsets = new ulong[64];

    private Func<ulong, ulong, bool>? _stopsAt;

    // The count of instructions at which a breakpoint was last taken: going on from there passes it.
    private long _stopTakenAt = -1;

    /// <summary>Puts breakpoints in the place of those before.</summary>
    /// <param name="addresses">Linear or physical addresses of instructions.</param>
    /// <param name="stopsAt">Decides, by linear and physical address, before an instruction that could be meant.</param>
    internal void SetCodeStops(IEnumerable<ulong> addresses, Func<ulong, ulong, bool> stopsAt)
    {
        ulong[] offsets = new ulong[64];
        foreach (ulong address in addresses)
            offsets[(address & 0xFFF) >> 6] |= 1UL << ((int)address & 63);
        _stopsAt = stopsAt;
        if (offsets.AsSpan().SequenceEqual(_stopOffsets))
            return;
        _stopOffsets = offsets;
        ForgetBlocks();
    }

    /// <summary>Whether a breakpoint may lie at an address.</summary>
    internal bool MayStopAt(ulong address) => (_stopOffsets[(address & 0xFFF) >> 6] >> ((int)address & 63) & 1) != 0;

    /// <summary>The op in front of an instruction that may have a breakpoint.</summary>
    internal static Op* CodeStop(Processor cpu, Op* op)
    {
        if (!cpu.StopsBefore(op))
            return Handlers.Next(cpu, op);
        cpu.Sync(op);
        // The run loop counts the op that ended a block; this one is no instruction.
        cpu._instructions--;
        cpu.Pending.Kind = PendingKind.Stop;
        cpu._stop = RunStop.Breakpoint;
        return op;
    }

    private bool StopsBefore(Op* op)
    {
        if (_instructions == _stopTakenAt)
            return false;
        Block* block = (Block*)op - 1;
        if (_stopsAt is not { } stopsAt || !stopsAt(Linear(Cs.Base + BlockRip), block->Physical))
            return false;
        _stopTakenAt = _instructions;
        return true;
    }
}
