using System.Globalization;
using Pidgin;
using Pidgin.Expression;
using VmxAsm.Compiler.Text;
using static Pidgin.Parser;
using Chars = Pidgin.Parser<char>;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// The grammar of linker scripts (ld's manual, "Linker Scripts"), in Pidgin's combinators. ld's lexer reads names differently by context, because
/// <c>*</c> is a wildcard in <c>*(.text*)</c> and a product in <c>a*b</c>: here the two kinds of names are two parsers, <c>Symbol</c> and <c>Pattern</c>.
///
/// The text is handed over as one char per byte, so that Pidgin's offsets are offsets in the source.
/// </summary>
internal static class ScriptGrammar
{
    /// <summary>Offset of the script's first byte in the source set; the grammar's spans count from there.</summary>
    [ThreadStatic]
    private static int _start;

    /// <summary>Commands of ld that this linker does not have: naming one is a clearer answer than a syntax error.</summary>
    public static readonly string[] Unsupported =
    [
        "OVERLAY", "INSERT", "VERSION", "LD_FEATURE", "CREATE_OBJECT_SYMBOLS", "DYNAMIC", "MAP", "LINKER_VERSION", "ASCIZ",
    ];

    /// <summary>The whole script, or a file included in the middle of one. Throws nothing: the result says what was expected where.</summary>
    public static Result<char, LinkScript> Parse(string text, int start, ScriptContext context)
    {
        _start = start;
        return (context switch
        {
            ScriptContext.Sections => SectionsFragment,
            ScriptContext.OutputSection => ContentFragment,
            ScriptContext.Memory => MemoryFragment,
            _ => Script,
        }).Parse(text);
    }

    private static SourceSpan Span(int from, int to) => new(_start + from, Math.Max(to - from, 1));

    // --- words ------------------------------------------------------------------------------------------------------

    private static readonly Parser<char, Unit> Comment =
        Try(String("/*")).Then(Chars.Any.SkipUntil(Try(String("*/")))).Labelled("comment");

    private static readonly Parser<char, Unit> LineComment = Char('#').Then(Chars.Token(c => c != '\n').SkipMany());

    private static readonly Parser<char, Unit> Skip = OneOf(Chars.Token(char.IsWhiteSpace).SkipAtLeastOnce(), Comment, LineComment).SkipMany();

    private static Parser<char, T> Lexeme<T>(Parser<char, T> parser) => Try(parser).Before(Skip);

    private static Parser<char, char> Punctuation(char c) => Lexeme(Char(c));

    private static Parser<char, (T Value, SourceSpan Span)> Spanned<T>(Parser<char, T> parser) =>
        Map((from, value, to) => (value, Span(from, to)), Chars.CurrentOffset, parser, Chars.CurrentOffset).Before(Skip);

    private static bool IsSymbolStart(char c) => char.IsAsciiLetter(c) || c is '_' or '.' or '$' or '\\' or '~' || c > 0x7F;

    private static bool IsSymbolChar(char c) => IsSymbolStart(c) || char.IsAsciiDigit(c);

    private static readonly Parser<char, string> Quoted =
        Char('"').Then(Chars.Token(c => c is not '"' and not '\n').ManyString()).Before(Char('"'));

    /// <summary>symbol = letter { letter | digit } | quoted</summary>
    private static readonly Parser<char, (string Value, SourceSpan Span)> Symbol =
        Spanned(Try(Quoted).Or(Map((first, rest) => first + rest, Chars.Token(IsSymbolStart), Chars.Token(IsSymbolChar).ManyString()))).Labelled("name");

    private static bool IsPatternChar(char c) =>
        IsSymbolChar(c) || c is '/' or '-' or '+' or ':' or '[' or ']' or '&' or '!' or '<' or '>' or '?' or '*' or '^' or '=' or '@' or '%';

    private static readonly Parser<char, char> PatternChar =
        Lookahead(Not(Try(String("/*")))).Then(Chars.Token(IsPatternChar));

    /// <summary>A file or section name, with wildcards.</summary>
    private static readonly Parser<char, (string Value, SourceSpan Span)> Pattern =
        Spanned(Try(Quoted).Or(PatternChar.AtLeastOnceString())).Labelled("name or pattern");

    /// <summary>A word that stands alone: a prefix of a longer name is not it.</summary>
    private static Parser<char, string> Keyword(string word) =>
        Lexeme(String(word).Before(Lookahead(Not(Chars.Token(IsSymbolChar)))));

    private static readonly Parser<char, Unit> Comma = Punctuation(',').IgnoreResult();

    private static readonly Parser<char, Unit> OptionalComma = Comma.Optional().IgnoreResult();

    private static Parser<char, T> Parenthesised<T>(Parser<char, T> parser) => parser.Between(Punctuation('('), Punctuation(')'));

    // --- expressions ------------------------------------------------------------------------------------------------

    /// <summary>number = digits [ K | M ] | 0x hexdigits [ K | M ] | $ hexdigits | digits ( h | o | b | d )</summary>
    private static readonly Parser<char, ScriptExpression> Number =
        Spanned(Chars.Token(char.IsAsciiDigit).Then(Chars.Token(char.IsAsciiLetterOrDigit).ManyString(), (first, rest) => first + rest)
            .Bind(text => ToNumber(text) is { } number ? Chars.Return(number) : Chars.Fail<(ulong, string?)>($"`{text}` is not a number")))
        .Select<ScriptExpression>(number => new ScriptNumber(number.Value.Item1, number.Value.Item2, number.Span)).Labelled("number");

    private static (ulong Value, string? HexDigits)? ToNumber(string text)
    {
        ulong scale = char.ToLowerInvariant(text[^1]) switch { 'k' => 1024, 'm' => 1024 * 1024, _ => 1 };
        string digits = scale == 1 ? text : text[..^1];
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHex)
        {
            digits = digits[2..];
            if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
                return null;

            // A fill pattern may have more digits than a number; its value is then that of the last sixteen.
            ulong value = ulong.Parse(digits.AsSpan(Math.Max(digits.Length - 16, 0)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return (value * scale, scale == 1 ? digits : null);
        }
        int radix = 10;
        if (scale == 1 && !char.IsAsciiDigit(digits[^1]))
        {
            radix = char.ToLowerInvariant(digits[^1]) switch { 'h' or 'x' => 16, 'o' => 8, 'b' => 2, 'd' => 10, _ => 0 };
            digits = digits[..^1];
            if (radix == 0 || digits.Length == 0)
                return null;
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
        }
        ulong result = 0;
        foreach (char digit in digits)
        {
            int one = char.IsAsciiDigit(digit) ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10;
            if (one >= radix || result > (ulong.MaxValue - (ulong)one) / (ulong)radix)
                return null;
            result = result * (ulong)radix + (ulong)one;
        }
        return (result * scale, null);
    }

    private static readonly Parser<char, ScriptExpression> Expression = Rec(() => Conditional!);

    private static readonly Parser<char, string> Text = Lexeme(Quoted).Labelled("text in double quotes");

    /// <summary>assertion = ASSERT ( expression , "text" )</summary>
    private static readonly Parser<char, (ScriptExpression Condition, string Message)> AssertArguments =
        Parenthesised(Map((condition, message) => (condition, message), Expression.Before(Comma), Text));

    private static readonly Parser<char, ScriptExpression> Assertion =
        Map((from, arguments, to) => (ScriptExpression)new ScriptCall("ASSERT", [arguments.Condition], Span(from, to)) { Message = arguments.Message },
            Chars.CurrentOffset, Keyword("ASSERT").Then(AssertArguments), Chars.CurrentOffset);

    /// <summary>Names before an opening parenthesis that are functions, and how many arguments they take.</summary>
    public static readonly IReadOnlyDictionary<string, (int Least, int Most)> Functions = new Dictionary<string, (int, int)>
    {
        ["ABSOLUTE"] = (1, 1),
        ["ADDR"] = (1, 1),
        ["ALIGN"] = (1, 2),
        ["ALIGNOF"] = (1, 1),
        ["BLOCK"] = (1, 1),
        ["CONSTANT"] = (1, 1),
        ["DATA_SEGMENT_ALIGN"] = (2, 2),
        ["DATA_SEGMENT_END"] = (1, 1),
        ["DATA_SEGMENT_RELRO_END"] = (2, 2),
        ["DEFINED"] = (1, 1),
        ["LENGTH"] = (1, 1),
        ["LOADADDR"] = (1, 1),
        ["LOG2CEIL"] = (1, 1),
        ["MAX"] = (2, 2),
        ["MIN"] = (2, 2),
        ["NEXT"] = (1, 1),
        ["ORIGIN"] = (1, 1),
        ["SEGMENT_START"] = (2, 2),
        ["SIZEOF"] = (1, 1),
    };

    /// <summary>A section's name as an argument may hold what a symbol may not: <c>ADDR(/DISCARD/)</c>, <c>SIZEOF(.init-array)</c>.</summary>
    private static readonly Parser<char, ScriptExpression> Argument =
        Try(Pattern.Before(Lookahead(Char(')'))).Select<ScriptExpression>(name => new ScriptName(name.Value, name.Span)));

    private static readonly string[] NameFunctions = ["ADDR", "ALIGNOF", "DEFINED", "LENGTH", "LOADADDR", "ORIGIN", "SIZEOF", "CONSTANT"];

    private static readonly Parser<char, ScriptExpression> NameOrCall =
        Symbol.Bind(name => Functions.TryGetValue(name.Value, out var arity)
            ? Parenthesised(NameFunctions.Contains(name.Value) ? Argument.Select<IEnumerable<ScriptExpression>>(argument => [argument]) : Expression.SeparatedAtLeastOnce(Comma))
                .Bind(arguments => arguments.ToArray() is var list && list.Length >= arity.Least && list.Length <= arity.Most
                    ? Chars.Return<ScriptExpression>(new ScriptCall(name.Value, list, name.Span))
                    : Chars.Fail<ScriptExpression>($"`{name.Value}` does not take {list.Length} arguments"))
            : Chars.Return<ScriptExpression>(new ScriptName(name.Value, name.Span)));

    /// <summary>primary = number | assertion | function ( arguments ) | symbol | ( expression )</summary>
    private static readonly Parser<char, ScriptExpression> Primary = OneOf(Number, Parenthesised(Expression), Try(Assertion), NameOrCall).Labelled("expression");

    private static Parser<char, Func<ScriptExpression, ScriptExpression, ScriptExpression>> Infix(string op, string notBefore = "") =>
        Lexeme(notBefore.Length == 0 ? String(op) : String(op).Before(Lookahead(Not(OneOf(notBefore)))))
        .Select<Func<ScriptExpression, ScriptExpression, ScriptExpression>>(text => (left, right) => new ScriptBinary(text, left, right, left.Span.To(right.Span)));

    /// <summary>Behind the fill of one section <c>/DISCARD/</c> may begin the next.</summary>
    private static Parser<char, Func<ScriptExpression, ScriptExpression, ScriptExpression>> Division =>
        Try(Lookahead(Not(Try(String("/DISCARD/")))).Then(Infix("/", "=*")));

    private static Parser<char, Func<ScriptExpression, ScriptExpression>> Prefix(string op) =>
        Spanned(String(op)).Select<Func<ScriptExpression, ScriptExpression>>(text => operand => new ScriptUnary(text.Value, operand, text.Span.To(operand.Span)));

    private static OperatorTableRow<char, ScriptExpression> Row(params Parser<char, Func<ScriptExpression, ScriptExpression, ScriptExpression>>[] operators) =>
        Operator.InfixL(OneOf(operators));

    /// <summary>C's operators with C's precedence. An operator before <c>=</c> belongs to an assignment.</summary>
    private static readonly Parser<char, ScriptExpression> Binary = Pidgin.Expression.ExpressionParser.Build(Primary,
    [
        [Operator.PrefixChainable(Prefix("-"), Prefix("~"), Prefix("!"), Prefix("+"))],
        [Row(Infix("*", "="), Division, Infix("%", "="))],
        [Row(Infix("+", "="), Infix("-", "="))],
        [Row(Infix("<<", "="), Infix(">>", "="))],
        [Row(Infix("<="), Infix(">="), Infix("<", "<"), Infix(">", ">"))],
        [Row(Infix("=="), Infix("!="))],
        [Row(Infix("&", "&="))],
        [Row(Infix("^", "="))],
        [Row(Infix("|", "|="))],
        [Row(Infix("&&"))],
        [Row(Infix("||"))],
    ]);

    /// <summary>conditional = binary [ ? expression : expression ]</summary>
    private static readonly Parser<char, ScriptExpression> Conditional =
        Map((condition, branches) => branches.HasValue
                ? new ScriptConditional(condition, branches.Value.Item1, branches.Value.Item2, condition.Span.To(branches.Value.Item2.Span))
                : condition,
            Binary,
            Punctuation('?').Then(Map((then, otherwise) => (then, otherwise), Expression.Before(Punctuation(':')), Expression)).Optional());

    // --- assignments ------------------------------------------------------------------------------------------------

    private static readonly Parser<char, Unit> EndOfStatement = Punctuation(';').Or(Punctuation(',')).IgnoreResult().Labelled("`;`");

    private static readonly Parser<char, string> AssignmentOperator =
        Lexeme(OneOf(Try(String("<<=")), Try(String(">>=")), Try(String("+=")), Try(String("-=")), Try(String("*=")), Try(String("/=")), Try(String("&=")),
            Try(String("|=")), Try(String("^=")), String("=").Before(Lookahead(Not(Char('='))))));

    /// <summary>assignment = symbol operator expression ;</summary>
    private static readonly Parser<char, ScriptStatement> PlainAssignment =
        Try(Map((target, op) => (target, op), Symbol, AssignmentOperator))
        .Bind(head => Expression.Select<ScriptStatement>(value =>
            new ScriptAssignment(head.target.Value, head.op, value, AssignmentKind.Plain, head.target.Span.To(value.Span))))
        .Before(EndOfStatement);

    private static Parser<char, ScriptStatement> WrappedAssignment(string keyword, AssignmentKind kind) =>
        Keyword(keyword).Then(Parenthesised(Map((target, value) => (ScriptStatement)new ScriptAssignment(target.Value, "=", value, kind, target.Span.To(value.Span)),
            Symbol.Before(Punctuation('=')), Expression))).Before(EndOfStatement.Optional());

    private static readonly Parser<char, ScriptStatement> AssertStatement =
        Map((from, arguments, to) => (ScriptStatement)new ScriptAssert(arguments.Condition, arguments.Message, Span(from, to)),
            Chars.CurrentOffset, Keyword("ASSERT").Then(AssertArguments), Chars.CurrentOffset).Before(EndOfStatement.Optional());

    private static readonly Parser<char, ScriptStatement> Assignment = OneOf(
        WrappedAssignment("PROVIDE_HIDDEN", AssignmentKind.ProvideHidden),
        WrappedAssignment("PROVIDE", AssignmentKind.Provide),
        WrappedAssignment("HIDDEN", AssignmentKind.Hidden),
        AssertStatement,
        PlainAssignment);

    // --- input sections ---------------------------------------------------------------------------------------------

    private static readonly Parser<char, IReadOnlyList<string>> ExcludeFile =
        Keyword("EXCLUDE_FILE").Then(Parenthesised(Pattern.Select(name => name.Value).Before(OptionalComma).AtLeastOnce())).Select<IReadOnlyList<string>>(names => [.. names]);

    private static readonly Parser<char, SortKey> SortWord = OneOf(
        Keyword("SORT_BY_NAME").ThenReturn(SortKey.Name),
        Keyword("SORT_BY_ALIGNMENT").ThenReturn(SortKey.Alignment),
        Keyword("SORT_BY_INIT_PRIORITY").ThenReturn(SortKey.InitPriority),
        Keyword("SORT_NONE").ThenReturn(SortKey.None),
        Keyword("SORT").ThenReturn(SortKey.Name));

    private static SortKey Nest(SortKey outer, SortKey inner) => (outer, inner) switch
    {
        (SortKey.Name, SortKey.Alignment) => SortKey.NameThenAlignment,
        (SortKey.Alignment, SortKey.Name) => SortKey.AlignmentThenName,
        _ => outer,
    };

    private static readonly Parser<char, SectionPattern> PlainSection =
        Map((excluded, name) => new SectionPattern(name.Value, SortKey.None, excluded.GetValueOrDefault([])), ExcludeFile.Optional(), Pattern);

    /// <summary>section = [ EXCLUDE_FILE ( file ... ) ] pattern | SORT... ( section )</summary>
    private static readonly Parser<char, SectionPattern> Section =
        SortWord.Bind(outer => Parenthesised(
            SortWord.Bind(inner => Parenthesised(PlainSection).Select(section => section with { Sort = Nest(outer, inner) }))
            .Or(PlainSection.Select(section => section with { Sort = outer }))))
        .Or(PlainSection);

    private static readonly Parser<char, IReadOnlyList<SectionPattern>> SectionList =
        Parenthesised(Section.Before(OptionalComma).AtLeastOnce()).Select<IReadOnlyList<SectionPattern>>(sections => [.. sections]);

    private static readonly IReadOnlyList<SectionPattern> EverySection = [new SectionPattern(null, SortKey.None, [])];

    private static readonly Parser<char, (string Value, bool IsSorted, SourceSpan Span)> FilePattern =
        SortWord.Then(Parenthesised(Pattern)).Select(name => (name.Value, true, name.Span)).Or(Pattern.Select(name => (name.Value, false, name.Span)));

    /// <summary>input = [ EXCLUDE_FILE ( file ... ) ] file [ ( section ... ) ]</summary>
    private static readonly Parser<char, ScriptInputSections> InputSections =
        Map((excluded, file, sections) => new ScriptInputSections(file.Value, sections.GetValueOrDefault(EverySection), file.Span)
        {
            ExcludedFiles = excluded.GetValueOrDefault([]),
            SortsFiles = file.IsSorted,
        }, ExcludeFile.Optional(), FilePattern, SectionList.Optional());

    private static readonly Parser<char, ScriptStatement> Keep =
        Keyword("KEEP").Then(Parenthesised(InputSections)).Select<ScriptStatement>(input => input with { Keep = true });

    // --- output sections --------------------------------------------------------------------------------------------

    private static Parser<char, ScriptStatement> Data(string keyword, int size) =>
        Map((from, value, to) => (ScriptStatement)new ScriptData(size, value, Span(from, to)), Chars.CurrentOffset, Keyword(keyword).Then(Parenthesised(Expression)), Chars.CurrentOffset);

    private static readonly Parser<char, ScriptStatement> Fill =
        Keyword("FILL").Then(Parenthesised(Expression)).Select<ScriptStatement>(value => new ScriptFill(value, value.Span));

    private static readonly Parser<char, ScriptStatement> Include =
        OneOf(Keyword("INCLUDE"), Keyword("include")).Then(Pattern).Select<ScriptStatement>(file => new ScriptInclude(file.Value, file.Span));

    private static readonly Parser<char, ScriptStatement> Constructors =
        Map((from, _) => (ScriptStatement)new ScriptIgnored("CONSTRUCTORS", Span(from, from)), Chars.CurrentOffset, Keyword("CONSTRUCTORS"));

    private static readonly Parser<char, Unit> Semicolons = Punctuation(';').SkipMany();

    private static readonly Parser<char, ScriptStatement> Content = OneOf(
        Data("BYTE", 1), Data("SHORT", 2), Data("LONG", 4), Data("QUAD", 8), Data("SQUAD", 8),
        Fill, Include, Constructors, Keep, Assignment, InputSections.Cast<ScriptStatement>()).Before(Semicolons);

    private static readonly Parser<char, OutputSectionKind> SectionKind = OneOf(
        Keyword("NOLOAD").ThenReturn(OutputSectionKind.NoLoad),
        Keyword("DSECT").ThenReturn(OutputSectionKind.NotAllocated),
        Keyword("COPY").ThenReturn(OutputSectionKind.NotAllocated),
        Keyword("INFO").ThenReturn(OutputSectionKind.NotAllocated),
        Keyword("READONLY").ThenReturn(OutputSectionKind.ReadOnly),
        Keyword("OVERLAY").ThenReturn(OutputSectionKind.NotAllocated));

    /// <summary>type = TYPE = ( SHT_name | number )</summary>
    private static readonly Parser<char, ScriptExpression> SectionTypeClause = Keyword("TYPE").Then(Punctuation('=')).Then(Rec(() => AddressOnly!));

    /// <summary>kind = ( [ NOLOAD | READONLY [ ( type ) ] | type | ... ] )</summary>
    private static readonly Parser<char, SectionKindClause> ParenthesisedKind = Try(Parenthesised(OneOf(
        SectionTypeClause.Select(type => new SectionKindClause(OutputSectionKind.Normal, type)),
        Map((kind, type) => new SectionKindClause(kind, type.GetValueOrDefault()), SectionKind, Parenthesised(SectionTypeClause).Optional()),
        Chars.Return(new SectionKindClause(OutputSectionKind.Normal, null)))));

    private sealed record SectionKindClause(OutputSectionKind Kind, ScriptExpression? Type);

    private static readonly Parser<char, ScriptExpression> AddressOnly = Binary;

    /// <summary>output = name [ address ] [ ( kind ) ] : attributes { contents } [ &gt;region ] [ AT&gt;region ] [ :segment ] [ =fill ]</summary>
    private static readonly Parser<char, ScriptStatement> OutputSection =
        from name in Pattern.Select(name => name.Value.EndsWith(':') ? name : name)
        from statement in OutputSectionRest(name.Value, name.Span)
        select statement;

    private static Parser<char, ScriptStatement> OutputSectionRest(string name, SourceSpan span)
    {
        // `.text:` is lexed with its colon, which then is not looked for again.
        bool hasColon = name.Length > 1 && name[^1] == ':';
        string plainName = hasColon ? name[..^1] : name;
        Parser<char, (Maybe<ScriptExpression> Address, Maybe<SectionKindClause> Kind)> head = hasColon
            ? Chars.Return((default(Maybe<ScriptExpression>), default(Maybe<SectionKindClause>)))
            : Map((kindFirst, address, kind) => (address, kindFirst.HasValue ? kindFirst : kind),
                ParenthesisedKind.Optional(), AddressOnly.Optional(), ParenthesisedKind.Optional()).Before(Punctuation(':'));
        return
            from start in head
            from load in Try(Keyword("AT").Then(Parenthesised(Expression))).Optional()
            from align in AlignAttribute.Optional()
            from subAlign in Keyword("SUBALIGN").Then(Parenthesised(Expression)).Optional()
            from constraint in OneOf(Keyword("ONLY_IF_RO").ThenReturn(SectionConstraint.OnlyIfReadOnly), Keyword("ONLY_IF_RW").ThenReturn(SectionConstraint.OnlyIfReadWrite)).Optional()
            from contents in Content.Many().Between(Punctuation('{').Then(Semicolons), Punctuation('}'))
            from region in Punctuation('>').Then(Symbol).Optional()
            from loadRegion in Try(Keyword("AT").Then(Punctuation('>'))).Then(Symbol).Optional()
            from segments in Punctuation(':').Then(Symbol).Many()
            from fill in Punctuation('=').Then(Binary).Optional()
            from end in OptionalComma.Then(Semicolons)
            select (ScriptStatement)new ScriptOutputSection(plainName, span)
            {
                Address = start.Address.HasValue ? start.Address.Value : null,
                Kind = start.Kind.GetValueOrDefault()?.Kind ?? OutputSectionKind.Normal,
                Type = start.Kind.GetValueOrDefault()?.Type,
                LoadAddress = load.HasValue ? load.Value : null,
                Alignment = align.HasValue ? align.Value.Alignment : null,
                AlignsWithInput = align.HasValue && align.Value.Alignment is null,
                SubAlignment = subAlign.HasValue ? subAlign.Value : null,
                Constraint = constraint.GetValueOrDefault(SectionConstraint.None),
                Contents = [.. contents],
                Region = region.HasValue ? region.Value.Value : null,
                LoadRegion = loadRegion.HasValue ? loadRegion.Value.Value : null,
                Segments = [.. segments.Select(segment => segment.Value)],
                Fill = fill.HasValue ? fill.Value : null,
            };
    }

    private static readonly Parser<char, (ScriptExpression? Alignment, bool WithInput)> AlignAttribute =
        Keyword("ALIGN_WITH_INPUT").ThenReturn(((ScriptExpression?)null, true))
        .Or(Keyword("ALIGN").Then(Parenthesised(Expression)).Select<(ScriptExpression?, bool)>(alignment => (alignment, false)));

    // --- the script -------------------------------------------------------------------------------------------------

    private static readonly Parser<char, ScriptStatement> Entry =
        Keyword("ENTRY").Then(Parenthesised(Symbol)).Select<ScriptStatement>(name => new ScriptEntry(name.Value, name.Span));

    private static readonly Parser<char, ScriptStatement> SectionsStatement = OneOf(Include, Entry, Assignment, OutputSection);

    private static readonly Parser<char, ScriptStatement> Sections =
        Map((from, statements) => (ScriptStatement)new ScriptSections([.. statements], Span(from, from + "SECTIONS".Length)), Chars.CurrentOffset,
            Keyword("SECTIONS").Then(SectionsStatement.Before(Semicolons).Many()
                .Between(Punctuation('{').Then(Semicolons), Punctuation('}'))));

    /// <summary>region = name [ ( attributes ) ] : ORIGIN = expression , LENGTH = expression</summary>
    private static readonly Parser<char, ScriptRegion> Region =
        Map((name, attributes, origin, length) => new ScriptRegion(name.Value, attributes.HasValue ? attributes.Value.Value : null, origin, length, name.Span),
            Symbol,
            Parenthesised(Spanned(Chars.Token(c => char.IsAsciiLetter(c) || c == '!').AtLeastOnceString())).Optional().Before(Punctuation(':')),
            OneOf(Keyword("ORIGIN"), Keyword("org"), Keyword("o")).Then(Punctuation('=')).Then(Expression).Before(OptionalComma),
            OneOf(Keyword("LENGTH"), Keyword("len"), Keyword("l")).Then(Punctuation('=')).Then(Expression).Before(OptionalComma));

    private static ScriptStatement MakeMemory(IReadOnlyList<ScriptStatement> parts, SourceSpan span) =>
        new ScriptMemory([.. parts.OfType<ScriptMemory>().SelectMany(part => part.Regions)], span) { Includes = [.. parts.OfType<ScriptInclude>()] };

    private static readonly Parser<char, ScriptStatement> Memory =
        Map((from, parts) => MakeMemory([.. parts], Span(from, from + "MEMORY".Length)), Chars.CurrentOffset,
            Keyword("MEMORY").Then(Include.Or(Region.Select<ScriptStatement>(region => new ScriptMemory([region], region.Span))).Before(Semicolons).Many()
                .Between(Punctuation('{'), Punctuation('}'))));

    private static readonly Parser<char, ScriptStatement> RegionAlias =
        Keyword("REGION_ALIAS").Then(Parenthesised(Map((alias, region) => (ScriptStatement)new ScriptRegionAlias(alias.Value, region.Value, alias.Span),
            Symbol.Before(Comma), Symbol)));

    private static readonly Parser<char, ScriptStatement> OutputFormat =
        Keyword("OUTPUT_FORMAT").Then(Parenthesised(Pattern.SeparatedAtLeastOnce(Comma)))
        .Select<ScriptStatement>(names => new ScriptOutputFormat(names.First().Value, names.First().Span));

    private static readonly Parser<char, ScriptStatement> Extern =
        Keyword("EXTERN").Then(Parenthesised(Symbol.Before(OptionalComma).AtLeastOnce()))
        .Select<ScriptStatement>(names => new ScriptExtern([.. names.Select(name => name.Value)], names.First().Span));

    private static readonly Parser<char, ScriptStatement> Input =
        OneOf(Keyword("INPUT"), Keyword("GROUP"), Keyword("AS_NEEDED")).Then(Parenthesised(Pattern.Before(OptionalComma).AtLeastOnce()))
        .Select<ScriptStatement>(names => new ScriptInput([.. names.Select(name => name.Value)], names.First().Span));

    /// <summary>STARTUP ( file ): an input that goes before all others.</summary>
    private static readonly Parser<char, ScriptStatement> Startup =
        Keyword("STARTUP").Then(Parenthesised(Pattern)).Select<ScriptStatement>(name => new ScriptInput([name.Value], name.Span) { IsFirst = true });

    private static Parser<char, ScriptStatement> NoCrossReferences(string keyword, bool isToFirst) =>
        Keyword(keyword).Then(Parenthesised(Pattern.Before(OptionalComma).AtLeastOnce()))
        .Select<ScriptStatement>(names => new ScriptNoCrossReferences([.. names.Select(name => name.Value)], isToFirst, names.First().Span));

    private static readonly Parser<char, ScriptStatement> SearchFolder =
        Keyword("SEARCH_DIR").Then(Parenthesised(Pattern)).Select<ScriptStatement>(folder => new ScriptSearchFolder(folder.Value, folder.Span));

    private static Parser<char, ScriptStatement> Ignored(string keyword) =>
        Map((from, _) => (ScriptStatement)new ScriptIgnored(keyword, Span(from, from + keyword.Length)), Chars.CurrentOffset,
            Keyword(keyword).Then(Parenthesised(Chars.Token(c => c is not '(' and not ')').SkipMany().Then(Skip)).Optional()));

    private static readonly Parser<char, Func<ScriptPhdr, ScriptPhdr>> PhdrAttribute = OneOf(
        Keyword("FILEHDR").ThenReturn<Func<ScriptPhdr, ScriptPhdr>>(row => row with { HasFileHeader = true }),
        Keyword("PHDRS").ThenReturn<Func<ScriptPhdr, ScriptPhdr>>(row => row with { HasProgramHeaders = true }),
        Keyword("AT").Then(Parenthesised(Expression)).Select<Func<ScriptPhdr, ScriptPhdr>>(address => row => row with { LoadAddress = address }),
        Keyword("FLAGS").Then(Parenthesised(Expression)).Select<Func<ScriptPhdr, ScriptPhdr>>(flags => row => row with { Flags = flags }));

    /// <summary>phdr = name type { FILEHDR | PHDRS | AT ( address ) | FLAGS ( flags ) } ;</summary>
    private static readonly Parser<char, ScriptPhdr> Phdr =
        Map((name, type, attributes) => attributes.Aggregate(new ScriptPhdr(name.Value, type, name.Span), (row, apply) => apply(row)),
            Symbol, Expression, PhdrAttribute.Many()).Before(Punctuation(';').Labelled("`;`"));

    private static readonly Parser<char, ScriptStatement> Phdrs =
        Map((from, rows) => (ScriptStatement)new ScriptPhdrs([.. rows], Span(from, from + "PHDRS".Length)), Chars.CurrentOffset,
            Keyword("PHDRS").Then(Phdr.Many().Between(Punctuation('{'), Punctuation('}'))));

    private static Parser<char, LinkScript> Fragment(Parser<char, ScriptStatement> statement) =>
        Skip.Then(Semicolons).Then(statement.Before(Semicolons).Many()).Before(Chars.End).Select(statements => new LinkScript([.. statements]));

    private static readonly Parser<char, LinkScript> SectionsFragment = Fragment(SectionsStatement), ContentFragment = Fragment(Content),
        MemoryFragment = Fragment(Include.Or(Region.Before(Semicolons).AtLeastOnce().Select<ScriptStatement>(regions => new ScriptMemory([.. regions], regions.First().Span))));

    private static readonly Parser<char, LinkScript> Script =
        Skip.Then(Semicolons).Then(OneOf(
            Sections, Memory, RegionAlias, Entry, OutputFormat, Extern, Input, Startup, Include, Phdrs, SearchFolder,
            NoCrossReferences("NOCROSSREFS_TO", isToFirst: true), NoCrossReferences("NOCROSSREFS", isToFirst: false),
            Ignored("OUTPUT_ARCH"), Ignored("TARGET"), Ignored("OUTPUT"), Ignored("FORCE_COMMON_ALLOCATION"),
            Ignored("INHIBIT_COMMON_ALLOCATION"), Ignored("FORCE_GROUP_ALLOCATION"),
            Ignored("FLOAT"), Ignored("NOFLOAT"), Ignored("HLL"), Ignored("SYSLIB"),
            Assignment).Before(Semicolons).Many())
        .Before(Chars.End).Select(statements => new LinkScript([.. statements]));
}
