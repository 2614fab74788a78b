using Iced.Intel;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.X87;
using static VmxAsm.Runtime.Decode.VectorForms;

namespace VmxAsm.Runtime.Decode;

/// <summary>The x87. Iced prints the popping and reversed forms as mnemonics of their own, so a row says all.</summary>
internal static unsafe class X87Rows
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Fadd,     &Arithmetic<Fadd>),
        new(Mnemonic.Faddp,    &ArithmeticPop<Fadd>),
        new(Mnemonic.Fiadd,    &IntegerArithmetic<Fadd>),
        new(Mnemonic.Fmul,     &Arithmetic<Fmul>),
        new(Mnemonic.Fmulp,    &ArithmeticPop<Fmul>),
        new(Mnemonic.Fimul,    &IntegerArithmetic<Fmul>),
        new(Mnemonic.Fsub,     &Arithmetic<Fsub>),
        new(Mnemonic.Fsubp,    &ArithmeticPop<Fsub>),
        new(Mnemonic.Fisub,    &IntegerArithmetic<Fsub>),
        new(Mnemonic.Fsubr,    &Arithmetic<Fsubr>),
        new(Mnemonic.Fsubrp,   &ArithmeticPop<Fsubr>),
        new(Mnemonic.Fisubr,   &IntegerArithmetic<Fsubr>),
        new(Mnemonic.Fdiv,     &Arithmetic<Fdiv>),
        new(Mnemonic.Fdivp,    &ArithmeticPop<Fdiv>),
        new(Mnemonic.Fidiv,    &IntegerArithmetic<Fdiv>),
        new(Mnemonic.Fdivr,    &Arithmetic<Fdivr>),
        new(Mnemonic.Fdivrp,   &ArithmeticPop<Fdivr>),
        new(Mnemonic.Fidivr,   &IntegerArithmetic<Fdivr>),
        new(Mnemonic.Fcom,     &Compare),
        new(Mnemonic.Fcomp,    &Compare),
        new(Mnemonic.Fcompp,   &Compare),
        new(Mnemonic.Fucom,    &Compare),
        new(Mnemonic.Fucomp,   &Compare),
        new(Mnemonic.Fucompp,  &Compare),
        new(Mnemonic.Ficom,    &Compare),
        new(Mnemonic.Ficomp,   &Compare),
        new(Mnemonic.Fcomi,    &Compare),
        new(Mnemonic.Fcomip,   &Compare),
        new(Mnemonic.Fucomi,   &Compare),
        new(Mnemonic.Fucomip,  &Compare),
        new(Mnemonic.Fld,      &Load),
        new(Mnemonic.Fild,     &LoadInteger),
        new(Mnemonic.Fbld,     &Bcd),
        new(Mnemonic.Fbstp,    &Bcd),
        new(Mnemonic.Fst,      &Store),
        new(Mnemonic.Fstp,     &Store),
        new(Mnemonic.Fstpnce,  &Store),
        new(Mnemonic.Fist,     &StoreInteger),
        new(Mnemonic.Fistp,    &StoreInteger),
        new(Mnemonic.Fisttp,   &StoreInteger),
        new(Mnemonic.Fxch,     &Exchange),
        new(Mnemonic.Fcmovb,   &ConditionalMove),
        new(Mnemonic.Fcmove,   &ConditionalMove),
        new(Mnemonic.Fcmovbe,  &ConditionalMove),
        new(Mnemonic.Fcmovu,   &ConditionalMove),
        new(Mnemonic.Fcmovnb,  &ConditionalMove),
        new(Mnemonic.Fcmovne,  &ConditionalMove),
        new(Mnemonic.Fcmovnbe, &ConditionalMove),
        new(Mnemonic.Fcmovnu,  &ConditionalMove),
        new(Mnemonic.Fld1,     &Constant),
        new(Mnemonic.Fldl2t,   &Constant),
        new(Mnemonic.Fldl2e,   &Constant),
        new(Mnemonic.Fldpi,    &Constant),
        new(Mnemonic.Fldlg2,   &Constant),
        new(Mnemonic.Fldln2,   &Constant),
        new(Mnemonic.Fldz,     &Constant),
        new(Mnemonic.Fchs,     &Alone),
        new(Mnemonic.Fabs,     &Alone),
        new(Mnemonic.Ftst,     &Alone),
        new(Mnemonic.Fxam,     &Alone),
        new(Mnemonic.Fsqrt,    &Alone),
        new(Mnemonic.Frndint,  &Alone),
        new(Mnemonic.Fscale,   &Alone),
        new(Mnemonic.Fxtract,  &Alone),
        new(Mnemonic.Fprem,    &Alone),
        new(Mnemonic.Fprem1,   &Alone),
        new(Mnemonic.F2xm1,    &Alone),
        new(Mnemonic.Fyl2x,    &Alone),
        new(Mnemonic.Fyl2xp1,  &Alone),
        new(Mnemonic.Fptan,    &Alone),
        new(Mnemonic.Fpatan,   &Alone),
        new(Mnemonic.Fsin,     &Alone),
        new(Mnemonic.Fcos,     &Alone),
        new(Mnemonic.Fsincos,  &Alone),
        new(Mnemonic.Fincstp,  &Alone),
        new(Mnemonic.Fdecstp,  &Alone),
        new(Mnemonic.Fnop,     &Alone),
        new(Mnemonic.Fneni,    &Alone),
        new(Mnemonic.Fndisi,   &Alone),
        new(Mnemonic.Fnsetpm,  &Alone),
        new(Mnemonic.Fninit,   &Alone),
        new(Mnemonic.Fnclex,   &Alone),
        new(Mnemonic.Wait,     &Alone),
        new(Mnemonic.Ffree,    &Free),
        new(Mnemonic.Ffreep,   &Free),
        new(Mnemonic.Fldcw,    &Control),
        new(Mnemonic.Fnstcw,   &Control),
        new(Mnemonic.Fnstsw,   &Control),
        new(Mnemonic.Fldenv,   &Environment),
        new(Mnemonic.Fnstenv,  &Environment),
        new(Mnemonic.Fnsave,   &Environment),
        new(Mnemonic.Frstor,   &Environment),
    ];
#pragma warning restore format

    // Number of a stack register operand.
    private static ushort St(Translation t, int operand) => (ushort)(t.Instruction.GetOpRegister(operand) - Register.ST0);

    private static Handler Arithmetic<TOperation>(Translation t)
        where TOperation : struct, IX87Operation
    {
        if (t.IsMemory(0))
        {
            return t.Instruction.MemorySize == MemorySize.Float32
                ? Pick(t, &X87Arithmetic<TOperation>.Memory<uint, Single32, Flat>, &X87Arithmetic<TOperation>.Memory<uint, Single32, Segmented>)
                : Pick(t, &X87Arithmetic<TOperation>.Memory<ulong, Double64, Flat>, &X87Arithmetic<TOperation>.Memory<ulong, Double64, Segmented>);
        }
        t.Op->Destination = St(t, 0);
        t.Op->Source = St(t, 1);
        return &X87Arithmetic<TOperation>.Registers;
    }

    private static Handler ArithmeticPop<TOperation>(Translation t)
        where TOperation : struct, IX87Operation
    {
        t.Op->Destination = St(t, 0);
        t.Op->Source = St(t, 1);
        return &X87Arithmetic<TOperation>.RegistersPop;
    }

    private static Handler IntegerArithmetic<TOperation>(Translation t)
        where TOperation : struct, IX87Operation => t.Instruction.MemorySize == MemorySize.Int16
            ? Pick(t, &X87Arithmetic<TOperation>.Memory<ushort, Integer16, Flat>, &X87Arithmetic<TOperation>.Memory<ushort, Integer16, Segmented>)
            : Pick(t, &X87Arithmetic<TOperation>.Memory<uint, Integer32, Flat>, &X87Arithmetic<TOperation>.Memory<uint, Integer32, Segmented>);

    private static Handler Compare(Translation t)
    {
        t.Op->OperandSize = t.Instruction.Mnemonic switch
        {
            Mnemonic.Fcompp or Mnemonic.Fucompp => 2,
            Mnemonic.Fcomp or Mnemonic.Fucomp or Mnemonic.Ficomp or Mnemonic.Fcomip or Mnemonic.Fucomip => 1,
            _ => 0,
        };
        if (t.IsMemory(0))
        {
            return t.Instruction.MemorySize switch
            {
                MemorySize.Float32 => Pick(t, &X87Compare.Memory<uint, Single32, Flat>, &X87Compare.Memory<uint, Single32, Segmented>),
                MemorySize.Float64 => Pick(t, &X87Compare.Memory<ulong, Double64, Flat>, &X87Compare.Memory<ulong, Double64, Segmented>),
                MemorySize.Int16 => Pick(t, &X87Compare.Memory<ushort, Integer16, Flat>, &X87Compare.Memory<ushort, Integer16, Segmented>),
                _ => Pick(t, &X87Compare.Memory<uint, Integer32, Flat>, &X87Compare.Memory<uint, Integer32, Segmented>),
            };
        }
        t.Op->Source = t.Instruction.OpCount > 1 ? St(t, 1) : (ushort)1;
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Fcom or Mnemonic.Fcomp or Mnemonic.Fcompp => &X87Compare.Ordered,
            Mnemonic.Fcomi or Mnemonic.Fcomip => &X87Compare.OrderedFlags,
            Mnemonic.Fucomi or Mnemonic.Fucomip => &X87Compare.UnorderedFlags,
            _ => &X87Compare.Unordered,
        };
    }

    private static Handler Load(Translation t)
    {
        if (t.Instruction.OpCount > 1 || t.IsRegister(0))
        {
            t.Op->Source = St(t, t.Instruction.OpCount - 1);
            return &X87Moves.LoadRegister;
        }
        return t.Instruction.MemorySize switch
        {
            MemorySize.Float32 => Pick(t, &X87Moves.Load<uint, Single32, Flat>, &X87Moves.Load<uint, Single32, Segmented>),
            MemorySize.Float64 => Pick(t, &X87Moves.Load<ulong, Double64, Flat>, &X87Moves.Load<ulong, Double64, Segmented>),
            _ => Pick(t, &X87Moves.LoadExtended<Flat>, &X87Moves.LoadExtended<Segmented>),
        };
    }

    private static Handler LoadInteger(Translation t) => t.Instruction.MemorySize switch
    {
        MemorySize.Int16 => Pick(t, &X87Moves.Load<ushort, Integer16, Flat>, &X87Moves.Load<ushort, Integer16, Segmented>),
        MemorySize.Int32 => Pick(t, &X87Moves.Load<uint, Integer32, Flat>, &X87Moves.Load<uint, Integer32, Segmented>),
        _ => Pick(t, &X87Moves.Load<ulong, Integer64, Flat>, &X87Moves.Load<ulong, Integer64, Segmented>),
    };

    private static Handler Bcd(Translation t)
    {
        t.Op->Extra = X87Moves.Pops;
        return t.Instruction.Mnemonic == Mnemonic.Fbld
            ? Pick(t, &X87Moves.LoadBcd<Flat>, &X87Moves.LoadBcd<Segmented>)
            : Pick(t, &X87Moves.StoreBcd<Flat>, &X87Moves.StoreBcd<Segmented>);
    }

    private static Handler Store(Translation t)
    {
        t.Op->Extra = t.Instruction.Mnemonic == Mnemonic.Fst ? 0 : X87Moves.Pops;
        if (t.IsRegister(0))
        {
            t.Op->Destination = St(t, 0);
            return &X87Moves.StoreRegister;
        }
        return t.Instruction.MemorySize switch
        {
            MemorySize.Float32 => Pick(t, &X87Moves.StoreSingle<Flat>, &X87Moves.StoreSingle<Segmented>),
            MemorySize.Float64 => Pick(t, &X87Moves.StoreDouble<Flat>, &X87Moves.StoreDouble<Segmented>),
            _ => Pick(t, &X87Moves.StoreExtended<Flat>, &X87Moves.StoreExtended<Segmented>),
        };
    }

    private static Handler StoreInteger(Translation t)
    {
        t.Op->Extra = t.Instruction.Mnemonic switch
        {
            Mnemonic.Fist => 0,
            Mnemonic.Fisttp => X87Moves.Pops | X87Moves.Truncates,
            _ => X87Moves.Pops,
        };
        return t.Instruction.MemorySize switch
        {
            MemorySize.Int16 => Pick(t, &X87Moves.StoreInteger<ushort, Flat>, &X87Moves.StoreInteger<ushort, Segmented>),
            MemorySize.Int32 => Pick(t, &X87Moves.StoreInteger<uint, Flat>, &X87Moves.StoreInteger<uint, Segmented>),
            _ => Pick(t, &X87Moves.StoreInteger<ulong, Flat>, &X87Moves.StoreInteger<ulong, Segmented>),
        };
    }

    private static Handler Exchange(Translation t)
    {
        t.Op->Source = St(t, 1);
        return &X87Moves.Exchange;
    }

    private static Handler ConditionalMove(Translation t)
    {
        t.Op->Source = St(t, 1);
        t.Op->Extra = t.Instruction.Mnemonic switch
        {
            Mnemonic.Fcmovb => 0U,
            Mnemonic.Fcmove => 1,
            Mnemonic.Fcmovbe => 2,
            Mnemonic.Fcmovu => 3,
            Mnemonic.Fcmovnb => 4,
            Mnemonic.Fcmovne => 5,
            Mnemonic.Fcmovnbe => 6,
            _ => 7,
        };
        return &X87Moves.ConditionalMove;
    }

    private static Handler Constant(Translation t)
    {
        t.Op->Source = t.Instruction.Mnemonic switch
        {
            Mnemonic.Fld1 => 0,
            Mnemonic.Fldl2t => 1,
            Mnemonic.Fldl2e => 2,
            Mnemonic.Fldpi => 3,
            Mnemonic.Fldlg2 => 4,
            Mnemonic.Fldln2 => 5,
            _ => 6,
        };
        return &X87Moves.LoadConstant;
    }

    private static Handler Alone(Translation t) => t.Instruction.Mnemonic switch
    {
        Mnemonic.Fchs => &X87Functions.ChangeSign,
        Mnemonic.Fabs => &X87Functions.Absolute,
        Mnemonic.Ftst => &X87Compare.WithZero,
        Mnemonic.Fxam => &X87Compare.Examine,
        Mnemonic.Fsqrt => &X87Functions.SquareRoot,
        Mnemonic.Frndint => &X87Functions.RoundToInteger,
        Mnemonic.Fscale => &X87Functions.Scale,
        Mnemonic.Fxtract => &X87Functions.Extract,
        Mnemonic.Fprem => &X87Functions.PartialRemainder,
        Mnemonic.Fprem1 => &X87Functions.PartialRemainderNearest,
        Mnemonic.F2xm1 => &X87Functions.Exp2MinusOne,
        Mnemonic.Fyl2x => &X87Functions.LogTimes,
        Mnemonic.Fyl2xp1 => &X87Functions.LogOnePlusTimes,
        Mnemonic.Fptan => &X87Functions.Tangent,
        Mnemonic.Fpatan => &X87Functions.ArcTangent,
        Mnemonic.Fsin => &X87Functions.Sine,
        Mnemonic.Fcos => &X87Functions.Cosine,
        Mnemonic.Fsincos => &X87Functions.SineCosine,
        Mnemonic.Fincstp => &X87Control.IncrementTop,
        Mnemonic.Fdecstp => &X87Control.DecrementTop,
        Mnemonic.Fnop => &X87Control.NoOperation,
        Mnemonic.Fninit => &X87Control.Initialize,
        Mnemonic.Fnclex => &X87Control.ClearExceptions,
        Mnemonic.Wait => &X87Control.Wait,
        _ => &X87Control.Nothing,
    };

    private static Handler Free(Translation t)
    {
        t.Op->Destination = St(t, 0);
        t.Op->Extra = t.Instruction.Mnemonic == Mnemonic.Ffreep ? X87Moves.Pops : 0;
        return &X87Control.Free;
    }

    private static Handler Control(Translation t) => t.Instruction.Mnemonic switch
    {
        Mnemonic.Fldcw => Pick(t, &X87Control.LoadControl<Flat>, &X87Control.LoadControl<Segmented>),
        Mnemonic.Fnstcw => Pick(t, &X87Control.StoreControl<Flat>, &X87Control.StoreControl<Segmented>),
        _ when t.IsRegister(0) => &X87Control.StatusToAx,
        _ => Pick(t, &X87Control.StoreStatus<Flat>, &X87Control.StoreStatus<Segmented>),
    };

    private static Handler Environment(Translation t)
    {
        // 14 or 94 bytes with 16-bit operands, 28 or 108 with 32-bit ones.
        t.Op->OperandSize = t.Instruction.MemorySize is MemorySize.FpuEnv14 or MemorySize.FpuState94 ? (byte)2 : (byte)4;
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Fldenv => &X87Control.LoadEnvironment,
            Mnemonic.Fnstenv => &X87Control.StoreEnvironment,
            Mnemonic.Fnsave => &X87Control.SaveState,
            _ => &X87Control.RestoreState,
        };
    }
}
