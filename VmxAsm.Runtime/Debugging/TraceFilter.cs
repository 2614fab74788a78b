using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// What a trace leaves out. Each kind may be given ranges: linear addresses of code for <c>exec</c>, of data for <c>mem</c>, ports for <c>io</c>, vectors for
/// <c>int</c>, exit reasons for <c>vmx</c>; without any, everything of that kind is shown.
/// </summary>
public sealed record TraceFilter
{
    public static TraceFilter Everything { get; } = new();

    /// <summary>Kind and range as on the command line: <c>exec:0x7c00-0x7dff</c>, <c>mem:0xb8000-0xb8fff</c>, <c>io:0x3f8-0x3ff</c>, <c>int:0x10</c>, <c>int:GP</c>, <c>exec:main</c>.</summary>
    public IReadOnlyList<(TraceKinds Kind, string Range)> Ranges { get; init; } = [];

    /// <summary>Only while the processor is in this mode; a name that <c>--break mode:</c> knows.</summary>
    public string? Mode { get; init; }

    /// <summary>Lines left out at the start.</summary>
    public long Skip { get; init; }

    /// <summary>Lines shown; then the run goes on untraced.</summary>
    public long Count { get; init; } = long.MaxValue;

    /// <summary>The kinds, and the ranges behind their colons, of a <c>--trace</c>.</summary>
    /// <exception cref="DebugSpecificationException">A word is none of the kinds.</exception>
    public static (TraceKinds Kinds, IReadOnlyList<(TraceKinds Kind, string Range)> Ranges) Parse(string text)
    {
        TraceKinds kinds = TraceKinds.None;
        List<(TraceKinds, string)> ranges = [];
        foreach (string word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = word.Split(':', 2);
            TraceKinds kind = parts[0] switch
            {
                "exec" => TraceKinds.Exec,
                "int" => TraceKinds.Interrupts,
                "io" => TraceKinds.PortIo,
                "mem" => TraceKinds.Memory,
                "mode" => TraceKinds.Mode,
                "vmx" => TraceKinds.Vmx,
                _ => throw new DebugSpecificationException($"`{parts[0]}` is none of exec, int, io, mem, mode, vmx"),
            };
            kinds |= kind;
            if (parts.Length == 1)
                continue;
            if (kind is TraceKinds.Mode)
                throw new DebugSpecificationException($"`{word}`: only exec, int, io, mem and vmx have ranges");
            if (parts[1].Length == 0)
                throw new DebugSpecificationException($"a range is expected behind the colon of `{word}`");
            if (kind is TraceKinds.Vmx)
                _ = VmxTrace.ReadReasons(parts[1]);
            ranges.Add((kind, parts[1]));
        }

        return kinds != TraceKinds.None || text.Length == 0 ? (kinds, ranges) : throw new DebugSpecificationException("nothing to trace: exec, int, io, mem, mode and vmx are there");
    }
}
