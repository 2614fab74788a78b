using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Directives;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler;

/// <summary>Every name that the language itself gives a meaning, from the tables that assemble it: for editors. Each list is sorted.</summary>
public static class LanguageNames
{
    /// <summary>Stems of numbered registers and the endings that some take; whether a name is one, the assembler's own table decides.</summary>
    private static readonly string[] NumberedStems = ["r", "st", "mm", "xmm", "ymm", "zmm", "k", "cr", "db", "dr", "tr", "bnd", "tmm"];

    public static IReadOnlyList<string> Mnemonics { get; } =
        Sorted(Enumerable.Range(0, MnemonicTable.Count).Select(index => System.Text.Encoding.ASCII.GetString(MnemonicTable.Name(index))).Concat(ProcessorStructures.InstructionNames));

    /// <summary>Without the <c>%</c>.</summary>
    public static IReadOnlyList<string> Registers { get; } = Sorted(RegisterCandidates()
        .Where(name => RegisterNames.Find(System.Text.Encoding.ASCII.GetBytes(name)) != default));

    /// <summary>Those of GNU as, with the dot.</summary>
    public static IReadOnlyList<string> Directives { get; } =
        Sorted(Directive.MakeTable(CompilationOptions.Default).Names.Select(WithDot).Except(ProcessorStructures.Names));

    /// <summary>Our own, with the dot.</summary>
    public static IReadOnlyList<string> StructureDirectives { get; } = Sorted(ProcessorStructures.Names);

    public static IReadOnlyList<string> VmcsFieldNames { get; } = Sorted(VmcsFields.All.Select(row => row.Name));

    public static IReadOnlyList<string> VmxControlNames { get; } = Sorted(VmxControls.All.Select(control => control.Name));

    public static IReadOnlyList<string> MsrNames { get; } = Sorted(Msrs.All.Select(row => row.Name));

    private static string WithDot(string name) => name.StartsWith('.') ? name : "." + name;

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> RegisterCandidates()
    {
        StringBuilder name = new();
        for (int number = 26; number < 27 * 27 * 27; number++)
        {
            name.Clear();
            for (int rest = number; rest > 0; rest /= 27)
                name.Insert(0, (char)('a' - 1 + (rest % 27)));
            if (!name.ToString().Contains('`'))
                yield return name.ToString();
        }

        foreach (string stem in NumberedStems)
        {
            for (int number = 0; number < 32; number++)
            {
                foreach (string ending in new[] { "", "b", "w", "d", "l" })
                    yield return $"{stem}{number}{ending}";
            }
        }
    }
}
