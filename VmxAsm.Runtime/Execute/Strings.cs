using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

// String instructions
// -------------------
// One element is done like any instruction. Under a REP prefix a handler does a batch of elements, registers up to date after each, and then
// leaves the instruction pointer on itself if there is more to do: so a repeated instruction can be interrupted, faults in its middle
// and goes on afterwards. Elements that lie plainly in one page each are moved in one go.

/// <summary>The width of SI, DI and CX in a string instruction, by its address size.</summary>
internal interface IAddressSize
{
    ulong Mask { get; }
}

internal readonly struct Address16 : IAddressSize
{
    public ulong Mask => ushort.MaxValue;
}

internal readonly struct Address32 : IAddressSize
{
    public ulong Mask => uint.MaxValue;
}

internal readonly struct Address64 : IAddressSize
{
    public ulong Mask => ulong.MaxValue;
}

internal static unsafe class Strings<T, TSize>
    where T : unmanaged
    where TSize : struct, IAddressSize
{
    private const ushort C = 1 * 8, Si = 6 * 8, Di = 7 * 8;

    // Elements between two looks at the interrupt line; a page's worth is copied in one go below this.
    private const int Batch = 4096;

    public static Op* Movs(Processor cpu, Op* op)
    {
        T* source = cpu.ReadableAt<T>(op, op->Segment, Get(cpu, Si));
        if (source == null)
            return op;
        if (!cpu.StoreAt(op, (int)SegmentRegister.Es, Get(cpu, Di), *source))
            return op;
        Advance(cpu, Si);
        Advance(cpu, Di);
        return Next(cpu, op);
    }

    public static Op* Stos(Processor cpu, Op* op)
    {
        if (!cpu.StoreAt(op, (int)SegmentRegister.Es, Get(cpu, Di), cpu.Register<T>(0)))
            return op;
        Advance(cpu, Di);
        return Next(cpu, op);
    }

    public static Op* Lods(Processor cpu, Op* op)
    {
        T* source = cpu.ReadableAt<T>(op, op->Segment, Get(cpu, Si));
        if (source == null)
            return op;
        cpu.SetRegister(0, *source);
        Advance(cpu, Si);
        return Next(cpu, op);
    }

    public static Op* Scas(Processor cpu, Op* op) => ScasOne(cpu, op) ? Next(cpu, op) : op;

    public static Op* Cmps(Processor cpu, Op* op) => CmpsOne(cpu, op) ? Next(cpu, op) : op;

    public static Op* RepMovs(Processor cpu, Op* op)
    {
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget <= 0)
                return Again(cpu, op);
            int done = budget > 1 ? MovsRun(cpu, op) : 0;
            if (done > 0)
            {
                budget -= done - 1;
                continue;
            }
            ulong si = Get(cpu, Si);
            T* source = cpu.ReadableAt<T>(op, op->Segment, si);
            if (source == null)
                return op;
            // The two pages may want the same place in the TLB, where each drives the other out: the source's bytes are found while it is there.
            int sourceBytes = 0;
            byte* run = cpu.Df || budget == 1 ? null : cpu.PlainRun(op->Segment, si, default(TSize).Mask, write: false, out sourceBytes);
            if (!cpu.StoreAt(op, (int)SegmentRegister.Es, Get(cpu, Di), *source))
                return op;
            Advance(cpu, Si);
            Advance(cpu, Di);
            Put(cpu, C, Get(cpu, C) - 1);
            if (run != null)
                budget -= CopyRun(cpu, run + sizeof(T), sourceBytes - sizeof(T));
        }
        return Next(cpu, op);
    }

    public static Op* RepStos(Processor cpu, Op* op)
    {
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget <= 0)
                return Again(cpu, op);
            int done = budget > 1 ? StosRun(cpu, op) : 0;
            if (done > 0)
            {
                budget -= done - 1;
                continue;
            }
            if (!cpu.StoreAt(op, (int)SegmentRegister.Es, Get(cpu, Di), cpu.Register<T>(0)))
                return op;
            Advance(cpu, Di);
            Put(cpu, C, Get(cpu, C) - 1);
        }
        return Next(cpu, op);
    }

    public static Op* RepLods(Processor cpu, Op* op)
    {
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget <= 0)
                return Again(cpu, op);
            T* source = cpu.ReadableAt<T>(op, op->Segment, Get(cpu, Si));
            if (source == null)
                return op;
            cpu.SetRegister(0, *source);
            Advance(cpu, Si);
            Put(cpu, C, Get(cpu, C) - 1);
        }
        return Next(cpu, op);
    }

    /// <summary>REPE and REPNE SCAS; <c>op->Repeat</c> tells which.</summary>
    public static Op* RepScas(Processor cpu, Op* op)
    {
        (long result, ulong carries, uint misc) = (cpu.FlagResult, cpu.FlagCarries, cpu.FlagMisc);
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget <= 0)
                return Again(cpu, op);
            if (!ScasOne(cpu, op))
            {
                // "EFLAGS is restored to the state prior to the execution of the instruction" ("REP/REPE/REPNE").
                (cpu.FlagResult, cpu.FlagCarries, cpu.FlagMisc) = (result, carries, misc);
                return op;
            }
            Put(cpu, C, Get(cpu, C) - 1);
            if (cpu.Zf != (op->Repeat == 0xF3))
                break;
        }
        return Next(cpu, op);
    }

    public static Op* RepCmps(Processor cpu, Op* op)
    {
        (long result, ulong carries, uint misc) = (cpu.FlagResult, cpu.FlagCarries, cpu.FlagMisc);
        for (int budget = cpu.StringsByElement ? 1 : Batch; Get(cpu, C) != 0; budget--)
        {
            if (budget <= 0)
                return Again(cpu, op);
            if (!CmpsOne(cpu, op))
            {
                // "EFLAGS is restored to the state prior to the execution of the instruction" ("REP/REPE/REPNE").
                (cpu.FlagResult, cpu.FlagCarries, cpu.FlagMisc) = (result, carries, misc);
                return op;
            }
            Put(cpu, C, Get(cpu, C) - 1);
            if (cpu.Zf != (op->Repeat == 0xF3))
                break;
        }
        return Next(cpu, op);
    }

    private static bool ScasOne(Processor cpu, Op* op)
    {
        T* other = cpu.ReadableAt<T>(op, (int)SegmentRegister.Es, Get(cpu, Di));
        if (other == null)
            return false;
        default(Cmp).Apply(cpu, cpu.Register<T>(0), *other);
        Advance(cpu, Di);
        return true;
    }

    private static bool CmpsOne(Processor cpu, Op* op)
    {
        T* first = cpu.ReadableAt<T>(op, op->Segment, Get(cpu, Si));
        if (first == null)
            return false;
        T a = *first;
        T* second = cpu.ReadableAt<T>(op, (int)SegmentRegister.Es, Get(cpu, Di));
        if (second == null)
            return false;
        default(Cmp).Apply(cpu, a, *second);
        Advance(cpu, Si);
        Advance(cpu, Di);
        return true;
    }

    /// <summary>Copies as many elements upwards as both pages hold plainly; 0 when element by element is needed.</summary>
    private static int MovsRun(Processor cpu, Op* op)
    {
        if (cpu.Df)
            return 0;
        byte* source = cpu.PlainRun(op->Segment, Get(cpu, Si), default(TSize).Mask, write: false, out int sourceBytes);
        return source == null ? 0 : CopyRun(cpu, source, sourceBytes);
    }

    /// <summary>The same, with the source's bytes found already.</summary>
    private static int CopyRun(Processor cpu, byte* source, int sourceBytes)
    {
        ulong count = Get(cpu, C), si = Get(cpu, Si), di = Get(cpu, Di);
        byte* destination = cpu.PlainRun((int)SegmentRegister.Es, di, default(TSize).Mask, write: true, out int destinationBytes);
        if (destination == null || sourceBytes <= 0)
            return 0;
        int elements = (int)Math.Min(count, (ulong)(Math.Min(sourceBytes, destinationBytes) / sizeof(T)));
        int bytes = elements * sizeof(T);
        if (elements == 0)
            return 0;
        if (destination > source && destination < source + bytes)
        {
            // Overlapping upwards repeats the pattern, element by element.
            for (int i = 0; i < elements; i++)
                Unsafe.WriteUnaligned(destination + (i * sizeof(T)), Unsafe.ReadUnaligned<T>(source + (i * sizeof(T))));
        }
        else
            Buffer.MemoryCopy(source, destination, bytes, bytes);
        Put(cpu, Si, si + (ulong)bytes);
        Put(cpu, Di, di + (ulong)bytes);
        Put(cpu, C, count - (ulong)elements);
        return elements;
    }

    private static int StosRun(Processor cpu, Op* op)
    {
        if (cpu.Df)
            return 0;
        ulong count = Get(cpu, C), di = Get(cpu, Di);
        byte* destination = cpu.PlainRun((int)SegmentRegister.Es, di, default(TSize).Mask, write: true, out int available);
        if (destination == null)
            return 0;
        int elements = (int)Math.Min(count, (ulong)(available / sizeof(T)));
        if (elements == 0)
            return 0;
        new Span<T>(destination, elements).Fill(cpu.Register<T>(0));
        Put(cpu, Di, di + (ulong)(elements * sizeof(T)));
        Put(cpu, C, count - (ulong)elements);
        return elements;
    }

    private static Op* Again(Processor cpu, Op* op)
    {
        cpu.Rip = cpu.BlockRip + op->Offset;
        cpu.KeepResumeFlag();
        return op;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Get(Processor cpu, ushort register) =>
        default(TSize).Mask == ushort.MaxValue ? cpu.Register<ushort>(register) : cpu.Register<ulong>(register) & default(TSize).Mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Processor cpu, ushort register, ulong value)
    {
        if (default(TSize).Mask == ushort.MaxValue)
            cpu.Register<ushort>(register) = (ushort)value;
        else
            cpu.Register<ulong>(register) = value & default(TSize).Mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(Processor cpu, ushort register) =>
        Put(cpu, register, Get(cpu, register) + (cpu.Df ? (ulong)-sizeof(T) : (ulong)sizeof(T)));
}
