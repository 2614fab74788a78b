using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Cli;

/// <summary>Prints why a guest failed: in the shape of our diagnostics, with the source line under each place.</summary>
internal static class ExplanationRenderer
{
    public const string GuestFailed = "guest failed:";

    /// <param name="heading">What kind of end it tells about.</param>
    public static void Write(Explanation explanation, TextWriter output, bool color, string heading = GuestFailed)
    {
        (string bold, string red, string blue, string reset) = color ? ("\e[1m", "\e[1;31m", "\e[1;34m", "\e[0m") : ("", "", "", "");

        if (!color && explanation.At is { } at)
            output.Write($"{at.File}:{at.Line}:{at.Column}: ");
        output.WriteLine($"{red}{heading}{reset} {bold}{explanation.Headline}{reset}");
        WritePlace(explanation.At, output, color, blue, reset);

        foreach (ExplanationNote note in explanation.Notes)
        {
            string[] lines = note.Text.Split('\n');
            string place = !color && note.At is { } from ? $"{from.File}:{from.Line}:{from.Column}: " : "";
            output.WriteLine($"{place}{bold}note:{reset} {lines[0]}");
            foreach (string line in lines.Skip(1))
                output.WriteLine($"      {line}");
            WritePlace(note.At, output, color, blue, reset);
        }
    }

    private static void WritePlace(SourcePlace? place, TextWriter output, bool color, string blue, string reset)
    {
        if (place is null)
            return;

        if (color)
            output.WriteLine($"{blue}   -->{reset} {place.File}:{place.Line}:{place.Column}");
        string gutter = place.Line.ToString().PadLeft(5);
        output.WriteLine($"{blue}{gutter} |{reset} {place.Text}");
    }
}
