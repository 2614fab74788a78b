using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Debugging;

/// <summary>How a linear address is translated, entry by entry ("Paging" in the manual), for people.</summary>
internal static class PageWalkDescription
{
    private const ulong Present = 1, Writable = 2, User = 4, Accessed = 0x20, Dirty = 0x40, Large = 0x80, Global = 0x100, NoExecute = 1UL << 63;
    private const ulong AddressBits = 0x000F_FFFF_FFFF_F000;

    /// <summary>A line for each level, and one for the result.</summary>
    public static IReadOnlyList<string> Describe(Processor cpu, ulong linear)
    {
        var lines = new List<string>();
        if ((cpu.Cr0 & Cr0Bits.PG) == 0)
        {
            lines.Add($"paging is off: linear 0x{linear:x} is physical 0x{linear:x}");
            return lines;
        }

        if (cpu.IsLongMode)
            Walk(cpu, lines, linear, cpu.Cr3 & AddressBits, firstLevel: 4, wide: true, largeAllowed: true);
        else if ((cpu.Cr4 & Cr4Bits.PAE) != 0)
            Walk(cpu, lines, linear, cpu.Cr3 & 0xFFFF_FFE0, firstLevel: 3, wide: true, largeAllowed: true);
        else
            Walk(cpu, lines, linear, cpu.Cr3 & 0xFFFF_F000, firstLevel: 2, wide: false, (cpu.Cr4 & Cr4Bits.PSE) != 0);
        return lines;
    }

    private static void Walk(Processor cpu, List<string> lines, ulong linear, ulong table, int firstLevel, bool wide, bool largeAllowed)
    {
        PhysicalMemory memory = cpu.Memory;
        int indexBits = wide ? 9 : 10;
        bool pae = firstLevel == 3;
        for (int level = firstLevel; level >= 1; level--)
        {
            int shift = 12 + (level - 1) * indexBits;
            ulong index = linear >> shift & ((1UL << indexBits) - 1);
            if (pae && level == 3)
                index &= 3;
            ulong address = table + index * (wide ? 8UL : 4);
            ulong entry = wide ? memory.Read<ulong>(address) : memory.Read<uint>(address);
            string reserved = Reserved(cpu, entry, level, wide, pae, largeAllowed);
            lines.Add($"{LevelName(level),-5}[{index}] at 0x{address:x}: {entry:x16} {Bits(entry, level, pae && level == 3)}{reserved}");
            if ((entry & Present) == 0)
            {
                lines.Add($"linear 0x{linear:x} is not mapped");
                return;
            }

            bool isLarge = level > 1 && (entry & Large) != 0 && level <= (wide ? 3 : 2) && largeAllowed && !(pae && level == 3);
            if (level == 1 || isLarge)
            {
                ulong offset = (1UL << shift) - 1;
                ulong frame = entry & AddressBits & ~offset;
                if (!wide && isLarge)
                    frame = entry & 0xFFC0_0000 | (entry >> 13 & 0xFF) << 32;
                lines.Add($"linear 0x{linear:x} is physical 0x{frame | linear & offset:x}");
                return;
            }

            table = entry & AddressBits;
        }
    }

    /// <summary>
    /// Which entry keeps an access out that a page fault with the P bit is about: the first one, from the root, that lacks the right. For instance
    /// <c>the PTE at 0x11020 has U/S clear</c>.
    /// </summary>
    /// <param name="error">The page fault's error code.</param>
    /// <returns>Null when the entries are not what denied it: supervisor-mode execution and access prevention.</returns>
    public static string? Denial(Processor cpu, ulong linear, uint error, bool fetch)
    {
        bool user = (error & 4) != 0, write = (error & 2) != 0;
        foreach ((string name, ulong address, ulong entry, bool hasRights) in Entries(cpu, linear))
        {
            if (!hasRights)
                continue;
            if (user && (entry & User) == 0)
                return $"the {name} at 0x{address:x} has U/S clear: it is the supervisor's";
            if (write && (entry & Writable) == 0)
                return $"the {name} at 0x{address:x} has R/W clear{(user ? "" : ", and CR0.WP is set")}";
            if (fetch && (entry & NoExecute) != 0)
                return $"the {name} at 0x{address:x} has XD set: no code";
        }

        return null;
    }

    private static IEnumerable<(string Name, ulong Address, ulong Entry, bool HasRights)> Entries(Processor cpu, ulong linear)
    {
        bool wide = cpu.IsLongMode || (cpu.Cr4 & Cr4Bits.PAE) != 0;
        int levels = cpu.IsLongMode ? 4 : wide ? 3 : 2, indexBits = wide ? 9 : 10;
        ulong table = cpu.Cr3 & (levels == 3 ? 0xFFFF_FFE0 : AddressBits);
        for (int level = levels; level >= 1; level--)
        {
            ulong index = linear >> (12 + ((level - 1) * indexBits)) & ((1UL << indexBits) - 1);
            bool pointer = levels == 3 && level == 3;
            ulong address = table + ((pointer ? index & 3 : index) * (wide ? 8UL : 4));
            ulong entry = wide ? cpu.Memory.Read<ulong>(address) : cpu.Memory.Read<uint>(address);
            yield return (LevelName(level), address, entry, !pointer);
            if ((entry & Present) == 0 || (level > 1 && (entry & Large) != 0 && !pointer))
                yield break;
            table = entry & AddressBits;
        }
    }

    /// <summary>"Reserved Bits" of an entry that is present, where they are set; an empty text when all is well.</summary>
    private static string Reserved(Processor cpu, ulong entry, int level, bool wide, bool pae, bool largeAllowed)
    {
        if ((entry & Present) == 0)
            return "";
        if (wide && (entry & NoExecute) != 0 && (cpu.Efer & EferBits.NXE) == 0)
            return ", but bit 63 (no-execute) is reserved while EFER.NXE is 0";
        if (wide && (entry & cpu.Model.ReservedAddressBits & AddressBits) != 0)
            return ", but the address has more bits than the processor";
        if (level == 4 && (entry & Large) != 0)
            return ", but bit 7 is reserved in a PML4E";
        if (level == 3 && !pae && (entry & Large) != 0 && !cpu.Model.Has(CpuFeature.OneGigabytePages))
            return ", but the processor has no pages of 1 GByte";
        if (pae && level == 3)
            return "";
        ulong unaligned = !largeAllowed || (entry & Large) == 0 ? 0UL : (wide, level) switch { (true, 3) => 0x3FFF_E000, (true, 2) => 0x1F_E000, (false, 2) => 0x20_0000, _ => 0 };
        return (entry & unaligned) != 0 ? $", but a large page's address must be a multiple of its size: bits 0x{entry & unaligned:x} are reserved" : "";
    }

    private static string LevelName(int level) => level switch { 4 => "PML4E", 3 => "PDPTE", 2 => "PDE", _ => "PTE" };

    private static string Bits(ulong entry, int level, bool pointerOnly)
    {
        if ((entry & Present) == 0)
            return "not present";
        if (pointerOnly)
            return "present";
        string text = "present " + ((entry & Writable) != 0 ? "writable" : "read-only") + ((entry & User) != 0 ? " user" : " supervisor");
        if ((entry & Accessed) != 0)
            text += " accessed";
        if ((entry & Dirty) != 0 && (level == 1 || (entry & Large) != 0))
            text += " dirty";
        if ((entry & Large) != 0 && level > 1)
            text += " large";
        if ((entry & Global) != 0)
            text += " global";
        if ((entry & NoExecute) != 0)
            text += " no-execute";
        return text;
    }
}
