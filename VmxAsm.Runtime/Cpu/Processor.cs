using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Memory;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Cpu;

/// <summary>
/// One logical x86 processor: its architectural state, and <see cref="Run"/>, which executes. The other parts of this class are one
/// topic each: flags, modes, memory access, page walks, code blocks, events, tasks.
/// </summary>
public sealed unsafe partial class Processor : IDisposable
{
    internal readonly PhysicalMemory Memory;
    internal readonly IBoard Board;
    internal readonly CpuModel Model;

    // ---- general state -------------------------------------------------------------------------------------------------

    internal RegisterFile Registers;

    /// <summary>The instruction pointer. Stale while a block runs: see <see cref="Sync"/>.</summary>
    internal ulong Rip;

    /// <summary>Address of the instruction behind the current one, set by <see cref="Sync"/>.</summary>
    internal ulong NextRip;

    internal SegmentFile Segments;
    internal TableRegister Gdtr, Idtr;
    internal ulong Cr0, Cr2, Cr3, Cr4, Efer, Xcr0;
    internal ulong Dr0, Dr1, Dr2, Dr3, Dr6, Dr7;

    /// <summary>Current privilege level. In real mode 0, in virtual-8086 mode 3.</summary>
    internal int Cpl;

    /// <summary>Running, halted or shut down; the numbers are the VMCS's activity states.</summary>
    internal ActivityState Activity;

    /// <summary>After STI that set IF: no external interrupt before the next instruction has been executed.</summary>
    internal bool BlockedBySti;

    /// <summary>After MOV SS or POP SS: no interrupt, NMI or debug trap before the next instruction has been executed.</summary>
    internal bool BlockedByMovSs;

    /// <summary>From the delivery of an NMI to the next IRET.</summary>
    internal bool BlockedByNmi;

    // ---- VMX ---------------------------------------------------------------------------------------------------------------

    /// <summary>The VMX unit, when the model has VMX.</summary>
    internal VmxIntercepts? Vmx;

    /// <summary>In VMX non-root operation: the places where an exit can occur ask <see cref="Vmx"/>.</summary>
    internal bool NonRoot;

    // ---- what the run is about ----------------------------------------------------------------------------------------------

    /// <summary>Instructions executed since power-on, up to the start of the running block; see <see cref="InstructionsNow"/>.</summary>
    public long Instructions => _instructions;

    /// <summary>The exception that the last instruction raised, until it is delivered.</summary>
    internal PendingEvent Pending;

    /// <summary>Makes the processor in its reset state.</summary>
    public Processor(PhysicalMemory memory, IBoard board, CpuModel model)
    {
        Memory = memory;
        Board = board;
        Model = model;
        Cr4Supported = SupportedCr4(model);
        _timeStampMegahertz = (ulong)model.TimeStampMegahertz;
        Fpu.HasSelectors = !model.Has(CpuFeature.NoFcsFds);
        _keepsX87DataPointer = model.Has(CpuFeature.FdpExceptionsOnly);
        _scratch = (byte*)NativeMemory.AlignedAlloc(64, 64);
        InitializeTlb();
        InitializeVectors();
        InitializeBlocks();
        if (model.Has(CpuFeature.Vmx))
            Vmx = new VmxUnit(this);
        memory.MappingChanged = FlushTlb;
        memory.CodeWritten = InvalidateCode;
        Reset();
    }

    // ---- registers by name ---------------------------------------------------------------------------------------------------

    internal ulong Rax { get => Registers[0]; set => Registers[0] = value; }
    internal ulong Rcx { get => Registers[1]; set => Registers[1] = value; }
    internal ulong Rdx { get => Registers[2]; set => Registers[2] = value; }
    internal ulong Rbx { get => Registers[3]; set => Registers[3] = value; }
    internal ulong Rsp { get => Registers[4]; set => Registers[4] = value; }
    internal ulong Rbp { get => Registers[5]; set => Registers[5] = value; }
    internal ulong Rsi { get => Registers[6]; set => Registers[6] = value; }
    internal ulong Rdi { get => Registers[7]; set => Registers[7] = value; }
    internal uint Eax { get => (uint)Registers[0]; set => Registers[0] = value; }
    internal uint Ecx { get => (uint)Registers[1]; set => Registers[1] = value; }
    internal uint Edx { get => (uint)Registers[2]; set => Registers[2] = value; }
    internal uint Ebx { get => (uint)Registers[3]; set => Registers[3] = value; }

    internal ref Segment Es => ref Segments[(int)SegmentRegister.Es];
    internal ref Segment Cs => ref Segments[(int)SegmentRegister.Cs];
    internal ref Segment Ss => ref Segments[(int)SegmentRegister.Ss];
    internal ref Segment Ds => ref Segments[(int)SegmentRegister.Ds];
    internal ref Segment Fs => ref Segments[(int)SegmentRegister.Fs];
    internal ref Segment Gs => ref Segments[(int)SegmentRegister.Gs];
    internal ref Segment Ldtr => ref Segments[(int)SegmentRegister.Ldtr];
    internal ref Segment Tr => ref Segments[(int)SegmentRegister.Tr];

    /// <summary>The register (or part of one) at a byte offset into the register file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Register<T>(ushort offset)
        where T : unmanaged =>
        ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref Unsafe.As<RegisterFile, byte>(ref Registers), (nint)offset));

    /// <summary>Writes a register as instructions do: 32-bit results clear the upper half, 8- and 16-bit ones leave the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetRegister<T>(ushort offset, T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(uint))
            Register<ulong>(offset) = Unsafe.BitCast<T, uint>(value);
        else
            Register<T>(offset) = value;
    }

    /// <summary>Address of the running block's first instruction: the base of RIP-relative operands.</summary>
    internal ulong BlockRip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register<ulong>(RegisterFile.BlockRip);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => Register<ulong>(RegisterFile.BlockRip) = value;
    }

    // ---- what handlers end with -------------------------------------------------------------------------------------------------

    /// <summary>Brings <see cref="Rip"/> to the instruction and <see cref="NextRip"/> behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Sync(Op* op)
    {
        Rip = BlockRip + op->Offset;
        NextRip = Is64BitCode ? Rip + op->Length : (Rip + op->Length) & _codeMask;
        _current = op;
    }

    /// <summary>Ends the block behind the instruction: what comes next is looked up anew.</summary>
    internal Op* Leave(Op* op)
    {
        Sync(op);
        Rip = NextRip;
        return op;
    }

    /// <summary>Leaves an exception pending at the instruction; the handler returns what this returns.</summary>
    internal Op* Raise(Op* op, Vector vector, uint? errorCode = null)
    {
        Sync(op);
        SetPending(vector, errorCode);
        return op;
    }

    /// <summary>Leaves an exception pending at <see cref="Rip"/> and abandons the instruction. For slow paths, after <see cref="Sync"/>.</summary>
    /// <param name="because">For explanations: what was wrong.</param>
    internal ProcessorFault Fault(Vector vector, uint? errorCode = null, string? because = null)
    {
        SetPending(vector, errorCode);
        Pending.Because = because;
        return ProcessorFault.Instance;
    }

    private void SetPending(Vector vector, uint? errorCode)
    {
        Pending.Kind = PendingKind.Exception;
        Pending.Vector = vector;
        Pending.HasErrorCode = errorCode.HasValue;
        Pending.ErrorCode = errorCode.GetValueOrDefault();
        Pending.Detail = 0;
        Pending.Because = null;
    }

    /// <summary>Ends the run at the instruction: something it needs is not emulated.</summary>
    internal Op* NotEmulated(Op* op, string what)
    {
        Sync(op);
        NotEmulatedReason = what;
        Pending.Kind = PendingKind.Stop;
        _stop = RunStop.NotEmulated;
        return op;
    }

    /// <summary>After <see cref="RunStop.NotEmulated"/>: what it was.</summary>
    public string? NotEmulatedReason { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_scratch);
        FreeTlb();
        FreeVectors();
        FreeBlocks();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What the processor is doing; the numbers are the VMCS's "guest activity state".</summary>
internal enum ActivityState : byte
{
    Active = 0,
    Halted = 1,
    Shutdown = 2,
    WaitForSipi = 3,
}
