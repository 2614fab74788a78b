using System.Numerics;
using System.Runtime.Intrinsics;
using Iced.Intel;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.Vectors;
using static VmxAsm.Runtime.Decode.VectorForms;

namespace VmxAsm.Runtime.Decode;

/// <summary>The moves among VEX-encoded instructions: whole registers, parts, masked ones, gathers, exchange with general registers.</summary>
internal static unsafe class VexMoveForms
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Vmovaps,      &Aligned),
        new(Mnemonic.Vmovapd,      &Aligned),
        new(Mnemonic.Vmovdqa,      &Aligned),
        new(Mnemonic.Vmovntps,     &Aligned),
        new(Mnemonic.Vmovntpd,     &Aligned),
        new(Mnemonic.Vmovntdq,     &Aligned),
        new(Mnemonic.Vmovntdqa,    &Aligned),
        new(Mnemonic.Vmovups,      &Anywhere),
        new(Mnemonic.Vmovupd,      &Anywhere),
        new(Mnemonic.Vmovdqu,      &Anywhere),
        new(Mnemonic.Vlddqu,       &Anywhere),
        new(Mnemonic.Vmovss,       &Scalar<uint>),
        new(Mnemonic.Vmovsd,       &Scalar<ulong>),
        new(Mnemonic.Vmovlps,      &Half),
        new(Mnemonic.Vmovlpd,      &Half),
        new(Mnemonic.Vmovhps,      &Half),
        new(Mnemonic.Vmovhpd,      &Half),
        new(Mnemonic.Vmovhlps,     &Half),
        new(Mnemonic.Vmovlhps,     &Half),
        new(Mnemonic.Vmovd,        &VmovdVmovq),
        new(Mnemonic.Vmovq,        &VmovdVmovq),
        new(Mnemonic.Vmaskmovdqu,  &LegacyMaskedStore),
        new(Mnemonic.Vmovmskps,    &MaskOf),
        new(Mnemonic.Vmovmskpd,    &MaskOf),
        new(Mnemonic.Vpmovmskb,    &MaskOf),
        new(Mnemonic.Vpextrb,      &Extract),
        new(Mnemonic.Vpextrw,      &Extract),
        new(Mnemonic.Vpextrd,      &Extract),
        new(Mnemonic.Vpextrq,      &Extract),
        new(Mnemonic.Vextractps,   &Extract),
        new(Mnemonic.Vpinsrb,      &Insert<byte>),
        new(Mnemonic.Vpinsrw,      &Insert<ushort>),
        new(Mnemonic.Vpinsrd,      &Insert<uint>),
        new(Mnemonic.Vpinsrq,      &Insert<ulong>),
        new(Mnemonic.Vextractf128, &ExtractHalf),
        new(Mnemonic.Vextracti128, &ExtractHalf),
        new(Mnemonic.Vcvtsi2ss,    &FromInteger<SingleElement>),
        new(Mnemonic.Vcvtsi2sd,    &FromInteger<DoubleElement>),
        new(Mnemonic.Vcvtss2si,    &ToInteger),
        new(Mnemonic.Vcvttss2si,   &ToInteger),
        new(Mnemonic.Vcvtsd2si,    &ToInteger),
        new(Mnemonic.Vcvttsd2si,   &ToInteger),
        new(Mnemonic.Vcvtps2ph,    &ToHalves),
        new(Mnemonic.Vldmxcsr,     &ControlWord),
        new(Mnemonic.Vstmxcsr,     &ControlWord),
        new(Mnemonic.Vzeroupper,   &Zero),
        new(Mnemonic.Vzeroall,     &Zero),
        new(Mnemonic.Vblendvps,    &Blend<uint>),
        new(Mnemonic.Vblendvpd,    &Blend<ulong>),
        new(Mnemonic.Vpblendvb,    &Blend<byte>),
        new(Mnemonic.Vmaskmovps,   &Masked<uint>),
        new(Mnemonic.Vmaskmovpd,   &Masked<ulong>),
        new(Mnemonic.Vpmaskmovd,   &Masked<uint>),
        new(Mnemonic.Vpmaskmovq,   &Masked<ulong>),
        new(Mnemonic.Vgatherdps,   &Gather<uint, int>),
        new(Mnemonic.Vgatherqps,   &Gather<uint, long>),
        new(Mnemonic.Vgatherdpd,   &Gather<ulong, int>),
        new(Mnemonic.Vgatherqpd,   &Gather<ulong, long>),
        new(Mnemonic.Vpgatherdd,   &Gather<uint, int>),
        new(Mnemonic.Vpgatherqd,   &Gather<uint, long>),
        new(Mnemonic.Vpgatherdq,   &Gather<ulong, int>),
        new(Mnemonic.Vpgatherqq,   &Gather<ulong, long>),
    ];
#pragma warning restore format

    private static Handler Aligned(Translation t) => WholeRegister(t, aligned: true);

    private static Handler Anywhere(Translation t) => WholeRegister(t, aligned: false);

    private static Handler WholeRegister(Translation t, bool aligned)
    {
        bool store = t.IsMemory(0);
        VexForms.Begin(t, store ? 1 : 0);
        bool wide = (t.Op->Flags & OpFlags.Wide) != 0;
        if (store)
            t.Op->Source = Offset(t, 1);
        else
            t.Op->Destination = Offset(t, 0);
        if (store && aligned)
        {
            return wide
                ? Pick(t, &VexMoves.StoreAligned<Vector256<byte>, Flat>, &VexMoves.StoreAligned<Vector256<byte>, Segmented>)
                : Pick(t, &VexMoves.StoreAligned<Vector128<byte>, Flat>, &VexMoves.StoreAligned<Vector128<byte>, Segmented>);
        }
        if (store)
        {
            return wide
                ? Pick(t, &VectorMoves.Store<Vector256<byte>, Flat>, &VectorMoves.Store<Vector256<byte>, Segmented>)
                : Pick(t, &VectorMoves.Store<Vector128<byte>, Flat>, &VectorMoves.Store<Vector128<byte>, Segmented>);
        }
        if (!t.IsMemory(1))
        {
            t.Op->Source = Offset(t, 1);
            return &VexMoves.Register;
        }
        if (aligned)
        {
            return wide
                ? Pick(t, &VexMoves.LoadAligned<Vector256<byte>, Flat>, &VexMoves.LoadAligned<Vector256<byte>, Segmented>)
                : Pick(t, &VexMoves.LoadAligned<Vector128<byte>, Flat>, &VexMoves.LoadAligned<Vector128<byte>, Segmented>);
        }
        return wide
            ? Pick(t, &VexMoves.Load<Vector256<byte>, Flat>, &VexMoves.Load<Vector256<byte>, Segmented>)
            : Pick(t, &VexMoves.Load<Vector128<byte>, Flat>, &VexMoves.Load<Vector128<byte>, Segmented>);
    }

    private static Handler Scalar<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Flags |= OpFlags.Vex;
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            return Pick(t, &VectorMoves.Store<T, Flat>, &VectorMoves.Store<T, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        if (t.IsMemory(1))
            return Pick(t, &VexMoves.Load<T, Flat>, &VexMoves.Load<T, Segmented>);
        return Merge(t, &VexOperations.MoveLow<T>, 0);
    }

    // Two register sources and no immediate operand.
    private static Handler Merge(Translation t, delegate*<byte*, byte*, uint, void> function, uint immediate)
    {
        t.Op->Immediate = (nuint)function;
        t.Op->Extra = (uint)Offset(t, 1) << 16 | immediate;
        t.Op->Source = Offset(t, 2);
        return &VexHandlers<VexInteger>.R;
    }

    private static Handler Half(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        Mnemonic mnemonic = t.Instruction.Mnemonic;
        bool high = mnemonic is Mnemonic.Vmovhps or Mnemonic.Vmovhpd;
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            t.Op->Extra = high ? 8U : 0;
            return Pick(t, &VectorMoves.Store<ulong, Flat>, &VectorMoves.Store<ulong, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        if (!t.IsMemory(2))
            return Merge(t, &Rearrange.MoveHalf, mnemonic == Mnemonic.Vmovhlps ? 1U : 2U);
        delegate*<byte*, byte*, uint, void> move = &Rearrange.MoveHalf;
        t.Op->Immediate = (nuint)move;
        t.Op->Extra = (uint)Offset(t, 1) << 16 | (high ? 2U : 0);
        return Pick(t, &VexHandlers<VexInteger>.M<ulong, Flat>, &VexHandlers<VexInteger>.M<ulong, Segmented>);
    }

    private static Handler VmovdVmovq(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        if (t.IsMemory(0) || (t.IsRegister(0) && t.Instruction.GetOpRegister(0).IsGPR()))
        {
            t.Op->Source = Offset(t, 1);
            bool wideTarget = t.Size(0) == 8;
            if (t.IsMemory(0))
            {
                return wideTarget
                    ? Pick(t, &VectorMoves.Store<ulong, Flat>, &VectorMoves.Store<ulong, Segmented>)
                    : Pick(t, &VectorMoves.Store<uint, Flat>, &VectorMoves.Store<uint, Segmented>);
            }
            t.Op->Destination = t.Register(0);
            return wideTarget ? &VectorMoves.ToGeneral<ulong, ulong> : &VectorMoves.ToGeneral<uint, uint>;
        }
        t.Op->Destination = Offset(t, 0);
        bool wide = t.Size(1) == 8;
        if (t.IsMemory(1))
        {
            return wide
                ? Pick(t, &VexMoves.Load<ulong, Flat>, &VexMoves.Load<ulong, Segmented>)
                : Pick(t, &VexMoves.Load<uint, Flat>, &VexMoves.Load<uint, Segmented>);
        }
        if (t.Instruction.GetOpRegister(1).IsGPR())
        {
            t.Op->Source = t.Register(1);
            return wide ? &VexMoves.Insert<ulong> : &VexMoves.Insert<uint>;
        }
        delegate*<byte*, byte*, uint, void> move = &VexOperations.MoveQuad;
        t.Op->Immediate = (nuint)move;
        t.Op->Source = Offset(t, 1);
        return &VexHandlers<VexInteger>.R;
    }

    private static Handler LegacyMaskedStore(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        return VectorMoveForms.MaskedStore(t);
    }

    private static Handler MaskOf(Translation t)
    {
        VexForms.Begin(t, 1);
        if ((t.Op->Flags & OpFlags.Wide) == 0)
            return VectorMoveForms.MaskOf(t);
        t.Op->Destination = t.Register(0);
        t.Op->Source = Offset(t, 1);
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Vmovmskps => &VexMoves.Mask<uint>,
            Mnemonic.Vmovmskpd => &VexMoves.Mask<ulong>,
            _ => &VexMoves.Mask<byte>,
        };
    }

    private static Handler Extract(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        return VectorMoveForms.Extract(t);
    }

    private static Handler ExtractHalf(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        t.Op->Source = Offset(t, 1);
        uint half = (uint)t.Immediate(2) & 1;
        if (t.IsMemory(0))
        {
            t.Op->Extra = half * 16;
            return Pick(t, &VectorMoves.Store<Vector128<byte>, Flat>, &VectorMoves.Store<Vector128<byte>, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        delegate*<byte*, byte*, uint, void> extract = &VexOperations.ExtractHalf;
        t.Op->Immediate = (nuint)extract;
        t.Op->Extra = half;
        return &VexHandlers<VexInteger>.R;
    }

    private static Handler Insert<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Flags |= OpFlags.Vex;
        t.Op->Destination = Offset(t, 0);
        t.Op->Immediate = 1;
        t.Op->Extra = (uint)Offset(t, 1) << 16 | ((uint)t.Immediate(3) * (uint)sizeof(T) & 15);
        if (t.IsMemory(2))
            return Pick(t, &VexMoves.InsertMemory<T, Flat>, &VexMoves.InsertMemory<T, Segmented>);
        t.Op->Source = t.Register(2);
        return &VexMoves.Insert<T>;
    }

    private static Handler FromInteger<TElement>(Translation t)
        where TElement : struct, ISseElement
    {
        t.Op->Flags |= OpFlags.Vex;
        t.Op->Destination = Offset(t, 0);
        t.Op->Extra = (uint)Offset(t, 1) << 16;
        bool wide = t.Size(2) == 8;
        if (t.IsMemory(2))
        {
            return wide
                ? Pick(t, &VexMoves.FromIntegerM<TElement, long, Flat>, &VexMoves.FromIntegerM<TElement, long, Segmented>)
                : Pick(t, &VexMoves.FromIntegerM<TElement, int, Flat>, &VexMoves.FromIntegerM<TElement, int, Segmented>);
        }
        t.Op->Source = t.Register(2);
        return wide ? &VexMoves.FromIntegerR<TElement, long> : &VexMoves.FromIntegerR<TElement, int>;
    }

    private static Handler ToInteger(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        return t.Instruction.Mnemonic is Mnemonic.Vcvtss2si or Mnemonic.Vcvttss2si
            ? VectorMoveForms.ToInteger<SingleElement, uint>(t)
            : VectorMoveForms.ToInteger<DoubleElement, ulong>(t);
    }

    private static Handler ToHalves(Translation t)
    {
        VexForms.Begin(t, 1);
        t.Op->Source = Offset(t, 1);
        t.Op->Extra = (byte)t.Immediate(2);
        bool wide = (t.Op->Flags & OpFlags.Wide) != 0;
        t.Op->OperandSize = wide ? (byte)32 : (byte)16;
        if (t.IsMemory(0))
        {
            return wide
                ? Pick(t, &HalfPrecision.ToHalvesM<Vector128<byte>, Flat>, &HalfPrecision.ToHalvesM<Vector128<byte>, Segmented>)
                : Pick(t, &HalfPrecision.ToHalvesM<ulong, Flat>, &HalfPrecision.ToHalvesM<ulong, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        return &HalfPrecision.ToHalvesR;
    }

    private static Handler ControlWord(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        return VectorMoveForms.ControlWord(t);
    }

    private static Handler Zero(Translation t)
    {
        t.Op->Flags |= OpFlags.Vex;
        t.Op->Extra = t.Instruction.Mnemonic == Mnemonic.Vzeroall ? 1U : 0;
        return &VexMoves.Zero;
    }

    private static Handler Blend<T>(Translation t)
        where T : unmanaged
    {
        VexForms.Begin(t, 0);
        t.Op->Destination = Offset(t, 0);
        t.Op->Extra = (uint)Offset(t, 1) << 16;
        t.Op->Immediate = Offset(t, 3);
        if (t.IsMemory(2))
        {
            return (t.Op->Flags & OpFlags.Wide) != 0
                ? Pick(t, &VexOperations.BlendM<T, Vector256<byte>, Flat>, &VexOperations.BlendM<T, Vector256<byte>, Segmented>)
                : Pick(t, &VexOperations.BlendM<T, Vector128<byte>, Flat>, &VexOperations.BlendM<T, Vector128<byte>, Segmented>);
        }
        t.Op->Source = Offset(t, 2);
        return &VexOperations.BlendR<T>;
    }

    private static Handler Masked<T>(Translation t)
        where T : unmanaged
    {
        VexForms.Begin(t, 1);
        t.Op->Extra = (uint)Offset(t, 1) << 16;
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 2);
            return &VexMoves.MaskedStore<T>;
        }
        t.Op->Destination = Offset(t, 0);
        return &VexMoves.MaskedLoad<T>;
    }

    private static Handler Gather<T, TIndex>(Translation t)
        where T : unmanaged
        where TIndex : unmanaged
    {
        VexForms.Begin(t, 0);
        Register index = t.Instruction.MemoryIndex;
        t.Op->Destination = Offset(t, 0);
        t.Op->Source = OffsetOf(index);
        t.Op->Extra = (uint)Offset(t, 2) << 16;
        t.Op->Scale = (byte)BitOperations.Log2((uint)t.Instruction.MemoryIndexScale);
        // Destination, index and mask have to be three registers.
        if (t.Op->Destination == t.Op->Source || t.Op->Destination == Offset(t, 2) || t.Op->Source == Offset(t, 2))
            return t.End(&Handlers.InvalidOpcode);
        int destination = VexForms.IsYmm(t, 0) ? 32 : 16, indexes = index is >= Register.YMM0 and <= Register.YMM15 ? 32 : 16;
        t.Op->OperandSize = (byte)Math.Min(destination / sizeof(T), indexes / sizeof(TIndex));
        return &VexMoves.Gather<T, TIndex>;
    }
}
