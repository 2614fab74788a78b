using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute.Vectors;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>How many registers an instruction pops when it is done: kept in <see cref="Op.OperandSize"/>.</summary>
internal static unsafe class X87Compare
{
    /// <summary>FCOM, FCOMP, FCOMPP.</summary>
    public static Op* Ordered(Processor cpu, Op* op) => Registers(cpu, op, quiet: false);

    /// <summary>FUCOM, FUCOMP, FUCOMPP.</summary>
    public static Op* Unordered(Processor cpu, Op* op) => Registers(cpu, op, quiet: true);

    private static Op* Registers(Processor cpu, Op* op, bool quiet)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0) || !cpu.Fpu.IsUsed(op->Source))
        {
            cpu.Fpu.SetConditions(true, true, true);
            if (cpu.StackFault(overflow: false))
                PopAll(cpu, op);
            return Next(cpu, op);
        }
        return Conclude(cpu, op, cpu.StValue(op->Source), quiet);
    }

    /// <summary>FCOM and FICOM with memory.</summary>
    public static Op* Memory<T, TSource, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TSource : struct, IX87Source<T>
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0))
        {
            cpu.Fpu.SetConditions(true, true, true);
            if (cpu.StackFault(overflow: false))
                PopAll(cpu, op);
            return Next(cpu, op);
        }
        return Conclude(cpu, op, default(TSource).Load(*memory), quiet: false);
    }

    /// <summary>FTST: with +0.0.</summary>
    public static Op* WithZero(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0))
        {
            cpu.Fpu.SetConditions(true, true, true);
            cpu.StackFault(overflow: false);
            return Next(cpu, op);
        }
        return Conclude(cpu, op, Unpacked.Zero(false), quiet: false);
    }

    private static Op* Conclude(Processor cpu, Op* op, in Unpacked other, bool quiet)
    {
        FloatStatus status = cpu.Fpu.MakeStatus();
        Arithmetic.Relation relation = Arithmetic.Compare(cpu.StValue(0), other, quiet, ref status);
        bool unordered = relation == Arithmetic.Relation.Unordered;
        cpu.Fpu.SetConditions(unordered || relation == Arithmetic.Relation.Equal, unordered, unordered || relation == Arithmetic.Relation.Less);
        if (cpu.EndX87(status))
            PopAll(cpu, op);
        return Next(cpu, op);
    }

    /// <summary>FCOMI, FCOMIP: into EFLAGS.</summary>
    public static Op* OrderedFlags(Processor cpu, Op* op) => Flags(cpu, op, quiet: false);

    /// <summary>FUCOMI, FUCOMIP.</summary>
    public static Op* UnorderedFlags(Processor cpu, Op* op) => Flags(cpu, op, quiet: true);

    private static Op* Flags(Processor cpu, Op* op, bool quiet)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0) || !cpu.Fpu.IsUsed(op->Source))
        {
            cpu.SetStatusFlags(SseArithmetic.FlagsOf(Arithmetic.Relation.Unordered));
            if (cpu.StackFault(overflow: false))
                PopAll(cpu, op);
            return Next(cpu, op);
        }
        FloatStatus status = cpu.Fpu.MakeStatus();
        Arithmetic.Relation relation = Arithmetic.Compare(cpu.StValue(0), cpu.StValue(op->Source), quiet, ref status);
        cpu.SetStatusFlags(SseArithmetic.FlagsOf(relation));
        if (cpu.EndX87(status))
            PopAll(cpu, op);
        return Next(cpu, op);
    }

    private static void PopAll(Processor cpu, Op* op)
    {
        for (int i = 0; i < op->OperandSize; i++)
            cpu.Pop();
    }

    /// <summary>FXAM: what ST(0) holds, in C3 C2 C0, and its sign in C1.</summary>
    public static Op* Examine(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        Float80 value = cpu.St(0);
        (bool c3, bool c2, bool c0) = !cpu.Fpu.IsUsed(0) ? (true, false, true) : Unpacked.FromExtended(value) switch
        {
            { Class: FloatClass.Unsupported } => (false, false, false),
            { Class: FloatClass.QuietNan or FloatClass.SignalingNan } => (false, false, true),
            { Class: FloatClass.Infinity } => (false, true, true),
            { Class: FloatClass.Zero } => (true, false, false),
            { WasDenormal: true } => (true, true, false),
            _ => (false, true, false),
        };
        cpu.Fpu.SetConditions(c3, c2, c0);
        cpu.Fpu.C1 = value.Sign;
        return Next(cpu, op);
    }
}
