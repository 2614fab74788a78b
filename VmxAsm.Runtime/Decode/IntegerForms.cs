using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

// For each family: which of its handlers fits the operands. The names of the handlers say the operand kinds, destination first.

internal readonly unsafe struct BinaryForm<TOperation> : IForm
    where TOperation : struct, IBinaryOperation
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsMemory(0))
        {
            if (t.IsRegister(1))
            {
                t.Op->Source = t.Register(1);
                return t.IsFlat ? &Binary<TOperation, T>.MR<Flat> : &Binary<TOperation, T>.MR<Segmented>;
            }
            t.Op->Immediate = t.Immediate(1);
            return t.IsFlat ? &Binary<TOperation, T>.MI<Flat> : &Binary<TOperation, T>.MI<Segmented>;
        }
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &Binary<TOperation, T>.RM<Flat> : &Binary<TOperation, T>.RM<Segmented>;
        if (t.IsRegister(1))
        {
            t.Op->Source = t.Register(1);
            return &Binary<TOperation, T>.RR;
        }
        t.Op->Immediate = t.Immediate(1);
        return &Binary<TOperation, T>.RI;
    }
}

internal readonly unsafe struct UnaryForm<TOperation> : IForm
    where TOperation : struct, IUnaryOperation
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsMemory(0))
            return t.IsFlat ? &Unary<TOperation, T>.M<Flat> : &Unary<TOperation, T>.M<Segmented>;
        t.Op->Destination = t.Register(0);
        return &Unary<TOperation, T>.R;
    }
}

internal readonly unsafe struct ShiftForm<TOperation> : IForm
    where TOperation : struct, IShiftOperation
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        bool byRegister = t.IsRegister(1);
        t.Op->Destination = t.IsMemory(0) ? (ushort)0 : t.Register(0);
        if (byRegister)
        {
            if (t.IsMemory(0))
                return t.IsFlat ? &Shift<TOperation, T>.MC<Flat> : &Shift<TOperation, T>.MC<Segmented>;
            return &Shift<TOperation, T>.RC;
        }
        t.Op->Immediate = t.Immediate(1) & (ulong)Widths.CountMask<T>();
        if (t.Op->Immediate == 0)
        {
            // No flag changes, but memory is touched and the upper half of a 32-bit register is cleared.
            t.Op->Source = t.Op->Destination;
            if (t.IsMemory(0))
                return t.IsFlat ? &Unary<Unchanged, T>.M<Flat> : &Unary<Unchanged, T>.M<Segmented>;
            return &Unary<Unchanged, T>.R;
        }
        if (t.IsMemory(0))
            return t.IsFlat ? &Shift<TOperation, T>.MI<Flat> : &Shift<TOperation, T>.MI<Segmented>;
        return &Shift<TOperation, T>.RI;
    }
}

internal readonly unsafe struct DoubleShiftForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        bool left = t.Instruction.Mnemonic == Mnemonic.Shld;
        t.Op->Source = t.Register(1);
        t.Op->Extra = t.IsRegister(2) ? DoubleShift<T>.CountInCl : (uint)t.Immediate(2) & 63;
        if (t.IsMemory(0))
        {
            if (left)
                return t.IsFlat ? &DoubleShift<T>.LeftM<Flat> : &DoubleShift<T>.LeftM<Segmented>;
            return t.IsFlat ? &DoubleShift<T>.RightM<Flat> : &DoubleShift<T>.RightM<Segmented>;
        }
        t.Op->Destination = t.Register(0);
        return left ? &DoubleShift<T>.LeftR : &DoubleShift<T>.RightR;
    }
}

internal readonly unsafe struct MultiplyForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.Instruction.OpCount > 1)
        {
            t.Op->Destination = t.Register(0);
            if (t.Instruction.OpCount == 3)
            {
                t.Op->Extra = 1;
                t.Op->Immediate = t.Immediate(2);
            }
            if (t.IsMemory(1))
                return t.IsFlat ? &MulDiv<T>.ImulRM<Flat> : &MulDiv<T>.ImulRM<Segmented>;
            t.Op->Source = t.Register(1);
            return &MulDiv<T>.ImulRR;
        }
        if (t.IsRegister(0))
            t.Op->Destination = t.Register(0);
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Mul when t.IsRegister(0) => &MulDiv<T>.MulR,
            Mnemonic.Mul => t.IsFlat ? &MulDiv<T>.MulM<Flat> : &MulDiv<T>.MulM<Segmented>,
            Mnemonic.Imul when t.IsRegister(0) => &MulDiv<T>.ImulR,
            Mnemonic.Imul => t.IsFlat ? &MulDiv<T>.ImulM<Flat> : &MulDiv<T>.ImulM<Segmented>,
            Mnemonic.Div when t.IsRegister(0) => &MulDiv<T>.DivR,
            Mnemonic.Div => t.IsFlat ? &MulDiv<T>.DivM<Flat> : &MulDiv<T>.DivM<Segmented>,
            Mnemonic.Idiv when t.IsRegister(0) => &MulDiv<T>.IdivR,
            _ => t.IsFlat ? &MulDiv<T>.IdivM<Flat> : &MulDiv<T>.IdivM<Segmented>,
        };
    }
}

internal readonly unsafe struct MoveForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsMemory(0))
        {
            if (t.IsRegister(1))
            {
                t.Op->Source = t.Register(1);
                return t.IsFlat ? &Move<T>.MR<Flat> : &Move<T>.MR<Segmented>;
            }
            t.Op->Immediate = t.Immediate(1);
            return t.IsFlat ? &Move<T>.MI<Flat> : &Move<T>.MI<Segmented>;
        }
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &Move<T>.RM<Flat> : &Move<T>.RM<Segmented>;
        if (t.IsRegister(1))
        {
            t.Op->Source = t.Register(1);
            return &Move<T>.RR;
        }
        t.Op->Immediate = t.Immediate(1);
        return &Move<T>.RI;
    }
}

internal readonly unsafe struct LeaForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        return &Move<T>.Lea;
    }
}

internal readonly unsafe struct ExchangeForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        int memory = t.IsMemory(0) ? 0 : t.IsMemory(1) ? 1 : -1;
        if (memory >= 0)
        {
            t.Op->Source = t.Register(1 - memory);
            return t.IsFlat ? &Move<T>.ExchangeMR<Flat> : &Move<T>.ExchangeMR<Segmented>;
        }
        t.Op->Destination = t.Register(0);
        t.Op->Source = t.Register(1);
        return &Move<T>.ExchangeRR;
    }
}

internal readonly unsafe struct XaddForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Source = t.Register(1);
        if (t.IsMemory(0))
            return t.IsFlat ? &Move<T>.XaddMR<Flat> : &Move<T>.XaddMR<Segmented>;
        t.Op->Destination = t.Register(0);
        return &Move<T>.XaddRR;
    }
}

internal readonly unsafe struct CompareExchangeForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Source = t.Register(1);
        if (t.IsMemory(0))
            return t.IsFlat ? &Move<T>.CompareExchangeMR<Flat> : &Move<T>.CompareExchangeMR<Segmented>;
        t.Op->Destination = t.Register(0);
        return &Move<T>.CompareExchangeRR;
    }
}

internal readonly unsafe struct MovbeForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsMemory(0))
        {
            t.Op->Source = t.Register(1);
            return t.IsFlat ? &Move<T>.SwappedMR<Flat> : &Move<T>.SwappedMR<Segmented>;
        }
        t.Op->Destination = t.Register(0);
        return t.IsFlat ? &Move<T>.SwappedRM<Flat> : &Move<T>.SwappedRM<Segmented>;
    }
}

internal readonly unsafe struct BswapForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        return &Move<T>.SwapR;
    }
}

/// <summary>MOVZX, MOVSX, MOVSXD: the width of the first operand is <c>T</c>, that of the second decides here.</summary>
internal readonly unsafe struct ExtendForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged => t.Size(1) switch
        {
            1 => From<T, byte>(t),
            2 => From<T, ushort>(t),
            _ => From<T, uint>(t),
        };

    private static Handler From<TTo, TFrom>(Translation t)
        where TTo : unmanaged
        where TFrom : unmanaged
    {
        bool zero = t.Instruction.Mnemonic == Mnemonic.Movzx;
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
        {
            if (zero)
                return t.IsFlat ? &Extend<TTo, TFrom>.ZeroRM<Flat> : &Extend<TTo, TFrom>.ZeroRM<Segmented>;
            return t.IsFlat ? &Extend<TTo, TFrom>.SignRM<Flat> : &Extend<TTo, TFrom>.SignRM<Segmented>;
        }
        t.Op->Source = t.Register(1);
        return zero ? &Extend<TTo, TFrom>.ZeroRR : &Extend<TTo, TFrom>.SignRR;
    }
}

internal readonly unsafe struct ConditionalMoveForm<TCondition> : IForm
    where TCondition : struct, ICondition
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &ConditionalMove<TCondition, T>.RM<Flat> : &ConditionalMove<TCondition, T>.RM<Segmented>;
        t.Op->Source = t.Register(1);
        return &ConditionalMove<TCondition, T>.RR;
    }
}

/// <summary>String instructions: <c>T</c> is the element's width.</summary>
internal readonly unsafe struct StringForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged => t.Op->AddressMask switch
        {
            ushort.MaxValue => Sized<T, Address16>(t),
            uint.MaxValue => Sized<T, Address32>(t),
            _ => Sized<T, Address64>(t),
        };

    private static Handler Sized<T, TSize>(Translation t)
        where T : unmanaged
        where TSize : struct, IAddressSize
    {
        bool repeated = t.Op->Repeat != 0;
        switch (t.Instruction.Mnemonic)
        {
            case Mnemonic.Movsb or Mnemonic.Movsw or Mnemonic.Movsd or Mnemonic.Movsq:
                return repeated ? &Strings<T, TSize>.RepMovs : &Strings<T, TSize>.Movs;
            case Mnemonic.Stosb or Mnemonic.Stosw or Mnemonic.Stosd or Mnemonic.Stosq:
                return repeated ? &Strings<T, TSize>.RepStos : &Strings<T, TSize>.Stos;
            case Mnemonic.Lodsb or Mnemonic.Lodsw or Mnemonic.Lodsd or Mnemonic.Lodsq:
                return repeated ? &Strings<T, TSize>.RepLods : &Strings<T, TSize>.Lods;
            case Mnemonic.Scasb or Mnemonic.Scasw or Mnemonic.Scasd or Mnemonic.Scasq:
                return repeated ? &Strings<T, TSize>.RepScas : &Strings<T, TSize>.Scas;
            case Mnemonic.Cmpsb or Mnemonic.Cmpsw or Mnemonic.Cmpsd or Mnemonic.Cmpsq:
                return repeated ? &Strings<T, TSize>.RepCmps : &Strings<T, TSize>.Cmps;
            case Mnemonic.Insb or Mnemonic.Insw or Mnemonic.Insd:
                return t.End(repeated ? &PortStrings<T, TSize>.RepIns : &PortStrings<T, TSize>.Ins);
            default:
                return t.End(repeated ? &PortStrings<T, TSize>.RepOuts : &PortStrings<T, TSize>.Outs);
        }
    }
}
