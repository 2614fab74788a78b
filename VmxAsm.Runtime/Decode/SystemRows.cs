using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>Segments, far transfers, interrupts, I/O, control registers, and the processor's own business.</summary>
internal static unsafe class SystemRows
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Retf,       &FarForms.Return),
        new(Mnemonic.Iret,       &FarForms.InterruptReturn),
        new(Mnemonic.Iretd,      &FarForms.InterruptReturn),
        new(Mnemonic.Iretq,      &FarForms.InterruptReturn),
        new(Mnemonic.Les,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Lds,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Lss,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Lfs,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Lgs,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Bound,      &Forms.Of<RegisterForm>),
        new(Mnemonic.Lar,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Lsl,        &Forms.Of<RegisterForm>),
        new(Mnemonic.Rdrand,     &Forms.Of<RegisterForm>),
        new(Mnemonic.Rdseed,     &Forms.Of<RegisterForm>),
        new(Mnemonic.Rdfsbase,   &Forms.Of<RegisterForm>),
        new(Mnemonic.Rdgsbase,   &Forms.Of<RegisterForm>),
        new(Mnemonic.Wrfsbase,   &Forms.Of<RegisterForm>),
        new(Mnemonic.Wrgsbase,   &Forms.Of<RegisterForm>),
        new(Mnemonic.Arpl,       &Plain.Arpl),
        new(Mnemonic.Verr,       &Plain.Selector),
        new(Mnemonic.Verw,       &Plain.Selector),
        new(Mnemonic.Lldt,       &Plain.Selector),
        new(Mnemonic.Ltr,        &Plain.Selector),
        new(Mnemonic.Sldt,       &Plain.Selector),
        new(Mnemonic.Str,        &Plain.Selector),
        new(Mnemonic.Lmsw,       &Plain.Selector),
        new(Mnemonic.Smsw,       &Plain.Selector),
        new(Mnemonic.Lgdt,       &Plain.Table),
        new(Mnemonic.Lidt,       &Plain.Table),
        new(Mnemonic.Sgdt,       &Plain.Table),
        new(Mnemonic.Sidt,       &Plain.Table),
        new(Mnemonic.In,         &Ports.In),
        new(Mnemonic.Out,        &Ports.Out),
        new(Mnemonic.Int,        &Plain.Interrupt),
        new(Mnemonic.Int3,       &Int3),
        new(Mnemonic.Int1,       &Int1),
        new(Mnemonic.Into,       &Into),
        new(Mnemonic.Cli,        &Cli),
        new(Mnemonic.Sti,        &Sti),
        new(Mnemonic.Clac,       &Clac),
        new(Mnemonic.Stac,       &Stac),
        new(Mnemonic.Hlt,        &Hlt),
        new(Mnemonic.Pause,      &Pause),
        new(Mnemonic.Cpuid,      &Cpuid),
        new(Mnemonic.Rdtsc,      &Rdtsc),
        new(Mnemonic.Rdtscp,     &Rdtscp),
        new(Mnemonic.Rdpmc,      &Rdpmc),
        new(Mnemonic.Rdmsr,      &Rdmsr),
        new(Mnemonic.Wrmsr,      &Wrmsr),
        new(Mnemonic.Clts,       &Clts),
        new(Mnemonic.Invd,       &Invd),
        new(Mnemonic.Wbinvd,     &Wbinvd),
        new(Mnemonic.Wbnoinvd,   &Wbinvd),
        new(Mnemonic.Invlpg,     &Invlpg),
        new(Mnemonic.Invpcid,    &Plain.Invpcid),
        new(Mnemonic.Clflush,    &FlushLine),
        new(Mnemonic.Clflushopt, &FlushLine),
        new(Mnemonic.Clwb,       &FlushLine),
        new(Mnemonic.Monitor,    &Plain.Monitor),
        new(Mnemonic.Mwait,      &Mwait),
        new(Mnemonic.Swapgs,     &Swapgs),
        new(Mnemonic.Syscall,    &Syscall),
        new(Mnemonic.Sysret,     &Sysret),
        new(Mnemonic.Sysretq,    &Sysretq),
        new(Mnemonic.Sysenter,   &Sysenter),
        new(Mnemonic.Sysexit,    &Sysexit),
        new(Mnemonic.Sysexitq,   &Sysexitq),
        new(Mnemonic.Xgetbv,     &Xgetbv),
        new(Mnemonic.Xsetbv,     &Xsetbv),
        new(Mnemonic.Ud0,        &Invalid),
        new(Mnemonic.Ud1,        &Invalid),
        new(Mnemonic.Ud2,        &Invalid),
        new(Mnemonic.Rsm,        &Invalid),
        new(Mnemonic.Mfence,     &Fence),
        new(Mnemonic.Lfence,     &Fence),
        new(Mnemonic.Sfence,     &Fence),
    ];
#pragma warning restore format

    private static Handler Int3(Translation t) => t.End(&SystemInstructions.Interrupt3);

    private static Handler Int1(Translation t) => t.End(&SystemInstructions.Interrupt1);

    private static Handler Into(Translation t) => t.End(&SystemInstructions.Into);

    private static Handler Cli(Translation t) => &FlagInstructions.Cli;

    private static Handler Sti(Translation t) => t.End(&FlagInstructions.Sti);

    private static Handler Clac(Translation t) => t.End(&FlagInstructions.SetAccess);

    private static Handler Stac(Translation t) => Plain.WithFlag(t, &FlagInstructions.SetAccess);

    private static Handler Hlt(Translation t) => t.End(&SystemInstructions.Hlt);

    private static Handler Pause(Translation t) => t.End(&SystemInstructions.Pause);

    private static Handler Cpuid(Translation t) => t.End(&SystemInstructions.Cpuid);

    private static Handler Rdtsc(Translation t) => t.End(&SystemInstructions.Rdtsc);

    private static Handler Rdtscp(Translation t) => t.End(&SystemInstructions.Rdtscp);

    private static Handler Rdpmc(Translation t) => t.End(&SystemInstructions.Rdpmc);

    private static Handler Rdmsr(Translation t) => t.End(&SystemInstructions.Rdmsr);

    private static Handler Wrmsr(Translation t) => t.End(&SystemInstructions.Wrmsr);

    private static Handler Clts(Translation t) => t.End(&ControlRegisters.Clts);

    private static Handler Invd(Translation t) => t.End(&SystemInstructions.InvalidateCaches);

    private static Handler Wbinvd(Translation t) => Plain.WithFlag(t, &SystemInstructions.InvalidateCaches);

    private static Handler Invlpg(Translation t) => t.End(&SystemInstructions.Invlpg);

    private static Handler FlushLine(Translation t) => &SystemInstructions.FlushLine;

    private static Handler Mwait(Translation t) => t.End(&SystemInstructions.Mwait);

    private static Handler Swapgs(Translation t) => &SystemInstructions.Swapgs;

    private static Handler Syscall(Translation t) => t.End(&SystemInstructions.Syscall);

    private static Handler Sysret(Translation t) => t.End(&SystemInstructions.Sysret);

    private static Handler Sysretq(Translation t) => Plain.WithFlag(t, &SystemInstructions.Sysret);

    private static Handler Sysenter(Translation t) => t.End(&SystemInstructions.Sysenter);

    private static Handler Sysexit(Translation t) => t.End(&SystemInstructions.Sysexit);

    private static Handler Sysexitq(Translation t) => Plain.WithFlag(t, &SystemInstructions.Sysexit);

    private static Handler Xgetbv(Translation t) => &ControlRegisters.Xgetbv;

    private static Handler Xsetbv(Translation t) => t.End(&ControlRegisters.Xsetbv);

    // RSM outside of SMM is #UD like the instructions made for that.
    private static Handler Invalid(Translation t) => t.End(&Handlers.InvalidOpcode);

    private static Handler Fence(Translation t) => &Handlers.Nop;
}
