using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>A processor with memory and the least board there is: a serial port that is always ready, and port 0xF4 that stops the run.</summary>
internal sealed class ProcessorUnderTest : IBoard, IDisposable
{
    private readonly StringBuilder _serial = new();

    public ProcessorUnderTest(CpuModel? model = null, ulong memoryBytes = 16 << 20)
    {
        Memory = new PhysicalMemory(memoryBytes);
        Cpu = new Processor(Memory, this, model ?? CpuModels.Haswell) { A20Enabled = true };
    }

    public PhysicalMemory Memory { get; }

    public Processor Cpu { get; }

    /// <summary>What was written to port 0x3F8.</summary>
    public string Serial => _serial.ToString();

    public bool Stopped { get; private set; }

    public Dictionary<ushort, uint> Ports { get; } = [];

    public Queue<byte> Interrupts { get; } = [];

    public long NanosecondsSincePowerOn => Cpu is null ? 0 : Cpu.InstructionsNow * 10;

    /// <summary>Puts code at 0x7C00 and the processor there in real mode, all segments 0, the stack below.</summary>
    public ProcessorUnderTest Boot(ReadOnlySpan<byte> code)
    {
        Memory.Write(0x7C00, code);
        Cpu.LoadSegment(SegmentRegister.Cs, 0);
        Cpu.Cs.LoadedBase = 0;
        Cpu.UpdateSegmentAccess(SegmentRegister.Cs);
        Cpu.UpdateMode();
        Cpu.Rip = 0x7C00;
        Cpu.Rsp = 0x7C00;
        return this;
    }

    public RunStop Run(long instructions = 1_000_000) => Cpu.Run(instructions);

    public uint ReadPort(ushort port, int width) => port == 0x3FD ? 0x60 : Ports.GetValueOrDefault(port, uint.MaxValue >> (32 - (8 * width)));

    public void WritePort(ushort port, int width, uint value)
    {
        Ports[port] = value;
        if (port == 0x3F8)
            _serial.Append((char)(byte)value);
        if (port == 0xF4)
        {
            Stopped = true;
            Cpu.Raise(CpuSignals.Stop);
        }
    }

    public byte AcknowledgeInterrupt()
    {
        byte vector = Interrupts.Dequeue();
        if (Interrupts.Count == 0)
            Cpu.Lower(CpuSignals.Interrupt);
        return vector;
    }

    public void Dispose()
    {
        Cpu.Dispose();
        Memory.Dispose();
    }
}
