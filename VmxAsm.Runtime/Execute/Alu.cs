using System.Numerics;
using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>An operation on two operands of one width that sets the flags: ADD, AND, CMP ...</summary>
internal interface IBinaryOperation
{
    /// <summary>False for CMP and TEST: the result is dropped, memory is only read.</summary>
    static abstract bool Writes { get; }

    static abstract T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>An operation on one operand: INC, DEC, NEG, NOT.</summary>
internal interface IUnaryOperation
{
    static abstract T Apply<T>(Processor cpu, T a)
        where T : unmanaged, IBinaryInteger<T>;
}

internal readonly struct Add : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(a + b);
        cpu.SetFlagsAdd(a, b, result);
        return result;
    }
}

internal readonly struct Adc : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(a + b + (cpu.Cf ? T.One : T.Zero));
        cpu.SetFlagsAdd(a, b, result);
        return result;
    }
}

internal readonly struct Sub : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(a - b);
        cpu.SetFlagsSub(a, b, result);
        return result;
    }
}

internal readonly struct Sbb : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(a - b - (cpu.Cf ? T.One : T.Zero));
        cpu.SetFlagsSub(a, b, result);
        return result;
    }
}

internal readonly struct Cmp : IBinaryOperation
{
    public static bool Writes => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        cpu.SetFlagsSub(a, b, unchecked(a - b));
        return a;
    }
}

internal readonly struct And : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = a & b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Or : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = a | b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Xor : IBinaryOperation
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = a ^ b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Test : IBinaryOperation
{
    public static bool Writes => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        cpu.SetFlagsLogic(a & b);
        return a;
    }
}

internal readonly struct Inc : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool carry = cpu.Cf;
        T result = unchecked(a + T.One);
        cpu.SetFlagsAdd(a, T.One, result);
        cpu.Cf = carry;
        return result;
    }
}

internal readonly struct Dec : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool carry = cpu.Cf;
        T result = unchecked(a - T.One);
        cpu.SetFlagsSub(a, T.One, result);
        cpu.Cf = carry;
        return result;
    }
}

internal readonly struct Neg : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(T.Zero - a);
        cpu.SetFlagsSub(T.Zero, a, result);
        return result;
    }
}

internal readonly struct Not : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(Processor cpu, T a)
        where T : unmanaged, IBinaryInteger<T> => ~a;
}

/// <summary>The operand forms of two-operand arithmetic: R register, M memory, I immediate; destination first.</summary>
internal static unsafe class Binary<TOperation, T>
    where TOperation : IBinaryOperation
    where T : unmanaged, IBinaryInteger<T>
{
    public static Op* RR(Processor cpu, Op* op)
    {
        T result = TOperation.Apply(cpu, cpu.Register<T>(op->Destination), cpu.Register<T>(op->Source));
        if (TOperation.Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* RI(Processor cpu, Op* op)
    {
        T result = TOperation.Apply(cpu, cpu.Register<T>(op->Destination), T.CreateTruncating(op->Immediate));
        if (TOperation.Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = TOperation.Apply(cpu, cpu.Register<T>(op->Destination), *memory);
        if (TOperation.Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* MR<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = TOperation.Writes ? cpu.Modifiable<T, TAddress>(op) : cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = TOperation.Apply(cpu, *memory, cpu.Register<T>(op->Source));
        if (TOperation.Writes)
        {
            *memory = result;
            cpu.Commit(memory);
        }
        return Next(cpu, op);
    }

    public static Op* MI<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = TOperation.Writes ? cpu.Modifiable<T, TAddress>(op) : cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = TOperation.Apply(cpu, *memory, T.CreateTruncating(op->Immediate));
        if (TOperation.Writes)
        {
            *memory = result;
            cpu.Commit(memory);
        }
        return Next(cpu, op);
    }
}

/// <summary>The operand forms of one-operand arithmetic.</summary>
internal static unsafe class Unary<TOperation, T>
    where TOperation : IUnaryOperation
    where T : unmanaged, IBinaryInteger<T>
{
    public static Op* R(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, cpu.Register<T>(op->Destination)));
        return Next(cpu, op);
    }

    public static Op* M<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = TOperation.Apply(cpu, *memory);
        cpu.Commit(memory);
        return Next(cpu, op);
    }
}
