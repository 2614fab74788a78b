using System.Collections.Concurrent;
using System.Text;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// The packet layer of gdb's remote serial protocol ("Debugging with GDB", "Remote Protocol", "Overview"): <c>$data#checksum</c>, each
/// acknowledged with <c>+</c> until both sides agree to leave that out, and a bare 0x03 when the user presses Ctrl+C. A
/// thread of its own reads, so that a running machine can be interrupted.
/// </summary>
internal sealed class GdbConnection : IDisposable
{
    private const byte Interrupt = 0x03;

    private readonly Stream _stream;
    private readonly Action _interrupted;
    private readonly BlockingCollection<byte[]> _packets = [];

    /// <param name="interrupted">Called, on the reading thread, for Ctrl+C, for a packet that arrives, and when the other side goes away.</param>
    public GdbConnection(Stream stream, Action interrupted)
    {
        _stream = stream;
        _interrupted = interrupted;
        new Thread(ReadPackets) { IsBackground = true, Name = "gdb" }.Start();
    }

    /// <summary>Ctrl+C was pressed since the flag was last taken back.</summary>
    public bool InterruptRequested { get; set; }

    /// <summary>After QStartNoAckMode: packets are no longer acknowledged.</summary>
    public bool WithoutAcknowledgement { get; set; }

    public bool IsClosed => _packets.IsCompleted;

    public bool HasPacket => _packets.Count > 0;

    /// <summary>Waits for the next packet; null when the connection has ended.</summary>
    public byte[]? Receive(CancellationToken cancellation)
    {
        try
        {
            return _packets.Take(cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Send(string packet) => Send(Encoding.Latin1.GetBytes(packet));

    public void Send(ReadOnlySpan<byte> packet)
    {
        byte[] framed = new byte[packet.Length + 4];
        framed[0] = (byte)'$';
        packet.CopyTo(framed.AsSpan(1));
        byte sum = 0;
        foreach (byte value in packet)
            sum += value;
        framed[^3] = (byte)'#';
        framed[^2] = (byte)"0123456789abcdef"[sum >> 4];
        framed[^1] = (byte)"0123456789abcdef"[sum & 15];
        Write(framed);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Writes binary data with the four special characters escaped.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> data)
    {
        var escaped = new List<byte>(data.Length + 8);
        foreach (byte value in data)
        {
            if (value is (byte)'#' or (byte)'$' or (byte)'}' or (byte)'*')
            {
                escaped.Add((byte)'}');
                escaped.Add((byte)(value ^ 0x20));
            }
            else
            {
                escaped.Add(value);
            }
        }

        return [.. escaped];
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (_stream)
                _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reading thread finds out too and ends the session.
        }
    }

    private void ReadPackets()
    {
        try
        {
            for (int next = _stream.ReadByte(); next >= 0; next = _stream.ReadByte())
            {
                if (next == Interrupt)
                {
                    InterruptRequested = true;
                    _interrupted();
                }
                else if (next == '$' && ReadPacket() is { } packet)
                {
                    if (!WithoutAcknowledgement)
                        Write("+"u8);
                    _packets.Add(packet);
                    _interrupted();
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The debugger is gone.
        }

        _packets.CompleteAdding();
        _interrupted();
    }

    /// <summary>The rest of a packet behind its dollar sign, escapes undone; null when its checksum is wrong.</summary>
    private byte[]? ReadPacket()
    {
        var content = new List<byte>();
        byte sum = 0;
        for (int next = _stream.ReadByte(); next != '#'; next = _stream.ReadByte())
        {
            if (next < 0)
                throw new EndOfStreamException();
            sum += (byte)next;
            if (next == '}')
            {
                next = _stream.ReadByte();
                sum += (byte)next;
                next ^= 0x20;
            }

            content.Add((byte)next);
        }

        Span<byte> check = stackalloc byte[2];
        _stream.ReadExactly(check);
        if (WithoutAcknowledgement || Convert.FromHexString(Encoding.Latin1.GetString(check))[0] == sum)
            return [.. content];
        Write("-"u8);
        return null;
    }
}
