using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// One <c>--break</c>: what to stop at, and at which of the times that it happens. <c>PLACE</c> (an address, a symbol, FILE:LINE), <c>mode</c> or
/// <c>mode:NAME</c>, <c>vmexit</c> or <c>vmexit:REASON</c>, <c>int:VECTOR</c>, <c>io:PORT</c>, <c>write:PLACE</c>, <c>access:PLACE</c>; and
/// <c>@N</c> behind it for the Nth time only.
/// </summary>
internal sealed class BreakCondition
{
    private readonly long _wanted;
    private long _seen;

    private BreakCondition(string text, long wanted)
    {
        Text = text;
        _wanted = wanted;
    }

    /// <summary>As it was asked for.</summary>
    public string Text { get; }

    public IReadOnlyList<CodePlace> Code { get; private init; } = [];

    public IReadOnlyList<CodePlace> Data { get; private init; } = [];

    /// <summary>With <see cref="Data"/>: reads count as well.</summary>
    public bool OnRead { get; private init; }

    /// <summary>The new mode must be one of these; null when it is not about modes.</summary>
    public Func<Processor, bool>? Mode { get; private init; }

    /// <summary>Whether a VM exit with that basic reason is meant.</summary>
    public Func<uint, bool>? VmExit { get; private init; }

    /// <summary>A vector, of an interrupt or an exception.</summary>
    public byte? Vector { get; private init; }

    /// <summary>With <see cref="Vector"/>: it was named as an exception, and INT n or an interrupt request of that number is not meant.</summary>
    public bool OnlyException { get; private init; }

    public ushort? Port { get; private init; }

    /// <summary>Counts one more time; true when it is the one that was asked for.</summary>
    public bool IsDue() => ++_seen >= _wanted;

    /// <exception cref="DebugSpecificationException">It cannot be understood.</exception>
    public static BreakCondition Parse(string text, CodePlaces places)
    {
        string what = text;
        long count = 1;
        int at = text.LastIndexOf('@');
        if (at > 0 && text[(at + 1)..].All(char.IsAsciiDigit))
        {
            if (!CodePlaces.TryNumber(text[(at + 1)..], out ulong number) || number is 0 or > long.MaxValue)
                throw new DebugSpecificationException($"`{text}`: times are counted from 1");
            (what, count) = (text[..at], (long)number);
        }

        int colon = what.IndexOf(':');
        string kind = colon < 0 ? what : what[..colon], argument = colon < 0 ? "" : what[(colon + 1)..];
        switch (kind)
        {
            case "mode" when colon < 0:
                return new BreakCondition(text, count) { Mode = _ => true };
            case "mode":
                Func<Processor, bool> mode = OperatingModes.Find(argument)
                    ?? throw new DebugSpecificationException($"`{text}`: the modes are {OperatingModes.Names}");
                return new BreakCondition(text, count) { Mode = mode };
            case "vmexit" when colon < 0:
                return new BreakCondition(text, count) { VmExit = _ => true };
            case "vmexit":
                uint reason = ParseReason(text, argument);
                return new BreakCondition(text, count) { VmExit = seen => seen == reason };
            case "int" when colon > 0:
                ExceptionRow? exception = FindException(argument);
                byte vector = exception is null ? (byte)ParseNumber(text, argument, byte.MaxValue, "a vector or an exception like #GP") : (byte)exception.Vector;
                return new BreakCondition(text, count) { Vector = vector, OnlyException = exception is not null };
            case "io" when colon > 0:
                return new BreakCondition(text, count) { Port = (ushort)ParseNumber(text, argument, ushort.MaxValue, "a port") };
            case "write" or "access" when colon > 0:
                return new BreakCondition(text, count) { Data = places.Find(argument), OnRead = kind == "access" };
            default:
                return new BreakCondition(text, count) { Code = places.Find(what) };
        }
    }

    /// <summary>The exception of a name like <c>GP</c> or <c>#GP</c>.</summary>
    public static ExceptionRow? FindException(string name) =>
        Exceptions.All.FirstOrDefault(row => row.Mnemonic.TrimStart('#').Equals(name.TrimStart('#'), StringComparison.OrdinalIgnoreCase));

    private static uint ParseReason(string text, string argument)
    {
        if (ExitReasons.All.FirstOrDefault(row => row.Reason.ToString().Equals(argument, StringComparison.OrdinalIgnoreCase)) is { } row)
            return (uint)row.Reason;
        return (uint)ParseNumber(text, argument, ushort.MaxValue, "an exit reason, by number or name as in Hlt,");
    }

    private static ulong ParseNumber(string text, string argument, ulong largest, string what) =>
        CodePlaces.TryNumber(argument, out ulong value) && value <= largest
            ? value
            : throw new DebugSpecificationException($"`{text}`: {what} is expected behind the colon");
}
