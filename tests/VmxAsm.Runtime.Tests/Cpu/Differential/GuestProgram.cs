using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// A bootable image that executes sampled instructions with pseudo-random registers, flags and memory in one mode, several times each, and prints a hash of what
/// came out of each on the serial port: registers, flags, memory, and for a fault its vector, error code and address. The image needs a BIOS to load it, or is put into
/// memory whole by <see cref="ProcessorUnderTest"/>; it finds out by itself. In the modes of level 3 a kernel of a few instructions takes the faults.
/// </summary>
internal static partial class GuestProgram
{
    public const int LoadAddress = 0x7C00, CasesAddress = 0xA000;
    private const int EntryAddress = 0x7E00, DriverAddress = 0x8400, KernelAddress = 0x9800;

    // Where the driver keeps things; all below the boot sector.
    private const int Inputs = 0x7000, InputFlags = 0x7080, Outputs = 0x7100, OutputFlags = 0x7180, FaultVector = 0x7188, FaultError = 0x7190,
        FaultAddress = 0x7198, CaseAddress = 0x71A0, CaseNumber = 0x71A8, Repetition = 0x71AC, Hash = 0x71B0, Seed = 0x71B4,
        FlagsMask = 0x71B8, VectorInputs = 0x7500, VectorOutputs = 0x7700, Tables = 0x6000, TaskState = 0x6300, KernelStack = 0x6D00, StackTop = 0x6F00;

    /// <summary>The 256 bytes that memory operands lie in.</summary>
    public const int Area = 0x7200, AreaSize = 256;

    private const uint Marker = 0x5AA5_C33C;

    /// <param name="cases">Code bytes of each case, to run at the address that it was encoded for.</param>
    /// <param name="caseAddresses">Where each case begins; from <see cref="CasesAddress"/> on.</param>
    /// <param name="masks">For each case the bits of EFLAGS that count.</param>
    /// <param name="withVectors">The state of x87, MMX and SSE is random before each case, and compared.</param>
    /// <param name="isVerbose">Every word that is compared is printed, in front of the hash.</param>
    public static byte[] Build(GuestMode mode, IReadOnlyList<byte[]> cases, IReadOnlyList<int> caseAddresses, IReadOnlyList<uint> masks, int repetitions, uint seed,
        bool withVectors = false, bool isVerbose = false)
    {
        int casesEnd = caseAddresses[^1] + cases[^1].Length;
        int table = (casesEnd + 15) & ~15;
        int end = table + (8 * cases.Count);
        if (mode.Bits == 16 && end > 0x1_0000)
            throw new InvalidOperationException("too many cases for 16-bit addresses");
        // At the end of the first 64 KB lie operands now and then: what is there must not depend on the BIOS.
        end = Math.Max(end, 0x1_0100);
        var image = new byte[(end + 4 - LoadAddress + 511) / 512 * 512];
        end = LoadAddress + image.Length - 4;

        var driver = new Assembler(mode.Bits) { PreferShortBranch = false };
        Driver(driver, mode, cases.Count, table, repetitions, seed, withVectors, isVerbose);
        Put(image, driver, DriverAddress, KernelAddress);
        if (mode.KernelBits != 0)
        {
            var kernel = new Assembler(mode.KernelBits) { PreferShortBranch = false };
            Kernel(kernel, mode);
            Put(image, kernel, KernelAddress, CasesAddress);
        }
        byte[] entry = Entry(mode, withVectors);
        entry.CopyTo(image, EntryAddress - LoadAddress);
        BootSector(end, image.Length / 512).CopyTo(image, 0);
        image[510] = 0x55;
        image[511] = 0xAA;
        for (int i = 0; i < cases.Count; i++)
        {
            cases[i].CopyTo(image, caseAddresses[i] - LoadAddress);
            BitConverter.TryWriteBytes(image.AsSpan(table - LoadAddress + (8 * i)), caseAddresses[i]);
            BitConverter.TryWriteBytes(image.AsSpan(table - LoadAddress + (8 * i) + 4), masks[i]);
        }
        BitConverter.TryWriteBytes(image.AsSpan(end - LoadAddress), Marker);
        return image;
    }

    private static void Put(byte[] image, Assembler assembler, int address, int limit)
    {
        byte[] bytes = Assemble(assembler, (ulong)address);
        if (bytes.Length > limit - address)
            throw new InvalidOperationException($"the code at {address:X} is too long");
        bytes.CopyTo(image, address - LoadAddress);
    }

    /// <summary>Where a case jumps when its instruction is done.</summary>
    public const int Finished = DriverAddress + 8;

    // Where the kernel comes back to after a fault, and the handlers of those modes that need no kernel.
    private const int Resumed = DriverAddress + 16, Handlers = DriverAddress + 32;

    private static byte[] Assemble(Assembler assembler, ulong address)
    {
        using var stream = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(stream), address, BlockEncoderOptions.DontFixBranches);
        return stream.ToArray();
    }

    private static byte[] BootSector(int marker, int sectors)
    {
        var a = new Assembler(16) { PreferShortBranch = false };
        Label loaded = a.CreateLabel(), next = a.CreateLabel(), advance = a.CreateLabel(), head = a.CreateLabel();
        a.cli();
        a.xor(ax, ax);
        a.mov(ds, ax);
        a.mov(es, ax);
        a.mov(ss, ax);
        a.mov(sp, (ushort)StackTop);
        // The marker lies in the last sector, above 64 KB perhaps.
        a.mov(ax, (ushort)(marker >> 4));
        a.mov(fs, ax);
        a.cmp(__dword_ptr.fs[marker & 15], Marker);
        a.je(loaded);
        // On a real board: the serial port at its fastest, for emulators keep its time.
        foreach ((int port, int value) in new[] { (0x3FB, 0x83), (0x3F8, 1), (0x3F9, 0) })
        {
            a.mov(dx, (ushort)port);
            a.mov(al, unchecked((sbyte)value));
            a.@out(dx, al);
        }
        a.sti();
        // CHS of a 1.44 MB floppy: 18 sectors, 2 heads. ES moves on by a sector each time.
        a.mov(ax, (ushort)(EntryAddress >> 4));
        a.mov(es, ax);
        a.mov(cx, (ushort)2);
        a.xor(dx, dx);
        a.mov(bp, (ushort)(sectors - 1));
        a.Label(ref next);
        a.xor(bx, bx);
        a.mov(ax, (ushort)0x0201);
        a.@int(0x13);
        a.jc(next);
        a.mov(ax, es);
        a.add(ax, 0x20);
        a.mov(es, ax);
        a.inc(cx);
        a.cmp(cl, 19);
        a.jne(advance);
        a.mov(cl, 1);
        a.xor(dh, 1);
        a.jne(head);
        a.inc(ch);
        a.Label(ref head);
        a.nop();
        a.Label(ref advance);
        a.dec(bp);
        a.jne(next);
        a.cli();
        a.Label(ref loaded);
        a.xor(ax, ax);
        a.mov(es, ax);
        a.mov(fs, ax);
        a.mov(gs, ax);
        a.mov(dx, (ushort)0x3FB);
        a.mov(al, 3);
        a.@out(dx, al);
        // What lies in our working memory must not depend on the BIOS.
        a.cld();
        a.mov(di, (ushort)Tables);
        a.mov(cx, (ushort)((LoadAddress - Tables) / 2));
        a.xor(ax, ax);
        a.rep.stosw();
        a.jmp(EntryAddress);
        byte[] code = Assemble(a, LoadAddress);
        return code.Length <= 510 ? code : throw new InvalidOperationException("the boot sector is too long");
    }

    private static byte[] Entry(GuestMode mode, bool withVectors)
    {
        var a = new Assembler(16) { PreferShortBranch = false };
        // Nothing here needs OSFXSR, but QEMU asks for it before MOVBE, CRC32 and BMI too.
        a.mov(eax, mode.IsPaged ? 0x620U : 0x600U);
        a.mov(cr4, eax);
        if (withVectors)
        {
            // Errors of x87 as exceptions, and WAIT takes part.
            a.mov(eax, cr0);
            a.and(eax, ~0xE);
            a.or(eax, 0x22);
            a.mov(cr0, eax);
        }
        if (mode == GuestMode.Real)
        {
            // The vectors of exceptions.
            for (int vector = 0; vector < 20; vector++)
            {
                a.mov(__word_ptr[4 * vector], (ushort)(Handlers + (16 * vector)));
                a.mov(__word_ptr[(4 * vector) + 2], (ushort)0);
            }
            a.jmp(DriverAddress);
            return Assemble(a, EntryAddress);
        }
        bool isLong = mode.IsLong;
        const int gdt = Tables, idt = Tables + 0x100, pages = 0x80000;
        void Quad(int address, ulong value)
        {
            a.mov(__dword_ptr[address], (uint)value);
            a.mov(__dword_ptr[address + 4], (uint)(value >> 32));
        }
        for (int i = 1; i < Descriptors.Length; i++)
            Quad(gdt + (8 * i), Descriptors[i]);
        a.mov(__word_ptr[gdt + 0xF0], (ushort)((8 * Descriptors.Length) - 1));
        a.mov(__dword_ptr[gdt + 0xF2], (uint)gdt);
        int gate = isLong ? 16 : 8;
        a.mov(__word_ptr[gdt + 0xF8], (ushort)((20 * gate) - 1));
        a.mov(__dword_ptr[gdt + 0xFA], (uint)idt);
        // The task state: stack of level 0, and behind it the redirections and the I/O map, which are zeros as far as ports are used.
        a.mov(__dword_ptr[TaskState + 4], (uint)KernelStack);
        if (!isLong)
            a.mov(__word_ptr[TaskState + 8], (ushort)KernelData);
        a.mov(__word_ptr[TaskState + 102], (ushort)0x88);
        Label fill = a.CreateLabel();
        a.mov(di, (ushort)idt);
        a.mov(eax, (uint)(mode.KernelBits != 0 ? KernelAddress + 16 : Handlers));
        a.mov(cx, (ushort)20);
        a.Label(ref fill);
        a.mov(__word_ptr[di], ax);
        a.mov(__word_ptr[di + 2], (ushort)(isLong ? KernelCode64 : KernelCode));
        a.mov(__word_ptr[di + 4], (ushort)0x8E00);
        a.mov(__word_ptr[di + 6], (ushort)0);
        a.add(ax, (short)16);
        a.add(di, (short)gate);
        a.loop(fill);
        a.lgdt(__[gdt + 0xF0]);
        a.lidt(__[gdt + 0xF8]);
        if (mode.IsPaged)
        {
            // Identity pages of 2 MB for the first 4 MB: four levels, or the two of PAE.
            a.mov(ax, (ushort)(pages >> 4));
            a.mov(es, ax);
            a.xor(di, di);
            a.xor(ax, ax);
            a.mov(cx, (ushort)0x1800);
            a.rep.stosw();
            if (isLong)
                a.mov(__dword_ptr.es[0], (uint)(pages + 0x1007));
            a.mov(__dword_ptr.es[0x1000], (uint)(pages + (isLong ? 0x2007 : 0x2001)));
            a.mov(__dword_ptr.es[0x2000], 0x87U);
            a.mov(__dword_ptr.es[0x2008], 0x20_0087U);
            a.mov(eax, (uint)(isLong ? pages : pages + 0x1000));
            a.mov(cr3, eax);
        }
        if (isLong)
        {
            a.mov(ecx, 0xC000_0080U);
            a.rdmsr();
            a.or(eax, 0x100);
            a.wrmsr();
        }
        a.mov(eax, cr0);
        a.or(eax, unchecked((int)(mode.IsPaged ? 0x8000_0001U : 1U)));
        a.mov(cr0, eax);
        byte[] head = Assemble(a, EntryAddress);
        // A far jump with a 32-bit offset, by hand: the assembler has no form for it in 16-bit code.
        int start = mode.KernelBits != 0 ? KernelAddress : DriverAddress;
        byte[] jump = [0x66, 0xEA, .. BitConverter.GetBytes(start), (byte)(isLong ? KernelCode64 : KernelCode), 0];
        byte[] whole = [.. head, .. jump];
        return whole.Length <= DriverAddress - EntryAddress ? whole : throw new InvalidOperationException("the entry is too long");
    }

    private const int KernelCode = 8, KernelData = 0x10, KernelCode64 = 0x18, UserCode = 0x23, UserData = 0x2B, UserCode16 = 0x33, UserData16 = 0x3B, UserCode64 = 0x43,
        Limited = 0x4B, ExpandDown = 0x53, ExpandDown16 = 0x5B, Task = 0x60;

    // In the order of the selectors above. FS ends within the operand area, GS begins there; the task state is long enough for the I/O map to have the port that ends the run.
    private static readonly ulong[] Descriptors =
    [
        0, 0x00CF_9B00_0000_FFFF, 0x00CF_9300_0000_FFFF, 0x00AF_9B00_0000_FFFF, 0x00CF_FB00_0000_FFFF, 0x00CF_F300_0000_FFFF, 0x0000_FB00_0000_FFFF, 0x0000_F300_0000_FFFF,
        0x00AF_FB00_0000_FFFF, 0x0040_F300_0000_0000 | (Area + 150), 0x0040_F700_0000_0000 | (Area + 90), 0x0000_F700_0000_0000 | (Area + 90),
        0x0000_8900_0000_0000 | ((ulong)TaskState << 16) | (0x88 + 0x1122), 0,
    ];
}
