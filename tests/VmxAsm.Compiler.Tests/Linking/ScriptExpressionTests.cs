using System.Globalization;
using System.Text;
using VmxAsm.Compiler.Linking;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>
/// Scripts of random assignments, inside and outside of output sections: every symbol has ld's value and ld's section. What an operator makes of an offset, an
/// address and a plain number follows rules of its own in each place (ld's manual, "The Section of an Expression").
/// </summary>
public sealed class ScriptExpressionTests(ITestOutputHelper output)
{
    private const string Program = """
                .globl  _start, in_data, in_bss, fixed, given
        _start: nop
                .data
        in_data: .quad  1, 2, 3
                .bss
        in_bss: .space  40
                fixed = 0x123
                given = 0x456

        """;

    [RequiresToolFact("as", "ld", "readelf")]
    public void RandomAssignments()
    {
        int count = Sampling.IsExhaustive ? 400 : 8;
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.AssembleText(folder, "program", Program, "-m64")];
        for (int seed = 1; seed <= count; seed++)
        {
            string text = new ScriptSampler(seed).Script();
            string script = folder.Write("random.ld", text), linked = folder.File("ld.out");
            output.WriteLine($"seed {seed}");
            ToolResult ld = ExternalTool.Get("ld").Run(["-z", "max-page-size=0x1000", "--noinhibit-exec", "-T", script, "-o", linked, .. objects]);
            Assert.True(ld.ExitCode == 0, $"seed {seed}: {ld.Error}\n{text}");
            BuildResult result = Compilation.Build(objects, new CompilationOptions { ImageFormat = "elf", LinkerScripts = [script] });
            Assert.True(result.Success, $"seed {seed}: {string.Join('\n', result.Diagnostics.Select(one => one.Message))}\n{text}");
            Assert.True(Theirs(linked).SequenceEqual(Ours(result.Program!)), Difference(seed, Theirs(linked), Ours(result.Program!), text));
        }
    }

    private static string Difference(int seed, string[] theirs, string[] ours, string text) =>
        $"seed {seed}\nld:   {string.Join("\n      ", theirs.Except(ours))}\nours: {string.Join("\n      ", ours.Except(theirs))}\n{text}";

    private static string[] Ours(LinkedProgram program) =>
        [.. program.Symbols.Select(symbol => $"{symbol.Name} {symbol.Value:x} {symbol.Section?.Name ?? "*ABS*"}").Order(StringComparer.Ordinal)];

    private static string[] Theirs(string path)
    {
        var sections = new Dictionary<string, string> { ["ABS"] = "*ABS*" };
        foreach (string line in ExternalTool.Get("readelf").Run("-SW", path).OrThrow().Output.Split('\n'))
        {
            string[] words = line.Replace("[ ", "[", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [['[', .. var index, ']'], ['.', ..], ..])
                sections[index] = words[1];
        }
        var symbols = new List<string>();
        foreach (string line in ExternalTool.Get("readelf").Run("-sW", path).OrThrow().Output.Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var value, _, "NOTYPE", _, _, var index, var name])
                symbols.Add($"{name} {ulong.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture):x} {sections[index]}");
        }
        return [.. symbols.Order(StringComparer.Ordinal)];
    }
}

/// <summary>Random linker scripts that ld accepts.</summary>
internal sealed class ScriptSampler(int seed)
{
    private static readonly string[] Sections = [".text", ".data", ".bss"];
    private static readonly string[] Operators = ["+", "-", "*", "&", "|", "<<", ">>", "==", "!=", "<", ">", "<=", ">=", "&&", "||"];

    private readonly Random _random = new(seed);
    private readonly List<string> _names = ["_start", "in_data", "in_bss", "fixed"];
    private readonly StringBuilder _script = new();

    public string Script()
    {
        if (_random.Next(2) == 0)
            _script.Append("early = 0x").Append(_random.Next(0x1000).ToString("x", CultureInfo.InvariantCulture)).Append(";\n");
        _script.Append("SECTIONS\n{\n  . = 0x").Append((_random.Next(1, 64) << 12).ToString("x", CultureInfo.InvariantCulture)).Append(";\n");
        foreach (string section in Sections)
        {
            Assignments("  ", section);
            string attributes = (_random.Next(6) switch
            {
                0 => $"ALIGN({Number()}) ",
                1 => $"SUBALIGN({1 << _random.Next(7)}) ",
                2 when section != ".text" => $"AT(ADDR({section}) + {_random.Next(1, 100) * 64}) ",
                _ => "",
            });
            _script.Append(CultureInfo.InvariantCulture, $"  {section} : {attributes}\n  {{\n");
            Assignments("    ", section);
            _script.Append(CultureInfo.InvariantCulture, $"    *({section})\n");
            Assignments("    ", section);
            _script.Append("  }\n");
        }

        // ld makes a section at its first mention in an expression, and what follows the last `. =` belongs to the one made last: not worth imitating.
        Assignments("  ", "");
        _script.Append("  /DISCARD/ : { *(.note*) }\n}\n");
        return _script.ToString();
    }

    private void Assignments(string indent, string section)
    {
        for (int i = _random.Next(4); i > 0; i--)
        {
            string name = "s" + _names.Count, value = Expression(3);
            int what = _random.Next(section.Length == 0 ? 2 : 0, 12);
            _script.Append(indent).Append(what switch
            {
                0 => $". = . + {_random.Next(1, 40)};\n",
                1 => $". = ALIGN({1 << _random.Next(1, 6)});\n",
                2 when section.Length > 0 && indent.Length == 4 => $"{(section == ".bss" ? ". += 1" : $"BYTE({value} & 0xff)")};\n",
                3 => $"HIDDEN({name} = {value});\n",
                4 => $"PROVIDE(given = {value});\n",
                5 => $"PROVIDE_HIDDEN(unused = {value});\n",
                _ => $"{name} = {value};\n",
            });
            if (what > 2 && what is not 4 and not 5)
                _names.Add(name);
        }
    }

    private string Number() => _random.Next(3) switch { 0 => (1 << _random.Next(13)).ToString(CultureInfo.InvariantCulture), 1 => $"0x{_random.Next(0x4000):x}", _ => _random.Next(1, 70).ToString(CultureInfo.InvariantCulture) };

    private string Expression(int depth)
    {
        if (depth == 0)
            return Leaf();
        return _random.Next(14) switch
        {
            < 5 => $"({Expression(depth - 1)} {Operators[_random.Next(Operators.Length)]} {Expression(depth - 1)})",
            5 => $"{"-~!"[_random.Next(3)]}{Expression(depth - 1)}",
            6 => $"({Expression(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)})",
            7 => $"{(_random.Next(2) == 0 ? "MAX" : "MIN")}({Expression(depth - 1)}, {Expression(depth - 1)})",
            8 => $"ALIGN({Expression(depth - 1)}, {1 << _random.Next(8)})",
            9 => _random.Next(4) switch { 0 => $"ABSOLUTE({Expression(depth - 1)})", 1 => $"LOG2CEIL({Expression(depth - 1)})", 2 => $"NEXT({1 << _random.Next(8)})", _ => $"ALIGN({1 << _random.Next(8)})" },
            10 => $"({Expression(depth - 1)} / {_random.Next(1, 9)})",
            11 => $"({Expression(depth - 1)} % {_random.Next(1, 99)})",
            _ => Leaf(),
        };
    }

    private string Leaf() => _random.Next(9) switch
    {
        0 or 1 => ".",
        2 or 3 or 4 => _names[_random.Next(_names.Count)],
        5 => $"{(_random.Next(4) switch { 0 => "ADDR", 1 => "LOADADDR", 2 => "SIZEOF", _ => "ALIGNOF" })}({Sections[_random.Next(Sections.Length)]})",
        6 => $"DEFINED({(_random.Next(3) == 0 ? "nowhere" : _names[_random.Next(_names.Count)])})",
        7 => "CONSTANT(MAXPAGESIZE)",
        _ => Number(),
    };
}
