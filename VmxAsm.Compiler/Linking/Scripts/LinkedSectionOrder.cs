using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// A section with SHF_LINK_ORDER says something about another one: a table of the places that a compiler left for patching, metadata of a function. Where
/// several are put together, they stand in the order of the sections they are linked to (gABI, "Sections", sh_flags). So they can be sorted only when those
/// have their addresses, and then the addresses are to be settled anew.
///
/// As in GNU ld, only neighbours that one pattern took are sorted; sections among them that are linked to nothing come first. ld does it in an ELF
/// link and not with the output format binary.
/// </summary>
internal static class LinkedSectionOrder
{
    /// <returns>Whether a section has moved.</returns>
    public static bool Sort(LayoutPlan plan)
    {
        bool moved = false;
        foreach (LayoutStep step in plan.Steps)
        {
            if (step.Output is { Exists: true, IsIgnored: false, Section.Type: not SectionType.NoBits } output)
                moved |= Sort(output.Items);
        }
        foreach (OutputPlan output in plan.NotAllocated)
            moved |= Sort(output.Items);
        return moved;
    }

    private static bool Sort(List<LayoutItem> items)
    {
        if (!items.Exists(item => item.Input is { IsDropped: false, Section.LinkedTo: not null }))
            return false;
        List<LayoutItem> places = items.FindAll(item => item.Input is { IsDropped: false });
        bool moved = false;
        for (int start = 0, end; start < places.Count; start = end)
        {
            for (end = start + 1; end < places.Count && ReferenceEquals(places[end].Pattern, places[start].Pattern);)
                end++;
            InputSection[] sorted = [.. places[start..end].Select(place => place.Input!).Order(ByTarget)];
            for (int i = 0; i < sorted.Length; i++)
            {
                moved |= places[start + i].Input != sorted[i];
                places[start + i].Input = sorted[i];
            }
        }
        return moved;
    }

    private static Comparer<InputSection> ByTarget { get; } = Comparer<InputSection>.Create((a, b) =>
    {
        InputSection? left = a.Section.LinkedTo?.Input, right = b.Section.LinkedTo?.Input;
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        int byAddress = LoadAddress(left).CompareTo(LoadAddress(right));
        return byAddress != 0 ? byAddress : left.Size.CompareTo(right.Size);
    });

    private static ulong LoadAddress(InputSection section) => (section.Output?.LoadAddress ?? 0) + section.Offset;
}
