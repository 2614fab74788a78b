using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

// XMM, MMX and x87 registers
// --------------------------
// One piece of native memory holds them all, so that an op names any of them by an offset, as it does for the general registers. An MMX register is
// the significand of an x87 register ("The MMX State and MMX Register Aliasing"), so the two share their place.
public sealed unsafe partial class Processor
{
    /// <summary>Offset of XMM0; a register takes 64 bytes, the width that it grows to in later processors.</summary>
    internal const int XmmStride = 64;

    /// <summary>Offset of the physical x87 register 0 (MM0).</summary>
    internal const int X87Offset = 16 * XmmStride;

    /// <summary>Bytes from one x87 register to the next.</summary>
    internal const int X87Stride = 16;

    private const int VectorFileSize = X87Offset + (8 * X87Stride);

    /// <summary>Value of MXCSR after reset: every exception masked.</summary>
    internal const uint MxcsrReset = 0x1F80;

    /// <summary>Bits of MXCSR that exist (MXCSR_MASK of FXSAVE).</summary>
    internal const uint MxcsrMask = 0xFFFF;

    internal byte* VectorFile { get; private set; }

    internal uint Mxcsr;

    internal byte* Xmm(int register) => VectorFile + (register * XmmStride);

    /// <summary>An XMM register's bytes, for debuggers.</summary>
    internal Span<byte> XmmBytes(int register) => new(Xmm(register), 16);

    /// <summary>Bits 255 to 128 of a YMM register.</summary>
    internal Span<byte> YmmHighBytes(int register) => new(Xmm(register) + 16, 16);

    /// <summary>The ten bytes of ST(<paramref name="number"/>), for debuggers.</summary>
    internal Span<byte> X87Bytes(int number) => new(VectorFile + X87Offset + (X87Stride * ((Fpu.Top + number) & 7)), 10);

    private void InitializeVectors() => VectorFile = (byte*)NativeMemory.AlignedAlloc(VectorFileSize, 64);

    // INIT leaves them; RESET# and power-on clear them ("Processor State After Reset").
    private void ResetVectors()
    {
        NativeMemory.Clear(VectorFile, VectorFileSize);
        Mxcsr = MxcsrReset;
        Fpu.Reset();
    }

    private void FreeVectors() => NativeMemory.AlignedFree(VectorFile);

    /// <summary>Whether SSE instructions may be executed; raises #UD or #NM when not ("SSE Exceptions").</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayUseSse(Op* op)
    {
        if ((op->Flags & OpFlags.Vex) != 0)
            return MayUseAvx(op);
        if ((Cr0 & (Cr0Bits.EM | Cr0Bits.TS)) == 0 && (Cr4 & Cr4Bits.OSFXSR) != 0)
            return true;
        Raise(op, (Cr0 & Cr0Bits.EM) != 0 || (Cr4 & Cr4Bits.OSFXSR) == 0 ? Vector.InvalidOpcode : Vector.DeviceNotAvailable);
        return false;
    }

    /// <summary>Whether VEX-encoded vector instructions may be executed: the system has enabled their state ("AVX Exceptions").</summary>
    internal bool MayUseAvx(Op* op)
    {
        if ((Cr4 & Cr4Bits.OSXSAVE) == 0 || (Xcr0 & 6) != 6 || IsRealMode || IsVirtual8086)
        {
            Raise(op, Vector.InvalidOpcode);
            return false;
        }
        if ((Cr0 & Cr0Bits.TS) == 0)
            return true;
        Raise(op, Vector.DeviceNotAvailable);
        return false;
    }

    /// <summary>Whether MMX instructions may be executed.</summary>
    internal bool MayUseMmx(Op* op)
    {
        if ((Cr0 & (Cr0Bits.EM | Cr0Bits.TS)) != 0)
        {
            Raise(op, (Cr0 & Cr0Bits.EM) != 0 ? Vector.InvalidOpcode : Vector.DeviceNotAvailable);
            return false;
        }
        return MayWaitForX87(op);
    }

    /// <summary>After writing an MMX register: its exponent reads as all ones, and the x87 has become MMX: top 0, all registers valid.</summary>
    internal void WroteMmx(byte* register)
    {
        *(ushort*)(register + 8) = 0xFFFF;
        Fpu.EnterMmx();
    }

    /// <summary>
    /// Ends an SSE floating-point operation: keeps its flags and raises #XM (or #UD where the system does not know #XM) when one of them is not masked.
    /// </summary>
    internal bool EndSse(Op* op, Floating.FloatFlags flags)
    {
        if (_collectsFlags)
        {
            _collectedFlags |= flags;
            return true;
        }
        uint trapping = (uint)flags & ~(Mxcsr >> 7) & 0x3F;
        // Those found before computing come first: then nothing was computed, and nothing can have overflowed.
        const uint Before = (uint)(Floating.FloatFlags.Invalid | Floating.FloatFlags.Denormal | Floating.FloatFlags.ZeroDivide);
        Mxcsr |= (trapping & Before) != 0 ? (uint)flags & Before : (uint)flags;
        if (trapping == 0)
            return true;
        Raise(op, (Cr4 & Cr4Bits.OSXMMEXCPT) != 0 ? Vector.SimdFloatingPoint : Vector.InvalidOpcode);
        return false;
    }

    // The halves of a 32-byte operation raise their exceptions together.
    private bool _collectsFlags;
    private Floating.FloatFlags _collectedFlags;

    /// <summary>Until <see cref="EndLanes"/>, <see cref="EndSse"/> only collects.</summary>
    internal void BeginLanes()
    {
        _collectsFlags = true;
        _collectedFlags = Floating.FloatFlags.None;
    }

    /// <summary>Raises what was collected; false when an exception is pending.</summary>
    internal bool EndLanes(Op* op)
    {
        _collectsFlags = false;
        return EndSse(op, _collectedFlags);
    }

    /// <summary>What MXCSR says, for an operation of ours.</summary>
    internal Floating.FloatStatus SseStatus() => new()
    {
        Rounding = (Floating.Rounding)((Mxcsr >> 13) & 3),
        Masked = (Floating.FloatFlags)((Mxcsr >> 7) & 0x3F),
        DenormalsAreZero = (Mxcsr & 0x40) != 0,
        FlushToZero = (Mxcsr & 0x8000) != 0,
    };
}
