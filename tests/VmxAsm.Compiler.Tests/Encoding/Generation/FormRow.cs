using Iced.Intel;
using VmxAsm.Compiler.Encoding.Forms;
using MandatoryPrefix = VmxAsm.Compiler.Encoding.Forms.MandatoryPrefix;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>One row of the form table while it is being made.</summary>
internal sealed record FormRow(Code Code)
{
    public OpCodeInfo Info { get; } = Code.ToOpCode();
    public OpcodeEncoding Encoding { get; init; }
    public int OperandSize { get; set; }
    public int AddressSize { get; set; }
    public bool W { get; set; }
    public int Modes { get; set; }
    public SuffixSize Suffix { get; set; }
    public int MemorySize { get; set; }
    public FormFlags Flags { get; set; }
    public FormOperand[] Operands { get; set; } = [];
    public bool HasModRm { get; init; }

    /// <summary>Added to the rank of a variant that must give way to the form it comes from.</summary>
    public int Demotion { get; set; }

    /// <summary>The syntax that has this row: some operands do not change places between the two.</summary>
    public NameSyntax Syntax { get; init; } = NameSyntax.Both;

    public FormRow With(params FormOperand[] operands) => this with { Operands = operands };

    public bool Takes(params FormOperand[] any) => Operands.Any(any.Contains);

    /// <summary>
    /// How GNU as orders its templates, put as a number: VEX before EVEX, then the shortest machine code.
    /// </summary>
    public int Rank
    {
        get
        {
            int rank = 4 * (Info.OpCodeLength + Operands.Sum(ImmediateSize));
            rank += Encoding switch
            {
                OpcodeEncoding.Vex => Map == 1 && !W ? 8 : 12,
                OpcodeEncoding.Xop => 12,
                OpcodeEncoding.Evex => 1000,
                OpcodeEncoding.Mvex => 2000,
                _ => 4 * ((Map switch { 0 => 0, 1 => 1, _ => 2 }) + (Info.MandatoryPrefix >= Iced.Intel.MandatoryPrefix.P66 ? 1 : 0)
                          + (OperandSize == 64 && !Flags.HasFlag(FormFlags.Default64) ? 1 : 0)),
            };
            // Of two equally short forms GNU as takes the one whose immediate is extended (addw $1, %ax).
            rank -= Takes(FormOperand.Imm8sex16, FormOperand.Imm8sex32, FormOperand.Imm8sex64) ? 1 : 0;
            return rank + (HasModRm ? 4 : 0) + Demotion;
        }
    }

    public int Map => Info.Table switch
    {
        OpCodeTableKind.Normal => 0,
        OpCodeTableKind.T0F => 1,
        OpCodeTableKind.T0F38 => 2,
        OpCodeTableKind.T0F3A => 3,
        OpCodeTableKind.MAP5 => 5,
        OpCodeTableKind.MAP6 => 6,
        OpCodeTableKind.MAP8 => 8,
        OpCodeTableKind.MAP9 => 9,
        OpCodeTableKind.MAP10 => 10,
        var table => throw new InvalidOperationException($"map {table}"),
    };

    public (ulong Opcode, ulong Operands) Pack()
    {
        ulong a = (uint)Info.OpCode;
        a |= Info.OpCodeLength == 2 ? 1UL << 16 : 0;
        a |= (ulong)Encoding << 17;
        a |= (ulong)Map << 20;
        a |= (ulong)(Info.MandatoryPrefix switch
        {
            Iced.Intel.MandatoryPrefix.PNP => MandatoryPrefix.NoPrefix,
            Iced.Intel.MandatoryPrefix.P66 => MandatoryPrefix.P66,
            Iced.Intel.MandatoryPrefix.PF3 => MandatoryPrefix.PF3,
            Iced.Intel.MandatoryPrefix.PF2 => MandatoryPrefix.PF2,
            _ => MandatoryPrefix.None,
        }) << 24;
        a |= SizeCode(OperandSize) << 27;
        a |= SizeCode(AddressSize) << 29;
        a |= W ? 1UL << 31 : 0;
        a |= (ulong)Info.L << 32;
        a |= (ulong)(Info.GroupIndex < 0 ? InstructionForm.None : Info.GroupIndex) << 36;
        a |= (ulong)(Info.RmGroupIndex < 0 ? InstructionForm.None : Info.RmGroupIndex) << 40;
        a |= (ulong)Modes << 44;
        (int unit, int element) = TupleSizes;
        a |= (ulong)int.Log2(unit) << 47;
        a |= (ulong)(Info.CanBroadcast ? int.Log2(element) : 0) << 50;
        a |= HasModRm ? 1UL << 52 : 0;
        a |= (ulong)Suffix << 53;
        ulong b = 0;
        for (int i = 0; i < Operands.Length; i++)
            b |= (ulong)Operands[i] << (i * 8);
        b |= (ulong)Operands.Length << 40 | (ulong)MemorySize << 43;
        return (a, b);
    }

    private (int Unit, int Element) TupleSizes
    {
        get
        {
            string name = Info.TupleType.ToString();
            if (Encoding != OpcodeEncoding.Evex || name[0] != 'N')
                return (1, 1);
            string[] parts = name[1..].Split('b');
            return (int.Parse(parts[0]), parts.Length == 2 ? int.Parse(parts[1]) : 1);
        }
    }

    private static ulong SizeCode(int size) => size switch { 16 => 1, 32 => 2, 64 => 3, _ => 0 };

    private static int ImmediateSize(FormOperand operand) => (OperandSlot)FormOperands.Slots[(int)operand] switch
    {
        OperandSlot.Immediate8 or OperandSlot.Is4 or OperandSlot.Relative8 => 1,
        OperandSlot.Immediate16 or OperandSlot.Relative16 => 2,
        OperandSlot.Immediate32 or OperandSlot.Relative32 or OperandSlot.FarPointer16 => 4,
        OperandSlot.FarPointer32 => 6,
        OperandSlot.Immediate64 => 8,

        // Matched only where it is the shorter, or the only, way.
        OperandSlot.MemoryOffset => 0,
        _ => 0,
    };
}
