using VmxAsm.Architecture.Paging;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Paging;

/// <summary>An entry that maps a page: a physical address, known or not, and flags.</summary>
/// <param name="Base">Address of the first byte of the map's memory; null when <paramref name="Constant"/> is the whole entry.</param>
/// <param name="Constant">Flags, and the offset of this page in the map; or the whole entry.</param>
internal readonly record struct PageLeaf(ExpressionNode? Base, ulong Constant, SourceSpan Span);

/// <summary>One table: entries by index, each a page or a table of the next level.</summary>
internal sealed class PageTable(int level)
{
    /// <summary>0 for the last level.</summary>
    public int Level { get; } = level;

    public SortedDictionary<int, PageLeaf> Leaves { get; } = [];

    public SortedDictionary<int, PageTable> Tables { get; } = [];

    /// <summary>Span of the first map that made this table.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Address, once placed.</summary>
    public ExpressionNode? Address { get; set; }
}

/// <summary>
/// The shape of one format (SDM volume 3, "Paging"): which address bits index a table of which level, and what pages entries of that
/// level may map.
/// </summary>
internal sealed record PagingShape(PagingFormatRow Row)
{
    public int TopLevel => Row.Levels - 1;

    /// <summary>Lowest address bit of the index into a table of this level, which is also the size of what its entries cover.</summary>
    public int Shift(int level) => 12 + (level * Row.IndexBits);

    public int EntryCount(int level) => Row.Format == PagingFormat.Pae && level == TopLevel ? 4 : 1 << Row.IndexBits;

    public int Index(int level, ulong linear) => (int)(linear >> Shift(level)) & (EntryCount(level) - 1);

    public int TableBytes(int level) => EntryCount(level) * Row.EntryBytes;

    /// <summary>The page sizes, largest first, as shifts.</summary>
    public IReadOnlyList<int> PageShifts { get; } = [.. Row.LargePageShifts.OrderDescending(), 12];

    public int LevelOf(int pageShift) => (pageShift - 12) / Row.IndexBits;

    public bool IsPresent(ulong entry) => Row.Format == PagingFormat.Ept ? (entry & 7) != 0 : (entry & PageEntry.Present) != 0;

    /// <summary>Whether a present entry of this level maps a page, and does not lead to a table.</summary>
    public bool IsLeaf(ulong entry, int level) => level == 0 || ((entry & PageEntry.LargePage) != 0 && PageShifts.Contains(Shift(level)));

    /// <summary>The first address that an entry covers; the upper half of 48 bits is sign-extended.</summary>
    public ulong LinearAt(int level, ulong tableLinear, int index)
    {
        ulong address = tableLinear | (ulong)index << Shift(level);
        return LinearBits == 48 && Row.Format != PagingFormat.Ept && level == TopLevel && index >= 256 ? address | 0xFFFF_0000_0000_0000 : address;
    }

    /// <summary>The manual's name of a table.</summary>
    public string TableName(int level) => level switch
    {
        0 => "page table",
        1 => "page directory",
        2 => "page-directory-pointer table",
        _ => "PML4",
    };

    /// <summary>Bits of an address that can be mapped.</summary>
    public int LinearBits => Row.Levels == 4 ? 48 : 32;
}
