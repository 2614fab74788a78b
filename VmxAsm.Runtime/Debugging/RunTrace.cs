using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// <c>--trace</c>: a line for each instruction, interrupt or exception, port access and change of mode, as asked for (VM entries and exits
/// are <see cref="Vmx.VmxTrace"/>'s). Each begins with the kind and the number of instructions before it, and ends with the source line where one is known.
/// </summary>
internal sealed class RunTrace
{
    private readonly Processor _cpu;
    private readonly SourceLines _lines;
    private readonly Action<string> _output;
    private readonly InstructionText _text = new();
    private readonly TraceKinds _kinds;
    private string _mode;

    private RunTrace(Machine machine, TraceKinds kinds, SourceLines lines, Action<string> output)
    {
        _cpu = machine.Processor;
        _kinds = kinds;
        _lines = lines;
        _output = output;
        _mode = ProcessorDescription.Mode(_cpu);
    }

    /// <summary>Connects what is asked for; null when nothing is.</summary>
    public static RunTrace? Attach(Machine machine, MachineOptions options, SourceLines lines)
    {
        if (options.Trace == TraceKinds.None || options.TraceOutput is not { } output)
            return null;
        var trace = new RunTrace(machine, options.Trace, lines, output);
        if (options.Trace.HasFlag(TraceKinds.PortIo))
            machine.Board.Ports.Observer = trace.OnPort;
        if (options.Trace.HasFlag(TraceKinds.Interrupts))
            machine.Processor.EventObserver = trace.OnEvent;
        machine.Processor.StepsForTrace = trace.WantsSteps;
        return trace;
    }

    /// <summary>Instructions and changes of mode are seen between single steps only.</summary>
    public bool WantsSteps => (_kinds & (TraceKinds.Exec | TraceKinds.Mode)) != 0;

    /// <summary>Before the processor goes on.</summary>
    public void BeforeStep()
    {
        if (_kinds.HasFlag(TraceKinds.Mode) && ProcessorDescription.Mode(_cpu) is var mode && mode != _mode)
        {
            Write("mode", $"{_mode} -> {mode}");
            _mode = mode;
        }

        if (_kinds.HasFlag(TraceKinds.Exec) && _cpu.Activity == ActivityState.Active)
            Write("exec", $"{ProcessorDescription.Location(_cpu)}  {_text.Next(_cpu)}");
    }

    private void OnPort(ushort port, int width, uint value, bool isWrite)
    {
        string digits = value.ToString("x" + width * 2, System.Globalization.CultureInfo.InvariantCulture);
        Write("io", isWrite ? $"out 0x{port:x} <- {digits}" : $"in  0x{port:x} -> {digits}");
    }

    private void OnEvent(EventType type, byte vector, uint? errorCode)
    {
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
        string line = $"[{kind} {_cpu.InstructionsNow,10}] {text}";
        if (ProcessorDescription.PhysicalAddress(_cpu, _cpu.Rip) is { } physical && _lines.Find(physical) is { } place)
            line += $"   {place.File}:{place.Line}: {place.Text}";
        _output(line);
    }
}
