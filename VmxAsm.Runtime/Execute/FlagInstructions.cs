using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>Instructions that change one flag.</summary>
internal static unsafe class FlagInstructions
{
    public static Op* Clc(Processor cpu, Op* op)
    {
        cpu.Cf = false;
        return Next(cpu, op);
    }

    public static Op* Stc(Processor cpu, Op* op)
    {
        cpu.Cf = true;
        return Next(cpu, op);
    }

    public static Op* Cmc(Processor cpu, Op* op)
    {
        cpu.Cf = !cpu.Cf;
        return Next(cpu, op);
    }

    public static Op* Cld(Processor cpu, Op* op)
    {
        cpu.SystemFlags &= ~RflagsBits.Df;
        return Next(cpu, op);
    }

    public static Op* Std(Processor cpu, Op* op)
    {
        cpu.SystemFlags |= RflagsBits.Df;
        return Next(cpu, op);
    }

    public static Op* Cli(Processor cpu, Op* op) =>
        cpu.TryClearInterruptFlag() ? Next(cpu, op) : cpu.Raise(op, Vector.GeneralProtection, 0);

    public static Op* Sti(Processor cpu, Op* op) =>
        cpu.TrySetInterruptFlag() ? cpu.Leave(op) : cpu.Raise(op, Vector.GeneralProtection, 0);

    /// <summary>CLAC and STAC.</summary>
    public static Op* SetAccess(Processor cpu, Op* op)
    {
        if (cpu.Cpl != 0 || cpu.IsVirtual8086)
            return cpu.Raise(op, Vector.InvalidOpcode);
        cpu.SetSystemFlags(op->Extra != 0 ? cpu.SystemFlags | RflagsBits.Ac : cpu.SystemFlags & ~RflagsBits.Ac);
        return cpu.Leave(op);
    }
}
