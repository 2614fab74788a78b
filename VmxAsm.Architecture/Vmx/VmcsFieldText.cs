using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Architecture.Vmx;

/// <summary>Values of VMCS fields in words.</summary>
public static class VmcsFieldText
{
    private static readonly BitField[] Interruptibility =
    [
        new("blocking_by_sti", 0, 1, "the instruction after STI"),
        new("blocking_by_mov_ss", 1, 1, "the instruction after MOV SS or POP SS"),
        new("blocking_by_smi", 2, 1, "in system-management mode"),
        new("blocking_by_nmi", 3, 1, "until IRET"),
        new("enclave_interruption", 4, 1, "the exit came from an enclave"),
    ];

    private static readonly BitField[] PendingDebug =
    [
        new("B0", 0, 1, "breakpoint 0"),
        new("B1", 1, 1, "breakpoint 1"),
        new("B2", 2, 1, "breakpoint 2"),
        new("B3", 3, 1, "breakpoint 3"),
        new("enabled_breakpoint", 12, 1, "one of them is enabled"),
        new("BS", 14, 1, "single step"),
        new("RTM", 16, 1, "in a transactional region"),
    ];

    /// <summary>The value decoded (<c>PG | NE | PE</c>), or null for a field that is just a number.</summary>
    public static string? Decode(VmcsField field, ulong value)
    {
        if (VmcsFields.Row(field).ControlWord is { } word)
            return VmxControls.Describe(word, value);
        if (field is >= VmcsField.GuestEsAccessRights and <= VmcsField.GuestTrAccessRights)
            return DecodeAccessRights(new((uint)value));
        return field switch
        {
            VmcsField.GuestCr0 or VmcsField.HostCr0 or VmcsField.Cr0GuestHostMask or VmcsField.Cr0ReadShadow => BitFields.Describe(Cr0.Fields, value),
            VmcsField.GuestCr4 or VmcsField.HostCr4 or VmcsField.Cr4GuestHostMask or VmcsField.Cr4ReadShadow => BitFields.Describe(Cr4.Fields, value),
            VmcsField.GuestIa32Efer or VmcsField.HostIa32Efer => BitFields.Describe(Efer.Fields, value),
            VmcsField.GuestRflags => BitFields.Describe(Rflags.Fields, value & ~Rflags.AlwaysOne),
            VmcsField.GuestDr7 => BitFields.Describe(Dr7.Fields, value),
            VmcsField.GuestIa32Debugctl => BitFields.Describe(Debugctl.Fields, value),
            VmcsField.GuestInterruptibilityState => BitFields.Describe(Interruptibility, value),
            VmcsField.GuestPendingDebugExceptions => BitFields.Describe(PendingDebug, value),
            VmcsField.GuestActivityState => value < 4 ? ((ActivityState)value).ToString() : null,
            VmcsField.EntryInterruptionInformation or VmcsField.ExitInterruptionInformation or VmcsField.IdtVectoringInformation =>
                new InterruptionInformation((uint)value).ToString(),
            VmcsField.ExitReason => DecodeExitReason((uint)value),
            VmcsField.VmInstructionError => VmInstructionErrors.Find((uint)value)?.Text,
            _ => null,
        };
    }

    /// <summary>The value in hexadecimal and, where there are words for it, decoded: <c>0x80000021 (PE | NE | PG)</c>.</summary>
    public static string Describe(VmcsField field, ulong value) =>
        Decode(field, value) is { } words && !char.IsAsciiDigit(words[0]) ? $"0x{value:x} ({words})" : $"0x{value:x}";

    private static string DecodeAccessRights(AccessRights rights) => rights.Unusable
        ? "unusable"
        : $"{rights.TypeName}, DPL {rights.Dpl}{(rights.Present ? "" : ", not present")}"
            + (rights.Long ? ", L" : "") + (rights.DefaultBig ? ", D/B" : "") + (rights.Granularity ? ", G" : "");

    private static string? DecodeExitReason(uint value) => ExitReasons.Find(value) is { } row
        ? row.Text + ((value & ExitReasons.EntryFailure) != 0 ? ", VM-entry failure" : "")
        : null;
}
