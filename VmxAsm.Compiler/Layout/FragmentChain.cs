using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VmxAsm.Compiler.Directives;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>Details of an alignment.</summary>
/// <param name="Alignment">In bytes, a power of two.</param>
/// <param name="MaximumSkip">No padding at all when more than this would be needed; 0 for no limit.</param>
/// <param name="Fill">Pattern to pad with; ignored when <paramref name="WithNops"/>.</param>
/// <param name="FillSize">Bytes of the pattern: 1, 2 or 4.</param>
/// <param name="WithNops">Pad with the processor's no-operation instructions.</param>
/// <param name="CodeBits">Mode that the no-operations are for: 16, 32 or 64.</param>
/// <param name="Nops">Which of them the processor has.</param>
internal readonly record struct AlignDetail(long Alignment, long MaximumSkip, long Fill, byte FillSize, bool WithNops, byte CodeBits, NopChoice Nops = default)
{
    /// <summary>Bytes more than the alignment needs, which end a size's swinging to and fro (<see cref="Oscillation"/>).</summary>
    public long Surplus { get; init; }
}

/// <summary>Details of a fill, of <c>.org</c>, of <c>.nops</c> and of a LEB128 number.</summary>
/// <param name="Value">Count of a fill, target of an org, size of nops, value of a LEB128 number.</param>
/// <param name="Pattern">Fill value; for <c>.nops</c> the longest single one.</param>
/// <param name="Size">Bytes of the pattern, up to 8.</param>
/// <param name="Signed">SLEB128.</param>
/// <param name="CodeBits">Mode of <c>.nops</c>.</param>
/// <param name="Nops">Which no-operations the processor has.</param>
internal readonly record struct FillDetail(Expression Value, long Pattern, byte Size, bool Signed = false, byte CodeBits = 0, NopChoice Nops = default);

/// <summary>Details of an advance in a line table: two places in the code of one section, and the difference of their lines.</summary>
internal readonly record struct LineStep(FragmentChain From, int FromFragment, int FromOffset, FragmentChain To, int ToFragment, int ToOffset, int Lines)
{
    /// <summary>Bytes between the two places, as far as layout has come.</summary>
    public long Distance => To.Fragments[ToFragment].Address + ToOffset - From.Fragments[FromFragment].Address - FromOffset;
}

/// <summary>Details of a LEB128 number, or of an advance in call frame information, that is a distance between labels of one section.</summary>
/// <param name="KeepsZero">An advance by nothing is written all the same.</param>
internal readonly record struct LabelDistance(Symbol From, Symbol To, bool Signed = false, bool KeepsZero = false)
{
    /// <summary>The distance, as far as layout has come; null when the labels are none, or in different sections.</summary>
    public long? Value => From.State == SymbolState.Label && To.State == SymbolState.Label && ReferenceEquals(From.Chain!.Section, To.Chain!.Section)
        ? To.Address - From.Address
        : null;
}

/// <summary>A stretch of bytes and the statement that they come from.</summary>
internal readonly record struct LineEntry(int Fragment, int Offset, SourceSpan Span);

/// <summary>Where a branch that may grow leads to.</summary>
internal struct BranchStep
{
    /// <summary>Chain and fragment of the target, and the target's offset from the fragment's start.</summary>
    public FragmentChain Chain;
    public long Offset;
    public int Fragment;

    /// <summary>The target comes behind the branch, so that a pass meets it later.</summary>
    public bool IsAhead;

    /// <summary>No alignment stands between the branch and its target.</summary>
    public bool IsInRegion;
}

/// <summary>
/// The fragments of one subsection. All fixed bytes stand in one buffer, one fragment behind the other; fragments, fixups and details
/// are arrays of structs that grow by doubling.
/// </summary>
internal sealed class FragmentChain(Section section, int number)
{
    private byte[] _buffer = new byte[256];
    private int _length;
    private Fragment[] _fragments = new Fragment[4];
    private Fixup[] _fixups = new Fixup[4];
    private Expression[] _targets = [];
    private int _targetCount;

    public Section Section { get; } = section;

    /// <summary>Subsection number; subsections are laid out in ascending order.</summary>
    public int Number { get; } = number;

    public int FragmentCount { get; private set; } = 1;

    public int FixupCount { get; private set; }

    public Span<Fragment> Fragments => _fragments.AsSpan(0, FragmentCount);

    public Span<Fixup> Fixups => _fixups.AsSpan(0, FixupCount);

    public ReadOnlySpan<byte> Buffer => _buffer.AsSpan(0, _length);

    public Span<Expression> Targets => _targets.AsSpan(0, _targetCount);

    /// <summary>For each of <see cref="Targets"/>, what a pass of layout needs to know of it; set when layout begins.</summary>
    public BranchStep[] Steps { get; set; } = [];

    // Made when first needed: most of a large program's sections have none of these.
    public List<AlignDetail> Aligns => field ??= new(4);

    public List<FillDetail> Fills => field ??= new(4);

    public List<LineStep> LineSteps => field ??= new(4);

    public List<LabelDistance> Distances => field ??= new(4);

    /// <summary>Position among the section's chains, and the number of alignments before it; set when layout begins.</summary>
    public int Order { get; set; }
    public int FirstRegion { get; set; }

    /// <summary>Null unless a line table was asked for.</summary>
    public List<LineEntry>? Lines { get; set; }

    /// <summary>The rows of the line table for what stands here; null while there are none.</summary>
    public LineSequence? Sequence { get; set; }

    /// <summary>Index of the fragment that bytes are appended to.</summary>
    public int CurrentFragment => FragmentCount - 1;

    /// <summary>Offset in the current fragment at which the next byte goes.</summary>
    public int CurrentOffset => _length - _fragments[FragmentCount - 1].Start;

    public bool IsEmpty => FragmentCount == 1 && _length == 0;

    /// <summary>Room for so many bytes, to be filled by the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (count > _buffer.Length - _length)
            GrowBuffer(count);
        Span<byte> room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void AppendByte(byte value) => Reserve(1)[0] = value;

    /// <summary>The byte that was appended last.</summary>
    public byte LastByte
    {
        set => _buffer[_length - 1] = value;
    }

    public void DropLastByte() => _length--;

    /// <summary>Appends the low bytes of a number, little-endian; more than eight are sign extended.</summary>
    public void AppendNumber(long value, int size)
    {
        Span<byte> room = Reserve(size);
        switch (size)
        {
            case 1:
                room[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16LittleEndian(room, (short)value);
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(room, (int)value);
                break;
            case 8:
                BinaryPrimitives.WriteInt64LittleEndian(room, value);
                break;
            default:
                for (int i = 0; i < size; i++)
                    room[i] = (byte)(value >> Math.Min(63, 8 * i));
                break;
        }
    }

    /// <summary>Appends an encoded instruction, with its fixups or as a branch whose size layout chooses.</summary>
    public void Append(EncodedInstruction instruction, SourceSpan span)
    {
        int offset = CurrentOffset;
        int length = instruction.Length;
        instruction.Bytes.AsSpan(0, length).CopyTo(Reserve(length));
        for (int i = 0; i < instruction.FixupCount; i++)
        {
            ref FieldFixup field = ref instruction.Fixups[i];
            ref Fixup fixup = ref AddFixup(offset + field.Offset);
            fixup.Value = field.Value;
            fixup.Span = field.Span;
            fixup.Size = field.Size;
            fixup.Kind = field.Kind;
            fixup.DistanceToEnd = (byte)(length - field.Offset);
            fixup.DistanceFromStart = field.Offset;
            fixup.Relaxable = field.Relaxable;
            fixup.IsImmediate = field.IsImmediate;
            fixup.HasRex = field.HasRex;
            fixup.IsInstruction = true;
            fixup.IsBranch = field.IsBranch && RelocationChooser.IsPlt(field.Value.Add);
        }

        if (instruction.Branch != BranchKind.None)
            AppendBranch(instruction, span);
    }

    /// <summary>Appends a field that is filled in later.</summary>
    public ref Fixup AppendField(int size, in Expression value, SourceSpan span)
    {
        ref Fixup fixup = ref AddFixup(CurrentOffset);
        fixup.Value = value;
        fixup.Span = span;
        fixup.Size = (byte)size;
        Reserve(size).Clear();
        return ref fixup;
    }

    /// <summary>A fixup over bytes of the current fragment.</summary>
    public ref Fixup AddFixup(int offset)
    {
        if (FixupCount == _fixups.Length)
            Array.Resize(ref _fixups, FixupCount * 2);
        ref Fixup fixup = ref _fixups[FixupCount++];
        fixup = default;
        fixup.Fragment = FragmentCount - 1;
        fixup.Offset = offset;
        return ref fixup;
    }

    /// <summary>A relocation of a given type at a place that may lie before the current one (<c>.reloc</c>).</summary>
    public void AddForced(int fragment, int offset, long distance, in Expression value, int type, SourceSpan span)
    {
        ref Fixup fixup = ref AddFixup((int)Math.Clamp(offset + distance, int.MinValue, int.MaxValue));
        fixup.Fragment = fragment;
        fixup.Value = value;
        fixup.Span = span;
        fixup.ForcedType = (ushort)type;
        fixup.IsForced = true;
    }

    public void AppendAlign(in AlignDetail detail, SourceSpan span)
    {
        Aligns.Add(detail);
        Close(FragmentKind.Align, Aligns.Count - 1, span);
        _fragments[FragmentCount - 1].Region++;
    }

    /// <summary>Appends a part of a kind that <see cref="FillDetail"/> describes.</summary>
    public void AppendFill(FragmentKind kind, in FillDetail detail, SourceSpan span)
    {
        Fills.Add(detail);
        if (kind == FragmentKind.Fill && detail.Value.IsConstant)
        {
            ref Fragment fill = ref _fragments[FragmentCount - 1];
            fill.IsConstant = true;
            fill.VariableLength = Math.Max(0, detail.Value.Constant) * detail.Size;
        }

        Close(kind, Fills.Count - 1, span);
        if (kind == FragmentKind.Org)
            _fragments[FragmentCount - 1].Region++;
    }

    /// <summary>Appends a LEB128 number that is known later.</summary>
    public void AppendLeb128(in Expression value, bool signed, SourceSpan span)
    {
        if (value is not { Add: { } to, Subtract: { } from, Constant: 0, Modifier: RelocationModifier.None })
        {
            AppendFill(FragmentKind.Leb128, new FillDetail(value, 0, 1, signed), span);
            return;
        }

        AppendDistance(FragmentKind.Distance, new LabelDistance(from, to, signed), span);
    }

    public void AppendDistance(FragmentKind kind, in LabelDistance distance, SourceSpan span)
    {
        Distances.Add(distance);
        Close(kind, Distances.Count - 1, span);
    }

    public void AppendLineStep(in LineStep step)
    {
        LineSteps.Add(step);
        Close(FragmentKind.LineAdvance, LineSteps.Count - 1, SourceSpan.None);
    }

    /// <summary>Every fixup has been applied: there are many, and their memory is needed for the file.</summary>
    public void DropFixups()
    {
        _fixups = [];
        FixupCount = 0;
    }

    /// <summary>Ends appending: the last fragment gets its length.</summary>
    public void Finish()
    {
        ref Fragment last = ref _fragments[FragmentCount - 1];
        last.FixedLength = _length - last.Start;
    }

    private void AppendBranch(EncodedInstruction instruction, SourceSpan span)
    {
        AppendByte(instruction.Branch == BranchKind.Jump ? (byte)0xEB : (byte)(0x70 | instruction.Condition));
        if (_targetCount == _targets.Length)
            Array.Resize(ref _targets, Math.Max(64, _targetCount * 2));
        _targets[_targetCount] = instruction.Target;
        ref Fragment fragment = ref _fragments[FragmentCount - 1];
        fragment.Branch = instruction.Branch;
        fragment.Condition = instruction.Condition;
        fragment.LongSize = instruction.LongDisplacementSize;
        fragment.GoesByPlt = instruction.BranchGoesByPlt;
        Close(FragmentKind.Branch, _targetCount++, span);
    }

    private void Close(FragmentKind kind, int detail, SourceSpan span)
    {
        ref Fragment last = ref _fragments[FragmentCount - 1];
        last.Kind = kind;
        last.Detail = detail;
        last.FixedLength = _length - last.Start;
        last.Span = span;
        int region = last.Region;
        if (FragmentCount == _fragments.Length)
            Array.Resize(ref _fragments, FragmentCount * 2);
        ref Fragment next = ref _fragments[FragmentCount++];
        next.Start = _length;
        next.Region = region;
    }

    private void GrowBuffer(int count) =>
        Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max((long)_buffer.Length * 2, (long)_length + count)));
}
