using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>
/// Writes a body with arguments in the place of parameters: <c>\name</c> and <c>&amp;name</c> always, bare names as well in alternate mode; <c>\@</c> is the
/// number of the expansion, <c>\(text)</c> is its text, so that <c>\()</c> separates.
/// </summary>
internal sealed class BodyWriter(Assembler assembler, BlockBody body, SourceSpan span)
{
    private readonly List<(byte[] Name, byte[] Value)> _bindings = [];
    private byte[] _text = new byte[body.Length + 64];
    private int _length;
    private bool _isTooLong;

    public int Number { get; set; }

    public void Bind(byte[] name, byte[] value)
    {
        int index = _bindings.FindIndex(binding => binding.Name.AsSpan().SequenceEqual(name));
        if (index >= 0)
            _bindings[index] = (name, value);
        else
            _bindings.Add((name, value));
    }

    /// <summary>Appends the body once.</summary>
    public void WriteBody(bool isMacro)
    {
        ReadOnlySpan<byte> text = body.Bytes;
        bool alternate = assembler.Macros.IsAlternate;
        bool inQuote = false;
        int position = 0;
        while (position < text.Length)
        {
            byte current = text[position];
            if (current == '\\')
            {
                position = WriteEscape(text, position + 1);
            }
            else if (current == '&')
            {
                position = WriteName(text, position + 1, "&"u8, closing: true);
            }
            else if (alternate && CharacterClass.IsNameStart(current))
            {
                if (isMacro && !inQuote && IsLocal(text[position..]))
                    position = DeclareLocals(text, position + 5);
                else
                    position = WriteName(text, position, [], closing: false);
            }
            else
            {
                if (current == '"')
                    inQuote = !inQuote;
                Add(current);
                position++;
            }
        }
    }

    /// <summary>Appends the body as it is, without looking for parameters.</summary>
    public void CopyBody(long times)
    {
        if (times * body.Length > MacroExpander.MaximumLength)
        {
            _isTooLong = true;
            return;
        }

        Array.Resize(ref _text, (int)(times * body.Length) + 2);
        for (; times > 0; times--)
        {
            body.Bytes.CopyTo(_text.AsSpan(_length));
            _length += body.Length;
        }
    }

    /// <summary>The text with its sentinels; reports when it has become too long.</summary>
    public bool TryFinish(out byte[] padded)
    {
        padded = [];
        if (_isTooLong)
        {
            assembler.Report(DirectiveRules.ExpansionTooLong, span, $"the expansion is longer than {MacroExpander.MaximumLength >> 20} MiB");
            return false;
        }

        Array.Resize(ref _text, _length + 2);
        _text[_length] = (byte)'\n';
        _text[_length + 1] = 0;
        padded = _text;
        return true;
    }

    /// <summary>What follows a backslash.</summary>
    private int WriteEscape(ReadOnlySpan<byte> text, int position)
    {
        byte next = position < text.Length ? text[position] : (byte)0;
        switch (next)
        {
            case (byte)'(':
                int close = text[position..].IndexOf((byte)')');
                int end = close < 0 ? text.Length : position + close;
                Add(text[(position + 1)..end]);
                return Math.Min(text.Length, end + 1);
            case (byte)'@':
                Add(System.Text.Encoding.ASCII.GetBytes(Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                return position + 1;
            case (byte)'&':
                Add("\\&"u8);
                return position + 1;
            case (byte)'\\':
                // Two backslashes are an escape of a string, not a parameter.
                Add("\\"u8);
                return position;
            default:
                return WriteName(text, position, "\\"u8, closing: false);
        }
    }

    /// <summary>The value of the name at a position, or the name itself behind what introduced it.</summary>
    private int WriteName(ReadOnlySpan<byte> text, int position, ReadOnlySpan<byte> introduction, bool closing)
    {
        int end = position;
        if (end < text.Length && CharacterClass.IsNameStart(text[end]))
        {
            do
                end++;
            while (end < text.Length && CharacterClass.IsNamePart(text[end]));
        }

        ReadOnlySpan<byte> name = text[position..end];
        bool ampersand = assembler.Macros.IsAlternate && end < text.Length && text[end] == '&';
        foreach ((byte[] bound, byte[] value) in _bindings)
        {
            if (!name.SequenceEqual(bound))
                continue;
            Add(value);
            return ampersand ? end + 1 : end;
        }

        Add(introduction);
        Add(name);
        if (ampersand && closing && name.Length > 0)
        {
            Add((byte)'&');
            return end + 1;
        }

        return end;
    }

    private static bool IsLocal(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || text[5] is not ((byte)' ' or (byte)'\t'))
            return false;
        ReadOnlySpan<byte> local = "local"u8;
        for (int i = 0; i < local.Length; i++)
        {
            if (CharacterClass.ToLower(text[i]) != local[i])
                return false;
        }

        return true;
    }

    // local = "LOCAL" name { "," name }
    private int DeclareLocals(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] != '\n')
        {
            if (!CharacterClass.IsNameStart(text[position]))
            {
                position++;
                continue;
            }

            int end = position + 1;
            while (end < text.Length && CharacterClass.IsNamePart(text[end]))
                end++;
            Bind(text[position..end].ToArray(), System.Text.Encoding.ASCII.GetBytes($".LL{++assembler.Macros.LocalNames:x4}"));
            position = end;
        }

        return position;
    }

    private void Add(byte character)
    {
        if (_length == _text.Length)
            Grow(1);
        if (!_isTooLong)
            _text[_length++] = character;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _text.Length - _length)
            Grow(bytes.Length);
        if (_isTooLong)
            return;
        bytes.CopyTo(_text.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Grow(int count)
    {
        if ((long)_length + count > MacroExpander.MaximumLength)
            _isTooLong = true;
        else
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + count));
    }
}
