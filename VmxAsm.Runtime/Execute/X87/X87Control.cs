using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>Control instructions: words, environment and state.</summary>
internal static unsafe class X87Control
{
    public static Op* Wait(Processor cpu, Op* op)
    {
        // WAIT looks at MP and TS, not at EM.
        if ((cpu.Cr0 & (Cr0Bits.MP | Cr0Bits.TS)) == (Cr0Bits.MP | Cr0Bits.TS))
            return cpu.Raise(op, Vector.DeviceNotAvailable);
        return cpu.MayWaitForX87(op) ? Next(cpu, op) : op;
    }

    public static Op* Initialize(Processor cpu, Op* op)
    {
        if (!cpu.MayUseX87(op))
            return op;
        cpu.Fpu.Initialize();
        return Next(cpu, op);
    }

    public static Op* ClearExceptions(Processor cpu, Op* op)
    {
        if (!cpu.MayUseX87(op))
            return op;
        cpu.Fpu.StatusBits &= 0x7F00;
        return Next(cpu, op);
    }

    /// <summary>FNOP: remembered like an operation, and all conditions stay.</summary>
    public static Op* NoOperation(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        bool condition = cpu.Fpu.C1;
        cpu.RememberX87(op);
        cpu.Fpu.C1 = condition;
        return Next(cpu, op);
    }

    /// <summary>FNENI, FNDISI, FNSETPM, which do nothing since the 80387.</summary>
    public static Op* Nothing(Processor cpu, Op* op) => cpu.MayUseX87(op) ? Next(cpu, op) : op;

    public static Op* LoadControl<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        ushort* memory = cpu.Readable<ushort, TAddress>(op);
        if (memory == null)
            return op;
        SetControl(cpu, *memory);
        return Next(cpu, op);
    }

    // Bit 6 always reads as one, the reserved ones above as zero.
    private static void SetControl(Processor cpu, ushort value)
    {
        cpu.Fpu.Control = (ushort)((value & 0x1F7F) | 0x40);
        cpu.Fpu.UpdateSummary();
    }

    public static Op* StoreControl<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.MayUseX87(op) && cpu.Store<ushort, TAddress>(op, cpu.Fpu.Control) ? Next(cpu, op) : op;

    public static Op* StoreStatus<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.MayUseX87(op) && cpu.Store<ushort, TAddress>(op, cpu.Fpu.Status) ? Next(cpu, op) : op;

    public static Op* StatusToAx(Processor cpu, Op* op)
    {
        if (!cpu.MayUseX87(op))
            return op;
        cpu.SetRegister(0, cpu.Fpu.Status);
        return Next(cpu, op);
    }

    public static Op* IncrementTop(Processor cpu, Op* op) => Rotate(cpu, op, 1);

    public static Op* DecrementTop(Processor cpu, Op* op) => Rotate(cpu, op, 7);

    private static Op* Rotate(Processor cpu, Op* op, int by)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        cpu.Fpu.Top = (cpu.Fpu.Top + by) & 7;
        return Next(cpu, op);
    }

    /// <summary>FFREE, and FFREEP, which pops as well.</summary>
    public static Op* Free(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        cpu.Fpu.Used &= (byte)~(1 << cpu.Fpu.Physical(op->Destination));
        if ((op->Extra & X87Moves.Pops) != 0)
            cpu.Pop();
        return Next(cpu, op);
    }

    // ---- environment: 14 bytes with 16-bit operands, 28 with 32-bit ones -----------------------------------------------------------

    public static Op* StoreEnvironment(Processor cpu, Op* op)
    {
        if (!cpu.MayUseX87(op))
            return op;
        ulong offset = cpu.EffectiveAddress(op);
        if (!PutEnvironment(cpu, op, ref offset))
            return op;
        // FNSTENV masks everything once the old control word is saved.
        cpu.Fpu.Control |= 0x3F;
        cpu.Fpu.UpdateSummary();
        return Next(cpu, op);
    }

    public static Op* SaveState(Processor cpu, Op* op)
    {
        if (!cpu.MayUseX87(op))
            return op;
        ulong offset = cpu.EffectiveAddress(op);
        if (!CanWriteAll(cpu, op, offset, (op->OperandSize == 2 ? 14 : 28) + 80) || !PutEnvironment(cpu, op, ref offset))
            return op;
        for (int i = 0; i < 8; i++, offset += 10)
        {
            if (!cpu.StoreAt(op, op->Segment, offset & op->AddressMask, cpu.St(i)))
                return op;
        }
        cpu.Fpu.Initialize();
        return Next(cpu, op);
    }

    private static bool CanWriteAll(Processor cpu, Op* op, ulong offset, int size)
    {
        cpu.Sync(op);
        var segment = (SegmentRegister)op->Segment;
        return cpu.CanWrite(segment, offset & op->AddressMask, 1) && cpu.CanWrite(segment, (offset + (ulong)size - 1) & op->AddressMask, 1);
    }

    private static bool PutEnvironment(Processor cpu, Op* op, ref ulong offset)
    {
        ref Cpu.X87 fpu = ref cpu.Fpu;
        int tags = 0;
        for (int i = 0; i < 8; i++)
            tags |= cpu.TagOf(i) << (i * 2);
        bool real = cpu.HasRealSegments;
        uint ip = (uint)fpu.InstructionPointer, dp = (uint)fpu.DataPointer;
        if (real)
        {
            ip += (uint)fpu.InstructionSelector << 4;
            dp += (uint)fpu.DataSelector << 4;
        }
        uint* words = stackalloc uint[7];
        words[0] = fpu.Control;
        words[1] = fpu.Status;
        words[2] = (uint)tags;
        words[3] = ip;
        int n = 7;
        if (op->OperandSize == 2)
        {
            words[4] = real ? ((ip >> 4) & 0xF000) | fpu.Opcode : fpu.InstructionSelector;
            words[5] = dp;
            words[6] = real ? (dp >> 4) & 0xF000 : fpu.DataSelector;
            for (int i = 0; i < n; i++, offset += 2)
            {
                if (!cpu.StoreAt(op, op->Segment, offset & op->AddressMask, (ushort)words[i]))
                    return false;
            }
            return true;
        }
        words[0] |= 0xFFFF0000;
        words[1] |= 0xFFFF0000;
        words[2] |= 0xFFFF0000;
        if (real)
        {
            words[3] = (ip & 0xFFFF) | 0xFFFF0000;
            words[4] = ((ip & 0xFFFF0000) >> 4) | fpu.Opcode;
            words[5] = (dp & 0xFFFF) | 0xFFFF0000;
            words[6] = (dp & 0xFFFF0000) >> 4;
        }
        else
        {
            words[4] = fpu.InstructionSelector | (uint)fpu.Opcode << 16;
            words[5] = dp;
            words[6] = fpu.DataSelector | 0xFFFF0000;
        }
        for (int i = 0; i < n; i++, offset += 4)
        {
            if (!cpu.StoreAt(op, op->Segment, offset & op->AddressMask, words[i]))
                return false;
        }
        return true;
    }

    public static Op* LoadEnvironment(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        ulong offset = cpu.EffectiveAddress(op);
        uint* words = stackalloc uint[7];
        if (!GetWords(cpu, op, ref offset, words))
            return op;
        SetEnvironment(cpu, op, words);
        return Next(cpu, op);
    }

    public static Op* RestoreState(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        ulong offset = cpu.EffectiveAddress(op);
        uint* words = stackalloc uint[7];
        Float80* values = stackalloc Float80[8];
        if (!GetWords(cpu, op, ref offset, words))
            return op;
        for (int i = 0; i < 8; i++, offset += 10)
        {
            Float80* memory = cpu.ReadableAt<Float80>(op, op->Segment, offset & op->AddressMask);
            if (memory == null)
                return op;
            values[i] = *memory;
        }
        SetEnvironment(cpu, op, words);
        for (int i = 0; i < 8; i++)
            cpu.St(i) = values[i];
        return Next(cpu, op);
    }

    private static bool GetWords(Processor cpu, Op* op, ref ulong offset, uint* words)
    {
        for (int i = 0; i < 7; i++)
        {
            if (op->OperandSize == 2)
            {
                ushort* memory = cpu.ReadableAt<ushort>(op, op->Segment, offset & op->AddressMask);
                if (memory == null)
                    return false;
                words[i] = *memory;
                offset += 2;
            }
            else
            {
                uint* memory = cpu.ReadableAt<uint>(op, op->Segment, offset & op->AddressMask);
                if (memory == null)
                    return false;
                words[i] = *memory;
                offset += 4;
            }
        }
        return true;
    }

    private static void SetEnvironment(Processor cpu, Op* op, uint* words)
    {
        ref Cpu.X87 fpu = ref cpu.Fpu;
        fpu.Status = (ushort)words[1];
        fpu.Used = 0;
        for (int i = 0; i < 8; i++)
        {
            if ((words[2] >> (i * 2) & 3) != 3)
                fpu.Used |= (byte)(1 << i);
        }
        if (!cpu.HasRealSegments)
        {
            fpu.InstructionPointer = words[3];
            fpu.InstructionSelector = (ushort)words[4];
            fpu.Opcode = op->OperandSize == 2 ? (ushort)0 : (ushort)(words[4] >> 16 & 0x7FF);
            fpu.DataPointer = words[5];
            fpu.DataSelector = (ushort)words[6];
        }
        else
        {
            // Linear addresses of 20 or 32 bits, cut in two.
            uint high = op->OperandSize == 2 ? 0xF000U : 0x0FFFF000U;
            fpu.InstructionPointer = (ushort)words[3] | (words[4] & high) << 4;
            fpu.DataPointer = (ushort)words[5] | (words[6] & high) << 4;
            fpu.Opcode = (ushort)(words[4] & 0x7FF);
            fpu.InstructionSelector = fpu.DataSelector = 0;
        }
        SetControl(cpu, (ushort)words[0]);
    }
}
