using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <content>
/// The state of x87, MMX and SSE before and after a case: an area of FXSAVE ("FXSAVE", table of its layout) filled with random bits that are then bent to what instructions are
/// used to: mostly masked exceptions, registers in use, numbers with an integer bit.
/// </content>
internal static partial class GuestProgram
{
    private const int SavedBytes = 416;

    /// <param name="random">The routine that leans to special values.</param>
    /// <param name="next">The routine that gives 32 plain bits.</param>
    private static void LoadVectors(Assembler a, Label random, Label next)
    {
        Fill(a, 0, VectorInputs, SavedBytes / 4, random);

        // Control: precision and rounding anything, but not the reserved precision; exceptions masked three times of four.
        Label masked = a.CreateLabel(), clean = a.CreateLabel(), inUse = a.CreateLabel();
        a.call(next);
        a.mov(ecx, eax);
        a.and(ecx, 0xF3F);
        a.or(ecx, 0x240);
        a.test(eax, 0x3_0000);
        a.je(masked);
        a.or(ecx, 0x3F);
        a.Label(ref masked);
        a.mov(__word_ptr[VectorInputs], cx);

        // Status: any top and condition, seldom an exception.
        a.call(next);
        a.mov(ecx, eax);
        a.and(ecx, 0x7F7F);
        a.test(eax, 0x7_0000);
        a.je(clean);
        a.and(ecx, 0x7F00);
        a.Label(ref clean);
        a.mov(__word_ptr[VectorInputs + 2], cx);

        // Tags.
        a.call(next);
        a.test(eax, 0x300);
        a.je(inUse);
        a.mov(al, -1);
        a.Label(ref inUse);
        a.mov(ah, 0);
        a.mov(__word_ptr[VectorInputs + 4], ax);
        a.and(__word_ptr[VectorInputs + 6], 0x7FF);
        a.and(__dword_ptr[VectorInputs + 12], 0xFFFF);
        a.and(__dword_ptr[VectorInputs + 20], 0xFFFF);

        // MXCSR: any rounding; of four, one has unmasked exceptions, one denormals as zeros, one flushes to zero.
        Label allMasked = a.CreateLabel();
        a.call(next);
        a.mov(ecx, eax);
        a.shr(ecx, 16);
        a.and(ecx, eax);
        a.and(ecx, 0x8040);
        a.mov(edx, eax);
        a.and(edx, 0x7FBF);
        a.test(eax, 0x3_0000);
        a.je(allMasked);
        a.or(edx, 0x1F80);
        a.Label(ref allMasked);
        a.or(ecx, edx);
        a.mov(__dword_ptr[VectorInputs + 24], ecx);

        // Registers: one of eight is left as it is, one is zero, one keeps its exponent.
        Label register = a.CreateLabel(), done = a.CreateLabel(), number = a.CreateLabel();
        a.mov(edi, (uint)(VectorInputs + 32));
        a.Label(ref register);
        a.call(next);
        a.test(al, 7);
        a.je(done);
        a.or(__byte_ptr[edi + 7], 0x80);
        a.mov(cl, al);
        a.and(cl, 7);
        a.cmp(cl, 1);
        a.je(done);
        a.cmp(cl, 2);
        a.jne(number);
        a.and(__dword_ptr[edi], 0);
        a.and(__dword_ptr[edi + 4], 0);
        a.and(__word_ptr[edi + 8], unchecked((short)0x8000));
        a.jmp(done);
        a.Label(ref number);
        a.shr(eax, 16);
        a.and(eax, 0x803F);
        a.add(eax, 0x3FE8);
        a.mov(__word_ptr[edi + 8], ax);
        a.Label(ref done);
        a.add(edi, 16);
        a.cmp(edi, VectorInputs + 160);
        a.jb(register);
        a.fxrstor(__[VectorInputs]);
    }

    private static void SaveVectors(Assembler a, Label mix)
    {
        a.fxsave(__[VectorOutputs]);
        // FOP changes with an unmasked exception only ("Fopcode Compatibility Sub-mode"), in Bochs with every instruction.
        a.and(__word_ptr[VectorOutputs + 6], 0);
        a.mov(esi, (uint)VectorOutputs);
        a.mov(ecx, (uint)(SavedBytes / 4));
        a.call(mix);
    }

    /// <summary>What the word of this number is, in the order in which words are compared.</summary>
    public static string NameOf(int word, bool withVectors)
    {
        if (withVectors && word < SavedBytes / 4)
        {
            return word switch
            {
                0 => "FSW:FCW",
                1 => "FOP:FTW",
                2 or 3 => "instruction pointer",
                4 or 5 => "data pointer",
                6 => "MXCSR",
                7 => "mask of MXCSR",
                < 40 => $"ST{(word - 8) / 4}.{word % 4}",
                _ => $"XMM{(word - 40) / 4}.{word % 4}",
            };
        }
        word -= withVectors ? SavedBytes / 4 : 0;
        return word switch
        {
            < 32 => $"register {word / 2}.{word % 2}",
            32 or 33 => "flags",
            34 => "vector",
            36 => "error code",
            38 => "address",
            _ => $"memory {(word - 39) * 4:x}",
        };
    }
}
