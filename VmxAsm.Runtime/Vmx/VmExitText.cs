using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Runtime.Vmx;

/// <summary>A VM exit in one line: reason, what the qualification says, the event behind it.</summary>
internal static class VmExitText
{
    /// <summary>For instance <c>VM exit 30, I/O instruction (size 1, out, port 0x3f8)</c>.</summary>
    public static string Describe(Vmcs vmcs)
    {
        uint reason = (uint)vmcs[VmcsField.ExitReason];
        ExitReasonRow? row = ExitReasons.Find(reason);
        return $"VM exit {(ushort)reason}, {row?.Text}{Event(vmcs)}{Qualification(vmcs, row)}";
    }

    private static readonly string[] Registers =
        ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

    private static string Event(Vmcs vmcs)
    {
        InterruptionInformation information = new((uint)vmcs[VmcsField.ExitInterruptionInformation]);
        if (!information.Valid)
            return "";
        string name = information.Type is InterruptionType.HardwareException or InterruptionType.SoftwareException or InterruptionType.PrivilegedSoftwareException
            ? Exceptions.Name(information.Vector)
            : information.ToString();
        return $": {name}" + (information.HasErrorCode ? $" with error code 0x{vmcs[VmcsField.ExitInterruptionErrorCode]:x}" : "");
    }

    private static string Qualification(Vmcs vmcs, ExitReasonRow? row)
    {
        ulong value = vmcs[VmcsField.ExitQualification];
        if (row is null)
            return "";
        if (row.Reason == ExitReason.ExceptionOrNmi)
            return (ExceptionVector)(vmcs[VmcsField.ExitInterruptionInformation] & 0xFF) == ExceptionVector.PageFault ? $" for the linear address 0x{value:x}" : "";
        switch (row.Reason)
        {
            case ExitReason.IoInstruction:
                string direction = (value & 8) != 0 ? "in from" : "out to";
                return $" ({((value & 0x20) != 0 ? "rep " : "")}{((value & 0x10) != 0 ? "string " : "")}{direction} port 0x{value >> 16 & 0xFFFF:x}, {(value & 7) + 1} byte{((value & 7) != 0 ? "s" : "")})";
            case ExitReason.ControlRegisterAccess:
                return (value >> 4 & 3) switch
                {
                    0 => $" (mov %{Registers[value >> 8 & 15]}, %cr{value & 15})",
                    1 => $" (mov %cr{value & 15}, %{Registers[value >> 8 & 15]})",
                    2 => " (clts)",
                    _ => $" (lmsw of 0x{value >> 16 & 0xFFFF:x})",
                };
            case ExitReason.MovDr:
                return (value & 0x10) != 0 ? $" (mov %dr{value & 7}, %{Registers[value >> 8 & 15]})" : $" (mov %{Registers[value >> 8 & 15]}, %dr{value & 7})";
        }

        string address = row.Reason is ExitReason.EptViolation or ExitReason.EptMisconfiguration
            ? $" of the guest-physical address 0x{vmcs[VmcsField.GuestPhysicalAddress]:x}"
            : "";
        if (value == 0)
            return address;
        return address + (ExitQualifications.Find(row.Reason) is { } layout
            ? $" ({Architecture.BitFields.Describe(layout.Fields, value)})"
            : $" (qualification 0x{value:x})");
    }
}
