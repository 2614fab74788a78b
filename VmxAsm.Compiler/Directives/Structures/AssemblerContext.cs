using VmxAsm.Architecture.Processor;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>The blocks' view of the assembler.</summary>
internal sealed class AssemblerContext(Assembler assembler) : StructureContext
{
    private readonly Stack<FragmentChain> _sections = [];
    private SourceSpan _line;

    public override DiagnosticBag Diagnostics => assembler.Diagnostics;

    public override CpuModel Model { get; } = CpuModel.Find(assembler.State.Options.CpuModelName) ?? CpuModels.Default;

    public override int CodeBits => assembler.State.CodeBits;

    public override Symbol Reference(string name, SourceSpan span)
    {
        Symbol symbol = assembler.State.Symbols.FindOrAdd(System.Text.Encoding.UTF8.GetBytes(name), span);
        symbol.IsUsed = true;
        return symbol;
    }

    public override bool IsKnownSymbol(string name) =>
        assembler.State.Symbols.Find(System.Text.Encoding.UTF8.GetBytes(name)) is { IsDefined: true };

    public override bool IsGlobal(string name) =>
        assembler.State.Symbols.Find(System.Text.Encoding.UTF8.GetBytes(name)) is { Binding: not SymbolBinding.Local };

    public override bool IsWholeProgram => assembler.IsWholeProgram;

    public override long? ValueNow(ExpressionNode node) =>
        node is ConstantNode constant ? constant.Value
        : Evaluator.TryEvaluateConstant(ToExpression(node), out long value) ? value
        : null;

    public override void DefineLabel(string name, SourceSpan span) =>
        assembler.DefineLabel(assembler.State.Symbols.FindOrAdd(System.Text.Encoding.UTF8.GetBytes(name), span), span);

    public override void Equate(string name, ExpressionNode value, SourceSpan span)
    {
        Symbol symbol = assembler.State.Symbols.FindOrAdd(System.Text.Encoding.UTF8.GetBytes(name), span);
        if (assembler.IsRedefinition(symbol, span))
            return;
        symbol.Span = span;
        if (value is ConstantNode constant)
        {
            symbol.State = SymbolState.Absolute;
            symbol.Number = constant.Value;
            return;
        }

        symbol.State = SymbolState.Equated;
        symbol.Value = ToExpression(value);
    }

    public override ExpressionNode Here(SourceSpan span)
    {
        Mark(span);
        return new SymbolNode(assembler.State.LocationSymbol(), span);
    }

    public override ExpressionNode? LocalLabel(int number, bool isForward, SourceSpan span)
    {
        Symbol? label = isForward ? assembler.State.LocalLabels.Next(number, span) : assembler.State.LocalLabels.Last(number);
        return label is null ? null : new SymbolNode(label, span);
    }

    public override void Align(int alignment, SourceSpan span)
    {
        Section section = assembler.State.Section;
        section.Alignment = Math.Max(section.Alignment, alignment);
        assembler.RecordLine(span);
        assembler.State.Chain.AppendAlign(new AlignDetail(alignment, 0, 0, 1, false, (byte)CodeBits), span);
        _line = default;
    }

    public override void Append(ReadOnlySpan<byte> bytes, SourceSpan span)
    {
        Mark(span);
        assembler.State.Chain.Append(bytes);
    }

    public override void AppendZeros(int count, SourceSpan span)
    {
        // Memory that is only reserved has no bytes to append.
        if (assembler.State.Section.Type != SectionType.NoBits)
        {
            base.AppendZeros(count, span);
            return;
        }

        Mark(span);
        assembler.State.Chain.AppendFill(FragmentKind.Fill, new FillDetail(new Expression(count), 0, 1), span);
    }

    public override void AppendField(ExpressionNode value, int size, SourceSpan span)
    {
        Mark(span);
        if (ValueNow(value) is { } known)
            assembler.State.Chain.AppendNumber(known, size);
        else
            assembler.State.Chain.AppendField(size, ToExpression(value), value.Span.Start != 0 ? value.Span : span);
    }

    public override void AppendDistance(ExpressionNode target, SourceSpan span)
    {
        Mark(span);
        ref Fixup fixup = ref assembler.State.Chain.AppendField(4, ToExpression(target), span);
        fixup.Kind = FieldKind.PcRelative;
        fixup.DistanceToEnd = 4;
        fixup.IsInstruction = true;
        fixup.IsBranch = true;
    }

    public override void PushSection(string name, string flags, bool hasContents, SourceSpan span)
    {
        _sections.Push(assembler.State.Chain);
        Section? section = assembler.State.Sections.Find(name);
        if (section is null)
        {
            section = assembler.State.Sections.Add(new Section(name)
            {
                Type = hasContents ? SectionType.ProgramBits : SectionType.NoBits,
                Flags = SectionFlags.Alloc | (flags.Contains('w') ? SectionFlags.Write : 0) | (flags.Contains('x') ? SectionFlags.Execute : 0),
                Span = span,
            });
        }

        assembler.State.Chain = section.Subsection(0);
        _line = default;
    }

    public override void PopSection()
    {
        assembler.State.Chain = _sections.Pop();
        _line = default;
    }

    public override void RequestBoot(ExpressionNode? entry, ulong? load, SourceSpan span) =>
        assembler.State.Boot = (entry is null ? null : ToExpression(entry), load, span);

    public override void ShareCompanions(string owner)
    {
        if (assembler.State.Symbols.Find(System.Text.Encoding.UTF8.GetBytes(owner)) is not { Binding: not SymbolBinding.Local } shared)
            return;
        byte[] prefix = System.Text.Encoding.UTF8.GetBytes(owner + ".");
        foreach (Symbol symbol in assembler.State.Symbols.InOrder)
        {
            if (!symbol.IsDefined || symbol.HasBinding || !symbol.NameBytes.StartsWith(prefix))
                continue;
            symbol.Binding = shared.Binding;
            symbol.HasBinding = true;
            symbol.Visibility = shared.Visibility;
        }
    }

    /// <summary>The line table follows the entry that bytes come from, not the directive that closes the block.</summary>
    private void Mark(SourceSpan span)
    {
        if (span == _line)
            return;
        _line = span;
        assembler.RecordLine(span);
    }

    /// <summary>A tree as the assembler likes it best: one symbol and a number where that is all there is.</summary>
    private static Expression ToExpression(ExpressionNode node) => node switch
    {
        ConstantNode constant => new Expression(constant.Value),
        SymbolNode symbol => new Expression(symbol.Symbol, null, 0),
        BinaryNode { Operator: Operator.Add, Left: SymbolNode symbol, Right: ConstantNode constant } => new Expression(symbol.Symbol, null, constant.Value),
        BinaryNode { Operator: Operator.Subtract, Left: SymbolNode add, Right: SymbolNode subtract } => new Expression(add.Symbol, subtract.Symbol, 0),
        _ => new Expression(node),
    };
}
