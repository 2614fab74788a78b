using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

// FXSAVE and XSAVE areas
// ----------------------
// The first 512 bytes are the legacy region ("FXSAVE Area"), the next 64 the XSAVE header. We hold x87 (bit 0 of XCR0) and SSE (bit 1); components beyond
// those have no state here, and a request for them saves their initial configuration.

/// <summary>FXSAVE, FXRSTOR, XSAVE and its relatives, LDMXCSR, STMXCSR.</summary>
internal static unsafe class ExtendedState
{
    private const int LegacySize = 512, HeaderSize = 64;
    private const ulong X87 = 1, Sse = 2, Held = X87 | Sse;

    // ---- MXCSR ------------------------------------------------------------------------------------------------------------------

    public static Op* LoadMxcsr<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        uint* memory = cpu.Readable<uint, TAddress>(op);
        if (memory == null)
            return op;
        if ((*memory & ~Processor.MxcsrMask) != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.Mxcsr = *memory;
        return Next(cpu, op);
    }

    public static Op* StoreMxcsr<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing => cpu.MayUseSse(op) && cpu.Store<uint, TAddress>(op, cpu.Mxcsr) ? Next(cpu, op) : op;

    // ---- FXSAVE, FXRSTOR ----------------------------------------------------------------------------------------------------------

    /// <summary>Extra is 1 for the 64-bit forms, FXSAVE64.</summary>
    public static Op* FxSave(Processor cpu, Op* op)
    {
        if (!MayTouch(cpu, op))
            return op;
        byte* image = stackalloc byte[LegacySize];
        // Bytes 464 to 511 belong to software; they keep what they hold.
        if (!Copy(cpu, op, 0, image, LegacySize, write: false))
            return op;
        PutX87(cpu, image, op->Extra != 0);
        if ((cpu.Cr4 & Cr4Bits.OSFXSR) != 0)
            PutSse(cpu, image);
        return Copy(cpu, op, 0, image, 464, write: true) ? Next(cpu, op) : op;
    }

    public static Op* FxRestore(Processor cpu, Op* op)
    {
        if (!MayTouch(cpu, op))
            return op;
        byte* image = stackalloc byte[LegacySize];
        if (!Copy(cpu, op, 0, image, LegacySize, write: false))
            return op;
        if ((*(uint*)(image + 24) & ~Processor.MxcsrMask) != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        GetX87(cpu, image, op->Extra != 0);
        if ((cpu.Cr4 & Cr4Bits.OSFXSR) != 0)
        {
            cpu.Mxcsr = *(uint*)(image + 24);
            GetXmm(cpu, image);
        }
        return Next(cpu, op);
    }

    private static bool MayTouch(Processor cpu, Op* op)
    {
        if ((cpu.Cr0 & (Cr0Bits.EM | Cr0Bits.TS)) != 0)
        {
            cpu.Raise(op, Vector.DeviceNotAvailable);
            return false;
        }
        return Vectors.VectorHandlers.IsAligned(cpu, op);
    }

    // ---- XSAVE ------------------------------------------------------------------------------------------------------------------------

    public static Op* XSave(Processor cpu, Op* op) => XSave(cpu, op, compacted: false);

    /// <summary>XSAVEC and XSAVES.</summary>
    public static Op* XSaveCompacted(Processor cpu, Op* op) => XSave(cpu, op, compacted: true);

    private static Op* XSave(Processor cpu, Op* op, bool compacted)
    {
        if (!MayTouchExtended(cpu, op))
            return op;
        ulong requested = ((ulong)cpu.Edx << 32 | cpu.Eax) & cpu.Xcr0;
        byte* image = stackalloc byte[LegacySize + HeaderSize];
        if (!Copy(cpu, op, 0, image, LegacySize + HeaderSize, write: false))
            return op;
        ulong inUse = InUse(cpu);
        if ((requested & X87) != 0)
            PutX87(cpu, image, op->Extra != 0);
        if ((requested & Sse) != 0)
            PutXmm(cpu, image);
        if ((requested & (Sse | 4)) != 0)
        {
            *(uint*)(image + 24) = cpu.Mxcsr;
            *(uint*)(image + 28) = Processor.MxcsrMask;
        }
        ulong* header = (ulong*)(image + LegacySize);
        if (compacted)
        {
            header[0] = requested & inUse;
            header[1] = requested | 1UL << 63;
        }
        else
        {
            header[0] = (header[0] & ~requested) | (requested & inUse);
        }
        return Copy(cpu, op, 0, image, 464, write: true) && Copy(cpu, op, LegacySize, image + LegacySize, compacted ? 16 : 8, write: true) ? Next(cpu, op) : op;
    }

    public static Op* XRestore(Processor cpu, Op* op)
    {
        if (!MayTouchExtended(cpu, op))
            return op;
        byte* image = stackalloc byte[LegacySize + HeaderSize];
        if (!Copy(cpu, op, 0, image, LegacySize + HeaderSize, write: false))
            return op;
        ulong* header = (ulong*)(image + LegacySize);
        bool compacted = header[1] >> 63 != 0;
        ulong reserved = 0;
        for (int i = compacted ? 2 : 1; i < 8; i++)
            reserved |= header[i];
        ulong requested = ((ulong)cpu.Edx << 32 | cpu.Eax) & cpu.Xcr0;
        bool bad = reserved != 0 || (header[0] & ~cpu.Xcr0) != 0 || (compacted && ((header[1] & ~(1UL << 63) & ~cpu.Xcr0) != 0 || (header[0] & ~header[1]) != 0));
        bool loadsMxcsr = (requested & (Sse | 4)) != 0;
        if (bad || (loadsMxcsr && (*(uint*)(image + 24) & ~Processor.MxcsrMask) != 0))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if ((requested & X87) != 0)
        {
            if ((header[0] & X87) != 0)
            {
                GetX87(cpu, image, op->Extra != 0);
            }
            else
            {
                cpu.Fpu.Initialize();
                Unsafe.InitBlock(cpu.VectorFile + Processor.X87Offset, 0, 8 * Processor.X87Stride);
            }
        }
        if (loadsMxcsr)
            cpu.Mxcsr = *(uint*)(image + 24);
        if ((requested & Sse) != 0)
        {
            if ((header[0] & Sse) != 0)
                GetXmm(cpu, image);
            else
                Unsafe.InitBlock(cpu.VectorFile, 0, Processor.X87Offset);
        }
        return Next(cpu, op);
    }

    private static bool MayTouchExtended(Processor cpu, Op* op)
    {
        if ((cpu.Cr4 & Cr4Bits.OSXSAVE) == 0)
        {
            cpu.Raise(op, Vector.InvalidOpcode);
            return false;
        }
        if ((cpu.Cr0 & Cr0Bits.TS) != 0)
        {
            cpu.Raise(op, Vector.DeviceNotAvailable);
            return false;
        }
        if (((cpu.EffectiveAddress(op) + cpu.Segments[op->Segment].Base) & 63) == 0)
            return true;
        cpu.Raise(op, Vector.GeneralProtection, 0);
        return false;
    }

    /// <summary>Components that are not in their initial configuration (XINUSE).</summary>
    public static ulong InUse(Processor cpu)
    {
        ulong inUse = 0;
        ref Cpu.X87 fpu = ref cpu.Fpu;
        if (fpu.Control != Cpu.X87.ControlReset || fpu.Status != 0 || fpu.Used != 0)
            inUse |= X87;
        for (int i = 0; i < 8 && (inUse & X87) == 0; i++)
        {
            if (!cpu.X87Register(i).IsZero)
                inUse |= X87;
        }
        for (int i = 0; i < 16 && (inUse & Sse) == 0; i++)
        {
            if (*(UInt128*)cpu.Xmm(i) != 0)
                inUse |= Sse;
        }
        return inUse & Held;
    }

    // ---- the legacy region ----------------------------------------------------------------------------------------------------------

    private static void PutX87(Processor cpu, byte* image, bool wide)
    {
        ref Cpu.X87 fpu = ref cpu.Fpu;
        *(ushort*)image = fpu.Control;
        *(ushort*)(image + 2) = fpu.Status;
        image[4] = fpu.Used;
        image[5] = 0;
        *(ushort*)(image + 6) = fpu.Opcode;
        if (wide)
        {
            *(ulong*)(image + 8) = fpu.InstructionPointer;
            *(ulong*)(image + 16) = fpu.DataPointer;
        }
        else
        {
            *(uint*)(image + 8) = (uint)fpu.InstructionPointer;
            *(uint*)(image + 12) = fpu.InstructionSelector;
            *(uint*)(image + 16) = (uint)fpu.DataPointer;
            *(uint*)(image + 20) = fpu.DataSelector;
        }
        for (int i = 0; i < 8; i++)
        {
            *(UInt128*)(image + 32 + (i * 16)) = 0;
            *(Float80*)(image + 32 + (i * 16)) = cpu.St(i);
        }
    }

    private static void GetX87(Processor cpu, byte* image, bool wide)
    {
        ref Cpu.X87 fpu = ref cpu.Fpu;
        fpu.Control = (ushort)((*(ushort*)image & 0x1F7F) | 0x40);
        fpu.Status = *(ushort*)(image + 2);
        fpu.Used = image[4];
        fpu.Opcode = (ushort)(*(ushort*)(image + 6) & 0x7FF);
        fpu.InstructionPointer = wide ? *(ulong*)(image + 8) : *(uint*)(image + 8);
        fpu.InstructionSelector = wide ? (ushort)0 : *(ushort*)(image + 12);
        fpu.DataPointer = wide ? *(ulong*)(image + 16) : *(uint*)(image + 16);
        fpu.DataSelector = wide ? (ushort)0 : *(ushort*)(image + 20);
        for (int i = 0; i < 8; i++)
            cpu.St(i) = *(Float80*)(image + 32 + (i * 16));
        fpu.UpdateSummary();
    }

    private static void PutSse(Processor cpu, byte* image)
    {
        *(uint*)(image + 24) = cpu.Mxcsr;
        *(uint*)(image + 28) = Processor.MxcsrMask;
        PutXmm(cpu, image);
    }

    // Outside 64-bit mode XMM8 and above are neither saved nor loaded.
    private static int XmmCount(Processor cpu) => cpu.Is64BitCode ? 16 : 8;

    private static void PutXmm(Processor cpu, byte* image)
    {
        for (int i = 0; i < XmmCount(cpu); i++)
            *(UInt128*)(image + 160 + (i * 16)) = *(UInt128*)cpu.Xmm(i);
    }

    private static void GetXmm(Processor cpu, byte* image)
    {
        for (int i = 0; i < XmmCount(cpu); i++)
            *(UInt128*)cpu.Xmm(i) = *(UInt128*)(image + 160 + (i * 16));
    }

    // A run of the operand's bytes, eight at a time; false when an exception is pending.
    private static bool Copy(Processor cpu, Op* op, int from, byte* image, int length, bool write)
    {
        ulong offset = cpu.EffectiveAddress(op) + (uint)from;
        for (int i = 0; i < length; i += 8)
        {
            ulong at = (offset + (uint)i) & op->AddressMask;
            if (write)
            {
                if (!cpu.StoreAt(op, op->Segment, at, *(ulong*)(image + i)))
                    return false;
            }
            else
            {
                ulong* memory = cpu.ReadableAt<ulong>(op, op->Segment, at);
                if (memory == null)
                    return false;
                *(ulong*)(image + i) = *memory;
            }
        }
        return true;
    }
}
