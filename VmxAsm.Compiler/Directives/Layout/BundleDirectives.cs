using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Instruction bundles, which verifiers of machine code ask for: no instruction, and no group of instructions between <c>.bundle_lock</c> and
/// <c>.bundle_unlock</c>, crosses a multiple of the bundle's size. Before each stands an alignment that is skipped where the padding would be as long as what
/// follows or longer: there it fits without. A branch that layout may lengthen counts with its longest form.
/// </summary>
internal sealed class BundleDirectives
{
    private const int MaximumPower = 30;

    /// <summary>What layout may add to a branch.</summary>
    private const int BranchGrowth = 5;

    /// <summary>GNU as pads with the one-byte instruction here.</summary>
    private const byte Nop = 0x90;

    private int _power;
    private int _depth;
    private Group _group;
    private bool _isComplained;
    private SourceSpan _lockSpan;

    /// <summary>Every instruction has to be looked at.</summary>
    public bool IsActive => _power > 0;

    /// <summary>Instructions that stay together: where they began, and the alignment in front of them.</summary>
    private readonly record struct Group(FragmentChain Chain, int Alignment, int Length, int Branches)
    {
        public int Size => Chain.Buffer.Length - Length + (Chain.Targets.Length - Branches) * BranchGrowth;
    }

    public static void Register(DirectiveTable table)
    {
        table.Add(".bundle_align_mode"u8, Mode);
        table.Add(".bundle_lock"u8, Lock);
        table.Add(".bundle_unlock"u8, Unlock);
    }

    /// <summary>Called before an instruction; what it returns goes to <see cref="EndInstruction"/>.</summary>
    public object? BeginInstruction(Assembler assembler, SourceSpan span)
    {
        if (_depth == 0)
            return Begin(assembler.State);
        if (!_isComplained && !ReferenceEquals(_group.Chain, assembler.State.Chain))
        {
            _isComplained = true;
            assembler.Report(DirectiveRules.BadSection, span, "the section changes inside of `.bundle_lock`");
        }

        return null;
    }

    public void EndInstruction(Assembler assembler, object? begun, SourceSpan span)
    {
        Group group = begun is Group single ? single : _group;
        if (!ReferenceEquals(group.Chain, assembler.State.Chain))
            return;
        if (group.Size > 1 << _power)
            Report(assembler, group, span, begun is null ? "the instructions since `.bundle_lock` have" : "the instruction has");
        else if (begun is not null)
            Finish(group);
    }

    public void ReportUnclosed(Assembler assembler)
    {
        if (_depth > 0)
            assembler.Report(DirectiveRules.UnclosedBlock, _lockSpan, "`.bundle_lock` has no `.bundle_unlock`");
    }

    // bundle-align-mode = expression
    private static void Mode(Assembler assembler, ref Cursor cursor)
    {
        BundleDirectives bundles = assembler.Bundles;
        int start = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long power))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (power is < 0 or > MaximumPower)
            assembler.Report(DirectiveRules.BadAlignment, span, $"{power} is no power from 0 to {MaximumPower}");
        else if (bundles._depth > 0)
            assembler.Report(DirectiveRules.BadOperand, span, "the size of bundles cannot change inside of `.bundle_lock`");
        else
            bundles._power = (int)power;
    }

    private static void Lock(Assembler assembler, ref Cursor cursor)
    {
        BundleDirectives bundles = assembler.Bundles;
        if (bundles._power == 0)
        {
            assembler.Report(DirectiveRules.BadOperand, cursor.SpanHere, "`.bundle_lock` means nothing without `.bundle_align_mode`");
            return;
        }

        if (bundles._depth++ > 0)
            return;
        bundles._lockSpan = cursor.SpanHere;
        bundles._group = Begin(assembler.State);
        bundles._isComplained = false;
    }

    private static void Unlock(Assembler assembler, ref Cursor cursor)
    {
        BundleDirectives bundles = assembler.Bundles;
        if (bundles._depth == 0)
        {
            assembler.Report(DirectiveRules.UnmatchedEnd, cursor.SpanHere, "there is no `.bundle_lock` to end");
            return;
        }

        if (--bundles._depth > 0)
            return;
        if (bundles._group.Size > 1 << bundles._power)
            bundles.Report(assembler, bundles._group, cursor.SpanHere, "the instructions since `.bundle_lock` have");
        else
            bundles.Finish(bundles._group);
    }

    private static Group Begin(AssemblerState state)
    {
        FragmentChain chain = state.Chain;
        chain.AppendAlign(new AlignDetail(1, 0, Nop, 1, false, (byte)state.CodeBits), SourceSpan.None);
        return new Group(chain, chain.Aligns.Count - 1, chain.Buffer.Length, chain.Targets.Length);
    }

    private void Finish(in Group group)
    {
        if (group.Size > 1)
            group.Chain.Aligns[group.Alignment] = group.Chain.Aligns[group.Alignment] with { Alignment = 1 << _power, MaximumSkip = group.Size - 1 };
        group.Chain.Section.Alignment = Math.Max(group.Chain.Section.Alignment, 1 << _power);
    }

    private void Report(Assembler assembler, in Group group, SourceSpan span, string what) =>
        assembler.Report(DirectiveRules.BadAlignment, span, $"{what} {group.Size} bytes, and a bundle has {1 << _power}");
}
