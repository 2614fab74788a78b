using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>Decimal adjustments. What the manual leaves undefined (OF; SF, ZF and PF of AAA and AAS) follows AL, as processors and Bochs have it.</summary>
internal static unsafe class Bcd
{
    public static Op* Daa(Processor cpu, Op* op)
    {
        byte al = Al(cpu), old = al;
        bool carry = false, adjust = false, hadCarry = cpu.Cf;
        if ((old & 15) > 9 || cpu.Af)
        {
            carry = hadCarry || old > 0xF9;
            al += 6;
            adjust = true;
        }
        if (old > 0x99 || hadCarry)
        {
            al += 0x60;
            carry = true;
        }
        Finish(cpu, al, carry, adjust);
        return Next(cpu, op);
    }

    public static Op* Das(Processor cpu, Op* op)
    {
        byte al = Al(cpu), old = al;
        bool carry = false, adjust = false, hadCarry = cpu.Cf;
        if ((old & 15) > 9 || cpu.Af)
        {
            carry = hadCarry || old < 6;
            al -= 6;
            adjust = true;
        }
        if (old > 0x99 || hadCarry)
        {
            al -= 0x60;
            carry = true;
        }
        Finish(cpu, al, carry, adjust);
        return Next(cpu, op);
    }

    public static Op* Aaa(Processor cpu, Op* op)
    {
        bool adjust = (Al(cpu) & 15) > 9 || cpu.Af;
        if (adjust)
            cpu.Register<ushort>(0) += 0x106;
        Finish(cpu, (byte)(Al(cpu) & 15), adjust, adjust);
        return Next(cpu, op);
    }

    public static Op* Aas(Processor cpu, Op* op)
    {
        bool adjust = (Al(cpu) & 15) > 9 || cpu.Af;
        if (adjust)
            cpu.Register<ushort>(0) -= 0x106;
        Finish(cpu, (byte)(Al(cpu) & 15), adjust, adjust);
        return Next(cpu, op);
    }

    public static Op* Aam(Processor cpu, Op* op)
    {
        byte divisor = (byte)op->Immediate, al = Al(cpu);
        if (divisor == 0)
            return cpu.Raise(op, Vector.DivideError);
        cpu.Register<byte>(1) = (byte)(al / divisor);
        Finish(cpu, (byte)(al % divisor), false, false);
        return Next(cpu, op);
    }

    public static Op* Aad(Processor cpu, Op* op)
    {
        byte sum = (byte)(Al(cpu) + (cpu.Register<byte>(1) * (byte)op->Immediate));
        cpu.Register<byte>(1) = 0;
        Finish(cpu, sum, false, false);
        return Next(cpu, op);
    }

    private static byte Al(Processor cpu) => cpu.Register<byte>(0);

    private static void Finish(Processor cpu, byte al, bool carry, bool adjust)
    {
        cpu.Register<byte>(0) = al;
        cpu.SetFlags(al, carry, overflow: false);
        // AF is the carry out of bit 3.
        if (adjust)
            cpu.FlagCarries |= 8;
    }
}
