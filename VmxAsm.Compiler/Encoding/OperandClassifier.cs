using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Says of a written operand everything that it can pass for, as a set of <see cref="OperandTypes"/>.</summary>
internal static class OperandClassifier
{
    public static void Classify(Instruction instruction, CodeMode mode)
    {
        for (int i = 0; i < instruction.Count; i++)
            instruction.Types[i] = Classify(ref instruction.Operands[i], instruction.IsIntel, mode);
    }

    private static ulong Classify(ref Operand operand, bool intel, CodeMode mode) => operand.Kind switch
    {
        OperandKind.Register when operand.HasAddress => OperandTypes.Port,
        OperandKind.Register => OfRegister(operand.Register) | (operand.Indirect ? OperandTypes.Indirect : 0),
        OperandKind.Immediate => OfImmediate(ref operand, mode) | (intel ? OperandTypes.Target : 0),
        OperandKind.Memory => OfMemory(ref operand),
        OperandKind.Target => OperandTypes.Target,
        OperandKind.FarPointer => OperandTypes.FarPointer,
        _ => 0,
    };

    private static ulong OfRegister(Register register)
    {
        ulong types = 1UL << (int)register.Class;
        int number = register.Number;
        switch (register.Class)
        {
            case RegisterClass.Gpr8:
                if (number == 0)
                    types |= OperandTypes.Al;
                else if (number == 1)
                    types |= OperandTypes.Cl;
                break;
            case RegisterClass.Gpr16:
                if (number == 0)
                    types |= OperandTypes.Ax;
                else if (number == 2)
                    types |= OperandTypes.Dx;
                break;
            case RegisterClass.Gpr32:
                types |= number switch
                {
                    0 => OperandTypes.Eax,
                    1 => OperandTypes.Ecx,
                    2 => OperandTypes.Edx,
                    3 => OperandTypes.Ebx,
                    _ => 0,
                };
                break;
            case RegisterClass.Gpr64:
                types |= number switch
                {
                    0 => OperandTypes.Rax,
                    1 => OperandTypes.Rcx,
                    2 => OperandTypes.Rdx,
                    3 => OperandTypes.Rbx,
                    _ => 0,
                };
                break;
            case RegisterClass.Segment:
                types |= 1UL << (OperandTypes.FirstSegmentBit + number);
                break;
            case RegisterClass.X87:
                if (number == 0)
                    types |= OperandTypes.St0;
                break;
            case RegisterClass.Xmm:
                if (number == 0)
                    types |= OperandTypes.Xmm0;
                break;
        }
        return types;
    }

    private static ulong OfImmediate(ref Operand operand, CodeMode mode)
    {
        const ulong symbolic = OperandTypes.Immediate8 | OperandTypes.Immediate16 | OperandTypes.Immediate32
            | OperandTypes.Immediate32Signed64 | OperandTypes.Immediate64;
        if (!operand.Value.IsConstant)
        {
            return operand.Value.Modifier switch
            {
                RelocationModifier.None => symbolic,
                RelocationModifier.Size => OperandTypes.Immediate32 | OperandTypes.Immediate64,
                RelocationModifier.GotOff when mode != CodeMode.Code64 => OperandTypes.Immediate32,
                RelocationModifier.GotOff or RelocationModifier.GotPlt or RelocationModifier.PltOff => OperandTypes.Immediate64,
                RelocationModifier.Got or RelocationModifier.TpOff or RelocationModifier.DtpOff =>
                    OperandTypes.Immediate32 | OperandTypes.Immediate32Signed64 | OperandTypes.Immediate64,
                _ => OperandTypes.Immediate32 | OperandTypes.Immediate32Signed64,
            };
        }

        long value = operand.Value.Constant;

        // Where numbers have 32 bits, 0xffffff90 is -112; of larger ones the upper bits are lost.
        if (mode != CodeMode.Code64 && value != (int)value)
        {
            value = value is > -(1L << 32) and < 1L << 32 ? (int)value : (uint)value;
            operand.Value = new Expression(value).With(operand.Value.Modifier);
        }

        ulong types = OperandTypes.Immediate64;
        if (value is >= int.MinValue and <= uint.MaxValue)
        {
            types |= OperandTypes.Immediate32;
            if (value <= int.MaxValue)
                types |= OperandTypes.Immediate32Signed64;
            if (value is >= short.MinValue and <= ushort.MaxValue)
                types |= OperandTypes.Immediate16;
            if (value is >= sbyte.MinValue and <= byte.MaxValue)
                types |= OperandTypes.Immediate8;
            if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
                types |= OperandTypes.Immediate8Signed16 | OperandTypes.Immediate8Signed32 | OperandTypes.Immediate8Signed64;
            else if (value is >= 0xFF80 and <= 0xFFFF)
                types |= OperandTypes.Immediate8Signed16;
            else if (value >= 0xFFFFFF80)
                types |= OperandTypes.Immediate8Signed32;
            if (value == 1)
                types |= OperandTypes.ImmediateOne;
            else if (value == 3)
                types |= OperandTypes.ImmediateThree;
            if (value is >= 0 and <= 15)
                types |= OperandTypes.Immediate4;
        }
        return types;
    }

    private static ulong OfMemory(ref Operand operand)
    {
        switch (operand.Index.Class)
        {
            case RegisterClass.Xmm:
                return OperandTypes.VsibXmm;
            case RegisterClass.Ymm:
                return OperandTypes.VsibYmm;
            case RegisterClass.Zmm:
                return OperandTypes.VsibZmm;
        }
        // A string instruction uses its own registers, whatever address is written.
        ulong types = OperandTypes.Memory | OperandTypes.StringSource | OperandTypes.StringDestination | OperandTypes.Translation
            | (operand.Indirect ? OperandTypes.Indirect : 0);
        if (operand.HasAddress || !operand.Index.IsNone || !operand.Base.IsNone)
            return types;
        return types | OperandTypes.MemoryOffset | (operand.Indirect || !operand.Segment.IsNone ? 0 : OperandTypes.Target);
    }
}
