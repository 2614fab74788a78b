using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>The VMX instructions. All of them end a block: they may leave for another machine.</summary>
internal static unsafe class VmxRows
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Vmxon,    &Vmxon),
        new(Mnemonic.Vmxoff,   &Vmxoff),
        new(Mnemonic.Vmclear,  &Vmclear),
        new(Mnemonic.Vmptrld,  &Vmptrld),
        new(Mnemonic.Vmptrst,  &Vmptrst),
        new(Mnemonic.Vmread,   &Vmread),
        new(Mnemonic.Vmwrite,  &Vmwrite),
        new(Mnemonic.Vmlaunch, &Vmlaunch),
        new(Mnemonic.Vmresume, &Vmresume),
        new(Mnemonic.Vmcall,   &Vmcall),
        new(Mnemonic.Invept,   &Invept),
        new(Mnemonic.Invvpid,  &Invvpid),
        new(Mnemonic.Vmfunc,   &Vmfunc),
        new(Mnemonic.Getsec,   &Getsec),
        new(Mnemonic.Getsecq,  &Getsec),
    ];
#pragma warning restore format

    private static Handler Vmxon(Translation t) => t.End(&VmxInstructions.Vmxon);
    private static Handler Vmxoff(Translation t) => t.End(&VmxInstructions.Vmxoff);
    private static Handler Vmclear(Translation t) => t.End(&VmxInstructions.Vmclear);
    private static Handler Vmptrld(Translation t) => t.End(&VmxInstructions.Vmptrld);
    private static Handler Vmptrst(Translation t) => t.End(&VmxInstructions.Vmptrst);
    private static Handler Vmlaunch(Translation t) => t.End(&VmxInstructions.Vmlaunch);
    private static Handler Vmresume(Translation t) => t.End(&VmxInstructions.Vmresume);
    private static Handler Vmcall(Translation t) => t.End(&VmxInstructions.Vmcall);
    private static Handler Vmfunc(Translation t) => t.End(&VmxInstructions.Vmfunc);

    private static Handler Getsec(Translation t) => t.End(&VmxInstructions.Getsec);

    private static Handler Vmread(Translation t)
    {
        Operands(t);
        return t.End(&VmxInstructions.Vmread);
    }

    private static Handler Vmwrite(Translation t)
    {
        Operands(t);
        return t.End(&VmxInstructions.Vmwrite);
    }

    private static Handler Invept(Translation t)
    {
        Operands(t);
        return t.End(&VmxInstructions.Invept);
    }

    private static Handler Invvpid(Translation t)
    {
        Operands(t);
        return t.End(&VmxInstructions.Invvpid);
    }

    private static void Operands(Translation t)
    {
        if (t.IsRegister(0))
            t.Op->Destination = t.Register(0);
        if (t.IsRegister(1))
            t.Op->Source = t.Register(1);
    }
}
