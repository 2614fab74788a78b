using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

// Near branches. The target of a relative one is `BlockRip + op->Immediate`, cut by `op->AddressMask` to the operand size; outside the code segment it
// is #GP(0) at the branch.

/// <summary>How instruction pointers are checked: against CS.limit, or for being canonical.</summary>
internal static unsafe class Branch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Target(Processor cpu, Op* op) => (cpu.BlockRip + op->Immediate) & op->AddressMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* To(Processor cpu, Op* op, ulong target)
    {
        if (!cpu.IsInCode(target))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        return Processor.GoIndirect(cpu, op, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* Past(Processor cpu, Op* op)
    {
        cpu.Rip = cpu.MaskRip(cpu.BlockRip + op->Offset + op->Length);
        return op;
    }

    public static Op* Jump(Processor cpu, Op* op) => Processor.Go(cpu, op, Target(cpu, op), taken: true);

    public static Op* If<TCondition>(Processor cpu, Op* op)
        where TCondition : struct, ICondition
    {
        if (default(TCondition).Holds(cpu))
            return Processor.Go(cpu, op, Target(cpu, op), taken: true);
        return Processor.Go(cpu, op, cpu.MaskRip(cpu.BlockRip + op->Offset + op->Length), taken: false);
    }

    public static Op* JumpR<T>(Processor cpu, Op* op)
        where T : unmanaged => To(cpu, op, Widths.ZeroExtend(cpu.Register<T>(op->Source)));

    public static Op* JumpM<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        return memory == null ? op : To(cpu, op, Widths.ZeroExtend(*memory));
    }

    /// <summary>JCXZ, JECXZ, JRCXZ, by the address size.</summary>
    public static Op* IfCountZero<T>(Processor cpu, Op* op)
        where T : unmanaged =>
        Widths.IsZero(cpu.Register<T>(1 * 8)) ? To(cpu, op, Target(cpu, op)) : Past(cpu, op);

    public static Op* Loop<T>(Processor cpu, Op* op)
        where T : unmanaged => LoopWhile<T>(cpu, op, true);

    public static Op* LoopIfEqual<T>(Processor cpu, Op* op)
        where T : unmanaged => LoopWhile<T>(cpu, op, cpu.Zf);

    public static Op* LoopIfNotEqual<T>(Processor cpu, Op* op)
        where T : unmanaged => LoopWhile<T>(cpu, op, !cpu.Zf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Op* LoopWhile<T>(Processor cpu, Op* op, bool condition)
        where T : unmanaged
    {
        T count = cpu.Register<T>(1 * 8) - 1;
        if (Widths.IsZero(count) || !condition)
        {
            cpu.SetRegister(1 * 8, count);
            return Past(cpu, op);
        }
        ulong target = Target(cpu, op);
        if (!cpu.IsInCode(target))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.SetRegister(1 * 8, count);
        return Processor.Go(cpu, op, target, taken: true);
    }
}

/// <summary>Near calls and returns of one operand size on a stack of one width.</summary>
internal static unsafe class Call<T, TStack>
    where T : unmanaged
    where TStack : struct, IStack
{
    public static Op* Relative(Processor cpu, Op* op)
    {
        ulong target = Branch.Target(cpu, op);
        if (!cpu.IsInCode(target))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong next = cpu.MaskRip(cpu.BlockRip + op->Offset + op->Length);
        if (!Stack<T, TStack>.TryPush(cpu, op, Widths.Truncate<T>(next)))
            return op;
        return Processor.Go(cpu, op, target, taken: true);
    }

    public static Op* R(Processor cpu, Op* op) => To(cpu, op, Widths.ZeroExtend(cpu.Register<T>(op->Source)));

    public static Op* M<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        return memory == null ? op : To(cpu, op, Widths.ZeroExtend(*memory));
    }

    /// <summary>RET, and RET n with <c>Immediate</c> n.</summary>
    public static Op* Return(Processor cpu, Op* op)
    {
        T* top = Stack<T, TStack>.Top(cpu, op);
        if (top == null)
            return op;
        ulong target = Widths.ZeroExtend(*top);
        if (!cpu.IsInCode(target))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        Stack<T, TStack>.Drop(cpu, (ulong)sizeof(T) + op->Immediate);
        return Processor.GoIndirect(cpu, op, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Op* To(Processor cpu, Op* op, ulong target)
    {
        if (!cpu.IsInCode(target))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong next = cpu.MaskRip(cpu.BlockRip + op->Offset + op->Length);
        if (!Stack<T, TStack>.TryPush(cpu, op, Widths.Truncate<T>(next)))
            return op;
        return Processor.GoIndirect(cpu, op, target);
    }
}
