using System.Numerics;
using System.Runtime.CompilerServices;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Cpu;

// Lazy flags
// ----------
// Most results are never looked at, so arithmetic leaves behind what the six status flags can be computed from, and no more:
//
//   FlagResult   the result, sign-extended from its width:  ZF, SF, PF
//   FlagCarries  the carry (or borrow) out of each bit, shifted up so that the operand's top bit is bit 63:  CF is bit 63,
//                OF is bit 63 xor bit 62, AF is the carry out of bit 3
//   FlagMisc     the shift that FlagCarries has (64 - width), and two bits that turn PF and SF over, for the combinations that
//                no result has (POPF can set ZF and SF at once)
//
// The other flags live as they are in SystemFlags.
public sealed unsafe partial class Processor
{
    internal long FlagResult;
    internal ulong FlagCarries;
    internal uint FlagMisc;

    /// <summary>TF, IF, DF, IOPL, NT, RF, VM, AC, VIF, VIP, ID. Changed through <see cref="SetSystemFlags"/>, which keeps what depends on them.</summary>
    internal uint SystemFlags;

    internal const uint StatusFlags = RflagsBits.Cf | RflagsBits.Pf | RflagsBits.Af | RflagsBits.Zf | RflagsBits.Sf | RflagsBits.Of;
    internal const uint ParityDelta = 0x100, SignDelta = 0x200;
    private const ulong TopTwo = 3UL << 62;

    internal bool Cf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (long)FlagCarries < 0;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            // Turning CF over turns bit 62 over with it, so that OF stays.
            if (((long)FlagCarries < 0) != value)
                FlagCarries ^= TopTwo;
        }
    }

    internal bool Zf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FlagResult == 0;
        set => SetStatusFlags(value ? GetStatusFlags() | RflagsBits.Zf : GetStatusFlags() & ~RflagsBits.Zf);
    }

    internal bool Sf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (FlagResult < 0) != ((FlagMisc & SignDelta) != 0);
    }

    internal bool Pf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((BitOperations.PopCount((byte)FlagResult) & 1) == 0) != ((FlagMisc & ParityDelta) != 0);
    }

    internal bool Of
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (long)(FlagCarries ^ (FlagCarries << 1)) < 0;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (Of != value)
                FlagCarries ^= 1UL << 62;
        }
    }

    internal bool Af => (FlagCarries >> (int)((FlagMisc & 63) + 3) & 1) != 0;

    /// <summary>SF differs from OF.</summary>
    internal bool Less
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((long)((ulong)FlagResult ^ FlagCarries ^ (FlagCarries << 1)) < 0) != ((FlagMisc & SignDelta) != 0);
    }

    internal bool Df => (SystemFlags & RflagsBits.Df) != 0;

    internal int Iopl => (int)(SystemFlags >> 12) & 3;

    /// <summary>RFLAGS as PUSHF would see it without privilege: all flags, and bit 1.</summary>
    internal uint Rflags
    {
        get => GetStatusFlags() | SystemFlags | 2;
        set
        {
            SetStatusFlags(value);
            SetSystemFlags(value);
        }
    }

    internal uint GetStatusFlags() =>
        (Cf ? RflagsBits.Cf : 0) | (Pf ? RflagsBits.Pf : 0) | (Af ? RflagsBits.Af : 0)
        | (Zf ? RflagsBits.Zf : 0) | (Sf ? RflagsBits.Sf : 0) | (Of ? RflagsBits.Of : 0);

    internal void SetStatusFlags(uint flags)
    {
        bool parity = (flags & RflagsBits.Pf) != 0, sign = (flags & RflagsBits.Sf) != 0;
        FlagMisc = 0;
        if ((flags & RflagsBits.Zf) != 0)
        {
            FlagResult = 0;
            FlagMisc = (parity ? 0 : ParityDelta) | (sign ? SignDelta : 0);
        }
        else
            FlagResult = (sign ? long.MinValue : 0) | (parity ? 3L : 1L);
        bool carry = (flags & RflagsBits.Cf) != 0, overflow = (flags & RflagsBits.Of) != 0;
        FlagCarries = (carry ? 1UL << 63 : 0) | (carry != overflow ? 1UL << 62 : 0) | ((flags & RflagsBits.Af) != 0 ? 8UL : 0);
    }

    /// <summary>Flags of a sum: a + b (+ carry) = result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetFlagsAdd<T>(T a, T b, T result)
        where T : unmanaged
    {
        FlagResult = Widths.SignExtend(result);
        FlagCarries = Widths.ZeroExtend((a & b) | ((a | b) & ~result)) << Shift<T>();
        FlagMisc = (uint)Shift<T>();
    }

    /// <summary>Flags of a difference: a - b (- borrow) = result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetFlagsSub<T>(T a, T b, T result)
        where T : unmanaged
    {
        FlagResult = Widths.SignExtend(result);
        FlagCarries = Widths.ZeroExtend((~a & b) | (~(a ^ b) & result)) << Shift<T>();
        FlagMisc = (uint)Shift<T>();
    }

    /// <summary>Flags of AND, OR, XOR, TEST: CF, OF and AF clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetFlagsLogic<T>(T result)
        where T : unmanaged
    {
        FlagResult = Widths.SignExtend(result);
        FlagCarries = 0;
        FlagMisc = 0;
    }

    /// <summary>SF, ZF and PF from a result; CF, OF and AF as given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetFlags<T>(T result, bool carry, bool overflow, bool adjust = false)
        where T : unmanaged
    {
        FlagResult = Widths.SignExtend(result);
        FlagCarries = (carry ? 1UL << 63 : 0) | (carry != overflow ? 1UL << 62 : 0) | (adjust ? 8UL : 0);
        FlagMisc = 0;
    }

    /// <summary>How far carries of this width are shifted: 64 less the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Shift<T>()
        where T : unmanaged => 64 - (8 * sizeof(T));
}

/// <summary>RFLAGS as 32 bits, the width that the processor computes with.</summary>
internal static class RflagsBits
{
    public const uint Cf = (uint)Rflags.CF, Pf = (uint)Rflags.PF, Af = (uint)Rflags.AF, Zf = (uint)Rflags.ZF, Sf = (uint)Rflags.SF;
    public const uint Of = (uint)Rflags.OF, Tf = (uint)Rflags.TF, If = (uint)Rflags.IF, Df = (uint)Rflags.DF, Iopl = (uint)Rflags.IOPL;
    public const uint Nt = (uint)Rflags.NT, Rf = (uint)Rflags.RF, Vm = (uint)Rflags.VM, Ac = (uint)Rflags.AC;
    public const uint Vif = (uint)Rflags.VIF, Vip = (uint)Rflags.VIP, Id = (uint)Rflags.ID;

    /// <summary>What <see cref="Processor.SystemFlags"/> holds.</summary>
    public const uint System = Tf | If | Df | Iopl | Nt | Rf | Vm | Ac | Vif | Vip | Id;
}
