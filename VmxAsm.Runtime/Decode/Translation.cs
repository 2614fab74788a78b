using Iced.Intel;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;
using CpuidFeature = Iced.Intel.CpuidFeature;

namespace VmxAsm.Runtime.Decode;

/// <summary>One instruction on its way from Iced's form to an op: what it is, and what families ask about it when they choose a handler.</summary>
internal sealed unsafe class Translation
{
    private readonly bool[] _missing;

    /// <summary>The instruction being translated.</summary>
    public Instruction Instruction;

    public Translation(CpuModel model)
    {
        _missing = FeatureNames.MissingOn(model);
    }

    public Op* Op { get; private set; }

    /// <summary>Bits of the code segment: 16, 32 or 64.</summary>
    public int Bits { get; private set; }

    /// <summary>Bytes of the stack pointer: 2, 4 or 8.</summary>
    public int StackSize { get; private set; }

    /// <summary>Nothing may follow in the block.</summary>
    public bool EndsBlock { get; set; }

    /// <summary>64-bit code, and the memory operand is not based on FS or GS.</summary>
    public bool IsFlat { get; private set; }

    public bool HasMemory { get; private set; }

    public void Begin(int codeSize, int stackSize)
    {
        Bits = 16 << codeSize;
        StackSize = 2 << stackSize;
    }

    /// <summary>Fills the op and returns its handler.</summary>
    public Handler Translate(Op* op)
    {
        Op = op;
        EndsBlock = false;
        op->Code = (ushort)Instruction.Code;
        if (Instruction.IsInvalid)
            return End(&Handlers.InvalidOpcode);
        Mnemonic mnemonic = Instruction.Mnemonic;
        if (IsMissing())
        {
            // Some new instructions took encodings that older processors execute as something else.
            mnemonic = InstructionTable.BeforeItsTime(mnemonic);
            if (mnemonic == Mnemonic.INVALID)
                return End(&Handlers.InvalidOpcode);
        }
        DescribeMemory();
        if (Instruction.HasLockPrefix)
            op->Flags |= OpFlags.Lock;
        if (Instruction.HasRepnePrefix)
            op->Repeat = 0xF2;
        else if (Instruction.HasRepPrefix)
            op->Repeat = 0xF3;
        var translator = InstructionTable.Find(mnemonic);
        var handler = translator != null ? translator(this) : null;
        return handler != null ? handler : End(&Handlers.NotEmulated);
    }

    /// <summary>Marks the end of the block.</summary>
    public Handler End(Handler handler)
    {
        EndsBlock = true;
        return handler;
    }

    // ---- operands ----------------------------------------------------------------------------------------------------------

    public bool IsRegister(int operand) => Instruction.GetOpKind(operand) == OpKind.Register;

    public bool IsMemory(int operand) => Instruction.GetOpKind(operand) == OpKind.Memory;

    public bool IsImmediate(int operand) => Instruction.GetOpKind(operand) is >= OpKind.Immediate8 and <= OpKind.Immediate32to64;

    public ushort Register(int operand) => RegisterNames.OffsetOf(Instruction.GetOpRegister(operand));

    public ulong Immediate(int operand) => Instruction.GetImmediate(operand);

    /// <summary>Width in bytes of a register or memory operand.</summary>
    public int Size(int operand) =>
        IsRegister(operand) ? Instruction.GetOpRegister(operand).GetSize() : Instruction.MemorySize.GetSize();

    /// <summary>Bytes that the instruction pushes or pops as one item.</summary>
    public int StackItem => Math.Abs(Instruction.StackPointerIncrement);

    /// <summary>Operand size of a relative branch.</summary>
    public int BranchSize => Instruction.Op0Kind switch { OpKind.NearBranch16 => 2, OpKind.NearBranch32 => 4, _ => 8 };




    private void DescribeMemory()
    {
        HasMemory = false;
        IsFlat = false;
        Op->Base = RegisterFile.Zero;
        Op->Index = RegisterFile.Zero;
        int count = Instruction.OpCount;
        for (int i = 0; i < count; i++)
        {
            OpKind kind = Instruction.GetOpKind(i);
            switch (kind)
            {
                case OpKind.Memory:
                    DescribeOperand();
                    return;
                case OpKind.MemorySegSI or OpKind.MemorySegDI or OpKind.MemoryESDI:
                    DescribeString(ushort.MaxValue, kind == OpKind.MemoryESDI);
                    return;
                case OpKind.MemorySegESI or OpKind.MemorySegEDI or OpKind.MemoryESEDI:
                    DescribeString(uint.MaxValue, kind == OpKind.MemoryESEDI);
                    return;
                case OpKind.MemorySegRSI or OpKind.MemorySegRDI or OpKind.MemoryESRDI:
                    DescribeString(ulong.MaxValue, kind == OpKind.MemoryESRDI);
                    return;
            }
        }
    }

    private void DescribeString(ulong mask, bool destination)
    {
        Op->AddressMask = mask;
        Op->Segment = (byte)SegmentRegister.Es;
        // MOVS has the destination first; the source's segment is the one that a prefix may change.
        if (!destination || Instruction.OpCount > 1 && Instruction.Op1Kind is OpKind.MemorySegSI or OpKind.MemorySegESI or OpKind.MemorySegRSI)
            Op->Segment = MemorySegment();
        if (Instruction.HasSegmentPrefix)
            Op->Flags |= OpFlags.SegmentOverride;
    }

    /// <summary>In 64-bit mode the prefixes of ES, CS, SS and DS do nothing: neither for the exception of a bad address nor for what a VM exit says about the operand.</summary>
    private byte MemorySegment()
    {
        Iced.Intel.Register segment = Instruction.MemorySegment;
        if (Bits == 64 && Instruction.HasSegmentPrefix && segment < Iced.Intel.Register.FS)
        {
            bool isStack = Instruction.MemoryBase is Iced.Intel.Register.RSP or Iced.Intel.Register.RBP or Iced.Intel.Register.ESP or Iced.Intel.Register.EBP;
            return (byte)(isStack ? SegmentRegister.Ss : SegmentRegister.Ds);
        }

        return (byte)(segment - Iced.Intel.Register.ES);
    }

    private void DescribeOperand()
    {
        HasMemory = true;
        Op->Flags |= OpFlags.Memory;
        Op->Segment = MemorySegment();
        if (Instruction.HasSegmentPrefix)
            Op->Flags |= OpFlags.SegmentOverride;
        IsFlat = Bits == 64 && Op->Segment < (byte)SegmentRegister.Fs;
        Iced.Intel.Register baseRegister = Instruction.MemoryBase, index = Instruction.MemoryIndex;
        if (Instruction.IsIPRelativeMemoryOperand)
        {
            Op->Base = RegisterFile.BlockRip;
            Op->Displacement = Instruction.IPRelativeMemoryAddress;
            // The decoder cuts EIP-relative addresses to 32 bits; so does the mask.
            Op->AddressMask = baseRegister == Iced.Intel.Register.EIP ? uint.MaxValue : ulong.MaxValue;
            // Decoding starts at address 0, so what comes out is the distance from the block's start.
            return;
        }
        Op->Displacement = Instruction.MemoryDisplacement64;
        int size = baseRegister != Iced.Intel.Register.None ? baseRegister.GetSize()
            : index != Iced.Intel.Register.None ? index.GetSize() : Instruction.MemoryDisplSize;
        // VSIB index registers are wider than any address; displacements of one byte leave the choice to the code size.
        if (size is not (2 or 4 or 8))
            size = Bits / 8;
        Op->AddressMask = size switch { 2 => ushort.MaxValue, 4 => uint.MaxValue, _ => ulong.MaxValue };
        if (baseRegister != Iced.Intel.Register.None)
            Op->Base = RegisterNames.OffsetOf(baseRegister);
        if (index != Iced.Intel.Register.None && index.IsGPR())
        {
            Op->Index = RegisterNames.OffsetOf(index);
            Op->Scale = (byte)System.Numerics.BitOperations.Log2((uint)Instruction.MemoryIndexScale);
        }
    }

    private bool IsMissing()
    {
        foreach (CpuidFeature feature in Instruction.Code.CpuidFeatures())
        {
            if (_missing[(int)feature])
                return true;
        }
        return false;
    }
}

internal static class RegisterNames
{
    /// <summary>Where in the register file a general register (or its part) lies.</summary>
    public static ushort OffsetOf(Register register) => register switch
    {
        >= Register.AL and <= Register.BL => (ushort)((register - Register.AL) * 8),
        >= Register.AH and <= Register.BH => (ushort)(((register - Register.AH) * 8) + 1),
        >= Register.SPL and <= Register.R15L => (ushort)((register - Register.SPL + 4) * 8),
        >= Register.AX and <= Register.R15W => (ushort)((register - Register.AX) * 8),
        >= Register.EAX and <= Register.R15D => (ushort)((register - Register.EAX) * 8),
        >= Register.RAX and <= Register.R15 => (ushort)((register - Register.RAX) * 8),
        _ => RegisterFile.Zero,
    };
}
