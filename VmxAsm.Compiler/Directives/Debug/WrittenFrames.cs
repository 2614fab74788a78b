using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Call frame information that a source writes itself, value by value, as compilers did before <c>.cfi_*</c> and people still do. They cannot know how far apart
/// two labels will be, so they write DW_CFA_advance_loc4 with a difference of four bytes; GNU as finds these in <c>.eh_frame</c> and <c>.debug_frame</c> and
/// writes the shortest form that holds the distance. To find them it follows the fields of each entry (DWARF 5, "Structure of Call Frame Information"): a length
/// whose end is still to come, the CIE, the first address, the range, and, where the CIE's augmentation begins with a z, as many bytes of augmentation as a
/// number says; behind these a byte that is 4 is the instruction.
/// </summary>
internal sealed class WrittenFrames
{
    private const byte AdvanceLoc = 0x40;
    private const byte AdvanceLoc1 = 2;
    private const byte AdvanceLoc2 = 3;
    private const byte AdvanceLoc4 = 4;

    private readonly Entry _eh = new();
    private readonly Entry _debug = new();

    private enum Field
    {
        /// <summary>The length of the next entry.</summary>
        Length,

        /// <summary>The CIE, or the mark that this is one.</summary>
        Cie,
        FirstAddress,
        Range,
        AugmentationSize,
        Augmentation,
        Instructions,

        /// <summary>The distance of an advance whose opcode has just been written.</summary>
        Distance,

        /// <summary>Nothing that can be followed, up to the end of the entry.</summary>
        Unknown,
    }

    private sealed class Entry
    {
        public Field Next;

        /// <summary>Defined where the entry ends.</summary>
        public Symbol? End;
        public long AugmentationLeft;
        public int AugmentationShift;
    }

    /// <summary>Follows a value that a directive is about to write; true when it has been taken care of.</summary>
    /// <param name="size">Bytes of the value, which may become fewer; 0 for LEB128.</param>
    public bool Take(FragmentChain chain, in Expression value, ref int size, Text.SourceSpan span)
    {
        Entry entry = chain.Section.Name.StartsWith(".eh", StringComparison.Ordinal) ? _eh : _debug;
        if (entry.Next != Field.Length && entry.End is { IsDefined: true })
            entry.Next = Field.Length;
        switch (entry.Next)
        {
            case Field.Length:
                if (size == 4 && value is { Node: null, Add: { IsDefined: false } end })
                {
                    entry.End = end;
                    entry.Next = Field.Cie;
                }

                return false;
            case Field.Cie or Field.FirstAddress:
                entry.Next++;
                return false;
            case Field.Range:
                entry.Next = !TryReadCie(chain.Section, out bool isSized) ? Field.Unknown : isSized ? Field.AugmentationSize : Field.Instructions;
                entry.AugmentationLeft = 0;
                entry.AugmentationShift = 0;
                return false;
            case Field.AugmentationSize:
                TakeAugmentationSize(entry, value, size);
                return false;
            case Field.Augmentation:
                entry.AugmentationLeft -= size;
                entry.Next = size == 0 || entry.AugmentationLeft < 0 ? Field.Unknown : entry.AugmentationLeft == 0 ? Field.Instructions : Field.Augmentation;
                return false;
            case Field.Instructions:
                if (size == 1 && value is { IsConstant: true, Constant: AdvanceLoc4 })
                    entry.Next = Field.Distance;
                return false;
            case Field.Distance:
                entry.Next = Field.Instructions;
                return size == 4 && TakeDistance(chain, value, ref size, span);
            default:
                return false;
        }
    }

    private static void TakeAugmentationSize(Entry entry, in Expression value, int size)
    {
        if (!value.IsConstant || size > 1)
        {
            entry.Next = Field.Unknown;
            return;
        }

        bool isLast = size == 0 || (value.Constant & 0x80) == 0;
        entry.AugmentationLeft |= size == 0 ? value.Constant : (value.Constant & 0x7F) << entry.AugmentationShift;
        entry.AugmentationShift += 7;
        if (isLast)
            entry.Next = entry.AugmentationLeft == 0 ? Field.Instructions : Field.Augmentation;
    }

    /// <summary>The opcode is the last byte of the chain.</summary>
    private static bool TakeDistance(FragmentChain chain, in Expression value, ref int size, Text.SourceSpan span)
    {
        if (value.IsConstant)
        {
            switch (value.Constant)
            {
                case >= 0 and < 0x40:
                    chain.LastByte = (byte)(AdvanceLoc | value.Constant);
                    return true;
                case >= 0 and < 0x100:
                    chain.LastByte = AdvanceLoc1;
                    size = 1;
                    break;
                case >= 0 and < 0x10000:
                    chain.LastByte = AdvanceLoc2;
                    size = 2;
                    break;
            }

            return false;
        }

        if (value is not { Node: null, Add: { } to, Subtract: { } from, Constant: 0, Modifier: RelocationModifier.None })
            return false;
        chain.DropLastByte();
        chain.AppendDistance(FragmentKind.CfiAdvance, new LabelDistance(from, to, KeepsZero: true), span);
        return true;
    }

    /// <summary>Whether the section begins with a CIE that can be read, and whether that says how long augmentations are.</summary>
    private static bool TryReadCie(Section section, out bool isSized)
    {
        isSized = false;
        ReadOnlySpan<byte> cie = section.Chains[0].Buffer;
        uint mark = section.Name.StartsWith(".eh", StringComparison.Ordinal) ? 0 : uint.MaxValue;
        if (cie.Length < 10 || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(cie[4..]) != mark || cie[8] != 1)
            return false;
        isSized = cie[9] == 'z';
        int end = cie[9..].IndexOf((byte)0);
        return end >= 0 && 9 + end + 1 < cie.Length;
    }
}
