using System.Buffers.Binary;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What ATA disks and packet (CD) drives have in common: status, the data buffer that the host moves through the data port, the
/// interrupt, reset and signature.
/// </summary>
internal abstract class AtaDrive
{
    public const byte StatusBusy = 0x80, StatusReady = 0x40, StatusSeekDone = 0x10, StatusDataRequest = 0x08, StatusError = 0x01;
    public const byte ErrorAborted = 0x04, ErrorNotFound = 0x10;

    /// <summary>From a command to its first data; real drives need milliseconds.</summary>
    private const long WorkNanoseconds = 50_000;

    private VirtualClock.Alarm? _work;
    private Action? _interruptChanged;
    private Action? _whenDone;
    private int _next;
    private int _length;
    private bool _toHost;
    private Action? _bufferDone;

    /// <summary>The status register.</summary>
    public byte Status { get; protected set; } = StatusReady | StatusSeekDone;

    public byte Error { get; protected set; } = 1;

    public bool InterruptPending { get; private set; }

    /// <summary>Where a block of data waits for the data port; a last access may be wider than what is left.</summary>
    protected byte[] Buffer { get; } = new byte[64 * 1024 + sizeof(uint)];

    public void Connect(VirtualClock clock, Action interruptChanged)
    {
        _interruptChanged = interruptChanged;
        _work = clock.CreateAlarm(() =>
        {
            Action? done = _whenDone;
            _whenDone = null;
            done?.Invoke();
        });
    }

    /// <summary>The task file contents by which software tells disks from packet drives after a reset.</summary>
    public abstract void PutSignature(AtaTaskFile file);

    public abstract void Command(AtaTaskFile file, byte command);

    public void ClearInterrupt()
    {
        InterruptPending = false;
        _interruptChanged?.Invoke();
    }

    public void RaiseInterrupt()
    {
        InterruptPending = true;
        _interruptChanged?.Invoke();
    }

    public virtual void Diagnose(AtaTaskFile file)
    {
        EndTransfer();
        Error = 1;
        Status = StatusReady | StatusSeekDone;
        PutSignature(file);
    }

    /// <summary>SRST: busy while it is held, the signature when it is let go.</summary>
    public void SoftwareReset(AtaTaskFile file, bool held)
    {
        if (held)
        {
            EndTransfer();
            _work?.Cancel();
            _whenDone = null;
            InterruptPending = false;
            Status = StatusBusy;
        }
        else if (Status == StatusBusy && _whenDone is null)
        {
            Diagnose(file);
        }
    }

    public uint ReadData(AtaTaskFile file, int width)
    {
        if ((Status & StatusDataRequest) == 0 || !_toHost)
            return 0;
        uint value = width switch
        {
            4 => BinaryPrimitives.ReadUInt32LittleEndian(Buffer.AsSpan(_next)),
            2 => BinaryPrimitives.ReadUInt16LittleEndian(Buffer.AsSpan(_next)),
            _ => Buffer[_next],
        };
        Moved(width);
        return value;
    }

    public void WriteData(AtaTaskFile file, uint value, int width)
    {
        if ((Status & StatusDataRequest) == 0 || _toHost)
            return;
        for (int i = 0; i < width; i++)
            Buffer[_next + i] = (byte)(value >> (8 * i));
        Moved(width);
    }

    /// <summary>Busy for a while, then <paramref name="then"/>.</summary>
    protected void Work(Action then)
    {
        Status = StatusBusy;
        _whenDone = then;
        _work!.SetAfter(WorkNanoseconds);
    }

    /// <summary>Offers the buffer's first bytes at the data port.</summary>
    /// <param name="done">Called when the host has moved the last of them.</param>
    protected void BeginTransfer(int length, bool toHost, Action done)
    {
        _next = 0;
        _length = length;
        _toHost = toHost;
        _bufferDone = done;
        Status = StatusReady | StatusSeekDone | StatusDataRequest;
    }

    protected void Complete()
    {
        EndTransfer();
        Error = 0;
        Status = StatusReady | StatusSeekDone;
        RaiseInterrupt();
    }

    protected void Fail(byte error)
    {
        EndTransfer();
        Error = error;
        Status = StatusReady | StatusSeekDone | StatusError;
        RaiseInterrupt();
    }

    protected void EndTransfer()
    {
        _bufferDone = null;
        _length = _next = 0;
    }

    /// <summary>IDENTIFY's strings are big-endian within each word and padded with spaces.</summary>
    protected static void PutString(Span<byte> identify, int word, int words, string text)
    {
        for (int i = 0; i < words * 2; i++)
            identify[word * 2 + (i ^ 1)] = (byte)(i < text.Length ? text[i] : ' ');
    }

    protected static void PutWord(Span<byte> identify, int word, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(identify[(word * 2)..], (ushort)value);

    private void Moved(int width)
    {
        _next += width;
        if (_next < _length)
            return;
        Status &= unchecked((byte)~StatusDataRequest);
        Action? done = _bufferDone;
        _bufferDone = null;
        done?.Invoke();
    }
}
