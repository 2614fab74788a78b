using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

/// <summary>
/// Where a block's last branch leads: kept in the op behind the branch, which is never executed. The first word is that op's handler, which
/// has to stay.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BranchLinks
{
    private readonly nint _handler;

    /// <summary>The fetch key for which the links hold; another mode, privilege or mapping has another.</summary>
    public ulong Key;
    public ulong TakenLinear;
    public Op* Taken;
    public ulong PastLinear;
    public Op* Past;
}

// Chains of blocks
// ----------------
// A branch whose target is a known block goes on there directly, without coming back to the run loop. The chain is cut after LongestChainOfBlocks
// instructions, because the loop has to look at signals, and because code that is not optimised yet really nests the handlers' calls.
public sealed unsafe partial class Processor
{
    private const int LongestChainOfBlocks = 400;

    private long _chainEnd;

    /// <summary>Goes to a target that a block has always had the same of: a relative branch, or the address behind one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Op* Go(Processor cpu, Op* op, ulong target, bool taken)
    {
        var links = (BranchLinks*)(op + 1);
        ulong linear = (cpu.Cs.Base + target) & cpu._linearMask;
        long executed = cpu._instructions + op->Ordinal + 1;
        if (links->Key == cpu._fetchKey && (taken ? links->TakenLinear : links->PastLinear) == linear && executed < cpu._chainEnd)
        {
            cpu._instructions = executed;
            cpu.BlockRip = target;
            Op* next = taken ? links->Taken : links->Past;
            return next->Handler(cpu, next);
        }
        return cpu.Link(op, target, linear, taken);
    }

    /// <summary>Goes to a target that may be another each time: RET, indirect branches, the end of a block that was cut.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Op* GoIndirect(Processor cpu, Op* op, ulong target)
    {
        ulong linear = (cpu.Cs.Base + target) & cpu._linearMask;
        Jump* jump = cpu._jumps + JumpIndex(linear);
        long executed = cpu._instructions + op->Ordinal + 1;
        if (jump->Linear == linear && jump->Key == cpu._fetchKey && executed < cpu._chainEnd && target + jump->Block->Bytes <= cpu._codeEnd)
        {
            cpu._instructions = executed;
            cpu.BlockRip = target;
            Op* next = jump->Block->Ops;
            return next->Handler(cpu, next);
        }
        cpu.Rip = target;
        return op;
    }

    /// <summary>The slow half of <see cref="Go"/>: back to the run loop, remembering the target if it is known by now.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Op* Link(Op* op, ulong target, ulong linear, bool taken)
    {
        if (taken && !IsInCode(target))
            return Raise(op, Vector.GeneralProtection, 0);
        Rip = target;
        Jump* jump = _jumps + JumpIndex(linear);
        // A block of one step, or one that is decoded anew each time, is not linked.
        if (_chainEnd == 0 || jump->Linear != linear || jump->Key != _fetchKey || target + jump->Block->Bytes > _codeEnd)
            return op;
        var links = (BranchLinks*)(op + 1);
        if (links->Key != _fetchKey)
        {
            links->Key = _fetchKey;
            links->TakenLinear = links->PastLinear = NoLink;
        }
        if (taken)
        {
            links->TakenLinear = linear;
            links->Taken = jump->Block->Ops;
        }
        else
        {
            links->PastLinear = linear;
            links->Past = jump->Block->Ops;
        }
        return op;
    }

    // No linear address that execution gets to: not canonical.
    private const ulong NoLink = 1UL << 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint JumpIndex(ulong linear) => (nuint)((linear ^ (linear >> 13)) & (JumpSize - 1));
}
