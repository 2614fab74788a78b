using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>What a directive takes: values by position, values by key, and words that stand alone.</summary>
/// <param name="Positional">Names of the positional values, for messages.</param>
/// <param name="Repeatable">Keys that may be given more than once.</param>
internal sealed record DirectiveShape(
    string Directive, string[] Positional, string[] Keys, string[]? Words = null, string[]? Repeatable = null)
{
    public string[] Words { get; init; } = Words ?? [];

    public string[] Repeatable { get; init; } = Repeatable ?? [];
}

/// <summary>The arguments of one statement, sorted out and checked for unknown, duplicate and missing ones.</summary>
internal sealed class ArgumentReader
{
    private readonly StructureContext _context;
    private readonly DirectiveShape _shape;
    private readonly List<(string Key, Value Value)> _keyed = [];
    private readonly List<Value> _positional = [];
    private readonly Dictionary<string, SourceSpan> _words = [];

    public ArgumentReader(StructureContext context, DirectiveShape shape, SourceSpan span, IReadOnlyList<Argument> arguments)
    {
        _context = context;
        _shape = shape;
        Span = span;
        foreach (Argument argument in arguments)
        {
            if (argument.Key is not null)
                AddKeyed(argument.Key, argument);
            else if (argument.Value is NameValue word && shape.Words.Contains(word.Name))
                AddWord(word);
            else
                AddPositional(argument.Value);
        }
    }

    /// <summary>The directive's word.</summary>
    public SourceSpan Span { get; }

    /// <summary>The value of a key, or null.</summary>
    public Value? Find(string key)
    {
        foreach ((string candidate, Value value) in _keyed)
        {
            if (candidate == key)
                return value;
        }

        return null;
    }

    /// <summary>All values of a key that may be repeated, lists taken apart.</summary>
    public IEnumerable<Value> FindAll(string key) => _keyed.Where(pair => pair.Key == key).SelectMany(pair => pair.Value.Items());

    public bool Has(string word) => _words.ContainsKey(word);

    public SourceSpan SpanOf(string word) => _words.GetValueOrDefault(word, Span);

    public Value? Positional(int index) => index < _positional.Count ? _positional[index] : null;

    /// <summary>The value of a key; null, with a report, when it is not there.</summary>
    public Value? Require(string key, string why)
    {
        Value? value = Find(key);
        if (value is null)
            _context.Report(StructureRules.MissingKey, Span, $"`{_shape.Directive}` needs `{key}=`: {why}");
        return value;
    }

    public Value? RequirePositional(int index)
    {
        Value? value = Positional(index);
        if (value is null)
            _context.Report(StructureRules.MissingKey, Span, $"`{_shape.Directive}` needs {_shape.Positional[index]}");
        return value;
    }

    /// <summary>Reports words of which at most one may stand.</summary>
    public void Exclude(string first, string second)
    {
        if (Has(first) && Has(second))
            _context.Report(StructureRules.DuplicateKey, SpanOf(second), $"`{second}` contradicts `{first}`", new DiagnosticLabel(SpanOf(first), "given here"));
    }

    private void AddKeyed(string key, Argument argument)
    {
        if (_shape.Words.Contains(key))
        {
            _context.Report(StructureRules.WrongKind, argument.Span, $"`{key}` is a word that stands alone and takes no value");
            return;
        }

        if (!_shape.Keys.Contains(key) && !_shape.Repeatable.Contains(key))
        {
            _context.Report(StructureRules.UnknownKey, argument.KeySpan,
                $"`{_shape.Directive}` has no key `{key}`{NearestName.Suggestion(key, _shape.Keys.Concat(_shape.Repeatable))}");
            return;
        }

        if (Find(key) is { } earlier && !_shape.Repeatable.Contains(key))
        {
            _context.Report(StructureRules.DuplicateKey, argument.KeySpan, $"`{key}` is given twice",
                new DiagnosticLabel(earlier.Span, "first given here"));
            return;
        }

        _keyed.Add((key, argument.Value));
    }

    private void AddWord(NameValue word)
    {
        if (!_words.TryAdd(word.Name, word.Span))
        {
            _context.Report(StructureRules.DuplicateKey, word.Span, $"`{word.Name}` is given twice",
                new DiagnosticLabel(_words[word.Name], "first given here"));
        }
    }

    private void AddPositional(Value value)
    {
        if (_positional.Count < _shape.Positional.Length)
        {
            _positional.Add(value);
            return;
        }

        if (value is BrokenValue)
            return;
        if (value is NameValue key && (_shape.Keys.Contains(key.Name) || _shape.Repeatable.Contains(key.Name)))
        {
            _context.Report(StructureRules.MissingKey, value.Span, $"`{key.Name}` needs a value: `{key.Name} = ...`");
            return;
        }

        if (value is NameValue name && (_shape.Words.Length > 0 || _shape.Keys.Length > 0))
        {
            _context.Report(StructureRules.UnknownKey, value.Span,
                $"`{name.Name}` is no word of `{_shape.Directive}`{NearestName.Suggestion(name.Name, _shape.Words.Concat(_shape.Keys).Concat(_shape.Repeatable))}");
            return;
        }

        string takes = _shape.Positional.Length > 0 ? string.Join(", ", _shape.Positional)
            : _shape.Keys.Length + _shape.Repeatable.Length > 0 ? "`key = value`" : "nothing";
        _context.Report(StructureRules.UnknownKey, value.Span, $"{Lowering.Describe(value)} is one too many: `{_shape.Directive}` takes {takes}");
    }
}
