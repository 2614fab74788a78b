using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

internal readonly unsafe struct PushForm : IStackForm
{
    public Handler Select<T, TStack>(Translation t)
        where T : unmanaged
        where TStack : struct, IStack
    {
        if (t.IsMemory(0))
            return t.IsFlat ? &Stack<T, TStack>.PushM<Flat> : &Stack<T, TStack>.PushM<Segmented>;
        if (!t.IsRegister(0))
        {
            t.Op->Immediate = t.Immediate(0);
            return &Stack<T, TStack>.PushI;
        }
        if (Segments.TryNumber(t.Instruction.Op0Register, out uint segment))
        {
            t.Op->Extra = segment;
            return &Stack<T, TStack>.PushSegment;
        }
        t.Op->Source = t.Register(0);
        return &Stack<T, TStack>.PushR;
    }
}

internal readonly unsafe struct PopForm : IStackForm
{
    public Handler Select<T, TStack>(Translation t)
        where T : unmanaged
        where TStack : struct, IStack
    {
        if (t.IsMemory(0))
            return t.IsFlat ? &Stack<T, TStack>.PopM<Flat> : &Stack<T, TStack>.PopM<Segmented>;
        if (Segments.TryNumber(t.Instruction.Op0Register, out uint segment))
        {
            t.Op->Extra = segment;
            return t.End(&Stack<T, TStack>.PopSegment);
        }
        t.Op->Destination = t.Register(0);
        return &Stack<T, TStack>.PopR;
    }
}

/// <summary>Stack instructions without operands to look at; the mnemonic decides.</summary>
internal readonly unsafe struct OtherStackForm : IStackForm
{
    public Handler Select<T, TStack>(Translation t)
        where T : unmanaged
        where TStack : struct, IStack
    {
        switch (t.Instruction.Mnemonic)
        {
            case Mnemonic.Pusha or Mnemonic.Pushad:
                return &Stack<T, TStack>.PushAll;
            case Mnemonic.Popa or Mnemonic.Popad:
                return &Stack<T, TStack>.PopAll;
            case Mnemonic.Pushf or Mnemonic.Pushfd or Mnemonic.Pushfq:
                return &Stack<T, TStack>.PushFlags;
            case Mnemonic.Popf or Mnemonic.Popfd or Mnemonic.Popfq:
                return t.End(&Stack<T, TStack>.PopFlags);
            case Mnemonic.Leave:
                return &Stack<T, TStack>.Leave;
            case Mnemonic.Enter:
                t.Op->Immediate = t.Instruction.Immediate16;
                t.Op->Extra = t.Instruction.Immediate8_2nd & 31U;
                return &Stack<T, TStack>.Enter;
            default:
                return null;
        }
    }
}

/// <summary>Near CALL and RET.</summary>
internal readonly unsafe struct CallForm : IStackForm
{
    public Handler Select<T, TStack>(Translation t)
        where T : unmanaged
        where TStack : struct, IStack
    {
        if (t.Instruction.Mnemonic == Mnemonic.Ret)
        {
            t.Op->Immediate = t.Instruction.OpCount != 0 ? t.Instruction.Immediate16 : 0UL;
            return t.End(&Call<T, TStack>.Return);
        }
        if (t.IsMemory(0))
            return t.End(t.IsFlat ? &Call<T, TStack>.M<Flat> : &Call<T, TStack>.M<Segmented>);
        if (t.IsRegister(0))
        {
            t.Op->Source = t.Register(0);
            return t.End(&Call<T, TStack>.R);
        }
        Branches.DescribeTarget(t);
        return t.End(&Call<T, TStack>.Relative);
    }
}

internal static class Segments
{
    public static bool TryNumber(Register register, out uint number)
    {
        number = (uint)(register - Register.ES);
        return register is >= Register.ES and <= Register.GS;
    }
}

internal static unsafe class Stacks
{
    public static Handler Push(Translation t) => Forms.OfStack<PushForm>(t);

    public static Handler Pop(Translation t) => Forms.OfStack<PopForm>(t);

    public static Handler Other(Translation t)
    {
        int bytes = t.Instruction.Code switch
        {
            Code.Pushaw or Code.Popaw or Code.Enterw_imm16_imm8 => 2,
            Code.Pushad or Code.Popad or Code.Enterd_imm16_imm8 => 4,
            Code.Enterq_imm16_imm8 => 8,
            Code.Leavew => 2,
            Code.Leaved => 4,
            Code.Leaveq => 8,
            _ => t.StackItem,
        };
        return Forms.ByStack<OtherStackForm>(t, bytes);
    }

    public static Handler Call(Translation t)
    {
        if (t.Instruction.IsCallFar || t.Instruction.IsCallFarIndirect)
            return FarForms.Call(t);
        return Forms.OfStack<CallForm>(t);
    }

    public static Handler Return(Translation t)
    {
        int bytes = t.Instruction.Code switch
        {
            Code.Retnw or Code.Retnw_imm16 => 2,
            Code.Retnd or Code.Retnd_imm16 => 4,
            _ => 8,
        };
        return Forms.ByStack<CallForm>(t, bytes);
    }
}

internal static unsafe class Branches
{
    /// <summary>The target of a relative branch, as a distance from the block's start: decoding starts at address 0.</summary>
    public static void DescribeTarget(Translation t)
    {
        t.Op->AddressMask = t.BranchSize switch { 2 => ushort.MaxValue, 4 => uint.MaxValue, _ => ulong.MaxValue };
        ulong target = t.Instruction.NearBranchTarget;
        // Cut to 16 or 32 bits it has lost its sign; a sum under the same mask does not mind.
        t.Op->Immediate = target;
    }

    public static Handler Jump(Translation t)
    {
        if (t.Instruction.IsJmpFar || t.Instruction.IsJmpFarIndirect)
            return FarForms.Jump(t);
        if (t.IsMemory(0))
        {
            return t.End(t.Size(0) switch
            {
                2 => t.IsFlat ? &Branch.JumpM<ushort, Flat> : &Branch.JumpM<ushort, Segmented>,
                4 => t.IsFlat ? &Branch.JumpM<uint, Flat> : &Branch.JumpM<uint, Segmented>,
                _ => t.IsFlat ? &Branch.JumpM<ulong, Flat> : &Branch.JumpM<ulong, Segmented>,
            });
        }
        if (t.IsRegister(0))
        {
            t.Op->Source = t.Register(0);
            return t.End(t.Size(0) switch
            {
                2 => &Branch.JumpR<ushort>,
                4 => &Branch.JumpR<uint>,
                _ => &Branch.JumpR<ulong>,
            });
        }
        DescribeTarget(t);
        return t.End(&Branch.Jump);
    }

    public static Handler If<TCondition>(Translation t)
        where TCondition : struct, ICondition
    {
        DescribeTarget(t);
        return t.End(&Branch.If<TCondition>);
    }

    public static Handler IfCountZero(Translation t)
    {
        DescribeTarget(t);
        return t.End(t.Instruction.Mnemonic switch
        {
            Mnemonic.Jcxz => &Branch.IfCountZero<ushort>,
            Mnemonic.Jecxz => &Branch.IfCountZero<uint>,
            _ => &Branch.IfCountZero<ulong>,
        });
    }

    public static Handler Loop(Translation t)
    {
        DescribeTarget(t);
        int counter = t.Instruction.Code switch
        {
            Code.Loop_rel8_16_CX or Code.Loop_rel8_32_CX or Code.Loope_rel8_16_CX or Code.Loope_rel8_32_CX
                or Code.Loopne_rel8_16_CX or Code.Loopne_rel8_32_CX => 2,
            Code.Loop_rel8_16_RCX or Code.Loop_rel8_64_RCX or Code.Loope_rel8_16_RCX or Code.Loope_rel8_64_RCX
                or Code.Loopne_rel8_16_RCX or Code.Loopne_rel8_64_RCX => 8,
            _ => 4,
        };
        return t.End((t.Instruction.Mnemonic, counter) switch
        {
            (Mnemonic.Loop, 2) => &Branch.Loop<ushort>,
            (Mnemonic.Loop, 4) => &Branch.Loop<uint>,
            (Mnemonic.Loop, _) => &Branch.Loop<ulong>,
            (Mnemonic.Loope, 2) => &Branch.LoopIfEqual<ushort>,
            (Mnemonic.Loope, 4) => &Branch.LoopIfEqual<uint>,
            (Mnemonic.Loope, _) => &Branch.LoopIfEqual<ulong>,
            (_, 2) => &Branch.LoopIfNotEqual<ushort>,
            (_, 4) => &Branch.LoopIfNotEqual<uint>,
            _ => &Branch.LoopIfNotEqual<ulong>,
        });
    }
}
