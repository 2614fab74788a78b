namespace VmxAsm.Architecture.Processor;

/// <summary>Vectors that the processor itself raises (SDM volume 3, "Exception and Interrupt Vectors").</summary>
public enum ExceptionVector : byte
{
    DivideError = 0,
    Debug = 1,
    Nmi = 2,
    Breakpoint = 3,
    Overflow = 4,
    BoundRangeExceeded = 5,
    InvalidOpcode = 6,
    DeviceNotAvailable = 7,
    DoubleFault = 8,
    CoprocessorSegmentOverrun = 9,
    InvalidTss = 10,
    SegmentNotPresent = 11,
    StackSegmentFault = 12,
    GeneralProtection = 13,
    PageFault = 14,
    FloatingPointError = 16,
    AlignmentCheck = 17,
    MachineCheck = 18,
    SimdFloatingPoint = 19,
    Virtualization = 20,
    ControlProtection = 21,
}

public enum ExceptionClass
{
    Fault,
    Trap,
    FaultOrTrap,
    Abort,
    Interrupt,
}

/// <param name="Mnemonic">The manual's, with the number sign: <c>#GP</c>.</param>
/// <param name="HasErrorCode">Whether an error code is pushed in protected mode.</param>
public sealed record ExceptionRow(ExceptionVector Vector, string Mnemonic, string Title, ExceptionClass Class, bool HasErrorCode);

/// <summary>Every exception, by vector.</summary>
public static class Exceptions
{
#pragma warning disable format
    public static IReadOnlyList<ExceptionRow> All { get; } =
    [
        new(ExceptionVector.DivideError,                "#DE", "divide error",                   ExceptionClass.Fault,       false),
        new(ExceptionVector.Debug,                      "#DB", "debug",                          ExceptionClass.FaultOrTrap, false),
        new(ExceptionVector.Nmi,                        "NMI", "nonmaskable interrupt",          ExceptionClass.Interrupt,   false),
        new(ExceptionVector.Breakpoint,                 "#BP", "breakpoint",                     ExceptionClass.Trap,        false),
        new(ExceptionVector.Overflow,                   "#OF", "overflow",                       ExceptionClass.Trap,        false),
        new(ExceptionVector.BoundRangeExceeded,         "#BR", "BOUND range exceeded",           ExceptionClass.Fault,       false),
        new(ExceptionVector.InvalidOpcode,              "#UD", "invalid opcode",                 ExceptionClass.Fault,       false),
        new(ExceptionVector.DeviceNotAvailable,         "#NM", "device not available",           ExceptionClass.Fault,       false),
        new(ExceptionVector.DoubleFault,                "#DF", "double fault",                   ExceptionClass.Abort,       true),
        new(ExceptionVector.CoprocessorSegmentOverrun,  "CSO", "coprocessor segment overrun",    ExceptionClass.Fault,       false),
        new(ExceptionVector.InvalidTss,                 "#TS", "invalid TSS",                    ExceptionClass.Fault,       true),
        new(ExceptionVector.SegmentNotPresent,          "#NP", "segment not present",            ExceptionClass.Fault,       true),
        new(ExceptionVector.StackSegmentFault,          "#SS", "stack-segment fault",            ExceptionClass.Fault,       true),
        new(ExceptionVector.GeneralProtection,          "#GP", "general protection",             ExceptionClass.Fault,       true),
        new(ExceptionVector.PageFault,                  "#PF", "page fault",                     ExceptionClass.Fault,       true),
        new(ExceptionVector.FloatingPointError,         "#MF", "x87 FPU floating-point error",   ExceptionClass.Fault,       false),
        new(ExceptionVector.AlignmentCheck,             "#AC", "alignment check",                ExceptionClass.Fault,       true),
        new(ExceptionVector.MachineCheck,               "#MC", "machine check",                  ExceptionClass.Abort,       false),
        new(ExceptionVector.SimdFloatingPoint,          "#XM", "SIMD floating-point exception",  ExceptionClass.Fault,       false),
        new(ExceptionVector.Virtualization,             "#VE", "virtualization exception",       ExceptionClass.Fault,       false),
        new(ExceptionVector.ControlProtection,          "#CP", "control protection exception",   ExceptionClass.Fault,       true),
    ];
#pragma warning restore format

    public static ExceptionRow? Find(int vector) => All.FirstOrDefault(row => (int)row.Vector == vector);

    /// <summary>Whether delivery of the exception pushes an error code in protected mode.</summary>
    public static bool HasErrorCode(int vector) => Find(vector) is { HasErrorCode: true };

    /// <summary><c>#GP</c>; <c>vector 32</c> for one without a name.</summary>
    public static string Name(int vector) => Find(vector)?.Mnemonic ?? $"vector {vector}";
}
