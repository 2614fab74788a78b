using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>Far CALL, JMP, RET and IRET.</summary>
internal static unsafe class FarForms
{
    public static Handler Jump(Translation t) => t.End(Describe(t) switch
    {
        (2, true) => &SegmentInstructions<ushort>.JumpDirect,
        (4, true) => &SegmentInstructions<uint>.JumpDirect,
        (2, false) => &SegmentInstructions<ushort>.JumpIndirect,
        (4, false) => &SegmentInstructions<uint>.JumpIndirect,
        _ => &SegmentInstructions<ulong>.JumpIndirect,
    });

    public static Handler Call(Translation t) => t.End(Describe(t) switch
    {
        (2, true) => &SegmentInstructions<ushort>.CallDirect,
        (4, true) => &SegmentInstructions<uint>.CallDirect,
        (2, false) => &SegmentInstructions<ushort>.CallIndirect,
        (4, false) => &SegmentInstructions<uint>.CallIndirect,
        _ => &SegmentInstructions<ulong>.CallIndirect,
    });

    public static Handler Return(Translation t)
    {
        t.Op->Immediate = t.Instruction.OpCount != 0 ? t.Instruction.Immediate16 : 0UL;
        return t.End(t.Instruction.Code switch
        {
            Code.Retfw or Code.Retfw_imm16 => &SegmentInstructions<ushort>.ReturnFar,
            Code.Retfd or Code.Retfd_imm16 => &SegmentInstructions<uint>.ReturnFar,
            _ => &SegmentInstructions<ulong>.ReturnFar,
        });
    }

    public static Handler InterruptReturn(Translation t) => t.End(t.Instruction.Mnemonic switch
    {
        Mnemonic.Iret => &SegmentInstructions<ushort>.InterruptReturn,
        Mnemonic.Iretd => &SegmentInstructions<uint>.InterruptReturn,
        _ => &SegmentInstructions<ulong>.InterruptReturn,
    });

    private static (int Size, bool Direct) Describe(Translation t)
    {
        switch (t.Instruction.Op0Kind)
        {
            case OpKind.FarBranch16:
                t.Op->Immediate = t.Instruction.FarBranch16;
                t.Op->Extra = t.Instruction.FarBranchSelector;
                return (2, true);
            case OpKind.FarBranch32:
                t.Op->Immediate = t.Instruction.FarBranch32;
                t.Op->Extra = t.Instruction.FarBranchSelector;
                return (4, true);
            default:
                // The operand is a selector and an offset.
                return (t.Size(0) - 2, false);
        }
    }
}

/// <summary>MOV with a segment, control or debug register; all other MOVs are <see cref="MoveForm"/>'s.</summary>
internal static unsafe class Moves
{
    public static Handler Move(Translation t)
    {
        Register first = t.IsRegister(0) ? t.Instruction.Op0Register : Register.None;
        Register second = t.IsRegister(1) ? t.Instruction.Op1Register : Register.None;
        if (Segments.TryNumber(first, out uint segment))
            return LoadSegment(t, segment);
        if (Segments.TryNumber(second, out segment))
        {
            t.Op->Extra = segment;
            return t.IsMemory(0)
                ? t.IsFlat ? &SegmentInstructions.StoreM<Flat> : &SegmentInstructions.StoreM<Segmented>
                : Forms.Of<StoreSegmentForm>(t);
        }
        if (first is >= Register.CR0 and <= Register.CR15)
        {
            t.Op->Extra = (uint)(first - Register.CR0);
            t.Op->Source = t.Register(1);
            return t.End(&ControlRegisters.Write);
        }
        if (second is >= Register.CR0 and <= Register.CR15)
        {
            t.Op->Extra = (uint)(second - Register.CR0);
            t.Op->Destination = t.Register(0);
            return t.End(&ControlRegisters.Read);
        }
        if (first is >= Register.DR0 and <= Register.DR15)
        {
            t.Op->Extra = (uint)(first - Register.DR0);
            t.Op->Source = t.Register(1);
            return t.End(&ControlRegisters.WriteDebug);
        }
        if (second is >= Register.DR0 and <= Register.DR15)
        {
            t.Op->Extra = (uint)(second - Register.DR0);
            t.Op->Destination = t.Register(0);
            return t.End(&ControlRegisters.ReadDebug);
        }
        // Test registers went with the 486.
        if (first is >= Register.TR0 and <= Register.TR7 || second is >= Register.TR0 and <= Register.TR7)
            return t.End(&Handlers.InvalidOpcode);
        return Forms.Of<MoveForm>(t);
    }

    private static Handler LoadSegment(Translation t, uint segment)
    {
        t.Op->Extra = segment;
        bool stack = segment == (uint)SegmentRegister.Ss;
        if (segment == (uint)SegmentRegister.Cs)
            return t.End(&Handlers.InvalidOpcode);
        Handler handler;
        if (t.IsMemory(1))
            handler = t.IsFlat ? &SegmentInstructions.LoadM<Flat> : &SegmentInstructions.LoadM<Segmented>;
        else
        {
            t.Op->Source = t.Register(1);
            handler = &SegmentInstructions.LoadR;
        }
        return stack ? t.End(handler) : handler;
    }
}

internal readonly unsafe struct StoreSegmentForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        return &SegmentInstructions<T>.StoreR;
    }
}

/// <summary>Instructions with a register destination whose handlers take the rest from the op: the mnemonic decides.</summary>
internal readonly unsafe struct RegisterForm : IForm
{
    public Handler Select<T>(Translation t)
        where T : unmanaged
    {
        t.Op->Destination = t.Register(0);
        switch (t.Instruction.Mnemonic)
        {
            case Mnemonic.Les: return Pointer<T>(t, SegmentRegister.Es);
            case Mnemonic.Lss: return Pointer<T>(t, SegmentRegister.Ss);
            case Mnemonic.Lds: return Pointer<T>(t, SegmentRegister.Ds);
            case Mnemonic.Lfs: return Pointer<T>(t, SegmentRegister.Fs);
            case Mnemonic.Lgs: return Pointer<T>(t, SegmentRegister.Gs);
            case Mnemonic.Bound:
                return &SegmentInstructions<T>.Bound;
            case Mnemonic.Lar:
                t.Op->Source = t.IsRegister(1) ? t.Register(1) : (ushort)0;
                return &SegmentInstructions<T>.Lar;
            case Mnemonic.Lsl:
                t.Op->Source = t.IsRegister(1) ? t.Register(1) : (ushort)0;
                return &SegmentInstructions<T>.Lsl;
            case Mnemonic.Rdrand:
                t.Op->OperandSize = (byte)sizeof(T);
                return &SystemInstructions<T>.Random;
            case Mnemonic.Rdseed:
                t.Op->OperandSize = (byte)sizeof(T);
                t.Op->Extra = 1;
                return &SystemInstructions<T>.Random;
            case Mnemonic.Rdfsbase: return Base<T>(t, SegmentRegister.Fs);
            case Mnemonic.Rdgsbase: return Base<T>(t, SegmentRegister.Gs);
            case Mnemonic.Wrfsbase: return PutBase<T>(t, SegmentRegister.Fs);
            case Mnemonic.Wrgsbase: return PutBase<T>(t, SegmentRegister.Gs);
            default: return null;
        }
    }

    private static Handler Pointer<T>(Translation t, SegmentRegister register)
        where T : unmanaged
    {
        t.Op->Extra = (uint)register;
        return t.End(&SegmentInstructions<T>.LoadPointer);
    }

    private static Handler Base<T>(Translation t, SegmentRegister register)
        where T : unmanaged
    {
        t.Op->Extra = (uint)register;
        return &SystemInstructions<T>.ReadBase;
    }

    private static Handler PutBase<T>(Translation t, SegmentRegister register)
        where T : unmanaged
    {
        t.Op->Extra = (uint)register;
        t.Op->Source = t.Op->Destination;
        return &SystemInstructions<T>.WriteBase;
    }
}

/// <summary>IN and OUT.</summary>
internal static unsafe class Ports
{
    public static Handler In(Translation t)
    {
        DescribePort(t, 1);
        return t.End(t.Size(0) switch { 1 => &PortIo<byte>.In, 2 => &PortIo<ushort>.In, _ => &PortIo<uint>.In });
    }

    public static Handler Out(Translation t)
    {
        DescribePort(t, 0);
        return t.End(t.Size(1) switch { 1 => &PortIo<byte>.Out, 2 => &PortIo<ushort>.Out, _ => &PortIo<uint>.Out });
    }

    private static void DescribePort(Translation t, int operand)
    {
        if (t.IsRegister(operand))
            t.Op->Extra = 1;
        else
            t.Op->Immediate = t.Instruction.Immediate8;
    }
}

/// <summary>Instructions with one handler; what it needs of the operands is put into the op here.</summary>
internal static unsafe class Plain
{
    /// <summary>LLDT, LTR, LMSW, VERR, VERW: a selector or word to read.</summary>
    public static void DescribeSource(Translation t)
    {
        if (t.IsRegister(0))
            t.Op->Source = t.Register(0);
    }

    /// <summary>SLDT, STR, SMSW: where to write, and how wide.</summary>
    public static void DescribeDestination(Translation t)
    {
        if (!t.IsRegister(0))
            return;
        t.Op->Destination = t.Register(0);
        t.Op->OperandSize = (byte)t.Size(0);
    }

    public static Handler Arpl(Translation t)
    {
        t.Op->Source = t.Register(1);
        if (t.IsRegister(0))
            t.Op->Destination = t.Register(0);
        return &DescriptorInstructions.Arpl;
    }

    public static Handler Table(Translation t)
    {
        bool idt = t.Instruction.Mnemonic is Mnemonic.Lidt or Mnemonic.Sidt;
        t.Op->Extra = idt ? 1U : 0;
        t.Op->OperandSize = t.Instruction.Code is Code.Lgdt_m1632_16 or Code.Lidt_m1632_16 or Code.Sgdt_m1632_16 or Code.Sidt_m1632_16 ? (byte)2 : (byte)4;
        return t.Instruction.Mnemonic is Mnemonic.Lgdt or Mnemonic.Lidt ? &DescriptorInstructions.LoadTable : &DescriptorInstructions.StoreTable;
    }

    public static Handler Selector(Translation t)
    {
        switch (t.Instruction.Mnemonic)
        {
            case Mnemonic.Sldt:
                DescribeDestination(t);
                return &DescriptorInstructions.StoreSelector;
            case Mnemonic.Str:
                DescribeDestination(t);
                t.Op->Extra = 1;
                return &DescriptorInstructions.StoreSelector;
            case Mnemonic.Smsw:
                DescribeDestination(t);
                return &ControlRegisters.Smsw;
        }
        DescribeSource(t);
        return t.Instruction.Mnemonic switch
        {
            Mnemonic.Lldt => &DescriptorInstructions.Lldt,
            Mnemonic.Ltr => &DescriptorInstructions.Ltr,
            Mnemonic.Verr => &DescriptorInstructions.Verr,
            Mnemonic.Verw => &DescriptorInstructions.Verw,
            _ => t.End(&ControlRegisters.Lmsw),
        };
    }

    public static Handler Interrupt(Translation t)
    {
        t.Op->Immediate = t.Instruction.Immediate8;
        return t.End(&SystemInstructions.Interrupt);
    }

    public static Handler Invpcid(Translation t)
    {
        t.Op->Destination = t.Register(0);
        return t.End(&SystemInstructions.Invpcid);
    }

    public static Handler Monitor(Translation t)
    {
        t.Op->Segment = (byte)(Segments.TryNumber(t.Instruction.SegmentPrefix, out uint segment) ? segment : (uint)SegmentRegister.Ds);
        t.Op->AddressMask = t.Instruction.Code switch { Code.Monitorw => ushort.MaxValue, Code.Monitord => uint.MaxValue, _ => ulong.MaxValue };
        return &SystemInstructions.Monitor;
    }

    public static Handler WithFlag(Translation t, Handler handler)
    {
        t.Op->Extra = 1;
        return t.End(handler);
    }

    public static Handler Bcd(Translation t)
    {
        if (t.Instruction.OpCount != 0)
            t.Op->Immediate = t.Instruction.Immediate8;
        return t.Instruction.Mnemonic == Mnemonic.Aam ? &Execute.Bcd.Aam : &Execute.Bcd.Aad;
    }

    /// <summary>CBW's family: the accumulator widened into itself, or its sign into DX.</summary>
    public static Handler Widen(Translation t) => t.Instruction.Mnemonic switch
    {
        Mnemonic.Cbw => &Extend<ushort, byte>.SignRR,
        Mnemonic.Cwde => &Extend<uint, ushort>.SignRR,
        Mnemonic.Cdqe => &Extend<ulong, uint>.SignRR,
        Mnemonic.Cwd => &Extend<ushort, ushort>.SignIntoD,
        Mnemonic.Cdq => &Extend<uint, uint>.SignIntoD,
        _ => &Extend<ulong, ulong>.SignIntoD,
    };

    /// <summary>MOVSD and CMPSD are names of SSE2 instructions too.</summary>
    public static Handler StringOrVector(Translation t) =>
        t.Instruction.IsStringInstruction ? Forms.ByWidth<StringForm>(t, t.Instruction.MemorySize.GetSize()) : VectorMoveForms.ScalarDouble(t);
}
