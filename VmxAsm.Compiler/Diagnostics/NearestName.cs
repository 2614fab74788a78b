namespace VmxAsm.Compiler.Diagnostics;

/// <summary>
/// The name that was probably meant: for mnemonics, directives, keys, field names and the command line's options. The measure counts
/// inserted, deleted, replaced and swapped neighbouring letters (the optimal-string-alignment distance); a third of the letters
/// may differ, so that a short name is not "corrected" into an unrelated one.
/// </summary>
public static class NearestName
{
    /// <summary>The nearest of the candidates, the first of equally near ones; null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int best = Tolerance(name) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name, candidate, best);
            if (distance < best)
                (best, nearest) = (distance, candidate);
        }

        return nearest;
    }

    /// <summary><c>; did you mean `x`</c> for the end of a message, or nothing when no name is near.</summary>
    public static string Suggestion(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $"; did you mean `{nearest}`" : "";

    /// <summary>The near candidates, nearest first, for a message that lists some.</summary>
    public static IReadOnlyList<string> FindAll(string name, IEnumerable<string> candidates, int limit = 3)
    {
        int tolerance = Tolerance(name);
        return [.. candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate, tolerance + 1)))
            .Where(pair => pair.Distance <= tolerance)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate).Distinct().Take(limit)];
    }

    /// <summary><c>; similar: `x`, `y`</c> for the end of a message, or nothing when no name is near.</summary>
    public static string Similar(string name, IEnumerable<string> candidates)
    {
        IReadOnlyList<string> similar = FindAll(name, candidates);
        return similar.Count == 0 ? "" : $"; similar: {string.Join(", ", similar.Select(near => $"`{near}`"))}";
    }

    private static int Tolerance(string name) => Math.Max(1, name.Length / 3);

    /// <summary>The distance, without regard to case; any value not below <paramref name="limit"/> means "that or more".</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit || a.Length > 200)
            return limit;

        // Three rows of the usual table: a swap looks two rows back.
        Span<int> storage = stackalloc int[3 * (b.Length + 1)];
        Span<int> previous = storage[..(b.Length + 1)];
        Span<int> current = storage.Slice(b.Length + 1, b.Length + 1);
        Span<int> before = storage[(2 * (b.Length + 1))..];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j;

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            int least = i;
            char letter = Fold(a[i - 1]);
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (letter == Fold(b[j - 1]) ? 0 : 1);
                int distance = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && letter == Fold(b[j - 2]) && Fold(a[i - 2]) == Fold(b[j - 1]))
                    distance = Math.Min(distance, before[j - 2] + 1);
                current[j] = distance;
                least = Math.Min(least, distance);
            }

            // The row before is less by one at most, and a swap adds one to it: nothing that follows comes below the limit.
            if (least > limit)
                return limit;
            Span<int> free = before;
            before = previous;
            previous = current;
            current = free;
        }

        return previous[b.Length];
    }

    private static char Fold(char letter) => char.IsAscii(letter) ? (char)(char.IsAsciiLetterUpper(letter) ? letter | 0x20 : letter) : char.ToLowerInvariant(letter);
}
