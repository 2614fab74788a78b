using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>The open <c>.if</c>s.</summary>
internal sealed class Conditionals(DiagnosticBag diagnostics)
{
    private readonly List<Level> _levels = new(4);

    private struct Level
    {
        public SourceSpan Opened;

        /// <summary>The lines around the whole <c>.if</c> are not read either.</summary>
        public bool IsDead;

        /// <summary>The branch that we are in is not read.</summary>
        public bool IsSkipping;

        /// <summary>A branch has been read: no other one will be.</summary>
        public bool WasTaken;
        public bool HasElse;
    }

    public bool IsSkipping { get; private set; }

    public int Depth => _levels.Count;

    public void Open(SourceSpan span, bool condition)
    {
        _levels.Add(new Level { Opened = span, IsDead = IsSkipping, IsSkipping = IsSkipping || !condition, WasTaken = condition });
        IsSkipping = _levels[^1].IsSkipping;
    }

    /// <summary>Whether the condition of an <c>.elseif</c> decides anything.</summary>
    public bool WantsElseCondition => _levels.Count > 0 && !_levels[^1].IsDead && !_levels[^1].WasTaken;

    public void ElseIf(SourceSpan span, bool condition)
    {
        if (!CanElse(span))
            return;
        Level level = _levels[^1];
        level.IsSkipping = level.IsDead || level.WasTaken || !condition;
        level.WasTaken |= condition;
        _levels[^1] = level;
        IsSkipping = level.IsSkipping;
    }

    public void Else(SourceSpan span)
    {
        if (!CanElse(span))
            return;
        Level level = _levels[^1];
        level.IsSkipping = level.IsDead || level.WasTaken;
        level.HasElse = true;
        _levels[^1] = level;
        IsSkipping = level.IsSkipping;
    }

    public void Close(SourceSpan span)
    {
        if (_levels.Count == 0)
        {
            diagnostics.Report(DirectiveRules.UnmatchedElse, span, "there is no `.if` to end here");
            return;
        }

        _levels.RemoveAt(_levels.Count - 1);
        IsSkipping = _levels.Count > 0 && _levels[^1].IsSkipping;
    }

    /// <summary>A text ends: what it has opened ends with it.</summary>
    public void CloseTo(int depth, bool report)
    {
        while (_levels.Count > depth)
        {
            if (report)
                diagnostics.Report(DirectiveRules.UnclosedIf, _levels[^1].Opened, "this `.if` has no `.endif` before the end of the text");
            _levels.RemoveAt(_levels.Count - 1);
        }

        IsSkipping = _levels.Count > 0 && _levels[^1].IsSkipping;
    }

    private bool CanElse(SourceSpan span)
    {
        if (_levels.Count > 0 && !_levels[^1].HasElse)
            return true;
        diagnostics.Report(DirectiveRules.UnmatchedElse, span, _levels.Count == 0 ? "there is no `.if` for this" : "the `.if` has had its `.else` already");
        return false;
    }
}
