using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>IN and OUT. The port is <c>Immediate</c> or DX (<c>Extra</c> 1). They end the block: a device may have raised an interrupt.</summary>
internal static unsafe class PortIo<T>
    where T : unmanaged
{
    public static Op* In(Processor cpu, Op* op)
    {
        ushort port = op->Extra != 0 ? (ushort)cpu.Rdx : (ushort)op->Immediate;
        cpu.Sync(op);
        if (!cpu.MayAccessPort(port, sizeof(T)))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnPortIo(op, port, sizeof(T), input: true, isString: false))
            return op;
        cpu.CheckPortBreakpoints(port, sizeof(T));
        cpu.SetRegister(0, Widths.Truncate<T>(cpu.Board.ReadPort(port, sizeof(T))));
        return cpu.Leave(op);
    }

    public static Op* Out(Processor cpu, Op* op)
    {
        ushort port = op->Extra != 0 ? (ushort)cpu.Rdx : (ushort)op->Immediate;
        cpu.Sync(op);
        if (!cpu.MayAccessPort(port, sizeof(T)))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnPortIo(op, port, sizeof(T), input: false, isString: false))
            return op;
        cpu.CheckPortBreakpoints(port, sizeof(T));
        cpu.Board.WritePort(port, sizeof(T), (uint)Widths.ZeroExtend(cpu.Register<T>(0)));
        return cpu.Leave(op);
    }
}

/// <summary>INS and OUTS. The memory is probed before the port is read, so that a fault loses no data.</summary>
internal static unsafe class PortStrings<T, TSize>
    where T : unmanaged
    where TSize : struct, IAddressSize
{
    private const ushort C = 1 * 8, Si = 6 * 8, Di = 7 * 8;
    private const int Batch = 512;

    public static Op* Ins(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        return Begin(cpu, op, input: true) && InsOne(cpu, op) ? cpu.Leave(op) : op;
    }

    public static Op* Outs(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        return Begin(cpu, op, input: false) && OutsOne(cpu, op) ? cpu.Leave(op) : op;
    }

    public static Op* RepIns(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (Get(cpu, C) == 0)
            return cpu.Leave(op);
        if (!Begin(cpu, op, input: true))
            return op;
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget == 0)
            {
                cpu.KeepResumeFlag();
                return op;
            }
            if (!InsOne(cpu, op))
                return op;
            Put(cpu, C, Get(cpu, C) - 1);
        }
        return cpu.Leave(op);
    }

    public static Op* RepOuts(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (Get(cpu, C) == 0)
            return cpu.Leave(op);
        if (!Begin(cpu, op, input: false))
            return op;
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget == 0)
            {
                cpu.KeepResumeFlag();
                return op;
            }
            if (!OutsOne(cpu, op))
                return op;
            Put(cpu, C, Get(cpu, C) - 1);
        }
        return cpu.Leave(op);
    }

    private static bool Begin(Processor cpu, Op* op, bool input)
    {
        ushort port = (ushort)cpu.Rdx;
        if (!cpu.MayAccessPort(port, sizeof(T)))
        {
            cpu.Raise(op, Vector.GeneralProtection, 0);
            return false;
        }
        if (cpu.NonRoot && cpu.Vmx!.OnPortIo(op, port, sizeof(T), input, isString: true))
            return false;
        cpu.CheckPortBreakpoints(port, sizeof(T));
        return true;
    }

    private static bool InsOne(Processor cpu, Op* op)
    {
        ulong di = Get(cpu, Di);
        if (!cpu.CanWrite(SegmentRegister.Es, di, sizeof(T)))
            return false;
        T value = Widths.Truncate<T>(cpu.Board.ReadPort((ushort)cpu.Rdx, sizeof(T)));
        if (!cpu.StoreAt(op, (int)SegmentRegister.Es, di, value))
            return false;
        Advance(cpu, Di);
        return true;
    }

    private static bool OutsOne(Processor cpu, Op* op)
    {
        T* source = cpu.ReadableAt<T>(op, op->Segment, Get(cpu, Si));
        if (source == null)
            return false;
        cpu.Board.WritePort((ushort)cpu.Rdx, sizeof(T), (uint)Widths.ZeroExtend(*source));
        Advance(cpu, Si);
        return true;
    }

    private static ulong Get(Processor cpu, ushort register) => cpu.Register<ulong>(register) & default(TSize).Mask;

    private static void Put(Processor cpu, ushort register, ulong value)
    {
        if (default(TSize).Mask == ushort.MaxValue)
            cpu.Register<ushort>(register) = (ushort)value;
        else
            cpu.Register<ulong>(register) = value & default(TSize).Mask;
    }

    private static void Advance(Processor cpu, ushort register) =>
        Put(cpu, register, cpu.Register<ulong>(register) + (cpu.Df ? (ulong)-sizeof(T) : (ulong)sizeof(T)));
}
