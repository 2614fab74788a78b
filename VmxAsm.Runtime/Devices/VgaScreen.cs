using System.Text;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What a monitor connected to the <see cref="Vga"/> would show, as characters or as pixels. A picture is made line by line, as the CRT controller does it
/// ("IBM PS/2 Hardware Interface Technical Reference", "CRT Controller Registers"): a counter of addresses starts at the start address, advances by the offset register
/// from one row of characters to the next, and starts again at 0 behind the line that the line-compare register names, which splits the screen. A row has as many
/// lines as the maximum-scan-line register says, one in most graphics modes.
/// </summary>
internal sealed class VgaScreen(Vga vga)
{
    private const int MostTextRows = 100;

    /// <summary>What IBM's code page 437 shows for the codes that are not ASCII: 0 to 31, 127, and 128 to 255.</summary>
    private const string LowGlyphs = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";
    private const string HighGlyphs =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ";

    private bool IsText => (vga.Graphics[6] & 1) == 0 && !vga.Display.IsEnabled;

    private int Columns => vga.Crtc[1] + 1;

    private int CharacterHeight => (vga.Crtc[9] & 0x1F) + 1;

    /// <summary>Every line is shown twice: 200 lines on a monitor that has 400.</summary>
    private bool IsDoubleScanned => (vga.Crtc[9] & 0x80) != 0;

    private int StartAddress => vga.Crtc[0x0C] << 8 | vga.Crtc[0x0D];

    /// <summary>From one row to the next, in addresses.</summary>
    private int Pitch => vga.Crtc[0x13] * 2;

    /// <summary>Vertical display end: ten bits in three places.</summary>
    private int Lines => (vga.Crtc[0x12] | (vga.Crtc[7] & 2) << 7 | (vga.Crtc[7] & 0x40) << 3) + 1;

    /// <summary>The last line above the split, ten bits in three places; usually there is no such line.</summary>
    private int LineCompare => vga.Crtc[0x18] | (vga.Crtc[7] & 0x10) << 4 | (vga.Crtc[9] & 0x40) << 3;

    private int TextRows => Math.Min(Lines / TextRowLines, MostTextRows);

    private int TextRowLines => IsDoubleScanned ? CharacterHeight * 2 : CharacterHeight;

    private byte ModeControl => vga.Attribute[0x10];

    /// <summary>A row of characters, or a line in a graphics mode: its first address, and which of the row's lines it is.</summary>
    private readonly record struct Row(int Address, int Line, bool IsBelowSplit);

    /// <summary>The text on the screen, a line per row, trailing blanks removed; null in a graphics mode.</summary>
    public string? Text()
    {
        if (!IsText)
            return null;
        var text = new StringBuilder();
        for (int row = 0; row < TextRows; row++)
        {
            int address = RowAt(row * TextRowLines).Address;
            var line = new StringBuilder();
            for (int column = 0; column < Columns; column++)
                line.Append(Glyph(vga.Memory.Bytes[Place(address + column)]));
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The picture as rows of red, green and blue bytes; black while it is switched off.</summary>
    public byte[] Pixels(out int width, out int height)
    {
        if (vga.Display.IsEnabled)
            return DisplayPixels(out width, out height);
        bool has256Colours = (ModeControl & 0x40) != 0;
        int dots = IsText && (vga.Sequencer[1] & 1) == 0 ? 9 : 8;
        width = Columns * (has256Colours ? 4 : dots);
        height = IsText ? TextRows * TextRowLines : (Lines + LineStep - 1) / LineStep;
        byte[] pixels = new byte[width * height * 3];
        if (!vga.IsVideoEnabled)
            return pixels;
        for (int y = 0; y < height; y++)
        {
            Span<byte> line = pixels.AsSpan(y * width * 3, width * 3);
            if (IsText)
                DrawText(line, RowAt(y), dots);
            else if (has256Colours)
                Draw256(line, RowAt(y * LineStep));
            else
                DrawPlanes(line, RowAt(y * LineStep));
        }

        return pixels;
    }

    private static char Glyph(byte code) => code switch
    {
        < 0x20 => LowGlyphs[code],
        < 0x7F => (char)code,
        0x7F => '⌂',
        _ => HighGlyphs[code - 0x80],
    };

    /// <summary>How many lines in a row a graphics mode shows the same, so that one of them is enough. In CGA's modes the lines of a row lie in different places.</summary>
    private int LineStep => (IsDoubleScanned ? 2 : 1) * ((vga.Crtc[0x17] & 3) == 3 ? CharacterHeight : 1);

    private Row RowAt(int line)
    {
        bool isBelow = line > LineCompare;
        int within = isBelow ? line - LineCompare - 1 : line;
        if (IsDoubleScanned)
            within /= 2;
        if (!isBelow)
            within += vga.Crtc[8] & 0x1F;
        int start = (isBelow ? 0 : StartAddress) + (Pans(isBelow) ? vga.Crtc[8] >> 5 & 3 : 0);
        return new Row(start + within / CharacterHeight * Pitch, within % CharacterHeight, isBelow);
    }

    /// <summary>The part below the split stays where it is when the mode control register's bit 5 says so.</summary>
    private bool Pans(bool isBelowSplit) => !isBelowSplit || (ModeControl & 0x20) == 0;

    private int Panning(Row row) => Pans(row.IsBelowSplit) ? vga.Attribute[0x13] & 15 : 0;

    /// <summary>Where in video memory the four planes' bytes at a counter's address are.</summary>
    private static int Place(int address) => (address & 0xFFFF) * 4;

    private void DrawText(Span<byte> line, Row row, int dots)
    {
        int cursor = vga.Crtc[0x0E] << 8 | vga.Crtc[0x0F];
        bool isCursorLine = (vga.Crtc[0x0A] & 0x20) == 0 && row.Line >= (vga.Crtc[0x0A] & 0x1F) && row.Line <= (vga.Crtc[0x0B] & 0x1F);
        int backgroundBits = (ModeControl & 8) != 0 ? 7 : 15;
        bool extendsLineGraphics = (ModeControl & 4) != 0;

        // Cells of nine dots count their panning from 8, which is none.
        int x = dots == 9 ? -(Panning(row) + 1) % 9 : -(Panning(row) & 7);
        for (int column = 0; x < line.Length / 3; column++, x += dots)
        {
            int at = Place(row.Address + column);
            byte character = vga.Memory.Bytes[at], attribute = vga.Memory.Bytes[at + 1];
            int bits = vga.Memory.Bytes[4 * (Font(attribute) + character * 32 + row.Line) + 2] << 1;
            if (extendsLineGraphics && character is >= 0xC0 and <= 0xDF)
                bits |= bits >> 1 & 1;
            if ((attribute & 0x77) == 1 && row.Line == (vga.Crtc[0x14] & 0x1F))
                bits = 0x1FF;
            if (isCursorLine && ((row.Address + column) & 0xFFFF) == cursor)
                bits = 0x1FF;
            int foreground = Colour(attribute & 15), background = Colour(attribute >> 4 & backgroundBits);
            for (int dot = 0; dot < dots; dot++)
            {
                if (x + dot >= 0 && x + dot < line.Length / 3)
                    PutColour(line[((x + dot) * 3)..], (bits & (0x100 >> dot)) != 0 ? foreground : background);
            }
        }
    }

    /// <summary>The first address of the font that the character map select register gives to an attribute; bit 3 of it chooses between two.</summary>
    private int Font(byte attribute)
    {
        int select = vga.Sequencer[3];
        int block = (attribute & 8) != 0 ? select >> 2 & 3 | select >> 3 & 4 : select & 3 | select >> 2 & 4;
        return (block & 3) << 14 | (block & 4) << 11;
    }

    /// <summary>256 colours: chained or not, the picture is one byte per pixel through all planes.</summary>
    private void Draw256(Span<byte> line, Row row)
    {
        int first = Place(row.Address) + Panning(row) / 2;
        for (int x = 0; x < line.Length / 3; x++)
            PutColour(line[(x * 3)..], vga.Memory.Bytes[(first + x) & 0x3FFFF]);
    }

    /// <summary>16 colours: a pixel's four bits are at the same place of the four planes; in CGA's modes of four colours, a plane's byte is four pixels of two bits.</summary>
    private void DrawPlanes(Span<byte> line, Row row)
    {
        bool isInterleaved = (vga.Graphics[5] & 0x20) != 0;
        int panning = Panning(row) & 7;
        for (int x = 0; x < line.Length / 3; x++)
        {
            ReadOnlySpan<byte> planes = vga.Memory.Bytes.AsSpan(PlaceOfLine(row, (x + panning) / 8), 4);
            int dot = (x + panning) & 7;
            PutColour(line[(x * 3)..], Colour(isInterleaved ? PairAt(planes, dot) : PixelAt(planes, dot)));
        }
    }

    private static int PixelAt(ReadOnlySpan<byte> planes, int dot)
    {
        int colour = 0;
        for (int plane = 0; plane < 4; plane++)
            colour |= (planes[plane] >> (7 - dot) & 1) << plane;
        return colour;
    }

    private static int PairAt(ReadOnlySpan<byte> planes, int dot)
    {
        int odd = dot >> 2, shift = 6 - (dot & 3) * 2;
        return (planes[odd] >> shift & 3) | (planes[odd + 2] >> shift & 3) << 2;
    }

    /// <summary>CGA and Hercules keep every second or fourth line elsewhere: the lowest bits of the line's number stand in for bits 13 and 14 of the address.</summary>
    private int PlaceOfLine(Row row, int column)
    {
        // In word mode the memory's address is twice the counter's.
        int bit = (vga.Crtc[0x17] & 0x40) != 0 ? 0x2000 : 0x1000, address = row.Address + column;
        if ((vga.Crtc[0x17] & 1) == 0)
            address = address & ~bit | ((row.Line & 1) != 0 ? bit : 0);
        if ((vga.Crtc[0x17] & 2) == 0)
            address = address & ~(bit * 2) | ((row.Line & 2) != 0 ? bit * 2 : 0);
        return Place(address);
    }

    /// <summary>The attribute controller: four bits to the DAC's eight, through a palette register and the colour select register.</summary>
    private int Colour(int index)
    {
        int entry = vga.Attribute[index & vga.Attribute[0x12] & 15] & 0x3F, select = vga.Attribute[0x14];
        if ((ModeControl & 0x80) != 0)
            entry = entry & 15 | (select & 3) << 4;
        return entry | (select & 0x0C) << 4;
    }

    private byte[] DisplayPixels(out int width, out int height)
    {
        BochsDisplay display = vga.Display;
        width = display.Width;
        height = display.Height;
        byte[] pixels = new byte[width * height * 3];
        if (!vga.IsVideoEnabled)
            return pixels;
        for (int y = 0; y < height; y++)
        {
            Span<byte> line = pixels.AsSpan(y * width * 3, width * 3);
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = line.Slice(x * 3, 3);
                if (display.BitsPerPixel == 4)
                    PutColour(pixel, Colour(PixelAt(vga.Memory.Bytes.AsSpan(Place((y + display.Top) * display.Pitch + (x + display.Left) / 8), 4), (x + display.Left) & 7)));
                else if (display.BitsPerPixel == 8)
                    PutColour(pixel, display.Pixel(x, y)[0]);
                else
                    Direct(display.Pixel(x, y), display.BitsPerPixel, pixel);
            }
        }

        return pixels;
    }

    /// <summary>Red in the highest bits: 5 of each, 5, 6 and 5, or 8.</summary>
    private static void Direct(ReadOnlySpan<byte> from, int bits, Span<byte> to)
    {
        if (bits > 16)
        {
            (to[0], to[1], to[2]) = (from[2], from[1], from[0]);
            return;
        }

        int value = from[0] | from[1] << 8, greenBits = bits - 10;
        int red = value >> (5 + greenBits) & 0x1F, green = value >> 5 & (1 << greenBits) - 1, blue = value & 0x1F;
        to[0] = (byte)(red << 3 | red >> 2);
        to[1] = (byte)(green << (8 - greenBits) | green >> (2 * greenBits - 8));
        to[2] = (byte)(blue << 3 | blue >> 2);
    }

    /// <summary>The DAC's six bits to eight, or its eight.</summary>
    private void PutColour(Span<byte> pixel, int entry)
    {
        entry &= vga.PixelMask;
        for (int i = 0; i < 3; i++)
        {
            int value = vga.Palette[entry * 3 + i];
            pixel[i] = vga.Display.HasWideDac ? (byte)value : (byte)(value << 2 | value >> 4);
        }
    }
}
