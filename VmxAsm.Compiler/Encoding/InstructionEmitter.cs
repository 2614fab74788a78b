using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Why machine code cannot be made although the operands fit a form.</summary>
internal enum EmitError : byte
{
    None,

    /// <summary>AH, BH, CH or DH in an instruction that has a REX prefix.</summary>
    HighByteWithRex,

    /// <summary>Base, index and scale do not go together.</summary>
    BadAddress,

    /// <summary>A segment before the mnemonic, and another one in the address.</summary>
    TwoSegments,

    /// <summary>A displacement that the address size cannot hold.</summary>
    DisplacementOutOfRange,

    /// <summary><c>{disp16}</c> or <c>{disp32}</c> in an address of the other kind.</summary>
    RequestedDisplacement,

    /// <summary>A relocation that the linker extends with its sign, in a field that the processor does not so extend, or the other way round.</summary>
    RelocationSign,

    /// <summary>A relocation of thread-local storage whose code sequence the linker rewrites, and this instruction is not of it.</summary>
    TlsInstruction,
}

/// <summary>
/// Writes the machine code of one form. The order of legacy prefixes is GNU as's: FWAIT, segment or branch hint, address size, operand
/// size (also where 66 belongs to the opcode), repeat (also where F2 or F3 does), LOCK, REX.
/// </summary>
internal ref partial struct InstructionEmitter(Instruction instruction, InstructionForm form, CodeMode mode, EncodedInstruction output)
{
    private readonly Instruction _instruction = instruction;
    private readonly InstructionForm _form = form;
    private readonly CodeMode _mode = mode;
    private readonly EncodedInstruction _output = output;

    private int _memory = -1;
    private int _reg;
    private int _rm = -1;
    private int _opcodeLow;
    private int _vvvv;
    private int _is4 = -1;
    private bool _byteNeedsRex;
    private bool _byteRefusesRex;
    private byte _segment;
    private EmitError _fieldError;

    public EmitError Emit()
    {
        Collect();
        if (_form.Has(FormFlags.Fwait))
            Put(0x9B);
        _segment = _instruction.Prefixes.Segment;
        if (_memory >= 0)
            SegmentOverride(_instruction.Operands[_memory]);
        int addressSize = AddressSize();
        if (addressSize < 0)
            return EmitError.BadAddress;
        if (_segment != 0)
            Put(_segment);
        if (!IsNearBranch && (addressSize != ModeSize || _instruction.Prefixes.AddressSize))
            Put(0x67);
        switch (_form.Encoding)
        {
            case OpcodeEncoding.Legacy or OpcodeEncoding.D3Now:
                if (Legacy() is var error and not EmitError.None)
                    return error;
                break;
            case OpcodeEncoding.Vex or OpcodeEncoding.Xop:
                Vex();
                break;
            default:
                Evex();
                break;
        }
        if (_form.HasModRm)
        {
            if (_rm < 0 && _memory >= 0)
            {
                if (Memory(addressSize) is var error and not EmitError.None)
                    return error;
            }
            else
            {
                int rm = _form.RmDigit != InstructionForm.None ? _form.RmDigit : _rm < 0 ? 0 : _rm & 7;
                Put(0xC0 | (_reg & 7) << 3 | rm);
            }
        }
        Immediates(addressSize);
        return _fieldError;
    }

    private readonly int ModeSize => 16 << (int)_mode;

    /// <summary>A near branch has no address that a prefix could resize; GNU as skips the prefix.</summary>
    private readonly bool IsNearBranch => (OperandSlot)FormOperands.Slots[(int)_form.Operand(0)] is OperandSlot.Relative16 or OperandSlot.Relative32;

    private readonly void Put(int value) => _output.Bytes[_output.Length++] = (byte)value;

    /// <summary>Sorts the operands into their places in the machine code.</summary>
    private void Collect()
    {
        ReadOnlySpan<byte> slots = FormOperands.Slots;
        if (_form.GroupDigit != InstructionForm.None)
            _reg = _form.GroupDigit;
        for (int i = 0; i < _instruction.Count; i++)
        {
            ref Operand operand = ref _instruction.Operands[i];
            if (operand.Kind == OperandKind.Memory)
            {
                // Of two string operands, the one whose segment may be overridden.
                if (_memory < 0 || _form.Operand(i) != FormOperand.EsRDI)
                    _memory = i;
                continue;
            }
            if (operand.Kind != OperandKind.Register)
                continue;
            int number = operand.Register.Number;
            if (operand.Register.Class == RegisterClass.Gpr8)
                _byteNeedsRex |= number is >= 4 and <= 7;
            else if (operand.Register.Class == RegisterClass.Gpr8High)
                _byteRefusesRex = true;
            switch ((OperandSlot)slots[(int)_form.Operand(i)])
            {
                case OperandSlot.ModRmReg:
                    _reg = number;
                    break;
                case OperandSlot.ModRmRm:
                    _rm = number;
                    break;
                case OperandSlot.ModRmBoth:
                    _reg = number;
                    _rm = number;
                    break;
                case OperandSlot.OpcodeLow:
                    _opcodeLow = number;
                    break;
                case OperandSlot.Vvvv:
                    _vvvv = number;
                    break;
                case OperandSlot.Is4:
                    _is4 = number;
                    break;
            }
        }
        if (_form.Has(FormFlags.ImpliedSt1))
            _opcodeLow = 1;
    }

    private void SegmentOverride(in Operand operand)
    {
        if (operand.Segment.IsNone)
            return;
        const int stack = 2;
        const int data = 3;
        int implied = operand.Base.Class is RegisterClass.Gpr16 or RegisterClass.Gpr32 or RegisterClass.Gpr64 && operand.Base.Number is 4 or 5
            && operand.Base.Class != RegisterClass.None ? stack : data;
        if (_form.Has(FormFlags.String))
            implied = _form.Operand(_memory) == FormOperand.EsRDI ? 0 : data;
        if (operand.Segment.Number == implied)
            return;
        byte prefix = SegmentPrefix(operand.Segment.Number);
        if (_segment != 0 && _segment != prefix)
            _fieldError = EmitError.TwoSegments;
        _segment = prefix;
    }

    private static byte SegmentPrefix(int number) => number switch
    {
        0 => 0x26,
        1 => 0x2E,
        2 => 0x36,
        3 => 0x3E,
        4 => 0x64,
        _ => 0x65,
    };

    /// <summary>16, 32 or 64, or -1 when the address mixes sizes or the mode has no such size.</summary>
    private readonly int AddressSize()
    {
        int size = ModeSize;
        if (_memory >= 0)
        {
            ref Operand operand = ref _instruction.Operands[_memory];
            int fromBase = Width(operand.Base);
            int fromIndex = Width(operand.Index);
            if (!CanBeBase(operand.Base) || !CanBeIndex(operand.Index) || _form.Has(FormFlags.String) && !StringAddressesAgree())
                return -1;
            if (fromBase != 0 && fromIndex != 0 && fromBase != fromIndex)
                return -1;
            size = fromBase + fromIndex == 0 ? Toggled(size) : Math.Max(fromBase, fromIndex);
            if (_instruction.Prefixes.AddressSize && _form.HasModRm && size == ModeSize)
                return -1;
        }
        else if (_instruction.Prefixes.AddressSize)
        {
            size = Toggled(size);
        }
        if (_memory >= 0 && IsBoundMemory)
            size = BoundAddressSize(size);
        if (_form.Has(FormFlags.AddressSized))
        {
            // movdir64b's register is an address too, of the size of the other.
            if (_memory >= 0 && _form.HasModRm && size != _form.AddressSize
                && !(_instruction.Operands[_memory].Base.IsNone && _instruction.Operands[_memory].Index.IsNone))
                return -1;
            size = _form.AddressSize;
        }
        if (size == 16 && _memory >= 0 && _instruction.Operands[_memory].Index.Class is RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm)
            return -1;
        return size == 64 && _mode != CodeMode.Code64 || size == 16 && _mode == CodeMode.Code64 ? -1 : size;
    }

    private static bool CanBeBase(Register register) => register.Class is RegisterClass.None or RegisterClass.Gpr16 or RegisterClass.Gpr32
        or RegisterClass.Gpr64 or RegisterClass.InstructionPointer;

    private static bool CanBeIndex(Register register) => register.Class is RegisterClass.None or RegisterClass.Gpr16 or RegisterClass.Gpr32
        or RegisterClass.Gpr64 or RegisterClass.IndexZero or RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm;

    /// <summary>Both addresses of a string instruction have one size.</summary>
    private readonly bool StringAddressesAgree()
    {
        int size = 0;
        for (int i = 0; i < _instruction.Count; i++)
        {
            int width = _instruction.Operands[i].Kind == OperandKind.Memory ? Width(_instruction.Operands[i].Base) : 0;
            if (width != 0 && size != 0 && width != size)
                return false;
            size = width == 0 ? size : width;
        }

        return true;
    }

    private readonly bool IsBoundMemory => _form.Operand(_memory)
        is FormOperand.MemMpx or FormOperand.MemMib or FormOperand.R32OrMemMpx or FormOperand.R64OrMemMpx or FormOperand.BndOrMemMpx;

    /// <summary>
    /// MPX has no 16-bit addresses, and in 64-bit code no others than 64-bit ones; what it takes an address apart for is not relative to RIP either.
    /// </summary>
    private readonly int BoundAddressSize(int size)
    {
        ref Operand operand = ref _instruction.Operands[_memory];
        if (operand.Base.Class == RegisterClass.InstructionPointer && _form.Operand(_memory) is FormOperand.MemMpx or FormOperand.MemMib)
            return -1;
        if (_mode == CodeMode.Code64)
            return size == 64 ? size : -1;
        return size != 16 ? size : operand.Base.IsNone && operand.Index.IsNone ? 32 : -1;
    }

    /// <summary>The other address size of the mode when an <c>addr16</c> or <c>addr32</c> prefix is there.</summary>
    private readonly int Toggled(int size) => !_instruction.Prefixes.AddressSize ? size : size == 32 ? 16 : 32;

    private static int Width(Register register) => register.Class switch
    {
        RegisterClass.Gpr16 => 16,
        RegisterClass.Gpr32 => 32,
        RegisterClass.Gpr64 => 64,
        RegisterClass.InstructionPointer => register.Number == 0 ? 64 : 32,
        RegisterClass.IndexZero => register.Number == 0 ? 64 : 32,
        _ => 0,
    };

    /// <summary>Bits of the extensions that REX, VEX and EVEX share: R, X, B as 4, 2, 1.</summary>
    private readonly int RegisterExtensions()
    {
        int bits = (_reg & 8) >> 1;
        if (_rm >= 0)
            return bits | (_rm & 8) >> 3;
        if (_memory >= 0 && _form.HasModRm)
        {
            ref Operand operand = ref _instruction.Operands[_memory];
            if (operand.Base.Class is RegisterClass.Gpr64 or RegisterClass.Gpr32)
                bits |= (operand.Base.Number & 8) >> 3;
            if (operand.Index.Class != RegisterClass.IndexZero)
                bits |= (operand.Index.Number & 8) >> 2;
            return bits;
        }
        return bits | (_opcodeLow & 8) >> 3;
    }

    private EmitError Legacy()
    {
        ref InstructionPrefixes prefixes = ref _instruction.Prefixes;
        bool operandSize = _form.Prefix == MandatoryPrefix.P66 || prefixes.OperandSize
            || _form.OperandSize == 16 && _mode != CodeMode.Code16 || _form.OperandSize == 32 && _mode == CodeMode.Code16;
        if (operandSize)
            Put(0x66);
        if (prefixes.Repeat != 0 && _form.Prefix is not (MandatoryPrefix.PF2 or MandatoryPrefix.PF3))
            Put(prefixes.Repeat);
        if (_form.Prefix == MandatoryPrefix.PF3)
            Put(0xF3);
        else if (_form.Prefix == MandatoryPrefix.PF2)
            Put(0xF2);
        if (prefixes.Lock && !_instruction.Options.OmitsLock)
            Put(0xF0);
        int extensions = RegisterExtensions();
        if (_form.Has(FormFlags.LockExtendsControlRegister) && _mode != CodeMode.Code64 && (extensions & 4) != 0)
        {
            Put(0xF0);
            extensions &= 3;
        }
        int rex = prefixes.Rex | extensions;
        if (_form.OperandSize == 64 && !_form.Has(FormFlags.Default64) && !IsNop)
            rex |= 8;
        if (rex != 0 || _byteNeedsRex || prefixes.ForceRex)
        {
            if (_byteRefusesRex)
                return EmitError.HighByteWithRex;
            Put(0x40 | rex);
        }
        switch (_form.Map)
        {
            case 1:
                Put(0x0F);
                break;
            case 2:
                Put(0x0F);
                Put(0x38);
                break;
            case 3:
                Put(0x0F);
                Put(0x3A);
                break;
        }
        if (_form.Encoding == OpcodeEncoding.D3Now)
        {
            Put(0x0F);
            return EmitError.None;
        }
        Opcode();
        return EmitError.None;
    }

    /// <summary><c>xchg %rax, %rax</c>: 90 does nothing without REX.W as well.</summary>
    private readonly bool IsNop => _form is { Opcode: 0x90, Map: 0 } && _opcodeLow == 0;

    private readonly void Opcode()
    {
        int opcode = _form.Opcode;
        if (_form.HasTwoByteOpcode)
            Put(opcode >> 8);
        Put(opcode | (_form.HasModRm ? 0 : _opcodeLow & 7));
    }

    private void Vex()
    {
        int extensions = RegisterExtensions();
        int pp = PackedPrefix();
        bool w = _form.W;
        if (_form.Encoding == OpcodeEncoding.Vex && _form.Map == 1 && !w && _instruction.Prefixes.Encoding != RequestedEncoding.Vex3)
        {
            if ((extensions & 3) == 0)
            {
                Put(0xC5);
                Put((~extensions & 4) << 5 | (~_vvvv & 15) << 3 | (_form.L & 1) << 2 | pp);
                Opcode();
                return;
            }
        }
        Put(_form.Encoding == OpcodeEncoding.Xop ? 0x8F : 0xC4);
        Put((~extensions & 7) << 5 | _form.Map);
        Put((w ? 0x80 : 0) | (~_vvvv & 15) << 3 | (_form.L & 1) << 2 | pp);
        Opcode();
    }

    private readonly int PackedPrefix() => _form.Prefix switch
    {
        MandatoryPrefix.P66 => 1,
        MandatoryPrefix.PF3 => 2,
        MandatoryPrefix.PF2 => 3,
        _ => 0,
    };

    private readonly void Evex()
    {
        int extensions = RegisterExtensions();
        int high = (_reg & 16) != 0 ? 0 : 0x10;
        int vector = _vvvv & 16;
        if (_rm >= 16)
            extensions |= 2;
        bool broadcast = false;
        bool zeroing = false;
        int mask = 0;
        for (int i = 0; i < _instruction.Count; i++)
        {
            ref Operand operand = ref _instruction.Operands[i];
            broadcast |= operand.Broadcast != 0;
            zeroing |= operand.Zeroing;
            if (!operand.Mask.IsNone)
                mask = operand.Mask.Number;
        }
        if (_memory >= 0 && _instruction.Operands[_memory].Index.Number >= 16)
            vector = 16;
        int length = _form.L;
        bool b = broadcast;
        switch (_instruction.Rounding)
        {
            case RoundingControl.None:
                break;
            case RoundingControl.SuppressExceptions:
                b = true;
                length = 0;
                break;
            case var rounding:
                b = true;
                length = rounding - RoundingControl.Nearest;
                break;
        }
        Put(0x62);
        Put((~extensions & 7) << 5 | high | _form.Map);
        Put((_form.W ? 0x80 : 0) | (~_vvvv & 15) << 3 | 4 | PackedPrefix());
        Put((zeroing ? 0x80 : 0) | length << 5 | (b ? 0x10 : 0) | (vector != 0 ? 0 : 8) | mask);
        Opcode();
    }

    /// <summary>A field of the instruction: its value if it is known, else zeros and a fixup.</summary>
    private void Field(ref Operand operand, int size, FieldKind kind)
    {
        if (operand.Value.IsConstant && kind != FieldKind.PcRelative)
        {
            Constant(operand.Value.Constant, size);
            return;
        }
        ref FieldFixup fixup = ref _output.Fixups[_output.FixupCount++];
        fixup.Offset = (byte)_output.Length;
        fixup.Size = (byte)size;
        fixup.Kind = kind;
        fixup.Relaxable = (_instruction.Options.RelaxesGotLoads || _mode == CodeMode.Code32 && operand.Base.IsNone) && _form.Has(FormFlags.RelaxableGotLoad) && _mode != CodeMode.Code16 && operand.Kind == OperandKind.Memory && _form.OperandSize != 16
            && (_mode == CodeMode.Code64 && operand.Value.Modifier != RelocationModifier.Got ? kind == FieldKind.PcRelative : operand.Index.IsNone);
        fixup.IsImmediate = operand.Kind == OperandKind.Immediate;
        fixup.HasRex = _form.Encoding == OpcodeEncoding.Legacy && HasRex();
        fixup.IsBranch = kind == FieldKind.PcRelative && operand.Base.IsNone && _mode == CodeMode.Code64;
        fixup.Value = operand.Value;
        fixup.Span = operand.Span;
        if (operand.Value.Modifier != RelocationModifier.None)
            CheckModifier(operand.Value.Modifier, size, kind);
        Constant(0, size);
    }

    private void CheckModifier(RelocationModifier modifier, int size, FieldKind kind)
    {
        if (_mode == CodeMode.Code64 && size == 4 && kind == (modifier == RelocationModifier.Size ? FieldKind.Signed : FieldKind.Absolute))
            _fieldError = EmitError.RelocationSign;
        bool rewritten = _mode == CodeMode.Code64
            ? modifier is RelocationModifier.GotTpOff or RelocationModifier.TlsLd
            : modifier is RelocationModifier.GotNtpOff or RelocationModifier.TpOff;
        if (rewritten && IsVector())
            _fieldError = EmitError.TlsInstruction;
    }

    private readonly bool IsVector()
    {
        if (_form.Encoding != OpcodeEncoding.Legacy)
            return true;
        for (int i = 0; i < _instruction.Count; i++)
        {
            if (_instruction.Operands[i].Register.Class is RegisterClass.Mmx or RegisterClass.Xmm)
                return true;
        }

        return false;
    }

    private readonly bool HasRex() => _instruction.Prefixes.Rex != 0 || _instruction.Prefixes.ForceRex || _byteNeedsRex
        || RegisterExtensions() != 0 || _form.OperandSize == 64 && !_form.Has(FormFlags.Default64);

    private readonly void Constant(long value, int size)
    {
        for (int i = 0; i < size; i++)
            Put((int)(value >> (8 * i)));
    }

    private void Immediates(int addressSize)
    {
        ReadOnlySpan<byte> slots = FormOperands.Slots;
        bool is4Open = _is4 >= 0;
        int is4 = _is4 << 4;
        for (int i = 0; i < _instruction.Count; i++)
        {
            ref Operand operand = ref _instruction.Operands[i];
            FormOperand kind = _form.Operand(i);
            switch ((OperandSlot)slots[(int)kind])
            {
                case OperandSlot.Is4Low:
                    Put(is4 | ((int)operand.Value.Constant & 15));
                    is4Open = false;
                    break;
                case OperandSlot.Immediate8:
                    Field(ref operand, 1, kind == FormOperand.Imm8 ? FieldKind.Absolute : FieldKind.Signed);
                    break;
                case OperandSlot.Immediate16:
                    Field(ref operand, 2, FieldKind.Absolute);
                    break;
                case OperandSlot.Immediate32:
                    Field(ref operand, 4, kind == FormOperand.Imm32sex64 ? FieldKind.Signed : FieldKind.Absolute);
                    break;
                case OperandSlot.Immediate64:
                    Field(ref operand, 8, FieldKind.Absolute);
                    break;
                case OperandSlot.MemoryOffset:
                    Field(ref operand, addressSize / 8, FieldKind.Absolute);
                    break;
                case OperandSlot.Relative8:
                    Field(ref operand, 1, FieldKind.PcRelative);
                    break;
                case OperandSlot.Relative16:
                    Field(ref operand, 2, FieldKind.PcRelative);
                    break;
                case OperandSlot.Relative32:
                    Field(ref operand, 4, FieldKind.PcRelative);
                    break;
                case OperandSlot.FarPointer16 or OperandSlot.FarPointer32:
                    Field(ref operand, (OperandSlot)slots[(int)kind] == OperandSlot.FarPointer16 ? 2 : 4, FieldKind.Absolute);
                    FarSelector(ref operand);
                    break;
            }
        }
        if (is4Open)
            Put(is4);
        if (_form.Encoding == OpcodeEncoding.D3Now)
            Put(_form.Opcode);
        if (_form.Has(FormFlags.ImpliedTen))
            Put(10);
    }

    private readonly void FarSelector(ref Operand operand)
    {
        if (operand.Selector.IsConstant)
        {
            Constant(operand.Selector.Constant, 2);
            return;
        }
        ref FieldFixup fixup = ref _output.Fixups[_output.FixupCount++];
        fixup = new FieldFixup { Offset = (byte)_output.Length, Size = 2, Value = operand.Selector, Span = operand.Span };
        Constant(0, 2);
    }
}
