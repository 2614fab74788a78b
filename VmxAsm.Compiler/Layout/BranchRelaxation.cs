namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Relaxation of a section in which nothing but branches and alignments varies, as in nearly all code. It makes the same passes as
/// <see cref="Relaxation"/> and comes to the same sizes, but with less work, because there are many: where a pass has grown something, branches to
/// places behind the next alignment cannot be judged until the following pass, and SQLite takes a hundred.
///
/// So what can still change is in a table by itself, and the addresses in another, which a cache holds. And a pass begins where the one before has
/// moved something for the first time: a branch and a target that both stand before that place are as far apart as they were.
/// </summary>
internal sealed class BranchRelaxation
{
    private readonly FragmentChain _chain;
    private readonly long[] _addresses;
    private readonly Part[] _parts;
    private int _partCount;

    /// <summary>Fragment whose size was the first to change in the last pass: those behind it have moved.</summary>
    private int _firstChange = -1;

    private BranchRelaxation(FragmentChain chain)
    {
        Span<Fragment> fragments = chain.Fragments;
        _chain = chain;
        _addresses = new long[fragments.Length];
        _parts = new Part[fragments.Length];
        for (int i = 0; i < fragments.Length; i++)
        {
            ref Fragment fragment = ref fragments[i];
            _addresses[i] = fragment.Address;
            if (fragment.Kind == FragmentKind.Align)
                _parts[_partCount++] = new Part { Index = i, Target = i, FixedLength = fragment.FixedLength, IsAlignment = true };
            else if (fragment.Kind == FragmentKind.Branch && !fragment.IsLong)
                _parts[_partCount++] = new Part { Index = i, Target = chain.Steps[fragment.Detail].Fragment, FixedLength = fragment.FixedLength, Step = fragment.Detail };
        }
    }

    /// <summary>What may change its size: a short branch, or an alignment.</summary>
    private struct Part
    {
        public int Index;

        /// <summary>Fragment of a branch's target.</summary>
        public int Target;
        public int FixedLength;
        public int Step;
        public bool IsAlignment;
    }

    public static bool AppliesTo(Section section)
    {
        if (section.Chains.Count != 1)
            return false;
        foreach (ref Fragment fragment in section.Chains[0].Fragments)
        {
            if (fragment.Kind is not (FragmentKind.Data or FragmentKind.Branch or FragmentKind.Align) && !fragment.IsConstant)
                return false;
        }

        return true;
    }

    /// <summary>Gives the section its sizes and addresses. Nothing outside of the section can change them afterwards.</summary>
    public static void Settle(Section section)
    {
        BranchRelaxation relaxation = new(section.Chains[0]);
        while (relaxation.Pass(out long stretch))
            section.Size += stretch;

        Span<Fragment> fragments = section.Chains[0].Fragments;
        for (int i = 0; i < fragments.Length; i++)
            fragments[i].Address = relaxation._addresses[i];
    }

    private bool Pass(out long stretch)
    {
        Span<Fragment> fragments = _chain.Fragments;
        BranchStep[] steps = _chain.Steps;
        Part[] parts = _parts;
        long[] addresses = _addresses;
        stretch = 0;
        int first = 0;
        while (first < _partCount && parts[first].Index <= _firstChange && parts[first].Target <= _firstChange)
            first++;
        if (first == _partCount)
            return false;

        int kept = first;
        int next = parts[first].Index;
        int firstChange = int.MaxValue;
        for (int i = first; i < _partCount; i++)
        {
            Part part = parts[i];
            for (; next <= part.Index; next++)
                addresses[next] += stretch;
            long end = addresses[part.Index] + part.FixedLength;
            bool isGrown = !part.IsAlignment && Relaxation.MustGrow(steps[part.Step], addresses[part.Target], end, stretch);
            if (!isGrown)
                parts[kept++] = part;
            if (!isGrown && !part.IsAlignment)
                continue;

            ref Fragment fragment = ref fragments[part.Index];
            fragment.IsLong = isGrown;
            long size = isGrown ? Relaxation.BranchSize(fragment) : Relaxation.Padding(_chain.Aligns[fragment.Detail], end);
            if (size == fragment.VariableLength)
                continue;
            firstChange = Math.Min(firstChange, part.Index);
            stretch += size - fragment.VariableLength;
            fragment.VariableLength = size;
        }

        for (; next < addresses.Length; next++)
            addresses[next] += stretch;
        _partCount = kept;
        _firstChange = firstChange;
        return firstChange != int.MaxValue;
    }
}
