namespace VmxAsm.Runtime.Cpu;

// Debug registers ("Debugging, Branch Profiling, TSC ..."): breakpoints on code are faults found between instructions, breakpoints on
// data and I/O are traps, delivered behind the instruction that hit them. Pages with a data breakpoint, or a debugger's watchpoint, never get a fast TLB tag; code runs in
// whole blocks all the same. An access that would hit one in the middle of a block is not made: its instruction is started again alone, and the boundary behind it is the trap's.
public sealed unsafe partial class Processor
{
    private bool _codeBreakpoints, _dataBreakpoints, _portBreakpoints;
    private Watchpoint[] _watchpoints = [];
    private Action<ulong, int, bool>? _accessObserver;

    /// <summary>The step ended in the delivery of an event: it leaves no trap behind.</summary>
    private bool _traceDelivered;

    /// <summary>IRET or a task switch has just loaded RF: it lasts for the next instruction.</summary>
    private bool _resumeLoaded;

    internal ulong GetDebugRegister(int number) => number switch
    {
        0 => Dr0,
        1 => Dr1,
        2 => Dr2,
        3 => Dr3,
        4 or 6 => Dr6,
        _ => Dr7,
    };

    internal void SetDebugRegister(int number, ulong value)
    {
        switch (number)
        {
            case 0: Dr0 = value; break;
            case 1: Dr1 = value; break;
            case 2: Dr2 = value; break;
            case 3: Dr3 = value; break;
            case 4 or 6: Dr6 = (value & 0xE00F) | 0xFFFF_0FF0; break;
            default: Dr7 = (value & 0xFFFF_2FFF) | 0x400; break;
        }
        UpdateBreakpoints();
    }

    /// <summary>To be called after a debug register changed.</summary>
    internal void UpdateBreakpoints()
    {
        bool hadData = _dataBreakpoints;
        _codeBreakpoints = false;
        _dataBreakpoints = false;
        _portBreakpoints = false;
        for (int i = 0; i < 4; i++)
        {
            if ((Dr7 >> (2 * i) & 3) == 0)
                continue;
            if (Condition(i) == 0)
                _codeBreakpoints = true;
            else
                _dataBreakpoints = true;
            _portBreakpoints |= Condition(i) == 2;
        }
        if (hadData || _dataBreakpoints)
            FlushTlb();
        UpdateAttention();
    }

    /// <summary>An IRET or task switch loaded RFLAGS with RF set.</summary>
    internal void NoteResumeFlag()
    {
        if ((SystemFlags & RflagsBits.Rf) == 0)
            return;
        // Nothing but code breakpoints (and a VM exit at the next boundary) asks for it, and it ends with the next instruction: without them it can go now.
        if (!_codeBreakpoints && !NonRoot)
        {
            SystemFlags &= ~RflagsBits.Rf;
            return;
        }
        _resumeLoaded = true;
        UpdateAttention();
    }

    /// <summary>Every element of a repeated string instruction is followed by a boundary at which its traps are taken ("Data Memory and I/O Breakpoint Exception Conditions", "Monitor Trap Flag").</summary>
    internal bool StringsByElement => _dataBreakpoints || (SystemFlags & RflagsBits.Tf) != 0 || NonRoot && Vmx!.TrapsInstructions;

    /// <summary>RF holds until a repeated string instruction is done, so that a breakpoint on it does not stop at each of its elements.</summary>
    internal void KeepResumeFlag() => _resumeLoaded = true;

    // 0 execute, 1 write, 2 I/O, 3 read or write
    private int Condition(int number) => (int)(Dr7 >> (16 + (4 * number))) & 3;

    private int LengthOf(int number) => ((int)(Dr7 >> (18 + (4 * number))) & 3) switch { 0 => 1, 1 => 2, 2 => 8, _ => 4 };

    private bool HasCodeBreakpoint(out uint hit)
    {
        hit = 0;
        // "Masking Exceptions and Interrupts When Switching Stacks": a breakpoint on the instruction behind MOV SS is not seen.
        if (!_codeBreakpoints || BlockedByMovSs || (SystemFlags & RflagsBits.Rf) != 0)
            return false;
        ulong linear = Linear(Cs.Base + Rip);
        bool enabled = false;
        for (int i = 0; i < 4; i++)
        {
            if (Condition(i) != 0 || Linear(GetDebugRegister(i)) != linear)
                continue;
            hit |= 1U << i;
            enabled |= (Dr7 >> (2 * i) & 3) != 0;
        }
        return enabled;
    }

    private void RaiseDebugFault(uint hit)
    {
        SetPending(Vector.Debug, null);
        Pending.Detail = hit;
    }

    /// <summary>Replaces what a debugger outside watches; the guest's debug registers are not involved.</summary>
    internal void SetWatchpoints(Watchpoint[] watchpoints)
    {
        _watchpoints = watchpoints;
        FlushTlb();
        UpdateAttention();
    }

    /// <summary>The watchpoint that the last access touched, which ended the run behind its instruction; the debugger takes it back.</summary>
    internal Watchpoint? WatchpointHit { get; set; }

    /// <summary>Told of every data access, or of those to a range of linear addresses: linear address, size, whether it writes. For traces.</summary>
    internal void ObserveAccesses(Action<ulong, int, bool> observer)
    {
        _accessObserver = observer;
        FlushTlb();
    }

    private bool HasDataBreakpoint(ulong page)
    {
        if (_accessObserver is not null)
            return true;
        foreach (Watchpoint watchpoint in _watchpoints)
        {
            if ((watchpoint.Linear & PageMask) <= page && ((watchpoint.Linear + (ulong)watchpoint.Length - 1) & PageMask) >= page)
                return true;
        }
        if (!_dataBreakpoints)
            return false;
        for (int i = 0; i < 4; i++)
        {
            if ((Dr7 >> (2 * i) & 3) != 0 && Condition(i) is 1 or 3 && (GetDebugRegister(i) & PageMask) == page)
                return true;
        }
        return false;
    }

    /// <summary>Whether an access has to wait until its instruction runs alone, because it will hit a breakpoint or watchpoint.</summary>
    private bool NeedsStep(ulong linear, int size, bool write)
    {
        if (_chainEnd == 0 || (_watchpoints.Length == 0 && !_dataBreakpoints))
            return false;
        foreach (Watchpoint watchpoint in _watchpoints)
        {
            if (watchpoint.IsHit(linear, size, write))
                return true;
        }
        return _dataBreakpoints && BreakpointsHit(linear, size, onWrite: write, onReadWrite: true, onPort: false) != 0;
    }

    /// <summary>The instruction is abandoned, and started again by <see cref="StepOne"/>.</summary>
    private bool PendStep()
    {
        Pending.Kind = PendingKind.Alone;
        return false;
    }

    private void CheckDataBreakpoints(ulong linear, int size, bool write)
    {
        foreach (Watchpoint watchpoint in _watchpoints)
        {
            if (!watchpoint.IsHit(linear, size, write))
                continue;
            WatchpointHit = watchpoint;
            Raise(CpuSignals.Stop);
        }
        _accessObserver?.Invoke(linear, size, write);
        if (_dataBreakpoints)
            CheckBreakpoints(linear, size, onWrite: write, onReadWrite: true, onPort: false);
    }

    /// <summary>IN and OUT with CR4.DE.</summary>
    internal void CheckPortBreakpoints(ushort port, int size)
    {
        if (_dataBreakpoints && (Cr4 & Cr4Bits.DE) != 0)
            CheckBreakpoints(port, size, onWrite: false, onReadWrite: false, onPort: true);
    }

    private void CheckBreakpoints(ulong address, int size, bool onWrite, bool onReadWrite, bool onPort)
    {
        uint hit = BreakpointsHit(address, size, onWrite, onReadWrite, onPort);
        if (hit == 0)
            return;
        _debugTrap |= hit;
        UpdateAttention();
    }

    // Those that are not enabled are reported with one that is.
    private uint BreakpointsHit(ulong address, int size, bool onWrite, bool onReadWrite, bool onPort)
    {
        uint hit = 0;
        bool enabled = false;
        for (int i = 0; i < 4; i++)
        {
            int length = LengthOf(i);
            ulong start = GetDebugRegister(i) & ~(ulong)(length - 1);
            bool matches = Condition(i) switch { 1 => onWrite, 2 => onPort, 3 => onReadWrite, _ => false };
            if (!matches || address + (ulong)size <= start || start + (ulong)length <= address)
                continue;
            hit |= 1U << i;
            enabled |= (Dr7 >> (2 * i) & 3) != 0;
        }
        return enabled ? hit : 0;
    }

    private void TakeDebugTrap()
    {
        uint bits = _debugTrap;
        _debugTrap = 0;
        SetPending(Vector.Debug, null);
        Pending.Detail = bits;

        // It belongs to the boundary, and to no instruction that a VM exit would tell the length of.
        NextRip = Rip;
        UpdateAttention();
    }

    /// <summary>What the last instruction's debug traps are, for VMX's pending debug exceptions; and to put them back.</summary>
    internal uint PendingDebugTraps
    {
        get => _debugTrap;
        set
        {
            _debugTrap = value;
            UpdateAttention();
        }
    }
}

/// <summary>A range of linear addresses that a debugger watches.</summary>
/// <param name="Length">Bytes.</param>
internal readonly record struct Watchpoint(ulong Linear, int Length, bool Reads, bool Writes)
{
    public bool IsHit(ulong linear, int size, bool write) =>
        (write ? Writes : Reads) && linear < Linear + (ulong)Length && Linear < linear + (ulong)size;
}

/// <summary>Bits of DR6.</summary>
internal static class Dr6Bits
{
    public const uint Breakpoints = 15, GeneralDetect = 1 << 13, SingleStep = 1 << 14, TaskSwitch = 1 << 15;
}
