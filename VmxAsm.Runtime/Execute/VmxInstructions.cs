using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>The VMX instructions: the VMX unit does them, on a processor that has one (the decoder refuses them on others).</summary>
internal static unsafe class VmxInstructions
{
    public static Op* Vmxon(Processor cpu, Op* op) => cpu.VmxUnit!.Vmxon(op);

    public static Op* Vmxoff(Processor cpu, Op* op) => cpu.VmxUnit!.Vmxoff(op);

    public static Op* Vmclear(Processor cpu, Op* op) => cpu.VmxUnit!.Vmclear(op);

    public static Op* Vmptrld(Processor cpu, Op* op) => cpu.VmxUnit!.Vmptrld(op);

    public static Op* Vmptrst(Processor cpu, Op* op) => cpu.VmxUnit!.Vmptrst(op);

    public static Op* Vmread(Processor cpu, Op* op) => cpu.VmxUnit!.Vmread(op);

    public static Op* Vmwrite(Processor cpu, Op* op) => cpu.VmxUnit!.Vmwrite(op);

    public static Op* Vmlaunch(Processor cpu, Op* op) => cpu.VmxUnit!.Vmlaunch(op);

    public static Op* Vmresume(Processor cpu, Op* op) => cpu.VmxUnit!.Vmresume(op);

    public static Op* Vmcall(Processor cpu, Op* op) => cpu.VmxUnit!.Vmcall(op);

    public static Op* Invept(Processor cpu, Op* op) => cpu.VmxUnit!.Invept(op);

    public static Op* Invvpid(Processor cpu, Op* op) => cpu.VmxUnit!.Invvpid(op);

    public static Op* Vmfunc(Processor cpu, Op* op) => cpu.VmxUnit!.Vmfunc(op);

    /// <summary>The door to SMX, which no machine of ours opens: CR4.SMXE needs firmware that measures what it starts.</summary>
    public static Op* Getsec(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if ((cpu.Cr4 & Cr4Bits.SMXE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Getsec, op, 0))
            return op;
        return cpu.NotEmulated(op, "safer mode extensions");
    }
}
