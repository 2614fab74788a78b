using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// A processor in 64-bit or compatibility mode at privilege level 3, as an operating system has it: paging with a page of code and two of data at the addresses of
/// <see cref="HostCase"/>, every exception delivered to a handler that is never executed. It runs one instruction from a given state and tells what came of it.
/// </summary>
internal sealed class UserModeProcessor : IDisposable
{
    private const ulong Tables = 0x1000, Gdt = 0x8000, Tss = 0x8100, Idt = 0x9000, KernelStack = 0xC000, CodePage = 0x10000, DataPage = 0x11000;

    private static readonly byte[] NoData = new byte[8192];

    private readonly int _bits;
    private readonly ProcessorUnderTest _machine;
    private ExceptionVector? _vector;
    private uint? _errorCode;
    private ulong _faultRip;

    public UserModeProcessor(int bits, CpuModel model)
    {
        _bits = bits;
        _machine = new ProcessorUnderTest(model, 1 << 20);
        Processor cpu = _machine.Cpu;
        PhysicalMemory memory = _machine.Memory;

        // 4-level tables: what the supervisor has, and the user's pages.
        memory.Write(Tables, Tables + 0x1000 | 7);
        memory.Write(Tables + 0x1000, Tables + 0x2000 | 7);
        memory.Write(Tables + 0x2000, Tables + 0x3000 | 7);
        for (ulong i = 0; i < 32; i++)
            memory.Write(Tables + 0x3000 + (i * 8), i << 12 | 3);
        memory.Write(Tables + 0x2000 + ((HostCase.CodeAddress >> 21) * 8), Tables + 0x4000 | 7);
        memory.Write(Tables + 0x4000, CodePage | 7);
        memory.Write(Tables + 0x4000 + (16 * 8), DataPage | 7);
        memory.Write(Tables + 0x4000 + (17 * 8), DataPage + 0x1000 | 7);

        memory.Write(Gdt + 8, 0x00AF_9B00_0000_FFFFUL);
        memory.Write(Tss + 4, KernelStack);
        for (ulong vector = 0; vector < 32; vector++)
        {
            memory.Write(Idt + (vector * 16), 0x0000_8E00_0008_0000UL);
            memory.Write(Idt + (vector * 16) + 8, 0UL);
        }
        cpu.Gdtr = new TableRegister { Base = Gdt, Limit = 15 };
        cpu.Idtr = new TableRegister { Base = Idt, Limit = 0x1FF };
        cpu.Tr = new Segment { LoadedBase = Tss, Limit = 103, AccessRights = 0x8B, Selector = 0x40 };
        cpu.UpdateSegmentAccess(SegmentRegister.Tr);
        cpu.Cr0 = Cr0.PE | Cr0.PG | Cr0.WP | Cr0.NE | Cr0.MP | Cr0.ET;
        cpu.Cr3 = Tables;
        cpu.Cr4 = Cr4.PAE | Cr4.OSFXSR | Cr4.OSXMMEXCPT | (model.Has(CpuFeature.Xsave) ? Cr4.OSXSAVE : 0) | (model.Has(CpuFeature.FsGsBase) ? Cr4.FSGSBASE : 0);
        cpu.Efer = Efer.LME | Efer.LMA | Efer.SCE | Efer.NXE;
        cpu.Xcr0 = model.Cpuid(0x0D, 0).Eax;
        cpu.EventObserver = (_, vector, errorCode) =>
        {
            _vector = (ExceptionVector)vector;
            _errorCode = errorCode;
            _faultRip = cpu.Rip;
            cpu.Raise(CpuSignals.Stop);
        };
        cpu.FlushTlb();
    }

    public Processor Cpu => _machine.Cpu;

    public PhysicalMemory Memory => _machine.Memory;

    /// <summary>What the last instruction ended with; null when it was executed.</summary>
    public ExceptionVector? Exception { get; private set; }

    /// <summary>The last run's end, when it was not an exception.</summary>
    public RunStop Stop { get; private set; }

    public void PutCode(ReadOnlySpan<byte> code)
    {
        Memory.Write(CodePage, code);
        // HLT at privilege level 3 tells that the instruction is behind us.
        Memory.Write(CodePage + (ulong)code.Length, [(byte)0xF4]);
    }

    /// <summary>Executes the code once and returns the hash that `native.c` makes of what came of it.</summary>
    public ulong Run(HostCase one, ulong seed, uint mxcsr, StringBuilder? verbose = null)
    {
        Processor cpu = Cpu;
        var states = new HostStates(seed);
        int registers = _bits == 64 ? 16 : 8;
        for (int i = 0; i < 16; i++)
        {
            ulong value = states.Integer();
            cpu.Registers[i] = i >= registers ? 0 : _bits == 64 ? value : (uint)value;
        }
        EnterUserMode(HostCase.CodeAddress);
        cpu.Rflags = (uint)((states.Next() & 0xCD5) | 0x202);
        for (int i = 0; i < 64; i++)
            Word(i) = states.Number();
        Memory.Write(DataPage, NoData);
        Span<ulong> area = stackalloc ulong[HostCase.AreaSize / 8];
        foreach (ref ulong word in area)
            word = states.Number();
        Memory.Write(DataPage + 4096 - (HostCase.AreaSize / 2), System.Runtime.InteropServices.MemoryMarshal.AsBytes(area));
        cpu.Mxcsr = mxcsr;
        cpu.Rsp = HostCase.DataAddress + 4096;
        foreach ((int register, ulong value) in one.Overrides)
            cpu.Registers[register] = _bits == 64 ? value : (uint)value;
        Execute();

        bool finished = _vector == ExceptionVector.GeneralProtection && _faultRip == HostCase.CodeAddress + (ulong)one.Code.Length;
        Exception = finished ? null : _vector;
        ulong hash = 0xCBF2_9CE4_8422_2325;
        void Mix(string name, ulong value)
        {
            hash = (hash ^ value) * 0x100_0000_01B3;
            hash ^= hash >> 29;
            verbose?.Append($"{name} {value:x}\n");
        }
        // Delivery has changed RSP and the flags; what they were is on the handler's stack.
        ulong flags = Memory.Read<ulong>(KernelStack - 24), stack = Memory.Read<ulong>(KernelStack - 16);
        for (int i = 0; i < registers; i++)
            Mix(verbose == null ? "" : $"r{i}", i == 4 ? stack : cpu.Registers[i]);
        Mix("flags", flags & one.DefinedFlags);
        Mix("trap", finished ? 0 : (ulong)_vector.GetValueOrDefault() + 1);
        if (finished)
        {
            Mix("mxcsr", cpu.Mxcsr);
            for (int i = 0; i < (registers == 16 ? 64 : 32); i++)
                Mix(verbose == null ? "" : $"ymm{i / 4}.{i % 4}", Word(i));
        }
        else
        {
            Mix("ip", _faultRip - HostCase.CodeAddress);
            Mix("error", _vector is ExceptionVector.PageFault or ExceptionVector.GeneralProtection ? _errorCode.GetValueOrDefault() : 0);
            Mix("address", _vector != ExceptionVector.PageFault ? 0 : one.PageOnly ? cpu.Cr2 & ~0xFFFUL : cpu.Cr2);
        }
        Memory.Read(DataPage + 4096 - (HostCase.AreaSize / 2), System.Runtime.InteropServices.MemoryMarshal.AsBytes(area));
        for (int i = 0; i < area.Length; i++)
            Mix(verbose == null ? "" : $"m{i}", area[i]);
        for (uint i = 0; i < 8; i++)
        {
            Mix(verbose == null ? "" : $"first{i}", Memory.Read<ulong>(DataPage + (i * 8)));
            Mix(verbose == null ? "" : $"last{i}", Memory.Read<ulong>(DataPage + ((1023 - i) * 8)));
        }
        return hash;
    }

    /// <summary>Puts the processor at the code, without the general registers and flags.</summary>
    public void EnterUserMode(ulong rip)
    {
        Processor cpu = Cpu;
        cpu.Pending = default;
        for (int i = 0; i <= (int)SegmentRegister.Gs; i++)
        {
            ref Segment segment = ref cpu.Segments[i];
            bool code = i == (int)SegmentRegister.Cs;
            segment.Selector = code ? (ushort)0x33 : (ushort)0x2B;
            segment.LoadedBase = 0;
            segment.Limit = uint.MaxValue;
            segment.AccessRights = code ? (_bits == 64 ? 0xA0FBU : 0xC0FBU) : 0xC0F3;
        }
        cpu.Cpl = 3;
        cpu.UpdateMode();
        for (int i = 0; i <= (int)SegmentRegister.Gs; i++)
            cpu.UpdateSegmentAccess((SegmentRegister)i);
        cpu.Rip = rip;
    }

    private void Execute()
    {
        _vector = null;
        Stop = _machine.Run(1000);
    }

    private unsafe ref ulong Word(int index) => ref ((ulong*)Cpu.Xmm(index / 4))[index % 4];

    public void Dispose() => _machine.Dispose();
}
