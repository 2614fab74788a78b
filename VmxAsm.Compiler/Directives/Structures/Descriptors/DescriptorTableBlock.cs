using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>
/// <c>.gdt NAME</c> and <c>.ldt NAME</c>: a table of descriptors in the order in which they stand. A label on an entry is its selector:
/// index times 8, the table indicator in an LDT, and the RPL when <c>rpl=</c> gives one.
/// </summary>
internal sealed class DescriptorTableBlock(StructureContext context, BlockHeader header) : StructureBlock(context, header)
{
    private const int GreatestSize = 0x10000;

    private static readonly DirectiveShape Shape = new(
        ".descriptor",
        ["a type"],
        ["base", "limit", "size", "dpl", "rpl", "granularity", "offset", "selector", "parameters"],
        ["conforming", "execute_only", "readable", "expand_down", "read_only", "writable", "accessed", "available", "busy", "not_present"]);

    public static DirectiveShape[] Shapes { get; } = [Shape];

    private readonly DescriptorTable _table = new(header.Kind == "ldt", header.Name, header.NameSpan);
    private readonly List<(string Name, SourceSpan Span)> _labels = [];
    private readonly List<(DescriptorEntry? Entry, ExpressionNode? Raw, SourceSpan Span)> _entries = [];
    private int _size;

    public override IReadOnlyList<string> EntryDirectives { get; } = [".null", ".descriptor", ".raw"];

    public override void Label(string name, SourceSpan span) => _labels.Add((name, span));

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, Context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
        {
            Add(null, span, 0, 8);
            return;
        }

        if (directive == ".null")
        {
            ArgumentReader none = new(Context, new DirectiveShape(".null", [], []), span, arguments);
            Add(null, none.Span, 0, 8);
            return;
        }

        SourceSpan whole = arguments.Count > 0 ? span.To(arguments[^1].Span) : span;
        if (directive == ".raw")
        {
            ArgumentReader raw = new(Context, new DirectiveShape(".raw", ["the 8 bytes of a descriptor as a number"], []), span, arguments);
            Add(null, whole, 0, 8, raw.RequirePositional(0)?.ToExpression(Context));
            return;
        }

        ArgumentReader reader = new(Context, Shape, span, arguments);
        DescriptorEntry? entry = Read(reader, whole);
        Add(entry, whole, reader.Find("rpl")?.ToNumber(Context, "`rpl`") ?? 0, entry?.Kind.Size ?? 8);
        if (reader.Find("rpl") is { } rpl)
            Context.RequireRange(rpl.ToExpression(Context), 0, 3, rpl.Span, "`rpl`");
    }

    public override void Close(SourceSpan end)
    {
        foreach ((string name, SourceSpan span) in _labels)
            Context.Report(StructureRules.ForeignStatement, span, $"`{name}` stands behind the last entry and selects nothing");
        if (_size > GreatestSize)
            Context.Report(StructureRules.TooManyEntries, Header.NameSpan, $"`{Header.Name}` has {_size / 8} entries, a descriptor table holds 8192");
        if (_entries.Count == 0)
        {
            Context.Report(StructureRules.MissingKey, Header.NameSpan, _table.IsLocal
                ? $"`{Header.Name}` has no entry: its limit would be -1"
                : $"`{Header.Name}` has no entry; a GDT begins with `.null`, which selector 0 means");
        }

        if (!_table.IsLocal && _entries.Count > 0 && (_entries[0].Entry is not null || _entries[0].Raw is not null))
        {
            Context.Report(StructureRules.BadDescriptor, _entries[0].Span,
                "the first entry of a GDT must be `.null`: the processor takes selector 0 for \"no segment\"");
        }

        Place(_table, 8, Emit);
    }

    private int Emit()
    {
        foreach ((DescriptorEntry? entry, ExpressionNode? raw, SourceSpan span) in _entries)
        {
            if (raw is not null)
                Context.AppendField(raw, 8, span);
            else if (entry is null)
                Context.AppendZeros(8, span);
            else
                DescriptorBytes.Append(Context, entry);
        }

        return _size;
    }

    private void Add(DescriptorEntry? entry, SourceSpan span, long rpl, int size, ExpressionNode? raw = null)
    {
        _entries.Add((entry, raw, span));
        if (entry is not null)
        {
            entry.TableOffset = _size;
            _table.Descriptors.Add(entry);
        }

        if (raw is not null)
            _table.Raw.Add(_size);
        long selector = (uint)_size + (_table.IsLocal ? 4 : 0) + (rpl & 3);
        foreach ((string name, SourceSpan nameSpan) in _labels)
        {
            Context.Equate(name, Terms.Constant(selector, nameSpan), nameSpan);
            if (entry is not null)
                _table.Labels.TryAdd(name, entry);
        }

        if (entry is not null || _labels.Count > 0)
            _table.Entries.Add(new StructureEntry(_labels.Count > 0 ? _labels[0].Name : "", (ulong)selector, span));
        _labels.Clear();
        _size += size;
    }

    private DescriptorEntry? Read(ArgumentReader reader, SourceSpan span)
    {
        if (reader.RequirePositional(0)?.ToWord(Context, "type of descriptor", DescriptorKind.Words) is not { } word
            || DescriptorKind.Find(word) is not { } kind)
        {
            return null;
        }

        if (_table.IsLocal && kind.Family is DescriptorFamily.Ldt or DescriptorFamily.Tss)
        {
            Context.Report(StructureRules.BadDescriptor, reader.Positional(0)!.Span,
                $"a `{word}` descriptor must stand in the GDT: LLDT and LTR refuse a selector into an LDT");
        }

        DescriptorEntry entry = new(kind, span) { Rights = kind.Rights | Attributes(reader, kind), Dpl = Privilege(reader) };
        return kind.IsGate ? ReadGate(reader, entry) : ReadSegment(reader, entry);
    }

    private ExpressionNode Privilege(ArgumentReader reader)
    {
        if (reader.Find("dpl") is not { } value)
            return Terms.Constant(0L);
        ExpressionNode dpl = value.ToExpression(Context);
        Context.RequireRange(dpl, 0, 3, value.Span, "`dpl`");
        return dpl;
    }

    private uint Attributes(ArgumentReader reader, DescriptorKind kind)
    {
        reader.Exclude("execute_only", "readable");
        reader.Exclude("read_only", "writable");
        bool isCode = kind.Family == DescriptorFamily.Code;
        bool isData = kind.Family == DescriptorFamily.Data;
        uint rights = 0;
        if ((isCode && !reader.Has("execute_only")) || (isData && !reader.Has("read_only")))
            rights |= AccessRights.WritableOrReadableBit;
        AddIf(reader, "conforming", isCode, kind, AccessRights.ExpandDownOrConformingBit, ref rights);
        AddIf(reader, "expand_down", isData, kind, AccessRights.ExpandDownOrConformingBit, ref rights);
        AddIf(reader, "accessed", isCode || isData, kind, AccessRights.AccessedBit, ref rights);
        AddIf(reader, "busy", kind.Family == DescriptorFamily.Tss, kind, AccessRights.WritableOrReadableBit, ref rights);
        AddIf(reader, "available", !kind.IsGate, kind, AccessRights.AvailableBit, ref rights);
        AddIf(reader, "execute_only", isCode, kind, 0, ref rights);
        AddIf(reader, "readable", isCode, kind, 0, ref rights);
        AddIf(reader, "read_only", isData, kind, 0, ref rights);
        AddIf(reader, "writable", isData, kind, 0, ref rights);
        return rights;
    }

    private void AddIf(ArgumentReader reader, string word, bool applies, DescriptorKind kind, uint bit, ref uint rights)
    {
        if (!reader.Has(word))
            return;
        if (applies)
            rights |= bit;
        else
            Context.Report(StructureRules.BadDescriptor, reader.SpanOf(word), $"a `{kind.Word}` descriptor cannot be `{word}`");
    }

    private DescriptorEntry ReadSegment(ArgumentReader reader, DescriptorEntry entry)
    {
        foreach (string key in (string[])["offset", "selector", "parameters"])
        {
            if (reader.Find(key) is { } stray)
                Context.Report(StructureRules.UnknownKey, stray.Span, $"`{key}` belongs to gates; a `{entry.Kind.Word}` descriptor has a base and a limit");
        }

        bool isSystem = entry.Kind.Family is DescriptorFamily.Ldt or DescriptorFamily.Tss;
        Value? baseValue = isSystem ? reader.Require("base", "the address of the structure") : reader.Find("base");
        ExpressionNode baseNode = baseValue?.ToExpression(Context) ?? Terms.Constant(0L);
        entry = entry with
        {
            Base = baseNode,
            Limit = ReadLimit(reader, entry.Kind, baseValue),
            Granularity = reader.Find("granularity")?.ToWord(Context, "granularity", ["byte", "page"]) switch { "byte" => false, "page" => true, _ => null },
        };
        if (reader.Has("not_present"))
            entry = entry with { Rights = entry.Rights & ~AccessRights.PresentBit };
        if (!isSystem || baseValue is not null)
            CheckSegment(entry, baseValue?.Span ?? entry.Span, (reader.Find("limit") ?? reader.Find("size"))?.Span ?? entry.Span, reader.Find("limit") is null && reader.Find("size") is not null);
        return entry;
    }

    private ExpressionNode ReadLimit(ArgumentReader reader, DescriptorKind kind, Value? baseValue)
    {
        if (reader.Find("limit") is { } limit)
        {
            if (reader.Find("size") is { } both)
                Context.Report(StructureRules.DuplicateKey, both.Span, "`size` and `limit` say the same thing: give one of them");
            return Terms.Add(limit.ToExpression(Context), limit.IsSize() ? -1 : 0);
        }

        if (reader.Find("size") is { } size)
        {
            ExpressionNode bytes = size.ToExpression(Context);
            Context.RequireRange(bytes, 1, 1L << 32, size.Span, "the size");
            return Terms.Add(bytes, -1);
        }

        if (kind.Family is DescriptorFamily.Code or DescriptorFamily.Data)
            return Terms.Constant(kind.Bits == 16 ? 0xFFFFL : 0xFFFF_FFFFL);

        // The base names a block, as a rule, and the block knows its limit.
        if (baseValue is NameValue name)
            return new SymbolNode(Context.Reference(name.Name + ".limit", name.Span), name.Span);
        if (baseValue is not null and not BrokenValue)
            Context.Report(StructureRules.MissingKey, reader.Span, "`limit=` or `size=` is needed: the base is no name of a block that knows its size");
        return Terms.Constant(0L);
    }

    private void CheckSegment(DescriptorEntry entry, SourceSpan baseSpan, SourceSpan limitSpan, bool isSize)
    {
        if (entry.Kind.Size == 16)
            Context.RequireCanonical(entry.Base, StructureRules.BadDescriptor, baseSpan, "the base", "Segment Descriptor Tables in IA-32e Mode");
        else
            Context.RequireRange(entry.Base, 0, 0xFFFF_FFFF, baseSpan, "the base");
        if (entry.Kind.Family == DescriptorFamily.Tss && entry.Kind.Bits != 16)
            CheckBitmap(entry);
        if (entry.Kind.Family is DescriptorFamily.Tss or DescriptorFamily.Ldt)
            TargetChecks.Check(Context, entry, baseSpan, limitSpan);
        if (!isSize)
            Context.RequireRange(entry.Limit, 0, 0xFFFF_FFFF, limitSpan, "the limit");
        Context.WhenKnown(entry.Limit, limit =>
        {
            if (limit is < 0 or > 0xFFFF_FFFF)
                return;
            bool inPages = entry.Granularity ?? limit > 0xF_FFFF;
            if (!SegmentDescriptor.CanEncodeLimit((uint)limit, inPages))
            {
                Context.Report(StructureRules.BadDescriptor, limitSpan, inPages
                    ? $"the limit 0x{limit:x} cannot be stored in units of 4 KBytes; the next one up is 0x{limit | 0xFFF:x}"
                    : $"the limit 0x{limit:x} does not fit 20 bits; without `granularity=byte` it is stored in units of 4 KBytes");
            }

            long least = entry.Kind.Family != DescriptorFamily.Tss ? 0 : entry.Kind.Bits == 16 ? 43 : 103;
            if (limit < least)
            {
                Context.Report(StructureRules.BadDescriptor, limitSpan,
                    $"the limit of a `{entry.Kind.Word}` is {limit}, and must be at least {least} (SDM volume 3, \"TSS Descriptor\")");
            }
        });
    }

    /// <summary>
    /// A TSS made by hand: does its I/O permission bitmap, if it lies within the limit, end with a byte of ones? (SDM volume 1, "I/O Permission Bit Map")
    /// </summary>
    private void CheckBitmap(DescriptorEntry entry) => Context.LateChecks.Add(values =>
    {
        if (values.ValueOf(entry.Limit) is not { } limit || values.ValueOf(entry.Base) is not { } start || values.ByteAt((ulong)start + 0x66) is not { } low || values.ByteAt((ulong)start + 0x67) is not { } high)
            return;
        int map = low | high << 8;
        if (map <= limit && map >= 0x68 && values.ByteAt((ulong)(start + limit)) is { } last && last != 0xFF)
        {
            Context.Report(StructureRules.UnterminatedBitmap, entry.Span,
                $"the I/O permission bitmap of this TSS, from offset 0x{map:x} to 0x{limit:x}, ends with 0x{last:x2}; a byte of ones must end it");
        }
    });

    private DescriptorEntry ReadGate(ArgumentReader reader, DescriptorEntry entry)
    {
        foreach (string key in (string[])["base", "limit", "size", "granularity"])
        {
            if (reader.Find(key) is { } stray)
                Context.Report(StructureRules.UnknownKey, stray.Span, $"`{key}` belongs to segments; a `{entry.Kind.Word}` has a selector and an offset");
        }

        bool isTask = entry.Kind.Family == DescriptorFamily.TaskGate;
        Value? selector = reader.Require("selector", isTask ? "the task's TSS" : "the code segment to call");
        Value? offset = isTask ? reader.Find("offset") : reader.Require("offset", "where to go in that segment");
        Value? parameters = reader.Find("parameters");
        if (isTask && (offset ?? parameters) is { } unused)
            Context.Report(StructureRules.BadGate, unused.Span, "a task gate has a selector only; where the task goes on stands in its TSS");
        if (entry.Kind.Bits == 64 && parameters is not null)
            Context.Report(StructureRules.BadGate, parameters.Span, "a 64-bit call gate copies no parameters");
        entry = entry with
        {
            Selector = selector?.ToExpression(Context) ?? Terms.Constant(0L),
            Offset = offset?.ToExpression(Context) ?? Terms.Constant(0L),
            Count = parameters?.ToExpression(Context) ?? Terms.Constant(0L),
        };
        if (reader.Has("not_present"))
            entry = entry with { Rights = entry.Rights & ~AccessRights.PresentBit };
        if (selector is not null)
            GateChecks.Check(Context, entry, selector.Span, offset?.Span ?? entry.Span);
        Context.RequireRange(entry.Count, 0, 31, parameters?.Span ?? entry.Span, "`parameters`");
        return entry;
    }
}
