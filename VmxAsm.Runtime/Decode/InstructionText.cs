using Iced.Intel;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Decode;

/// <summary>Instructions as text, in AT&amp;T syntax, for traces and explanations.</summary>
internal sealed class InstructionText
{
    private const int LongestInstruction = 15;

    private readonly GasFormatter _formatter = new();
    private readonly StringOutput _output = new();
    private readonly byte[] _bytes = new byte[LongestInstruction];

    /// <summary>The instruction that the processor executes next; <c>(not mapped)</c> where no page is.</summary>
    public string Next(Processor cpu)
    {
        ulong linear = cpu.Linear(cpu.Cs.Base + cpu.Rip);
        int length = 0;
        while (length < LongestInstruction && cpu.TryTranslate(linear + (ulong)length, out ulong physical))
            _bytes[length++] = cpu.Memory.Read<byte>(physical);
        if (length == 0)
            return "(not mapped)";
        var decoder = Decoder.Create(cpu.CodeSize * 8, new ByteArrayCodeReader(_bytes, 0, length));
        decoder.IP = cpu.Rip;
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid)
            return "(bad)";
        _output.Reset();
        _formatter.Format(instruction, _output);
        return _output.ToString();
    }
}
