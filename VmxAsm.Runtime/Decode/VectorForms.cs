using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.Vectors;

namespace VmxAsm.Runtime.Decode;

/// <summary>Chooses the handler of an MMX or SSE instruction by where its operands lie.</summary>
internal static unsafe class VectorForms
{
    /// <summary>Every instruction of the family, for the one table.</summary>
    public static InstructionRow[] All
    {
        get
        {
            var rows = new List<InstructionRow>();
            foreach (VectorRow row in VectorRows.Integer)
                rows.Add(new InstructionRow(row.Mnemonic, &Integer));
            foreach ((VectorRow _, VectorRow row) in VectorRows.Shifts)
                rows.Add(new InstructionRow(row.Mnemonic, &Shift));
            foreach (SseRow row in VectorRows.Sse)
                rows.Add(new InstructionRow(row.Mnemonic, &Sse));
            rows.AddRange(VectorMoveForms.All);
            rows.AddRange(VexForms.All);
            return [.. rows];
        }
    }

    /// <summary>Offset into the vector file of a register operand.</summary>
    public static ushort Offset(Translation t, int operand) => OffsetOf(t.Instruction.GetOpRegister(operand));

    /// <inheritdoc cref="Offset"/>
    public static ushort OffsetOf(Register register) => register switch
    {
        >= Register.XMM0 and <= Register.XMM15 => (ushort)((register - Register.XMM0) * Processor.XmmStride),
        >= Register.YMM0 and <= Register.YMM15 => (ushort)((register - Register.YMM0) * Processor.XmmStride),
        _ => (ushort)(Processor.X87Offset + ((register - Register.MM0) * Processor.X87Stride)),
    };

    public static bool IsMmx(Translation t, int operand) => t.IsRegister(operand) && t.Instruction.GetOpRegister(operand) is >= Register.MM0 and <= Register.MM7;

    /// <summary>The immediate operand, which is the last one; 0 when there is none.</summary>
    public static uint ImmediateByte(Translation t)
    {
        int last = t.Instruction.OpCount - 1;
        return t.IsImmediate(last) ? (byte)t.Immediate(last) : 0U;
    }

    private static Handler Integer(Translation t) => Integer(t, Find(VectorRows.Integer, t.Instruction.Mnemonic));

    private static Handler Integer(Translation t, in VectorRow row)
    {
        t.Op->Destination = Offset(t, 0);
        t.Op->Extra = ImmediateByte(t);
        bool mmx = IsMmx(t, 0);
        t.Op->Immediate = (ulong)(mmx ? row.Mmx : row.Xmm);
        if (t.IsMemory(1))
        {
            // INSERTPS from memory takes the element that it finds there.
            if (t.Instruction.Mnemonic == Mnemonic.Insertps)
                t.Op->Extra &= 0x3F;
            if (mmx)
            {
                return t.Instruction.MemorySize.GetSize() == 4
                    ? Pick(t, &VectorHandlers.MmxRM<uint, Flat>, &VectorHandlers.MmxRM<uint, Segmented>)
                    : Pick(t, &VectorHandlers.MmxRM<ulong, Flat>, &VectorHandlers.MmxRM<ulong, Segmented>);
            }
            return row.Memory switch
            {
                2 => Pick(t, &VectorHandlers.RM<ushort, Flat>, &VectorHandlers.RM<ushort, Segmented>),
                4 => Pick(t, &VectorHandlers.RM<uint, Flat>, &VectorHandlers.RM<uint, Segmented>),
                8 => Pick(t, &VectorHandlers.RM<ulong, Flat>, &VectorHandlers.RM<ulong, Segmented>),
                _ => Pick(t, &VectorHandlers.RM<Flat>, &VectorHandlers.RM<Segmented>),
            };
        }
        t.Op->Source = Offset(t, 1);
        return mmx ? &VectorHandlers.MmxRR : &VectorHandlers.RR;
    }

    private static Handler Shift(Translation t)
    {
        foreach ((VectorRow byCount, VectorRow byImmediate) in VectorRows.Shifts)
        {
            if (byImmediate.Mnemonic != t.Instruction.Mnemonic)
                continue;
            if (!t.IsImmediate(1))
                return Integer(t, byCount);
            bool mmx = IsMmx(t, 0);
            t.Op->Destination = t.Op->Source = Offset(t, 0);
            t.Op->Extra = ImmediateByte(t);
            t.Op->Immediate = (ulong)(mmx ? byImmediate.Mmx : byImmediate.Xmm);
            return mmx ? &VectorHandlers.MmxRR : &VectorHandlers.RR;
        }
        return null;
    }

    private static Handler Sse(Translation t)
    {
        SseRow row = default;
        foreach (SseRow candidate in VectorRows.Sse)
        {
            if (candidate.Mnemonic == t.Instruction.Mnemonic)
                row = candidate;
        }
        return Sse(t, row.Function, row.Memory, ImmediateByte(t));
    }

    /// <summary>An operation with a function of its own.</summary>
    public static Handler Sse(Translation t, delegate*<Processor, Op*, byte*, byte*, uint, bool> function, int memory, uint extra)
    {
        t.Op->Destination = Offset(t, 0);
        t.Op->Immediate = (ulong)function;
        t.Op->Extra = extra;
        bool crosses = IsMmx(t, 0) || IsMmx(t, 1);
        if (!t.IsMemory(1))
        {
            t.Op->Source = Offset(t, 1);
            return crosses ? &VectorHandlers.MmxFloatRR : &VectorHandlers.FloatRR;
        }
        if (crosses)
        {
            return memory == 16
                ? Pick(t, &VectorHandlers.MmxFloatRM<UInt128, Flat>, &VectorHandlers.MmxFloatRM<UInt128, Segmented>)
                : Pick(t, &VectorHandlers.MmxFloatRM<ulong, Flat>, &VectorHandlers.MmxFloatRM<ulong, Segmented>);
        }
        return memory switch
        {
            4 => Pick(t, &VectorHandlers.FloatRM<uint, Flat>, &VectorHandlers.FloatRM<uint, Segmented>),
            8 => Pick(t, &VectorHandlers.FloatRM<ulong, Flat>, &VectorHandlers.FloatRM<ulong, Segmented>),
            _ => Pick(t, &VectorHandlers.FloatRM<Flat>, &VectorHandlers.FloatRM<Segmented>),
        };
    }

    public static Handler Pick(Translation t, Handler flat, Handler segmented) => t.IsFlat ? flat : segmented;

    /// <summary>The row of a mnemonic.</summary>
    public static VectorRow Find(VectorRow[] rows, Mnemonic mnemonic)
    {
        foreach (VectorRow row in rows)
        {
            if (row.Mnemonic == mnemonic)
                return row;
        }
        return default;
    }

    /// <inheritdoc cref="Find(VectorRow[], Mnemonic)"/>
    public static SseRow Find(SseRow[] rows, Mnemonic mnemonic)
    {
        foreach (SseRow row in rows)
        {
            if (row.Mnemonic == mnemonic)
                return row;
        }
        return default;
    }
}
