namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>Shell patterns over file and section names: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c> and <c>\c</c>; a slash is like any character.</summary>
internal static class Wildcard
{
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny("*?[\\") >= 0;

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Backtracking to the last star is enough: an earlier star can match no more than it already does.
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starText = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, text[t], out int next))
            {
                p = next;
                t++;
            }
            else if (starPattern >= 0)
            {
                p = starPattern;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int p, char c, out int next)
    {
        next = p + 1;
        switch (pattern[p])
        {
            case '?':
                return true;
            case '\\' when p + 1 < pattern.Length:
                next = p + 2;
                return pattern[p + 1] == c;
            case '[':
                return MatchesSet(pattern, p, c, ref next);
            default:
                return pattern[p] == c;
        }
    }

    private static bool MatchesSet(ReadOnlySpan<char> pattern, int p, char c, ref int next)
    {
        int i = p + 1;
        bool isNegated = i < pattern.Length && pattern[i] is '!' or '^';
        if (isNegated)
            i++;
        bool isIn = false;
        for (int first = i; i < pattern.Length && (pattern[i] != ']' || i == first); i++)
        {
            char low = pattern[i], high = low;
            if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']')
            {
                high = pattern[i + 2];
                i += 2;
            }
            isIn |= low <= c && c <= high;
        }
        if (i >= pattern.Length)
            return c == '[';
        next = i + 1;
        return isIn != isNegated;
    }
}
