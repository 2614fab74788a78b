namespace VmxAsm.Architecture.Vmx;

/// <summary>What the bits of the exit qualification mean for one exit reason.</summary>
public sealed record ExitQualificationLayout(ExitReason Reason, IReadOnlyList<BitField> Fields);

/// <summary>
/// Exit qualifications by exit reason (SDM volume 3, "Basic VM-Exit Information"). Reasons without a row save zero, or a plain
/// address or displacement (INVLPG, VMREAD and the like).
/// </summary>
public static class ExitQualifications
{
    private static readonly BitField[] EptViolationFields =
    [
        new("read", 0, 1, "data read"),
        new("write", 1, 1, "data write"),
        new("fetch", 2, 1, "instruction fetch"),
        new("readable", 3, 1, "every entry used allows reads"),
        new("writable", 4, 1, "every entry used allows writes"),
        new("executable", 5, 1, "every entry used allows fetches"),
        new("linear_address_valid", 7, 1, "the guest linear-address field is valid"),
        new("translation_of_linear_address", 8, 1, "the access is to the translation, not to a paging structure"),
        new("nmi_unblocking_due_to_iret", 12, 1, "during an IRET that was unblocking NMIs"),
    ];

    public static IReadOnlyList<ExitQualificationLayout> All { get; } =
    [
        new(ExitReason.TaskSwitch,
        [
            new("selector", 0, 16, "of the task-state segment"),
            new("source", 30, 2, "0 CALL, 1 IRET, 2 JMP, 3 task gate in the IDT"),
        ]),
        new(ExitReason.ControlRegisterAccess,
        [
            new("register", 0, 4, "number of the control register"),
            new("access", 4, 2, "0 MOV to CR, 1 MOV from CR, 2 CLTS, 3 LMSW"),
            new("lmsw_memory", 6, 1, "LMSW with a memory operand"),
            new("general_register", 8, 4, "of MOV: number of the general-purpose register"),
            new("lmsw_source", 16, 16, "the operand of LMSW"),
        ]),
        new(ExitReason.MovDr,
        [
            new("register", 0, 3, "number of the debug register"),
            new("from", 4, 1, "MOV from DR"),
            new("general_register", 8, 4, "number of the general-purpose register"),
        ]),
        new(ExitReason.IoInstruction,
        [
            new("size", 0, 3, "of the access, in bytes, less 1"),
            new("in", 3, 1, "IN or INS"),
            new("string", 4, 1, "INS or OUTS"),
            new("rep", 5, 1, "with a REP prefix"),
            new("immediate", 6, 1, "the port is an immediate operand"),
            new("port", 16, 16, "port number"),
        ]),
        new(ExitReason.EptViolation, EptViolationFields),
        new(ExitReason.PageModificationLogFull, [EptViolationFields[^1]]),
        new(ExitReason.ApicAccess,
        [
            new("offset", 0, 12, "in the APIC page"),
            new("type", 12, 4, "0 read, 1 write, 2 fetch, 3 during event delivery, 10 and 15 guest-physical"),
        ]),
        new(ExitReason.ApicWrite, [new("offset", 0, 12, "in the APIC page")]),
        new(ExitReason.VirtualizedEoi, [new("vector", 0, 8, "of the interrupt")]),
        new(ExitReason.StartupIpi, [new("vector", 0, 8, "of the SIPI")]),
        new(ExitReason.ExceptionOrNmi,
        [
            new("B0", 0, 1, "#DB: breakpoint 0"),
            new("B1", 1, 1, "#DB: breakpoint 1"),
            new("B2", 2, 1, "#DB: breakpoint 2"),
            new("B3", 3, 1, "#DB: breakpoint 3"),
            new("BD", 13, 1, "#DB: debug register access"),
            new("BS", 14, 1, "#DB: single step"),
        ]),
    ];

    public static ExitQualificationLayout? Find(ExitReason reason) => All.FirstOrDefault(layout => layout.Reason == reason);
}

/// <summary>Exit qualifications of VM entries that fail on guest state: which check, where the manual lets the processor say so.</summary>
public enum EntryFailureQualification
{
    None = 0,
    PdptePointer = 2,
    NmiInjection = 3,
    VmcsLinkPointer = 4,
}
