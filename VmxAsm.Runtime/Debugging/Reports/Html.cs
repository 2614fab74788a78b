using System.Globalization;
using System.Net;
using System.Text;

namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>Text of a page under construction. Everything that comes from the guest or its source goes through <see cref="Text"/>.</summary>
internal sealed class Html
{
    private readonly StringBuilder _page = new();

    /// <summary>Markup as it is, numbers in the invariant culture.</summary>
    public Html Add(FormattableString markup)
    {
        _page.Append(markup.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public Html Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Text with the characters that mean something to HTML, or nothing in a document, replaced.</summary>
    public static string Text(string text)
    {
        string encoded = WebUtility.HtmlEncode(text);
        foreach (char character in encoded)
        {
            if (char.IsControl(character) && character is not ('\n' or '\t'))
                return string.Concat(encoded.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));
        }

        return encoded;
    }

    public static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A source line as compilers show it.</summary>
    public static string Place(SourcePlace? place) => place is null
        ? ""
        : Line(place, "") + string.Concat(place.Expansions.Select(expansion => Line(expansion.At, Prose(expansion.What) + ", ")));

    private static string Line(SourcePlace place, string before) =>
        $"<div class=\"place\">{before}<span class=\"file\">{Text(place.File)}:{place.Line}</span> <code>{Text(place.Text)}</code></div>";

    /// <summary>Text of our diagnostics: backticks become code, line ends stay.</summary>
    public static string Prose(string text)
    {
        string[] parts = Text(text).Split('`');
        StringBuilder prose = new();
        for (int i = 0; i < parts.Length; i++)
            prose.Append(i % 2 == 1 && i < parts.Length - 1 ? $"<code>{parts[i]}</code>" : parts[i]);
        return prose.Replace("\n", "<br>").ToString();
    }

    public override string ToString() => _page.ToString();
}
