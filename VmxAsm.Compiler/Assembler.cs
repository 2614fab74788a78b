using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler;

/// <summary>
/// The statement loop: reads one statement after the other and lowers it at once into fragments. GNU as works this
/// way, and its language means it: <c>.set</c>, <c>.if</c>, <c>.macro</c> and <c>.code16</c> change how the next line is read.
/// </summary>
internal sealed class Assembler
{
    private readonly EncodedInstruction _instruction = new();
    private readonly InstructionCache _knownInstructions;
    private readonly bool _recordsLines;

    public Assembler(CompilationOptions options, SourceSet sources, DiagnosticBag diagnostics, bool recordLines = false)
    {
        State = new AssemblerState(options, sources, diagnostics);
        Expressions = new ExpressionParser(State);
        Instructions = new InstructionAssembler(State, Expressions);
        _knownInstructions = new InstructionCache(State);
        Directives = Directive.MakeTable(options);
        Input = new InputStack(State);
        Conditionals = new Conditionals(diagnostics);
        Macros = new MacroTable { IsAlternate = options.AlternateMacros };
        Lines = new LineTable(options.DebugInformation);
        _recordsLines = recordLines;
    }

    public AssemblerState State { get; }

    /// <summary>Whether this source is the only input of its program.</summary>
    public bool IsWholeProgram { get; init; }

    public ExpressionParser Expressions { get; }

    public InstructionAssembler Instructions { get; }

    public DirectiveTable Directives { get; }

    public InputStack Input { get; }

    public Conditionals Conditionals { get; }

    public MacroTable Macros { get; }

    public CfiDirectives.State Cfi { get; } = new();

    public LineTable Lines { get; }

    public WrittenFrames WrittenFrames { get; } = new();

    public Dictionary<string, StabDirectives.Table> Stabs => field ??= [];

    public BundleDirectives Bundles { get; } = new();

    /// <summary>The last label in front of the directive on its line: <c>name: .macro</c> is called as its label is.</summary>
    public Symbol? LineLabel { get; private set; }

    /// <summary>Directives that wait for the end of the source, such as blocks that must be closed.</summary>
    public event Action<Assembler>? AtEnd;

    /// <summary>A block directive is open: every statement goes to it first. It answers whether it took the statement.</summary>
    public IStatementBlock? Block { get; set; }

    /// <summary>The processor structures of the source; null until the first directive of theirs.</summary>
    public StructureDirectives? Structures { get; set; }

    public DiagnosticBag Diagnostics => State.Diagnostics;

    public SourceSet Sources => State.Sources;

    public void Report(DiagnosticRule rule, SourceSpan span, string message) => State.Diagnostics.Report(rule, span, message);

    /// <summary>Sets the symbols of <c>--defsym</c>, as if the source began with them.</summary>
    public void DefineFromCommandLine()
    {
        foreach ((string name, string value) in State.Options.Definitions)
            Run(Sources.Add("<command line>", $"{name} = {value}"));
    }

    /// <summary>Reads a whole text and what it includes.</summary>
    public void Run(SourceText text)
    {
        if (text.LooksBinary)
        {
            Report(SyntaxRules.NotText, new SourceSpan(text.Start, 1), text.LooksUtf16 ? $"`{text.Name}` is UTF-16 text; a source is ASCII or UTF-8" : $"`{text.Name}` is not text");
            return;
        }

        Cursor cursor = Input.Start(text);
        while (true)
        {
            if (cursor.AtEndOfText)
            {
                if (cursor.EndedInComment)
                    ReportComment(cursor.Source);
                if (!Input.Leave(ref cursor, Conditionals))
                    break;
                continue;
            }

            if (Conditionals.IsSkipping)
                SkippedStatement(ref cursor);
            else
                Statement(ref cursor);
            EndStatement(ref cursor);
        }
    }

    /// <summary>Reports what is still open at the end of the source, and lets the directives finish their tables.</summary>
    public void Finish()
    {
        State.LocalLabels.ReportUndefined();
        if (State.Options.ExecutableStack is { } isExecutable)
            State.Sections.MarkStack(isExecutable);
        if (Block is not null)
            Block.ReportUnclosed(this);
        Bundles.ReportUnclosed(this);
        AtEnd?.Invoke(this);
        LineTable.Finish(this);
        CfiDirectives.Finish(this);
    }

    /// <summary>A comment without an end began at the last <c>/*</c> that no <c>*/</c> follows.</summary>
    private void ReportComment(SourceText text)
    {
        ReadOnlySpan<byte> bytes = text.Bytes.AsSpan(0, text.Length);
        int closed = bytes.LastIndexOf("*/"u8) + 1;
        int open = bytes[closed..].IndexOf("/*"u8);
        if (open >= 0 && !Input.IsEnded && text.Kind is TextKind.Root or TextKind.Include)
            Report(SyntaxRules.UnclosedComment, new SourceSpan(text.Start + closed + open, 2), "this comment has no end");
    }

    /// <summary>Nothing may follow on the line.</summary>
    public void RequireEnd(ref Cursor cursor)
    {
        cursor.SkipBlanks();
        if (!cursor.AtEnd && cursor.RestOfStatement is { Length: > 0 } rest)
            Report(SyntaxRules.TrailingText, rest, $"`{Sources.TextOf(rest)}` follows a complete statement");
    }

    private void EndStatement(ref Cursor cursor)
    {
        cursor.SkipBlanks();
        if (!cursor.AtEnd)
        {
            if (!Conditionals.IsSkipping)
                RequireEnd(ref cursor);
            cursor.SkipStatement();
        }

        cursor.SkipEndOfStatement();
        Input.EnterPending(ref cursor, Conditionals);
    }

    // statement = { label ":" } [ directive | macro-call | instruction | name "=" expression ]
    private void Statement(ref Cursor cursor)
    {
        LineLabel = null;
        while (true)
        {
            cursor.SkipBlanks();
            byte first = cursor.Current;
            int start = cursor.Position;
            if (CharacterClass.IsNameStart(first))
            {
                ReadOnlySpan<byte> name = cursor.TakeName();
                if (cursor.Current != ':')
                {
                    cursor.SkipBlanks();
                    if (cursor.Current != ':' || State.IntelSyntax)
                    {
                        Named(ref cursor, name, start);
                        return;
                    }
                }

                cursor.Position++;
                SourceSpan span = new(cursor.Source.Start + start, name.Length);
                if (Block is null || !Block.TakeLabel(this, name, span))
                    DefineLabel(LineLabel = State.Symbols.FindOrAdd(name, span), span);
                continue;
            }

            if (CharacterClass.IsDigit(first) && LocalLabel(ref cursor))
                continue;
            if (first == '"' && QuotedStatement(ref cursor))
                continue;
            if (cursor.AtEnd)
            {
                if (first == '#')
                    LineMarker.Parse(ref cursor, this, start);
                return;
            }

            Unnamed(ref cursor);
            return;
        }
    }

    private void Named(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        if (cursor.Current == '=')
        {
            if (Block is null || !Block.TakeStatement(this, ref cursor, name, start))
                SymbolDirectives.Assign(this, ref cursor, name, start);
            return;
        }

        FragmentChain chain = State.Chain;
        if (!_recordsLines && !chain.Section.IsNoBits)
        {
            Dispatch(ref cursor, name, start);
            return;
        }

        int length = chain.Buffer.Length;
        int fragment = chain.CurrentFragment;
        int offset = chain.CurrentOffset;
        int? lines = chain.Lines?.Count;
        Dispatch(ref cursor, name, start);
        bool emitted = chain.CurrentFragment != fragment || chain.CurrentOffset != offset;
        if (emitted && ReferenceEquals(chain, State.Chain) && lines == chain.Lines?.Count)
            (chain.Lines ??= []).Add(new LineEntry(fragment, offset, ExpressionParser.TrimmedSpan(cursor, start)));
        if (chain.Section.IsNoBits && chain.Buffer[length..].ContainsAnyExcept((byte)0))
            Report(SymbolRules.NoBits, ExpressionParser.TrimmedSpan(cursor, start), $"section `{chain.Section.Name}` has no contents in the file, and this is not zero");
    }

    private void Dispatch(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        if (Block is not null && Block.TakeStatement(this, ref cursor, name, start))
            return;
        if (name[0] == '.' && Directives.Find(name) is { } handler)
        {
            handler(this, ref cursor);
            if (State.IsAbsoluteSection)
                State.TakeAbsoluteBytes(ExpressionParser.TrimmedSpan(cursor, start));
            return;
        }

        if (Macros.Count > 0 && Macros.Find(name) is { } macro)
        {
            MacroExpander.Expand(this, ref cursor, macro, start);
            return;
        }

        if (name[0] == '.')
        {
            SourceSpan span = new(cursor.Source.Start + start, name.Length);
            string text = System.Text.Encoding.UTF8.GetString(name);
            string similar = Diagnostics.IsFull ? "" : NearestName.Similar(text, Directives.Names);
            Report(DirectiveRules.UnknownDirective, span, $"no such directive `{text}`{similar}");
            cursor.SkipStatement();
            return;
        }

        if (StructureDirectives.IsInstruction(name) && StructureDirectives.TakeInstruction(this, ref cursor, name, start))
            return;
        Instruction(ref cursor, name, start);
    }

    /// <summary>In the layout of a structure an instruction is the room that it needs: GNU as lets one measure instructions so.</summary>
    private void MeasureInstruction(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        _instruction.Clear();
        if (!Instructions.Assemble(ref cursor, name, _instruction))
            cursor.SkipStatement();
        else if (_instruction.Branch != BranchKind.None)
            Report(SymbolRules.AbsoluteSection, ExpressionParser.TrimmedSpan(cursor, start), "a branch whose length layout chooses stands in the layout of a structure");
        else
            State.AbsoluteOffset += _instruction.Length;
    }

    private void Instruction(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        if (State.IsAbsoluteSection)
        {
            MeasureInstruction(ref cursor, name, start);
            return;
        }

        if (!Bundles.IsActive)
        {
            Encode(ref cursor, name, start);
            return;
        }

        object? begun = Bundles.BeginInstruction(this, new SourceSpan(cursor.Source.Start + start, Math.Max(1, name.Length)));
        Encode(ref cursor, name, start);
        Bundles.EndInstruction(this, begun, ExpressionParser.TrimmedSpan(cursor, start));
    }

    private void Encode(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        Lines.BeforeInstruction(State, cursor.Source.Start + start);
        if (_knownInstructions.TryAppend(ref cursor, start, State.Chain))
            return;

        _instruction.Clear();
        if (!Instructions.Assemble(ref cursor, name, _instruction))
        {
            cursor.SkipStatement();
            return;
        }

        _knownInstructions.Keep(cursor, _instruction);
        State.Chain.Append(_instruction, ExpressionParser.TrimmedSpan(cursor, start));
    }

    /// <summary>A statement that starts with neither a name nor a label: <c>{evex} ...</c>, or rubbish.</summary>
    private void Unnamed(ref Cursor cursor)
    {
        if (cursor.Current == '{')
        {
            Instruction(ref cursor, [], cursor.Position);
            return;
        }

        // A slash at the start of a statement begins a comment for GNU as on ELF targets.
        if (cursor.Current == '/')
        {
            cursor.Position += cursor.Text.AsSpan(cursor.Position).IndexOf((byte)'\n');
            return;
        }

        Report(SyntaxRules.UnexpectedCharacter, cursor.SpanHere, $"`{Sources.TextOf(cursor.SpanHere)}` cannot start a statement");
        cursor.SkipStatement();
    }

    // quoted = '"' name '"' ( ":" | "=" expression )
    private bool QuotedStatement(ref Cursor cursor)
    {
        int start = cursor.Position;
        Cursor ahead = cursor;
        ahead.SkipString();
        ahead.SkipBlanks();
        if (ahead.Current is not ((byte)':' or (byte)'=') || !QuotedName.TryParse(ref cursor, Diagnostics, out byte[] name))
            return false;
        SourceSpan span = cursor.SpanFrom(start);
        cursor.SkipBlanks();
        if (cursor.Current == '=')
        {
            SymbolDirectives.Assign(this, ref cursor, name, start);
            return true;
        }

        cursor.Position++;
        DefineLabel(State.Symbols.FindOrAdd(name, span), span);
        return true;
    }

    /// <summary>While a condition is false, only conditionals mean anything.</summary>
    private void SkippedStatement(ref Cursor cursor)
    {
        cursor.SkipBlanks();
        if (cursor.Current == '.')
        {
            ReadOnlySpan<byte> name = cursor.TakeName();
            if (ConditionalDirectives.IsConditional(name) && Directives.Find(name) is { } handler)
            {
                cursor.SkipBlanks();
                handler(this, ref cursor);
                return;
            }
        }

        if (State.Options.Listing && !cursor.AtEnd)
            State.Skipped.Add(cursor.Offset);
        cursor.SkipStatement();
    }

    // local-label = digits [ "$" ] ":"
    private bool LocalLabel(ref Cursor cursor)
    {
        int start = cursor.Position;
        int position = start;
        int number = 0;
        while (CharacterClass.IsDigit(cursor.Text[position]) && number < int.MaxValue / 16)
            number = number * 10 + (cursor.Text[position++] - '0');
        bool dollar = cursor.Text[position] == '$';
        if (dollar)
            position++;
        while (cursor.Text[position] == ' ')
            position++;
        if (cursor.Text[position] != ':')
            return false;
        cursor.Position = position + 1;
        SourceSpan span = new(cursor.Source.Start + start, position - start);
        Place(dollar ? State.LocalLabels.Dollar(number, span) : State.LocalLabels.Define(number, span), span);
        return true;
    }

    /// <summary>What is appended from here on comes from <paramref name="span"/>, not from the statement as a whole.</summary>
    public void RecordLine(SourceSpan span)
    {
        if (_recordsLines)
            (State.Chain.Lines ??= []).Add(new LineEntry(State.Chain.CurrentFragment, State.Chain.CurrentOffset, span));
    }

    /// <summary>Defines a label at the current place.</summary>
    public void DefineLabel(Symbol symbol, SourceSpan span)
    {
        State.LocalLabels.EndDollarScope();
        Place(symbol, span);
    }

    /// <summary>Stores an integer, now or, when its value is not known yet, later.</summary>
    public void EmitInteger(in Expression value, int size, SourceSpan span)
    {
        if (!value.IsConstant || value.Modifier != RelocationModifier.None)
        {
            State.Chain.AppendField(size, value, span);
            return;
        }

        long number = value.Constant;
        if (size < 8)
        {
            long mask = -1L << (8 * size);
            if ((number & mask) != 0 && (-number & mask) != 0)
                Report(SymbolRules.ValueTruncated, span, $"0x{number:x} does not fit {8 * size} bits and becomes 0x{number & ~mask:x}");
        }

        State.Chain.AppendNumber(number, size);
    }

    /// <summary>Reports that a symbol has a definition already; false when it has none.</summary>
    public bool IsRedefinition(Symbol symbol, SourceSpan span)
    {
        if (!symbol.IsDefined)
            return false;
        Diagnostics.Report(new Diagnostic(SymbolRules.Redefined, $"`{symbol.Name}` is defined already", span)
        {
            Labels = [new DiagnosticLabel(symbol.Span, "the first definition")],
        });
        return true;
    }

    private void Place(Symbol symbol, SourceSpan span)
    {
        // What `.set` has given a value becomes a label from here on; whoever has used the value keeps it.
        if (symbol is { IsVolatile: true, State: SymbolState.Absolute or SymbolState.Equated })
            symbol = State.Symbols.Replace(symbol, isVolatile: false);
        else if (symbol is not { State: SymbolState.Common, HasSize: false } && IsRedefinition(symbol, span))
            return;
        symbol.Span = span;
        if (State.IsAbsoluteSection)
        {
            symbol.State = SymbolState.Absolute;
            symbol.Number = State.AbsoluteOffset;
            return;
        }

        if (Lines.MarksLabels)
            Lines.AtLabel(State);
        FragmentChain chain = State.Chain;
        symbol.State = SymbolState.Label;
        symbol.Chain = chain;
        symbol.Fragment = chain.CurrentFragment;
        symbol.Offset = chain.CurrentOffset;
    }
}

/// <summary>A block of statements with a grammar of its own, from its opening directive to its closing one.</summary>
internal interface IStatementBlock
{
    /// <summary>
    /// Offers a statement: the name that it starts with, the cursor behind it and the blanks that follow. When the answer is false the
    /// statement is read as an ordinary one, so that <c>.if</c>, <c>.set</c> and macros work inside blocks.
    /// </summary>
    bool TakeStatement(Assembler assembler, ref Cursor cursor, ReadOnlySpan<byte> name, int start);

    /// <summary>Offers a label; when the answer is false it is an ordinary one.</summary>
    bool TakeLabel(Assembler assembler, ReadOnlySpan<byte> name, SourceSpan span);

    /// <summary>The source has ended inside the block.</summary>
    void ReportUnclosed(Assembler assembler);
}
