using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>What follows the fixed bytes of a fragment.</summary>
internal enum FragmentKind : byte
{
    /// <summary>Nothing: the fragment is its fixed bytes.</summary>
    Data,

    /// <summary>The rest of a branch, one byte or a long form.</summary>
    Branch,

    /// <summary>Padding up to a multiple of a power of two.</summary>
    Align,

    /// <summary>A pattern, as often as an expression says.</summary>
    Fill,

    /// <summary>Padding up to an offset in the section.</summary>
    Org,

    /// <summary>A LEB128 number whose value is not known yet.</summary>
    Leb128,

    /// <summary>A LEB128 number that is the distance of two labels, as debug information has them by the hundred thousand.</summary>
    Distance,

    /// <summary>No-operation instructions of a total size (<c>.nops</c>).</summary>
    Nops,

    /// <summary>DW_CFA_advance_loc in the smallest form that holds a code distance.</summary>
    CfiAdvance,

    /// <summary>A DWARF line-number advance in the smallest form that holds a code distance.</summary>
    LineAdvance,
}

/// <summary>
/// Bytes of known size, and behind them one thing whose size layout decides. A section is a list of these: a new one begins only
/// behind a thing of unknown size, so straight data and code share one.
/// </summary>
internal struct Fragment
{
    /// <summary>Offset of the fixed bytes in the chain's buffer.</summary>
    public int Start;

    public int FixedLength;

    public FragmentKind Kind;

    public BranchKind Branch;

    /// <summary>Condition code of a conditional jump.</summary>
    public byte Condition;

    /// <summary>Bytes of the long form's displacement: 2 or 4.</summary>
    public byte LongSize;

    /// <summary>The branch is 64-bit code's: to another file's symbol it goes by the procedure linkage table.</summary>
    public bool GoesByPlt;

    /// <summary>The branch has its long form.</summary>
    public bool IsLong;

    /// <summary>The branch leaves the section or may be preempted: its displacement is a relocation.</summary>
    public bool NeedsRelocation;

    /// <summary>The size of the variable part is known since it was appended.</summary>
    public bool IsConstant;

    /// <summary>
    /// Number of the stretch between two alignments (GNU as's "region"): growth does not carry beyond an alignment for certain.
    /// </summary>
    public int Region;

    /// <summary>Index of the details in the chain's table for the kind.</summary>
    public int Detail;

    /// <summary>Size in bytes of the variable part, as far as layout has come.</summary>
    public long VariableLength;

    /// <summary>Offset in the section of the fixed part, as far as layout has come.</summary>
    public long Address;

    /// <summary>The statement that made the variable part.</summary>
    public SourceSpan Span;

    public readonly bool HasDecidedSize => Kind == FragmentKind.Data || IsConstant;

    public readonly long Size => FixedLength + VariableLength;
}
