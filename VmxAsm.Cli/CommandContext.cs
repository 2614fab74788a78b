using System.Text;

namespace VmxAsm.Cli;

/// <summary>Where a command reads and writes: the process' own streams, or a test's.</summary>
internal sealed record CommandContext
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>For bytes: a guest's serial output, a listing. Text goes through <see cref="Output"/>.</summary>
    public required Stream StandardOutput { get; init; }

    public required Stream StandardError { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>The streams are the process' own; what they are is looked at when it matters, since most runs write nothing.</summary>
    private bool IsProcess { get; init; }

    /// <summary>Decides on carets.</summary>
    public bool ErrorIsTerminal { get => field || IsProcess && !Console.IsErrorRedirected; init; }

    /// <summary>Decides on colour and on a progress line: a terminal that obeys escape sequences, which one that calls itself dumb does not.</summary>
    public bool ErrorTakesEscapes { get => field || IsProcess && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb"; init; }

    public bool OutputIsTerminal { get => field || IsProcess && !Console.IsOutputRedirected; init; }

    /// <summary>Cancelled when what reads our output has gone: nobody would see how long work goes on.</summary>
    public CancellationToken ReaderGone { get; init; }

    public static CommandContext OfProcess()
    {
        CancellationTokenSource readerGone = new();
        DeferredStream output = new(() => Open(Console.OpenStandardOutput, 1, Console.IsOutputRedirected, readerGone));
        DeferredStream error = new(() => Open(Console.OpenStandardError, 2, Console.IsErrorRedirected, readerGone));
        return new CommandContext
        {
            StandardOutput = output,
            StandardError = error,
            Output = new StreamWriter(output, Utf8) { AutoFlush = true },
            Error = new StreamWriter(error, Utf8) { AutoFlush = true },
            IsProcess = true,
            ReaderGone = readerGone.Token,
        };
    }

    /// <summary>A stream that the shell has closed (<c>&gt;&amp;-</c>) takes everything and keeps nothing.</summary>
    private static Stream Open(Func<Stream> open, int descriptor, bool isRedirected, CancellationTokenSource readerGone)
    {
        try
        {
            return isRedirected ? PipeStream.Wrap(open(), descriptor, readerGone.Cancel) : open();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    /// <summary>Says what is wrong with the command line or a file on it, as GNU tools do, and returns the exit code for that.</summary>
    public int Fail(string message)
    {
        Error.WriteLine($"vmxasm: error: {message}");
        return ExitCode.Usage;
    }
}
