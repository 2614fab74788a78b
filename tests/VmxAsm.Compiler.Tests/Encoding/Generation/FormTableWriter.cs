using System.Globalization;
using System.Text;
using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>Writes the two generated files of the compiler: the rows, and the names that lead to them.</summary>
internal static class FormTableWriter
{
    private const string Banner = "// Generated from Iced's instruction table by FormTableTests; see its summary for how to make it anew.\n\n"
        + "namespace VmxAsm.Compiler.Encoding.Forms;\n\n";

    public static (string Forms, string Names) Write()
    {
        FormRow[] rows = FormSource.Rows().ToArray();
        var lists = new SortedDictionary<string, (List<int> Att, List<int> Intel)>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            foreach ((string name, NameSyntax syntax) in NameSource.Of(rows[i]).Distinct())
            {
                if (!lists.TryGetValue(name, out var list))
                    lists.Add(name, list = ([], []));
                if (syntax.HasFlag(NameSyntax.Att) && !list.Att.Contains(i))
                    list.Att.Add(i);
                if (syntax.HasFlag(NameSyntax.Intel) && !list.Intel.Contains(i))
                    list.Intel.Add(i);
            }
        }
        string[] names = lists.Keys.ToArray();
        return (Forms(rows, names), Names(rows, names, lists));
    }

    private static string Forms(FormRow[] rows, string[] names)
    {
        var text = new StringBuilder(Banner);
        text.Append("internal static partial class FormTable\n{\n    private static ReadOnlySpan<ulong> Words =>\n    [\n");
        foreach (FormRow row in rows)
        {
            (ulong a, ulong b) = row.Pack();
            string name = NameSource.Of(row).First().Name;
            ulong c = (uint)row.Flags | (ulong)Array.BinarySearch(names, name, StringComparer.Ordinal) << 32;
            text.Append(CultureInfo.InvariantCulture, $"        0x{a:X}, 0x{b:X}, 0x{c:X}, // {row.Code}: {row.Info.ToOpCodeString()}");
            if (row.Operands.Length != row.Info.OpCount)
                text.Append(CultureInfo.InvariantCulture, $" ({row.Operands.Length} operands)");
            text.Append('\n');
        }
        return text.Append("    ];\n}\n").ToString();
    }

    private static string Names(FormRow[] rows, string[] names, SortedDictionary<string, (List<int> Att, List<int> Intel)> lists)
    {
        var text = new StringBuilder(Banner);
        text.Append("internal static partial class MnemonicTable\n{\n");
        text.Append("    /// <summary>All names, one after the other.</summary>\n");
        text.Append("    private static ReadOnlySpan<byte> Text =>\n");
        for (int i = 0; i < names.Length; i += 12)
        {
            string line = string.Concat(names.Skip(i).Take(12));
            text.Append(i == 0 ? "        " : "        + ").Append('"').Append(line).Append("\"u8").Append(i + 12 >= names.Length ? ";\n\n" : "\n");
        }
        var offsets = new List<int> { 0 };
        foreach (string name in names)
            offsets.Add(offsets[^1] + name.Length);

        var candidates = new List<int>();
        var att = new List<int>();
        var intel = new List<int>();
        foreach (string name in names)
        {
            att.Add(candidates.Count);
            candidates.AddRange(lists[name].Att.OrderBy(i => rows[i].Rank).ThenBy(i => i));
        }
        att.Add(candidates.Count);
        foreach (string name in names)
        {
            intel.Add(candidates.Count);
            candidates.AddRange(lists[name].Intel.OrderBy(i => rows[i].Rank).ThenBy(i => i));
        }
        intel.Add(candidates.Count);

        Numbers(text, "Where each name starts in <see cref=\"Text\"/>, and the end.", "Starts", offsets);
        Numbers(text, "Where each name's forms in AT&amp;T syntax start in <see cref=\"Candidates\"/>, and the end.", "AttForms", att);
        Numbers(text, "Where each name's forms in Intel syntax start in <see cref=\"Candidates\"/>, and the end.", "IntelForms", intel);
        Numbers(text, "Form numbers, the preferred ones first.", "Candidates", candidates);
        Numbers(text, "Open hash table of name number + 1.", "Slots", HashSlots(names));
        text.Length--;
        return text.Append("}\n").ToString();
    }

    private static List<int> HashSlots(string[] names)
    {
        int[] slots = new int[MnemonicTable.SlotCount];
        for (int i = 0; i < names.Length; i++)
        {
            uint slot = MnemonicTable.Hash(System.Text.Encoding.ASCII.GetBytes(names[i])) % MnemonicTable.SlotCount;
            while (slots[slot] != 0)
                slot = (slot + 1) % MnemonicTable.SlotCount;
            slots[slot] = i + 1;
        }
        return [.. slots];
    }

    private static void Numbers(StringBuilder text, string summary, string name, List<int> values)
    {
        if (values.Exists(v => v is < 0 or > ushort.MaxValue))
            throw new InvalidOperationException($"{name} does not fit 16 bits");
        text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{summary}</summary>\n    private static ReadOnlySpan<ushort> {name} =>\n    [\n");
        for (int i = 0; i < values.Count; i += 24)
            text.Append("        ").AppendJoin(", ", values.Skip(i).Take(24)).Append(",\n");
        text.Append("    ];\n\n");
    }
}
