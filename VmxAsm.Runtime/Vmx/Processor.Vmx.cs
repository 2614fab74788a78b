using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Cpu;

// What VM entries and exits do to the processor's state: everything at once, under the feet of the run loop.
public sealed unsafe partial class Processor
{
    // Bits of CR0 that entries and exits leave as they are: ET, NW, CD and the reserved ones (63:32, 28:19, 17, 15:6).
    private const ulong Cr0Kept = 0xFFFF_FFFF_7FFA_FFD0;

    /// <summary>The VMX unit by its own type.</summary>
    internal VmxUnit? VmxUnit => Vmx as VmxUnit;

    /// <summary>Physical address of the running instruction, for remembering where a VMWRITE stands.</summary>
    internal ulong InstructionAddress => TryLookup(Linear(Cs.Base + Rip), PageAccess.Execute, Cpl == 3, out ulong physical) ? physical : ulong.MaxValue;

    /// <summary>Length of the instruction that is being executed; 0 while one is fetched, and between two.</summary>
    internal int InstructionLength => _current != null ? (int)(NextRip - Rip) : 0;

    /// <summary>CR0 as a VM entry or exit loads it.</summary>
    internal void LoadCr0(ulong value) => Cr0 = (value & ~Cr0Kept) | (Cr0 & Cr0Kept);

    /// <summary>A VM entry or exit takes the place of the running instruction's end: no single-step trap, no shadow of the old context.</summary>
    internal void SwitchContext()
    {
        _traceDelivered = true;
        _resumeLoaded = false;
        _debugTrap = 0;
        Pending.Kind = PendingKind.None;
        for (SegmentRegister register = SegmentRegister.Es; register <= SegmentRegister.Tr; register++)
            UpdateSegmentAccess(register);
        UpdateMode();
        for (SegmentRegister register = SegmentRegister.Es; register <= SegmentRegister.Tr; register++)
            UpdateSegmentAccess(register);
        FlushTlb();
        UpdateBreakpoints();
        UpdateSignalMask();
    }

    /// <summary>A VMX abort: the processor stops until it is reset.</summary>
    internal void ShutDown() => Activity = ActivityState.Shutdown;
}
