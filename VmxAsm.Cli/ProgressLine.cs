using System.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>
/// One line on the terminal that is written over while long work goes on, from its second second on, and gone when it ends. Where the work's own
/// output goes to the same terminal there is no such line: it would cut into it.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int FirstMilliseconds = 2000;
    private const int EachMilliseconds = 500;

    private readonly TextWriter _terminal;
    private readonly Func<string> _text;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer _timer;
    private bool _isShown;

    private ProgressLine(TextWriter terminal, Func<string> text)
    {
        _terminal = terminal;
        _text = text;
        _timer = new Timer(static line => ((ProgressLine)line!).Show(), this, FirstMilliseconds, EachMilliseconds);
    }

    /// <param name="text">What has been done so far; called from another thread.</param>
    /// <returns>Null when there is to be none.</returns>
    public static ProgressLine? Start(bool isWanted, CommandContext context, Func<string> text) =>
        isWanted && context.ErrorTakesEscapes ? new ProgressLine(context.Error, text) : null;

    public void Dispose()
    {
        using ManualResetEvent stopped = new(false);
        if (_timer.Dispose(stopped))
            stopped.WaitOne();
        if (_isShown)
            _terminal.Write("\r\e[K");
    }

    private void Show()
    {
        _isShown = true;
        _terminal.Write($"\r{Stopwatch.GetElapsedTime(_start).TotalSeconds:F0} s, {_text()}\e[K");
    }
}
