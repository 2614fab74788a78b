using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VmxAsm.Cli.Cases;

/// <summary>A diagnostic that a case expects.</summary>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Text">Part of the message, or a code in brackets.</param>
/// <param name="Line">The line it is about; null when it has no place that the case can name.</param>
internal sealed record ExpectedDiagnostic(string Severity, string Text, int? Line);

/// <summary>The bytes that a case expects of the statement on a line.</summary>
internal sealed record ExpectedBytes(int Line, byte[] Bytes);

/// <summary>
/// A source that says itself what is to come of it, in comments, so that a case is one file:
/// <code>
/// #! args: --cpu haswell          options for this case
/// #! serial: Hello                a line of the serial text; the whole text must equal these lines
/// #! serial-contains: done        a part of it
/// #! screen: A>                   a part of the screen's text at the end
/// #! explained: 12: the guest     a part of the explanation of how it ended; "12: " is the line of the source that it names
/// #! exit: 3                      exit code of `vmxasm run`, 0 if not given
/// #! exit-reasons: CPUID, HLT     the reasons of the VM exits, in order
/// #! run                          run it although nothing else is expected of the run
/// #! image                        link it; without this and the above it is only assembled
/// #! error: no entry              a diagnostic without a line of its own
///         mov  %eax, %ebx         # => 89 c3
///         mvo  %eax, %ebx         # error: no such instruction
/// </code>
/// Exactly the errors and warnings that are named must come; notes are only looked for.
/// </summary>
internal sealed partial class TestCase
{
    private readonly List<string> _arguments = [];
    private readonly List<string> _serial = [];
    private readonly List<string> _serialParts = [];
    private readonly List<string> _screenParts = [];
    private readonly List<string> _explanationParts = [];
    private readonly List<ExpectedDiagnostic> _diagnostics = [];
    private readonly List<ExpectedBytes> _bytes = [];

    private TestCase(string path) => Path = path;

    public string Path { get; }

    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>The whole serial text, lines joined by <c>\n</c>; null when the case does not say.</summary>
    public string? Serial => _serial.Count > 0 ? string.Join('\n', _serial) : null;

    public IReadOnlyList<string> SerialParts => _serialParts;

    public IReadOnlyList<string> ScreenParts => _screenParts;

    /// <summary>Parts of lines of the explanation, as <c>line: text</c> where they name a line of the source.</summary>
    public IReadOnlyList<string> ExplanationParts => _explanationParts;

    public IReadOnlyList<string>? ExitReasons { get; private set; }

    public IReadOnlyList<ExpectedDiagnostic> Diagnostics => _diagnostics;

    public IReadOnlyList<ExpectedBytes> Bytes => _bytes;

    /// <summary>Exit code of <c>vmxasm run</c>.</summary>
    public int ExitCode { get; private set; }

    public bool IsRun { get; private set; }

    /// <summary>It is linked into an image: because it runs, or because it says so.</summary>
    public bool IsImage { get; private set; }

    /// <summary>Why it is not compared with Bochs; null when it is.</summary>
    public string? NotForBochs { get; private set; }

    /// <summary>Why the case cannot be run: it cannot be read, or a header is not understood. Null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>False for a file that expects nothing, such as one to be included.</summary>
    public bool HasExpectations => Fault is not null || IsRun || IsImage || _diagnostics.Count > 0 || _bytes.Count > 0;

    /// <summary>Reads the comments; what is wrong with them is the case's <see cref="Fault"/>, because the others are to be run all the same.</summary>
    public static TestCase Read(string path)
    {
        TestCase result = new(path);
        try
        {
            result.Read();
        }
        catch (UsageException error)
        {
            result.Fault = error.Message;
        }

        return result;
    }

    private void Read()
    {
        int number = 0;
        foreach (string line in System.Text.Encoding.UTF8.GetString(InputFile.Read(Path)).ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith("#!", StringComparison.Ordinal))
                ReadHeader(line[2..].Trim(), number);
            else
                ReadExpectations(line, number);
        }
    }

    private void ReadHeader(string header, int line)
    {
        int colon = header.IndexOf(':');
        string key = colon < 0 ? header : header[..colon];
        string value = colon < 0 ? "" : header[(colon + 1)..].Trim();
        switch (key)
        {
            case "args":
                _arguments.AddRange(CommandLineParser.SplitCommandLine(value));
                return;
            case "image":
                IsImage = true;
                return;
            case "error" or "warning":
                _diagnostics.Add(new ExpectedDiagnostic(key, value, null));
                return;
            case "not-for-bochs":
                NotForBochs = value;
                return;
            case "run":
                break;
            case "serial":
                _serial.Add(colon + 1 < header.Length && header[colon + 1] == ' ' ? header[(colon + 2)..] : header[(colon + 1)..]);
                break;
            case "serial-contains":
                _serialParts.Add(value);
                break;
            case "screen":
                _screenParts.Add(value);
                break;
            case "explained":
                _explanationParts.Add(value);
                break;
            case "exit":
                ExitCode = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                    ? code
                    : throw new UsageException($"`{Path}:{line}`: `exit:` takes an exit code");
                break;
            case "exit-reasons":
                ExitReasons = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                break;
            default:
                throw new UsageException($"`{Path}:{line}`: no header is called `{key}`");
        }

        IsRun = true;
        IsImage = true;
    }

    private void ReadExpectations(string line, int number)
    {
        foreach (Match match in Expectation().Matches(line))
        {
            string text = match.Groups["text"].Value.Trim();
            if (match.Groups["kind"].Value == "=>")
                _bytes.Add(new ExpectedBytes(number, Convert.FromHexString(text.Replace(" ", ""))));
            else
                _diagnostics.Add(new ExpectedDiagnostic(match.Groups["kind"].Value.TrimEnd(':'), text, number));
        }
    }

    /// <summary>An expectation ends where the next one of its line begins.</summary>
    [GeneratedRegex(@"#\s*(?:(?<kind>=>)\s*(?<text>(?:[0-9a-fA-F]{2}\s*)+?)|(?<kind>error:|warning:|note:)\s*(?<text>.*?))\s*(?=$|#\s*(?:=>|error:|warning:|note:))")]
    private static partial Regex Expectation();
}
