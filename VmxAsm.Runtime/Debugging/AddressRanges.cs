namespace VmxAsm.Runtime.Debugging;

/// <summary>Ranges of numbers, ends included; none at all means everything.</summary>
internal sealed class AddressRanges
{
    private readonly (ulong First, ulong Last)[] _ranges;

    /// <param name="texts"><c>0x7c00-0x7dff</c>, <c>main</c>, <c>main-done</c>: what the ends may be, <paramref name="find"/> knows.</param>
    /// <exception cref="DebugSpecificationException">One cannot be understood.</exception>
    public AddressRanges(IEnumerable<string> texts, Func<string, ulong> find)
    {
        _ranges = [.. texts.Select(text => Parse(text, find))];
    }

    public bool Contains(ulong number) => Overlaps(number, 1);

    /// <summary>Whether some of the numbers from <paramref name="first"/> on belong to it.</summary>
    public bool Overlaps(ulong first, int count)
    {
        if (_ranges.Length == 0)
            return true;
        foreach ((ulong start, ulong last) in _ranges)
        {
            if (first <= last && first + (ulong)count > start)
                return true;
        }

        return false;
    }

    private static (ulong First, ulong Last) Parse(string text, Func<string, ulong> find)
    {
        // A symbol may have a hyphen in it only within quotes, which a command line does not have.
        int hyphen = text.IndexOf('-', 1);
        ulong first = find(hyphen < 0 ? text : text[..hyphen]);
        ulong last = hyphen < 0 ? first : find(text[(hyphen + 1)..]);
        return first <= last ? (first, last) : throw new DebugSpecificationException($"`{text}`: the range ends before it begins");
    }
}
