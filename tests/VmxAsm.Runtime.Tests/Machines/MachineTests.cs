using System.Text;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>Whole runs: from the reset vector through the BIOS to a guest and its end.</summary>
public sealed class MachineTests
{
    private const int FloppySize = 1440 * 1024;

    [RequiresToolFact("as", "ld")]
    public void ABootSectorSendsTextAndPowersOff()
    {
        GuestRun run = GuestProgram.Run(GuestProgram.BootSector("movw $hello, %si\n call text\n jmp off\nhello: .asciz \"Hello\""));
        Assert.Equal("Hello", run.Serial);
        Assert.Equal(RunEnd.PoweredOff, run.Result.End);
        Assert.StartsWith("vmxasm BIOS", run.Screen);
    }

    [Fact]
    public void TheWarmUpBootsAndPowersOff() => Assert.Equal(RunEnd.PoweredOff, WarmUp.Run());

    [RequiresToolFact("as", "ld")]
    public void TwoRunsAreIdentical()
    {
        byte[] image = GuestProgram.BootSector("sti\n hlt\n hlt\n xorb %ah, %ah\n int $0x1a\n movw %dx, %ax\n call word\n rdtsc\n call word\n jmp off");
        GuestRun first = GuestProgram.Run(image), second = GuestProgram.Run(image);
        Assert.Equal((first.Serial, first.Result.Instructions), (second.Serial, second.Result.Instructions));
    }

    [RequiresToolTheory("as", "ld")]
    [InlineData("cli\n hlt", RunEnd.HaltedForGood, null)]
    [InlineData("movb $0, %al\n outb %al, $0xf4", RunEnd.DebugExit, 0)]
    [InlineData("movb $7, %al\n outb %al, $0xf4", RunEnd.DebugExit, 7)]
    [InlineData("movw $0xb004, %dx\n movw $0x2000, %ax\n outw %ax, %dx", RunEnd.PoweredOff, null)]
    [InlineData("xorb %ah, %ah\n int $0x16\n jmp off", RunEnd.HaltedForGood, null)]
    [InlineData("lidt zeros\n int3\nzeros: .long 0, 0", RunEnd.TripleFault, null)]
    [InlineData("jmp .", RunEnd.InstructionLimit, null)]
    [InlineData("int $0x18", RunEnd.BootFailed, null)]
    public void EveryWayToEnd(string body, RunEnd end, int? code)
    {
        GuestRun run = GuestProgram.Run(GuestProgram.BootSector(body), new MachineOptions { MaxInstructions = 5_000_000 });
        Assert.Equal((end, code), (run.Result.End, run.Result.GuestExitCode));
    }

    [Fact]
    public void AnImageWithoutASignatureDoesNotBoot()
    {
        GuestRun run = GuestProgram.Run(new byte[FloppySize]);
        Assert.Equal(RunEnd.BootFailed, run.Result.End);
        Assert.Contains(run.Result.Explanation!.Notes, note => note.Text.Contains("55 AA", StringComparison.Ordinal));
    }

    [RequiresToolFact("as", "ld")]
    public void ATripleFaultIsToldWithItsChain()
    {
        RunResult result = GuestProgram.Run(GuestProgram.BootSector("lidt zeros\n int3\nzeros: .long 0, 0")).Result;
        Assert.Equal("triple fault in real mode", result.Explanation!.Headline);
        Assert.StartsWith("#BP", result.Explanation.Notes[0].Text);
        Assert.Contains(result.Explanation.Notes, note => note.Text.Contains("#DF", StringComparison.Ordinal));
    }

    [RequiresToolFact("as", "ld")]
    public void TheSearchForTheLastInstructionsCanBeCancelled()
    {
        byte[] image = GuestProgram.BootSector("lidt zeros\n int3\nzeros: .long 0, 0");
        var options = new MachineOptions { HistoryLength = 4 };
        using Machine machine = Machine.Boot(image, options);
        RunResult result = machine.Run(CancellationToken.None);
        Assert.Contains(result.Explanation!.Notes, IsHistory);

        Explanation bare = result.Explanation with { Notes = [] };
        Explanation Search(CancellationToken cancellation) =>
            RunHistory.AddTo(bare, machine, options, again => Machine.Boot(image, again), RunHistory.ShortestPatience, cancellation);
        Assert.Contains(Search(CancellationToken.None).Notes, IsHistory);
        Assert.Empty(Search(new CancellationToken(canceled: true)).Notes);

        static bool IsHistory(ExplanationNote note) => note.Text.StartsWith("the last instructions", StringComparison.Ordinal);
    }

    [RequiresToolTheory("as", "ld")]
    [InlineData(FloppySize, "00", 0x4F12)]
    [InlineData(20 * 16 * 63 * 512, "80", 0x133F)]
    public void SectorsAreReadAcrossTracks(int size, string drive, int lastTrackAndSector)
    {
        byte[] program = GuestProgram.BootSector("""
                movb %dl, %al
                call byte
                movb $' ', %al
                call char
                movw $0x1000, %ax
                movw %ax, %es
                xorw %bx, %bx
                movw $0x0228, %ax
                movw $2, %cx
                movb $0, %dh
                pushw %dx
                int $0x13
                jc 2f
                popw %dx
                movb $8, %ah
                int $0x13
                movw %cx, %ax
                call word
                movw $0x1000, %ax
                movw %ax, %ds
                xorw %si, %si
                movw $40, %cx
        1:      lodsb
                addw $511, %si
                call char
                loop 1b
        2:      jmp off
        """);
        byte[] image = GuestProgram.Padded(program, size);
        for (int sector = 1; sector <= 40; sector++)
            image[sector * 512] = (byte)('A' + sector % 26);
        string expected = string.Concat(Enumerable.Range(1, 40).Select(sector => (char)('A' + sector % 26)));
        Assert.Equal($"{drive} {lastTrackAndSector:x4} {expected}", GuestProgram.Run(image).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void SerialInputIsEchoed()
    {
        byte[] image = GuestProgram.BootSector("""
        1:      movw $0x3fd, %dx
                inb %dx, %al
                testb $1, %al
                jz 1b
                movw $0x3f8, %dx
                inb %dx, %al
                cmpb $'.', %al
                je off
                incb %al
                call char
                jmp 1b
        """);
        Assert.Equal("IBM", GuestProgram.Run(image, new MachineOptions { SerialInput = new MemoryStream("HAL."u8.ToArray()) }).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void TypedTextArrivesThroughInt16()
    {
        byte[] image = GuestProgram.BootSector("""
        1:      xorb %ah, %ah
                int $0x16
                cmpb $13, %al
                je off
                call char
                jmp 1b
        """);
        Assert.Equal("Hello, World 42!", GuestProgram.Run(image, new MachineOptions { KeyboardInput = "Hello, World 42!\n" }).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void TheTimerTicksWhileHalted()
    {
        byte[] image = GuestProgram.BootSector("""
                xorb %ah, %ah
                int $0x1a
                movw %dx, %bx
                sti
                movw $18, %cx
        1:      hlt
                loop 1b
                xorb %ah, %ah
                int $0x1a
                movw %dx, %ax
                subw %bx, %ax
                call word
                movb $0, %ah
                jmp off
        """);
        Assert.Equal("0012 ", GuestProgram.Run(image).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void TextOnTheScreenWrapsAndScrolls()
    {
        byte[] image = GuestProgram.BootSector("""
                movw $3, %ax
                int $0x10
                movb $'a', %al
        1:      movb $0x0e, %ah
                movw $7, %bx
                int $0x10
                pushw %ax
                movw $0x0e0d, %ax
                int $0x10
                movw $0x0e0a, %ax
                int $0x10
                popw %ax
                incb %al
                cmpb $'z'+1, %al
                jne 1b
                movb $3, %ah
                movb $0, %bh
                int $0x10
                movw %dx, %ax
                call word
                jmp off
        """);
        GuestRun run = GuestProgram.Run(image);
        Assert.Equal("1800 ", run.Serial);
        Assert.StartsWith("c\nd\n", run.Screen);
        Assert.Contains("\nz\n", run.Screen);
    }

    [RequiresToolTheory("as", "ld")]
    [InlineData(0x0003)]
    [InlineData(0x0013)]
    [InlineData(0x0012)]
    public void APixelOrLetterShowsInTheScreenshot(int mode)
    {
        byte[] image = GuestProgram.BootSector($$"""
                movw ${{mode}}, %ax
                int $0x10
                movw $0x0941, %ax
                movw $0x000f, %bx
                movw $1, %cx
                int $0x10
                jmp off
        """);
        using Machine machine = Machine.Boot(image, new MachineOptions());
        machine.Run(CancellationToken.None);
        byte[] pixels = new VmxAsm.Runtime.Devices.VgaScreen(machine.Board.Vga).Pixels(out int width, out int height);
        Assert.Equal(mode switch { 3 => (640, 400), 0x13 => (320, 200), _ => (640, 480) }, (width, height));

        // The bar of the A, in the eighth row of a 16-row letter and the fifth of an 8-row one.
        int row = mode == 0x13 ? 4 : 7;
        Assert.Equal(0xFF, pixels[(row * width + 2) * 3]);
    }

    [RequiresToolFact("as", "ld")]
    public void MemoryMapsAgree()
    {
        byte[] image = GuestProgram.BootSector("""
                movb $0x88, %ah
                int $0x15
                call word
                movw $0xe801, %ax
                int $0x15
                call word
                movw %bx, %ax
                call word
                int $0x12
                call word
                xorl %ebx, %ebx
                movb $0, count
        1:      movl $0xe820, %eax
                movl $0x534d4150, %edx
                movl $20, %ecx
                movw $0x8000, %di
                int $0x15
                jc 2f
                incb count
                testl %ebx, %ebx
                jnz 1b
        2:      movb count, %al
                call byte
                jmp off
        count:  .byte 0
        """);
        Assert.Equal("fc00 3c00 0300 027f 07", GuestProgram.Run(image, new MachineOptions { MemoryBytes = 64 << 20 }).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void Int15MovesBlocksAboveOneMegabyte()
    {
        byte[] image = GuestProgram.BootSector("""
                movw $gdt, %si
                movw $4, %cx
                movb $0x87, %ah
                int $0x15
                jc 1f
                xchgw gdt+0x12, %ax
                xchgw gdt+0x1a, %ax
                movw %ax, gdt+0x12
                movb gdt+0x14, %al
                xchgb gdt+0x1c, %al
                movb %al, gdt+0x14
                movw $0x9000, gdt+0x1a
                movb $0, gdt+0x1c
                movw $gdt, %si
                movw $4, %cx
                movb $0x87, %ah
                int $0x15
                jc 1f
                movw $0x9000, %si
                call text
        1:      jmp off
                .balign 8
        gdt:    .quad 0, 0
                .word 0xffff, message
                .byte 0, 0x93, 0, 0
                .word 0xffff, 0x0000
                .byte 0x20, 0x93, 0, 0
                .quad 0, 0
        message: .asciz "moved.."
        """);
        Assert.Equal("moved..", GuestProgram.Run(image).Serial);
    }

    [RequiresToolFact("as", "ld")]
    public void Int15WaitsInVirtualTime()
    {
        byte[] image = GuestProgram.BootSector("""
                xorb %ah, %ah
                int $0x1a
                pushw %dx
                movw $0x000f, %cx
                movw $0x4240, %dx
                movb $0x86, %ah
                int $0x15
                xorb %ah, %ah
                int $0x1a
                popw %bx
                movw %dx, %ax
                subw %bx, %ax
                call word
                jmp off
        """);
        Assert.Equal("0012 ", GuestProgram.Run(image).Serial);
    }

    [RequiresToolTheory("as", "ld")]
    [InlineData("/usr/share/bochs/BIOS-bochs-latest")]
    [InlineData("/usr/share/bochs/BIOS-bochs-legacy")]
    [InlineData("/usr/share/seabios/bios.bin")]
    [InlineData("/usr/share/seabios/bios-256k.bin")]
    public void OtherBiosesBootAFloppyAndADisk(string bios)
    {
        // Where the packages bochsbios and seabios are not installed there is nothing to test.
        if (!File.Exists(bios))
            return;
        byte[] program = GuestProgram.BootSector("""
                movw $0x0201, %ax
                movw $2, %cx
                movb $0, %dh
                movw $0x8000, %bx
                int $0x13
                jc off
                movw $0x8000, %si
                call text
                jmp off
        """, "        .asciz \"second sector\"\n");
        var options = new MachineOptions { Bios = File.ReadAllBytes(bios), MemoryBytes = 64 << 20 };
        foreach (int size in (ReadOnlySpan<int>)[FloppySize, 20 * 16 * 63 * 512])
        {
            byte[] image = GuestProgram.Padded(program, size);
            if (size != FloppySize)
                image[450] = 0;
            GuestRun run = GuestProgram.Run(image, options with { ImageKind = size == FloppySize ? ImageKind.Floppy : ImageKind.HardDisk });
            Assert.Equal(("second sector", RunEnd.PoweredOff), (run.Serial, run.Result.End));
        }
    }

    [RequiresToolFact("as", "ld")]
    public void AKernelGetsItsCommandLineAndModules()
    {
        byte[] kernel = GuestProgram.Assemble("""
                .code32
        start:  jmp 1f
                .balign 4
        header: .long 0x1badb002, 0x10000, -(0x1badb002+0x10000)
                .long header, start, end, end, start
        1:      movl $0x80000, %esp
                movw $0x3fb, %dx
                movb $3, %al
                outb %al, %dx
                cmpl $0x2badb002, %eax
                movl 16(%ebx), %esi
                call text
                movl 24(%ebx), %edi
                movl 8(%edi), %esi
                call text
                movl (%edi), %esi
                movl 4(%edi), %ecx
                subl %esi, %ecx
        2:      lodsb
                movw $0x3f8, %dx
                outb %al, %dx
                loop 2b
                movw $0x604, %dx
                movw $0x2000, %ax
                outw %ax, %dx
                hlt
        text:   lodsb
                testb %al, %al
                jz 3f
                movw $0x3f8, %dx
                outb %al, %dx
                jmp text
        3:      ret
                .balign 4
        end:
        """, 0x100000);
        var options = new MachineOptions
        {
            CommandLine = "one=1 ",
            Modules = [new KernelModule("initrd ", Encoding.ASCII.GetBytes("content"))],
        };
        GuestRun run = GuestProgram.Run(kernel, options);
        Assert.Equal(("one=1 initrd content", RunEnd.PoweredOff), (run.Serial, run.Result.End));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x34)]
    public void ADamagedKernelIsRefused(int length)
    {
        byte[] elf = new byte[length];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1 }.CopyTo(elf, 0);
        Assert.Equal(RunEnd.BootFailed, GuestProgram.Run(elf).Result.End);
    }

    [Fact]
    public void RandomImagesDoNotHurt()
    {
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            byte[] image = new byte[512 + random.Next(4096)];
            random.NextBytes(image);
            image[510] = 0x55;
            image[511] = 0xAA;
            RunResult result = GuestProgram.Run(image, new MachineOptions { MaxInstructions = 1_000_000 }).Result;
            Assert.True(Enum.IsDefined(result.End), $"image {i} of seed 7");
        }
    }
}
