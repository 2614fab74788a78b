using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// <c>--gc-sections</c>: what the entry does not reach by references goes. Roots are the entry, required symbols, notes, sections that their source marks
/// (SHF_GNU_RETAIN) or gives an address, and KEEP of the script: that is how sections stay which start-up code finds by place, such as <c>.init_array</c>.
/// The table of functions for unwinding keeps none of them; what it says a function needs, its exception table and personality routine, stays with the function.
/// A section that is linked to another one (SHF_LINK_ORDER) stays with it, and keeps it. Sections without memory (debugging information) stay, and
/// keep nothing alive.
/// </summary>
internal static class UnusedSections
{
    public static void Drop(SymbolResolution resolution, IEnumerable<string> rootSymbols, LinkExpression? entry)
    {
        var work = new Stack<InputSection>();
        var byGroup = new Dictionary<(ObjectFile, SectionGroup), List<InputSection>>();
        var byName = new Dictionary<string, List<InputSection>>(StringComparer.Ordinal);
        var tables = new HashSet<InputSection>(ReferenceEqualityComparer.Instance);
        var unwinding = new Dictionary<ObjectSection, List<ObjectSymbol>>(ReferenceEqualityComparer.Instance);
        var byTarget = new Dictionary<ObjectSection, List<InputSection>>(ReferenceEqualityComparer.Instance);
        foreach (InputSection section in resolution.Sections)
        {
            if (section.IsDropped)
                continue;
            if (section.Section.Group is { } group)
                Append(byGroup, (section.File, group), section);
            if (IsIdentifier(section.Section.Name))
                Append(byName, section.Section.Name, section);
            if (section.Section.LinkedTo is { } target)
                Append(byTarget, target, section);
            NoteUnwinding(section);
            if (IsRoot(section))
                Mark(section);
        }
        foreach (string name in rootSymbols)
        {
            if (resolution.Find(name) is { } symbol)
                MarkGlobal(symbol);
        }
        if (entry is not null)
            MarkExpression(entry);
        while (work.TryPop(out InputSection? section))
        {
            if (section.Section.Group is { } group && byGroup.TryGetValue((section.File, group), out List<InputSection>? members))
                members.ForEach(Mark);
            if (byTarget.TryGetValue(section.Section, out List<InputSection>? linked))
                linked.ForEach(Mark);
            if (section.Section.LinkedTo?.Input is { } target)
                Mark(target);
            if (unwinding.TryGetValue(section.Section, out List<ObjectSymbol>? needs))
                needs.ForEach(MarkSymbol);
            if (tables.Contains(section))
                continue;
            foreach (ref readonly Relocation relocation in section.Section.RelocationRows)
            {
                if (relocation.Expression is { } expression)
                    MarkExpression(expression);
                else if (relocation.Symbol is { } symbol)
                    MarkSymbol(symbol);
            }
        }
        foreach (InputSection section in resolution.Sections)
        {
            if ((section.IsAllocated || section.Section.LinkedTo is not null) && !section.IsMarked)
                section.IsDropped = true;
        }

        void NoteUnwinding(InputSection section)
        {
            if (UnwindTables.NeedsOf(section) is not { } descriptions)
                return;
            tables.Add(section);
            foreach ((ObjectSymbol function, ObjectSymbol[] symbols) in descriptions)
            {
                if ((function.Global?.Definition ?? function).Section is not { } home)
                    continue;
                foreach (ObjectSymbol symbol in symbols)
                    Append(unwinding, home, symbol);
            }
        }

        void Mark(InputSection section)
        {
            if (section.IsMarked || section.IsDropped)
                return;
            section.IsMarked = true;
            work.Push(section);
        }

        void MarkSymbol(ObjectSymbol symbol)
        {
            if (symbol.Global is { } global)
                MarkGlobal(global);
            else if (symbol.Section?.Input is { } section)
                Mark(section);
            if (symbol.Expression is { } expression)
                MarkExpression(expression);
        }

        void MarkGlobal(GlobalSymbol global)
        {
            if (global.CommonSection is { } common)
                Mark(common);
            else if (global.Definition is { Section.Input: { } section })
                Mark(section);
            if (global.Definition?.Expression is { } expression)
                MarkExpression(expression);

            // __start_NAME and __stop_NAME stand for all sections of that name.
            string? bounded = global.IsDefined ? null
                : global.Name.StartsWith("__start_", StringComparison.Ordinal) ? global.Name[8..]
                : global.Name.StartsWith("__stop_", StringComparison.Ordinal) ? global.Name[7..] : null;
            if (bounded is not null && byName.TryGetValue(bounded, out List<InputSection>? sections))
                sections.ForEach(Mark);
        }

        void MarkExpression(LinkExpression expression)
        {
            if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
                return; // evaluation reports it
            switch (expression)
            {
                case LinkSymbol symbol:
                    MarkSymbol(symbol.Symbol);
                    break;
                case LinkUnary unary:
                    MarkExpression(unary.Operand);
                    break;
                case LinkBinary binary:
                    MarkExpression(binary.Left);
                    MarkExpression(binary.Right);
                    break;
            }
        }
    }

    private static bool IsRoot(InputSection section)
    {
        ObjectSection source = section.Section;
        return section.IsKept || source is { RelocationRows.IsEmpty: true, LinkedTo: null } && !section.IsAllocated || (source.Flags & SectionFlags.GnuRetain) != 0
            || source is { Type: SectionType.Note, Group: null, LinkedTo: null } || source.FixedAddress is not null;
    }

    private static bool IsIdentifier(string name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }
        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }

    private static void Append<TKey, TValue>(Dictionary<TKey, List<TValue>> to, TKey key, TValue value) where TKey : notnull
    {
        if (!to.TryGetValue(key, out List<TValue>? list))
            to.Add(key, list = []);
        list.Add(value);
    }
}
