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
            Walk(cpu.Memory, lines, linear, cpu.Cr3 & AddressBits, firstLevel: 4, wide: true, largeAllowed: true);
        else if ((cpu.Cr4 & Cr4Bits.PAE) != 0)
            Walk(cpu.Memory, lines, linear, cpu.Cr3 & 0xFFFF_FFE0, firstLevel: 3, wide: true, largeAllowed: true);
        else
            Walk(cpu.Memory, lines, linear, cpu.Cr3 & 0xFFFF_F000, firstLevel: 2, wide: false, (cpu.Cr4 & Cr4Bits.PSE) != 0);
        return lines;
    }

    private static void Walk(PhysicalMemory memory, List<string> lines, ulong linear, ulong table, int firstLevel, bool wide, bool largeAllowed)
    {
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
            lines.Add($"{LevelName(level),-5}[{index}] at 0x{address:x}: {entry:x16} {Bits(entry, level, pae && level == 3)}");
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
