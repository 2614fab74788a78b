using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Cpu;

/// <summary>
/// State of the x87 besides its registers ("x87 FPU Execution Environment"): control, status and tag words, and where the last instruction was.
/// The tag word is kept as FXSAVE does, one bit a register; the full one follows from the contents.
/// </summary>
internal struct X87
{
    public const ushort ControlReset = 0x037F;

    /// <summary>Control word after power-on, before FNINIT.</summary>
    private const ushort ControlPowerOn = 0x0040;

    public ushort Control;

    /// <summary>Status word without TOP.</summary>
    public ushort StatusBits;

    /// <summary>Physical number of ST(0).</summary>
    public int Top;

    /// <summary>Bit n: physical register n holds something.</summary>
    public byte Used;

    public ulong InstructionPointer, DataPointer;
    public ushort Opcode;
    private ushort _instructionSelector, _dataSelector;

    /// <summary>Newer processors keep no selectors beside the pointers (CPUID leaf 7): they are 0.</summary>
    public bool HasSelectors;

    /// <summary>FCS.</summary>
    public ushort InstructionSelector
    {
        readonly get => _instructionSelector;
        set => _instructionSelector = HasSelectors ? value : (ushort)0;
    }

    /// <summary>FDS.</summary>
    public ushort DataSelector
    {
        readonly get => _dataSelector;
        set => _dataSelector = HasSelectors ? value : (ushort)0;
    }

    public void Reset()
    {
        Initialize();
        Control = ControlPowerOn;
        // Power-on: all registers hold +0 and are valid.
        Used = 0xFF;
    }

    /// <summary>FNINIT.</summary>
    public void Initialize()
    {
        Control = ControlReset;
        StatusBits = 0;
        Top = 0;
        Used = 0;
        InstructionPointer = DataPointer = 0;
        InstructionSelector = DataSelector = Opcode = 0;
    }

    /// <summary>The status word as FNSTSW stores it.</summary>
    public ushort Status
    {
        readonly get => (ushort)(StatusBits | Top << 11);
        set
        {
            Top = (value >> 11) & 7;
            StatusBits = (ushort)(value & ~0x3800);
        }
    }

    /// <summary>An exception is pending that is not masked: bit 7, ES.</summary>
    public readonly bool IsPending => (StatusBits & 0x80) != 0;

    /// <summary>ES and B follow from the flags and the masks. To be called when either changed.</summary>
    public void UpdateSummary()
    {
        if ((StatusBits & ~Control & 0x3F) != 0)
            StatusBits |= 0x8080;
        else
            StatusBits = (ushort)(StatusBits & 0x7F7F);
    }

    public void EnterMmx()
    {
        Top = 0;
        Used = 0xFF;
    }

    public void LeaveMmx()
    {
        Top = 0;
        Used = 0;
    }

    public readonly int Physical(int st) => (Top + st) & 7;

    public readonly bool IsUsed(int st) => (Used >> Physical(st) & 1) != 0;

    /// <summary>Condition codes C0 (bit 8), C2 (10), C3 (14), leaving C1.</summary>
    public void SetConditions(bool c3, bool c2, bool c0) =>
        StatusBits = (ushort)((StatusBits & ~0x4500) | (c3 ? 0x4000 : 0) | (c2 ? 0x400 : 0) | (c0 ? 0x100 : 0));

    public bool C1
    {
        readonly get => (StatusBits & 0x200) != 0;
        set => StatusBits = (ushort)(value ? StatusBits | 0x200 : StatusBits & ~0x200);
    }

    public readonly FloatStatus MakeStatus() => new()
    {
        Rounding = (Rounding)((Control >> 10) & 3),
        Masked = (FloatFlags)(Control & 0x3F),
        TrapBias = 24576,
        LargerNan = true,
    };

    /// <summary>Precision control: 24, 53 or 64 bits for add, subtract, multiply, divide and square root.</summary>
    public readonly FloatFormat Format => ((Control >> 8) & 3) switch
    {
        0 => FloatFormat.ExtendedTo(24),
        2 => FloatFormat.ExtendedTo(53),
        _ => FloatFormat.Extended,
    };
}
