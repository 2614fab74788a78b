using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// A bootable image that executes sampled instructions with pseudo-random registers, flags and memory in one mode, several times each, and prints a hash of what
/// came out of each on the serial port: registers, flags, memory, and for a fault its vector, error code and address. The image needs a BIOS to load it, or is put into
/// memory whole by <see cref="ProcessorUnderTest"/>; it finds out by itself.
/// </summary>
internal static class GuestProgram
{
    public const int LoadAddress = 0x7C00, CasesAddress = 0xA000;
    private const int EntryAddress = 0x7E00, DriverAddress = 0x8400;

    // Where the driver keeps things; all below the boot sector.
    private const int Inputs = 0x7000, InputFlags = 0x7080, Outputs = 0x7100, OutputFlags = 0x7180, FaultVector = 0x7188, FaultError = 0x7190,
        FaultAddress = 0x7198, CaseAddress = 0x71A0, CaseNumber = 0x71A8, Repetition = 0x71AC, Hash = 0x71B0, Seed = 0x71B4,
        Tables = 0x6000, StackTop = 0x6F00;

    /// <summary>The 256 bytes that memory operands lie in.</summary>
    public const int Area = 0x7200, AreaSize = 256;

    private const uint Marker = 0x5AA5_C33C;

    /// <param name="bits">16: real mode; 32: protected mode, flat; 64: 64-bit mode.</param>
    /// <param name="cases">Code bytes of each case, to run at the address that it was encoded for.</param>
    /// <param name="caseAddresses">Where each case begins; from <see cref="CasesAddress"/> on.</param>
    public static byte[] Build(int bits, IReadOnlyList<byte[]> cases, IReadOnlyList<int> caseAddresses, int repetitions, uint seed)
    {
        int casesEnd = caseAddresses[^1] + cases[^1].Length;
        int table = (casesEnd + 15) & ~15;
        int end = table + (4 * cases.Count);
        var image = new byte[(end + 4 - LoadAddress + 511) / 512 * 512];
        end = LoadAddress + image.Length - 4;

        var driver = new Assembler(bits) { PreferShortBranch = false };
        (ulong finish, ulong handlers) = Driver(driver, bits, cases.Count, table, repetitions, seed);
        byte[] driverBytes = Assemble(driver, DriverAddress);
        if (driverBytes.Length > CasesAddress - DriverAddress)
            throw new InvalidOperationException("the driver is too long");
        driverBytes.CopyTo(image, DriverAddress - LoadAddress);

        byte[] entry = Entry(bits, (int)handlers);
        entry.CopyTo(image, EntryAddress - LoadAddress);
        BootSector(end, image.Length / 512).CopyTo(image, 0);
        image[510] = 0x55;
        image[511] = 0xAA;
        for (int i = 0; i < cases.Count; i++)
        {
            cases[i].CopyTo(image, caseAddresses[i] - LoadAddress);
            BitConverter.TryWriteBytes(image.AsSpan(table - LoadAddress + (4 * i)), caseAddresses[i]);
        }
        BitConverter.TryWriteBytes(image.AsSpan(end - LoadAddress), Marker);
        _ = finish;
        return image;
    }

    /// <summary>Where a case jumps when its instruction is done.</summary>
    public const int Finished = DriverAddress + 8;

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

    private static byte[] Entry(int bits, int handlers)
    {
        var a = new Assembler(16) { PreferShortBranch = false };
        if (bits == 16)
        {
            // The vectors of exceptions.
            for (int vector = 0; vector < 20; vector++)
            {
                a.mov(__word_ptr[4 * vector], (ushort)(handlers + (16 * vector)));
                a.mov(__word_ptr[(4 * vector) + 2], (ushort)0);
            }
            a.jmp(DriverAddress);
            return Assemble(a, EntryAddress);
        }
        // GDT at Tables: null, code32, data32, code64. IDT behind it, built from the handlers' regular addresses.
        const int gdt = Tables, idt = Tables + 0x100, pages = 0x80000;
        void Quad(int address, ulong value)
        {
            a.mov(__dword_ptr[address], (uint)value);
            a.mov(__dword_ptr[address + 4], (uint)(value >> 32));
        }
        Quad(gdt + 8, 0x00CF_9B00_0000_FFFF);
        Quad(gdt + 16, 0x00CF_9300_0000_FFFF);
        Quad(gdt + 24, 0x00AF_9B00_0000_FFFF);
        a.mov(__word_ptr[gdt + 0xF0], (ushort)31);
        a.mov(__dword_ptr[gdt + 0xF2], (uint)gdt);
        int gate = bits == 64 ? 16 : 8;
        a.mov(__word_ptr[gdt + 0xF8], (ushort)((20 * gate) - 1));
        a.mov(__dword_ptr[gdt + 0xFA], (uint)idt);
        Label fill = a.CreateLabel();
        a.mov(di, (ushort)idt);
        a.mov(eax, (uint)handlers);
        a.mov(cx, (ushort)20);
        a.Label(ref fill);
        a.mov(__word_ptr[di], ax);
        a.mov(__word_ptr[di + 2], (ushort)(bits == 64 ? 24 : 8));
        a.mov(__word_ptr[di + 4], (ushort)0x8E00);
        a.mov(__word_ptr[di + 6], (ushort)0);
        a.add(ax, (short)16);
        a.add(di, (short)gate);
        a.loop(fill);
        a.lgdt(__[gdt + 0xF0]);
        a.lidt(__[gdt + 0xF8]);
        if (bits == 64)
        {
            // Identity pages of 2 MB for the first 4 MB.
            a.mov(ax, (ushort)(pages >> 4));
            a.mov(es, ax);
            a.xor(di, di);
            a.xor(ax, ax);
            a.mov(cx, (ushort)0x1800);
            a.rep.stosw();
            a.mov(__dword_ptr.es[0], (uint)(pages + 0x1003));
            a.mov(__dword_ptr.es[0x1000], (uint)(pages + 0x2003));
            a.mov(__dword_ptr.es[0x2000], 0x83U);
            a.mov(__dword_ptr.es[0x2008], 0x20_0083U);
            a.mov(eax, 0x620U);
            a.mov(cr4, eax);
            a.mov(eax, (uint)pages);
            a.mov(cr3, eax);
            a.mov(ecx, 0xC000_0080U);
            a.rdmsr();
            a.or(eax, 0x100);
            a.wrmsr();
        }
        a.mov(eax, cr0);
        a.or(eax, unchecked((int)(bits == 64 ? 0x8000_0001U : 1U)));
        a.mov(cr0, eax);
        byte[] head = Assemble(a, EntryAddress);
        // A far jump with a 32-bit offset, by hand: the assembler has no form for it in 16-bit code.
        byte[] jump = [0x66, 0xEA, .. BitConverter.GetBytes(DriverAddress), (byte)(bits == 64 ? 24 : 8), 0];
        byte[] whole = [.. head, .. jump];
        return whole.Length <= DriverAddress - EntryAddress ? whole : throw new InvalidOperationException("the entry is too long");
    }

    private static (ulong Finish, ulong Handlers) Driver(Assembler a, int bits, int count, int table, int repetitions, uint seed)
    {
        // Both of these have fixed places: the jump to the beginning, and what cases come back to, 8 bytes in; the handlers at 16 byte steps.
        Label begin = a.CreateLabel(), finished = a.CreateLabel(), common = a.CreateLabel(), commonWithCode = a.CreateLabel();
        Label nextCase = a.CreateLabel(), again = a.CreateLabel(), hashResult = a.CreateLabel(), random = a.CreateLabel(), mix = a.CreateLabel();
        Label print = a.CreateLabel(), done = a.CreateLabel();
        JumpPadded(a, bits, begin, 8);
        JumpPadded(a, bits, finished, 8);
        for (int vector = 0; vector < 20; vector++)
        {
            // The same length for each: C7 06/05 with a displacement, an immediate of 4 bytes, and the jump.
            bool code = vector is 8 or (>= 10 and <= 14) or 17;
            Label after = code ? commonWithCode : common;
            int length = bits == 16 ? 9 : bits == 32 ? 10 : 11;
            a.mov(__dword_ptr[FaultVector], (uint)vector);
            JumpPadded(a, bits, after, 16 - length);
        }

        a.Label(ref begin);
        if (bits != 16)
        {
            a.mov(eax, 16U);
            a.mov(ds, ax);
            a.mov(es, ax);
            a.mov(ss, ax);
            a.mov(fs, ax);
            a.mov(gs, ax);
            // After reset the LDT is at 0, where the BIOS keeps its data.
            a.xor(eax, eax);
            a.lldt(ax);
        }
        a.mov(esp, (uint)StackTop);
        a.mov(__dword_ptr[Seed], seed | 1);
        a.mov(__dword_ptr[CaseNumber], 0U);

        a.Label(ref nextCase);
        a.cmp(__dword_ptr[CaseNumber], count);
        a.je(done);
        a.mov(ebx, __dword_ptr[CaseNumber]);
        a.shl(ebx, 2);
        LoadCase(a, bits, table);
        a.mov(__dword_ptr[CaseAddress], eax);
        a.mov(__dword_ptr[Hash], 0x811C_9DC5U);
        a.mov(__dword_ptr[Repetition], (uint)repetitions);

        a.Label(ref again);
        // Inputs: registers, and the operand area.
        Fill(a, bits, Inputs, 32, random);
        Fill(a, bits, Area, AreaSize / 4, random);
        a.call(random);
        a.and(eax, 0xCD5);      // status flags and DF
        a.or(eax, 2);
        a.mov(__dword_ptr[InputFlags], eax);
        a.mov(__dword_ptr[FaultVector], uint.MaxValue);
        a.mov(__dword_ptr[FaultError], 0U);
        a.mov(__dword_ptr[FaultAddress], 0U);
        a.mov(esp, (uint)StackTop);
        LoadRegisters(a, bits);
        if (bits == 64)
            a.jmp(__qword_ptr[CaseAddress]);
        else if (bits == 32)
            a.jmp(__dword_ptr[CaseAddress]);
        else
            a.jmp(__word_ptr[CaseAddress]);

        a.Label(ref commonWithCode);
        SaveRegisters(a, bits);
        // In real mode there is no error code: the two kinds are one.
        if (bits != 16)
        {
            if (bits == 64)
                a.pop(rax);
            else
                a.pop(eax);
            a.mov(__dword_ptr[FaultError], eax);
        }
        TakeFrame(a, bits);
        a.jmp(hashResult);

        a.Label(ref common);
        SaveRegisters(a, bits);
        TakeFrame(a, bits);
        a.jmp(hashResult);

        a.Label(ref finished);
        SaveRegisters(a, bits);
        if (bits == 64)
        {
            a.pushfq();
            a.pop(rax);
        }
        else
        {
            a.pushfd();
            a.pop(eax);
        }
        a.mov(__dword_ptr[OutputFlags], eax);

        a.Label(ref hashResult);
        a.mov(esp, (uint)StackTop);
        a.cld();
        // Everything from the outputs to the fault's address, then the operand area.
        a.mov(esi, (uint)Outputs);
        a.mov(ecx, (uint)((FaultAddress + 4 - Outputs) / 4));
        a.call(mix);
        a.mov(esi, (uint)Area);
        a.mov(ecx, (uint)(AreaSize / 4));
        a.call(mix);
        a.dec(__dword_ptr[Repetition]);
        a.jne(again);
        a.call(print);
        a.inc(__dword_ptr[CaseNumber]);
        a.jmp(nextCase);

        a.Label(ref done);
        Label shutdown = a.CreateLabel(), drained = a.CreateLabel();
        a.mov(dx, (ushort)0x3FD);
        a.Label(ref drained);
        a.@in(al, dx);
        a.test(al, 0x40);
        a.je(drained);
        a.mov(dx, (ushort)0x8900);
        foreach (char letter in "Shutdown")
        {
            a.mov(al, (sbyte)letter);
            a.@out(dx, al);
        }
        a.mov(dx, (ushort)0xF4);
        a.xor(eax, eax);
        a.@out(dx, al);
        a.Label(ref shutdown);
        a.hlt();
        a.jmp(shutdown);

        // eax: a number, plain half of the time, else one of those at the edges of widths.
        a.Label(ref random);
        Label plain = a.CreateLabel(), small = a.CreateLabel(), edge = a.CreateLabel();
        a.mov(eax, __dword_ptr[Seed]);
        XorShift(a);
        a.mov(edx, eax);
        XorShift(a);
        a.mov(__dword_ptr[Seed], eax);
        a.mov(ebx, eax);
        a.shr(ebx, 20);
        a.and(ebx, 7);
        a.cmp(ebx, 4);
        a.jb(plain);
        a.je(small);
        a.cmp(ebx, 5);
        a.je(edge);
        a.movsx(edx, dl);
        a.Label(ref plain);
        a.mov(eax, edx);
        a.ret();
        a.Label(ref small);
        a.movzx(eax, dl);
        a.and(eax, 0x1F);
        a.ret();
        a.Label(ref edge);
        a.mov(ecx, edx);
        a.and(ecx, 31);
        a.mov(eax, 0x8000_0000U);
        a.sar(eax, cl);
        a.shr(edx, 9);
        a.and(edx, 1);
        a.sub(eax, edx);
        a.ret();

        a.Label(ref mix);
        Label mixNext = a.CreateLabel();
        a.mov(eax, __dword_ptr[Hash]);
        a.Label(ref mixNext);
        a.xor(eax, __dword_ptr[esi]);
        a.imul(eax, eax, 0x0100_0193);
        a.rol(eax, 11);
        a.add(esi, 4);
        a.dec(ecx);
        a.jne(mixNext);
        a.mov(__dword_ptr[Hash], eax);
        a.ret();

        a.Label(ref print);
        Label digit = a.CreateLabel(), letterLabel = a.CreateLabel(), wait = a.CreateLabel();
        a.mov(ebx, __dword_ptr[Hash]);
        a.mov(ecx, 8U);
        a.Label(ref digit);
        a.rol(ebx, 4);
        a.Label(ref wait);
        a.mov(dx, (ushort)0x3FD);
        a.@in(al, dx);
        a.test(al, 0x20);
        a.je(wait);
        a.mov(eax, ebx);
        a.and(eax, 15);
        a.add(al, (sbyte)'0');
        a.cmp(al, (sbyte)'9');
        a.jbe(letterLabel);
        a.add(al, 'a' - '0' - 10);
        a.Label(ref letterLabel);
        a.mov(dx, (ushort)0x3F8);
        a.@out(dx, al);
        a.dec(ecx);
        a.jne(digit);
        Label waitAgain = a.CreateLabel();
        a.Label(ref waitAgain);
        a.mov(dx, (ushort)0x3FD);
        a.@in(al, dx);
        a.test(al, 0x20);
        a.je(waitAgain);
        a.mov(dx, (ushort)0x3F8);
        a.mov(al, (sbyte)'\n');
        a.@out(dx, al);
        a.ret();
        return (DriverAddress + 8, DriverAddress + 16);
    }

    /// <summary>A jump in a fixed number of bytes, so that what follows has a known place.</summary>
    private static void JumpPadded(Assembler a, int bits, Label target, int length)
    {
        // E9 with a 16- or 32-bit displacement: labels that are far enough away get the long form.
        int jump = bits == 16 ? 3 : 5;
        a.AddInstruction(Instruction.CreateBranch(bits == 16 ? Code.Jmp_rel16 : bits == 32 ? Code.Jmp_rel32_32 : Code.Jmp_rel32_64, target.Id));
        for (int i = jump; i < length; i++)
            a.nop();
    }

    private static void LoadCase(Assembler a, int bits, int table)
    {
        if (bits == 16 && table > 0xFFFF)
            throw new InvalidOperationException("too many cases for real mode");
        a.mov(eax, __dword_ptr[ebx + table]);
    }

    private static void XorShift(Assembler a)
    {
        a.mov(ebx, eax);
        a.shl(ebx, 13);
        a.xor(eax, ebx);
        a.mov(ebx, eax);
        a.shr(ebx, 17);
        a.xor(eax, ebx);
        a.mov(ebx, eax);
        a.shl(ebx, 5);
        a.xor(eax, ebx);
    }

    private static void Fill(Assembler a, int bits, int address, int count, Label random)
    {
        _ = bits;
        Label next = a.CreateLabel();
        a.mov(edi, (uint)address);
        a.Label(ref next);
        a.call(random);
        a.mov(__dword_ptr[edi], eax);
        a.add(edi, 4);
        a.cmp(edi, address + (4 * count));
        a.jne(next);
    }

    private static void LoadRegisters(Assembler a, int bits)
    {
        if (bits == 64)
        {
            a.push(__qword_ptr[InputFlags]);
            a.popfq();
            AssemblerRegister64[] wide = [rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15];
            for (int i = 0; i < 16; i++)
            {
                if (i != 4)
                    a.mov(wide[i], __qword_ptr[Inputs + (8 * i)]);
            }
            return;
        }
        a.push(__dword_ptr[InputFlags]);
        a.popfd();
        AssemblerRegister32[] registers = [eax, ecx, edx, ebx, esp, ebp, esi, edi];
        for (int i = 0; i < 8; i++)
        {
            if (i != 4)
                a.mov(registers[i], __dword_ptr[Inputs + (8 * i)]);
        }
    }

    private static void SaveRegisters(Assembler a, int bits)
    {
        if (bits == 64)
        {
            AssemblerRegister64[] wide = [rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15];
            for (int i = 0; i < 16; i++)
                a.mov(__qword_ptr[Outputs + (8 * i)], wide[i]);
            return;
        }
        AssemblerRegister32[] registers = [eax, ecx, edx, ebx, esp, ebp, esi, edi];
        for (int i = 0; i < 8; i++)
            a.mov(__dword_ptr[Outputs + (8 * i)], registers[i]);
    }

    /// <summary>The return address, as a distance into the case, and the flags from an exception's frame.</summary>
    private static void TakeFrame(Assembler a, int bits)
    {
        if (bits == 64)
        {
            a.pop(rax);
            a.pop(rcx);
            a.pop(rcx);
        }
        else if (bits == 32)
        {
            a.pop(eax);
            a.pop(ecx);
            a.pop(ecx);
        }
        else
        {
            a.xor(eax, eax);
            a.xor(ecx, ecx);
            a.pop(ax);
            a.pop(cx);
            a.pop(cx);
        }
        a.sub(eax, __dword_ptr[CaseAddress]);
        a.mov(__dword_ptr[FaultAddress], eax);
        a.mov(__dword_ptr[OutputFlags], ecx);
    }
}
