using System.Net;
using System.Net.Sockets;
using System.Text;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// Lets gdb debug the guest: <c>target remote localhost:1234</c> ("Debugging with GDB", "Remote Protocol"). One processor is
/// one thread. Addresses are linear; memory that no page maps is an error, not zeros.
/// </summary>
public sealed class GdbServer : IDisposable
{
    private const int LargestPacket = 0x4000;
    private const string SupportedFeatures = "PacketSize=4000;qXfer:features:read+;QStartNoAckMode+;swbreak+;hwbreak+;vContSupported+";

    private readonly Machine _machine;
    private readonly Debugger _debugger;
    private readonly TcpListener _listener;
    private GdbConnection? _connection;
    private RunResult? _ended, _failed;
    private string _lastStop = "S05";

    /// <param name="port">TCP port on the loopback interface; 0 takes a free one, see <see cref="Port"/>.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public GdbServer(Machine machine, int port)
    {
        _machine = machine;
        _debugger = new Debugger(machine);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(1);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Runs the machine until it ends; whenever a debugger connects, it has control.</summary>
    /// <param name="wait">True: nothing is executed before a debugger has connected and says so.</param>
    public RunResult Run(bool wait, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = _machine.ListenTo(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using Timer? timer = _machine.StartTimeout(limit.Cancel);
        return RunUntilEnd(wait, limit.Token) ?? _machine.BrokenOff(cancellation.IsCancellationRequested ? RunEnd.Cancelled : RunEnd.TimeLimit);
    }

    /// <summary>Null when the run was broken off.</summary>
    private RunResult? RunUntilEnd(bool wait, CancellationToken cancellation)
    {
        Task<TcpClient> accepting = _listener.AcceptTcpClientAsync(cancellation).AsTask();
        while (true)
        {
            if (!wait)
            {
                Task current = accepting;
                DebugStop stop = _debugger.Continue(() => current.IsCompleted || cancellation.IsCancellationRequested);
                if (stop.Result is { } result)
                    return result;
            }

            try
            {
                accepting.Wait(cancellation);
            }
            catch (Exception e) when (e is OperationCanceledException or AggregateException)
            {
                return null;
            }

            using TcpClient client = accepting.Result;
            client.NoDelay = true;
            Serve(client.GetStream(), cancellation);
            if (_ended is not null)
                return _ended;
            if (cancellation.IsCancellationRequested)
                return null;
            wait = false;
            accepting = _listener.AcceptTcpClientAsync(cancellation).AsTask();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Serve(Stream stream, CancellationToken cancellation)
    {
        using var connection = new GdbConnection(stream, () => _machine.Processor.Raise(CpuSignals.Stop));
        _connection = connection;
        while (connection.Receive(cancellation) is { } packet)
        {
            string? reply = Answer(packet, cancellation);
            if (reply is null)
                break;
            connection.Send(reply);
            if (_ended is not null)
                break;
        }

        _machine.Breakpoints.ClearDebugger();
        _connection = null;
    }

    /// <summary>The reply to a packet; null when the session is over.</summary>
    private string? Answer(byte[] packet, CancellationToken cancellation)
    {
        string text = Encoding.Latin1.GetString(packet);
        if (text.Length == 0)
            return "";
        string rest = text[1..];
        switch (text[0])
        {
            case '?':
                return _lastStop;
            case 'g':
                return GdbRegisters.ReadAll(_machine.Processor);
            case 'G':
                _machine.WasChangedByDebugger = true;
                return GdbRegisters.TryWriteAll(_machine.Processor, FromHex(rest)) ? "OK" : "E01";
            case 'p':
                return TryHex(rest, out ulong number) && number < (ulong)GdbRegisters.Count ? GdbRegisters.Read(_machine.Processor, (int)number) : "E01";
            case 'P':
                return WriteRegister(rest);
            case 'm':
                return ReadMemory(rest);
            case 'M':
                return WriteMemory(rest.Split(':')[0], FromHex(rest[(rest.IndexOf(':', StringComparison.Ordinal) + 1)..]));
            case 'X':
                int colon = Array.IndexOf(packet, (byte)':');
                return colon < 0 ? "E01" : WriteMemory(text[1..colon], packet[(colon + 1)..]);
            case 'c' or 'C':
                return Resume(single: false, cancellation);
            case 's' or 'S':
                return Resume(single: true, cancellation);
            case 'Z' or 'z':
                return ChangePoint(text[0] == 'Z', rest);
            case 'H' or 'T':
                return "OK";
            case 'D':
                _connection!.Send("OK");
                return null;
            case 'k':
                _ended = _machine.BrokenOff(RunEnd.Killed);
                return null;
            case 'v':
                return AnswerLong(text, cancellation);
            case 'q' or 'Q':
                return Query(text);
            default:
                return "";
        }
    }

    private string Resume(bool single, CancellationToken cancellation)
    {
        if (_failed is { } failed)
            return ReportEnd(failed);
        return Report(single ? _debugger.Step(() => Interrupted(cancellation)) : _debugger.Continue(() => Interrupted(cancellation)));
    }

    private string? AnswerLong(string text, CancellationToken cancellation)
    {
        if (text == "vCont?")
            return "vCont;c;C;s;S";
        if (text.StartsWith("vCont;", StringComparison.Ordinal))
            return text.Length > "vCont;".Length ? Resume(single: text["vCont;".Length] is 's' or 'S', cancellation) : "E01";

        if (text.StartsWith("vKill", StringComparison.Ordinal))
        {
            _ended = _machine.BrokenOff(RunEnd.Killed);
            return "OK";
        }

        return "";
    }

    private string Query(string text)
    {
        if (text.StartsWith("qSupported", StringComparison.Ordinal))
            return SupportedFeatures;
        if (text == "QStartNoAckMode")
        {
            _connection!.WithoutAcknowledgement = true;
            return "OK";
        }

        if (text.StartsWith("qXfer:features:read:target.xml:", StringComparison.Ordinal))
            return Transfer(GdbRegisters.Description, text[(text.LastIndexOf(':') + 1)..]);
        if (text.StartsWith("qRcmd,", StringComparison.Ordinal))
            return Monitor(Encoding.UTF8.GetString(FromHex(text["qRcmd,".Length..])));
        return text switch
        {
            "qAttached" => "1",
            "qC" => "QC1",
            "qfThreadInfo" => "m1",
            "qsThreadInfo" => "l",
            _ => text.StartsWith("qSymbol", StringComparison.Ordinal) ? "OK" : "",
        };
    }

    private static string Transfer(string content, string range)
    {
        string[] parts = range.Split(',');
        if (parts.Length != 2 || !TryHex(parts[0], out ulong offset) || !TryHex(parts[1], out ulong length))
            return "E01";
        if (offset >= (ulong)content.Length)
            return "l";
        string piece = content.Substring((int)offset, (int)Math.Min(length, (ulong)content.Length - offset));
        string escaped = Encoding.Latin1.GetString(GdbConnection.Escape(Encoding.Latin1.GetBytes(piece)));
        return (offset + (ulong)piece.Length < (ulong)content.Length ? "m" : "l") + escaped;
    }

    private bool Interrupted(CancellationToken cancellation)
    {
        if (_connection is not { } connection || cancellation.IsCancellationRequested)
            return true;
        if (!connection.InterruptRequested)
            return connection.IsClosed || connection.HasPacket;
        connection.InterruptRequested = false;
        return true;
    }

    private string Report(DebugStop stop)
    {
        if (stop.Result is { } result)
            return ReportEnd(result);
        if (stop.Reached is { } condition)
            Print($"breakpoint `{condition.Text}`\n");
        _lastStop = stop.Kind switch
        {
            DebugStopKind.Watchpoint => $"T05{WatchReason(stop.Watchpoint!.Value)}:{stop.Watchpoint.Value.Linear:x};thread:1;",
            DebugStopKind.Breakpoint => $"T05{BreakReason()}thread:1;",
            DebugStopKind.Interrupted => "T02thread:1;",
            _ => "T05thread:1;",
        };
        return _lastStop;
    }

    /// <summary>A guest that failed can be looked at before it is gone: the first report is a signal, the one after it the end.</summary>
    private string ReportEnd(RunResult result)
    {
        if (result.End is RunEnd.TripleFault or RunEnd.UnhandledException or RunEnd.UnhandledVmEntryFailure or RunEnd.NotEmulated && _failed is null)
        {
            _failed = result;
            Print($"the guest failed: {result.Explanation?.Headline}\n");
            return _lastStop = "T0bthread:1;";
        }

        _ended = _failed ?? result;
        return _failed is not null ? "X0b" : $"W{result.GuestExitCode.GetValueOrDefault() & 0xFF:x2}";
    }

    /// <summary>Shows text on gdb's console; only between a command that runs the machine and its answer.</summary>
    private void Print(string text) => _connection!.Send("O" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));

    private string BreakReason()
    {
        CodeBreakpointKinds kinds = _machine.Breakpoints.KindsAt(_machine.Processor.Linear(_machine.Processor.Cs.Base + _machine.Processor.Rip));
        return (kinds & CodeBreakpointKinds.Software) != 0 ? "swbreak:;" : kinds != 0 ? "hwbreak:;" : "";
    }

    private static string WatchReason(Watchpoint watchpoint) => (watchpoint.Reads, watchpoint.Writes) switch
    {
        (true, true) => "awatch",
        (true, false) => "rwatch",
        _ => "watch",
    };

    private string WriteRegister(string arguments)
    {
        _machine.WasChangedByDebugger = true;
        string[] parts = arguments.Split('=');
        bool good = parts.Length == 2 && TryHex(parts[0], out ulong number) && number < (ulong)GdbRegisters.Count
            && GdbRegisters.Write(_machine.Processor, (int)number, FromHex(parts[1]));
        return good ? "OK" : "E01";
    }

    private string ReadMemory(string arguments)
    {
        if (!TryRange(arguments, out ulong address, out int length))
            return "E01";
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < length && _machine.Processor.TryTranslate(address + (ulong)read, out ulong physical) && _machine.Memory.Answers(physical))
        {
            int piece = (int)Math.Min((ulong)(length - read), 0x1000 - (physical & 0xFFF));
            _machine.Memory.Read(physical, bytes.AsSpan(read, piece));
            read += piece;
        }

        return read == 0 && length > 0 ? "E14" : Convert.ToHexStringLower(bytes.AsSpan(0, read));
    }

    private string WriteMemory(string range, byte[] bytes)
    {
        if (!TryRange(range, out ulong address, out int length) || bytes.Length < length)
            return "E01";
        _machine.WasChangedByDebugger = true;
        for (int i = 0; i < length; i++)
        {
            // Nor can ROM be written, and what nothing answers.
            if (!_machine.Processor.TryTranslate(address + (ulong)i, out ulong physical) || !_machine.Memory.IsWritable(physical))
                return "E14";
            _machine.Memory.Write(physical, bytes[i]);
        }

        return "OK";
    }

    /// <summary>Types 0 and 1 are breakpoints, 2 to 4 watch writes, reads and both.</summary>
    private string ChangePoint(bool add, string arguments)
    {
        string[] parts = arguments.Split(',', ';');
        if (parts.Length < 3 || !TryHex(parts[1], out ulong address) || !TryHex(parts[2], out ulong length))
            return "E01";
        if (parts[0] is "0" or "1")
        {
            CodeBreakpointKinds kind = parts[0] == "0" ? CodeBreakpointKinds.Software : CodeBreakpointKinds.Hardware;
            if (add)
                _machine.Breakpoints.AddCode(address, kind);
            else
                _machine.Breakpoints.RemoveCode(address, kind);
            return "OK";
        }

        if (parts[0] is not ("2" or "3" or "4"))
            return "";
        var watchpoint = new Watchpoint(address, (int)length, Reads: parts[0] != "2", Writes: parts[0] != "3");
        if (add)
            _machine.Breakpoints.AddData(watchpoint);
        else
            _machine.Breakpoints.RemoveData(watchpoint);
        return "OK";
    }

    private string Monitor(string command)
    {
        string reply = GdbMonitor.Execute(_machine, command.Trim());
        return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(reply));
    }

    private static bool TryRange(string text, out ulong address, out int length)
    {
        string[] parts = text.Split(',');
        length = 0;
        address = 0;
        if (parts.Length != 2 || !TryHex(parts[0], out address) || !TryHex(parts[1], out ulong bytes))
            return false;
        length = (int)Math.Min(bytes, LargestPacket / 2 - 8);
        return true;
    }

    private static bool TryHex(string text, out ulong value) =>
        ulong.TryParse(text, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out value);

    private static byte[] FromHex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (TryHex(text.Substring(2 * i, 2), out ulong value))
                bytes[i] = (byte)value;
        }

        return bytes;
    }
}
