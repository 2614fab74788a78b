using System.Runtime.Intrinsics;
using Iced.Intel;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.Vectors;
using static VmxAsm.Runtime.Decode.VectorForms;

namespace VmxAsm.Runtime.Decode;

/// <summary>Moves, inserts and extracts, masks, conversions with general registers, string comparison, saved state.</summary>
internal static unsafe class VectorMoveForms
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Movaps,      &Aligned),
        new(Mnemonic.Movapd,      &Aligned),
        new(Mnemonic.Movdqa,      &Aligned),
        new(Mnemonic.Movntps,     &Aligned),
        new(Mnemonic.Movntpd,     &Aligned),
        new(Mnemonic.Movntdq,     &Aligned),
        new(Mnemonic.Movntdqa,    &Aligned),
        new(Mnemonic.Movups,      &Anywhere),
        new(Mnemonic.Movupd,      &Anywhere),
        new(Mnemonic.Movdqu,      &Anywhere),
        new(Mnemonic.Lddqu,       &Anywhere),
        new(Mnemonic.Movss,       &Scalar<uint>),
        new(Mnemonic.Movlps,      &Half),
        new(Mnemonic.Movlpd,      &Half),
        new(Mnemonic.Movhps,      &Half),
        new(Mnemonic.Movhpd,      &Half),
        new(Mnemonic.Movhlps,     &Half),
        new(Mnemonic.Movlhps,     &Half),
        new(Mnemonic.Movd,        &MovdMovq),
        new(Mnemonic.Movq,        &MovdMovq),
        new(Mnemonic.Movntq,      &MovdMovq),
        new(Mnemonic.Movq2dq,     &MovdMovq),
        new(Mnemonic.Movdq2q,     &MovdMovq),
        new(Mnemonic.Maskmovq,    &MaskedStore),
        new(Mnemonic.Maskmovdqu,  &MaskedStore),
        new(Mnemonic.Movmskps,    &MaskOf),
        new(Mnemonic.Movmskpd,    &MaskOf),
        new(Mnemonic.Pmovmskb,    &MaskOf),
        new(Mnemonic.Pextrb,      &Extract),
        new(Mnemonic.Pextrw,      &Extract),
        new(Mnemonic.Pextrd,      &Extract),
        new(Mnemonic.Pextrq,      &Extract),
        new(Mnemonic.Extractps,   &Extract),
        new(Mnemonic.Pinsrb,      &Insert),
        new(Mnemonic.Pinsrw,      &Insert),
        new(Mnemonic.Pinsrd,      &Insert),
        new(Mnemonic.Pinsrq,      &Insert),
        new(Mnemonic.Cvtsi2ss,    &FromInteger<SingleElement>),
        new(Mnemonic.Cvtsi2sd,    &FromInteger<DoubleElement>),
        new(Mnemonic.Cvtss2si,    &ToInteger<SingleElement, uint>),
        new(Mnemonic.Cvttss2si,   &ToInteger<SingleElement, uint>),
        new(Mnemonic.Cvtsd2si,    &ToInteger<DoubleElement, ulong>),
        new(Mnemonic.Cvttsd2si,   &ToInteger<DoubleElement, ulong>),
        new(Mnemonic.Pcmpestri,   &Strings),
        new(Mnemonic.Pcmpestrm,   &Strings),
        new(Mnemonic.Pcmpistri,   &Strings),
        new(Mnemonic.Pcmpistrm,   &Strings),
        new(Mnemonic.Pcmpestri64, &Strings),
        new(Mnemonic.Pcmpestrm64, &Strings),
        new(Mnemonic.Emms,        &Empty),
        new(Mnemonic.Ldmxcsr,     &ControlWord),
        new(Mnemonic.Stmxcsr,     &ControlWord),
        new(Mnemonic.Fxsave,      &State),
        new(Mnemonic.Fxsave64,    &State),
        new(Mnemonic.Fxrstor,     &State),
        new(Mnemonic.Fxrstor64,   &State),
        new(Mnemonic.Xsave,       &State),
        new(Mnemonic.Xsave64,     &State),
        new(Mnemonic.Xsaveopt,    &State),
        new(Mnemonic.Xsaveopt64,  &State),
        new(Mnemonic.Xsavec,      &State),
        new(Mnemonic.Xsavec64,    &State),
        new(Mnemonic.Xrstor,      &State),
        new(Mnemonic.Xrstor64,    &State),
        new(Mnemonic.Xsaves,      &State),
        new(Mnemonic.Xsaves64,    &State),
        new(Mnemonic.Xrstors,     &State),
        new(Mnemonic.Xrstors64,   &State),
    ];
#pragma warning restore format

    private static Handler Aligned(Translation t) => Whole(t, aligned: true);

    private static Handler Anywhere(Translation t) => Whole(t, aligned: false);

    private static Handler Whole(Translation t, bool aligned)
    {
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            return aligned
                ? Pick(t, &VectorMoves.StoreAligned<Flat>, &VectorMoves.StoreAligned<Segmented>)
                : Pick(t, &VectorMoves.Store<Vector128<byte>, Flat>, &VectorMoves.Store<Vector128<byte>, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        if (t.IsMemory(1))
        {
            return aligned
                ? Pick(t, &VectorMoves.LoadAligned<Flat>, &VectorMoves.LoadAligned<Segmented>)
                : Pick(t, &VectorMoves.Load<Vector128<byte>, Flat>, &VectorMoves.Load<Vector128<byte>, Segmented>);
        }
        t.Op->Source = Offset(t, 1);
        return &VectorMoves.XmmXmm;
    }

    private static Handler Scalar<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            return Pick(t, &VectorMoves.Store<T, Flat>, &VectorMoves.Store<T, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        if (t.IsMemory(1))
            return Pick(t, &VectorMoves.Load<T, Flat>, &VectorMoves.Load<T, Segmented>);
        t.Op->Source = Offset(t, 1);
        return &VectorMoves.LowElement<T>;
    }

    /// <summary>MOVSD and CMPSD of SSE2, which share their mnemonics with string instructions.</summary>
    public static Handler ScalarDouble(Translation t) => t.Instruction.Mnemonic == Mnemonic.Movsd
        ? Scalar<ulong>(t)
        : Sse(t, &SseArithmetic.ScalarCompare<DoubleElement>, 8, (byte)t.Immediate(2));

    // One half of a register; the other is left alone.
    private static Handler Half(Translation t)
    {
        Mnemonic mnemonic = t.Instruction.Mnemonic;
        bool high = mnemonic is Mnemonic.Movhps or Mnemonic.Movhpd;
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            t.Op->Extra = high ? 8U : 0;
            return Pick(t, &VectorMoves.Store<ulong, Flat>, &VectorMoves.Store<ulong, Segmented>);
        }
        t.Op->Destination = Offset(t, 0);
        if (t.IsMemory(1))
        {
            t.Op->Extra = high ? 8U : 0;
            return Pick(t, &VectorMoves.LoadPart<ulong, Flat>, &VectorMoves.LoadPart<ulong, Segmented>);
        }
        t.Op->Source = Offset(t, 1);
        delegate*<byte*, byte*, uint, void> move = &Rearrange.MoveHalf;
        t.Op->Immediate = (ulong)move;
        t.Op->Extra = mnemonic == Mnemonic.Movhlps ? 1U : 2U;
        return &VectorHandlers.RR;
    }

    private static Handler MovdMovq(Translation t)
    {
        bool toMmx = IsMmx(t, 0), fromMmx = IsMmx(t, 1);
        bool quad = (t.IsMemory(0) || t.IsMemory(1) ? t.Instruction.MemorySize.GetSize() : 0) == 8;
        if (t.IsMemory(0))
        {
            t.Op->Source = Offset(t, 1);
            if (fromMmx)
            {
                return quad
                    ? Pick(t, &VectorMoves.MmxStore<ulong, Flat>, &VectorMoves.MmxStore<ulong, Segmented>)
                    : Pick(t, &VectorMoves.MmxStore<uint, Flat>, &VectorMoves.MmxStore<uint, Segmented>);
            }
            return quad
                ? Pick(t, &VectorMoves.Store<ulong, Flat>, &VectorMoves.Store<ulong, Segmented>)
                : Pick(t, &VectorMoves.Store<uint, Flat>, &VectorMoves.Store<uint, Segmented>);
        }
        if (t.IsMemory(1))
        {
            t.Op->Destination = Offset(t, 0);
            if (toMmx)
            {
                return quad
                    ? Pick(t, &VectorMoves.MmxLoad<ulong, Flat>, &VectorMoves.MmxLoad<ulong, Segmented>)
                    : Pick(t, &VectorMoves.MmxLoad<uint, Flat>, &VectorMoves.MmxLoad<uint, Segmented>);
            }
            return quad
                ? Pick(t, &VectorMoves.Load<ulong, Flat>, &VectorMoves.Load<ulong, Segmented>)
                : Pick(t, &VectorMoves.Load<uint, Flat>, &VectorMoves.Load<uint, Segmented>);
        }
        if (t.Instruction.GetOpRegister(1).IsGPR())
        {
            t.Op->Destination = Offset(t, 0);
            t.Op->Source = t.Register(1);
            bool wide = t.Size(1) == 8;
            if (toMmx)
                return wide ? &VectorMoves.MmxFromGeneral<ulong> : &VectorMoves.MmxFromGeneral<uint>;
            return wide ? &VectorMoves.FromGeneral<ulong> : &VectorMoves.FromGeneral<uint>;
        }
        t.Op->Source = Offset(t, 1);
        if (t.Instruction.GetOpRegister(0).IsGPR())
        {
            t.Op->Destination = t.Register(0);
            bool wide = t.Size(0) == 8;
            if (fromMmx)
                return wide ? &VectorMoves.MmxToGeneral<ulong, ulong> : &VectorMoves.MmxToGeneral<uint, uint>;
            return wide ? &VectorMoves.ToGeneral<ulong, ulong> : &VectorMoves.ToGeneral<uint, uint>;
        }
        t.Op->Destination = Offset(t, 0);
        return toMmx ? &VectorMoves.MmxQuad : &VectorMoves.LowQuad;
    }

    public static Handler MaskedStore(Translation t)
    {
        // Operand 0 is the memory at DS:rDI.
        t.Op->Destination = Offset(t, 1);
        t.Op->Source = Offset(t, 2);
        t.Op->Segment = (byte)(t.Instruction.MemorySegment - Register.ES);
        t.Op->AddressMask = t.Instruction.Op0Kind switch
        {
            OpKind.MemorySegDI => ushort.MaxValue,
            OpKind.MemorySegEDI => uint.MaxValue,
            _ => ulong.MaxValue,
        };
        return &VectorMoves.MaskedStore;
    }

    public static Handler MaskOf(Translation t)
    {
        t.Op->Destination = t.Register(0);
        t.Op->Source = Offset(t, 1);
        if (IsMmx(t, 1))
            return &VectorMoves.MmxMaskBytes;
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Movmskps or Mnemonic.Vmovmskps => &VectorMoves.MaskSingles,
            Mnemonic.Movmskpd or Mnemonic.Vmovmskpd => &VectorMoves.MaskDoubles,
            _ => &VectorMoves.MaskBytes,
        };
    }

    // Size of an element in bytes, and where the one that the immediate names begins.
    private static int Element(Translation t, uint index, bool mmx)
    {
        int size = t.Instruction.Mnemonic switch
        {
            Mnemonic.Pextrb or Mnemonic.Pinsrb or Mnemonic.Vpextrb => 1,
            Mnemonic.Pextrw or Mnemonic.Pinsrw or Mnemonic.Vpextrw => 2,
            Mnemonic.Pextrq or Mnemonic.Pinsrq or Mnemonic.Vpextrq => 8,
            _ => 4,
        };
        t.Op->Extra = (uint)(index * size) & (mmx ? 7U : 15U);
        return size;
    }

    public static Handler Extract(Translation t)
    {
        bool mmx = IsMmx(t, 1);
        int size = Element(t, (byte)t.Immediate(2), mmx);
        t.Op->Source = Offset(t, 1);
        if (t.IsMemory(0))
        {
            return size switch
            {
                1 => Pick(t, &VectorMoves.Store<byte, Flat>, &VectorMoves.Store<byte, Segmented>),
                2 => Pick(t, &VectorMoves.Store<ushort, Flat>, &VectorMoves.Store<ushort, Segmented>),
                4 => Pick(t, &VectorMoves.Store<uint, Flat>, &VectorMoves.Store<uint, Segmented>),
                _ => Pick(t, &VectorMoves.Store<ulong, Flat>, &VectorMoves.Store<ulong, Segmented>),
            };
        }
        t.Op->Destination = t.Register(0);
        if (mmx)
            return &VectorMoves.MmxToGeneral<ushort, uint>;
        return size switch
        {
            1 => &VectorMoves.ToGeneral<byte, uint>,
            2 => &VectorMoves.ToGeneral<ushort, uint>,
            4 => &VectorMoves.ToGeneral<uint, uint>,
            _ => &VectorMoves.ToGeneral<ulong, ulong>,
        };
    }

    private static Handler Insert(Translation t)
    {
        bool mmx = IsMmx(t, 0);
        int size = Element(t, (byte)t.Immediate(2), mmx);
        t.Op->Destination = Offset(t, 0);
        if (t.IsMemory(1))
        {
            if (mmx)
                return Pick(t, &VectorMoves.MmxInsertMemory<Flat>, &VectorMoves.MmxInsertMemory<Segmented>);
            return size switch
            {
                1 => Pick(t, &VectorMoves.LoadPart<byte, Flat>, &VectorMoves.LoadPart<byte, Segmented>),
                2 => Pick(t, &VectorMoves.LoadPart<ushort, Flat>, &VectorMoves.LoadPart<ushort, Segmented>),
                4 => Pick(t, &VectorMoves.LoadPart<uint, Flat>, &VectorMoves.LoadPart<uint, Segmented>),
                _ => Pick(t, &VectorMoves.LoadPart<ulong, Flat>, &VectorMoves.LoadPart<ulong, Segmented>),
            };
        }
        t.Op->Source = t.Register(1);
        if (mmx)
            return &VectorMoves.MmxInsert;
        return size switch
        {
            1 => &VectorMoves.Insert<byte>,
            2 => &VectorMoves.Insert<ushort>,
            4 => &VectorMoves.Insert<uint>,
            _ => &VectorMoves.Insert<ulong>,
        };
    }

    private static Handler FromInteger<TElement>(Translation t)
        where TElement : struct, ISseElement
    {
        t.Op->Destination = Offset(t, 0);
        bool wide = t.Size(1) == 8;
        if (t.IsMemory(1))
        {
            return wide
                ? Pick(t, &VectorMoves.IntegerToFloatM<TElement, long, Flat>, &VectorMoves.IntegerToFloatM<TElement, long, Segmented>)
                : Pick(t, &VectorMoves.IntegerToFloatM<TElement, int, Flat>, &VectorMoves.IntegerToFloatM<TElement, int, Segmented>);
        }
        t.Op->Source = t.Register(1);
        return wide ? &VectorMoves.IntegerToFloatR<TElement, long> : &VectorMoves.IntegerToFloatR<TElement, int>;
    }

    public static Handler ToInteger<TElement, TBits>(Translation t)
        where TElement : struct, ISseElement
        where TBits : unmanaged
    {
        t.Op->Destination = t.Register(0);
        t.Op->OperandSize = (byte)t.Size(0);
        t.Op->Extra = t.Instruction.Mnemonic is Mnemonic.Cvttss2si or Mnemonic.Cvttsd2si or Mnemonic.Vcvttss2si or Mnemonic.Vcvttsd2si ? 1U : 0;
        if (t.IsMemory(1))
            return Pick(t, &VectorMoves.FloatToIntegerM<TElement, TBits, Flat>, &VectorMoves.FloatToIntegerM<TElement, TBits, Segmented>);
        t.Op->Source = Offset(t, 1);
        return &VectorMoves.FloatToIntegerR<TElement>;
    }

    private static Handler Strings(Translation t)
    {
        Handler handler = Sse(t, &StringCompare.Compare, 16, (byte)t.Immediate(2) | StringKind(t.Instruction.Mnemonic));
        // These alone do not mind where their 16 bytes lie.
        return t.IsMemory(1) ? Pick(t, &VectorHandlers.FloatRM<UInt128, Flat>, &VectorHandlers.FloatRM<UInt128, Segmented>) : handler;
    }

    /// <summary>What <see cref="StringCompare"/> has to know besides the immediate.</summary>
    public static uint StringKind(Mnemonic mnemonic) => mnemonic switch
    {
        Mnemonic.Pcmpestri or Mnemonic.Vpcmpestri => StringCompare.ExplicitLengths,
        Mnemonic.Pcmpestrm or Mnemonic.Vpcmpestrm => StringCompare.ExplicitLengths | StringCompare.Mask,
        Mnemonic.Pcmpestri64 or Mnemonic.Vpcmpestri64 => StringCompare.ExplicitLengths | StringCompare.Wide,
        Mnemonic.Pcmpestrm64 or Mnemonic.Vpcmpestrm64 => StringCompare.ExplicitLengths | StringCompare.Wide | StringCompare.Mask,
        Mnemonic.Pcmpistrm or Mnemonic.Vpcmpistrm => StringCompare.Mask,
        _ => 0,
    };

    private static Handler Empty(Translation t) => &VectorMoves.EmptyMmx;

    public static Handler ControlWord(Translation t) => t.Instruction.Mnemonic is Mnemonic.Ldmxcsr or Mnemonic.Vldmxcsr
        ? Pick(t, &ExtendedState.LoadMxcsr<Flat>, &ExtendedState.LoadMxcsr<Segmented>)
        : Pick(t, &ExtendedState.StoreMxcsr<Flat>, &ExtendedState.StoreMxcsr<Segmented>);

    private static Handler State(Translation t)
    {
        Mnemonic mnemonic = t.Instruction.Mnemonic;
        t.Op->Extra = mnemonic is Mnemonic.Fxsave64 or Mnemonic.Fxrstor64 or Mnemonic.Xsave64 or Mnemonic.Xsaveopt64 or Mnemonic.Xsavec64 or Mnemonic.Xrstor64
            or Mnemonic.Xsaves64 or Mnemonic.Xrstors64 ? 1U : 0;
        return mnemonic switch
        {
            Mnemonic.Fxsave or Mnemonic.Fxsave64 => &ExtendedState.FxSave,
            Mnemonic.Fxrstor or Mnemonic.Fxrstor64 => &ExtendedState.FxRestore,
            Mnemonic.Xrstor or Mnemonic.Xrstor64 => &ExtendedState.XRestore,
            Mnemonic.Xsaveopt or Mnemonic.Xsaveopt64 => &ExtendedState.XSaveOptimized,
            Mnemonic.Xsavec or Mnemonic.Xsavec64 => &ExtendedState.XSaveCompacted,
            Mnemonic.Xsaves or Mnemonic.Xsaves64 => t.End(&ExtendedState.XSaveSupervisor),
            Mnemonic.Xrstors or Mnemonic.Xrstors64 => t.End(&ExtendedState.XRestoreSupervisor),
            _ => &ExtendedState.XSave,
        };
    }
}
