using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>Truncated, bit-flipped and random objects, archives and scripts: diagnostics or a program, never an exception, and soon.</summary>
public sealed class DamagedInputTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Sampling.IsExhaustive ? 30_000 : 1500;

    private static ObjectFile SampleObject(bool is64)
    {
        ObjectFile file = new() { Name = "sample.o", Is64Bit = is64 };
        ObjectSection text = new() { Name = ".text", Type = 1, Flags = 6, Alignment = 16, Data = new byte[64], Size = 64, Group = new SectionGroup("group", true) };
        ObjectSection strings = new() { Name = ".rodata.str1.1", Type = 1, Flags = 0x32, EntrySize = 1, Data = "one\0two\0three\0"u8.ToArray(), Size = 14 };
        ObjectSection bss = new() { Name = ".bss", Type = 8, Flags = 3, Size = 100, Alignment = 32 };
        file.Sections.AddRange([text, strings, bss]);
        ObjectSymbol section = new() { Name = ".rodata.str1.1", Type = SymbolType.Section, Place = SymbolPlace.Section, Section = strings };
        ObjectSymbol start = new() { Name = "_start", Binding = SymbolBinding.Global, Place = SymbolPlace.Section, Section = text, Value = 4 };
        ObjectSymbol common = new() { Name = "shared", Binding = SymbolBinding.Global, Type = SymbolType.Object, Place = SymbolPlace.Common, Value = 8, Size = 16 };
        file.Symbols.AddRange([section, start, common]);
        uint absolute = is64 ? 10u : 1u, relative = 2;
        text.Relocations.Add(new Relocation(0, absolute, section, 4, default));
        text.Relocations.Add(new Relocation(8, relative, start, -4, default));
        text.Relocations.Add(new Relocation(16, absolute, common, 0, default));
        return file;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Objects(bool is64)
    {
        byte[] whole = ElfObjectWriter.Write(SampleObject(is64));
        Assert.True(Link(whole), "the undamaged object links");
        for (int length = 0; length < whole.Length; length++)
            Link(whole.AsSpan(0, length).ToArray());
        Mutate(whole, bytes => Link(bytes));
    }

    [Fact]
    public void Archives()
    {
        byte[] member = ElfObjectWriter.Write(SampleObject(true));
        string header = "sample.o/       0           0     0     644     " + member.Length.ToString().PadRight(10) + "`\n";
        byte[] whole = [.. "!<arch>\n"u8, .. System.Text.Encoding.ASCII.GetBytes(header), .. member];
        Assert.NotNull(Archive.Open("lib.a", whole, new DiagnosticBag()));
        for (int length = 0; length < whole.Length; length += 3)
            Link(whole.AsSpan(0, length).ToArray());
        Mutate(whole, bytes => Link(bytes));
    }

    [Fact]
    public void Scripts()
    {
        using TemporaryFolder folder = new();
        string programs = RepositoryRoot.Combine("tests", "VmxAsm.Compiler.Tests", "Linking", "Programs");
        byte[][] scripts = [.. Directory.GetFiles(programs, "*.ld").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        foreach (byte[] script in scripts)
            Mutate(script, bytes => LinkWithScript(folder, bytes), Rounds / 10);
        string deep = new string('(', 100_000);
        LinkWithScript(folder, System.Text.Encoding.ASCII.GetBytes("x = " + deep));
        LinkWithScript(folder, System.Text.Encoding.ASCII.GetBytes("x = " + string.Concat(Enumerable.Repeat("1?1:", 50_000)) + "1;"));
        LinkWithScript(folder, System.Text.Encoding.ASCII.GetBytes("x = " + new string('-', 100_000) + "1;"));
        LinkWithScript(folder, System.Text.Encoding.ASCII.GetBytes("x = 1" + string.Concat(Enumerable.Repeat("+1", 50_000)) + ";"));
        LinkWithScript(folder, "INCLUDE script.ld"u8.ToArray());
        LinkWithScript(folder, "SECTIONS { .text : { *(.text) } .x : { . = . + x; x = SIZEOF(.x) + 1; } }"u8.ToArray());
        LinkWithScript(folder, "SECTIONS { .text : { *(.text) . = 0xffffffffffffff; } }"u8.ToArray());
    }

    private void Mutate(byte[] whole, Action<byte[]> use, int? count = null)
    {
        int rounds = count ?? Rounds;
        int seed = Sampling.Seed();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = [.. whole];
            int flips = 1 + random.Next(4);
            for (int i = 0; i < flips; i++)
            {
                int at = random.Next(bytes.Length);
                bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ 1 << random.Next(8)), _ => (byte)(random.Next(2) == 0 ? 0 : 0xFF) };
            }
            try
            {
                use(bytes);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {failure.Message}", failure);
            }
        }
    }

    /// <summary>Whether a program came out; without one there must be a diagnostic.</summary>
    private static bool Link(byte[] bytes)
    {
        DiagnosticBag diagnostics = new();
        if (LinkInput.Read("input", bytes, diagnostics) is not { } input)
        {
            Assert.True(diagnostics.HasErrors);
            return false;
        }
        BuiltImage? image = ImageBuilder.Build([input], ImageFormat.Elf, new LinkOptions { RequiredSymbols = ["_start"] }, diagnostics);
        Assert.True(image is not null || diagnostics.HasErrors);
        return image is not null;
    }

    private static void LinkWithScript(TemporaryFolder folder, byte[] script)
    {
        string path = folder.Write("script.ld", script);
        DiagnosticBag diagnostics = new();
        LinkedProgram? program = Linker.Link([SampleObject(true)], new LinkOptions { ScriptPaths = [path], SearchPaths = [folder.Path] }, diagnostics);
        Assert.True(program is not null || diagnostics.HasErrors);
    }
}
