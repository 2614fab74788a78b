using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>Signs of the product and of the addend; the alternating ones add in the odd elements, or in the even ones.</summary>
[Flags]
internal enum FusedSigns : byte
{
    Add = 0,
    NegateAddend = 1,
    NegateProduct = 2,
    Alternate = 4,
}

// FMA
// ---
// The digits of the name say which operands are multiplied: 132 is first * third + second, 213 second * first + third, 231 second * third + first ("Fused-
// Multiply-ADD (FMA) Numeric Behavior"). There is one rounding, at the end.

/// <summary>
/// The FMA instructions. Destination is the first operand, the upper half of Extra the second, Source or memory the third; the lower half of Extra is the order of
/// the operands as in the name, OperandSize the bytes computed, Repeat the <see cref="FusedSigns"/>.
/// </summary>
internal static unsafe class FusedMultiplyAdd<TElement>
    where TElement : struct, ISseElement
{
    private const uint PlainMask = 0x7FA0, Plain = 0x1FA0;

    public static Op* R(Processor cpu, Op* op) => cpu.MayUseAvx(op) ? Compute(cpu, op, cpu.VectorFile + op->Source) : op;

    public static Op* M<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        return memory == null ? op : Compute(cpu, op, (byte*)memory);
    }

    private static Op* Compute(Processor cpu, Op* op, byte* third)
    {
        byte* first = cpu.VectorFile + op->Destination, second = cpu.VectorFile + (op->Extra >> 16);
        (nint a, nint b, nint c) = (op->Extra & 0xFFFF) switch
        {
            132 => ((nint)first, (nint)third, (nint)second),
            213 => ((nint)second, (nint)first, (nint)third),
            _ => ((nint)second, (nint)third, (nint)first),
        };
        // Scalar ones keep the rest of the first operand.
        Vector256<byte> result = *(Vector256<byte>*)first;
        var signs = (FusedSigns)op->Repeat;
        bool plain = (cpu.Mxcsr & PlainMask) == Plain, exact = false;
        FloatStatus status = default;
        for (int i = 0; i < op->OperandSize; i += default(TElement).Size)
        {
            bool negateAddend = (signs & FusedSigns.NegateAddend) != 0 != ((signs & FusedSigns.Alternate) != 0 && (i / default(TElement).Size & 1) != 0);
            bool negateProduct = (signs & FusedSigns.NegateProduct) != 0;
            if (plain && OnHost((byte*)&result + i, (byte*)a + i, (byte*)b + i, (byte*)c + i, negateProduct, negateAddend))
                continue;
            if (!exact)
            {
                status = cpu.SseStatus();
                exact = true;
            }
            Unpacked x = Arithmetic.Enter(default(TElement).Load((byte*)a + i), ref status), y = Arithmetic.Enter(default(TElement).Load((byte*)b + i), ref status),
                z = Arithmetic.Enter(default(TElement).Load((byte*)c + i), ref status);
            default(TElement).Store((byte*)&result + i, Arithmetic.MultiplyAdd(x, y, z, negateProduct, negateAddend, default(TElement).Format, ref status));
        }
        if (exact && !cpu.EndSse(op, status.Flags))
            return op;
        VexMoves.Put(cpu, op, result);
        return Next(cpu, op);
    }

    // As for the other operations, the host's result is taken where it cannot differ.
    private static bool OnHost(byte* r, byte* a, byte* b, byte* c, bool negateProduct, bool negateAddend)
    {
        if (default(TElement).Size == 8)
        {
            double x = *(double*)a, y = *(double*)b, z = *(double*)c;
            if (!IsPlain(x) || !IsPlain(y) || !IsPlain(z))
                return false;
            double result = Math.FusedMultiplyAdd(negateProduct ? -x : x, y, negateAddend ? -z : z);
            *(double*)r = result;
            return double.IsNormal(result) && Math.Abs(result) != 2.2250738585072014E-308;
        }
        float p = *(float*)a, q = *(float*)b, s = *(float*)c;
        if (!IsPlain(p) || !IsPlain(q) || !IsPlain(s))
            return false;
        float single = MathF.FusedMultiplyAdd(negateProduct ? -p : p, q, negateAddend ? -s : s);
        *(float*)r = single;
        return float.IsNormal(single) && MathF.Abs(single) != 1.17549435E-38f;
    }

    private static bool IsPlain(double x) => double.IsNormal(x) || x == 0;

    private static bool IsPlain(float x) => float.IsNormal(x) || x == 0;
}
