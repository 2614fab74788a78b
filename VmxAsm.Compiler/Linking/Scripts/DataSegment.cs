namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// DATA_SEGMENT_ALIGN, DATA_SEGMENT_RELRO_END and DATA_SEGMENT_END (ld's manual, "Builtin Functions"). A loader that maps pages gives each page one set of
/// permissions. Between the first two lies data that a dynamic loader writes once and then protects, so its end has to be a page's end; ld places the
/// segment so that the sections in front of that end come as close to it as they can, which takes a second layout. Without such data, but with all three
/// functions or the outer two, the segment starts on a page of its own; where the script's author says <c>-z norelro</c>, at the same distance from a page's start as the
/// code's end.
/// </summary>
internal sealed class DataSegment(bool protects)
{
    private enum Phase
    {
        /// <summary>The walk has not met the segment.</summary>
        Ahead,

        Started,

        RelroEnded,

        Ended,

        /// <summary>The start is known, such that the protected part ends at the end of a page.</summary>
        Placed,

        /// <summary>Without protection: a page is saved by starting where the code's last page ends.</summary>
        Packed,

        /// <summary>Nothing to mend.</summary>
        Final,
    }

    private Phase _phase;
    private ulong _base, _firstBase, _end, _pageSize, _commonPageSize, _relroEnd, _relroOffset, _expectedRelroEnd;

    /// <summary>What a dynamic loader would protect, once the layout is settled; null without such a part.</summary>
    public (ulong Start, ulong End)? Relro => _phase == Phase.Placed && _relroEnd != 0 ? (_base, _relroEnd) : null;

    /// <summary>Everything is laid out anew.</summary>
    public void Restart()
    {
        _phase = Phase.Ahead;
        _relroEnd = 0;
    }

    /// <summary>A walk over the script begins.</summary>
    public void StartWalk()
    {
        if (_phase < Phase.Placed)
            _phase = Phase.Ahead;
    }

    public ulong Align(ulong dot, ulong maximum, ulong common)
    {
        ulong aligned = ScriptEvaluator.AlignUp(dot, maximum);
        if (_phase == Phase.Placed)
            return _base;
        if (_phase == Phase.Packed)
            return common < maximum ? aligned + ((dot + common - 1) & (maximum - common)) : aligned;
        if (!protects)
            aligned += dot & (maximum - 1);
        if (_phase == Phase.Ahead)
            (_phase, _base, _pageSize, _commonPageSize, _relroEnd) = (Phase.Started, aligned, maximum, common, 0);
        return aligned;
    }

    public ulong RelroEnd(ulong offset, ulong end)
    {
        _relroOffset = offset;
        if (_phase is Phase.Started or Phase.Placed)
            _relroEnd = end + offset;
        if (_phase == Phase.Started)
            _phase = Phase.RelroEnded;
        if (_phase != Phase.Placed || _relroEnd % Math.Max(_pageSize, 1) == 0)
            return end;
        _relroEnd = ScriptEvaluator.AlignUp(_relroEnd, _pageSize);
        return _relroEnd - offset;
    }

    public ulong End(ulong end)
    {
        if (_phase is Phase.Started or Phase.RelroEnded)
            (_phase, _end) = (Phase.Ended, end);
        return end;
    }

    /// <summary>Looks at a settled layout.</summary>
    /// <param name="sections">Those with memory, in order.</param>
    /// <returns>Whether the segment's start has changed, so that the layout is to be settled anew.</returns>
    public bool Adjust(IReadOnlyList<OutputSection> sections)
    {
        if (_phase != Phase.Ended)
            return false;
        if (protects && _relroEnd != 0)
        {
            PlaceBeforePageEnd(sections);
            return true;
        }
        ulong first = (0 - _base) & (_commonPageSize - 1), last = _end & (_commonPageSize - 1);
        bool saves = first != 0 && last != 0 && ((_base ^ _end) & ~(_commonPageSize - 1)) != 0 && first + last <= _commonPageSize;
        _phase = saves ? Phase.Packed : Phase.Final;
        return saves;
    }

    private void PlaceBeforePageEnd(IReadOnlyList<OutputSection> sections)
    {
        _expectedRelroEnd = ScriptEvaluator.AlignUp(_relroEnd, _pageSize);
        ulong desired = _expectedRelroEnd - _relroOffset;
        for (int i = sections.Count - 1; i >= 0; i--)
        {
            OutputSection section = sections[i];
            if (section.Address < _base || section.Address >= _relroEnd - _relroOffset)
                continue;
            ulong size = ProgramSegment.IsThreadZero(section) ? 0 : section.Size;
            desired = (desired - size) & ~(section.Alignment - 1);
        }
        (_phase, _firstBase, _base) = (Phase.Placed, _base, desired);
    }

    /// <summary>Assignments of the script have made the protected part longer by being moved: the segment goes back to its first place.</summary>
    public bool Revert()
    {
        if (_phase != Phase.Placed || _relroEnd <= _expectedRelroEnd)
            return false;
        _base = _firstBase;
        return true;
    }
}
