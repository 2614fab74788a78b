using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>destination = f(destination, source).</summary>
internal interface IX87Operation
{
    Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status);
}

internal readonly struct Fadd : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Add(a, b, format, ref status);
}

internal readonly struct Fmul : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Multiply(a, b, format, ref status);
}

internal readonly struct Fsub : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Subtract(a, b, format, ref status);
}

internal readonly struct Fsubr : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Subtract(b, a, format, ref status);
}

internal readonly struct Fdiv : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Divide(a, b, format, ref status);
}

internal readonly struct Fdivr : IX87Operation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Divide(b, a, format, ref status);
}

/// <summary>The six arithmetic instructions with each of their operand forms. Destination and Source hold the numbers of stack registers.</summary>
internal static unsafe class X87Arithmetic<TOperation>
    where TOperation : struct, IX87Operation
{
    public static Op* Registers(Processor cpu, Op* op) => Run(cpu, op, pop: false);

    public static Op* RegistersPop(Processor cpu, Op* op) => Run(cpu, op, pop: true);

    private static Op* Run(Processor cpu, Op* op, bool pop)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        int d = op->Destination, s = op->Source;
        if (!cpu.Fpu.IsUsed(d) || !cpu.Fpu.IsUsed(s))
        {
            if (!cpu.StackFault(overflow: false))
                return Next(cpu, op);
            cpu.SetSt(d, Float80.Indefinite);
        }
        else
        {
            FloatStatus status = cpu.Fpu.MakeStatus();
            Unpacked result = default(TOperation).Apply(cpu.StValue(d), cpu.StValue(s), cpu.Fpu.Format, ref status);
            if (!cpu.EndX87(status))
                return Next(cpu, op);
            cpu.SetSt(d, result);
        }
        if (pop)
            cpu.Pop();
        return Next(cpu, op);
    }

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
            if (cpu.StackFault(overflow: false))
                cpu.SetSt(0, Float80.Indefinite);
            return Next(cpu, op);
        }
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result = default(TOperation).Apply(cpu.StValue(0), default(TSource).Load(*memory), cpu.Fpu.Format, ref status);
        if (cpu.EndX87(status))
            cpu.SetSt(0, result);
        return Next(cpu, op);
    }
}
