using System.Text;
using VmxAsm.Testing;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>Small guests, assembled with GNU as, and what they do in the built-in machine.</summary>
internal static class GuestProgram
{
    /// <summary>Subroutines that most guests want: serial output of characters, strings and numbers, and power-off.</summary>
    private const string Library = """

        serial: pushw %dx
                movw $0x3fb, %dx
                movb $0x03, %al
                outb %al, %dx
                popw %dx
                ret
        off:    movw $0x604, %dx
                movw $0x2000, %ax
                outw %ax, %dx
        9:      cli
                hlt
                jmp 9b
        word:   pushw %ax
                movb %ah, %al
                call byte
                popw %ax
                call byte
                movb $' ', %al
                jmp char
        byte:   pushw %ax
                pushw %ax
                shrb $4, %al
                call digit
                popw %ax
                andb $15, %al
                call digit
                popw %ax
                ret
        digit:  cmpb $10, %al
                jb 1f
                addb $39, %al
        1:      addb $48, %al
        char:   pushw %dx
                pushw %ax
                movw $0x3fd, %dx
        1:      inb %dx, %al
                testb $0x20, %al
                jz 1b
                popw %ax
                movw $0x3f8, %dx
                outb %al, %dx
                popw %dx
                ret
        text:   lodsb
                testb %al, %al
                jz 1f
                call char
                jmp text
        1:      ret

        """;

    private const string Head = """
                .code16
                ljmp $0, $1f
        1:      xorw %ax, %ax
                movw %ax, %ds
                movw %ax, %es
                movw %ax, %ss
                movw $0x7c00, %sp
                call serial

        """;

    /// <summary>A boot sector: registers set, <paramref name="body"/>, the library, the signature.</summary>
    /// <param name="behind">What follows the first 512 bytes.</param>
    public static byte[] BootSector(string body, string behind = "") =>
        Assemble(Head + body + Library + "\n        .org 510\n        .word 0xaa55\n" + behind, 0x7C00);

    /// <summary>GNU as and ld, the bare bytes.</summary>
    public static byte[] Assemble(string source, int address)
    {
        using TemporaryFolder folder = new();
        string input = folder.Write("guest.s", Encoding.UTF8.GetBytes(source + "\n"));
        string folderPath = Path.GetDirectoryName(input)!;
        string theObject = Path.Combine(folderPath, "guest.o");
        string image = Path.Combine(folderPath, "guest.bin");
        ExternalTool.Get("as").Run("--32", "-o", theObject, input).OrThrow();
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-Ttext", $"0x{address:x}", "-e", "0", "--oformat", "binary", "-o", image, theObject).OrThrow();
        return File.ReadAllBytes(image);
    }

    /// <summary>An image of a given size that begins with a program.</summary>
    public static byte[] Padded(byte[] program, int length)
    {
        byte[] image = new byte[length];
        program.CopyTo(image, 0);
        return image;
    }

    /// <summary>Runs an image to its end, for a minute at the most.</summary>
    public static GuestRun Run(byte[] image, MachineOptions? options = null)
    {
        var serial = new List<byte>();
        options = (options ?? new MachineOptions()) with { SerialOutput = serial.Add, Timeout = TimeSpan.FromMinutes(1) };
        using Machine machine = Machine.Boot(image, options);
        RunResult result = machine.Run(CancellationToken.None);
        return new GuestRun(result, Encoding.Latin1.GetString([.. serial]), machine.ScreenText() ?? "");
    }
}

/// <param name="Serial">What came out of COM1.</param>
/// <param name="Screen">The text on the screen at the end.</param>
internal sealed record GuestRun(RunResult Result, string Serial, string Screen);
