using System.Runtime.CompilerServices;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

// FXSAVE and XSAVE areas
// ----------------------
// The first 512 bytes are the legacy region ("FXSAVE Area"), the next 64 the XSAVE header, and behind them lie the upper halves of the YMM registers. These are the components
// x87 (bit 0 of XCR0), SSE (bit 1) and AVX (bit 2); there are no others, so the standard and the compacted format differ in the header only, and no component
// is a supervisor's: XSAVES is XSAVEC with a privilege ("XSAVE-Supported Features and State-Component Bitmaps").

/// <summary>FXSAVE, FXRSTOR, XSAVE and its relatives, LDMXCSR, STMXCSR.</summary>
internal static unsafe class ExtendedState
{
    private const int LegacySize = 512, AvxOffset = LegacySize + 64, AvxSize = 16 * 16;
    private const ulong X87 = 1, Sse = 2, Avx = 4, Compacted = 1UL << 63;

    // ---- MXCSR ------------------------------------------------------------------------------------------------------------------

    public static Op* LoadMxcsr<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
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
        where TAddress : struct, IAddressing => cpu.MayUseSse(op) && cpu.Store<uint, TAddress>(op, cpu.Mxcsr) ? Next(cpu, op) : op;

    // ---- FXSAVE, FXRSTOR ----------------------------------------------------------------------------------------------------------

    /// <summary>Extra is 1 for the 64-bit forms, FXSAVE64.</summary>
    public static Op* FxSave(Processor cpu, Op* op)
    {
        if (!MayTouch(cpu, op))
            return op;
        if (!MayWrite(cpu, op, LegacySize))
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

    /// <summary>Bytes of the area for what XCR0 enables, as CPUID reports them.</summary>
    public static uint AreaSize(Processor cpu) => (uint)((cpu.Xcr0 & Avx) != 0 ? AvxOffset + AvxSize : AvxOffset);

    public static Op* XSave(Processor cpu, Op* op) => XSave(cpu, op, compacted: false, optimized: false);

    /// <summary>Components in their initial configuration are not written.</summary>
    public static Op* XSaveOptimized(Processor cpu, Op* op) => XSave(cpu, op, compacted: false, optimized: true);

    public static Op* XSaveCompacted(Processor cpu, Op* op) => XSave(cpu, op, compacted: true, optimized: true);

    /// <summary>XSAVES.</summary>
    public static Op* XSaveSupervisor(Processor cpu, Op* op) =>
        MayUseSupervisorForm(cpu, op, InterceptedInstruction.Xsaves) ? XSave(cpu, op, compacted: true, optimized: true) : op;

    private static Op* XSave(Processor cpu, Op* op, bool compacted, bool optimized)
    {
        if (!MayTouchExtended(cpu, op))
            return op;
        ulong requested = ((ulong)cpu.Edx << 32 | cpu.Eax) & cpu.Xcr0;
        int size = (requested & Avx) != 0 ? AvxOffset + AvxSize : AvxOffset;
        if (!MayWrite(cpu, op, size))
            return op;
        byte* image = stackalloc byte[AvxOffset + AvxSize];
        if (!Copy(cpu, op, 0, image, size, write: false))
            return op;
        ulong inUse = InUse(cpu);
        // Where MXCSR is compacted away with the SSE state, a changed one counts as SSE state in use.
        if (compacted && cpu.Mxcsr != Processor.MxcsrReset)
            inUse |= Sse;
        ulong written = optimized ? requested & inUse : requested;
        if ((written & X87) != 0)
            PutX87(cpu, image, op->Extra != 0);
        if ((written & Sse) != 0)
            PutXmm(cpu, image);
        if (compacted ? (written & Sse) != 0 : (requested & (Sse | Avx)) != 0)
        {
            *(uint*)(image + 24) = cpu.Mxcsr;
            *(uint*)(image + 28) = Processor.MxcsrMask;
        }
        if ((written & Avx) != 0)
            PutUpperHalves(cpu, image);
        ulong* header = (ulong*)(image + LegacySize);
        if (compacted)
        {
            header[0] = requested & inUse;
            header[1] = requested | Compacted;
        }
        else
        {
            header[0] = (header[0] & ~requested) | (requested & inUse);
        }
        return Copy(cpu, op, 0, image, 464, write: true)
            && Copy(cpu, op, LegacySize, image + LegacySize, compacted ? 16 : 8, write: true)
            && ((written & Avx) == 0 || Copy(cpu, op, AvxOffset, image + AvxOffset, AvxSize, write: true))
            ? Next(cpu, op) : op;
    }

    public static Op* XRestore(Processor cpu, Op* op) => XRestore(cpu, op, supervisor: false);

    /// <summary>XRSTORS: the compacted format only.</summary>
    public static Op* XRestoreSupervisor(Processor cpu, Op* op) =>
        MayUseSupervisorForm(cpu, op, InterceptedInstruction.Xrstors) ? XRestore(cpu, op, supervisor: true) : op;

    private static Op* XRestore(Processor cpu, Op* op, bool supervisor)
    {
        if (!MayTouchExtended(cpu, op))
            return op;
        byte* image = stackalloc byte[AvxOffset + AvxSize];
        if (!Copy(cpu, op, 0, image, AvxOffset, write: false))
            return op;
        ulong* header = (ulong*)(image + LegacySize);
        bool compacted = header[1] >> 63 != 0;
        ulong requested = ((ulong)cpu.Edx << 32 | cpu.Eax) & cpu.Xcr0, present = requested & header[0];
        if (!IsGoodHeader(cpu, header, compacted, supervisor))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if ((present & Avx) != 0 && !Copy(cpu, op, AvxOffset, image + AvxOffset, AvxSize, write: false))
            return op;
        // The standard format has MXCSR whether or not it has SSE state.
        bool loadsMxcsr = compacted ? (present & Sse) != 0 : (requested & (Sse | Avx)) != 0;
        if (loadsMxcsr && (*(uint*)(image + 24) & ~Processor.MxcsrMask) != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if ((present & X87) != 0)
        {
            GetX87(cpu, image, op->Extra != 0);
        }
        else if ((requested & X87) != 0)
        {
            cpu.Fpu.Initialize();
            Unsafe.InitBlock(cpu.VectorFile + Processor.X87Offset, 0, 8 * Processor.X87Stride);
        }
        if (loadsMxcsr)
            cpu.Mxcsr = *(uint*)(image + 24);
        else if ((requested & Sse) != 0)
            cpu.Mxcsr = Processor.MxcsrReset;
        if ((requested & Sse) != 0)
        {
            if ((present & Sse) == 0)
                Unsafe.InitBlock(image + 160, 0, 16 * 16);
            GetXmm(cpu, image);
        }
        if ((requested & Avx) != 0)
        {
            if ((present & Avx) == 0)
                Unsafe.InitBlock(image + AvxOffset, 0, AvxSize);
            GetUpperHalves(cpu, image);
        }
        return Next(cpu, op);
    }

    // "Standard Form of XRSTOR", "Compacted Form of XRSTOR": what each form's header must have clear.
    private static bool IsGoodHeader(Processor cpu, ulong* header, bool compacted, bool supervisor)
    {
        if ((header[0] & ~cpu.Xcr0) != 0)
            return false;
        if (!compacted)
            return !supervisor && header[1] == 0 && header[2] == 0;
        ulong reserved = 0;
        for (int i = 2; i < 8; i++)
            reserved |= header[i];
        return reserved == 0 && cpu.Model.Has(CpuFeature.Xsavec) && (header[1] & ~Compacted & ~cpu.Xcr0) == 0 && (header[0] & ~header[1]) == 0;
    }

    // XSAVES and XRSTORS come at privilege 0 only, and VMX can forbid or intercept them.
    private static bool MayUseSupervisorForm(Processor cpu, Op* op, InterceptedInstruction instruction)
    {
        cpu.Sync(op);
        if (cpu.NonRoot && cpu.Vmx!.IsDisabled(instruction))
        {
            cpu.Raise(op, Vector.InvalidOpcode);
            return false;
        }
        if ((cpu.Cr4 & Cr4Bits.OSXSAVE) != 0 && cpu.Cpl != 0)
        {
            cpu.Raise(op, Vector.GeneralProtection, 0);
            return false;
        }
        return !(cpu.NonRoot && cpu.Vmx!.OnInstruction(instruction, op, 0));
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
        for (int i = 0; i < 16 && (inUse & Avx) == 0; i++)
        {
            if (*(UInt128*)(cpu.Xmm(i) + 16) != 0)
                inUse |= Avx;
        }
        return inUse;
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

    private static void PutUpperHalves(Processor cpu, byte* image)
    {
        for (int i = 0; i < XmmCount(cpu); i++)
            *(UInt128*)(image + AvxOffset + (i * 16)) = *(UInt128*)(cpu.Xmm(i) + 16);
    }

    private static void GetUpperHalves(Processor cpu, byte* image)
    {
        for (int i = 0; i < XmmCount(cpu); i++)
            *(UInt128*)(cpu.Xmm(i) + 16) = *(UInt128*)(image + AvxOffset + (i * 16));
    }

    // The first and the last byte can be written, and so all between; false when an exception is pending.
    private static bool MayWrite(Processor cpu, Op* op, int size)
    {
        ulong offset = cpu.EffectiveAddress(op);
        return cpu.ModifiableAt<byte>(op, op->Segment, offset) != null
            && cpu.ModifiableAt<byte>(op, op->Segment, (offset + (uint)size - 1) & op->AddressMask) != null;
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
