using System.Globalization;
using System.Text;

namespace VmxAsm.Cli.Engines;

/// <summary>What Bochs' log says, while it is written, about ends of a run that Bochs itself does not take for one.</summary>
internal sealed class BochsLog(string path, EngineOptions options)
{
    private const string Halt = "HLT instruction with IF=0", DebugExit = "-bit write to 00f4 = ";

    private readonly StringBuilder _line = new();
    private readonly byte[] _buffer = new byte[4096];
    private long _position;

    public EngineEnd? End { get; private set; }

    /// <summary>What was written to port 0xF4.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Reads on; true once the log tells of an end.</summary>
    public bool FindEnd()
    {
        if (!options.EndsAtHalt && !options.MayWriteDebugExit || !File.Exists(path))
            return false;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _position;
        for (int count; End is null && (count = file.Read(_buffer)) > 0;)
        {
            _position += count;
            foreach (byte letter in _buffer.AsSpan(0, count))
            {
                if (letter != '\n')
                {
                    _line.Append((char)letter);
                    continue;
                }
                Read(_line.ToString());
                _line.Clear();
                if (End is not null)
                    break;
            }
        }
        return End is not null;
    }

    private void Read(string line)
    {
        if (options.EndsAtHalt && line.Contains(Halt, StringComparison.Ordinal))
            End = EngineEnd.HaltedForGood;
        int at = line.IndexOf(DebugExit, StringComparison.Ordinal);
        if (at < 0 || !uint.TryParse(line.AsSpan(at + DebugExit.Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint value))
            return;
        ExitCode = (int)value;
        End = EngineEnd.DebugExit;
    }
}
