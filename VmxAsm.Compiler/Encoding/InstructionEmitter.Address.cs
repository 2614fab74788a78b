using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// ModRM, SIB and displacement of a memory operand. The encoding is a patchwork: 16-bit code has eight fixed combinations of registers; with 32 and 64
/// bits rsp's number in ModRM means "a SIB byte follows" and rbp's, without a displacement, "only a displacement", so that <c>(%rsp)</c> costs a SIB
/// byte and <c>(%rbp)</c> a zero displacement (and r12 and r13 with them); and 64-bit code took the plain displacement away for RIP-relative
/// addressing, so that an absolute address needs a SIB byte with neither base nor index. EVEX counts an 8-bit displacement in operand sizes. See the
/// Intel manual's "Addressing-Mode Encoding of ModR/M and SIB Bytes" and "Compressed Displacement (disp8*N) Support in EVEX".
/// </summary>
internal ref partial struct InstructionEmitter
{
    private EmitError Memory(int addressSize)
    {
        ref Operand operand = ref _instruction.Operands[_memory];
        return addressSize == 16 ? Memory16(ref operand) : Memory32(ref operand, addressSize);
    }

    private EmitError Memory16(ref Operand operand)
    {
        int reg = (_reg & 7) << 3;
        if (_instruction.Prefixes.Displacement == RequestedDisplacement.Disp32)
            return EmitError.RequestedDisplacement;
        if (operand.Base.IsNone && operand.Index.IsNone)
        {
            Put(reg | 6);
            Field(ref operand, 2, FieldKind.Absolute);
            return EmitError.None;
        }
        int baseNumber = operand.Base.IsNone ? -1 : operand.Base.Number;
        int indexNumber = operand.Index.IsNone ? -1 : operand.Index.Number;
        if (operand.Scale > 1 || !_instruction.IsIntel && indexNumber is 3 or 5)
            return EmitError.BadAddress;
        int rm = (baseNumber, indexNumber) switch
        {
            (3, 6) or (6, 3) => 0,
            (3, 7) or (7, 3) => 1,
            (5, 6) or (6, 5) => 2,
            (5, 7) or (7, 5) => 3,
            (6, -1) or (-1, 6) => 4,
            (7, -1) or (-1, 7) => 5,
            (5, -1) or (-1, 5) => 6,
            (3, -1) or (-1, 3) => 7,
            _ => -1,
        };
        if (rm < 0)
            return EmitError.BadAddress;
        int size = DisplacementSize(ref operand, 2, needsOne: rm == 6, out int byteValue);
        Put((size == 0 ? 0 : size == 1 ? 0x40 : 0x80) | reg | rm);
        Displacement(ref operand, size, byteValue, FieldKind.Absolute);
        return EmitError.None;
    }

    private EmitError Memory32(ref Operand operand, int addressSize)
    {
        int reg = (_reg & 7) << 3;
        FieldKind kind = addressSize == 64 && !DropsUpperHalf ? FieldKind.Signed : FieldKind.Absolute;
        if (kind == FieldKind.Signed && operand.Value.IsConstant && operand.Value.Constant is < int.MinValue or > int.MaxValue && !DropsUpperHalf)
            return EmitError.DisplacementOutOfRange;
        if (_instruction.Prefixes.Displacement == RequestedDisplacement.Disp16)
            return EmitError.RequestedDisplacement;
        bool hasIndex = !operand.Index.IsNone;
        int index = operand.Index.Class == RegisterClass.IndexZero ? 4 : operand.Index.Number;
        if (hasIndex && index == 4 && operand.Index.Class is RegisterClass.Gpr32 or RegisterClass.Gpr64)
            return EmitError.BadAddress;
        if (operand.Base.Class == RegisterClass.InstructionPointer)
        {
            if (hasIndex || _form.Has(FormFlags.RequiresSib))
                return EmitError.BadAddress;
            Put(reg | 5);
            Field(ref operand, 4, operand.Value.IsConstant ? FieldKind.Signed : FieldKind.PcRelative);
            return EmitError.None;
        }
        int scale = operand.Scale switch { 2 => 0x40, 4 => 0x80, 8 => 0xC0, _ => 0 };
        if (operand.Base.IsNone)
        {
            if (hasIndex)
            {
                Put(reg | 4);
                Put(scale | (index & 7) << 3 | 5);
            }
            else if (_mode == CodeMode.Code64 || _form.Has(FormFlags.RequiresSib))
            {
                Put(reg | 4);
                Put(0x25);
            }
            else
            {
                Put(reg | 5);
            }
            Field(ref operand, 4, kind);
            return EmitError.None;
        }
        int baseNumber = operand.Base.Number & 7;
        int size = DisplacementSize(ref operand, 4, needsOne: baseNumber == 5, out int byteValue);
        int mod = size == 0 ? 0 : size == 1 ? 0x40 : 0x80;
        if (hasIndex || baseNumber == 4 || _form.Has(FormFlags.RequiresSib))
        {
            Put(mod | reg | 4);
            Put(scale | (hasIndex ? (index & 7) << 3 : 0x20) | baseNumber);
        }
        else
        {
            Put(mod | reg | baseNumber);
        }
        Displacement(ref operand, size, byteValue, kind);
        return EmitError.None;
    }

    /// <summary>0, 1, or the full size; EVEX counts a byte in units of the operand's size.</summary>
    private readonly int DisplacementSize(ref Operand operand, int full, bool needsOne, out int byteValue)
    {
        byteValue = 0;
        RequestedDisplacement requested = _instruction.Prefixes.Displacement;
        if (!operand.Value.IsConstant)
            return operand.Value.Modifier == RelocationModifier.TlsCall ? 0 : full;
        long value = operand.Value.Constant;
        if (full == 2)
            value = value is >= short.MinValue and <= ushort.MaxValue ? (short)value : Unshortened;
        else if ((Width(operand.Base) == 32 || Width(operand.Index) == 32) && (_mode != CodeMode.Code64 || value is >= int.MinValue and <= uint.MaxValue))
            value = (int)value;
        else if (DropsUpperHalf && value is >= 0 and <= uint.MaxValue)
            value = (int)value;
        if (requested is RequestedDisplacement.Disp32 or RequestedDisplacement.Disp16)
            return full;
        if (value == 0)
            return needsOne || requested == RequestedDisplacement.Disp8 ? 1 : 0;
        int shift = 0;
        if (_form.Encoding == OpcodeEncoding.Evex)
            shift = operand.Broadcast != 0 ? _form.BroadcastShift : _form.DisplacementShift;
        long scaled = value >> shift;
        if (scaled << shift != value || scaled is < sbyte.MinValue or > sbyte.MaxValue)
            return full;
        byteValue = (int)scaled;
        return 1;
    }

    /// <summary>The call through a TLS descriptor has no displacement: its relocation only marks the instruction for the linker.</summary>
    private readonly void MarkTlsCall(ref Operand operand) =>
        _output.Fixups[_output.FixupCount++] = new FieldFixup { Value = operand.Value, Span = operand.Span };

    /// <summary>A displacement that is cut off to the address's size is not looked at again for a shorter form.</summary>
    private const long Unshortened = long.MaxValue >> 8;

    /// <summary>LEA into 16 or 32 bits takes addresses modulo 4G.</summary>
    private readonly bool DropsUpperHalf => _form is { Opcode: 0x8D, Map: 0, OperandSize: 16 or 32 };

    private void Displacement(ref Operand operand, int size, int byteValue, FieldKind kind)
    {
        if (size == 0)
        {
            if (operand.Value.Modifier == RelocationModifier.TlsCall)
                MarkTlsCall(ref operand);
            return;
        }

        if (size == 1 && operand.Value.IsConstant)
            Put(byteValue);
        else
            Field(ref operand, size, kind);
    }
}
