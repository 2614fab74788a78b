using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>What AVX and AVX2 have and SSE has not. "Whole": the function works on all 32 bytes.</summary>
internal static unsafe class VexOperations
{
    // ---- within a lane ---------------------------------------------------------------------------------------------------------

    /// <summary>VPERMILPS with a register of indexes.</summary>
    public static void PermuteSingles(byte* d, byte* s, uint imm)
    {
        uint* p = (uint*)d, index = (uint*)s;
        *(Vector128<uint>*)d = Vector128.Create(p[index[0] & 3], p[index[1] & 3], p[index[2] & 3], p[index[3] & 3]);
    }

    /// <summary>VPERMILPD with a register of indexes.</summary>
    public static void PermuteDoubles(byte* d, byte* s, uint imm)
    {
        ulong* p = (ulong*)d, index = (ulong*)s;
        *(Vector128<ulong>*)d = Vector128.Create(p[(index[0] >> 1) & 1], p[(index[1] >> 1) & 1]);
    }

    /// <summary>VPERMILPD with an immediate.</summary>
    public static void ChooseDoubles(byte* d, byte* s, uint imm) =>
        *(Vector128<ulong>*)d = Vector128.Create(((ulong*)s)[imm & 1], ((ulong*)s)[(imm >> 1) & 1]);

    /// <summary>VMOVSS and VMOVSD between registers: the low element.</summary>
    public static void MoveLow<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => *(T*)d = *(T*)s;

    /// <summary>VMOVQ between registers: eight bytes, zeros above.</summary>
    public static void MoveQuad(byte* d, byte* s, uint imm) => *(Vector128<ulong>*)d = Vector128.Create(*(ulong*)s, 0UL);

    /// <summary>VPSLLVD, VPSLLVQ: each element has its own count.</summary>
    public static void ShiftLeft<T>(byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        for (int i = 0; i < 16 / sizeof(T); i++)
        {
            ulong count = Widths.ZeroExtend(((T*)s)[i]);
            ((T*)d)[i] = count < (ulong)Widths.Bits<T>() ? ((T*)d)[i] << (int)count : default;
        }
    }

    /// <summary>VPSRLVD, VPSRLVQ.</summary>
    public static void ShiftRight<T>(byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        for (int i = 0; i < 16 / sizeof(T); i++)
        {
            ulong count = Widths.ZeroExtend(((T*)s)[i]);
            ((T*)d)[i] = count < (ulong)Widths.Bits<T>() ? ((T*)d)[i] >>> (int)count : default;
        }
    }

    /// <summary>VPSRAVD.</summary>
    public static void ShiftRightSigned(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 4; i++)
            ((int*)d)[i] >>= (int)Math.Min(((uint*)s)[i], 31);
    }

    // ---- whole registers -----------------------------------------------------------------------------------------------------------

    public static void Broadcast<T>(byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        T value = *(T*)s;
        for (int i = 0; i < 32; i += sizeof(T))
            *(T*)(d + i) = value;
    }

    /// <summary>VPERMD, VPERMPS: the first source holds the indexes.</summary>
    public static void PermuteDwords(byte* d, byte* s, uint imm)
    {
        Vector256<uint> index = *(Vector256<uint>*)d;
        for (int i = 0; i < 8; i++)
            ((uint*)d)[i] = ((uint*)s)[((uint*)&index)[i] & 7];
    }

    /// <summary>VPERMQ, VPERMPD: the immediate holds the indexes.</summary>
    public static void PermuteQuads(byte* d, byte* s, uint imm)
    {
        ulong* p = (ulong*)s;
        *(Vector256<ulong>*)d = Vector256.Create(p[imm & 3], p[(imm >> 2) & 3], p[(imm >> 4) & 3], p[(imm >> 6) & 3]);
    }

    /// <summary>VPERM2F128, VPERM2I128: two of the four halves, or zero.</summary>
    public static void PermuteHalves(byte* d, byte* s, uint imm)
    {
        Vector128<byte> low = Half(d, s, imm), high = Half(d, s, imm >> 4);
        *(Vector256<byte>*)d = Vector256.Create(low, high);
    }

    private static Vector128<byte> Half(byte* d, byte* s, uint choice) =>
        (choice & 8) != 0 ? default : ((Vector128<byte>*)((choice & 2) != 0 ? s : d))[choice & 1];

    /// <summary>VINSERTF128, VINSERTI128.</summary>
    public static void InsertHalf(byte* d, byte* s, uint imm) => ((Vector128<byte>*)d)[imm & 1] = *(Vector128<byte>*)s;

    /// <summary>VEXTRACTF128, VEXTRACTI128.</summary>
    public static void ExtractHalf(byte* d, byte* s, uint imm) => *(Vector128<byte>*)d = ((Vector128<byte>*)s)[imm & 1];

    // ---- comparison ----------------------------------------------------------------------------------------------------------------

    public static bool PackedCompare<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Compare<TElement>(cpu, op, d, s, 16 / default(TElement).Size, imm);

    public static bool ScalarCompare<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Compare<TElement>(cpu, op, d, s, 1, imm);

    // "Comparison Predicate for VCMPPD": which relations make it true (bits: less, equal, greater, unordered), and which of the 32 keep quiet about quiet NaNs.
    private static ReadOnlySpan<byte> HoldsFor => [0b0010, 0b0001, 0b0011, 0b1000, 0b1101, 0b1110, 0b1100, 0b0111, 0b1010, 0b1001, 0b1011, 0b0000, 0b0101, 0b0110, 0b0100, 0b1111];

    private const uint Quiet = 0x6666_9999;

    private static bool Compare<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count, uint imm)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        int predicate = (int)(imm & 31);
        for (int i = 0; i < count * default(TElement).Size; i += default(TElement).Size)
        {
            Unpacked a = Arithmetic.Enter(default(TElement).Load(d + i), ref status), b = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
            Arithmetic.Relation relation = Arithmetic.Compare(a, b, (Quiet >> predicate & 1) != 0, ref status);
            bool holds = (HoldsFor[predicate & 15] >> (int)relation & 1) != 0;
            Unsafe.InitBlockUnaligned(r + i, holds ? (byte)0xFF : (byte)0, (uint)default(TElement).Size);
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Unsafe.CopyBlockUnaligned(d, r, (uint)(count * default(TElement).Size));
        return true;
    }

    /// <summary>VPTEST.</summary>
    public static bool Test(Processor cpu, Op* op, byte* d, byte* s, uint imm) => TestMasked(cpu, op, d, s, ulong.MaxValue);

    /// <summary>VTESTPS: the sign bits only.</summary>
    public static bool TestSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => TestMasked(cpu, op, d, s, 0x8000_0000_8000_0000);

    /// <summary>VTESTPD.</summary>
    public static bool TestDoubles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => TestMasked(cpu, op, d, s, 0x8000_0000_0000_0000);

    private static bool TestMasked(Processor cpu, Op* op, byte* d, byte* s, ulong mask)
    {
        ulong both = 0, onlyLast = 0;
        for (int i = 0; i < ((op->Flags & OpFlags.Wide) != 0 ? 4 : 2); i++)
        {
            both |= ((ulong*)d)[i] & ((ulong*)s)[i] & mask;
            onlyLast |= ~((ulong*)d)[i] & ((ulong*)s)[i] & mask;
        }
        cpu.SetStatusFlags((both == 0 ? RflagsBits.Zf : 0) | (onlyLast == 0 ? RflagsBits.Cf : 0));
        return true;
    }

    /// <summary>VPCMPESTRM, VPCMPISTRM and the two that give an index.</summary>
    public static bool CompareStrings(Processor cpu, Op* op, byte* d, byte* s, uint extra)
    {
        if ((extra & StringCompare.Mask) != 0)
            ((Vector128<byte>*)cpu.Xmm(0))[1] = default;
        return StringCompare.Compare(cpu, op, d, s, extra);
    }

    // ---- four operands: the mask is a register that the immediate names ------------------------------------------------------------------

    /// <summary>VBLENDVPS, VBLENDVPD, VPBLENDVB. Immediate is the offset of the mask.</summary>
    public static Op* BlendR<T>(Processor cpu, Op* op)
        where T : unmanaged => cpu.MayUseAvx(op) ? Blend<T>(cpu, op, cpu.VectorFile + op->Source) : op;

    /// <inheritdoc cref="BlendR"/>
    public static Op* BlendM<T, TMemory, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        return memory == null ? op : Blend<T>(cpu, op, (byte*)memory);
    }

    private static Op* Blend<T>(Processor cpu, Op* op, byte* s)
        where T : unmanaged
    {
        byte* mask = cpu.VectorFile + op->Immediate;
        Vector256<byte> value = *(Vector256<byte>*)(cpu.VectorFile + (op->Extra >> 16));
        for (int i = 0; i < ((op->Flags & OpFlags.Wide) != 0 ? 32 : 16); i += sizeof(T))
        {
            if ((mask[i + sizeof(T) - 1] & 0x80) != 0)
                *(T*)((byte*)&value + i) = *(T*)(s + i);
        }
        VexMoves.Put(cpu, op, value);
        return Next(cpu, op);
    }

    // ---- conversions that halve ---------------------------------------------------------------------------------------------------------

    /// <summary>VCVTPD2PS, VCVTPD2DQ, VCVTTPD2DQ of a YMM register: two lanes of 16 bytes make one.</summary>
    public static bool DoublesToSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Halve(cpu, op, d, s, &SseConversions.DoublesToSingles);

    /// <inheritdoc cref="DoublesToSingles"/>
    public static bool DoublesToDwords(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Halve(cpu, op, d, s, &SseConversions.DoublesToDwords);

    /// <inheritdoc cref="DoublesToSingles"/>
    public static bool DoublesToDwordsTruncated(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Halve(cpu, op, d, s, &SseConversions.DoublesToDwordsTruncated);

    private static bool Halve(Processor cpu, Op* op, byte* d, byte* s, delegate*<Processor, Op*, byte*, byte*, uint, bool> convert)
    {
        Vector128<ulong> low = default, high = default;
        cpu.BeginLanes();
        convert(cpu, op, (byte*)&low, s, 0);
        convert(cpu, op, (byte*)&high, s + 16, 0);
        if (!cpu.EndLanes(op))
            return false;
        *(Vector128<ulong>*)d = Vector128.Create(low[0], high[0]);
        return true;
    }
}
