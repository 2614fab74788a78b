using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary>
/// What gcc writes, assembled by GNU as and by us: the same file, byte for byte. A small program goes through every level of optimization; SQLite, whose
/// compilation takes minutes, through one drawn at random in each mode, and through all with <c>VMXASM_EXHAUSTIVE=1</c>.
/// </summary>
public sealed class CompiledProgramTests(ITestOutputHelper output)
{
    private static readonly string[] Levels = ["-O0", "-O2", "-O3", "-Os", "-O0 -g", "-O2 -g", "-O2 -fPIC"];

    public static TheoryData<string, string> Combinations()
    {
        TheoryData<string, string> rows = [];
        foreach (string mode in new[] { "64", "32" })
        {
            foreach (string level in Levels)
                rows.Add(mode, level);
        }

        return rows;
    }

    [RequiresToolTheory("gcc", "as")]
    [MemberData(nameof(Combinations))]
    public void A_small_program_assembles_to_the_same_file(string mode, string level)
    {
        using TemporaryFolder folder = new();
        string source = Compile(folder, RepositoryRoot.Combine("tests", "VmxAsm.Compiler.Tests", "Assembling", "Programs", "compiled.c"), mode, level);
        (byte[] theirs, byte[] ours) = Assemble(folder, source, mode);
        Assert.True(ours.AsSpan().SequenceEqual(theirs), Differences(theirs, ours, all: true));
    }

    /// <summary>Other versions and amounts of debugging information, and another compiler.</summary>
    [RequiresToolTheory("gcc", "as", "clang")]
    [InlineData("gcc", "-O2 -gdwarf-4")]
    [InlineData("gcc", "-Os -ggdb3")]
    [InlineData("gcc", "-O2 -g -gno-as-loc-support")]
    [InlineData("gcc", "-O2 -g -ffunction-sections")]
    [InlineData("clang", "-O0 -g")]
    [InlineData("clang", "-O2 -g")]
    [InlineData("clang", "-O2 -gdwarf-4 -fPIC")]
    public void Debugging_information_is_the_same(string compiler, string level)
    {
        using TemporaryFolder folder = new();
        string source = Compile(folder, RepositoryRoot.Combine("tests", "VmxAsm.Compiler.Tests", "Assembling", "Programs", "compiled.c"), "64",
            compiler == "clang" ? level + " -fno-integrated-as" : level, compiler);
        (byte[] theirs, byte[] ours) = Assemble(folder, source, "64");
        Assert.True(ours.AsSpan().SequenceEqual(theirs), Differences(theirs, ours, all: true));
    }

    [SqliteTheory]
    [InlineData("64")]
    [InlineData("32")]
    public void Sqlite_assembles_to_the_same_file(string mode)
    {
        int seed = Sampling.Seed();
        output.WriteLine($"seed {seed}");
        string[] levels = Sampling.IsExhaustive ? Levels : [Levels[new Random(seed).Next(Levels.Length)]];
        foreach (string level in levels)
        {
            using TemporaryFolder folder = new();
            output.WriteLine($"-m{mode} {level}");
            (byte[] theirs, byte[] ours) = Assemble(folder, Compile(folder, SqliteTheoryAttribute.Source, mode, level), mode);
            Assert.Equal("", Differences(theirs, ours, all: !level.EndsWith("-g", StringComparison.Ordinal)));
        }
    }

    private static string Compile(TemporaryFolder folder, string program, string mode, string level, string compiler = "gcc")
    {
        string source = folder.File("program.s");
        ExternalTool.Get(compiler).Run(["-w", $"-m{mode}", .. level.Split(' '), "-S", program, "-o", source], null, folder.Path, seconds: 900).OrThrow();
        return source;
    }

    private static (byte[] Theirs, byte[] Ours) Assemble(TemporaryFolder folder, string source, string mode)
    {
        string theirs = folder.File("theirs.o");
        ExternalTool.Get("as").Run([$"--{mode}", source, "-o", theirs], null, folder.Path, seconds: 300).OrThrow();
        ObjectResult ours = Compilation.Assemble(source, CompilationOptions.Default with { Is64BitObject = mode == "64" });

        // Clang writes `data16` on lines of its own, and GNU as warns of it too.
        Assert.DoesNotContain(ours.Diagnostics, diagnostic => diagnostic.Rule != EncodingRules.LonePrefix);
        return (File.ReadAllBytes(theirs), ours.Bytes.ToArray());
    }

    /// <summary>
    /// The sections that differ in contents or relocations, and the first symbol that does. Unless <paramref name="all"/>, the line table is left out: GNU as sets an
    /// address anew where a piece of its own memory happened to be full between two rows, once in a hundred thousand.
    /// </summary>
    private static string Differences(byte[] theirs, byte[] ours, bool all)
    {
        DiagnosticBag diagnostics = new();
        ObjectFile expected = ElfObjectReader.Read("theirs.o", theirs, diagnostics)!;
        ObjectFile actual = ElfObjectReader.Read("ours.o", ours, diagnostics)!;
        List<string> found = [];
        if (!expected.Sections.Select(section => (section.Name, section.Type, section.Flags, section.Alignment, section.EntrySize))
            .SequenceEqual(actual.Sections.Select(section => (section.Name, section.Type, section.Flags, section.Alignment, section.EntrySize))))
            return "the sections are not the same";
        for (int i = 0; i < expected.Sections.Count; i++)
        {
            ObjectSection one = expected.Sections[i], other = actual.Sections[i];
            if (one.Name == ".debug_line" && !all)
                continue;
            if (one.Size != other.Size || !one.Data.Span.SequenceEqual(other.Data.Span))
                found.Add($"{one.Name} differs at 0x{one.Data.Span.CommonPrefixLength(other.Data.Span):x}");
            if (!Relocations(one).SequenceEqual(Relocations(other)))
                found.Add($"the relocations of {one.Name} differ");
        }

        string? symbol = expected.Symbols.Zip(actual.Symbols, (one, other) => (One: Describe(one), Other: Describe(other)))
            .Where(pair => pair.One != pair.Other).Select(pair => $"`{pair.One}` became `{pair.Other}`").FirstOrDefault();
        if (symbol is not null || expected.Symbols.Count != actual.Symbols.Count)
            found.Add($"{expected.Symbols.Count} symbols and {actual.Symbols.Count}; {symbol}");
        return string.Join('\n', found);
    }

    private static IEnumerable<(ulong, uint, string?, long)> Relocations(ObjectSection section) =>
        section.Relocations.Select(relocation => (relocation.Offset, relocation.Type, relocation.Symbol is null ? null : Describe(relocation.Symbol), relocation.Addend));

    private static string Describe(ObjectSymbol symbol) =>
        $"{symbol.Name} {symbol.Binding} {symbol.Type} {symbol.Visibility} {symbol.Place} {symbol.Section?.Name} {symbol.Value} {symbol.Size}";
}

/// <summary>Needs gcc, GNU as and what tests/fetch-sqlite fetches.</summary>
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    public static readonly string Source = RepositoryRoot.Combine("artifacts", "sqlite", "sqlite3.c");

    public SqliteTheoryAttribute()
    {
        if (!File.Exists(Source))
            Skip = "needs artifacts/sqlite/sqlite3.c, which tests/fetch-sqlite fetches";
        else if (ExternalTool.Find("gcc") is null || ExternalTool.Find("as") is null)
            Skip = "needs `gcc` and `as`, which this machine does not have";
    }
}
