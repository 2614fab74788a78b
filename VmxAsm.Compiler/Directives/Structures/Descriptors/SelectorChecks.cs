using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>
/// What a selector means, as far as a program's text tells. Which table a selector is looked up in is decided when the program runs: by GDTR, or by LDTR when
/// bit 2 is set. So a selector is wrong for certain only when no table of the program has such an entry, and of the wrong kind only when none has one of the right kind.
/// </summary>
internal static class SelectorChecks
{
    /// <summary>The table indicator: the selector is looked up in the LDT.</summary>
    private const long TableIndicator = 4;

    /// <summary>Whether a selector means "no segment", whatever its RPL.</summary>
    public static bool IsNull(long selector) => (selector & ~3) == 0;

    /// <summary>Reports a selector that hits no descriptor of any table of the program; false then. Silent where the table may be made by hand.</summary>
    public static bool CheckHits(StructureContext context, long selector, SourceSpan span)
    {
        if (DescribeMiss(context.Program, selector) is not { } miss)
            return true;
        context.Report(StructureRules.NoSuchSelector, span, $"selector 0x{selector:x} {miss}");
        return false;
    }

    /// <summary>Why a selector hits nothing, to stand behind it; null when it hits a descriptor, or may hit one that is made by hand.</summary>
    public static string? DescribeMiss(IReadOnlyList<StructureSet> program, long selector)
    {
        DescriptorTable[] all = [.. program.SelectMany(set => set.All).OfType<DescriptorTable>()];
        DescriptorTable[] tables = [.. Tables(all, selector)];
        if (tables.Length == 0)
        {
            // An LDT made by hand still needs its descriptor in the GDT.
            bool isLocal = (selector & TableIndicator) != 0;
            return isLocal && all.Length > 0 && !all.Any(table => table.HasRaw || table.Descriptors.Any(entry => entry.Kind.Family == DescriptorFamily.Ldt))
                ? $"is looked up in the LDT (bit 2 is set), and {Names(all)} has no descriptor of an LDT"
                : null;
        }

        return tables.Any(table => table.HasEntry(selector)) ? null : $"hits no descriptor of {Names(tables)}";
    }

    /// <summary>The descriptors that a selector may mean: one of each table of the program.</summary>
    public static DescriptorEntry[] Hit(StructureContext context, long selector) =>
    [
        .. Tables(context.Program.SelectMany(set => set.All).OfType<DescriptorTable>(), selector)
            .SelectMany(table => table.Descriptors)
            .Where(entry => entry.TableOffset == (selector & 0xFFF8)),
    ];

    /// <summary>
    /// Reports, when addresses are known, a selector of a field that the processor loads a segment register, LDTR or TR from: one that hits nothing, or only what does not fit.
    /// </summary>
    /// <param name="fits">Whether a descriptor may be loaded there.</param>
    /// <param name="wanted">What it takes, for the message.</param>
    public static void Check(StructureContext context, long selector, SourceSpan span, string field, Func<DescriptorEntry, bool> fits, string wanted)
    {
        if (IsNull(selector) || !CheckHits(context, selector, span))
            return;
        DescriptorEntry[] targets = Hit(context, selector);
        if (targets.Length > 0 && !targets.Any(fits))
        {
            context.Report(StructureRules.BadTaskState, span, $"`{field}` is selector 0x{selector:x}, a `{targets[0].Kind.Word}`; {wanted}",
                new DiagnosticLabel(targets[0].Span, "this descriptor"));
        }
    }

    /// <summary>Whether a data or code segment register takes a descriptor: SS wants a writable data segment, CS code, the others what can be read.</summary>
    public static bool FitsRegister(DescriptorEntry entry, string register)
    {
        bool isReadableOrWritable = (entry.Rights & AccessRights.WritableOrReadableBit) != 0;
        return (entry.Rights & AccessRights.PresentBit) != 0 && (register, entry.Kind.Family) switch
        {
            ("cs", DescriptorFamily.Code) => true,
            ("ss", DescriptorFamily.Data) => isReadableOrWritable,
            ("cs" or "ss", _) => false,
            (_, DescriptorFamily.Data) => true,
            (_, DescriptorFamily.Code) => isReadableOrWritable,
            _ => false,
        };
    }

    private static IEnumerable<DescriptorTable> Tables(IEnumerable<DescriptorTable> all, long selector) =>
        all.Where(table => table.IsLocal == ((selector & TableIndicator) != 0));

    private static string Names(IEnumerable<DescriptorTable> tables) =>
        string.Join(" or ", tables.Select(table => $"`.{table.Kind} {table.Name}`").Distinct());
}
