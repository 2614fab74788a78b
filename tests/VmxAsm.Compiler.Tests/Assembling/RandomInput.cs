using System.Globalization;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary>
/// Random text and mutated real sources: whatever is thrown at the assembler ends in an object or in diagnostics, never in an exception, and soon.
/// More inputs: VMXASM_FUZZ=100000. A failure names the seed; VMXASM_SEED=seed repeats it.
/// </summary>
public sealed class RandomInput(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        ".macro", ".endm", ".rept", ".endr", ".irp", ".if", ".else", ".endif", ".set", "=", "==", ":", ",", "(", ")", "[", "]", "\"", "'", "\\", "\\@", "\\()",
        "#", "/*", "*/", "//", ";", "\n", "\t", " ", "%", "$", "@", "@GOTPCREL", "*", "-", "~", "<<", ">>", "||", "1b", "1f", "0x", "0b1", "-1", "99999999999999999999",
        "%eax", "%rsp", "(%rax,%rbx,4)", "jmp", "call", "mov", "movq", ".byte", ".quad", ".org", ".space", ".align", ".p2align", ".section", ".pushsection",
        ".popsection", ".previous", ".cfi_startproc", ".cfi_endproc", ".cfi_def_cfa_offset", ".loc 1 1", ".file 1 \"a\"", ".uleb128", ".ascii", ".float",
        ".altmacro", "LOCAL", ".exitm", ".struct", ".code16", ".code32", ".intel_syntax noprefix", ".att_syntax", ".fill", ".comm", ".size", ".type", ".symver",
        ".weakref", ".reloc", ".incbin", ".include", ".end", "\0", "\xff", "é", "a", "b", "label", ".", ".Lx", "_GLOBAL_OFFSET_TABLE_", ".gdt", ".endgdt", ".tss", ".vmcs",
    ];

    [Fact]
    public void Nothing_crashes_the_assembler()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("VMXASM_FUZZ") ?? "800", CultureInfo.InvariantCulture);
        int seed = Sampling.Seed();
        output.WriteLine($"seed {seed}");
        byte[][] sources = [.. Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "cases", "assemble"), "*.s")
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Combine("examples"), "*.s")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        for (int i = 0; i < count; i++)
        {
            Random random = new(unchecked(seed + i));
            byte[] input = random.Next(5) == 0 ? Rubbish(random) : Mutate(sources[random.Next(sources.Length)], random);
            try
            {
                Check(input, random.Next(4) == 0);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {unchecked(seed + i)} (VMXASM_FUZZ=1): {error.Message}\n{System.Text.Encoding.Latin1.GetString(input)}", error);
            }
        }
    }

    private static void Check(byte[] input, bool is32)
    {
        CompilationOptions options = CompilationOptions.Default with { Is64BitObject = !is32, Listing = true };
        ObjectResult result = Compilation.Assemble("random.s", input, options);
        DiagnosticRenderer renderer = new(result.Sources);
        foreach (Diagnostic diagnostic in result.Diagnostics.Take(20))
        {
            renderer.RenderGnu(diagnostic, color: false);
            renderer.RenderSnippet(diagnostic, color: true);
            DiagnosticJson.Render(diagnostic, result.Sources);
        }

        Assert.Equal(result.Success, !result.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error));
    }

    private static byte[] Rubbish(Random random)
    {
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        // A stretch of the source, so that each run is short and all parts have their turn.
        int start = random.Next(source.Length);
        List<byte> text = [.. source.AsSpan(start, Math.Min(source.Length - start, 200 + random.Next(1500)))];
        for (int changes = 1 + random.Next(12); changes > 0; changes--)
        {
            int at = random.Next(text.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1 when at < text.Count:
                    text.RemoveRange(at, Math.Min(text.Count - at, 1 + random.Next(20)));
                    break;
                case 2:
                    text.InsertRange(at, [.. text.Skip(random.Next(text.Count + 1)).Take(random.Next(60))]);
                    break;
                default:
                    text.InsertRange(at, System.Text.Encoding.Latin1.GetBytes($" {Pieces[random.Next(Pieces.Length)]} "));
                    break;
            }
        }

        return [.. text];
    }
}
