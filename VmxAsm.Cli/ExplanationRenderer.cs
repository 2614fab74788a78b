using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Cli;

/// <summary>Prints why a guest failed: in the shape of our diagnostics, with the source line under each place.</summary>
internal static class ExplanationRenderer
{
    public const string GuestFailed = "guest failed:";

    /// <summary>For a run that ended as its program wished, and has something to be told nevertheless.</summary>
    public const string Remark = "remark:";

    /// <summary>The code of an explanation in its JSON form: the run itself is what it is about.</summary>
    private const string JsonCode = "run";

    /// <summary>One object for what happened, one for each note, in the form of our diagnostics; notes about a VM-entry check carry its id.</summary>
    public static void WriteJson(Explanation explanation, TextWriter output, bool failed)
    {
        output.WriteLine(Json(failed ? "error" : "warning", null, explanation.Headline, explanation.At));
        foreach (ExplanationNote note in explanation.Notes)
            output.WriteLine(Json("note", note.Rule, note.Text, note.At));
    }

    private static string Json(string severity, string? check, string text, SourcePlace? at)
    {
        string[] lines = text.Split('\n');
        JsonPlace? place = at is null ? null : Place(at, at.Text);
        JsonPlace[] trace = at is null ? [] : [.. at.Expansions.Select(expansion => Place(expansion.At, expansion.What))];
        return DiagnosticJson.Render(new JsonDiagnostic(severity, JsonCode, check, lines[0], place, [], lines[1..], null, trace));
    }

    private static JsonPlace Place(SourcePlace at, string text) => new(at.File, at.Line, at.Column, System.Text.Encoding.UTF8.GetByteCount(at.Text), text);

    /// <param name="heading">What kind of end it tells about.</param>
    public static void Write(Explanation explanation, TextWriter output, bool color, string heading = GuestFailed)
    {
        (string bold, string red, string blue, string reset) = color ? ("\e[1m", "\e[1;31m", "\e[1;34m", "\e[0m") : ("", "", "", "");

        if (!color && explanation.At is { } at)
            output.Write($"{at.File}:{at.Line}:{at.Column}: ");
        output.WriteLine($"{red}{heading}{reset} {bold}{explanation.Headline}{reset}");
        WritePlace(explanation.At, output, color, bold, blue, reset);

        foreach (ExplanationNote note in explanation.Notes)
        {
            string[] lines = note.Text.Split('\n');
            string place = !color && note.At is { } from ? $"{from.File}:{from.Line}:{from.Column}: " : "";
            output.WriteLine($"{place}{bold}note:{reset} {lines[0]}");
            foreach (string line in lines.Skip(1))
                output.WriteLine($"      {line}");
            WritePlace(note.At, output, color, bold, blue, reset);
        }
    }

    private static void WritePlace(SourcePlace? place, TextWriter output, bool color, string bold, string blue, string reset)
    {
        if (place is null)
            return;

        WriteLine(place, output, color, blue, reset);
        foreach (SourceExpansion expansion in place.Expansions)
        {
            string at = color ? "" : $"{expansion.At.File}:{expansion.At.Line}:{expansion.At.Column}: ";
            output.WriteLine($"{at}{bold}note:{reset} {expansion.What}");
            WriteLine(expansion.At, output, color, blue, reset);
        }
    }

    private static void WriteLine(SourcePlace place, TextWriter output, bool color, string blue, string reset)
    {
        if (color)
            output.WriteLine($"{blue}   -->{reset} {place.File}:{place.Line}:{place.Column}");
        string gutter = place.Line.ToString().PadLeft(5);
        output.WriteLine($"{blue}{gutter} |{reset} {place.Text}");
    }
}
