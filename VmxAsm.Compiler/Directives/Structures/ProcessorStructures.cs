using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Bitmaps;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Directives.Structures.Paging;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Directives.Structures.Vmcs;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>
/// The words above GNU as: which directive opens which block, which stand alone, and what happens when the source has been read. This is
/// the list; each block is a file of its own.
/// </summary>
internal sealed class ProcessorStructures(StructureContext context, bool isStrict, bool withoutChecks)
{
    private delegate StructureBlock? OpenBlock(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments);

    private delegate void LoneDirective(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments);

    private static readonly Dictionary<string, OpenBlock> Blocks = new()
    {
        [".gdt"] = (context, header, arguments) => { NoArguments(context, header, arguments); return new DescriptorTableBlock(context, header); },
        [".ldt"] = (context, header, arguments) => { NoArguments(context, header, arguments); return new DescriptorTableBlock(context, header); },
        [".idt"] = (context, header, arguments) => new IdtBlock(context, header, arguments),
        [".tss"] = (context, header, arguments) => new TssBlock(context, header, arguments),
        [".pagetables"] = (context, header, arguments) => new PageTablesBlock(context, header, arguments),
        [".vmcs"] = (context, header, arguments) => { NoArguments(context, header, arguments); return new VmcsBlock(context, header); },
        [".msrlist"] = (context, header, arguments) => { NoArguments(context, header, arguments); return new MsrListBlock(context, header); },
    };

    private static readonly Dictionary<string, LoneDirective> Lone = new()
    {
        [".iobitmap"] = BitmapDirectives.IoBitmap,
        [".msrbitmap"] = BitmapDirectives.MsrBitmap,
        [".vmxonregion"] = BitmapDirectives.VmxonRegion,
    };

    private static readonly string[] RegisterImages = [".gdtr", ".idtr", ".eptp"];

    private const string Boot = ".boot";

    private static readonly DirectiveShape BootShape = new(Boot, [], ["entry", "load"]);

    private static readonly Dictionary<string, string> EntryOwners = new()
    {
        [".null"] = ".gdt",
        [".descriptor"] = ".gdt",
        [".raw"] = ".gdt",
        [".gate"] = ".idt",
        [".iopb"] = ".tss",
        [".redirection"] = ".tss",
        [".map"] = ".pagetables",
        [".msr"] = ".msrlist",
    };

    private static readonly string[] Instructions = ["vmcs_load", "vmcs_store"];

    private readonly List<(string Name, SourceSpan Span, int Bits, bool Store)> _requests = [];

    private SourceSpan? _boot;

    /// <summary>Every word that this class understands, for the list of directives, the nearest name and the editor package.</summary>
    public static IEnumerable<string> Names =>
        [.. Blocks.Keys, .. Blocks.Keys.Select(name => ".end" + name[1..]), .. Lone.Keys, .. RegisterImages, .. EntryOwners.Keys, Boot];

    /// <summary>What each directive takes: for the test that all of it is documented.</summary>
    public static IReadOnlyList<DirectiveShape> Shapes =>
    [
        .. DescriptorTableBlock.Shapes, .. IdtBlock.Shapes, .. TssBlock.Shapes, .. PageTablesBlock.Shapes, .. BitmapDirectives.Shapes, .. MsrListBlock.Shapes, BootShape,
    ];

    /// <summary>The two words that stand where an instruction does.</summary>
    public static IReadOnlyList<string> InstructionNames => Instructions;

    /// <summary>The block that is open, which statements go to; null outside.</summary>
    public StructureBlock? Open { get; private set; }

    /// <summary>Handles one of our directives; the cursor stands behind its word.</summary>
    public void Directive(string name, SourceSpan span, ref Cursor cursor)
    {
        if (isStrict)
        {
            context.Report(StructureRules.StrictMode, span, $"`{name}` is a directive of vmxasm, which `--gnu` refuses");
            cursor.SkipStatement();
        }
        else if (Open is not null)
        {
            InsideBlock(Open, name, span, ref cursor);
        }
        else if (Blocks.TryGetValue(name, out OpenBlock? open))
        {
            if (ReadHeader(name, span, ref cursor) is var (header, arguments))
                Open = open(context, header, arguments);
        }
        else if (Lone.TryGetValue(name, out LoneDirective? lone))
        {
            if (ReadHeader(name, span, ref cursor) is var (header, arguments))
                lone(context, header, arguments);
        }
        else if (RegisterImages.Contains(name))
        {
            if (ReadHeader(name, span, ref cursor) is var (header, arguments))
                RegisterImage(header, arguments);
        }
        else if (name == Boot)
        {
            BootDirective(span, ref cursor);
        }
        else
        {
            string owner = EntryOwners.GetValueOrDefault(name) ?? "." + name[4..];
            context.Report(StructureRules.OutsideBlock, span, EntryOwners.ContainsKey(name)
                ? $"`{name}` stands inside {(name == ".raw" ? "a `.gdt`, `.ldt`, `.idt` or `.tss`" : $"a `{owner}`")} block"
                : $"`{name}` closes no block: there is no `{owner}` open");
            cursor.SkipStatement();
        }
    }

    /// <summary>A <c>key = value</c> line inside a block; the cursor stands behind the equals sign.</summary>
    public void Assignment(string key, SourceSpan keySpan, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, context);
        Value value = parser.ParseLoneValue();
        if (parser.Failed)
            value = new BrokenValue(value.Span);
        if (Open!.TakesKeys)
            Open.Assign(key, keySpan, value);
        else
            context.Report(StructureRules.ForeignStatement, keySpan, $"`.{Open.Header.Kind}` has no keys: its entries are {string.Join(", ", Open.EntryDirectives.Select(entry => $"`{entry}`"))}");
    }

    /// <summary>A statement that has no place in the open block.</summary>
    public void Foreign(string name, SourceSpan span)
    {
        if (Open!.IsKey(name))
        {
            context.Report(StructureRules.MissingKey, span, $"`{name}` needs a value: `{name} = ...`");
            return;
        }

        string hint = Open.TakesKeys ? "; its lines are `key = value`" : "";
        context.Report(StructureRules.ForeignStatement, span,
            $"{(name.StartsWith('.') ? "" : "the instruction ")}`{name}` stands inside `.{Open.Header.Kind} {Open.Header.Name}`{hint}",
            new DiagnosticLabel(Open.Header.NameSpan, $"the block, which `{Open.EndDirective}` closes"));
    }

    /// <summary><c>vmcs_load NAME</c> and <c>vmcs_store NAME</c>: a call of the code that the block's end will generate.</summary>
    public bool Instruction(string mnemonic, SourceSpan span, ref Cursor cursor)
    {
        if (isStrict || !Instructions.Contains(mnemonic))
            return false;
        ValueParser parser = new(ref cursor, context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return true;
        ArgumentReader reader = new(context, new DirectiveShape(mnemonic, ["the name of a VMCS"], []), span, arguments);
        if (reader.RequirePositional(0) is not { } value)
            return true;
        if (value is not NameValue name)
        {
            context.Report(StructureRules.WrongKind, value.Span, $"{Lowering.Describe(value)} is no name of a `.vmcs` block");
            return true;
        }

        if (context.CodeBits == 16)
        {
            context.Report(StructureRules.WrongMode, span, $"`{mnemonic}` works in 32- and 64-bit code: VMX instructions are invalid in real mode");
            return true;
        }

        bool store = mnemonic == "vmcs_store";
        _requests.Add((name.Name, name.Span, context.CodeBits, store));
        string target = SubroutineName(name.Name, context.CodeBits, store);
        context.Append([0xE8], span);
        context.AppendDistance(new SymbolNode(context.Reference(target, name.Span), name.Span), span);
        return true;
    }

    /// <summary>The source has been read: open blocks are errors, and what needs all blocks is done now.</summary>
    public void Finish()
    {
        if (Open is not null)
        {
            context.Report(StructureRules.UnclosedBlock, Open.Header.Span, $"`.{Open.Header.Kind} {Open.Header.Name}` is not closed: `{Open.EndDirective}` is missing");
            Open = null;
        }

        foreach ((string name, (SourceSpan span, NameScope scope)) in context.SuspectNames)
        {
            if (!context.IsKnownSymbol(name))
                context.Report(StructureRules.UnknownWord, span, $"`{name}` is neither {scope.What} nor a symbol of the program{scope.Hint(name)}");
        }

        foreach (WantedStructure wanted in context.WantedStructures)
            CheckKind(wanted);
        foreach ((string name, SourceSpan span, int bits, bool store) in _requests)
        {
            if (context.Structures.Find(name) is not VmcsStructure vmcs)
            {
                context.Report(StructureRules.NoSuchStructure, span,
                    $"there is no `.vmcs` called `{name}` in this source{NearestName.Suggestion(name, context.Structures.Names<VmcsStructure>())}");
                continue;
            }

            (store ? vmcs.StoreModes : vmcs.LoadModes).Add(bits);
        }

        foreach (VmcsStructure vmcs in context.Structures.All.OfType<VmcsStructure>().ToArray())
            FinishVmcs(vmcs);
        foreach (DescriptorTable table in context.Structures.All.OfType<DescriptorTable>().Where(table => context.IsGlobal(table.Name)))
            DescriptorNames.Define(context, table);
        foreach (Structure structure in context.Structures.All)
            context.ShareCompanions(structure.Name);
    }

    /// <summary>Rules on values that the linker has made known.</summary>
    public void CheckLinked(IKnownValues values)
    {
        foreach (LateCheck check in context.LateChecks.ToArray())
            check(values);
        if (withoutChecks)
            return;
        foreach (VmcsStructure vmcs in context.Structures.All.OfType<VmcsStructure>())
            VmcsCheck.Run(context, vmcs, values);
    }

    /// <summary>Tells the object where its structures are, for debug information and dumps.</summary>
    public void Describe(ObjectFile file)
    {
        file.Structures.AddRange(context.Structures.All.Select(Describe).OfType<ObjectStructure>());
        file.RegisterImages.AddRange(context.Structures.RegisterImages.Select(Describe).OfType<ObjectStructure>());
    }

    /// <summary>What the lines of VMCS blocks come down to, for the listing: their bytes are code.</summary>
    public IEnumerable<(SourceSpan Line, string Text)> Comments(IKnownValues values) =>
        context.Structures.All.OfType<VmcsStructure>().SelectMany(vmcs => VmcsComments.Of(context, vmcs, values));

    private static ObjectStructure? Describe(Structure structure) =>
        structure.Address is SymbolNode { Symbol: { State: SymbolState.Label, Chain.Section.Object: { } section } place }
            ? new ObjectStructure(
                structure.Kind, structure.FormatName, structure.Name, section, (ulong)place.Address, (ulong)structure.Size, structure.Span,
                [.. structure.Entries.Select(entry => new ObjectStructureEntry(entry.Key, entry.Encoding, entry.Span))])
            : null;

    public static string SubroutineName(string vmcs, int bits, bool store) => $"{vmcs}.{(store ? "store" : "load")}{bits}";

    private void InsideBlock(StructureBlock block, string name, SourceSpan span, ref Cursor cursor)
    {
        if (name == block.EndDirective)
        {
            Open = null;
            block.Close(span);
        }
        else if (block.EntryDirectives.Contains(name))
        {
            block.Entry(name, span, ref cursor);
        }
        else if (Blocks.ContainsKey(name))
        {
            context.Report(StructureRules.UnclosedBlock, span, $"`{name}` opens a block inside `.{block.Header.Kind} {block.Header.Name}`: `{block.EndDirective}` is missing before it",
                new DiagnosticLabel(block.Header.NameSpan, "opened here"));

            // Most likely the end was forgotten: what follows is the other block.
            Open = null;
            block.Close(span);
            Directive(name, span, ref cursor);
        }
        else if (EntryOwners.TryGetValue(name, out string? owner))
        {
            context.Report(StructureRules.OutsideBlock, span, $"`{name}` stands inside a `{owner}` block; this is `.{block.Header.Kind}`");
            cursor.SkipStatement();
        }
        else
        {
            Foreign(name, span);
            cursor.SkipStatement();
        }
    }

    private (BlockHeader Header, IReadOnlyList<Argument> Arguments)? ReadHeader(string name, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return null;
        if (arguments.Count == 0 || arguments[0] is not { Key: null, Value: NameValue block })
        {
            context.Report(StructureRules.MissingKey, arguments.Count == 0 ? span : arguments[0].Span, $"`{name}` needs a name first");
            return null;
        }

        return (new BlockHeader(name[1..], span, block.Name, block.Span), arguments);
    }

    private static void NoArguments(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments) =>
        _ = new ArgumentReader(context, new DirectiveShape("." + header.Kind, ["a name"], []), header.Span, arguments);

    /// <summary><c>.boot entry=SYMBOL, load=ADDRESS</c>: what our boot sector loads, and where it goes on in real mode.</summary>
    private void BootDirective(SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return;
        ArgumentReader reader = new(context, BootShape, span, arguments);
        if (_boot is { } earlier)
        {
            context.Report(StructureRules.DuplicateKey, span, "`.boot` is given twice", new DiagnosticLabel(earlier, "first given here"));
            return;
        }

        _boot = span;
        long? load = null;
        if (reader.Find("load") is { } loadValue && loadValue.ToNumber(context, "the load address") is { } address)
        {
            load = address;
            context.RequireRange(Terms.Constant(address), 0x500, 0xFFFF_FFFF, loadValue.Span, "the load address");
        }

        context.RequestBoot(reader.Find("entry")?.ToExpression(context), (ulong?)load, arguments.Count > 0 ? span.To(arguments[^1].Span) : span);
    }

    /// <summary>
    /// <c>.gdtr NAME</c>, <c>.idtr NAME</c>: limit and base as LGDT and LIDT read them, base of 4 bytes, or of 8 in 64-bit code.
    /// <c>.eptp NAME</c>: the 8 bytes of an EPT pointer.
    /// </summary>
    private void RegisterImage(BlockHeader header, IReadOnlyList<Argument> arguments)
    {
        _ = new ArgumentReader(context, new DirectiveShape("." + header.Kind, ["a name"], []), header.Span, arguments);
        SourceSpan span = header.NameSpan;
        Structure image = new(header.Kind, header.Name, span) { Address = context.Here(span), Size = header.Kind == "eptp" ? 8 : context.CodeBits == 64 ? 10 : 6 };
        context.Structures.RegisterImages.Add(image);
        context.RequireStructure(header.Name, header.Kind switch { "gdtr" => "gdt", "idtr" => "idt", _ => "pagetables" }, $"`.{header.Kind}`", span);
        if (header.Kind == "eptp")
        {
            context.AppendField(Symbol(header.Name + ".eptp", span), 8, span);
            return;
        }

        context.AppendField(Symbol(header.Name + ".limit", span), 2, span);
        context.AppendField(Symbol(header.Name, span), context.CodeBits == 64 ? 8 : 4, span);
    }

    /// <summary>The structure that a key names is of the kind that the key takes; one of another source is not looked at.</summary>
    private void CheckKind(WantedStructure wanted)
    {
        if (context.Structures.Find(wanted.Name) is not { } structure)
        {
            bool isDefined = context.IsKnownSymbol(wanted.Name) || wanted.Name.Length == 0;
            if (!isDefined && NearestName.Find(wanted.Name, context.Structures.All.Where(other => other.Kind == wanted.Kind).Select(other => other.Name)) is { } nearest)
                context.Report(StructureRules.NoSuchStructure, wanted.Span, $"there is no `.{wanted.Kind}` called `{wanted.Name}`; did you mean `{nearest}`");
        }
        else if (structure.Kind != wanted.Kind)
        {
            context.Report(StructureRules.WrongKind, wanted.Span, $"`{wanted.Name}` is a `.{structure.Kind}`; {wanted.Taker} takes a `.{wanted.Kind}`",
                new DiagnosticLabel(structure.Span, "defined here"));
        }
        else if (wanted.Taker == "`.eptp`" && structure.FormatName != "ept")
        {
            context.Report(StructureRules.WrongKind, wanted.Span, $"`{wanted.Name}` has the format `{structure.FormatName}`; `.eptp` takes page tables of format `ept`",
                new DiagnosticLabel(structure.Span, "defined here"));
        }
    }

    private SymbolNode Symbol(string name, SourceSpan span) => new(context.Reference(name, span), span);

    private void FinishVmcs(VmcsStructure vmcs)
    {
        // Composites are looked at even when nothing loads the VMCS: their mistakes are mistakes.
        _ = vmcs.Settings(context);
        context.PushSection(".text.vmcs", "ax", hasContents: true, vmcs.Span);
        foreach (int bits in vmcs.LoadModes)
            VmcsLoader.EmitLoad(context, vmcs, bits, !withoutChecks, SubroutineName(vmcs.Name, bits, store: false));
        context.PopSection();
        if (vmcs.StoreModes.Count == 0)
            return;
        VmcsFieldRow[] fields = [.. VmcsFields.All.Where(row => row.ExistsOn(context.Model.Vmx))];
        context.PushSection(".bss", "aw", hasContents: false, vmcs.Span);
        context.Align(8, vmcs.Span);
        ExpressionNode area = context.Here(vmcs.Span);
        context.DefineLabel(vmcs.Name + ".saved", vmcs.Span);
        context.AppendZeros(fields.Length * 8, vmcs.Span);
        context.PopSection();
        for (int i = 0; i < fields.Length; i++)
            context.Equate($"{vmcs.Name}.saved.{fields[i].Name}", Terms.Add(area, 8 * i), vmcs.Span);
        context.PushSection(".text.vmcs", "ax", hasContents: true, vmcs.Span);
        foreach (int bits in vmcs.StoreModes)
            VmcsLoader.EmitStore(context, vmcs, bits, fields, area, SubroutineName(vmcs.Name, bits, store: true));
        context.PopSection();
    }
}
