using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Images;

/// <summary>Images boot, and say so on the serial line.</summary>
public sealed class BootTests
{
    /// <summary>Sends the text at SI, then ends the run in QEMU (debug-exit) and in Bochs (port 0x8900).</summary>
    private const string Say = """
        say:    lodsb
                test    %al, %al
                jz      2f
                mov     %al, %bl
                mov     $0x3FD, %dx
        1:      in      %dx, %al
                test    $0x60, %al
                jz      1b
                mov     %bl, %al
                mov     $0x3F8, %dx
                out     %al, %dx
                jmp     say
        2:      mov     $0x3FD, %dx
                in      %dx, %al
                test    $0x40, %al
                jz      2b
                ret
        power_off:
                mov     $shutdown, %si
                mov     $0x8900, %dx
        1:      lodsb
                out     %al, %dx
                test    %al, %al
                jnz     1b
                mov     $0xF4, %dx
                out     %al, %dx
        2:      hlt
                jmp     2b
        shutdown: .asciz "Shutdown"
        init:   mov     $0x3FB, %dx
                mov     $3, %al
                out     %al, %dx
                ret
        """;

    private const string BootSector = """
                .code16
                .globl  _start
        _start: ljmp    $0, $1f
        1:      xor     %ax, %ax
                mov     %ax, %ds
                mov     %ax, %ss
                mov     $0x7C00, %sp
                call    init
                mov     $text, %si
                call    say
                jmp     power_off
        text:   .asciz  "boot sector\n"

        """ + Say + "\n.org 510\n.word 0xAA55\n";

    private const string Abcd = """
                .code16
                .word   0xABCD
                .globl  _start
        _start: push    %ds
                mov     %cs, %ax
                mov     %ax, %ds
                call    init
                mov     $text, %si
                call    say
                pop     %ds
                lret
        text:   .asciz  "called"
        """ + "\n" + Say + "\n.org 40000\n";

    /// <summary>Code in segment 0, and 150 KB of it above 1 MB, whose last word it checks in protected mode.</summary>
    private const string Large = """
                .code16
                .globl  _start
        _start: call    init
                mov     $text, %si
                call    say
                cli
                lgdtl   gdtr
                mov     %cr0, %eax
                or      $1, %al
                mov     %eax, %cr0
                ljmp    $8, $1f
        1:      mov     $16, %ax
                mov     %ax, %fs
                mov     $tail, %esi
                mov     %fs:(%esi), %ebx
                mov     $zero, %esi
                cmpl    $0, %fs:(%esi)
                jne     2f
                mov     %cr0, %eax
                and     $0xFE, %al
                mov     %eax, %cr0
                ljmp    $0, $2f
        2:      mov     $bad, %si
                cmp     $0x12345678, %ebx
                jne     3f
                mov     $good, %si
        3:      call    say
                jmp     power_off
        text:   .asciz  "low, "
        good:   .asciz  "high\n"
        bad:    .asciz  "damaged\n"
                .balign 8
        gdt:    .quad   0, 0x008F9A000000FFFF, 0x00CF92000000FFFF
        gdtr:   .word   . - gdt - 1
                .long   gdt

        """ + Say + """

                .section .high, "aw"
                .fill   150000, 1, 0x5A
        tail:   .long   0x12345678
                .section .highbss, "aw", @nobits
        zero:   .space  1000
        """;

    private static readonly LinkOptions Options = new();

    private static byte[] Build(string source, ImageFormat format, bool hasLoader)
    {
        ObjectResult assembled = Compilation.Assemble("program.s", System.Text.Encoding.ASCII.GetBytes(source), new CompilationOptions { Is64BitObject = false });
        Assert.Empty(assembled.Diagnostics.Select(one => one.Message));
        ObjectFile file = assembled.Object!;
        if (hasLoader)
            file.Boot = new BootRequest(null, null, default);
        foreach (ObjectSection section in file.Sections)
        {
            section.FixedAddress = section.Name switch { ".high" => 0x200000, ".highbss" => 0x300000, _ => null };
        }
        DiagnosticBag diagnostics = new();
        BuiltImage? image = ImageBuilder.Build([file], format, Options with { Sources = assembled.Sources }, diagnostics);
        Assert.Empty(diagnostics.InSourceOrder(assembled.Sources).Select(one => one.Message));
        return image!.Bytes;
    }

    [RequiresToolTheory("qemu-system-x86_64")]
    [InlineData(ImageFormat.Floppy)]
    [InlineData(ImageFormat.Disk)]
    public void BootSectorBoots(ImageFormat format) => Assert.Equal("boot sector\n", QemuOracle.Run(Build(BootSector, format, hasLoader: false)).Serial);

    [RequiresToolTheory("qemu-system-x86_64")]
    [InlineData(ImageFormat.Floppy)]
    [InlineData(ImageFormat.Disk)]
    public void LoaderReachesAboveOneMegabyte(ImageFormat format) => Assert.Equal("low, high\n", QemuOracle.Run(Build(Large, format, hasLoader: true)).Serial);

    [RequiresToolTheory("bochs")]
    [InlineData(ImageFormat.Floppy)]
    [InlineData(ImageFormat.Disk)]
    public void LoaderReachesAboveOneMegabyteInBochs(ImageFormat format) => Assert.Equal("low, high\n", BochsOracle.Run(Build(Large, format, hasLoader: true)).Serial);

    [RequiresToolTheory("qemu-system-x86_64")]
    [InlineData(ImageFormat.Floppy)]
    [InlineData(ImageFormat.Disk)]
    public void ProgramOfTheCourseIsCalledAndReturns(ImageFormat format) =>
        Assert.StartsWith("called\r\nboot: the program has returned", QemuOracle.Run(Build(Abcd, format, hasLoader: false), until: "has returned").Serial);

    [RequiresToolTheory("qemu-system-i386")]
    [InlineData(BootSector, false, "boot sector\n")]
    [InlineData(Large, true, "low, high\n")]
    public void CdBoots(string source, bool hasLoader, string expected)
    {
        using TemporaryFolder folder = new();
        string image = folder.Write("cd.iso", Build(source, ImageFormat.Iso, hasLoader));
        string serial = folder.File("serial");
        ExternalTool.Get("qemu-system-i386").Run("-cdrom", image, "-display", "none", "-serial", "file:" + serial, "-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-no-reboot");
        Assert.Equal(expected, File.ReadAllText(serial));
    }

    /// <summary>A changed byte on the medium is noticed before the program runs.</summary>
    [RequiresToolFact("qemu-system-x86_64")]
    public void DamagedProgramIsNotEntered()
    {
        byte[] image = Build(Large, ImageFormat.Floppy, hasLoader: true);
        image[100_000] ^= 1;
        Assert.Contains("checksum", QemuOracle.Run(image, until: "checksum").Serial);
    }

    [Fact]
    public void DiskHasOneActivePartition()
    {
        byte[] image = Build(Large, ImageFormat.Disk, hasLoader: true);
        ReadOnlySpan<byte> entry = image.AsSpan(446);
        Assert.Equal(0x80, entry[0]);
        Assert.Equal(0x83, entry[4]);
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), count = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
        Assert.Equal(image.Length / 512, (int)(start + count));
        Assert.Equal(0, image.Length % (16 * 63 * 512));
        Assert.Equal([0x55, 0xAA], image[510..512]);
        Assert.Equal([0x55, 0xAA], image[(int)(start * 512 + 510)..(int)(start * 512 + 512)]);
    }

    [Fact]
    public void FloppyHas1474560Bytes() => Assert.Equal(1474560, Build(BootSector, ImageFormat.Floppy, hasLoader: false).Length);

    [Fact]
    public void SameInputGivesTheSameBytes()
    {
        foreach ((_, ImageFormat format, _) in ImageFormats.All)
            Assert.Equal(Build(Large, format, hasLoader: true), Build(Large, format, hasLoader: true));
    }

    [Theory]
    [InlineData("nop\n", "does not say how it is to be booted")]
    [InlineData(".word 0xABCD\n.space 70000\n", "127 sectors")]
    [InlineData(".word 0xABCD\n.org 0x100000\n", "127 sectors")]
    public void WhatCannotBeBootedIsSaid(string source, string message)
    {
        ObjectResult assembled = Compilation.Assemble("program.s", System.Text.Encoding.ASCII.GetBytes(source), new CompilationOptions { Is64BitObject = false });
        DiagnosticBag diagnostics = new();
        Assert.Null(ImageBuilder.Build([assembled.Object!], ImageFormat.Floppy, new LinkOptions { Sources = assembled.Sources }, diagnostics));
        Assert.Contains(message, Assert.Single(diagnostics.InSourceOrder(assembled.Sources)).Message);
    }
}
