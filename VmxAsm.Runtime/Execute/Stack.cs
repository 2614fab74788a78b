using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>The width of the stack pointer: SS.B, or 64 bits. Blocks are decoded for one width.</summary>
internal interface IStack
{
    ulong Mask { get; }
}

internal readonly struct Stack16 : IStack
{
    public ulong Mask => ushort.MaxValue;
}

internal readonly struct Stack32 : IStack
{
    public ulong Mask => uint.MaxValue;
}

internal readonly struct Stack64 : IStack
{
    public ulong Mask => ulong.MaxValue;
}

/// <summary>Pushes and pops of one width on a stack of one width. False, null: an exception is pending.</summary>
internal static unsafe class Stack<T, TStack>
    where T : unmanaged
    where TStack : struct, IStack
{
    /// <summary>Stores below the stack pointer, then moves it: a fault leaves it as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(Processor cpu, Op* op, T value)
    {
        ulong pointer = (Pointer(cpu) - (ulong)sizeof(T)) & default(TStack).Mask;
        if (!cpu.StoreAt(op, (int)SegmentRegister.Ss, pointer, value))
            return false;
        SetPointer(cpu, pointer);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Top(Processor cpu, Op* op) => cpu.ReadableAt<T>(op, (int)SegmentRegister.Ss, Pointer(cpu));

    /// <summary>The stack pointer. SP is read as it is written, by 16 bits: the host would wait for a wider read of what was just written in part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pointer(Processor cpu) => default(TStack).Mask == ushort.MaxValue ? cpu.Register<ushort>(4 * 8) : cpu.Rsp & default(TStack).Mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetPointer(Processor cpu, ulong pointer)
    {
        if (default(TStack).Mask == ushort.MaxValue)
            cpu.Register<ushort>(4 * 8) = (ushort)pointer;
        else
            cpu.Rsp = pointer & default(TStack).Mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Drop(Processor cpu, ulong bytes) => SetPointer(cpu, Pointer(cpu) + bytes);

    public static Op* PushR(Processor cpu, Op* op) => TryPush(cpu, op, cpu.Register<T>(op->Source)) ? Next(cpu, op) : op;

    public static Op* PushI(Processor cpu, Op* op) => TryPush(cpu, op, Widths.Truncate<T>(op->Immediate)) ? Next(cpu, op) : op;

    public static Op* PushM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return TryPush(cpu, op, *memory) ? Next(cpu, op) : op;
    }

    public static Op* PopR(Processor cpu, Op* op)
    {
        T* top = Top(cpu, op);
        if (top == null)
            return op;
        T value = *top;
        Drop(cpu, (ulong)sizeof(T));
        cpu.SetRegister(op->Destination, value);
        return Next(cpu, op);
    }

    /// <summary>POP m: an address based on the stack pointer uses its value after the pop, and a fault puts it back.</summary>
    public static Op* PopM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* top = Top(cpu, op);
        if (top == null)
            return op;
        T value = *top;
        ulong before = cpu.Rsp;
        Drop(cpu, (ulong)sizeof(T));
        if (!cpu.Store<T, TAddress>(op, value))
        {
            cpu.Rsp = before;
            return op;
        }
        return Next(cpu, op);
    }

    /// <summary>PUSH of a segment register: its selector, zero-extended.</summary>
    public static Op* PushSegment(Processor cpu, Op* op)
    {
        ushort selector = cpu.Segments[(int)op->Extra].Selector;
        // A 32-bit push writes two bytes only, as processors have done since the P6.
        if (sizeof(T) == 4)
        {
            ulong pointer = (cpu.Rsp - 4) & default(TStack).Mask;
            if (!cpu.StoreAt(op, (int)SegmentRegister.Ss, pointer, selector))
                return op;
            SetPointer(cpu, pointer);
            return Next(cpu, op);
        }
        return TryPush(cpu, op, Widths.Truncate<T>(selector)) ? Next(cpu, op) : op;
    }

    /// <summary>POP of a segment register: the descriptor is loaded before the pointer moves.</summary>
    public static Op* PopSegment(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        // Likewise only the selector is read.
        ushort* top = cpu.ReadableAt<ushort>(null, (int)SegmentRegister.Ss, cpu.Rsp & default(TStack).Mask);
        if (top == null)
            return op;
        var register = (SegmentRegister)op->Extra;
        cpu.LoadSegment(register, *top);
        Drop(cpu, (ulong)sizeof(T));
        if (register == SegmentRegister.Ss)
            cpu.BeginShadow(movSs: true);
        return cpu.Leave(op);
    }

    public static Op* PushAll(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        ulong pointer = cpu.Rsp;
        // The lowest first: if that can be written and the highest can, all can but for a hole between pages, which the store finds.
        for (int i = 0; i < 8; i++)
        {
            pointer = (pointer - (ulong)sizeof(T)) & default(TStack).Mask;
            if (!cpu.StoreAt(null, (int)SegmentRegister.Ss, pointer, cpu.Register<T>((ushort)(i * 8))))
                return op;
        }
        SetPointer(cpu, pointer);
        return Next(cpu, op);
    }

    public static Op* PopAll(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        T* values = stackalloc T[8];
        for (int i = 0; i < 8; i++)
        {
            T* slot = cpu.ReadableAt<T>(null, (int)SegmentRegister.Ss, (cpu.Rsp + (ulong)(i * sizeof(T))) & default(TStack).Mask);
            if (slot == null)
                return op;
            values[i] = *slot;
        }
        for (int i = 0; i < 8; i++)
        {
            if (i != 3)
                cpu.SetRegister((ushort)((7 - i) * 8), values[i]);
        }
        Drop(cpu, (ulong)(8 * sizeof(T)));
        return Next(cpu, op);
    }

    public static Op* Leave(Processor cpu, Op* op)
    {
        T* saved = cpu.ReadableAt<T>(op, (int)SegmentRegister.Ss, cpu.Rbp & default(TStack).Mask);
        if (saved == null)
            return op;
        T value = *saved;
        SetPointer(cpu, cpu.Rbp + (ulong)sizeof(T));
        cpu.SetRegister(5 * 8, value);
        return Next(cpu, op);
    }

    /// <summary>ENTER: <c>Immediate</c> bytes of locals, <c>Extra</c> the nesting level (masked to 5 bits when decoding).</summary>
    public static Op* Enter(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        ulong pointer = (cpu.Rsp - (ulong)sizeof(T)) & default(TStack).Mask;
        if (!cpu.StoreAt(null, (int)SegmentRegister.Ss, pointer, cpu.Register<T>(5 * 8)))
            return op;
        ulong frame = pointer;
        uint level = op->Extra;
        if (level > 0)
        {
            ulong display = cpu.Rbp;
            for (uint i = 1; i < level; i++)
            {
                display = (display - (ulong)sizeof(T)) & default(TStack).Mask;
                T* link = cpu.ReadableAt<T>(null, (int)SegmentRegister.Ss, display);
                if (link == null)
                    return op;
                T value = *link;
                pointer = (pointer - (ulong)sizeof(T)) & default(TStack).Mask;
                if (!cpu.StoreAt(null, (int)SegmentRegister.Ss, pointer, value))
                    return op;
            }
            pointer = (pointer - (ulong)sizeof(T)) & default(TStack).Mask;
            if (!cpu.StoreAt(null, (int)SegmentRegister.Ss, pointer, Widths.Truncate<T>(frame)))
                return op;
        }
        pointer = (pointer - op->Immediate) & default(TStack).Mask;
        // The new top must be writable: found now rather than by the first push.
        if (!cpu.CanWrite(SegmentRegister.Ss, pointer, sizeof(T)))
            return op;
        if (default(TStack).Mask == ushort.MaxValue)
            cpu.Register<ushort>(5 * 8) = (ushort)frame;
        else
            cpu.SetRegister(5 * 8, Widths.Truncate<T>(frame));
        SetPointer(cpu, pointer);
        return Next(cpu, op);
    }

    public static Op* PushFlags(Processor cpu, Op* op)
    {
        uint flags = cpu.Rflags & ~(RflagsBits.Vm | RflagsBits.Rf);
        if (cpu.IsVirtual8086 && cpu.Iopl < 3)
        {
            if (sizeof(T) != 2 || (cpu.Cr4 & Cr4Bits.VME) == 0)
                return cpu.Raise(op, Vector.GeneralProtection, 0);
            // Virtual-8086 mode extensions: the image shows VIF as IF, and IOPL 3.
            flags = (flags & ~RflagsBits.If) | RflagsBits.Iopl | ((flags & RflagsBits.Vif) != 0 ? RflagsBits.If : 0);
        }
        return TryPush(cpu, op, Widths.Truncate<T>(flags)) ? Next(cpu, op) : op;
    }

    public static Op* PopFlags(Processor cpu, Op* op)
    {
        T* top = Top(cpu, op);
        if (top == null)
            return op;
        uint image = (uint)Widths.ZeroExtend(*top);
        uint flags = cpu.Rflags;
        uint changed = Processor.StatusFlags | RflagsBits.Tf | RflagsBits.Df | RflagsBits.Nt;
        if (sizeof(T) != 2)
            changed |= RflagsBits.Ac | RflagsBits.Id | RflagsBits.Rf;
        image &= ~RflagsBits.Rf;
        if (cpu.IsVirtual8086)
        {
            if (cpu.Iopl == 3)
                changed |= RflagsBits.If;
            else
            {
                if (sizeof(T) != 2 || (cpu.Cr4 & Cr4Bits.VME) == 0)
                    return cpu.Raise(op, Vector.GeneralProtection, 0);
                if ((image & RflagsBits.Tf) != 0 || ((image & RflagsBits.If) != 0 && (flags & RflagsBits.Vip) != 0))
                    return cpu.Raise(op, Vector.GeneralProtection, 0);
                changed |= RflagsBits.Vif;
                image = (image & ~RflagsBits.Vif) | ((image & RflagsBits.If) != 0 ? RflagsBits.Vif : 0);
            }
        }
        else if (cpu.Cpl == 0)
            changed |= RflagsBits.If | RflagsBits.Iopl;
        else if (cpu.Cpl <= cpu.Iopl)
            changed |= RflagsBits.If;
        Drop(cpu, (ulong)sizeof(T));
        cpu.Rflags = (flags & ~changed) | (image & changed);
        return cpu.Leave(op);
    }
}
