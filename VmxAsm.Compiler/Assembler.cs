using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives;
using VmxAsm.Compiler.Encoding;
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
    private readonly DirectiveTable _directives;
    private readonly EncodedInstruction _instruction = new();

    public Assembler(CompilationOptions options, SourceSet sources, DiagnosticBag diagnostics)
    {
        State = new AssemblerState(options, sources, diagnostics);
        Expressions = new ExpressionParser(State);
        Instructions = new InstructionAssembler(State, Expressions);
        _directives = Directive.MakeTable(options);
    }

    public AssemblerState State { get; }

    public ExpressionParser Expressions { get; }

    public InstructionAssembler Instructions { get; }

    public DiagnosticBag Diagnostics => State.Diagnostics;

    public SourceSet Sources => State.Sources;

    /// <summary>Reads a whole text.</summary>
    public void Run(SourceText text)
    {
        Cursor cursor = new(text);
        while (!cursor.AtEndOfText)
        {
            Statement(ref cursor);
            cursor.SkipBlanks();
            if (!cursor.AtEnd)
            {
                ReportTrailing(ref cursor);
                cursor.SkipStatement();
            }

            cursor.SkipEndOfStatement();
        }

        State.LocalLabels.ReportUndefined();
    }

    // statement = { label ":" } [ directive | instruction | name "=" expression ]
    private void Statement(ref Cursor cursor)
    {
        while (true)
        {
            cursor.SkipBlanks();
            byte first = cursor.Current;
            int start = cursor.Position;
            if (CharacterClass.IsNameStart(first))
            {
                ReadOnlySpan<byte> name = cursor.TakeName();
                byte next = cursor.Current;
                if (next == ':')
                {
                    cursor.Position++;
                    DefineLabel(State.Symbols.FindOrAdd(name, cursor.SpanFrom(start)), new SourceSpan(cursor.Source.Start + start, name.Length));
                    continue;
                }

                cursor.SkipBlanks();
                if (first == '.' && _directives.Find(name) is { } handler)
                    handler(this, ref cursor);
                else
                    Instruction(ref cursor, name, start);
                return;
            }

            if (CharacterClass.IsDigit(first) && LocalLabel(ref cursor))
                continue;
            if (cursor.AtEnd)
                return;
            Diagnostics.Report(SyntaxRules.UnexpectedCharacter, cursor.SpanHere, $"`{Sources.TextOf(cursor.SpanHere)}` cannot start a statement");
            cursor.SkipStatement();
            return;
        }
    }

    private void Instruction(ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        _instruction.Clear();
        if (!Instructions.Assemble(ref cursor, name, _instruction))
        {
            cursor.SkipStatement();
            return;
        }

        State.Chain.Append(_instruction, ExpressionParser.TrimmedSpan(cursor, start));
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
        if (cursor.Text[position] != ':')
            return false;
        cursor.Position = position + 1;
        SourceSpan span = new(cursor.Source.Start + start, position - start);
        Place(dollar ? State.LocalLabels.Dollar(number, span) : State.LocalLabels.Define(number, span), span);
        return true;
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
        if (value.IsConstant)
            State.Chain.AppendNumber(value.Constant, size);
        else
            State.Chain.AppendField(size, value, span);
    }

    private void Place(Symbol symbol, SourceSpan span)
    {
        if (symbol.IsDefined)
        {
            Diagnostics.Report(new Diagnostic(SymbolRules.Redefined, $"`{symbol.Name}` is defined already", span)
            {
                Labels = [new DiagnosticLabel(symbol.Span, "the first definition")],
            });
            return;
        }

        symbol.Span = span;
        if (State.IsAbsoluteSection)
        {
            symbol.State = SymbolState.Absolute;
            symbol.Number = State.AbsoluteOffset;
            return;
        }

        FragmentChain chain = State.Chain;
        symbol.State = SymbolState.Label;
        symbol.Chain = chain;
        symbol.Fragment = chain.CurrentFragment;
        symbol.Offset = chain.CurrentOffset;
    }

    private void ReportTrailing(ref Cursor cursor)
    {
        SourceSpan rest = cursor.RestOfStatement;
        Diagnostics.Report(SyntaxRules.TrailingText, rest, $"`{Sources.TextOf(rest)}` follows a complete statement");
    }
}
