using System.Runtime.CompilerServices;

namespace VmxAsm.Runtime;

// Most of a short run is the runtime's work: thousands of methods run for the first time, and each is looked up, its types loaded, its references bound, even
// where it was compiled ahead of time. A second processor can do that while the first one still assembles: it boots a PC of its own that nobody sees,
// with a boot sector that prints and switches off. The run itself does not depend on it.

/// <summary>Readies what a run needs before there is something to run.</summary>
public static class WarmUp
{
    private const long LongestTurn = 100_000;
    private const int MostTurns = 100;

    private static int _begun;

#pragma warning disable format
    private static ReadOnlySpan<byte> BootSector =>
    [
        0xEA, 0x05, 0x7C, 0x00, 0x00,           // 7C00  ljmp 0:7C05
        0x31, 0xC0,                             // 7C05  xor  %ax, %ax
        0x8E, 0xD8, 0x8E, 0xC0, 0x8E, 0xD0,     // 7C07  mov  %ax, %ds, %es, %ss
        0xBC, 0x00, 0x7C,                       // 7C0D  mov  $0x7C00, %sp
        0xFC,                                   // 7C10  cld
        0xBA, 0xFB, 0x03, 0xB0, 0x03, 0xEE,     // 7C11  8N1 to the UART
        0xBE, 0x47, 0x7C,                       // 7C17  mov  $text, %si
        0xAC,                                   // 7C1A  lodsb
        0x84, 0xC0,                             // 7C1B  test %al, %al
        0x74, 0x13,                             // 7C1D  jz   7C32
        0xE8, 0x02, 0x00,                       // 7C1F  call 7C24
        0xEB, 0xF6,                             // 7C22  jmp  7C1A
        0xB4, 0x0E, 0xBB, 0x07, 0x00,           // 7C24  the BIOS prints AL
        0xCD, 0x10,
        0xBA, 0xF8, 0x03, 0xEE,                 // 7C2B  and the UART sends it
        0x88, 0xC4, 0xC3,                       // 7C2F  mov  %al, %ah; ret
        0xBA, 0xFD, 0x03,                       // 7C32  wait until the last letter has left
        0xEC, 0xA8, 0x40,                       // 7C35
        0x74, 0xFB,                             // 7C38
        0xBE, 0x49, 0x7C,                       // 7C3A  the word for port 0x8900
        0xB9, 0x08, 0x00,
        0xBA, 0x00, 0x89,
        0xF3, 0x6E,
        0xFA, 0xF4,                             // 7C45  cli; hlt
        0x2E, 0x00,                             // 7C47  text
        (byte)'S', (byte)'h', (byte)'u', (byte)'t', (byte)'d', (byte)'o', (byte)'w', (byte)'n',
    ];
#pragma warning restore format

    /// <summary>Begins on a thread of its own; does nothing a second time, where there is one processor only, or no just-in-time compiler.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1 && RuntimeFeature.IsDynamicCodeCompiled && Interlocked.Exchange(ref _begun, 1) == 0)
            new Thread(static () => Run()) { IsBackground = true, Name = "warm-up" }.Start();
    }

    /// <summary>The boot itself, and how it ended.</summary>
    internal static RunEnd? Run()
    {
        byte[] image = new byte[512];
        BootSector.CopyTo(image);
        image[510] = 0x55;
        image[511] = 0xAA;
        using Machine machine = Machine.Boot(image, new MachineOptions { MemoryBytes = 4 << 20 });
        RunResult? result = null;
        for (int i = 0; i < MostTurns && result is null; i++)
            result = machine.Turn(LongestTurn);
        return result?.End;
    }
}
