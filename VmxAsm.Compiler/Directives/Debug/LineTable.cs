using System.Runtime.InteropServices;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Lines of a compiler's input: <c>.file</c> and <c>.loc</c>. A <c>.loc</c> belongs to the next instruction, or, when another one follows first, to the
/// place between them. <see cref="LineTableWriter"/> makes .debug_line of it.
/// </summary>
internal sealed class LineTable(bool describesSource)
{
    /// <summary>Files by number; the directory is null when the name says it.</summary>
    public Dictionary<int, LineFile> Files { get; } = [];

    /// <summary>Rows by the subsection that they are in, in the order of their first rows.</summary>
    public List<LineSequence> Sequences { get; } = [];

    /// <summary>After <c>.loc_mark_labels 1</c>.</summary>
    public bool MarksLabels { get; private set; }

    private LineRow _current = new() { IsStatement = true };
    private LineSequence? _sequence;
    private Symbol? _view;
    private bool _hasView;
    private bool _isPending;
    private bool _describesSource = describesSource;
    private readonly Dictionary<string, int> _describedFiles = [];
    private string? _describedFile;
    private bool _resetsView;

    public static void Register(DirectiveTable table)
    {
        table.Add(".file"u8, File);
        table.Add(".loc"u8, Location);
        table.Add(".loc_mark_labels"u8, MarkLabels);
        table.Add(".line"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
        table.Add(".ln"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
    }

    public static void Finish(Assembler assembler)
    {
        LineTable lines = assembler.Lines;
        if (lines.Sequences.Count == 0)
        {
            // A source that describes itself may refer to the table of its files, and GNU as gives it one.
            if (Has(assembler, ".debug_info") && !Has(assembler, ".debug_line"))
                LineTableWriter.Write(assembler, lines);
            return;
        }

        int version = LineTableWriter.Write(assembler, lines);
        DebugInfoWriter.Write(assembler, lines, version >= 5 ? 5 : assembler.State.Options.DwarfLevel);
    }

    /// <summary>Whether the source itself has put something into a section.</summary>
    internal static bool Has(Assembler assembler, string section) =>
        assembler.State.Sections.Find(section) is { } own && own.Chains.Exists(chain => !chain.IsEmpty);

    /// <summary>An instruction is about to be emitted: the pending <c>.loc</c> is its, or its own line is recorded.</summary>
    public void BeforeInstruction(AssemblerState state, int start)
    {
        if (_isPending)
            Flush(state);
        else if (_describesSource)
            DescribeSource(state, start);
    }

    /// <summary>
    /// The lines of the assembler's own source, for <c>-g</c>: of an instruction from a macro, the line of the outermost call. Several instructions
    /// of one line make one row.
    /// </summary>
    private void DescribeSource(AssemblerState state, int start)
    {
        SourceSpan place = new(start, 0);
        for (int offset = start; state.Sources.FindText(offset) is { Kind: TextKind.Macro or TextKind.Repeat } text; offset = text.Origin.Start)
        {
            if (text.Kind == TextKind.Macro)
                place = text.Origin;
        }

        SourceLocation location = state.Sources.Locate(place);
        if (_current.Line == location.Line && _describedFile == location.File)
            return;
        _describedFile = location.File;
        if (!_describedFiles.TryGetValue(location.File, out int number))
        {
            _describedFiles[location.File] = number = _describedFiles.Count + 1;
            Files[number] = new LineFile(null, location.File == "-" ? "{standard input}" : location.File, null, place);
        }

        _current.File = number;
        _current.Line = location.Line;
        Flush(state);
    }

    /// <summary>The source has lines of its own: those of <c>-g</c> are dropped.</summary>
    private void StopDescribing()
    {
        if (!_describesSource)
            return;
        _describesSource = false;
        _sequence = null;
        _current = new LineRow { IsStatement = true };
        foreach (LineSequence sequence in Sequences)
            sequence.Chain.Sequence = null;
        Sequences.Clear();
        Files.Clear();
    }

    private void Flush(AssemblerState state)
    {
        _isPending = false;
        if (state.IsAbsoluteSection)
            return;

        // Line 0 is code that no line stands for: GNU as makes no row of it, and the row before reaches over it.
        if (_current.Line > 0)
            AddRow(state);
        _current.Discriminator = 0;
        _current.Flags = 0;
    }

    private void AddRow(AssemblerState state)
    {
        LineSequence sequence = SequenceOf(state.Chain);
        _current.Fragment = state.Chain.CurrentFragment;
        _current.Offset = state.Chain.CurrentOffset;
        _current.ResetsView = _resetsView;
        NumberView(sequence);
        sequence.Rows.Add(_current);
    }

    private LineSequence SequenceOf(FragmentChain chain)
    {
        if (_sequence is { } latest && ReferenceEquals(latest.Chain, chain))
            return latest;
        _sequence = chain.Sequence;
        if (_sequence is null)
            Sequences.Add(chain.Sequence = _sequence = new LineSequence(chain));
        return _sequence;
    }

    /// <summary>
    /// Views count the rows at one address of a subsection (DWARF's location views, an extension of GCC): 0 for the first, one more for each that
    /// follows. Where layout may still move two rows apart, the number is an expression over their distance.
    /// </summary>
    private void NumberView(LineSequence sequence)
    {
        Expression view = default;
        if (!_resetsView && sequence.Rows.Count > 0)
        {
            ref readonly LineRow last = ref CollectionsMarshal.AsSpan(sequence.Rows)[^1];
            Expression next = sequence.View.IsConstant
                ? new Expression(sequence.View.Constant + 1)
                : new Expression(new BinaryNode(Operator.Add, sequence.View.Node!, new ConstantNode(1, SourceSpan.None), SourceSpan.None));
            if (last.Fragment == _current.Fragment && last.Offset == _current.Offset)
                view = next;
            else if (!IsSurelyLater(sequence.Chain, last, _current))
                view = WhenEqual(sequence.Chain, last, _current, next);
        }

        _resetsView = false;
        sequence.View = view;
        if (_view is null)
            return;
        if (view.IsConstant)
        {
            _view.State = SymbolState.Absolute;
            _view.Number = view.Constant;
        }
        else
        {
            _view.State = SymbolState.Equated;
            _view.Value = view;
        }

        _view = null;
    }

    private static bool IsSurelyLater(FragmentChain chain, in LineRow first, in LineRow second)
    {
        Span<Fragment> fragments = chain.Fragments;
        if (first.Fragment == second.Fragment)
            return first.Offset != second.Offset;
        if (fragments[first.Fragment].FixedLength > first.Offset || second.Offset > 0)
            return true;
        for (int i = first.Fragment + 1; i < second.Fragment; i++)
        {
            if (fragments[i].FixedLength > 0)
                return true;
        }

        return false;
    }

    /// <summary>The value when both rows end up at one address, else 0: equality is -1 in GNU as's arithmetic.</summary>
    private static Expression WhenEqual(FragmentChain chain, in LineRow first, in LineRow second, in Expression value)
    {
        ExpressionNode isEqual = new BinaryNode(Operator.Equal, new SymbolNode(first.MakeLabel(chain), SourceSpan.None),
            new SymbolNode(second.MakeLabel(chain), SourceSpan.None), SourceSpan.None);
        ExpressionNode one = new UnaryNode(Operator.Negate, isEqual, SourceSpan.None);
        return new Expression(new BinaryNode(Operator.Multiply, one, ExpressionParser.ToNode(value, SourceSpan.None), SourceSpan.None));
    }

    // file = string | number string [ string ] [ "md5" number ]
    private static void File(Assembler assembler, ref Cursor cursor)
    {
        long number = -1;
        int start = cursor.Position;
        if (cursor.Current != '"' && !assembler.Expressions.TryParseAbsolute(ref cursor, out number))
        {
            cursor.SkipStatement();
            return;
        }

        List<byte> text = [];
        if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
        {
            cursor.SkipStatement();
            return;
        }

        string name = System.Text.Encoding.UTF8.GetString(text.ToArray());
        if (number < 0)
        {
            assembler.State.FileNames.Add((name, assembler.State.FileNames.Count == 0 ? 0 : assembler.State.Symbols.InOrder.Count));
            return;
        }

        string? directory = null;
        cursor.SkipBlanks();
        if (cursor.Current == '"')
        {
            directory = name;
            text.Clear();
            if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
            {
                cursor.SkipStatement();
                return;
            }

            name = System.Text.Encoding.UTF8.GetString(text.ToArray());
        }

        byte[]? md5 = null;
        cursor.SkipBlanks();
        if (CharacterClass.IsNameStart(cursor.Current) && cursor.TakeName().SequenceEqual("md5"u8) && assembler.Expressions.TryParse(ref cursor, out Expression sum))
        {
            md5 = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(md5, sum.Node is BigConstantNode big ? big.Value : (UInt128)(ulong)sum.Constant);
        }

        assembler.Lines.StopDescribing();
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (number > 1_000_000)
            assembler.Report(DirectiveRules.UnknownFile, span, $"{number} is too large for the number of a file");
        else
            assembler.Lines.Files[(int)number] = new LineFile(directory, name, md5, span);
    }

    // loc_mark_labels = "0" | "1"
    private static void MarkLabels(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!TakeNumber(assembler, ref cursor, out int value))
            return;
        if (value is not (0 or 1))
            assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), "0 or 1 was expected");
        else
            assembler.Lines.MarksLabels = value == 1;
    }

    /// <summary>A label begins a basic block, and has a row of its own where <c>.loc_mark_labels</c> says so.</summary>
    public void AtLabel(AssemblerState state)
    {
        if (Files.Count == 0 || !state.Section.IsCode)
            return;
        if (_current.Line == 0)
            (_current.File, _current.Line) = (1, 1);
        _current.Flags |= LineFlags.BasicBlock;
        Flush(state);
    }

    // loc = file line [ column ] { option [ value ] }
    private static void Location(Assembler assembler, ref Cursor cursor)
    {
        LineTable lines = assembler.Lines;
        lines.StopDescribing();
        if (lines._isPending)
            lines.Flush(assembler.State);
        int start = cursor.Position;
        if (!TakeNumber(assembler, ref cursor, out int file))
            return;
        SourceSpan fileSpan = ExpressionParser.TrimmedSpan(cursor, start);
        if (!TakeNumber(assembler, ref cursor, out int line))
            return;
        if (!lines.Files.ContainsKey(file))
        {
            assembler.Report(DirectiveRules.UnknownFile, fileSpan, $"no `.file {file}` came before this");
            cursor.SkipStatement();
            return;
        }

        int column = lines._current.Column;
        lines._hasView = false;
        cursor.SkipBlanks();
        if (CharacterClass.IsDigit(cursor.Current) && !TakeNumber(assembler, ref cursor, out column))
            return;
        lines._current.File = file;
        lines._current.Line = line;
        lines._current.Column = column;
        while (!cursor.AtEnd)
        {
            if (!lines.TakeOption(assembler, ref cursor))
            {
                cursor.SkipStatement();
                return;
            }

            cursor.SkipBlanks();
        }

        lines._isPending = true;

        // A view names a place, so its row stands here and not where the next instruction will.
        if (lines._hasView)
            lines.Flush(assembler.State);
    }

    private bool TakeOption(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        ReadOnlySpan<byte> option = cursor.TakeName();
        int value = 0;
        if (option.SequenceEqual("basic_block"u8))
        {
            _current.Flags |= LineFlags.BasicBlock;
        }
        else if (option.SequenceEqual("prologue_end"u8))
        {
            _current.Flags |= LineFlags.PrologueEnd;
        }
        else if (option.SequenceEqual("epilogue_begin"u8))
        {
            _current.Flags |= LineFlags.EpilogueBegin;
        }
        else if (option.SequenceEqual("is_stmt"u8) && TakeNumber(assembler, ref cursor, out value))
        {
            _current.IsStatement = value != 0;
        }
        else if (option.SequenceEqual("isa"u8) && TakeNumber(assembler, ref cursor, out value))
        {
            _current.Isa = value;
        }
        else if (option.SequenceEqual("discriminator"u8) && TakeNumber(assembler, ref cursor, out value))
        {
            _current.Discriminator = value;
        }
        else if (option.SequenceEqual("view"u8))
        {
            return TakeView(assembler, ref cursor);
        }
        else
        {
            SourceSpan span = option.Length == 0 ? cursor.SpanHere : cursor.SpanFrom(start);
            assembler.Report(DirectiveRules.BadOperand, span,
                "`basic_block`, `prologue_end`, `epilogue_begin`, `is_stmt`, `isa`, `discriminator` or `view` and a number was expected");
            return false;
        }

        return true;
    }

    // view = "0" | "-0" | name
    private bool TakeView(Assembler assembler, ref Cursor cursor)
    {
        _hasView = true;
        cursor.SkipBlanks();
        if (cursor.Take((byte)'-'))
            _resetsView = true;
        int start = cursor.Position;
        if (CharacterClass.IsDigit(cursor.Current))
        {
            if (!TakeNumber(assembler, ref cursor, out int number))
                return false;
            if (number != 0)
                assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), "a view that is a number is 0; others have names");
            return number == 0;
        }

        Symbol? symbol = SymbolDirectives.TakeSymbol(assembler, ref cursor);
        if (symbol is null || assembler.IsRedefinition(symbol, cursor.SpanFrom(start)))
            return false;
        symbol.Span = cursor.SpanFrom(start);
        _view = symbol;
        return true;
    }

    private static bool TakeNumber(Assembler assembler, ref Cursor cursor, out int number)
    {
        cursor.SkipBlanks();
        number = 0;
        int start = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long value))
        {
            cursor.SkipStatement();
            return false;
        }

        number = (int)value;
        if (value is >= 0 and <= int.MaxValue)
            return true;
        assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), $"{value} is no number from 0 to {int.MaxValue}");
        cursor.SkipStatement();
        return false;
    }
}

/// <param name="Directory">Given apart from the name, or null.</param>
internal sealed record LineFile(string? Directory, string Name, byte[]? Md5, SourceSpan Span);

[Flags]
internal enum LineFlags : byte
{
    BasicBlock = 1,
    PrologueEnd = 2,
    EpilogueBegin = 4,
}

/// <summary>The rows of one subsection.</summary>
internal sealed class LineSequence(FragmentChain chain)
{
    public FragmentChain Chain { get; } = chain;

    public List<LineRow> Rows { get; } = [];

    /// <summary>View number of the last row.</summary>
    public Expression View { get; set; }
}

/// <summary>A row of the line table: a place in the code and in the compiler's input.</summary>
internal struct LineRow
{
    public int Fragment;
    public int Offset;
    public int File;
    public int Line;
    public int Column;
    public int Isa;
    public int Discriminator;
    public bool IsStatement;

    /// <summary><c>view -0</c>: the views of the address start again.</summary>
    public bool ResetsView;
    public LineFlags Flags;

    public readonly Symbol MakeLabel(FragmentChain chain) => new(ReadOnlyMemory<byte>.Empty)
    {
        State = SymbolState.Label,
        Chain = chain,
        Fragment = Fragment,
        Offset = Offset,
    };
}
