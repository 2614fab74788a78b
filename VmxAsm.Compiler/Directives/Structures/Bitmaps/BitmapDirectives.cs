using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Bitmaps;

/// <summary>
/// <c>.iobitmap</c>, <c>.msrbitmap</c> and <c>.vmxonregion</c>: structures that a single line describes. A bit of a bitmap says whether the guest's
/// access leaves the guest (SDM volume 3, "I/O-Bitmap Addresses", "MSR-Bitmap Address"). Both are pages, so they go to a section of pages.
/// </summary>
internal static class BitmapDirectives
{
    private const int PageBytes = 4096;

    private static readonly DirectiveShape IoShape = new(".iobitmap", ["a name"], ["default"], Repeatable: ["intercept", "pass"]);

    private static readonly DirectiveShape MsrShape = new(".msrbitmap", ["a name"], ["default"], Repeatable: ["read", "write", "pass"]);

    private static readonly DirectiveShape RegionShape = new(".vmxonregion", ["a name"], []);

    public static DirectiveShape[] Shapes { get; } = [IoShape, MsrShape, RegionShape];

    /// <summary>iobitmap = NAME { "," ( "intercept" | "pass" ) "=" ports }: 4 KBytes for the lower half of the ports, 4 for the upper.</summary>
    public static void IoBitmap(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments)
    {
        ArgumentReader reader = new(context, IoShape, header.Span, arguments);
        byte[] map = new byte[2 * PageBytes];
        if (reader.Find("default")?.ToWord(context, "default", ["pass", "intercept"]) == "intercept")
            map.AsSpan().Fill(0xFF);
        foreach ((int first, int last) in NumberRanges.Read(context, reader.FindAll("intercept"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, true);
        foreach ((int first, int last) in NumberRanges.Read(context, reader.FindAll("pass"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, false);
        Place(context, header, map);
        ExpressionNode start = context.Structures.Find(header.Name)!.Address;
        context.Equate(header.Name + ".a", start, header.NameSpan);
        context.Equate(header.Name + ".b", Terms.Add(start, PageBytes), header.NameSpan);
    }

    /// <summary>
    /// msrbitmap = NAME { "," ( "read" | "write" | "pass" ) "=" MSRs }: a kilobyte each for reads of the low and the high range, then writes.
    /// </summary>
    public static void MsrBitmap(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments)
    {
        ArgumentReader reader = new(context, MsrShape, header.Span, arguments);
        byte[] map = new byte[PageBytes];
        if (reader.Find("default")?.ToWord(context, "default", ["pass", "intercept"]) == "intercept")
            map.AsSpan().Fill(0xFF);
        SetMsrs(context, map.AsSpan(0, 0x800), reader.FindAll("read"), true);
        SetMsrs(context, map.AsSpan(0x800, 0x800), reader.FindAll("write"), true);
        SetMsrs(context, map.AsSpan(0, 0x800), reader.FindAll("pass"), false);
        SetMsrs(context, map.AsSpan(0x800, 0x800), reader.FindAll("pass"), false);
        Place(context, header, map);
    }

    /// <summary>A page of memory for VMXON; the processor wants its revision identifier in it, which only the running program knows.</summary>
    public static void VmxonRegion(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments)
    {
        _ = new ArgumentReader(context, RegionShape, header.Span, arguments);
        PlaceRegion(context, header, new Structure("vmxonregion", header.Name, header.NameSpan));
    }

    /// <summary>Reserves a page, and a pointer to it for VMXON, VMPTRLD and VMCLEAR, which take the address from memory: NAME.pointer.</summary>
    public static void PlaceRegion(StructureContext context, BlockHeader header, Structure structure)
    {
        context.PushSection(".bss.pages", "aw", hasContents: false, header.Span);
        context.Align(PageBytes, header.Span);
        structure.Address = context.Here(header.NameSpan);
        structure.Size = PageBytes;
        context.DefineLabel(header.Name, header.NameSpan);
        context.AppendZeros(PageBytes, header.Span);
        context.PopSection();
        context.Structures.Add(structure);
        context.Equate(header.Name + ".size", Terms.Constant((long)PageBytes), header.NameSpan);
        context.PushSection(".data", "aw", hasContents: true, header.Span);
        context.Align(8, header.Span);
        context.DefineLabel(header.Name + ".pointer", header.NameSpan);
        context.AppendField(structure.Address, 8, header.NameSpan);
        context.PopSection();
    }

    private static void Place(StructureContext context, BlockHeader header, byte[] bytes)
    {
        context.PushSection(".data.pages", "aw", hasContents: true, header.Span);
        context.Align(PageBytes, header.Span);
        Structure structure = new(header.Kind, header.Name, header.NameSpan) { Address = context.Here(header.NameSpan), Size = bytes.Length };
        context.DefineLabel(header.Name, header.NameSpan);
        context.Append(bytes, header.Span);
        context.PopSection();
        context.Equate(header.Name + ".size", Terms.Constant((long)bytes.Length), header.NameSpan);
        context.Structures.Add(structure);
    }

    private static bool HasBit(long msr) => msr is >= 0 and <= 0x1FFF or >= 0xC000_0000 and <= 0xC000_1FFF;

    private static void SetMsrs(StructureContext context, Span<byte> half, IEnumerable<Value> values, bool intercept)
    {
        foreach (Value value in values)
        {
            if (value is NameValue { Name: "all" })
            {
                half.Fill(intercept ? (byte)0xFF : (byte)0);
                continue;
            }

            (Value firstValue, Value lastValue) = value is RangeValue range ? (range.First, range.Last) : (value, value);
            if (firstValue.ToNumber(context, "an MSR", NameScope.Msrs) is not { } first || lastValue.ToNumber(context, "an MSR", NameScope.Msrs) is not { } last)
                continue;
            bool isLow = first is >= 0 and <= 0x1FFF && last is >= 0 and <= 0x1FFF;
            bool isHigh = first is >= 0xC000_0000 and <= 0xC000_1FFF && last is >= 0xC000_0000 and <= 0xC000_1FFF;
            if (!isLow && !isHigh)
            {
                long outside = HasBit(first) ? last : first;
                context.Report(StructureRules.OutOfRange, value.Span, HasBit(outside)
                    ? "a range of MSRs stays within 0..0x1fff or within 0xc0000000..0xc0001fff"
                    : $"MSR {StructureContext.Number(outside)} has no bit in the map, which covers 0..0x1fff and 0xc0000000..0xc0001fff; accesses to others always exit");
            }
            else if (first > last)
            {
                context.Report(StructureRules.OutOfRange, value.Span, "the range ends before it begins");
            }
            else
            {
                NumberRanges.Set(half[(isLow ? 0 : 0x400)..], (int)(first & 0x1FFF), (int)(last & 0x1FFF), intercept);
            }
        }
    }
}

/// <summary>
/// <c>.msrlist NAME</c> with a <c>.msr INDEX, VALUE</c> per register: what VM entry and VM exit load and store (SDM volume 3, "VM-Exit
/// Controls for MSRs"). 16 bytes each: index, reserved, value.
/// </summary>
internal sealed class MsrListBlock(StructureContext context, BlockHeader header) : StructureBlock(context, header)
{
    private static readonly DirectiveShape MsrShape = new(".msr", ["a register", "a value"], []);

    public static DirectiveShape[] Shapes { get; } = [MsrShape];

    private readonly List<(ExpressionNode Index, ExpressionNode Value, SourceSpan Span)> _entries = [];

    public override IReadOnlyList<string> EntryDirectives { get; } = [".msr"];

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, Context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return;
        ArgumentReader reader = new(Context, MsrShape, span, arguments);
        if (reader.RequirePositional(0) is not { } register)
            return;
        ExpressionNode index = register.ToExpression(Context, NameScope.Msrs);
        Context.RequireRange(index, 0, 0xFFFF_FFFF, register.Span, "the register's number");
        Value? value = reader.Positional(1);
        NameScope? scope = register is NameValue { Name: "IA32_EFER" } ? NameScope.Efer : null;
        _entries.Add((index, value?.ToExpression(Context, scope) ?? Terms.Constant(0L), span.To(arguments[^1].Span)));
    }

    public override void Close(SourceSpan end)
    {
        if (_entries.Count > Context.Model.Vmx.MaxMsrListEntries)
        {
            Context.Report(StructureRules.TooManyEntries, Header.NameSpan,
                $"`{Header.Name}` has {_entries.Count} registers; IA32_VMX_MISC recommends at most {Context.Model.Vmx.MaxMsrListEntries}");
        }

        Structure list = new("msrlist", Header.Name, Header.NameSpan);
        Place(list, 16, () =>
        {
            foreach ((ExpressionNode index, ExpressionNode value, SourceSpan span) in _entries)
            {
                Context.AppendField(index, 4, span);
                Context.AppendZeros(4, span);
                Context.AppendField(value, 8, span);
                list.Entries.Add(new StructureEntry("msr", (ulong)(Context.ValueNow(index) ?? 0), span));
            }

            return _entries.Count * 16;
        });
        Context.Equate(Header.Name + ".count", Terms.Constant((long)_entries.Count), Header.NameSpan);
    }
}
