using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <content>The code of the program: the driver in the mode that is tested, and the kernel under it.</content>
internal static partial class GuestProgram
{
    private static void Driver(Assembler a, GuestMode mode, int count, int table, int repetitions, uint seed, bool withVectors, bool isVerbose)
    {
        // These have fixed places: the jump to the beginning, what cases come back to, 8 bytes in, and the kernel, 16; the handlers at steps of 16 bytes.
        int bits = mode.Bits;
        Label begin = a.CreateLabel(), finished = a.CreateLabel(), resumed = a.CreateLabel(), common = a.CreateLabel(), commonWithCode = a.CreateLabel();
        Label nextCase = a.CreateLabel(), again = a.CreateLabel(), hashResult = a.CreateLabel(), random = a.CreateLabel(), mix = a.CreateLabel();
        Label print = a.CreateLabel(), done = a.CreateLabel(), next = a.CreateLabel();
        JumpPadded(a, bits, begin, 8);
        JumpPadded(a, bits, finished, 8);
        JumpPadded(a, bits, resumed, 16);
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
        if (mode.KernelBits == 0 && bits != 16)
        {
            a.mov(eax, (uint)KernelData);
            a.mov(ds, ax);
            a.mov(es, ax);
            a.mov(ss, ax);
            // After reset the LDT is at 0, where the BIOS keeps its data.
            a.xor(eax, eax);
            a.lldt(ax);
        }
        if (!mode.HasRealSegments)
        {
            a.mov(eax, (uint)(bits == 64 ? UserData : Limited));
            a.mov(fs, ax);
            a.mov(eax, (uint)(bits == 64 ? UserData : bits == 32 ? ExpandDown : ExpandDown16));
            a.mov(gs, ax);
        }
        else
        {
            a.mov(ax, (ushort)4);
            a.mov(fs, ax);
            a.mov(ax, (ushort)0xFFFF);
            a.mov(gs, ax);
        }
        a.mov(esp, (uint)StackTop);
        a.mov(__dword_ptr[Seed], seed | 1);
        a.mov(__dword_ptr[CaseNumber], 0U);

        a.Label(ref nextCase);
        a.cmp(__dword_ptr[CaseNumber], count);
        a.je(done);
        a.mov(ebx, __dword_ptr[CaseNumber]);
        a.shl(ebx, 3);
        LoadCase(a, bits, table);
        a.mov(__dword_ptr[CaseAddress], eax);
        a.mov(eax, __dword_ptr[ebx + table + 4]);
        a.mov(__dword_ptr[FlagsMask], eax);
        a.mov(__dword_ptr[Hash], 0x811C_9DC5U);
        a.mov(__dword_ptr[Repetition], (uint)repetitions);

        a.Label(ref again);
        // Inputs: registers, and the operand area.
        Fill(a, bits, Inputs, 32, random);
        Fill(a, bits, Area, AreaSize / 4, random);
        Fill(a, bits, StackTop, 8, random);
        if (withVectors)
            LoadVectors(a, random, next);
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

        a.Label(ref resumed);
        SaveRegisters(a, bits);
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
        a.mov(eax, __dword_ptr[FlagsMask]);
        a.and(__dword_ptr[OutputFlags], eax);
        if (withVectors)
            SaveVectors(a, mix);
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
        Label plain = a.CreateLabel(), small = a.CreateLabel(), edge = a.CreateLabel(), single = a.CreateLabel();
        a.call(next);
        a.mov(edx, eax);
        a.call(next);
        a.mov(ebx, eax);
        a.shr(ebx, 20);
        a.and(ebx, 7);
        a.cmp(ebx, 4);
        a.jb(plain);
        a.je(small);
        a.cmp(ebx, 5);
        a.je(edge);
        a.cmp(ebx, 6);
        a.je(single);
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

        // A single precision number near 1, or the upper half of a double.
        a.Label(ref single);
        a.mov(eax, edx);
        a.and(eax, unchecked((int)0x80FF_FFFF));
        a.or(eax, 0x3F00_0000);
        a.ret();

        // eax: 32 random bits; ebx is lost.
        a.Label(ref next);
        a.mov(eax, __dword_ptr[Seed]);
        XorShift(a);
        a.mov(__dword_ptr[Seed], eax);
        a.ret();

        a.Label(ref mix);
        Label mixNext = a.CreateLabel();
        a.mov(eax, __dword_ptr[Hash]);
        a.Label(ref mixNext);
        if (isVerbose)
        {
            a.mov(edi, ecx);
            a.mov(ebx, __dword_ptr[esi]);
            a.mov(__dword_ptr[Hash], ebx);
            a.call(print);
            a.mov(ecx, edi);
        }
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
    }

    /// <summary>
    /// The beginning of the modes of level 3, and their exceptions: vector, error code, address and flags go where the driver's own handlers put them, and the driver goes on. All
    /// registers are as the fault left them.
    /// </summary>
    private static void Kernel(Assembler a, GuestMode mode)
    {
        int bits = mode.KernelBits;
        Label begin = a.CreateLabel(), common = a.CreateLabel();
        JumpPadded(a, bits, begin, 16);
        for (int vector = 0; vector < 20; vector++)
        {
            bool code = vector is 8 or (>= 10 and <= 14) or 17;
            if (!code)
                a.push(0);
            a.push(vector);
            JumpPadded(a, bits, common, code ? 14 : 12);
        }
        a.Label(ref begin);
        a.mov(eax, (uint)KernelData);
        a.mov(ds, ax);
        a.mov(es, ax);
        a.mov(ss, ax);
        a.mov(esp, (uint)KernelStack);
        a.xor(eax, eax);
        a.lldt(ax);
        a.mov(eax, (uint)Task);
        a.ltr(ax);
        (int code3, int data3) = mode.Bits switch { 16 => (UserCode16, UserData16), 32 => (UserCode, UserData), _ => (UserCode64, UserData) };
        uint flags = mode.IsVirtual8086 ? 0x2_3002U : 0x3002U;
        if (bits == 64)
        {
            a.mov(eax, data3);
            a.mov(ds, ax);
            a.mov(es, ax);
            foreach (int value in new[] { data3, StackTop, (int)flags, code3, DriverAddress })
                a.push(value);
            a.iretq();
            a.Label(ref common);
            a.push(rax);
            foreach ((int from, int to) in new[] { (8, FaultVector), (16, FaultError), (24, FaultAddress), (40, OutputFlags) })
            {
                a.mov(eax, __dword_ptr[rsp + from]);
                a.mov(__dword_ptr[to], eax);
            }
            a.mov(eax, __dword_ptr[CaseAddress]);
            a.sub(__dword_ptr[FaultAddress], eax);
            a.mov(__qword_ptr[rsp + 24], Resumed);
            a.mov(__qword_ptr[rsp + 40], (int)flags);
            a.pop(rax);
            a.add(rsp, 16);
            a.iretq();
            return;
        }
        if (mode.IsVirtual8086)
        {
            // GS, FS, DS, ES.
            for (int i = 0; i < 4; i++)
                a.push(0);
            data3 = code3 = 0;
        }
        else
        {
            a.mov(eax, data3);
            a.mov(ds, ax);
            a.mov(es, ax);
        }
        foreach (int value in new[] { data3, StackTop, (int)flags, code3, DriverAddress })
            a.push(value);
        a.iretd();
        a.Label(ref common);
        a.push(eax);
        a.push(ds);
        a.mov(eax, (uint)KernelData);
        a.mov(ds, ax);
        foreach ((int from, int to) in new[] { (8, FaultVector), (12, FaultError), (16, FaultAddress), (24, OutputFlags) })
        {
            a.mov(eax, __dword_ptr[esp + from]);
            a.mov(__dword_ptr[to], eax);
        }
        a.mov(eax, __dword_ptr[CaseAddress]);
        a.sub(__dword_ptr[FaultAddress], eax);
        a.mov(__dword_ptr[esp + 16], Resumed);
        a.mov(__dword_ptr[esp + 24], flags);
        a.pop(ds);
        a.pop(eax);
        a.add(esp, 8);
        a.iretd();
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
