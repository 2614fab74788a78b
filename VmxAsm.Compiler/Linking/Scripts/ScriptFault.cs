using Pidgin;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// What is wrong with a script that the grammar does not accept. The parser knows where it could not go on, and everything that might have stood there; the reason often is a
/// word before: a function that is none, a command that is misspelt, a string without an end. So the text is looked at once more.
/// </summary>
internal static class ScriptFault
{
    private const string EndOfStatement = "`;`";

    /// <summary>Commands, attributes and functions: what a word before a parenthesis or a brace may have been meant to be.</summary>
    private static readonly string[] Words =
    [
        "ALIGN_WITH_INPUT", "ASSERT", "AS_NEEDED", "AT", "BYTE", "CONSTRUCTORS", "COPY", "DSECT", "ENTRY", "EXCLUDE_FILE", "EXTERN", "FILEHDR", "FILL", "FLAGS",
        "FORCE_COMMON_ALLOCATION", "GROUP", "HIDDEN", "INCLUDE", "INFO", "INPUT", "KEEP", "LONG", "MEMORY", "NOCROSSREFS", "NOCROSSREFS_TO", "NOLOAD", "ONLY_IF_RO",
        "ONLY_IF_RW", "OUTPUT", "OUTPUT_ARCH", "OUTPUT_FORMAT", "PHDRS", "PROVIDE", "PROVIDE_HIDDEN", "QUAD", "READONLY", "REGION_ALIAS", "SEARCH_DIR", "SECTIONS", "SHORT",
        "SORT", "SORT_BY_ALIGNMENT", "SORT_BY_INIT_PRIORITY", "SORT_BY_NAME", "SORT_NONE", "SQUAD", "STARTUP", "SUBALIGN", "TARGET", "TYPE", .. ScriptGrammar.Functions.Keys,
    ];

    public static Diagnostic Describe(string text, int start, ParseError<char> error)
    {
        int at = Math.Min(OffsetOf(text, error.ErrorPos), text.Length), end = EndOfWord(text, at);
        if (FindUnended(text) is var (open, what) && open <= at)
            return Report(LinkRules.ScriptSyntax, open, open + 1, $"the {what} has no end");
        if (FindUnsupported(text.AsSpan(0, end)) is var (command, length))
            return Report(LinkRules.ScriptUnsupported, command, command + length, $"the linker script command `{text[command..(command + length)]}` is not supported");
        if (FindMisspelt(text, at, end) is var (from, to, meant))
            return Report(LinkRules.ScriptSyntax, from, to, $"a linker script has no `{text[from..to]}`; did you mean `{meant}`");
        if (error.Message is { } message)
            return Report(LinkRules.ScriptSyntax, at, end, message);

        string seen = at >= text.Length ? "the end of the script" : $"`{(end > at ? text[at..end] : text[at].ToString())}`";
        string[] expected = [.. error.Expected.Select(one => one.Label ?? (one.Tokens.IsDefault ? "" : string.Concat(one.Tokens))).Where(label => label.Length > 0 && label != "comment").Distinct().Order(StringComparer.Ordinal)];
        if (!expected.Contains(EndOfStatement))
            return Report(LinkRules.ScriptSyntax, at, end, $"{seen} cannot stand here{Expectation(expected)}");
        int nameEnd = text.AsSpan(0, at).TrimEnd().Length, name = StartOfWord(text, nameEnd);
        return at < text.Length && text[at] == '(' && name < nameEnd
            ? Report(LinkRules.ScriptSyntax, name, nameEnd, $"there is no function `{text[name..nameEnd]}`")
            : Report(LinkRules.ScriptSyntax, at, end, $"a `;` is expected before {seen}");

        Diagnostic Report(DiagnosticRule rule, int from, int to, string words) => new(rule, words, new SourceSpan(start + from, Math.Max(to - from, 1)));
    }

    private static string Expectation(string[] expected) =>
        expected.Length is 0 or > 6 ? "" : ", expected " + string.Join(", ", expected.Select(label => label.Length <= 2 ? $"`{label}`" : label));

    /// <summary>The comment or the string that is still open at the end of the script, or of its line.</summary>
    private static (int At, string What)? FindUnended(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    int close = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                    if (close < 0)
                        return (i, "comment");
                    i = close + 1;
                    break;
                case '"':
                    int quote = text.AsSpan(i + 1).IndexOfAny('"', '\n');
                    if (quote < 0 || text[i + 1 + quote] == '\n')
                        return (i, "text in double quotes");
                    i += quote + 1;
                    break;
                case '#':
                    int line = text.IndexOf('\n', i);
                    i = line < 0 ? text.Length : line;
                    break;
            }
        }
        return null;
    }

    /// <summary>The last command before the place where reading failed that ld has and vmxasm has not: most likely it is the reason.</summary>
    private static (int At, int Length)? FindUnsupported(ReadOnlySpan<char> text)
    {
        (int At, int Length)? found = null;
        foreach (string command in ScriptGrammar.Unsupported)
        {
            int at = text.LastIndexOf(command);
            bool isWord = at >= 0 && (at == 0 || !IsWordChar(text[at - 1])) && (at + command.Length == text.Length || !IsWordChar(text[at + command.Length]));
            if (isWord && (found is null || at > found.Value.At))
                found = (at, command.Length);
        }
        return found;
    }

    /// <summary>A word of the statement that stands before a parenthesis or a brace, is no word of the language, and is nearly one.</summary>
    private static (int From, int To, string Meant)? FindMisspelt(string text, int at, int end)
    {
        int statement = at == 0 ? 0 : text.LastIndexOfAny([';', '{', '}'], at - 1) + 1;
        for (int from = statement, to; from < end; from = Math.Max(to, from + 1))
        {
            to = EndOfWord(text, from);
            if (to == from || text[from] is '.' || char.IsAsciiDigit(text[from]))
                continue;
            string word = text[from..to];
            ReadOnlySpan<char> before = text.AsSpan(0, from).TrimEnd(), behind = text.AsSpan(to).TrimStart();
            bool isKind = behind.StartsWith(")") && before.EndsWith("(") && at >= before.Length - 1;
            if ((isKind || behind.StartsWith("(") || behind.StartsWith("{")) && !Words.Contains(word) && NearestName.Find(word, Words) is { } meant)
                return (from, to, meant);
        }
        return null;
    }

    private static bool IsWordChar(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.';

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length && IsWordChar(text[at]))
            at++;
        return at;
    }

    private static int StartOfWord(string text, int end)
    {
        while (end > 0 && IsWordChar(text[end - 1]))
            end--;
        return end;
    }

    private static int OffsetOf(string text, SourcePos position)
    {
        int offset = 0;
        for (int line = 1; line < position.Line; line++)
        {
            int next = text.IndexOf('\n', offset);
            if (next < 0)
                return text.Length;
            offset = next + 1;
        }

        // Pidgin counts a tab as four columns.
        int column = 1;
        while (column < position.Col && offset < text.Length)
        {
            column += text[offset] == '\t' ? 4 : 1;
            offset++;
        }
        return offset;
    }
}
