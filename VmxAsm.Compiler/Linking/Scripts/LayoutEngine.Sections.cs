using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking.Scripts;

// One output section in a walk: where it starts, which memory region it lies in and is loaded from, what it holds and what it thereby is.
internal sealed partial class LayoutEngine
{
    /// <summary>A section that nothing went into has an address all the same, which ADDR tells.</summary>
    private void PlaceNothing(OutputPlan output, ref ulong dot)
    {
        if (output.Statement?.Address is { } address)
            dot = _evaluator.Evaluate(address, null, dot).Address;
        Move(output.Section, dot);
        output.Section.LoadAddress = output.Statement?.LoadAddress is { } load ? _evaluator.Evaluate(load, null, 0).Address : dot;
    }

    private void PlaceOutput(OutputPlan output, ref ulong dot)
    {
        OutputSection section = output.Section;
        ScriptOutputSection? statement = output.Statement;
        UpdateAttributes(output);
        if (statement?.SubAlignment is { } sub)
            section.Alignment = Math.Max(_evaluator.Alignment(sub), section.Alignment);

        // A section's own alignment counts only where no address is given.
        ulong alignment = statement?.Alignment is { } asked ? _evaluator.Alignment(asked) : 1;
        MemoryRegion region = RegionOf(output);
        section.Region = region;
        ulong start;
        ulong? fixedAddress = statement?.Address is { } expression ? _evaluator.Evaluate(expression, null, dot).Address : null;
        foreach (NamedValue given in _options.SectionAddresses)
        {
            if (given.Name == section.Name)
                fixedAddress = given.Value;
        }
        if (fixedAddress is { } address)
        {
            start = address;
        }
        else
        {
            start = region.Current;
            alignment = Math.Max(alignment, section.Alignment);
        }
        if (statement?.Alignment is not null)
            section.Alignment = Math.Max(section.Alignment, alignment);
        ulong padding = ScriptEvaluator.AlignUp(start, alignment) - start;
        start += padding;

        ulong before = dot;
        Move(section, start);
        dot = start;
        _fill = statement?.Fill is { } fill ? FillBytes(fill, section, dot) : null;
        PlaceContents(output, start, ref dot);

        bool isIgnored = section.Size == 0;
        if (isIgnored != output.IsIgnored)
        {
            output.IsIgnored = isIgnored;
            _changed = true;
        }
        SetLoadAddress(output, region, padding, alignment);
        if (isIgnored)
        {
            // The sections that follow are placed as if it were not there; symbols see where it stands when it has some itself.
            if (!MovesByAssignment(output))
                dot = statement?.Address is null ? before : fixedAddress!.Value;
            return;
        }
        bool isThreadZero = (section.Flags & SectionFlags.ThreadLocal) != 0 && section.Type == SectionType.NoBits;
        if (isThreadZero)
            dot = start;
        if (section.IsAllocated)
        {
            region.Current = dot;
        }
    }

    private MemoryRegion RegionOf(OutputPlan output)
    {
        if (output.Region is { } name)
        {
            if (_regions.TryGetValue(name, out MemoryRegion? region))
                return region;
            if (_evaluator.IsFinal && output.Statement is { } statement && !_isChecking)
                _diagnostics.Report(LinkRules.ScriptValue, statement.Span, $"MEMORY has no region `{name}`");
            return _defaultRegion;
        }
        if (_regions.Count > 0 && output.Section.IsAllocated && output.Statement?.Address is null)
        {
            foreach (MemoryRegion region in _regions.Values)
            {
                if (region.Attributes is { } attributes && Accepts(attributes, output.Section))
                    return region;
            }
        }
        return _defaultRegion;
    }

    /// <summary>ld's manual, "MEMORY Command": the region takes sections with any of the attributes, and none of those behind <c>!</c>.</summary>
    private static bool Accepts(string attributes, OutputSection section)
    {
        bool accepts = false, isInverted = false;
        foreach (char letter in attributes)
        {
            if (letter == '!')
            {
                isInverted = !isInverted;
                continue;
            }
            bool has = char.ToLowerInvariant(letter) switch
            {
                'r' => (section.Flags & SectionFlags.Write) == 0,
                'w' => (section.Flags & SectionFlags.Execute) == 0 && ((section.Flags & SectionFlags.Write) != 0 || section.Type != SectionType.NoBits),
                'x' => (section.Flags & SectionFlags.Execute) != 0,
                'a' => section.IsAllocated,
                'i' or 'l' => section.Type != SectionType.NoBits,
                _ => false,
            };
            if (has && isInverted)
                return false;
            accepts |= has;
        }
        return accepts;
    }

    private void SetLoadAddress(OutputPlan output, MemoryRegion region, ulong padding, ulong alignment)
    {
        OutputSection section = output.Section;
        ScriptOutputSection? statement = output.Statement;
        ulong load = section.Address;
        MemoryRegion? loadRegion = LoadRegionOf(output);
        if (statement?.LoadAddress is { } expression)
        {
            load = _evaluator.Evaluate(expression, null, 0).Address; // ld's `.` has no value there
        }
        else if (loadRegion is not null)
        {
            // In another region only what the script asks for aligns; in its own, the load address is aligned as the address was.
            load = statement is { AlignsWithInput: true } ? loadRegion.Current + padding
                : ScriptEvaluator.AlignUp(loadRegion.Current, loadRegion == region ? alignment : statement?.Alignment is { } asked ? _evaluator.Alignment(asked) : 1);
        }
        else if (section.IsAllocated && region.Last is { } last)
        {
            bool movedBack = section.Address < last.Address && section.Size != 0 && section.Address + section.Size <= last.Address;
            load = movedBack ? section.Address : ScriptEvaluator.AlignUp(last.LoadAddress + (section.Address - last.Address), alignment);
        }
        if (section.LoadAddress != load)
        {
            section.LoadAddress = load;
            _changed = true;
        }
        if (loadRegion is null && section.IsAllocated
            && (section.Size != 0 || (region.Last is null && section.Address != load) || (!output.IsIgnored && region.Last is { } previous && section.Address >= previous.Address)))
        {
            region.Last = section;
        }
        bool isLoaded = section.IsLoaded || statement is { AlignsWithInput: true };
        if (loadRegion is not null && loadRegion != region && section.IsAllocated && section.Size > 0 && isLoaded)
            loadRegion.Current = load + (statement is { AlignsWithInput: true } && ProgramSegment.IsThreadZero(section) ? 0 : section.Size);
    }

    private MemoryRegion? LoadRegionOf(OutputPlan output) =>
        output.LoadRegion is { } name && output.Statement?.LoadAddress is null ? _regions.GetValueOrDefault(name) : null;

    /// <summary>Flags, type and alignment follow from what the section holds.</summary>
    private void UpdateAttributes(OutputPlan output)
    {
        OutputSection section = output.Section;
        ulong flags = 0, alignment = 1, entrySize = 0;
        uint type = SectionType.NoBits;
        bool isFirst = true, hasData = false;
        bool? startsWithData = null;
        const ulong mergeFlags = SectionFlags.Merge | SectionFlags.Strings;
        ulong merge = 0;
        foreach (LayoutItem item in output.Items)
        {
            hasData |= item.Statement is ScriptData;
            startsWithData ??= item.Statement is null ? null : item.Statement is ScriptData;
            if (item.Input is not { } input || input.IsDropped)
                continue;
            ObjectSection source = input.Section;
            flags |= source.Flags & (SectionFlags.Write | SectionFlags.Alloc | SectionFlags.Execute | SectionFlags.ThreadLocal | SectionFlags.GnuRetain);
            alignment = Math.Max(alignment, source.Alignment);
            if (isFirst)
            {
                // The first one gives the type; but what only reserved memory has contents from now on.
                type = source.Type;
                merge = source.Flags & mergeFlags;
                entrySize = source.EntrySize;
                isFirst = false;
            }
            else if ((source.Flags & mergeFlags) != merge || source.EntrySize != entrySize)
            {
                merge = 0;
                entrySize = 0;
            }
            if (type == SectionType.NoBits && source.Type != SectionType.NoBits)
                type = SectionType.ProgramBits;
        }
        if (hasData && type == SectionType.NoBits)
            type = SectionType.ProgramBits;
        if (isFirst)
            flags |= SectionFlags.Alloc | (startsWithData == true ? 0 : SectionFlags.Write);
        ScriptOutputSection? statement = output.Statement;
        if (statement?.Kind == OutputSectionKind.NotAllocated)
            flags &= ~SectionFlags.Alloc;
        if (statement?.Kind == OutputSectionKind.ReadOnly || section.Name == LayoutPlan.ReadOnlyName)
            flags &= ~SectionFlags.Write;
        section.IsNoLoad = statement?.Kind == OutputSectionKind.NoLoad;
        section.Flags = flags | merge;
        section.EntrySize = entrySize;
        section.Type = section.IsNoLoad ? SectionType.NoBits : type;
        section.Alignment = alignment;
        if ((section.Flags & SectionFlags.ThreadLocal) != 0)
        {
            // The block of thread-local variables starts as aligned as any of them asks for.
            _firstThreadLocal ??= section;
            _threadAlignment = Math.Max(_threadAlignment, alignment);
            if (_firstThreadLocal == section)
                section.Alignment = Math.Max(alignment, _threadAlignment);
        }
        if (statement?.Type is { } asked && TypeOf(asked) is var wanted && (wanted != SectionType.NoBits || section.Type == SectionType.NoBits))
            section.Type = wanted;
    }

    private uint TypeOf(ScriptExpression asked) => (asked is ScriptName named ? SectionType.Find(named.Name) : null) ?? (uint)_evaluator.Evaluate(asked, null, 0).Address;

    private void PlaceContents(OutputPlan output, ulong start, ref ulong dot)
    {
        OutputSection section = output.Section;
        if (!section.IsAllocated && output.Statement is null)
            UpdateAttributes(output);
        ulong subAlignment = output.Statement?.SubAlignment is { } sub ? _evaluator.Alignment(sub) : 0;
        output.Gaps.Clear();
        foreach (LayoutItem item in output.Items)
        {
            if (item.Input is { } input)
            {
                if (input.IsDropped)
                    continue;
                ulong alignment = input.IsEmptied ? 1 : subAlignment != 0 ? subAlignment : input.Section.Alignment;
                ulong at = ScriptEvaluator.AlignUp(dot, alignment);
                AddGap(output, dot - start, at - dot);
                dot = at;
                SetOffset(input, dot - start);
                dot += input.Size;
                continue;
            }
            if (item.Statement is ScriptData data)
            {
                item.Offset = dot - start;
                dot += (ulong)data.Size;
                continue;
            }
            ulong before = dot;
            Execute(item.Statement!, section, ref dot);
            AddGap(output, before - start, dot - before);
        }
        ulong size = dot - start;
        if (section.Size != size)
        {
            section.Size = size;
            _changed = true;
        }
    }

    private void AddGap(OutputPlan output, ulong offset, ulong size)
    {
        if (size != 0)
            output.Gaps.Add(new Gap(offset, size, _fill));
    }

    private void SetOffset(InputSection input, ulong offset)
    {
        if (input.Offset == offset)
            return;
        input.Offset = offset;
        _changed = true;
    }

    private void Move(OutputSection section, ulong address)
    {
        if (section.Address == address)
            return;
        section.Address = address;
        _changed = true;
        if (_step?.Output?.Statement is { } statement)
            _restless = (statement.Span, $"the address of section `{section.Name}`");
    }
}
