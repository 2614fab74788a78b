using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

// Where VMX looks over the processor's shoulder
// ---------------------------------------------
// The processor calls these only when Processor.NonRoot is set, so without VMX they cost a test of one field on instructions that are rare. An
// intercept that takes the exit has switched the whole state to the host (Rip included) and returns true; the handler then returns its op
// without doing anything more. Handlers have called Sync(op) before: Rip is the guest's instruction, NextRip the one behind it.
// Nothing here throws.

/// <summary>Instructions that can cause a VM exit unconditionally or by a control, without operands that the processor has to fetch first.</summary>
internal enum InterceptedInstruction : byte
{
    Cpuid, Hlt, Invd, Invlpg, Rdpmc, Rdtsc, Rdtscp, Rsm, Pause, Monitor, Mwait, Wbinvd, Xsetbv, Rdrand, Rdseed, Invpcid, Getsec,
    Sgdt, Sidt, Lgdt, Lidt, Sldt, Str, Lldt, Ltr, Xsaves, Xrstors,
}

/// <summary>The decisions of VMX non-root operation; implemented by the VMX unit.</summary>
internal abstract unsafe class VmxIntercepts
{
    /// <summary>After VMXON and before VMXOFF: root or non-root.</summary>
    public abstract bool InOperation { get; }

    /// <summary>Whether VMX operation allows the value in CR0 (IA32_VMX_CR0_FIXED); false: the instruction that writes it is #GP(0).</summary>
    public abstract bool AcceptsCr0(ulong value);

    /// <summary>Whether VMX operation allows the value in CR4: CR4.VMXE stays 1.</summary>
    public abstract bool AcceptsCr4(ulong value);

    /// <summary>In words, why <see cref="AcceptsCr0"/> or <see cref="AcceptsCr4"/> says no.</summary>
    public abstract string WhyRefused(int register, ulong value);

    /// <summary>The processor was reset (not by INIT).</summary>
    public abstract void Reset();

    /// <summary>Before the instruction does anything (after its privilege checks). <paramref name="qualification"/>: INVLPG's linear address, else 0.</summary>
    public abstract bool OnInstruction(InterceptedInstruction instruction, Op* op, ulong qualification);

    /// <summary>Whether a control leaves the instruction out of the guest's processor: then it is #UD before anything else.</summary>
    public abstract bool IsDisabled(InterceptedInstruction instruction);

    /// <summary>IN, OUT, INS, OUTS, after the I/O permission check.</summary>
    public abstract bool OnPortIo(Op* op, ushort port, int width, bool input, bool isString);

    /// <summary>MOV to CR0, CR3, CR4, CR8. May change <paramref name="value"/> to what the masks leave of it.</summary>
    public abstract bool OnWriteControlRegister(Op* op, int register, int generalRegister, ref ulong value);

    /// <summary>MOV from a control register (-1: SMSW of CR0). May change <paramref name="value"/> to what shadows show.</summary>
    public abstract bool OnReadControlRegister(Op* op, int register, int generalRegister, ref ulong value);

    /// <summary>"Use TPR shadow": <see cref="OnReadControlRegister"/> gives CR8's value.</summary>
    public bool ShadowsTaskPriority { get; protected set; }

    /// <summary>"Monitor trap flag": the guest exits behind every instruction, and behind every element of a repeated one.</summary>
    public bool TrapsInstructions { get; protected set; }

    /// <summary>CLTS; with <paramref name="ignore"/> set the bit stays as it is.</summary>
    public abstract bool OnClts(Op* op, out bool ignore);

    /// <summary>LMSW with its source. May change <paramref name="value"/> (the low 16 bits).</summary>
    public abstract bool OnLmsw(Op* op, bool memoryOperand, ulong linear, ref ushort value);

    public abstract bool OnDebugRegister(Op* op, int register, int generalRegister, bool write);

    /// <summary>RDMSR. When it returns false with <paramref name="handled"/> set, <paramref name="value"/> is the result.</summary>
    public abstract bool OnReadMsr(Op* op, uint index, out bool handled, out ulong value);

    /// <summary>WRMSR. When it returns false with <paramref name="handled"/> set, the write is done.</summary>
    public abstract bool OnWriteMsr(Op* op, uint index, ulong value, out bool handled);

    /// <summary>An exception or INT n/INT3/INTO/INT1 before delivery. <paramref name="detail"/>: #PF's linear address, #DB's DR6 bits.</summary>
    public abstract bool OnEvent(EventType type, byte vector, bool hasErrorCode, uint errorCode, ulong detail, int instructionLength);

    /// <summary>The event that <see cref="OnEvent"/> let pass, or that VM entry injects, has been delivered: its handler is about to start.</summary>
    public abstract void OnDelivered();

    /// <summary>An exception, raised while delivering an event, that becomes a double fault; before that is decided.</summary>
    public abstract void OnDeliveryFault(EventType type, byte vector, bool hasErrorCode, uint errorCode, int instructionLength);

    /// <summary>An external interrupt is pending and the processor could take it (or the exit does not care about IF).</summary>
    public abstract bool OnExternalInterrupt();

    /// <summary>Whether <see cref="OnExternalInterrupt"/> is to be asked even with RFLAGS.IF clear.</summary>
    public abstract bool ExternalInterruptExiting { get; }

    public abstract bool OnNonMaskableInterrupt();

    public abstract bool OnInit();

    public abstract bool OnStartUp(byte vector);

    public abstract bool OnTripleFault();

    /// <param name="source">0 CALL, 1 IRET, 2 JMP, 3 task gate in the IDT.</param>
    public abstract bool OnTaskSwitch(ushort selector, int source, int instructionLength);

    /// <summary>IRET of a guest with blocking by NMI is about to execute: whether it ends the blocking.</summary>
    public abstract bool BeforeIretUnblocksNmi();

    /// <summary>It did, without a fault.</summary>
    public abstract void AfterIretUnblockedNmi();

    /// <summary>The run loop starts again: time may have passed.</summary>
    public abstract void OnRun();

    /// <summary>
    /// Between two instructions while <see cref="Processor.VmxAttention"/> is set, before debug traps: what the instruction wrote into the virtual APIC, the TPR
    /// threshold, the monitor trap flag. Returns true when it took an exit.
    /// </summary>
    public abstract bool OnTrapBoundary();

    /// <summary>The same behind debug traps: preemption timer, NMI window.</summary>
    public abstract bool OnBoundary();

    /// <summary>The same behind NMIs: interrupt window, virtual interrupts. Returns true also when it delivered one.</summary>
    public abstract bool OnInterruptBoundary();

    /// <summary>
    /// EPT: translates a guest-physical address. On failure the unit keeps what the exit needs, and the access ends with
    /// <see cref="PendingKind.VmExit"/>; the run loop then calls <see cref="OnPendingExit"/>.
    /// </summary>
    public abstract bool TranslateGuestPhysical(ulong guestPhysical, PageAccess access, bool isPageWalk, ulong linear, out ulong hostPhysical, out PageRights rights);

    /// <summary>Whether <see cref="TranslateGuestPhysical"/> applies.</summary>
    public bool EptEnabled { get; protected set; }

    /// <summary>A page of guest-physical accesses that must not be kept in the TLB because it is virtualized (APIC access page).</summary>
    public abstract bool IsVirtualizedPage(ulong physicalPage);

    /// <summary>
    /// An access to such a page. True: it goes to <paramref name="physical"/>, which may have been changed. False: the access ends with
    /// <see cref="PendingKind.VmExit"/>.
    /// </summary>
    public abstract bool OnVirtualizedPage(ulong linear, PageAccess access, int size, ref ulong physical);

    /// <summary>Takes the exit that <see cref="TranslateGuestPhysical"/> or <see cref="IsVirtualizedPage"/> prepared.</summary>
    public abstract void OnPendingExit();

    /// <summary>RDTSC and RDTSCP without exiting: offset and scaling applied.</summary>
    public abstract ulong AdjustTimeStamp(ulong value);
}

[Flags]
internal enum PageAccess : byte
{
    Read = 1,
    Write = 2,
    Execute = 4,

    /// <summary>The access has user privilege (CPL 3, and not an implicit access to a system structure).</summary>
    User = 8,
}

[Flags]
internal enum PageRights : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
}
