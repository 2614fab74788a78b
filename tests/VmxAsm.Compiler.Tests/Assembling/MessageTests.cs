using VmxAsm.Compiler.Diagnostics;
using Xunit;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary>Where messages point to, and how they look.</summary>
public sealed class MessageTests
{
    [Fact]
    public void A_message_in_a_macro_names_the_body_and_the_call()
    {
        Assert.Equal(
            """
            test.s:2:16: error: `9` follows a complete statement [E0102]
            test.s:5:1: note: in the expansion of macro `inner`

            """,
            Lines(".macro inner x\n.byte \\x, 1 + 9 9\n.endm\n\ninner 5\n"));
    }

    [Fact]
    public void A_macro_without_end_is_given_up_and_its_trace_shortened()
    {
        string lines = Lines(".macro twice\ntwice\ntwice\n.endm\ntwice\n.byte )\n");
        Assert.Contains("error: macros nest 101 deep here [E0208]", lines, StringComparison.Ordinal);
        Assert.Contains("more expansions between", lines, StringComparison.Ordinal);
        Assert.Contains("test.s:6:7: error: ", lines, StringComparison.Ordinal);
        Assert.InRange(lines.Split('\n').Length, 5, 20);
    }

    [Fact]
    public void Macros_of_a_missing_file_are_not_missed_one_by_one() =>
        Assert.Equal(
            "test.s:1:10: error: the library has no file `prnt.inc`; did you mean `print.inc` [E0210]\n",
            Lines(".include <prnt.inc>\nprint message\nprint message\n"));

    [Fact]
    public void What_is_no_text_is_said_once() =>
        Assert.Equal("test.s:1:1: error: `test.s` is not text [E0119]\n", Lines(new string('\x02', 300)));

    [Fact]
    public void A_message_shows_no_control_characters() =>
        Assert.Contains("`\\x07`", Lines(".byte 1 \x07\n"), StringComparison.Ordinal);

    [Fact]
    public void A_message_is_one_line() =>
        Assert.Equal("test.s:1:1: error: a\\nb\\x1b[0m [E0211]\n", Lines(".error \"a\\nb\\033[0m\"\n"));

    [Fact]
    public void The_mark_of_UTF_8_is_no_part_of_the_text() =>
        Assert.StartsWith("test.s:1:7: error: ", Lines("\uFEFF.byte )\n"), StringComparison.Ordinal);

    [Fact]
    public void Text_in_UTF_16_is_called_so()
    {
        byte[] text = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("nop\n")];
        ObjectResult result = Compilation.Assemble("test.s", text, CompilationOptions.Default);
        Assert.Equal("`test.s` is UTF-16 text; a source is ASCII or UTF-8", Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public void A_repetition_counts_lines_within_its_body()
    {
        Assert.StartsWith("test.s:3:7: error: ", Lines(".rept 3\nnop\n.byte )\nnop\n.endr\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_markers_are_obeyed()
    {
        Assert.StartsWith("prog.c:100:7: error: ", Lines("nop\n# 99 \"prog.c\"\nnop\n.byte )\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Carets_stand_below_the_wrong_text()
    {
        ObjectResult result = Compilation.Assemble("test.s", System.Text.Encoding.UTF8.GetBytes("\t.byte\t1, é)\n"), CompilationOptions.Default);
        string text = new DiagnosticRenderer(result.Sources).RenderSnippet(result.Diagnostics[0], color: false);
        Assert.Equal(
            """
            error[E0102]: `)` follows a complete statement
             --> test.s:1:13
            1 |         .byte   1, é)
              |                     ^

            """,
            text);
    }

    [Fact]
    public void Messages_come_in_source_order_and_once()
    {
        ObjectResult result = Compilation.Assemble("test.s", ".quad a * 2\n.byte )\n.rept 3\n.byte (\n.endr\n"u8, CompilationOptions.Default);
        Assert.Equal(["E0406", "E0103", "E0103", "E0103", "E0103"], result.Diagnostics.Select(diagnostic => diagnostic.Rule.Code));
    }

    [Fact]
    public void Recursion_without_an_end_is_reported()
    {
        Assert.Contains("E0208", Lines(".macro again\nagain\n.endm\nagain\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_shows_addresses_bytes_expansions_and_symbols()
    {
        ObjectResult result = Compilation.Assemble("test.s", ".macro m x\n.byte \\x\n.endm\nstart: nop\n.set five, 5\nm five\n"u8, CompilationOptions.Default with { Listing = true });
        Assert.Contains("00000000 90", result.Listing, StringComparison.Ordinal);
        Assert.Contains("     + 00000001 05", result.Listing, StringComparison.Ordinal);
        Assert.Contains("= 5", result.Listing, StringComparison.Ordinal);
        Assert.Contains("start                          00000000 .text", result.Listing, StringComparison.Ordinal);
    }

    private static string Lines(string source)
    {
        ObjectResult result = Compilation.Assemble("test.s", System.Text.Encoding.UTF8.GetBytes(source), CompilationOptions.Default);
        DiagnosticRenderer renderer = new(result.Sources);
        return string.Concat(result.Diagnostics.Select(diagnostic => renderer.RenderGnu(diagnostic, color: false)));
    }
}
