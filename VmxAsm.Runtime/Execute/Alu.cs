using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>An operation on two operands of one width that sets the flags: ADD, AND, CMP ...</summary>
internal interface IBinaryOperation
{
    /// <summary>False for CMP and TEST: the result is dropped, memory is only read.</summary>
    bool Writes { get; }

    T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged;
}

/// <summary>An operation on one operand: INC, DEC, NEG, NOT.</summary>
internal interface IUnaryOperation
{
    T Apply<T>(Processor cpu, T a)
        where T : unmanaged;
}

internal readonly struct Add : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a + b;
        cpu.SetFlagsAdd(a, b, result);
        return result;
    }
}

internal readonly struct Adc : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a + b + (cpu.Cf ? 1UL : 0);
        cpu.SetFlagsAdd(a, b, result);
        return result;
    }
}

internal readonly struct Sub : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a - b;
        cpu.SetFlagsSub(a, b, result);
        return result;
    }
}

internal readonly struct Sbb : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a - b - (cpu.Cf ? 1UL : 0);
        cpu.SetFlagsSub(a, b, result);
        return result;
    }
}

internal readonly struct Cmp : IBinaryOperation
{
    public bool Writes => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        cpu.SetFlagsSub(a, b, a - b);
        return a;
    }
}

internal readonly struct And : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a & b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Or : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a | b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Xor : IBinaryOperation
{
    public bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = a ^ b;
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Test : IBinaryOperation
{
    public bool Writes => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        cpu.SetFlagsLogic(a & b);
        return a;
    }
}

internal readonly struct Inc : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a)
        where T : unmanaged
    {
        bool carry = cpu.Cf;
        T result = a + 1;
        cpu.SetFlagsAdd(a, Widths.Truncate<T>(1), result);
        cpu.Cf = carry;
        return result;
    }
}

internal readonly struct Dec : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a)
        where T : unmanaged
    {
        bool carry = cpu.Cf;
        T result = a - 1;
        cpu.SetFlagsSub(a, Widths.Truncate<T>(1), result);
        cpu.Cf = carry;
        return result;
    }
}

internal readonly struct Neg : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a)
        where T : unmanaged
    {
        T result = default(T) - a;
        cpu.SetFlagsSub(default, a, result);
        return result;
    }
}

internal readonly struct Not : IUnaryOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(Processor cpu, T a)
        where T : unmanaged => ~a;
}

/// <summary>The operand forms of two-operand arithmetic: R register, M memory, I immediate; destination first.</summary>
internal static unsafe class Binary<TOperation, T>
    where TOperation : struct, IBinaryOperation
    where T : unmanaged
{
    public static Op* RR(Processor cpu, Op* op)
    {
        T result = default(TOperation).Apply(cpu, cpu.Register<T>(op->Destination), cpu.Register<T>(op->Source));
        if (default(TOperation).Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* RI(Processor cpu, Op* op)
    {
        T result = default(TOperation).Apply(cpu, cpu.Register<T>(op->Destination), Widths.Truncate<T>(op->Immediate));
        if (default(TOperation).Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = default(TOperation).Apply(cpu, cpu.Register<T>(op->Destination), *memory);
        if (default(TOperation).Writes)
            cpu.SetRegister(op->Destination, result);
        return Next(cpu, op);
    }

    public static Op* MR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = default(TOperation).Writes ? cpu.Modifiable<T, TAddress>(op) : cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = default(TOperation).Apply(cpu, *memory, cpu.Register<T>(op->Source));
        if (default(TOperation).Writes)
        {
            *memory = result;
            cpu.Commit(memory);
        }
        return Next(cpu, op);
    }

    public static Op* MI<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = default(TOperation).Writes ? cpu.Modifiable<T, TAddress>(op) : cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T result = default(TOperation).Apply(cpu, *memory, Widths.Truncate<T>(op->Immediate));
        if (default(TOperation).Writes)
        {
            *memory = result;
            cpu.Commit(memory);
        }
        return Next(cpu, op);
    }
}

/// <summary>The operand forms of one-operand arithmetic.</summary>
internal static unsafe class Unary<TOperation, T>
    where TOperation : struct, IUnaryOperation
    where T : unmanaged
{
    public static Op* R(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, cpu.Register<T>(op->Destination)));
        return Next(cpu, op);
    }

    public static Op* M<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = default(TOperation).Apply(cpu, *memory);
        cpu.Commit(memory);
        return Next(cpu, op);
    }
}
