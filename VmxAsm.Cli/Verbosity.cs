using System.CommandLine;
using System.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>How much a command says of what it does: with <c>-q</c> errors only, with <c>-v</c> each step and how long it took.</summary>
internal sealed class Verbosity
{
    private static readonly Option<bool> Quiet = Options.Flag("--quiet", "Say nothing but errors.", "-q");

    private static readonly Option<bool> Verbose = Options.Flag("--verbose", "Say what is done, and how long it takes.", "-v");

    private readonly TextWriter _output;
    private readonly bool _isVerbose;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="UsageException">Both were asked for.</exception>
    public Verbosity(ParseResult parsed, CommandContext context)
    {
        _output = context.Error;
        _isVerbose = parsed.GetValue(Verbose);
        IsQuiet = parsed.GetValue(Quiet);
        if (IsQuiet && _isVerbose)
            throw new UsageException("`-q` and `-v` contradict each other");
    }

    public bool IsQuiet { get; }

    public static void AddTo(Command command)
    {
        command.Options.Add(Quiet);
        command.Options.Add(Verbose);
    }

    /// <summary>With <c>-v</c>: something was done, so many milliseconds after the command started.</summary>
    public void Step(string what)
    {
        if (_isVerbose)
            _output.WriteLine($"vmxasm: {Stopwatch.GetElapsedTime(_start).TotalMilliseconds,7:F1} ms  {what}");
    }

    /// <summary>Without <c>-q</c>: something worth knowing that is no error.</summary>
    public void Remark(string what)
    {
        if (!IsQuiet)
            _output.WriteLine($"vmxasm: {what}");
    }
}
