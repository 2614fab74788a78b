using System.Globalization;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// <c>--trace</c>: a line for each instruction, interrupt or exception, port access, memory access and change of mode, as asked for (VM entries and exits
/// are <see cref="Vmx.VmxTrace"/>'s). Each begins with the kind and the number of instructions before it, and ends with the symbol and source line where
/// they are known.
/// </summary>
internal sealed class RunTrace
{
    private readonly Processor _cpu;
    private readonly PhysicalMemory _memory;
    private readonly SourceLines _lines;
    private readonly Action<string> _output;
    private readonly InstructionText _text = new();
    private readonly TraceKinds _kinds;
    // An exception that is named stands above all vectors: an interrupt of its number is not meant.
    private const ulong NamedException = 0x100;

    private readonly AddressRanges _code, _data, _ports, _vectors;
    private readonly Func<Processor, bool>? _modeFilter;
    private readonly List<(ulong Linear, int Size, bool Write, string? Before)> _accesses = [];
    private string _mode;
    private long _skip, _left;

    private RunTrace(Machine machine, MachineOptions options, SourceLines lines, Action<string> output)
    {
        _cpu = machine.Processor;
        _memory = machine.Memory;
        _kinds = options.Trace;
        _lines = lines;
        _output = output;
        _mode = ProcessorDescription.Mode(_cpu);

        TraceFilter filter = options.TraceFilter;
        CodePlaces places = new(options.DebugInfo);
        _code = RangesOf(TraceKinds.Exec);
        _data = RangesOf(TraceKinds.Memory);
        _ports = RangesOf(TraceKinds.PortIo);
        _vectors = RangesOf(TraceKinds.Interrupts);
        (_skip, _left) = (filter.Skip, filter.Count);
        if (filter.Mode is { } mode)
        {
            _modeFilter = OperatingModes.Find(mode)
                ?? throw new DebugSpecificationException($"`{mode}` is no mode; there are {OperatingModes.Names}");
        }

        AddressRanges RangesOf(TraceKinds kind) => new(filter.Ranges.Where(range => range.Kind == kind).Select(range => range.Range), text => Find(kind, text));
        ulong Find(TraceKinds kind, string text) => kind == TraceKinds.Interrupts && BreakCondition.FindException(text) is { } exception
            ? (ulong)exception.Vector + NamedException
            : places.Find(text)[0].Address;
    }

    /// <summary>Connects what is asked for; null when nothing is.</summary>
    /// <exception cref="DebugSpecificationException">A filter names what is not there.</exception>
    public static RunTrace? Attach(Machine machine, MachineOptions options, SourceLines lines)
    {
        if (options.Trace == TraceKinds.None || options.TraceOutput is not { } output)
            return null;
        var trace = new RunTrace(machine, options, lines, output);
        if (options.Trace.HasFlag(TraceKinds.PortIo))
            machine.Board.Ports.Observer += trace.OnPort;
        if (options.Trace.HasFlag(TraceKinds.Interrupts))
            machine.Processor.EventObserver += trace.OnEvent;
        if (options.Trace.HasFlag(TraceKinds.Memory))
            machine.Processor.ObserveAccesses(trace.OnAccess);
        machine.Processor.StopsForModes |= options.Trace.HasFlag(TraceKinds.Mode);
        machine.Processor.StepsForTrace = trace.WantsSteps;
        return trace;
    }

    /// <summary>Instructions, and what they did to memory, are seen between single steps only.</summary>
    public bool WantsSteps => (_kinds & (TraceKinds.Exec | TraceKinds.Memory)) != 0 && _left > 0;

    /// <summary>Before the processor goes on.</summary>
    public void BeforeStep()
    {
        if (_kinds.HasFlag(TraceKinds.Exec) && _cpu.Activity == ActivityState.Active && _code.Contains(_cpu.Linear(_cpu.Cs.Base + _cpu.Rip)))
            Write("exec", $"{ProcessorDescription.Location(_cpu)}  {_text.Next(_cpu)}");
    }

    /// <summary>After the processor came back: what it wrote can be read now, and the mode may be another.</summary>
    public void AfterSlice()
    {
        foreach ((ulong linear, int size, bool write, string? before) in _accesses)
            Write("mem", $"{(write ? "write" : "read ")} {size} at 0x{linear:x8}{(write ? " <- " : " -> ")}{(write ? ValueAt(linear, size) : before)}");
        _accesses.Clear();

        if (_kinds.HasFlag(TraceKinds.Mode) && ProcessorDescription.Mode(_cpu) is var mode && mode != _mode)
        {
            string before = _mode;
            _mode = mode;
            Write("mode", $"{before} -> {mode}");
        }

        if (_left == 0 && _cpu.StepsForTrace)
            _cpu.StepsForTrace = false;
    }

    private void OnAccess(ulong linear, int size, bool write)
    {
        if (_left > 0 && _data.Overlaps(linear, size))
            _accesses.Add((linear, size, write, write ? null : ValueAt(linear, size)));
    }

    /// <summary>A value in memory; not that of a device, for which reading can be an action.</summary>
    private string ValueAt(ulong linear, int size)
    {
        string text = "";
        for (int i = 0; i < size; i++)
        {
            if (!_cpu.TryTranslate(linear + (ulong)i, out ulong physical) || _memory.IsDevice(physical))
                return "(device)";
            text = _memory.Read<byte>(physical).ToString("x2", CultureInfo.InvariantCulture) + text;
        }

        return text;
    }

    private void OnPort(ushort port, int width, uint value, bool isWrite)
    {
        if (!_ports.Overlaps(port, width))
            return;
        string digits = value.ToString("x" + width * 2, CultureInfo.InvariantCulture);
        Write("io", isWrite ? $"out 0x{port:x} <- {digits}" : $"in  0x{port:x} -> {digits}");
    }

    private void OnEvent(EventType type, byte vector, uint? errorCode)
    {
        bool isException = type is EventType.HardwareException or EventType.SoftwareException or EventType.PrivilegedSoftwareException;
        if (!_vectors.Contains(vector) && !(isException && _vectors.Contains(vector + NamedException)))
            return;
        string what = type switch
        {
            EventType.ExternalInterrupt => $"interrupt 0x{vector:x2}",
            EventType.NonMaskableInterrupt => "NMI",
            EventType.HardwareException => $"exception {Exceptions.Name(vector)}",
            _ => $"int 0x{vector:x2}, ax={(ushort)_cpu.Rax:x4}",
        };
        if (errorCode is { } code)
            what += $" with error code 0x{code:x}";
        Write("int", $"{what} at {ProcessorDescription.Location(_cpu)}");
    }

    private void Write(string kind, string text)
    {
        if (_left == 0 || _modeFilter?.Invoke(_cpu) == false)
            return;
        if (_skip > 0)
        {
            _skip--;
            return;
        }

        _left--;
        string line = $"[{kind,-4} {_cpu.InstructionsNow,10}] {text}";
        if (ProcessorDescription.PhysicalAddress(_cpu, _cpu.Rip) is { } physical)
            line += _lines.Describe(physical);
        _output(line);
    }
}
