using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>Loads and stores. Extra's low byte tells whether the instruction pops (or truncates: FISTTP has 2).</summary>
internal static unsafe class X87Moves
{
    public const uint Pops = 1, Truncates = 2;

    // ---- loads ----------------------------------------------------------------------------------------------------------------

    // Pushing needs ST(7), the next place down, to be empty.
    private static bool CanPush(Processor cpu)
    {
        if (!cpu.Fpu.IsUsed(7))
            return true;
        if (cpu.StackFault(overflow: true))
            cpu.Push(Float80.Indefinite);
        return false;
    }

    public static Op* Load<T, TSource, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TSource : struct, IX87Source<T>
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.RememberX87(op);
        if (!CanPush(cpu))
            return Next(cpu, op);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked value = Conversions.Convert(default(TSource).Load(*memory), FloatFormat.Extended, ref status);
        if (cpu.EndX87(status))
            cpu.Push(value.ToExtended());
        return Next(cpu, op);
    }

    public static Op* LoadExtended<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        Float80* memory = cpu.Readable<Float80, TAddress>(op);
        if (memory == null)
            return op;
        cpu.RememberX87(op);
        if (CanPush(cpu))
            cpu.Push(*memory);
        return Next(cpu, op);
    }

    public static Op* LoadRegister(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!CanPush(cpu))
            return Next(cpu, op);
        if (cpu.Fpu.IsUsed(op->Source))
            cpu.Push(cpu.St(op->Source));
        else if (cpu.StackFault(overflow: false))
            cpu.Push(Float80.Indefinite);
        return Next(cpu, op);
    }

    // Constants carry more bits than 64 and are rounded as RC says: below, and whether rounding up is nearest.
    private static readonly (ulong Significand, ushort Exponent, bool RoundsUp)[] Constants =
    [
        (0x8000000000000000, 0x3FFF, false), // FLD1
        (0xD49A784BCD1B8AFE, 0x4000, false), // FLDL2T
        (0xB8AA3B295C17F0BB, 0x3FFF, true),  // FLDL2E, ...BC
        (0xC90FDAA22168C234, 0x4000, true),  // FLDPI, ...35
        (0x9A209A84FBCFF798, 0x3FFD, true),  // FLDLG2, ...99
        (0xB17217F7D1CF79AB, 0x3FFE, true),  // FLDLN2, ...AC
        (0, 0, false),                       // FLDZ
    ];

    /// <summary>FLD1 to FLDZ; Source is the place in the order of their opcodes.</summary>
    public static Op* LoadConstant(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!CanPush(cpu))
            return Next(cpu, op);
        (ulong significand, ushort exponent, bool roundsUp) = Constants[op->Source];
        bool exact = op->Source is 0 or 6;
        bool up = !exact && cpu.Fpu.MakeStatus().Rounding switch
        {
            Rounding.NearestEven => roundsUp,
            Rounding.Up => true,
            _ => false,
        };
        cpu.Push(new Float80(significand + (up ? 1UL : 0), exponent));
        return Next(cpu, op);
    }

    public static Op* LoadBcd<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        Float80* memory = cpu.Readable<Float80, TAddress>(op);
        if (memory == null)
            return op;
        cpu.RememberX87(op);
        if (!CanPush(cpu))
            return Next(cpu, op);
        byte* digits = (byte*)memory;
        long value = 0;
        for (int i = 8; i >= 0; i--)
            value = (value * 100) + ((digits[i] >> 4) * 10) + (digits[i] & 15);
        Unpacked number = Unpacked.FromInteger(value);
        number.Sign = (digits[9] & 0x80) != 0;
        cpu.Push(number.ToExtended());
        return Next(cpu, op);
    }

    // ---- stores ---------------------------------------------------------------------------------------------------------------

    /// <summary>FST and FSTP to 32 or 64 bits.</summary>
    public static Op* StoreSingle<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => StoreNumber<uint, TAddress>(cpu, op, FloatFormat.Single);

    /// <inheritdoc cref="StoreSingle"/>
    public static Op* StoreDouble<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => StoreNumber<ulong, TAddress>(cpu, op, FloatFormat.Double);

    private static Op* StoreNumber<T, TAddress>(Processor cpu, Op* op, in FloatFormat format)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        FloatStatus status = cpu.Fpu.MakeStatus();
        // In memory there is no place for a result with a moved exponent.
        status.TrapBias = 0;
        Unpacked value;
        bool empty = !cpu.Fpu.IsUsed(0);
        if (empty)
        {
            value = Unpacked.Indefinite;
            if ((cpu.Fpu.Control & 1) == 0)
            {
                cpu.RememberX87(op);
                cpu.StackFault(overflow: false);
                return Next(cpu, op);
            }
        }
        else
        {
            value = Conversions.Convert(cpu.StValue(0), format, ref status);
            // A store does not mind a denormal operand.
            status.Flags &= ~FloatFlags.Denormal;
            if ((status.Flags & ~status.Masked & ~FloatFlags.Precision) != 0)
            {
                cpu.RememberX87(op);
                if ((status.Flags & ~status.Masked & (FloatFlags.Overflow | FloatFlags.Underflow)) != 0)
                    status.Flags &= ~FloatFlags.Precision;
                status.RoundedUp = false;
                cpu.EndX87(status);
                return Next(cpu, op);
            }
        }
        ulong bits = sizeof(T) == 4 ? value.ToSingle() : value.ToDouble();
        if (!cpu.Store<T, TAddress>(op, *(T*)&bits))
            return op;
        return EndStore(cpu, op, empty, status);
    }

    private static Op* EndStore(Processor cpu, Op* op, bool empty, in FloatStatus status)
    {
        cpu.RememberX87(op);
        if (empty)
            cpu.StackFault(overflow: false);
        else
            cpu.EndX87(status);
        if ((op->Extra & Pops) != 0)
            cpu.Pop();
        return Next(cpu, op);
    }

    /// <summary>FSTP to 80 bits: as they are.</summary>
    public static Op* StoreExtended<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        bool empty = !cpu.Fpu.IsUsed(0);
        if (empty && (cpu.Fpu.Control & 1) == 0)
        {
            cpu.RememberX87(op);
            cpu.StackFault(overflow: false);
            return Next(cpu, op);
        }
        return cpu.Store<Float80, TAddress>(op, empty ? Float80.Indefinite : cpu.St(0)) ? EndStore(cpu, op, empty, default) : op;
    }

    /// <summary>FIST, FISTP, FISTTP.</summary>
    public static Op* StoreInteger<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.BeginX87(op))
            return op;
        FloatStatus status = cpu.Fpu.MakeStatus();
        bool empty = !cpu.Fpu.IsUsed(0);
        long value = long.MinValue >> (64 - (sizeof(T) * 8));
        if (empty)
            status.Flags |= FloatFlags.Invalid;
        else
            value = Conversions.ToInteger(cpu.StValue(0), sizeof(T) * 8, (op->Extra & Truncates) != 0 ? Rounding.Zero : status.Rounding, ref status);
        if (status.TrapsBefore)
        {
            cpu.RememberX87(op);
            if (empty)
                cpu.StackFault(overflow: false);
            else
                cpu.EndX87(status);
            return Next(cpu, op);
        }
        return cpu.Store<T, TAddress>(op, *(T*)&value) ? EndStore(cpu, op, empty, status) : op;
    }

    /// <summary>FBSTP: eighteen decimal digits.</summary>
    public static Op* StoreBcd<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        const long Limit = 999_999_999_999_999_999;
        if (!cpu.BeginX87(op))
            return op;
        FloatStatus status = cpu.Fpu.MakeStatus();
        bool empty = !cpu.Fpu.IsUsed(0), sign = cpu.St(0).Sign;
        long value = 0;
        if (!empty)
            value = Conversions.ToInteger(cpu.StValue(0), 64, status.Rounding, ref status);
        if (empty || value is > Limit or < -Limit)
            status.Flags = FloatFlags.Invalid;
        if (status.TrapsBefore)
        {
            cpu.RememberX87(op);
            if (empty)
                cpu.StackFault(overflow: false);
            else
                cpu.EndX87(status);
            return Next(cpu, op);
        }
        Float80 image = default;
        byte* digits = (byte*)&image;
        if ((status.Flags & FloatFlags.Invalid) != 0)
        {
            // The BCD indefinite.
            image = new Float80(0xC000000000000000, 0xFFFF);
        }
        else
        {
            value = Math.Abs(value);
            for (int i = 0; i < 9; i++)
            {
                int pair = (int)(value % 100);
                value /= 100;
                digits[i] = (byte)((pair / 10 << 4) | (pair % 10));
            }
            digits[9] = sign ? (byte)0x80 : (byte)0;
        }
        return cpu.Store<Float80, TAddress>(op, image) ? EndStore(cpu, op, empty, status) : op;
    }

    /// <summary>FST and FSTP to a register.</summary>
    public static Op* StoreRegister(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (cpu.Fpu.IsUsed(0))
            cpu.SetSt(op->Destination, cpu.St(0));
        else if (cpu.StackFault(overflow: false))
            cpu.SetSt(op->Destination, Float80.Indefinite);
        else
            return Next(cpu, op);
        if ((op->Extra & Pops) != 0)
            cpu.Pop();
        return Next(cpu, op);
    }

    public static Op* Exchange(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        int i = op->Source;
        if (!cpu.Fpu.IsUsed(0) || !cpu.Fpu.IsUsed(i))
        {
            if (!cpu.StackFault(overflow: false))
                return Next(cpu, op);
            if (!cpu.Fpu.IsUsed(0))
                cpu.SetSt(0, Float80.Indefinite);
            if (!cpu.Fpu.IsUsed(i))
                cpu.SetSt(i, Float80.Indefinite);
        }
        (cpu.St(0), cpu.St(i)) = (cpu.St(i), cpu.St(0));
        return Next(cpu, op);
    }

    /// <summary>FCMOVcc: the condition is the index in Extra's low byte (B, E, BE, U and their opposites).</summary>
    public static Op* ConditionalMove(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0) || !cpu.Fpu.IsUsed(op->Source))
        {
            if (cpu.StackFault(overflow: false))
                cpu.SetSt(0, Float80.Indefinite);
            return Next(cpu, op);
        }
        uint flags = cpu.GetStatusFlags();
        bool holds = (op->Extra & 3) switch
        {
            0 => (flags & RflagsBits.Cf) != 0,
            1 => (flags & RflagsBits.Zf) != 0,
            2 => (flags & (RflagsBits.Cf | RflagsBits.Zf)) != 0,
            _ => (flags & RflagsBits.Pf) != 0,
        };
        if (holds != ((op->Extra & 4) != 0))
            cpu.St(0) = cpu.St(op->Source);
        return Next(cpu, op);
    }
}
