using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>
/// The texts being read: the source, an included file, the expansion of a macro inside it. A directive that opens a text says so
/// while its statement is read; the text begins when the statement has ended.
/// </summary>
internal sealed class InputStack(AssemblerState state)
{
    private const int MaximumDepth = 1000;

    /// <summary>GNU as gives up when a macro is called inside so many others, and repetitions count as macros.</summary>
    private const int MaximumExpansions = 101;
    private const int MostGivenUp = 3;

    private readonly List<Frame> _frames = new(4);
    private SourceText? _pending;
    private bool _isGivingUp;
    private int _givenUp;
    private int _expansions;

    /// <summary>A text that waits, and the depth of conditionals when the text above it began.</summary>
    private readonly record struct Frame(Cursor Cursor, int Conditionals);

    /// <summary>The text that statements come from.</summary>
    public SourceText Current { get; private set; } = null!;

    public bool IsEnded { get; private set; }

    public Cursor Start(SourceText text)
    {
        Current = text;
        IsEnded = false;
        return new Cursor(text);
    }

    /// <summary>
    /// Whether one more text may be opened; reports when not. What has brought it so far is given up as a whole, back to the source: a macro that calls
    /// itself twice would otherwise go on for 2 to the power of the depth.
    /// </summary>
    public bool CanEnter(SourceSpan span)
    {
        if (_isGivingUp)
            return false;
        if (_frames.Count < MaximumDepth && _expansions < MaximumExpansions)
            return true;
        _isGivingUp = true;
        state.Diagnostics.Report(DirectiveRules.ExpansionTooDeep, span, _frames.Count < MaximumDepth
            ? $"macros nest {MaximumExpansions} deep here"
            : $"macros and includes nest {MaximumDepth} deep here");
        return false;
    }

    /// <summary>Reads the text after the current statement.</summary>
    public void Enter(SourceText text) => _pending = text;

    public void EnterPending(ref Cursor cursor, Conditionals conditionals)
    {
        if (_isGivingUp)
        {
            GiveUp(ref cursor);
            return;
        }

        if (_pending is null)
            return;
        _frames.Add(new Frame(cursor, conditionals.Depth));
        Current = _pending;
        if (Current.Kind is TextKind.Macro or TextKind.Repeat)
            _expansions++;
        cursor = new Cursor(_pending);
        _pending = null;
    }

    /// <summary>Ends the current text and goes back to the one that it was opened from; false at the end of the last one.</summary>
    public bool Leave(ref Cursor cursor, Conditionals conditionals)
    {
        int depth = _frames.Count > 0 ? _frames[^1].Conditionals : 0;
        conditionals.CloseTo(depth, report: !IsEnded && !_isGivingUp);
        if (_frames.Count == 0)
            return false;
        if (Current.Kind is TextKind.Macro or TextKind.Repeat)
            _expansions--;
        cursor = _frames[^1].Cursor;
        _frames.RemoveAt(_frames.Count - 1);
        Current = cursor.Source;
        _isGivingUp &= Current.Kind != TextKind.Root;
        return true;
    }

    /// <summary>Ends every text but the source itself; a source in which that happens again and again ends too.</summary>
    private void GiveUp(ref Cursor cursor)
    {
        _pending = null;
        if (++_givenUp >= MostGivenUp)
        {
            End(ref cursor);
            return;
        }

        cursor.Position = cursor.Source.Length;
        for (int i = 0; i < _frames.Count; i++)
        {
            Cursor waiting = _frames[i].Cursor;
            if (waiting.Source.Kind == TextKind.Root)
                continue;
            waiting.Position = waiting.Source.Length;
            _frames[i] = _frames[i] with { Cursor = waiting };
        }
    }

    /// <summary><c>.exitm</c>: the innermost expansion ends here, with whatever conditionals it has opened.</summary>
    public bool ExitExpansion(ref Cursor cursor, Conditionals conditionals)
    {
        if (Current.Kind is not (TextKind.Macro or TextKind.Repeat))
            return false;
        conditionals.CloseTo(_frames[^1].Conditionals, report: false);
        cursor.Position = cursor.Source.Length;
        return true;
    }

    /// <summary><c>.end</c>: nothing after this line is read.</summary>
    public void End(ref Cursor cursor)
    {
        cursor.Position = cursor.Source.Length;
        IsEnded = true;
        for (int i = 0; i < _frames.Count; i++)
        {
            Cursor waiting = _frames[i].Cursor;
            waiting.Position = waiting.Source.Length;
            _frames[i] = _frames[i] with { Cursor = waiting };
        }
    }
}
