using VmxAsm.Runtime.Devices;

namespace VmxAsm.Runtime.Kernels;

/// <summary>A kernel's wish for a linear frame buffer, from its multiboot header; 0 means that it does not care.</summary>
internal readonly record struct GraphicsWish(uint Width, uint Height, uint Depth)
{
    private const int UsualWidth = 1024, UsualHeight = 768, UsualDepth = 32;

    /// <summary>Sets the mode, or the usual one where the adapter has none of that size. A depth with a palette becomes one without.</summary>
    public KernelScreen Grant(BochsDisplay display)
    {
        int depth = Depth is 15 or 16 or 24 or 32 ? (int)Depth : UsualDepth;
        int width = (int)Math.Min(Width, int.MaxValue), height = (int)Math.Min(Height, int.MaxValue);
        if (display.Base == 0 || !(display.TrySet(width, height, depth) || display.TrySet(UsualWidth, UsualHeight, depth)))
            return KernelScreen.Text;
        return new KernelScreen((uint)display.Base, (uint)display.Pitch, (uint)display.Width, (uint)display.Height, (byte)depth, IsText: false);
    }
}

/// <summary>The screen as a multiboot loader describes it: 80 by 25 characters of two bytes, or a linear frame buffer.</summary>
/// <param name="Pitch">Bytes from one line to the next.</param>
/// <param name="Bits">Of a pixel or character.</param>
internal sealed record KernelScreen(uint Address, uint Pitch, uint Width, uint Height, byte Bits, bool IsText)
{
    public static readonly KernelScreen Text = new(0xB8000, 160, 80, 25, 16, IsText: true);

    private const byte DirectColour = 1, EgaText = 2;

    public byte Type => IsText ? EgaText : DirectColour;

    /// <summary>Lowest bit and number of bits of red, green and blue.</summary>
    public byte[] Colours => Bits switch
    {
        _ when IsText => [0, 0, 0, 0, 0, 0],
        15 => [10, 5, 5, 5, 0, 5],
        16 => [11, 5, 5, 6, 0, 5],
        _ => [16, 8, 8, 8, 0, 8],
    };
}
