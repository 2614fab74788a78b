using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

internal readonly unsafe struct BitForm<TOperation> : IForm
    where TOperation : struct, IBitOperation
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        if (t.IsRegister(1))
        {
            t.Op->Source = t.Register(1);
            if (t.IsMemory(0))
                return &Bit<TOperation, T>.MR;
            t.Op->Destination = t.Register(0);
            return &Bit<TOperation, T>.RR;
        }
        t.Op->Immediate = t.Immediate(1);
        if (t.IsMemory(0))
            return &Bit<TOperation, T>.MI;
        t.Op->Destination = t.Register(0);
        return &Bit<TOperation, T>.RI;
    }
}

internal readonly unsafe struct ScanForm<TOperation> : IForm
    where TOperation : struct, IBitScan
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &Scan<TOperation, T>.RM<Flat> : &Scan<TOperation, T>.RM<Segmented>;
        t.Op->Source = t.Register(1);
        return &Scan<TOperation, T>.RR;
    }
}

internal readonly unsafe struct TernaryForm<TOperation> : IForm
    where TOperation : struct, ITernaryOperation
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        bool immediate = t.IsImmediate(2);
        if (immediate)
            t.Op->Immediate = t.Immediate(2);
        else if (t.IsRegister(2))
            t.Op->Extra = t.Register(2);
        if (t.IsMemory(1))
        {
            if (immediate)
                return t.IsFlat ? &Ternary<TOperation, T>.RMI<Flat> : &Ternary<TOperation, T>.RMI<Segmented>;
            return t.IsFlat ? &Ternary<TOperation, T>.RMR<Flat> : &Ternary<TOperation, T>.RMR<Segmented>;
        }
        t.Op->Source = t.Register(1);
        if (t.IsMemory(2))
            return t.IsFlat ? &Ternary<TOperation, T>.RRM<Flat> : &Ternary<TOperation, T>.RRM<Segmented>;
        return immediate ? &Ternary<TOperation, T>.RRI : &Ternary<TOperation, T>.RRR;
    }
}

/// <summary>MULX: high half, low half, source.</summary>
internal readonly unsafe struct MulxForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        t.Op->Source = t.Register(1);
        if (t.IsMemory(2))
            return t.IsFlat ? &WideArithmetic<T>.MulxM<Flat> : &WideArithmetic<T>.MulxM<Segmented>;
        t.Op->Extra = t.Register(2);
        return &WideArithmetic<T>.MulxR;
    }
}

/// <summary>ADCX and ADOX.</summary>
internal readonly unsafe struct FlagAddForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Extra = t.Instruction.Mnemonic == Mnemonic.Adox ? 1U : 0;
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &WideArithmetic<T>.AddRM<Flat> : &WideArithmetic<T>.AddRM<Segmented>;
        t.Op->Source = t.Register(1);
        return &WideArithmetic<T>.AddRR;
    }
}

/// <summary>CRC32: the source's width is <c>T</c>.</summary>
internal readonly unsafe struct CrcForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        if (t.IsMemory(1))
            return t.IsFlat ? &WideArithmetic<T>.CrcRM<Flat> : &WideArithmetic<T>.CrcRM<Segmented>;
        t.Op->Source = t.Register(1);
        return &WideArithmetic<T>.CrcRR;
    }
}
