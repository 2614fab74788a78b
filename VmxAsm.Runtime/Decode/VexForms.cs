using System.Runtime.Intrinsics;
using Iced.Intel;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.Vectors;
using static VmxAsm.Runtime.Decode.VectorForms;

namespace VmxAsm.Runtime.Decode;

/// <summary>Chooses the handler of a VEX-encoded vector instruction that computes; those that move are in <see cref="VexMoveForms"/>.</summary>
internal static unsafe class VexForms
{
    /// <summary>Every instruction of the family, for the one table.</summary>
    public static InstructionRow[] All
    {
        get
        {
            var rows = new List<InstructionRow>();
            foreach (VectorRow row in VectorRows.Integer)
                Add(rows, row.Vex, &Integer);
            foreach ((VectorRow _, VectorRow row) in VectorRows.Shifts)
                Add(rows, row.Vex, &Shift);
            foreach (SseRow row in VectorRows.Sse)
                Add(rows, row.Vex, &Floating);
            foreach (VectorRow row in VexRows.Lanes)
                Add(rows, row.Mnemonic, &Own);
            foreach (VectorRow row in VexRows.Whole)
                Add(rows, row.Mnemonic, &Whole);
            foreach (SseRow row in VexRows.Floating)
                Add(rows, row.Mnemonic, &OwnFloating);
            foreach (SseRow row in VexRows.Tests)
                Add(rows, row.Mnemonic, &Test);
            foreach (FusedRow row in VexRows.Fused)
                Add(rows, row.Mnemonic, &Fused);
            rows.AddRange(VexMoveForms.All);
            return [.. rows];
        }
    }

    private static void Add(List<InstructionRow> rows, Mnemonic mnemonic, delegate*<Translation, Handler> translate)
    {
        if (mnemonic != Mnemonic.INVALID)
            rows.Add(new InstructionRow(mnemonic, translate));
    }

    /// <summary>Marks the op as VEX-encoded, with the width of the register operand that says so.</summary>
    public static void Begin(Translation t, int operand)
    {
        t.Op->Flags |= OpFlags.Vex;
        if (IsYmm(t, operand))
            t.Op->Flags |= OpFlags.Wide;
    }

    public static bool IsYmm(Translation t, int operand) => t.IsRegister(operand) && t.Instruction.GetOpRegister(operand) is >= Register.YMM0 and <= Register.YMM15;

    // The operands but the immediate: destination, perhaps a first source, the last source.
    private static int Sources(Translation t)
    {
        int count = t.Instruction.OpCount;
        return t.IsImmediate(count - 1) ? count - 1 : count;
    }

    private static Handler Integer(Translation t)
    {
        VectorRow row = FindVex(VectorRows.Integer, t.Instruction.Mnemonic);
        bool insertFromMemory = t.Instruction.Mnemonic == Mnemonic.Vinsertps && t.IsMemory(2);
        Handler handler = Compute<VexInteger>(t, (nuint)row.Xmm, row.Lane, row.LaneBits);
        if (insertFromMemory)
            t.Op->Extra &= 0xFFFF_003F;
        return handler;
    }

    private static Handler Own(Translation t)
    {
        bool byRegister = t.Instruction.Mnemonic is (Mnemonic.Vpermilps or Mnemonic.Vpermilpd) && !t.IsImmediate(2);
        VectorRow row = Find(byRegister ? VexRows.ByRegister : VexRows.Lanes, t.Instruction.Mnemonic);
        return Compute<VexInteger>(t, (nuint)row.Xmm, row.Lane, row.LaneBits);
    }

    // The destination of a shift by an immediate is told apart from its source like that of any other.
    private static Handler Shift(Translation t)
    {
        foreach ((VectorRow byCount, VectorRow byImmediate) in VectorRows.Shifts)
        {
            if (byImmediate.Vex != t.Instruction.Mnemonic)
                continue;
            if (!t.IsImmediate(2))
                return Compute<VexInteger>(t, (nuint)byCount.Xmm, 0, 0);
            // The functions shift their destination: it is to be the copy of the source.
            Handler handler = Compute<VexInteger>(t, (nuint)byImmediate.Xmm, 16, 0);
            t.Op->Extra = (t.Op->Extra & 0xFFFF) | (uint)t.Op->Source << 16;
            return handler;
        }
        return null;
    }

    private static Handler Whole(Translation t)
    {
        VectorRow row = Find(VexRows.Whole, t.Instruction.Mnemonic);
        Handler handler = Compute<VexInteger>(t, (nuint)row.Xmm, row.Lane, row.LaneBits);
        t.Op->Flags &= ~OpFlags.TwoLanes;
        return handler;
    }

    private static Handler Floating(Translation t)
    {
        foreach (SseRow row in VectorRows.Sse)
        {
            if (row.Vex == t.Instruction.Mnemonic)
                return Compute<VexFloat>(t, (nuint)row.Function, row.Lane, row.LaneBits);
        }
        return null;
    }

    private static Handler OwnFloating(Translation t)
    {
        bool halves = IsYmm(t, 1) || (t.IsMemory(1) && t.Instruction.MemorySize.GetSize() == 32);
        SseRow row = halves ? Find(VexRows.Halving, t.Instruction.Mnemonic) : default;
        if (row.Function == null)
            row = Find(VexRows.Floating, t.Instruction.Mnemonic);
        return Compute<VexFloat>(t, (nuint)row.Function, row.Lane, row.LaneBits);
    }

    private static Handler Compute<TCall>(Translation t, nuint function, byte lane, byte laneBits)
        where TCall : struct, IVexCall
    {
        Begin(t, 0);
        if ((t.Op->Flags & OpFlags.Wide) != 0)
            t.Op->Flags |= OpFlags.TwoLanes;
        int sources = Sources(t), last = sources - 1;
        t.Op->Destination = Offset(t, 0);
        // Where there is one source, a function that keeps a part of its destination keeps the old one's.
        uint first = sources == 3 ? Offset(t, 1) : t.Op->Destination;
        t.Op->Extra = first << 16 | ImmediateByte(t);
        t.Op->Immediate = function;
        t.Op->OperandSize = lane;
        t.Op->Repeat = laneBits;
        if (!t.IsMemory(last))
        {
            t.Op->Source = Offset(t, last);
            return &VexHandlers<TCall>.R;
        }
        return t.Instruction.MemorySize.GetSize() switch
        {
            1 => Pick(t, &VexHandlers<TCall>.M<byte, Flat>, &VexHandlers<TCall>.M<byte, Segmented>),
            2 => Pick(t, &VexHandlers<TCall>.M<ushort, Flat>, &VexHandlers<TCall>.M<ushort, Segmented>),
            4 => Pick(t, &VexHandlers<TCall>.M<uint, Flat>, &VexHandlers<TCall>.M<uint, Segmented>),
            8 => Pick(t, &VexHandlers<TCall>.M<ulong, Flat>, &VexHandlers<TCall>.M<ulong, Segmented>),
            16 => Pick(t, &VexHandlers<TCall>.M<Vector128<byte>, Flat>, &VexHandlers<TCall>.M<Vector128<byte>, Segmented>),
            _ => Pick(t, &VexHandlers<TCall>.M<Vector256<byte>, Flat>, &VexHandlers<TCall>.M<Vector256<byte>, Segmented>),
        };
    }

    private static Handler Test(Translation t)
    {
        Begin(t, 0);
        t.Op->Destination = Offset(t, 0);
        t.Op->Extra = ImmediateByte(t) | VectorMoveForms.StringKind(t.Instruction.Mnemonic);
        t.Op->Immediate = (nuint)Find(VexRows.Tests, t.Instruction.Mnemonic).Function;
        if (!t.IsMemory(1))
        {
            t.Op->Source = Offset(t, 1);
            return &VexHandlers<VexFloat>.TestR;
        }
        return t.Instruction.MemorySize.GetSize() switch
        {
            4 => Pick(t, &VexHandlers<VexFloat>.TestM<uint, Flat>, &VexHandlers<VexFloat>.TestM<uint, Segmented>),
            8 => Pick(t, &VexHandlers<VexFloat>.TestM<ulong, Flat>, &VexHandlers<VexFloat>.TestM<ulong, Segmented>),
            16 => Pick(t, &VexHandlers<VexFloat>.TestM<Vector128<byte>, Flat>, &VexHandlers<VexFloat>.TestM<Vector128<byte>, Segmented>),
            _ => Pick(t, &VexHandlers<VexFloat>.TestM<Vector256<byte>, Flat>, &VexHandlers<VexFloat>.TestM<Vector256<byte>, Segmented>),
        };
    }

    private static Handler Fused(Translation t)
    {
        Begin(t, 0);
        foreach (FusedRow row in VexRows.Fused)
        {
            if (row.Mnemonic != t.Instruction.Mnemonic)
                continue;
            t.Op->Destination = Offset(t, 0);
            t.Op->Extra = (uint)Offset(t, 1) << 16 | (uint)row.Order;
            t.Op->Repeat = (byte)row.Signs;
            t.Op->OperandSize = (byte)(row.IsScalar ? row.Element : (t.Op->Flags & OpFlags.Wide) != 0 ? 32 : 16);
            return row.Element == 8 ? Fused<DoubleElement>(t) : Fused<SingleElement>(t);
        }
        return null;
    }

    private static Handler Fused<TElement>(Translation t)
        where TElement : struct, ISseElement
    {
        if (!t.IsMemory(2))
        {
            t.Op->Source = Offset(t, 2);
            return &FusedMultiplyAdd<TElement>.R;
        }
        return t.Op->OperandSize switch
        {
            4 => Pick(t, &FusedMultiplyAdd<TElement>.M<uint, Flat>, &FusedMultiplyAdd<TElement>.M<uint, Segmented>),
            8 => Pick(t, &FusedMultiplyAdd<TElement>.M<ulong, Flat>, &FusedMultiplyAdd<TElement>.M<ulong, Segmented>),
            16 => Pick(t, &FusedMultiplyAdd<TElement>.M<Vector128<byte>, Flat>, &FusedMultiplyAdd<TElement>.M<Vector128<byte>, Segmented>),
            _ => Pick(t, &FusedMultiplyAdd<TElement>.M<Vector256<byte>, Flat>, &FusedMultiplyAdd<TElement>.M<Vector256<byte>, Segmented>),
        };
    }

    private static VectorRow FindVex(VectorRow[] rows, Mnemonic mnemonic)
    {
        foreach (VectorRow row in rows)
        {
            if (row.Vex == mnemonic)
                return row;
        }
        return default;
    }
}
