using System.Buffers.Binary;
using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Decode;

/// <summary>Instructions as text, in AT&amp;T syntax, for traces and explanations.</summary>
internal sealed class InstructionText
{
    public const int LongestInstruction = 15;

    private readonly GasFormatter _formatter = new();
    private readonly StringOutput _output = new();
    private readonly byte[] _bytes = new byte[sizeof(ulong) * 2];

    /// <summary>The instruction that the processor executes next; <c>(not mapped)</c> where no page is.</summary>
    public string Next(Processor cpu) => Of(NextBytes(cpu, out int length), length, cpu.CodeSize, cpu.Rip);

    /// <summary>The bytes of the next instruction and what follows it, as many as an instruction can have and are mapped.</summary>
    public static UInt128 NextBytes(Processor cpu, out int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong) * 2];
        bytes.Clear();
        ulong linear = cpu.Linear(cpu.Cs.Base + cpu.Rip);
        length = 0;
        while (length < LongestInstruction && cpu.TryTranslate(linear + (ulong)length, out ulong physical))
        {
            int piece = (int)Math.Min((ulong)(LongestInstruction - length), PhysicalMemory.PageSize - (physical & (PhysicalMemory.PageSize - 1)));
            cpu.Memory.Read(physical, bytes.Slice(length, piece));
            length += piece;
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    /// <param name="bytes">From <see cref="NextBytes"/>.</param>
    /// <param name="codeSize">2, 4 or 8: bytes of the code segment's default address size.</param>
    public string Of(UInt128 bytes, int length, int codeSize, ulong rip)
    {
        if (length == 0)
            return "(not mapped)";
        BinaryPrimitives.WriteUInt128LittleEndian(_bytes, bytes);
        var decoder = Decoder.Create(codeSize * 8, new ByteArrayCodeReader(_bytes, 0, length));
        decoder.IP = rip;
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid)
            return "(bad)";
        _output.Reset();
        _formatter.Format(instruction, _output);
        return _output.ToString();
    }
}
