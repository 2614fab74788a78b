using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.Vectors;

// F16C
// ----
// Half-precision numbers only travel: they become singles for computing and are rounded on their way back. MXCSR's DAZ and FTZ do not concern them ("VCVTPH2PS",
// "VCVTPS2PH"); the denormal exception is never raised for a half.

/// <summary>Conversions between half and single precision.</summary>
internal static unsafe class HalfPrecision
{
    private static readonly FloatFormat Half = new(11, -14, 15);

    /// <summary>VCVTPH2PS: eight bytes make sixteen.</summary>
    public static bool ToSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm)
    {
        uint* r = stackalloc uint[4];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < 4; i++)
        {
            Unpacked value = FromHalf(((ushort*)s)[i]);
            r[i] = Conversions.Convert(value, FloatFormat.Single, ref status).ToSingle();
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        *(UInt128*)d = *(UInt128*)r;
        return true;
    }

    /// <summary>VCVTPS2PH to a register: 16 bytes make eight.</summary>
    public static Op* ToHalvesR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseAvx(op))
            return op;
        Vector256<byte> result = default;
        if (!ToHalves(cpu, op, (ushort*)&result))
            return op;
        *(Vector256<byte>*)(cpu.VectorFile + op->Destination) = result;
        return Next(cpu, op);
    }

    /// <summary>VCVTPS2PH to memory.</summary>
    public static Op* ToHalvesM<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        Vector128<byte> result = default;
        if (!ToHalves(cpu, op, (ushort*)&result))
            return op;
        return cpu.Store<T, TAddress>(op, *(T*)&result) ? Next(cpu, op) : op;
    }

    private static bool ToHalves(Processor cpu, Op* op, ushort* d)
    {
        var source = (uint*)(cpu.VectorFile + op->Source);
        FloatStatus status = cpu.SseStatus();
        status.FlushToZero = false;
        if ((op->Extra & 4) == 0)
            status.Rounding = (Rounding)(op->Extra & 3);
        for (int i = 0; i < op->OperandSize / 4; i++)
        {
            Unpacked value = Arithmetic.Enter(Unpacked.FromSingle(source[i]), ref status);
            d[i] = Conversions.Convert(value, Half, ref status).ToHalf();
        }
        return cpu.EndSse(op, status.Flags);
    }

    private static Unpacked FromHalf(ushort bits) => Unpacked.FromHalf(bits) with { WasDenormal = false };
}
