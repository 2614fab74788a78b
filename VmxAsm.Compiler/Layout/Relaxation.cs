using System.Runtime.InteropServices;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Gives every fragment its address and size.
///
/// Branches start short and only grow, in passes over the section, until a pass changes nothing; whatever else has a variable size is
/// recomputed along the way. Sizes come out exactly as GNU as's because the passes see the same intermediate addresses: within a
/// pass, a target that has not been reached yet is taken to move along with the branch, unless an alignment in between
/// may absorb the movement.
/// </summary>
internal sealed class Relaxation(AssemblerState state)
{
    /// <summary>A size that still changes after so many passes never settles: only LEB128 and fill sizes can shrink again.</summary>
    private const int MaximumPasses = 2000;

    private const long MaximumSize = int.MaxValue;

    /// <summary>Lays out all sections. Distances may cross sections, so a later section may change an earlier one's sizes.</summary>
    public void Run()
    {
        foreach (Section section in state.Sections.All)
            Prepare(section);
        List<Section> others = [];
        foreach (Section section in state.Sections.All)
        {
            if (BranchRelaxation.AppliesTo(section))
                BranchRelaxation.Settle(section);
            else
                others.Add(section);
        }

        for (int round = 0; round < 10; round++)
        {
            bool changed = false;
            foreach (Section section in others)
                changed |= Relax(section);
            if (!changed)
                break;
        }

        foreach (Section section in state.Sections.All)
            Finish(section);
    }

    /// <summary>A section that the linker may merge has whole entries: the last one is filled up, to the power of two in an entry's size.</summary>
    private static void PadEntries(Section section, FragmentChain chain)
    {
        long alignment = (long)section.EntrySize & -(long)section.EntrySize;
        if (alignment > 1 && (section.Flags & (SectionFlags.Merge | SectionFlags.Strings)) != 0)
            chain.AppendAlign(new AlignDetail(alignment, 0, 0, 1, false, 0), section.Span);
    }

    private void Prepare(Section section)
    {
        int order = 0;
        int region = 0;
        foreach (FragmentChain chain in section.Chains)
        {
            PadEntries(section, chain);
            chain.Finish();
            chain.Order = order++;
            chain.FirstRegion = region;
            region += chain.Fragments[^1].Region;
        }

        foreach (FragmentChain chain in section.Chains)
            PrepareBranches(chain);

        long address = 0;
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fragment fragment in chain.Fragments)
            {
                fragment.Address = address;
                address += fragment.FixedLength;
                fragment.VariableLength = fragment.Kind switch
                {
                    FragmentKind.Branch => BranchSize(fragment),
                    FragmentKind.Align => Padding(chain.Aligns[fragment.Detail], address),
                    FragmentKind.Fill when fragment.IsConstant => fragment.VariableLength,
                    FragmentKind.Leb128 or FragmentKind.Distance => 1,
                    _ => 0,
                };
                address += fragment.VariableLength;
            }
        }

        section.Size = address;
    }

    /// <summary>Decides which branches can be relaxed, and finds the labels that these go to.</summary>
    private void PrepareBranches(FragmentChain chain)
    {
        Span<Expression> targets = chain.Targets;
        Span<Fragment> fragments = chain.Fragments;
        chain.Steps = new BranchStep[targets.Length];
        for (int i = 0; i < fragments.Length; i++)
        {
            ref Fragment fragment = ref fragments[i];
            if (fragment.Kind != FragmentKind.Branch)
                continue;
            ref Expression target = ref targets[fragment.Detail];
            if (IsLocalTo(chain.Section, target, out Expression reduced))
            {
                target = reduced;
                Symbol label = reduced.Add!;
                FragmentChain to = label.Chain!;

                // When GNU as asks whether a branch can be relaxed, its target gets a place in the symbol table, should a relocation need it there.
                if (!label.NameBytes.IsEmpty)
                    state.Symbols.AddToOrder(label);
                ref BranchStep step = ref chain.Steps[fragment.Detail];
                step.Chain = to;
                step.Fragment = label.Fragment;
                step.Offset = label.Offset + reduced.Constant;
                step.IsAhead = to.Order > chain.Order || (to.Order == chain.Order && label.Fragment > i);
                step.IsInRegion = to.FirstRegion + to.Fragments[label.Fragment].Region == chain.FirstRegion + fragment.Region;
            }
            else
            {
                fragment.IsLong = true;
                fragment.NeedsRelocation = true;
            }
        }
    }

    private bool IsLocalTo(Section section, in Expression target, out Expression reduced)
    {
        reduced = target;
        if (state.Options.IsShared && target.Add is { IsPreemptible: true, Visibility: 0 })
            return false;
        bool isAsked = target.Modifier == RelocationModifier.Plt && target.Add is { IsPreemptible: false };
        if (target.Modifier != RelocationModifier.None && !isAsked || (target.Node is null && target.Add is { IsReplaceable: true }))
            return false;
        if (target.Node is null && target.Subtract is null && target.Add is { State: SymbolState.Label } label)
            return ReferenceEquals(label.Chain!.Section, section);

        // Another name is itself no weak definition, whatever it stands for.
        return Evaluator.TryReduce(target, out reduced) && reduced.Subtract is null
            && reduced.Add is { State: SymbolState.Label, Type: not SymbolType.GnuIndirectFunction } symbol && ReferenceEquals(symbol.Chain!.Section, section);
    }

    private bool Relax(Section section)
    {
        bool changed = false;
        Oscillation oscillation = default;
        for (int pass = 0; ; pass++)
        {
            if (!Pass(section, ref oscillation))
                return changed;
            changed = true;
            if (pass == MaximumPasses)
            {
                state.Diagnostics.Report(SymbolRules.LayoutDiverges, section.Span, $"the sizes in section `{section.Name}` do not settle");
                return false;
            }
        }
    }

    private static bool Pass(Section section, ref Oscillation oscillation)
    {
        long stretch = 0;
        bool changed = false;
        foreach (FragmentChain chain in section.Chains)
        {
            BranchStep[] steps = chain.Steps;
            foreach (ref Fragment fragment in chain.Fragments)
            {
                fragment.Address += stretch;
                if (fragment.Kind == FragmentKind.Data || fragment.IsConstant)
                    continue;
                long size;
                if (fragment.Kind == FragmentKind.Branch)
                {
                    if (fragment.IsLong)
                        continue;
                    ref BranchStep step = ref steps[fragment.Detail];
                    if (!MustGrow(step, step.Chain.Fragments[step.Fragment].Address, fragment.Address + fragment.FixedLength, stretch))
                        continue;
                    fragment.IsLong = true;
                    size = BranchSize(fragment);
                }
                else
                {
                    size = VariableSize(chain, fragment);
                }

                if (size == fragment.VariableLength)
                    continue;
                if (size < fragment.VariableLength && fragment.Kind == FragmentKind.Align && oscillation.IsCertain)
                {
                    ref AlignDetail detail = ref CollectionsMarshal.AsSpan(chain.Aligns)[fragment.Detail];
                    detail = detail with { Surplus = detail.Surplus + detail.Alignment };
                    size += detail.Alignment;
                }

                stretch += size - fragment.VariableLength;
                fragment.VariableLength = size;
                changed = true;
                oscillation.Note(chain, fragment, stretch);
            }
        }

        oscillation.EndPass(stretch);
        section.Size += stretch;
        return changed;
    }

    /// <summary>Whether a short branch, whose displacement byte stands at <paramref name="address"/>, does not reach its target.</summary>
    /// <param name="fragment">Address of the target's fragment.</param>
    internal static bool MustGrow(in BranchStep step, long fragment, long address, long stretch)
    {
        long target = fragment + step.Offset;
        if (stretch != 0 && step.IsAhead)
        {
            if (stretch < 0 || step.IsInRegion)
                target += stretch;
            else if (target < address)
                return false;
        }

        // The displacement counts from the byte behind it.
        return target - address is < -127 or > 128;
    }

    /// <summary>
    /// Bytes behind the opcode's first: a displacement, and for a long conditional jump the second opcode byte, or what makes two instructions of it.
    /// </summary>
    internal static int BranchSize(in Fragment fragment) => !fragment.IsLong ? 1 : fragment.LongSize + fragment.Branch switch
    {
        Encoding.BranchKind.ConditionalJump => 1,
        Encoding.BranchKind.ConditionalJump86 => 2,
        _ => 0,
    };

    private static long VariableSize(FragmentChain chain, in Fragment fragment)
    {
        long end = fragment.Address + fragment.FixedLength;
        if (fragment.Kind == FragmentKind.Align)
            return Padding(chain.Aligns[fragment.Detail], end);
        if (fragment.Kind == FragmentKind.LineAdvance)
        {
            ref readonly LineStep step = ref CollectionsMarshal.AsSpan(chain.LineSteps)[fragment.Detail];
            return LineAdvance.SizeOf(step.Lines, step.Distance);
        }

        if (fragment.Kind is FragmentKind.Distance or FragmentKind.CfiAdvance)
        {
            ref readonly LabelDistance labels = ref CollectionsMarshal.AsSpan(chain.Distances)[fragment.Detail];
            bool isKnown = TryEvaluate(labels, out long between);
            return fragment.Kind == FragmentKind.CfiAdvance ? isKnown ? Math.Max(CfiAdvance.SizeOf(between), labels.KeepsZero ? 1 : 0) : 0
                : isKnown ? Leb128.SizeOf(between, labels.Signed) : 1;
        }

        ref readonly FillDetail detail = ref CollectionsMarshal.AsSpan(chain.Fills)[fragment.Detail];
        switch (fragment.Kind)
        {
            case FragmentKind.Org:
                return TryPlace(chain.Section, detail.Value, out long place) ? Math.Max(0, place - end) : 0;
            case FragmentKind.Leb128:
                return TryEvaluate(detail.Value, out long number) ? Leb128.SizeOf(number, detail.Signed) : 1;
            default:
                if (!TryEvaluate(detail.Value, out long count) || count <= 0)
                    return 0;
                long size = fragment.Kind == FragmentKind.Nops ? count : count * detail.Size;
                return size < 0 || size > MaximumSize ? 0 : size;
        }
    }

    internal static long Padding(in AlignDetail detail, long address)
    {
        long padding = -address & (detail.Alignment - 1);
        return (detail.MaximumSkip > 0 && padding > detail.MaximumSkip ? 0 : padding) + detail.Surplus;
    }

    /// <summary>A number, by the addresses as they are now; distances between labels count while layout is still under way.</summary>
    private static bool TryEvaluate(in Expression expression, out long value) => CurrentValue.TryEvaluate(expression, out value);

    /// <summary>The same of a distance, which nearly always is one of labels and may be one of their other names.</summary>
    internal static bool TryEvaluate(in LabelDistance labels, out long value)
    {
        if (labels.Value is not { } known)
            return CurrentValue.TryEvaluate(new Expression(labels.To, labels.From, 0), out value);
        value = known;
        return true;
    }

    /// <summary>The offset in the section that an expression names: a label of the section plus a number, or a number.</summary>
    internal static bool TryPlace(Section section, in Expression expression, out long place)
    {
        place = 0;
        if (!Evaluator.TryReduce(expression, out Expression reduced) || reduced.Subtract is not null)
            return CurrentValue.TryPlace(section, expression, out place);
        place = reduced.Constant;
        if (reduced.Add is null)
            return true;
        if (reduced.Add.State == SymbolState.Section)
            return ReferenceEquals(reduced.Add.Chain?.Section, section);
        if (reduced.Add.State != SymbolState.Label || !ReferenceEquals(reduced.Add.Chain!.Section, section))
            return false;
        place += reduced.Add.Address;
        return true;
    }

    /// <summary>Says what is wrong with sizes that make no sense, and seals the section.</summary>
    private void Finish(Section section)
    {
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fragment fragment in chain.Fragments)
            {
                if (fragment.Kind is FragmentKind.Data or FragmentKind.Branch or FragmentKind.Align or FragmentKind.LineAdvance || fragment.IsConstant)
                    continue;
                if (fragment.Kind is not (FragmentKind.Distance or FragmentKind.CfiAdvance))
                    Check(section, chain.Fills[fragment.Detail], fragment);
                else if (!TryEvaluate(chain.Distances[fragment.Detail], out _))
                    ReportUnknown(fragment);
            }
        }

        section.IsLaidOut = true;
        if (section.Size > MaximumSize)
            state.Diagnostics.Report(SymbolRules.SectionTooBig, section.Span, $"section `{section.Name}` has {section.Size} bytes, and 2 GiB are the limit");
    }

    private void Check(Section section, in FillDetail detail, in Fragment fragment)
    {
        if (fragment.Kind == FragmentKind.Org)
        {
            long end = fragment.Address + fragment.FixedLength;
            if (!TryPlace(section, detail.Value, out long place))
                state.Diagnostics.Report(SymbolRules.NotAbsolute, fragment.Span, "the place is neither a number nor a label of this section");
            else if (place < end)
                state.Diagnostics.Report(SymbolRules.OrgBackwards, fragment.Span, $"the location counter is at {end} already, and {place} lies before it");
            return;
        }

        if (!TryEvaluate(detail.Value, out long count))
        {
            ReportUnknown(fragment);
            return;
        }

        if (fragment.Kind is not (FragmentKind.Fill or FragmentKind.Nops))
            return;
        if (count < 0)
            state.Diagnostics.Report(DirectiveRules.NegativeCount, fragment.Span, $"the count is {count} and taken as 0");
        else if (count > MaximumSize / Math.Max(1, (int)detail.Size))
            state.Diagnostics.Report(SymbolRules.SectionTooBig, fragment.Span, $"{count} are more than a section holds");
    }

    private void ReportUnknown(in Fragment fragment) =>
        state.Diagnostics.Report(SymbolRules.NotAbsolute, fragment.Span, "the value is not a number after layout either");
}
