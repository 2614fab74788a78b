using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

// The run loop
// ------------
// Blocks run to their end; between two of them the loop looks at one word (signals that may be taken now) and one count (the budget).
// Whatever needs the boundary between two *instructions* - single-stepping, RF, the shadow behind STI and MOV SS, code breakpoints, the monitor trap flag -
// raises the internal signal Attention, under which instructions run one at a time.
public sealed unsafe partial class Processor
{
    // Above the signals of the pins: something inside wants to be looked at between instructions.
    private const int Attention = 1 << 16;
    private const int AlwaysTaken = (int)(CpuSignals.Stop | CpuSignals.Reset | CpuSignals.Init | CpuSignals.StartUp) | Attention;

    private long _instructions;
    private int _signals;
    private int _signalMask;
    private long _limit;
    private RunStop _stop;
    private Op* _current;
    private bool _shadowRenewed;

    // Debug exceptions (bits of DR6) that the next boundary delivers.
    private uint _debugTrap;

    /// <summary>The signals that are up.</summary>
    public CpuSignals Signals => (CpuSignals)(Volatile.Read(ref _signals) & (Attention - 1));

    /// <summary>Puts signals up. May be called from any thread.</summary>
    public void Raise(CpuSignals signals) => Interlocked.Or(ref _signals, (int)signals);

    /// <summary>Takes signals down. May be called from any thread.</summary>
    public void Lower(CpuSignals signals) => Interlocked.And(ref _signals, ~(int)signals);

    /// <summary>The vector of the last start-up IPI: execution starts at vector * 0x1000.</summary>
    public byte StartUpVector { get; set; }

    /// <summary>Instructions executed so far, exact in the middle of a block: for the time-stamp counter and devices.</summary>
    public long InstructionsNow => _current != null ? _instructions + _current->Ordinal : _instructions;

    /// <summary>A debugger wants every instruction to be a block of its own.</summary>
    internal bool StepsForDebugger
    {
        get;
        set
        {
            field = value;
            UpdateAttention();
        }
    }

    /// <summary>A trace wants the same.</summary>
    internal bool StepsForTrace
    {
        get;
        set
        {
            field = value;
            UpdateAttention();
        }
    }

    /// <summary>The VMX unit wants <see cref="VmxIntercepts.OnBoundary"/> to be asked between instructions.</summary>
    internal bool VmxAttention
    {
        get;
        set
        {
            field = value;
            UpdateAttention();
        }
    }

    /// <summary>
    /// Executes about that many instructions (a block more at most), or until something ends the run earlier. Time does not pass inside;
    /// the caller advances it by what <see cref="Instructions"/> grew.
    /// </summary>
    public RunStop Run(long maxInstructions)
    {
        _limit = _instructions + maxInstructions;
        Vmx?.OnRun();
        while (true)
        {
            try
            {
                return RunBlocks();
            }
            catch (ProcessorFault)
            {
                // A fetch that faults counts as an instruction too: a guest that gets no further than its faults must still reach its limit.
                _instructions += _current != null ? _current->Ordinal + 1 : 1;
                _current = null;
            }
        }
    }

    private RunStop RunBlocks()
    {
        while (true)
        {
            if (Pending.Kind != PendingKind.None && TakePending() is { } ended)
                return ended;
            if ((_signals & _signalMask) != 0 || Activity != ActivityState.Active)
            {
                if (TakeSignals() is { } stop)
                    return stop;
                continue;
            }
            if (_instructions >= _limit)
                return RunStop.BudgetUsed;
            RunBlock();
        }
    }

    /// <summary>Runs the block at <see cref="Rip"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunBlock()
    {
        Block* block = Lookup();
        if (block == null)
        {
            _instructions++;
            return;
        }

        BlockRip = Rip;
        _chainEnd = Math.Min(_limit, _instructions + LongestChainOfBlocks);
        Op* last = block->Ops->Handler(this, block->Ops);
        _instructions += last->Ordinal + 1;
        _current = null;
    }

    private RunStop? TakePending()
    {
        PendingKind kind = Pending.Kind;
        Pending.Kind = PendingKind.None;
        switch (kind)
        {
            case PendingKind.Stop:
                return _stop;
            case PendingKind.VmExit:
                Vmx!.OnPendingExit();
                return null;
            case PendingKind.Alone:
                _instructions--;
                StepOne();
                return null;
            default:
                DeliverPendingException();
                return Activity == ActivityState.Shutdown && _stop == RunStop.TripleFault ? RunStop.TripleFault : null;
        }
    }

    /// <summary>What to do between two instructions when a signal is up or the processor is not active; null to go on.</summary>
    private RunStop? TakeSignals()
    {
        int up = Volatile.Read(ref _signals);
        if ((up & (int)CpuSignals.Stop) != 0)
        {
            Lower(CpuSignals.Stop);
            return RunStop.Stopped;
        }
        if (_instructions >= _limit)
            return RunStop.BudgetUsed;
        if ((up & (int)CpuSignals.Reset) != 0)
        {
            Lower(CpuSignals.Reset);
            Reset();
            return null;
        }
        if ((up & (int)CpuSignals.Init) != 0 && !InitIsBlocked && TakeInit())
            return null;
        if (Activity == ActivityState.Shutdown)
            return NonRoot ? TakeSignalsInShutdown(up) : RunStop.Shutdown;
        if (Activity == ActivityState.WaitForSipi)
        {
            if ((up & (int)CpuSignals.StartUp) == 0)
                return RunStop.Halted;
            Lower(CpuSignals.StartUp);
            TakeStartUp();
            return null;
        }
        Lower(CpuSignals.StartUp);

        // "Prioritization of Concurrent Events": VMX's traps and the debug traps of the previous instruction, timer and windows, NMI, external
        // interrupt, then the next instruction.
        bool watched = VmxAttention && NonRoot;
        if (watched && Vmx!.OnTrapBoundary())
            return null;
        if (Activity == ActivityState.Active && _debugTrap != 0 && !BlockedByMovSs)
        {
            TakeDebugTrap();
            return null;
        }
        if (watched && Vmx!.OnBoundary())
            return null;
        if ((up & (int)CpuSignals.NonMaskableInterrupt) != 0 && !BlockedByMovSs && TakeNonMaskableInterrupt())
            return null;
        if (watched && Vmx!.OnInterruptBoundary())
            return null;
        if ((up & (int)CpuSignals.Interrupt) != 0 && TakeExternalInterrupt())
            return null;
        if (Activity == ActivityState.Halted)
            return RunStop.Halted;
        if ((up & Attention) != 0)
            StepOne();
        else
            RunBlock();
        return null;
    }

    /// <summary>A guest that a VM entry put into shutdown: an NMI wakes it, and what VMX itself causes ends it; external interrupts do not.</summary>
    private RunStop? TakeSignalsInShutdown(int up)
    {
        if (VmxAttention && (Vmx!.OnTrapBoundary() || Vmx.OnBoundary()))
            return null;
        if ((up & (int)CpuSignals.NonMaskableInterrupt) != 0 && TakeNonMaskableInterrupt())
            return null;
        return RunStop.Halted;
    }

    /// <summary>Executes one instruction with everything that looks at instruction boundaries.</summary>
    private void StepOne()
    {
        if (HasCodeBreakpoint(out uint hit))
        {
            RaiseDebugFault(hit);
            return;
        }
        if (HasVirtualInterruptConflict)
        {
            SetPending(Vector.GeneralProtection, 0);
            Pending.Because = "VIF and VIP are both set";
            _instructions++;
            return;
        }
        bool trap = (SystemFlags & RflagsBits.Tf) != 0;
        bool resume = (SystemFlags & RflagsBits.Rf) != 0;
        bool shadow = BlockedBySti || BlockedByMovSs;
        _shadowRenewed = false;
        _resumeLoaded = false;
        _traceDelivered = false;
        // Looking up may change the rest of the key: a page that leaves the TLB takes all that was looked up with it.
        _lookupSteps = FetchKeySingleStep;
        _fetchKey |= FetchKeySingleStep;
        Block* block = Lookup();
        _lookupSteps = 0;
        _fetchKey &= ~FetchKeySingleStep;
        if (block == null)
        {
            _instructions++;
            return;
        }

        BlockRip = Rip;
        _chainEnd = 0;
        Op* last = block->Ops->Handler(this, block->Ops);
        _instructions += last->Ordinal + 1;
        _current = null;
        if (Pending.Kind != PendingKind.None || _traceDelivered)
            return;
        // IRET may just have loaded RF: then it is the next instruction's.
        if (resume && !_resumeLoaded)
            SystemFlags &= ~RflagsBits.Rf;
        _resumeLoaded = false;
        if (shadow && !_shadowRenewed)
        {
            BlockedBySti = false;
            BlockedByMovSs = false;
        }
        if (trap)
            _debugTrap |= Dr6Bits.SingleStep;
        UpdateSignalMask();
    }

    /// <summary>STI that set IF (or, with <paramref name="movSs"/>, a load of SS): nothing is taken before the next instruction is done.</summary>
    internal void BeginShadow(bool movSs)
    {
        // Two loads of SS in a row shadow only the first one's successor.
        if (movSs && BlockedByMovSs)
            return;
        if (movSs)
            BlockedByMovSs = true;
        else
            BlockedBySti = true;
        _shadowRenewed = true;
        UpdateSignalMask();
    }

    /// <summary>Works out which signals may be taken now. To be called after IF, TF, RF, the shadow, NMI blocking or a debug register changed.</summary>
    internal void UpdateSignalMask()
    {
        int mask = AlwaysTaken;
        bool shadow = BlockedBySti || BlockedByMovSs;
        if (((SystemFlags & RflagsBits.If) != 0 && !shadow) || (NonRoot && Vmx!.ExternalInterruptExiting))
            mask |= (int)CpuSignals.Interrupt;
        if (!BlockedByNmi || NonRoot)
            mask |= (int)CpuSignals.NonMaskableInterrupt;
        _signalMask = mask;
        UpdateAttention();
    }

    private void UpdateAttention()
    {
        bool wanted = StepsForDebugger || StepsForTrace || BlockedBySti || BlockedByMovSs || VmxAttention || _debugTrap != 0 || _codeBreakpoints || _portBreakpoints || HasVirtualInterruptConflict
            || (SystemFlags & (RflagsBits.Tf | RflagsBits.Rf)) != 0;
        if (wanted == ((_signals & Attention) != 0))
            return;
        if (wanted)
            Interlocked.Or(ref _signals, Attention);
        else
            Interlocked.And(ref _signals, ~Attention);
    }

    /// <summary>The host's side of VMX operation does not hear INIT until VMXOFF, and who waits for a start-up IPI has heard it already.</summary>
    private bool InitIsBlocked => Activity == ActivityState.WaitForSipi || !NonRoot && Vmx is { InOperation: true };

    /// <summary>Whether a signal that is up, or an interrupt, would end HLT and its like.</summary>
    internal bool CanWake(bool interruptsCome)
    {
        CpuSignals wakers = CpuSignals.Reset;
        if (!InitIsBlocked)
            wakers |= CpuSignals.Init;
        if (Activity == ActivityState.WaitForSipi)
            wakers |= CpuSignals.StartUp;
        else if (!BlockedByNmi || NonRoot)
            wakers |= CpuSignals.NonMaskableInterrupt;
        if ((Signals & wakers) != 0)
            return true;
        bool accepts = (SystemFlags & RflagsBits.If) != 0 || (NonRoot && Vmx!.ExternalInterruptExiting);
        return accepts && interruptsCome && Activity == ActivityState.Halted;
    }

    private bool TakeInit()
    {
        Lower(CpuSignals.Init);
        if (NonRoot && Vmx!.OnInit())
            return true;
        Reset(init: true);
        return true;
    }

    private void TakeStartUp()
    {
        if (NonRoot && Vmx!.OnStartUp(StartUpVector))
            return;
        Activity = ActivityState.Active;
        ref Segment cs = ref Cs;
        cs.Selector = (ushort)(StartUpVector << 8);
        cs.LoadedBase = (ulong)StartUpVector << 12;
        UpdateSegmentAccess(SegmentRegister.Cs);
        Rip = 0;
        UpdateMode();
    }

    private bool TakeNonMaskableInterrupt()
    {
        if (NonRoot)
        {
            // The unit decides about blocking by NMI, which virtual NMIs change.
            if (Vmx!.OnNonMaskableInterrupt())
            {
                Lower(CpuSignals.NonMaskableInterrupt);
                return true;
            }
        }
        if (BlockedByNmi)
            return false;
        Lower(CpuSignals.NonMaskableInterrupt);
        Activity = ActivityState.Active;
        BlockedByNmi = true;
        DeliverEvent(EventType.NonMaskableInterrupt, (byte)Vector.Nmi);
        return true;
    }

    private bool TakeExternalInterrupt()
    {
        if (NonRoot && Vmx!.ExternalInterruptExiting)
            return Vmx.OnExternalInterrupt();
        if ((SystemFlags & RflagsBits.If) == 0 || BlockedBySti || BlockedByMovSs)
            return false;
        byte vector = Board.AcknowledgeInterrupt();
        Activity = ActivityState.Active;
        DeliverEvent(EventType.ExternalInterrupt, vector);
        return true;
    }
}
