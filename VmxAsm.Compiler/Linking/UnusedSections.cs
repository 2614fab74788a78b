using System.Runtime.InteropServices;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// <c>--gc-sections</c>: what the entry does not reach by references goes. Roots are the entry, KEEP of the script, required symbols, and sections that the
/// start-up code finds by place and not by reference. Sections without memory (debugging information) stay, and keep nothing alive.
/// </summary>
internal static class UnusedSections
{
    public static void Drop(SymbolResolution resolution, IEnumerable<string> rootSymbols)
    {
        var work = new Stack<InputSection>();
        var byGroup = new Dictionary<(ObjectFile, SectionGroup), List<InputSection>>();
        var byName = new Dictionary<string, List<InputSection>>(StringComparer.Ordinal);
        foreach (InputSection section in resolution.Sections)
        {
            if (section.IsDropped)
                continue;
            if (section.Section.Group is { } group)
                Append(byGroup, (section.File, group), section);
            if (IsIdentifier(section.Section.Name))
                Append(byName, section.Section.Name, section);
            if (IsRoot(section))
                Mark(section);
        }
        foreach (string name in rootSymbols)
        {
            if (resolution.Find(name) is { } symbol)
                MarkGlobal(symbol);
        }
        while (work.TryPop(out InputSection? section))
        {
            if (section.Section.Group is { } group && byGroup.TryGetValue((section.File, group), out List<InputSection>? members))
                members.ForEach(Mark);
            foreach (ref readonly Relocation relocation in CollectionsMarshal.AsSpan(section.Section.Relocations))
            {
                if (relocation.Expression is { } expression)
                    MarkExpression(expression);
                else if (relocation.Symbol is { } symbol)
                    MarkSymbol(symbol);
            }
        }
        foreach (InputSection section in resolution.Sections)
        {
            if (section.IsAllocated && !section.IsMarked)
                section.IsDropped = true;
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
        return section.IsKept || !section.IsAllocated && source.Relocations.Count == 0 || (source.Flags & SectionFlags.GnuRetain) != 0
            || source.Type is SectionType.InitArray or SectionType.FiniArray or SectionType.PreinitArray or SectionType.Note
            || source.Name is ".init" or ".fini" or ".ctors" or ".dtors" || source.FixedAddress is not null;
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

    private static void Append<TKey>(Dictionary<TKey, List<InputSection>> to, TKey key, InputSection section) where TKey : notnull
    {
        if (!to.TryGetValue(key, out List<InputSection>? list))
            to.Add(key, list = []);
        list.Add(section);
    }
}
