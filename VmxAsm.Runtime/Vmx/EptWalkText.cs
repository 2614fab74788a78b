using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Vmx;

/// <summary>
/// An EPT violation or misconfiguration told entry by entry (SDM volume 3, "EPT Translation Mechanism"): the access, what each level says about the guest-physical
/// address, which permission is missing where or what makes an entry a misconfiguration, and what would do. The tables are read as they are now. (INVEPT is no part of
/// the cure: a violation leaves nothing in the TLB of the address that caused it.)
/// </summary>
internal static class EptWalkText
{
    private const ulong Rights = EptEntry.Read | EptEntry.Write | EptEntry.Execute;

    private static readonly string[] Levels = ["PTE", "PDE", "PDPTE", "PML4E"];

    /// <summary>The lines for the VMCS's last VM exit; none when that was neither a violation nor a misconfiguration.</summary>
    public static IReadOnlyList<string> Describe(Vmcs vmcs, PhysicalMemory memory, CpuModel model)
    {
        ExitReason reason = (ExitReason)(ushort)vmcs[VmcsField.ExitReason];
        if (reason is not (ExitReason.EptViolation or ExitReason.EptMisconfiguration))
            return [];
        ulong qualification = vmcs[VmcsField.ExitQualification], address = vmcs[VmcsField.GuestPhysicalAddress];
        bool isViolation = reason == ExitReason.EptViolation;
        ulong wanted = isViolation ? qualification & Rights : 0;
        EptPointer pointer = new(vmcs[VmcsField.EptPointer]);
        List<string> lines = [Access(vmcs, qualification, address, isViolation)];
        lines.Add($"EPT pointer 0x{pointer.Value:x}: tables at 0x{pointer.Table:x}, {EptEntry.MemoryTypeName(pointer.MemoryType)}{(pointer.AccessedAndDirty ? ", accessed and dirty flags" : "")}");
        Walk(lines, memory, model, pointer.Table, address, wanted);
        return lines;
    }

    private static string Access(Vmcs vmcs, ulong qualification, ulong address, bool isViolation)
    {
        if (!isViolation)
            return $"guest-physical 0x{address:x} was accessed";
        string kind = Names(qualification & Rights, " and ").Replace("execute", "instruction fetch", StringComparison.Ordinal);
        if ((qualification & 0x80) == 0)
            return $"{kind} of guest-physical 0x{address:x}, which no linear address led to";
        string linear = $"guest-linear 0x{vmcs[VmcsField.GuestLinearAddress]:x}";
        return (qualification & 0x100) != 0
            ? $"{kind} of {linear}, guest-physical 0x{address:x}"
            : $"{kind} of the guest's own page tables at guest-physical 0x{address:x}, to translate {linear}"
                + ((qualification & 2) != 0 ? " (with EPT's accessed and dirty flags a walk counts as a write)" : "");
    }

    private static void Walk(List<string> lines, PhysicalMemory memory, CpuModel model, ulong table, ulong guestPhysical, ulong wanted)
    {
        List<(string Name, ulong Missing)> lacking = [];
        for (int level = 3; level >= 0; level--)
        {
            int shift = 12 + 9 * level;
            ulong index = guestPhysical >> shift & 0x1FF, at = table + 8 * index, entry = memory.Read<ulong>(at);
            string name = $"{Levels[level]}[{index}]";
            bool present = (entry & Rights) != 0, leaf = level == 0 || (entry & EptEntry.LargePage) != 0;
            ulong missing = wanted & ~entry;
            lines.Add($"  EPT {name,-10} at 0x{at:x}: {entry:x16} {(present ? Names(entry & Rights, " ") + (leaf ? ", " + EptEntry.MemoryTypeName((int)(entry >> EptEntry.MemoryTypeShift & 7)) : "") + (leaf && level > 0 ? ", large" : "") : "not present")}"
                + (missing != 0 ? $"   <- {Names(missing, " and ")} missing" : ""));
            if (present && Misconfiguration(entry, level, leaf, model) is { } wrong)
            {
                lines.Add($"misconfigured: {wrong}");
                return;
            }

            if (missing != 0)
                lacking.Add((name, missing));
            if (!present)
            {
                ulong page = (1UL << shift) - 1;
                lines.Add($"satisfied by: an entry here that maps 0x{guestPhysical & ~page:x} to 0x{guestPhysical | page:x}{(wanted != 0 ? $" with {Names(wanted, ", ")}" : "")} (`.map` in `.pagetables NAME, format=ept`)");
                return;
            }

            if (leaf)
                break;
            table = entry & PageEntry.AddressMask;
        }

        lines.Add(lacking.Count > 0
            ? "satisfied by: " + string.Join("; ", lacking.Select(item => $"{Names(item.Missing, ", ")} (0x{item.Missing:x}) in {item.Name}"))
            : "the tables allow it now: they have been changed since the VM exit");
    }

    /// <summary>Why an entry is one that no walk accepts ("EPT Misconfigurations"); null for a good one.</summary>
    private static string? Misconfiguration(ulong entry, int level, bool leaf, CpuModel model)
    {
        EptVpidCapability supported = model.Vmx.EptVpid;
        if ((entry & (EptEntry.Read | EptEntry.Write)) == EptEntry.Write)
            return "write without read (bits 1:0 are 10); satisfied by: read as well, or neither";
        if ((entry & Rights) == EptEntry.Execute && !supported.ExecuteOnly)
            return $"execute alone, which processor model `{model.Name}` does not have (IA32_VMX_EPT_VPID_CAP bit 0); satisfied by: read as well";
        if ((entry & model.ReservedAddressBits & PageEntry.AddressMask) is not 0 and var wide)
            return $"0x{wide:x} of its address is beyond the physical-address width of {model.PhysicalAddressBits}";
        if (!leaf)
        {
            ulong reserved = entry & (level == 3 ? 0xF8UL : 0x78);
            return reserved != 0 ? $"bits {(level == 3 ? "7:3" : "6:3")} must be 0 in an entry that leads to another table; 0x{reserved:x} is set" : null;
        }

        if (level == 3 || level == 2 && !supported.Pages1G || level == 1 && !supported.Pages2M)
            return level == 3 ? "bit 7 must be 0 in a PML4E" : $"bit 7 makes it a page of {(level == 2 ? "1 GiB" : "2 MiB")}, which processor model `{model.Name}` does not have";
        ulong offset = entry & ((1UL << (12 + 9 * level)) - 1) & PageEntry.AddressMask;
        if (offset != 0)
            return $"a page of {(level == 2 ? "1 GiB" : "2 MiB")} must lie at a multiple of its size; 0x{offset:x} of the address is too much";
        int type = (int)(entry >> EptEntry.MemoryTypeShift & 7);
        return type is 2 or 3 or 7 ? $"memory type {type} (bits 5:3) is reserved; satisfied by: 6, write-back, or 0, uncacheable" : null;
    }

    private static string Names(ulong rights, string between)
    {
        List<string> names = [];
        if ((rights & EptEntry.Read) != 0)
            names.Add("read");
        if ((rights & EptEntry.Write) != 0)
            names.Add("write");
        if ((rights & EptEntry.Execute) != 0)
            names.Add("execute");
        return names.Count == 0 ? "access" : string.Join(between, names);
    }
}
