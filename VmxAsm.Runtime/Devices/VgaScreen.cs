using System.Text;

namespace VmxAsm.Runtime.Devices;

/// <summary>What a monitor connected to the <see cref="Vga"/> would show, as characters or as pixels.</summary>
internal sealed class VgaScreen(Vga vga)
{
    private const int CharacterWidth = 8;

    /// <summary>What IBM's code page 437 shows for the codes that are not ASCII: 0 to 31, 127, and 128 to 255.</summary>
    private const string LowGlyphs = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";
    private const string HighGlyphs =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ";

    private bool IsText => (vga.Graphics[6] & 1) == 0;

    private int Columns => vga.Crtc[1] + 1;

    private int CharacterHeight => (vga.Crtc[9] & 0x1F) + 1;

    private int StartAddress => vga.Crtc[0x0C] << 8 | vga.Crtc[0x0D];

    /// <summary>Vertical display end: ten bits in three places.</summary>
    private int Lines => (vga.Crtc[0x12] | (vga.Crtc[7] & 2) << 7 | (vga.Crtc[7] & 0x40) << 3) + 1;

    private int TextRows => Math.Min(Lines / CharacterHeight, 100);

    /// <summary>The text on the screen, a line per row, trailing blanks removed; null in a graphics mode.</summary>
    public string? Text()
    {
        if (!IsText)
            return null;
        var text = new StringBuilder();
        for (int row = 0; row < TextRows; row++)
        {
            var line = new StringBuilder();
            for (int column = 0; column < Columns; column++)
                line.Append(Glyph(Cell(row, column).Character));
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The picture as rows of red, green and blue bytes.</summary>
    public byte[] Pixels(out int width, out int height)
    {
        if (IsText)
            return TextPixels(out width, out height);
        return (vga.Graphics[5] & 0x40) != 0 ? Pixels256(out width, out height) : PixelsPlanar(out width, out height);
    }

    private static char Glyph(byte code) => code switch
    {
        < 0x20 => LowGlyphs[code],
        < 0x7F => (char)code,
        0x7F => '⌂',
        _ => HighGlyphs[code - 0x80],
    };

    private (byte Character, byte Attribute) Cell(int row, int column)
    {
        int address = (StartAddress + row * vga.Crtc[0x13] * 2 + column) & 0xFFFF;
        int offset = (address * 4) & 0x3FFFF;
        return (vga.Memory.Bytes[offset], vga.Memory.Bytes[offset + 1]);
    }

    private byte[] TextPixels(out int width, out int height)
    {
        int cellHeight = CharacterHeight;
        width = Columns * CharacterWidth;
        height = TextRows * cellHeight;
        byte[] pixels = new byte[width * height * 3];
        bool blinks = (vga.Attribute[0x10] & 8) != 0;
        int cursor = vga.Crtc[0x0E] << 8 | vga.Crtc[0x0F];
        bool cursorShown = (vga.Crtc[0x0A] & 0x20) == 0;
        for (int row = 0; row < TextRows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                (byte character, byte attribute) = Cell(row, column);
                int foreground = attribute & 15;
                int background = attribute >> 4 & (blinks ? 7 : 15);
                bool atCursor = cursorShown && StartAddress + row * vga.Crtc[0x13] * 2 + column == cursor;
                for (int line = 0; line < cellHeight; line++)
                {
                    byte bits = vga.Memory.Bytes[4 * (character * 32 + line) + 2];
                    if (atCursor && line >= (vga.Crtc[0x0A] & 0x1F) && line <= (vga.Crtc[0x0B] & 0x1F))
                        bits = 0xFF;
                    for (int x = 0; x < CharacterWidth; x++)
                    {
                        int colour = (bits & (0x80 >> x)) != 0 ? foreground : background;
                        int at = ((row * cellHeight + line) * width + column * CharacterWidth + x) * 3;
                        PutColour(pixels.AsSpan(at), vga.Attribute[colour] & 0x3F);
                    }
                }
            }
        }

        return pixels;
    }

    /// <summary>256 colours: chained or not, the picture is one byte per pixel through all planes.</summary>
    private byte[] Pixels256(out int width, out int height)
    {
        width = Columns * 4;
        height = Lines / CharacterHeight;
        byte[] pixels = new byte[width * height * 3];
        int pitch = vga.Crtc[0x13] * 8;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                PutColour(pixels.AsSpan((y * width + x) * 3), vga.Memory.Bytes[(StartAddress * 4 + y * pitch + x) & 0x3FFFF]);
        }

        return pixels;
    }

    /// <summary>16 colours: a pixel's four bits are at the same place of the four planes.</summary>
    private byte[] PixelsPlanar(out int width, out int height)
    {
        width = Columns * 8;
        height = Lines / CharacterHeight;
        if ((vga.Crtc[9] & 0x80) != 0)
            height /= 2;
        byte[] pixels = new byte[width * height * 3];
        int pitch = vga.Crtc[0x13] * 2;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int offset = (StartAddress + y * pitch + x / 8) * 4 & 0x3FFFC;
                int bit = 7 - x % 8;
                int colour = 0;
                for (int plane = 0; plane < 4; plane++)
                    colour |= (vga.Memory.Bytes[offset + plane] >> bit & 1) << plane;
                PutColour(pixels.AsSpan((y * width + x) * 3), vga.Attribute[colour] & 0x3F);
            }
        }

        return pixels;
    }

    /// <summary>Six bits of the DAC to eight.</summary>
    private void PutColour(Span<byte> pixel, int entry)
    {
        entry &= vga.PixelMask;
        for (int i = 0; i < 3; i++)
        {
            int value = vga.Palette[entry * 3 + i];
            pixel[i] = (byte)(value << 2 | value >> 4);
        }
    }
}
