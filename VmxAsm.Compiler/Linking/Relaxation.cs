using System.Buffers.Binary;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// A load of an address from the GOT, when the address is known to the linker, becomes the address itself: x86-64 psABI,
/// "Optimize GOTPCRELX Relocations", its i386 counterpart, and "Initial Exec To Local Exec" for thread offsets. The instruction keeps its length.
/// </summary>
internal static class Relaxation
{
    private const uint GotPcRel = 9, GotTpOff = 22, GotPcRelX = 41, RexGotPcRelX = 42, Got32X = 43;

    private const byte Mov = 0x8B, Lea = 0x8D, Test = 0x85, Group5 = 0xFF;

    /// <summary>Whether the instruction is one that can be rewritten; then no GOT entry is needed.</summary>
    public static bool Applies(InputSection input, in Relocation relocation, RelocationType type)
    {
        ReadOnlySpan<byte> bytes = input.Section.Data.Span;
        int at = (int)relocation.Offset;
        if (at < 1 || relocation.Symbol is not { } symbol || input.Section.Type == Elf.SectionType.NoBits || !IsBoundHere(symbol))
            return false;
        byte opcode = at >= 2 ? bytes[at - 2] : (byte)0, modRm = bytes[at - 1];
        if (!input.File.Is64Bit)
        {
            return type.Formula is RelocationFormula.ThreadGotEntryAbsolute or RelocationFormula.ThreadGotEntry
                ? ThreadLocalRelaxation.AppliesToLoad32(bytes, at, type)
                : type.Number == Got32X && relocation.Addend == 0 && IsConvertible(opcode, modRm);
        }
        if (at < 2 || relocation.Addend != -4 || (modRm & 0xC7) != 0x05 && opcode != Group5)
            return false;
        return type.Number switch
        {
            GotPcRel => opcode == Mov,
            GotPcRelX => IsConvertible(opcode, modRm),
            RexGotPcRelX => at >= 3 && IsConvertible(opcode, modRm),
            GotTpOff => at >= 3 && opcode is Mov or 0x03,
            _ => false,
        };
    }

    private static bool IsBoundHere(ObjectSymbol symbol)
    {
        if (symbol.Global is not { } global)
            return symbol.Place != SymbolPlace.Undefined;
        return global.IsDefined || global.IsBoundary ? global.Definition?.Type != SymbolType.GnuIndirectFunction : !global.IsStronglyReferenced;
    }

    /// <summary>mov, test, call, jmp and the eight binary operations from memory to register.</summary>
    private static bool IsConvertible(byte opcode, byte modRm) => opcode switch
    {
        Mov or Test => true,
        Group5 => (modRm & 0x38) is 0x10 or 0x20,
        _ => (opcode & 0xC7) == 0x03,
    };

    /// <summary>Rewrites an x86-64 instruction and stores the field. Returns false, and the value, when it fits no form.</summary>
    public static bool Apply64(Span<byte> bytes, int at, uint type, ulong symbol, ulong place, out long value)
    {
        if (type == GotTpOff)
        {
            value = (long)symbol;
            return ApplyThreadOffset(bytes, at, value);
        }
        byte opcode = bytes[at - 2], modRm = bytes[at - 1];
        value = (long)(symbol - place) - 4;
        bool reaches = RelocationField.Fits(value, 4, OverflowRule.Signed);
        if (opcode == Group5)
        {
            if ((modRm & 0x38) == 0x20)
            {
                // jmp *foo@GOTPCREL(%rip) -> jmp foo; nop
                value = (long)(symbol - (place - 1)) - 4;
                bytes[at - 2] = 0xE9;
                RelocationField.Store(bytes[(at - 1)..], 4, value);
                bytes[at + 3] = 0x90;
            }
            else
            {
                // call *foo@GOTPCREL(%rip) -> addr32 call foo
                bytes[at - 2] = 0x67;
                bytes[at - 1] = 0xE8;
                RelocationField.Store(bytes[at..], 4, value);
            }
            return RelocationField.Fits(value, 4, OverflowRule.Signed);
        }

        byte rex = type == RexGotPcRelX ? bytes[at - 3] : (byte)0;
        bool isWide = (rex & 8) != 0;
        bool fitsImmediate = RelocationField.Fits((long)symbol, 4, isWide ? OverflowRule.Signed : OverflowRule.Unsigned);
        if (opcode == Mov && (type == GotPcRel || (!fitsImmediate && reaches)))
        {
            bytes[at - 2] = Lea;
            RelocationField.Store(bytes[at..], 4, value);
            return reaches;
        }
        ToImmediate(bytes, at, opcode, modRm);
        if (rex != 0)
        {
            // The register moves from the reg field to r/m, its fourth bit from REX.R to REX.B; a 32-bit operand needs no REX.W.
            bytes[at - 3] = (byte)((rex & ~(isWide ? 4 : 12)) | (rex & 4) >> 2);
        }
        value = (long)symbol;
        RelocationField.Store(bytes[at..], 4, value);
        return fitsImmediate;
    }

    /// <summary>The same for i386, where every address fits an immediate.</summary>
    public static void Apply32(Span<byte> bytes, int at, ulong symbol, ulong place)
    {
        byte opcode = bytes[at - 2], modRm = bytes[at - 1];
        if (opcode != Group5)
        {
            ToImmediate(bytes, at, opcode, modRm);
            RelocationField.Store(bytes[at..], 4, (long)symbol);
        }
        else if ((modRm & 0x38) == 0x20)
        {
            bytes[at - 2] = 0xE9;
            RelocationField.Store(bytes[(at - 1)..], 4, (long)(symbol - (place - 1)) - 4);
            bytes[at + 3] = 0x90;
        }
        else
        {
            bytes[at - 2] = 0x67;
            bytes[at - 1] = 0xE8;
            RelocationField.Store(bytes[at..], 4, (long)(symbol - place) - 4);
        }
    }

    private static void ToImmediate(Span<byte> bytes, int at, byte opcode, byte modRm)
    {
        int register = (modRm & 0x38) >> 3;
        (bytes[at - 2], bytes[at - 1]) = opcode switch
        {
            Mov => ((byte)0xC7, (byte)(0xC0 | register)),
            Test => ((byte)0xF7, (byte)(0xC0 | register)),
            _ => ((byte)0x81, (byte)(0xC0 | register | (opcode & 0x38))),
        };
    }

    /// <summary>mov foo@GOTTPOFF(%rip), %reg -> mov $foo@TPOFF, %reg; add -> lea foo@TPOFF(%reg), %reg.</summary>
    private static bool ApplyThreadOffset(Span<byte> bytes, int at, long offset)
    {
        byte rex = bytes[at - 3], opcode = bytes[at - 2];
        int register = (bytes[at - 1] >> 3) & 7;
        bool isExtended = (rex & 4) != 0;
        if (opcode == Mov)
        {
            bytes[at - 3] = isExtended ? (byte)0x49 : rex;
            bytes[at - 2] = 0xC7;
            bytes[at - 1] = (byte)(0xC0 | register);
        }
        else if (register == 4)
        {
            // rsp and r12 as base would need a SIB byte, for which there is no room.
            bytes[at - 3] = isExtended ? (byte)0x49 : rex;
            bytes[at - 2] = 0x81;
            bytes[at - 1] = (byte)(0xC0 | register);
        }
        else
        {
            bytes[at - 3] = isExtended ? (byte)0x4D : rex;
            bytes[at - 2] = Lea;
            bytes[at - 1] = (byte)(0x80 | register | register << 3);
        }
        BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], (int)offset);
        return RelocationField.Fits(offset, 4, OverflowRule.Signed);
    }
}
