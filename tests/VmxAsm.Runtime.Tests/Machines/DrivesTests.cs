using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>Machines with more than one medium, as programs see them through the BIOS: ours, and other people's where they are installed.</summary>
public sealed class DrivesTests
{
    private const int FloppySize = 1440 * 1024, DiskSize = 4 * 16 * 63 * 512;

    /// <summary>The drives that AH=08h counts, of floppies and of hard disks; the equipment word's floppies; the second sector of each drive, and what is written to it and read again.</summary>
    private const string Program = """
            pushw %es
            movb $8, %ah
            movb $0, %dl
            int $0x13
            movb %dl, %al
            call byte
            movb $8, %ah
            movb $0x80, %dl
            int $0x13
            popw %es
            movb %dl, %al
            call byte
            int $0x11
            andb $0xc1, %al
            call byte
            movb $0, %dl
            call drive
            movb $1, %dl
            call drive
            movb $0x80, %dl
            call drive
            movb $0x81, %dl
            call drive
            jmp off
    drive:  movw $0x0201, %ax
            movw $2, %cx
            movb $0, %dh
            movw $0x8000, %bx
            int $0x13
            jc 8f
            movb 0x8000, %al
            call char
            incb 0x8000
            movw $0x0301, %ax
            int $0x13
            jc 8f
            movb $0, 0x8000
            movw $0x0201, %ax
            int $0x13
            movb 0x8000, %al
            jmp char
    8:      movb $'-', %al
            jmp char
    """;

    [RequiresToolTheory("as", "ld")]
    [InlineData(null)]
    [InlineData("/usr/share/bochs/BIOS-bochs-latest")]
    [InlineData("/usr/share/seabios/bios-256k.bin")]
    public void Two_floppies_and_two_hard_disks_are_found_read_and_written(string? bios)
    {
        if (bios is not null && !File.Exists(bios))
            return;
        var options = new MachineOptions
        {
            Bios = bios is null ? null : File.ReadAllBytes(bios),
            Drives = [Medium(ImageKind.Floppy, 'C'), Medium(ImageKind.HardDisk, 'E'), Medium(ImageKind.HardDisk, 'G'), Medium(ImageKind.CdRom, 'I')],
        };
        GuestRun run = GuestProgram.Run(Bootable(FloppySize), options);
        Assert.Equal(("020241ABCDEFGH", RunEnd.PoweredOff), (run.Serial, run.Result.End));
    }

    [RequiresToolTheory("as", "ld")]
    [InlineData(null)]
    [InlineData("/usr/share/seabios/bios-256k.bin")]
    public void The_image_is_booted_whatever_else_there_is(string? bios)
    {
        if (bios is not null && !File.Exists(bios))
            return;
        var options = new MachineOptions
        {
            Bios = bios is null ? null : File.ReadAllBytes(bios),
            ImageKind = ImageKind.HardDisk,
            Drives = [Medium(ImageKind.Floppy, 'C')],
        };
        Assert.Equal("010101CD-AB-", GuestProgram.Run(Bootable(DiskSize), options).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void A_kernel_finds_the_drives_as_well()
    {
        // The second disk's IDENTIFY DEVICE: words 60 and 61 are its sectors.
        byte[] kernel = GuestProgram.Assemble("""
                    .code32
            start:  jmp 1f
                    .balign 4
            header: .long 0x1badb002, 0x10000, -(0x1badb002+0x10000)
                    .long header, start, end, end, start
            1:      movw $0x1f6, %dx
                    movb $0xb0, %al
                    outb %al, %dx
                    incw %dx
                    movb $0xec, %al
                    outb %al, %dx
            2:      inb %dx, %al
                    testb $8, %al
                    jz 2b
                    movl $61, %ecx
                    movw $0x1f0, %dx
            3:      inw %dx, %ax
                    loop 3b
                    cmpw $DISK, %ax
                    setne %al
                    movw $0xf4, %dx
                    outb %al, %dx
            end:
            """.Replace("DISK", $"{DiskSize / 512}"), 0x100000);
        RunResult result = GuestProgram.Run(kernel, new MachineOptions { Drives = [Medium(ImageKind.HardDisk, 'A'), Medium(ImageKind.HardDisk, 'B')] }).Result;
        Assert.Equal((RunEnd.DebugExit, 0), (result.End, result.GuestExitCode));
    }

    private static byte[] Bootable(int size)
    {
        byte[] image = GuestProgram.Padded(GuestProgram.BootSector(Program), size);
        image[512] = (byte)'A';
        return image;
    }

    private static DriveMedium Medium(ImageKind kind, char mark)
    {
        byte[] content = new byte[kind == ImageKind.Floppy ? FloppySize : DiskSize];
        content[512] = (byte)mark;
        return new DriveMedium(kind, content);
    }
}
