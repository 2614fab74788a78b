using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Paging;

/// <summary>Page tables of the program: a root and the tables behind it.</summary>
internal sealed class PageTables(string name, SourceSpan span) : Structure("pagetables", name, span)
{
    public required PagingFormat Format { get; init; }

    public required IReadOnlyList<PageTable> Tables { get; init; }

    public override bool HasLargePages => Tables.Any(table => table.Level > 0 && table.Leaves.Count > 0);

    public override string FormatName => PagingFormats.All.First(row => row.Format == Format).Name;
}

/// <summary>
/// <c>.pagetables NAME, format=ia32e</c> with one <c>.map LINEAR, PHYSICAL, SIZE, FLAGS</c> per stretch of memory. The tables that the maps need are made
/// and placed by us, in a section of their own, since each takes a page; the root comes first and is what CR3, or the EPT pointer, wants.
/// Each map uses the largest pages that its addresses and size allow, unless <c>page=</c> says otherwise.
/// </summary>
internal sealed class PageTablesBlock : StructureBlock
{
    /// <summary>16 MBytes of tables: more than any image should carry.</summary>
    private const int GreatestTableCount = 4096;

    /// <summary>Pages of one map: all of 4 GBytes in the smallest ones.</summary>
    private const ulong GreatestPageCount = 1 << 20;

    private const int PageBytes = 4096;

    private static readonly DirectiveShape BlockShape = new(".pagetables", ["a name"], ["format"], ["shared"]);

    private static readonly DirectiveShape MapShape = new(
        ".map", ["a linear address", "a physical address", "a size", "flags"], ["page", "memory_type"]);

    public static DirectiveShape[] Shapes { get; } = [BlockShape, MapShape];

    public static NameScope Flags { get; } = new("a flag of a page", PageEntry.Fields.Where(field => field.Name != "large"),
        [new("nx", unchecked((long)PageEntry.ExecuteDisable)), new("pwt", (long)PageEntry.WriteThrough), new("pcd", (long)PageEntry.CacheDisable), new("pat", PatFlag)]);

    public static NameScope EptFlags { get; } = new("a flag of an EPT page", EptEntry.Fields.Where(field => field.Name is not ("large" or "memory_type")));

    /// <summary>Stands for PAT until the page's size tells which bit it is; no format has a flag here.</summary>
    private const long PatFlag = 1L << 62;

    private readonly PagingShape _shape;
    private readonly PageTable _root;
    private readonly bool _shared;
    private int _tableCount = 1;

    public PageTablesBlock(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments) : base(context, header)
    {
        ArgumentReader reader = new(context, BlockShape, header.Span, arguments);
        string[] names = [.. PagingFormats.All.Select(row => row.Name)];
        string? word = reader.Require("format", string.Join(", ", names))?.ToWord(context, "paging format", names);
        _shape = new PagingShape(PagingFormats.Find(word ?? "ia32e")!);
        _root = new PageTable(_shape.TopLevel) { Span = header.Span };
        _shared = reader.Has("shared");
    }

    private bool IsEpt => _shape.Row.Format == PagingFormat.Ept;

    public override IReadOnlyList<string> EntryDirectives { get; } = [".map"];

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, Context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return;
        ArgumentReader reader = new(Context, MapShape, span, arguments);
        SourceSpan whole = arguments.Count > 0 ? span.To(arguments[^1].Span) : span;
        if (reader.RequirePositional(0) is not { } linearValue || reader.RequirePositional(1) is not { } physicalValue
            || reader.RequirePositional(2) is not { } sizeValue)
        {
            return;
        }

        if (linearValue.ToNumber(Context, IsEpt ? "the guest-physical address" : "the linear address") is not { } linear
            || sizeValue.ToNumber(Context, "the size") is not { } size
            || ReadFlags(reader) is not { } flags)
        {
            return;
        }

        LookForHoles(flags, reader.Positional(3));
        ExpressionNode physical = physicalValue.ToExpression(Context);
        if (!CheckReach((ulong)linear, (ulong)size, linearValue.Span, sizeValue.Span))
            return;
        if (ChoosePage(reader, (ulong)linear, Context.ValueNow(physical), (ulong)size, linearValue.Span, sizeValue.Span) is not { } pageShift)
            return;
        CheckPhysical(physical, (ulong)size, pageShift, physicalValue.Span);
        if ((ulong)size >> pageShift > GreatestPageCount)
        {
            Context.Report(StructureRules.TooManyEntries, sizeValue.Span,
                $"0x{size:x} bytes are 0x{(ulong)size >> pageShift:x} pages of {SizeName(pageShift)}; a map holds 0x{GreatestPageCount:x}: use larger pages");
            return;
        }

        Map((ulong)linear, physical, (ulong)size, pageShift, flags, whole, linearValue.Span);
    }

    public override void Close(SourceSpan end)
    {
        List<PageTable> tables = [];
        Collect(_root, tables);
        if (_shared)
            tables = Share(tables);
        PageTables structure = new(Header.Name, Header.NameSpan) { Format = _shape.Row.Format, Tables = tables };
        Context.PushSection(".data.pages", "aw", hasContents: true, Header.Span);

        // The four entries of PAE's top level would be content with 32 bytes, but the tables behind them are pages.
        Place(structure, PageBytes, () => EmitTables(tables));
        Context.PopSection();
        ExpressionNode root = structure.Address;
        Context.Equate(Header.Name + (IsEpt ? ".eptp" : ".cr3"), IsEpt ? Terms.Add(root, (long)EptPointer.To(0).Value) : root, Header.NameSpan);
    }

    private int EmitTables(List<PageTable> tables)
    {
        // Addresses first: entries of one table name the next.
        int offset = 0;
        ExpressionNode root = Context.Here(Header.NameSpan);
        foreach (PageTable table in tables)
        {
            if (offset > 0)
                offset = (offset + PageBytes - 1) & -PageBytes;
            table.Address = Terms.Add(root, offset);
            offset += _shape.TableBytes(table.Level);
        }

        int written = 0;
        foreach (PageTable table in tables)
        {
            if (written > 0 && written % PageBytes != 0)
            {
                // The four entries stand alone: what follows starts on a page.
                int padding = PageBytes - (written % PageBytes);
                Context.AppendZeros(padding, table.Span);
                written += padding;
            }

            EmitTable(table);
            written += _shape.TableBytes(table.Level);
        }

        return written;
    }

    private void EmitTable(PageTable table)
    {
        int size = _shape.Row.EntryBytes;
        int next = 0;
        foreach (int index in table.Leaves.Keys.Concat(table.Tables.Keys).Order())
        {
            Context.AppendZeros((index - next) * size, table.Span);
            if (table.Leaves.TryGetValue(index, out PageLeaf leaf))
                Context.AppendField(LeafEntry(leaf, table.Level), size, leaf.Span);
            else
                Context.AppendField(Terms.Add(table.Tables[index].Address!, (long)TableFlags(table.Tables[index], table.Level)), size, table.Tables[index].Span);
            next = index + 1;
        }

        Context.AppendZeros((_shape.EntryCount(table.Level) - next) * size, table.Span);
    }

    private ExpressionNode LeafEntry(PageLeaf leaf, int level)
    {
        if (leaf.Base is null)
            return Terms.Constant(leaf.Constant, leaf.Span);
        ulong address = leaf.Constant & PageEntry.AddressMask & ~((1UL << _shape.Shift(level)) - 1);
        return Terms.Add(Terms.Add(leaf.Base, (long)address), (long)(leaf.Constant & ~address));
    }

    /// <summary>An entry that leads to a table allows whatever some page below it allows; the pages' own entries restrict it.</summary>
    private ulong TableFlags(PageTable table, int parentLevel)
    {
        ulong allowed = Permissions(table);
        if (IsEpt)
            return allowed & (EptEntry.Read | EptEntry.Write | EptEntry.Execute);

        // A PAE page-directory-pointer entry has no permissions: those bits are reserved.
        bool isPdpte = _shape.Row.Format == PagingFormat.Pae && parentLevel == _shape.TopLevel;
        return PageEntry.Present | (isPdpte ? 0 : allowed & (PageEntry.Writable | PageEntry.User));
    }

    private static ulong Permissions(PageTable table)
    {
        ulong allowed = 0;
        foreach (PageLeaf leaf in table.Leaves.Values)
            allowed |= leaf.Constant & 7;
        foreach (PageTable child in table.Tables.Values)
            allowed |= Permissions(child);
        return allowed;
    }

    private static void Collect(PageTable table, List<PageTable> tables)
    {
        // Breadth first, so that a dump reads level by level.
        tables.Add(table);
        for (int i = tables.Count - 1; i < tables.Count; i++)
            tables.AddRange(tables[i].Tables.Values);
    }

    /// <summary>Equal tables of one level become one, from the last level up.</summary>
    private static List<PageTable> Share(List<PageTable> tables)
    {
        Dictionary<string, PageTable> seen = [];
        Dictionary<PageTable, PageTable> merged = [];
        foreach (PageTable table in tables.OrderBy(table => table.Level))
        {
            foreach (int index in table.Tables.Keys.ToArray())
                table.Tables[index] = merged.GetValueOrDefault(table.Tables[index], table.Tables[index]);
            string key = table.Level + ":"
                + string.Join(",", table.Leaves.Select(pair => $"{pair.Key}={pair.Value.Constant:x}+{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Value.Base)}"))
                + ";" + string.Join(",", table.Tables.Select(pair => $"{pair.Key}={System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Value)}"));
            if (!seen.TryAdd(key, table))
                merged[table] = seen[key];
        }

        return [.. tables.Where(table => !merged.ContainsKey(table))];
    }

    private ulong? ReadFlags(ArgumentReader reader)
    {
        Value? value = reader.Positional(3);
        if (!IsEpt)
        {
            if (reader.Find("memory_type") is { } stray)
                Context.Report(StructureRules.WrongMode, stray.Span, "`memory_type` belongs to EPT; here `pwt`, `pcd` and `pat` choose it");
            if (value is null)
                return PageEntry.Present | PageEntry.Writable;
            if (value.ToNumber(Context, "the flags", Flags) is not { } flags)
                return null;
            if (_shape.Row.EntryBytes == 4 && (flags & unchecked((long)PageEntry.ExecuteDisable)) != 0)
            {
                Context.Report(StructureRules.WrongMode, value.Span,
                    $"`execute_disable` is bit 63, and an entry of format `{_shape.Row.Name}` has 32 bits: use `pae` or `ia32e`");
                return null;
            }

            return CheckFlagBits((ulong)flags & ~(ulong)PatFlag, value.Span) ? (ulong)flags : null;
        }

        ulong permissions = EptEntry.Read | EptEntry.Write | EptEntry.Execute;
        if (value is not null)
        {
            if (value.ToNumber(Context, "the flags", EptFlags) is not { } flags)
                return null;
            permissions = (ulong)flags;
            if (!CheckFlagBits(permissions, value.Span))
                return null;
            CheckEptPermissions(permissions, value.Span);
        }

        ulong type = 6;
        if (reader.Find("memory_type") is { } typeValue)
        {
            if (typeValue.ToWord(Context, "memory type", [.. EptEntry.MemoryTypes.Select(row => row.Name)]) is not { } word)
                return null;
            type = (ulong)EptEntry.MemoryTypes.First(row => row.Name == word).Type;
        }

        return permissions | (type << EptEntry.MemoryTypeShift);
    }

    /// <summary>Flags given as a number: only bits that are flags, or that the processor leaves to software.</summary>
    private bool CheckFlagBits(ulong flags, SourceSpan span)
    {
        const ulong Software = 0xE00;
        const ulong UpperSoftware = 0x7FFUL << 52;
        ulong known = _shape.Row.Format switch
        {
            PagingFormat.Ept => 0xFC7 | UpperSoftware | EptEntry.SuppressVe,
            PagingFormat.Ia32e => 0x1FF | Software | UpperSoftware | PageEntry.ExecuteDisable,
            PagingFormat.Pae => 0x1FF | Software | PageEntry.ExecuteDisable,
            _ => 0x1FF | Software,
        };
        ulong stray = flags & ~known;
        if (stray == 0)
            return true;
        string what = IsEpt && (stray & EptEntry.MemoryTypeMask) != 0 ? "the memory type, which `memory_type=` gives" : "the address, or reserved";
        Context.Report(StructureRules.BadPageTable, span, $"bits 0x{stray:x} are no flags of format `{_shape.Row.Name}`: they are {what}");
        return false;
    }

    private void LookForHoles(ulong flags, Value? given)
    {
        ulong needed = IsEpt ? EptEntry.Read | EptEntry.Write | EptEntry.Execute : PageEntry.Present;
        ulong others = IsEpt ? flags & ~(EptEntry.MemoryTypeMask | needed) : flags & ~needed;
        if (given is not null && (flags & needed) == 0 && others != 0)
            Context.Report(StructureRules.MapNotPresent, given.Span, IsEpt ? "the pages allow no access: `read`, `write` or `execute` is missing" : "the pages are not `present`: every access to them is a page fault");
    }

    private void CheckEptPermissions(ulong flags, SourceSpan span)
    {
        if ((flags & (EptEntry.Read | EptEntry.Write)) == EptEntry.Write)
        {
            Context.Report(StructureRules.BadPageTable, span,
                "a page cannot be `write` without `read`: that is an EPT misconfiguration (SDM volume 3, \"EPT Misconfigurations\")");
        }
        else if ((flags & 7) == EptEntry.Execute && !Context.Model.Vmx.EptVpid.ExecuteOnly)
        {
            Context.Diagnostics.Report(new Diagnostic(
                StructureRules.BadPageTable,
                $"processor model `{Context.Model.Name}` has no execute-only pages: an EPT misconfiguration (SDM volume 3, \"EPT Misconfigurations\")",
                span)
            {
                Notes = StructureContext.ModelWith(model => model.Vmx.EptVpid.ExecuteOnly),
            });
        }
    }

    private bool CheckReach(ulong linear, ulong size, SourceSpan linearSpan, SourceSpan sizeSpan)
    {
        if (size == 0)
        {
            Context.Report(StructureRules.OutOfRange, sizeSpan, "the size is 0: there is nothing to map");
            return false;
        }

        ulong last = linear + size - 1;
        string reach = $"format `{_shape.Row.Name}` reaches {_shape.LinearBits} bits";
        bool within = _shape.LinearBits == 32 || IsEpt
            ? last >= linear && last >> _shape.LinearBits == 0
            : last >= linear && IsCanonical(linear) && IsCanonical(last) && linear >> 47 == last >> 47;
        if (!within)
        {
            Context.Report(StructureRules.Unreachable, linearSpan,
                $"0x{linear:x} to 0x{last:x} cannot be mapped: {reach}{(_shape.LinearBits == 48 && !IsEpt ? ", the upper ones copies of bit 47" : "")}");
        }

        return within;
    }

    private static bool IsCanonical(ulong linear) => (long)(linear << 16) >> 16 == (long)linear;

    private int? ChoosePage(ArgumentReader reader, ulong linear, long? physical, ulong size, SourceSpan linearSpan, SourceSpan sizeSpan)
    {
        int? asked = null;
        if (reader.Find("page") is { } page)
        {
            if (page.ToNumber(Context, "the page size") is not { } bytes)
                return null;
            asked = bytes > 0 && System.Numerics.BitOperations.IsPow2(bytes) ? System.Numerics.BitOperations.Log2((ulong)bytes) : 0;
            if (!_shape.PageShifts.Contains(asked.Value))
            {
                Context.Report(StructureRules.WrongMode, page.Span,
                    $"format `{_shape.Row.Name}` has pages of {string.Join(", ", _shape.PageShifts.Reverse().Select(SizeName))}");
                return null;
            }
        }

        int chosen = asked ?? _shape.PageShifts.First(shift =>
            shift == 12 || (HasPage(Context.Model, shift) && physical is { } known && ((linear | (ulong)known | size) & ((1UL << shift) - 1)) == 0));
        ulong mask = (1UL << chosen) - 1;
        if ((linear & mask) != 0)
        {
            Context.Report(StructureRules.Misaligned, linearSpan, $"the address 0x{linear:x} is no multiple of the page size, {SizeName(chosen)}");
            return null;
        }

        if ((size & mask) != 0)
        {
            Context.Report(StructureRules.Misaligned, sizeSpan, $"the size 0x{size:x} is no multiple of the page size, {SizeName(chosen)}");
            return null;
        }

        if (!HasPage(Context.Model, chosen))
        {
            Context.Diagnostics.Report(new Diagnostic(
                StructureRules.UnsupportedControl,
                $"processor model `{Context.Model.Name}` has no pages of {SizeName(chosen)} here",
                reader.Find("page")!.Span)
            {
                Notes = StructureContext.ModelWith(model => HasPage(model, chosen)),
            });
        }

        return chosen;
    }

    /// <summary>1-GByte pages came late; every model has the others.</summary>
    private bool HasPage(CpuModel model, int shift) => shift < 30
        || (IsEpt ? model.Vmx.EptVpid.Pages1G : model.Has(CpuFeature.OneGigabytePages));

    private static string SizeName(int shift) => shift switch { 30 => "1G", > 20 => $"{1 << (shift - 20)}M", _ => "4K" };

    private void CheckPhysical(ExpressionNode physical, ulong size, int pageShift, SourceSpan span)
    {
        Context.RequireAlignment(physical, 1L << pageShift, span, "the physical address");

        // PSE-36 gives 4-MByte pages 40 physical bits; otherwise a 4-byte entry holds 32.
        int bits = _shape.Row.EntryBytes == 8 ? Context.Model.PhysicalAddressBits
            : pageShift == 22 ? Math.Min(40, Context.Model.PhysicalAddressBits)
            : 32;
        Context.WhenKnown(physical, value =>
        {
            ulong last = (ulong)value + size - 1;
            if (value < 0 || last >> bits != 0)
            {
                Context.Report(StructureRules.Unreachable, span,
                    $"0x{value:x} to 0x{last:x} lies beyond the {bits} bits of a physical address that {(_shape.Row.EntryBytes == 8 ? $"processor model `{Context.Model.Name}` has" : "an entry of this format holds")}");
            }
        });
    }

    private void Map(ulong linear, ExpressionNode physical, ulong size, int pageShift, ulong flags, SourceSpan span, SourceSpan linearSpan)
    {
        int level = _shape.LevelOf(pageShift);
        long? known = Context.ValueNow(physical);
        ulong entryFlags = flags & ~(ulong)PatFlag;
        if ((flags & (ulong)PatFlag) != 0)
            entryFlags |= level == 0 ? PageEntry.Pat : PageEntry.LargePagePat;
        if (level > 0)
            entryFlags |= PageEntry.LargePage;
        for (ulong offset = 0; offset < size; offset += 1UL << pageShift)
        {
            PageTable? table = Descend(linear + offset, level, span, linearSpan);
            if (table is null)
                return;
            int index = _shape.Index(level, linear + offset);
            if (table.Tables.TryGetValue(index, out PageTable? below))
            {
                ReportOverlap(linear + offset, below.Span, linearSpan);
                return;
            }

            PageLeaf leaf = known is { } address
                ? new PageLeaf(null, entryFlags | AddressBits((ulong)address + offset, pageShift), span)
                : new PageLeaf(physical, entryFlags | offset, span);
            if (!table.Leaves.TryAdd(index, leaf))
            {
                ReportOverlap(linear + offset, table.Leaves[index].Span, linearSpan);
                return;
            }
        }
    }

    /// <summary>PSE-36 keeps bits 39:32 of a 4-MByte page's address in bits 20:13 of its entry.</summary>
    private ulong AddressBits(ulong physical, int pageShift) =>
        _shape.Row.EntryBytes == 4 && pageShift == 22 ? (physical & 0xFFC0_0000) | (physical >> 32 & 0xFF) << 13 : physical;

    private PageTable? Descend(ulong linear, int level, SourceSpan span, SourceSpan linearSpan)
    {
        PageTable table = _root;
        while (table.Level > level)
        {
            int index = _shape.Index(table.Level, linear);
            if (table.Leaves.TryGetValue(index, out PageLeaf leaf))
            {
                ReportOverlap(linear, leaf.Span, linearSpan);
                return null;
            }

            if (!table.Tables.TryGetValue(index, out PageTable? next))
            {
                if (++_tableCount > GreatestTableCount)
                {
                    Context.Report(StructureRules.TooManyEntries, span, $"the maps need more than {GreatestTableCount} tables; use larger pages");
                    return null;
                }

                next = new PageTable(table.Level - 1) { Span = span };
                table.Tables.Add(index, next);
            }

            table = next;
        }

        return table;
    }

    private void ReportOverlap(ulong linear, SourceSpan other, SourceSpan span) =>
        Context.Report(StructureRules.Overlap, span, $"0x{linear:x} is mapped already", new DiagnosticLabel(other, "by this map"));
}
