using System.Text;
using System.Text.Unicode;

namespace VmxAsm.Compiler.Text;

/// <summary>
/// Names as text and back, without a loss. A name of a symbol or section is bytes, and no rule says that they are UTF-8: sources in Latin-1 are
/// still about. A byte that is none becomes the lone surrogate U+DC80 to U+DCFF, which no UTF-8 text contains, and that becomes the byte again.
/// </summary>
internal static class NameText
{
    private const char FirstEscape = '\uDC80';

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return System.Text.Encoding.UTF8.GetString(bytes);
        StringBuilder text = new();
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out Rune character, out int length) == System.Buffers.OperationStatus.Done;
            if (isCharacter)
            {
                text.Append(units[..character.EncodeToUtf16(units)]);
            }
            else
            {
                length = 1;
                text.Append((char)(FirstEscape + (bytes[0] - 0x80)));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    public static byte[] Encode(string text)
    {
        int escape = IndexOfEscape(text, 0);
        if (escape < 0)
            return System.Text.Encoding.UTF8.GetBytes(text);
        List<byte> bytes = [];
        int start = 0;
        for (; escape >= 0; start = escape + 1, escape = IndexOfEscape(text, start))
        {
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text[start..escape]));
            bytes.Add((byte)(text[escape] - FirstEscape + 0x80));
        }

        bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text[start..]));
        return [.. bytes];
    }

    private static int IndexOfEscape(string text, int start)
    {
        int found = text.AsSpan(start).IndexOfAnyInRange(FirstEscape, '\uDCFF');
        if (found < 0)
            return -1;
        int index = start + found;
        return index == 0 || !char.IsHighSurrogate(text[index - 1]) ? index : IndexOfEscape(text, index + 1);
    }
}
