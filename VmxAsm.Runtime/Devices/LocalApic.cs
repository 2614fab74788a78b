using System.Numerics;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The processor's local APIC (Intel SDM volume 3, "Advanced Programmable Interrupt Controller (APIC)"): 256 vectors, each with a bit in
/// IRR (requested), ISR (in service) and TMR (level triggered), priority by the vector's upper four bits against the task
/// priority, a timer, and a local vector table. LINT0 is where the 8259 pair comes in: as an "ExtINT" it bypasses all of
/// this, which is how a PC starts ("virtual wire mode").
/// </summary>
internal sealed class LocalApic : IMemoryDevice
{
    public const ulong DefaultBase = 0xFEE0_0000;

    private const int Id = 0x02, Version = 0x03, TaskPriorityRegister = 0x08, ArbitrationPriority = 0x09, ProcessorPriorityRegister = 0x0A;
    private const int EndOfInterrupt = 0x0B, LogicalDestination = 0x0D, DestinationFormat = 0x0E, SpuriousVector = 0x0F;
    private const int InServiceFirst = 0x10, TriggerModeFirst = 0x18, RequestFirst = 0x20, ErrorStatus = 0x28;
    private const int CommandLow = 0x30, CommandHigh = 0x31, LvtTimer = 0x32, LvtThermal = 0x33, LvtPerformance = 0x34;
    private const int LvtLint0 = 0x35, LvtLint1 = 0x36, LvtError = 0x37, InitialCount = 0x38, CurrentCountRegister = 0x39, DivideConfiguration = 0x3E;

    private const uint Masked = 0x1_0000, Periodic = 0x2_0000, Deadline = 0x4_0000, TimerModes = Periodic | Deadline;
    private const uint SendIllegalVector = 0x20, ReceiveIllegalVector = 0x40;
    private const uint DeliveryModeMask = 0x700, DeliverNmi = 0x400, DeliverInit = 0x500, DeliverExtInt = 0x700;

    /// <summary>The timer's input clock: 100 MHz.</summary>
    private const int BusNanoseconds = 10;

    private readonly VirtualClock _clock;
    private readonly Action _outputChanged;
    private readonly Action<CpuSignals> _signal;
    private readonly Action<byte> _endOfLevelInterrupt;
    private readonly VirtualClock.Alarm _timer;
    private readonly ulong[] _requested = new ulong[4];
    private readonly ulong[] _inService = new ulong[4];
    private readonly ulong[] _levelTriggered = new ulong[4];
    private readonly uint[] _registers = new uint[64];
    private long _timerStart;

    // Errors since ESR was written the last time.
    private uint _errors;

    /// <param name="outputChanged">Called when <see cref="HasInterrupt"/> may have changed.</param>
    /// <param name="signal">Raises the processor's NMI or INIT.</param>
    /// <param name="endOfLevelInterrupt">Tells the I/O APIC that a level-triggered vector was finished.</param>
    public LocalApic(VirtualClock clock, Action outputChanged, Action<CpuSignals> signal, Action<byte> endOfLevelInterrupt)
    {
        _clock = clock;
        _outputChanged = outputChanged;
        _signal = signal;
        _endOfLevelInterrupt = endOfLevelInterrupt;
        _timer = clock.CreateAlarm(TimerExpired);
        Reset();
    }

    /// <summary>IA32_APIC_BASE bit 11: off means that the processor has no local APIC and the 8259 pair drives its INTR pin.</summary>
    public bool IsGloballyEnabled { get; set; } = true;

    /// <summary>Where the registers are: IA32_APIC_BASE bits 12 and up.</summary>
    public ulong Base { get; set; } = DefaultBase;

    /// <summary>The processor has IA32_TSC_DEADLINE, and the timer its third mode.</summary>
    public bool HasDeadlineMode { get; set; }

    /// <summary>
    /// In TSC-deadline mode ("TSC-Deadline Mode"), the virtual time at which the timer interrupts, once; null when it is not armed. In the other modes the register is 0
    /// and a write is ignored.
    /// </summary>
    public long? TimerDeadline
    {
        get => InDeadlineMode && _timer.IsSet ? _timer.DueAt : null;
        set
        {
            if (!InDeadlineMode)
                return;
            if (value is { } at)
                _timer.SetAt(at);
            else
                _timer.Cancel();
        }
    }

    /// <summary>The task priority register; its upper four bits are CR8.</summary>
    public byte TaskPriority
    {
        get => (byte)_registers[TaskPriorityRegister];
        set
        {
            _registers[TaskPriorityRegister] = value;
            _outputChanged();
        }
    }

    /// <summary>True when an interrupt of this APIC's own is pending and above the processor's priority.</summary>
    public bool HasInterrupt => IsGloballyEnabled && Highest(_requested) is var vector and >= 0 && vector >> 4 > ProcessorPriority >> 4;

    /// <summary>True when the 8259 pair's INT reaches the processor.</summary>
    public bool PassesExternalInterrupts =>
        !IsGloballyEnabled || (_registers[LvtLint0] & (Masked | DeliveryModeMask)) == DeliverExtInt;

    /// <summary>True while the timer runs and its local vector entry lets it interrupt.</summary>
    public bool TimerCanInterrupt => _timer.IsSet && (_registers[LvtTimer] & Masked) == 0;

    private bool InDeadlineMode => (_registers[LvtTimer] & TimerModes) == Deadline;

    private bool SoftwareEnabled => (_registers[SpuriousVector] & 0x100) != 0;

    private int ProcessorPriority
    {
        get
        {
            int task = TaskPriority;
            int inService = Math.Max(Highest(_inService), 0) & 0xF0;
            return task >> 4 >= inService >> 4 ? task : inService;
        }
    }

    public void Reset()
    {
        Array.Clear(_registers);
        Array.Clear(_requested);
        Array.Clear(_inService);
        Array.Clear(_levelTriggered);
        _timer.Cancel();
        _errors = 0;
        _registers[Version] = 0x0005_0014;
        _registers[DestinationFormat] = 0xFFFF_FFFF;
        _registers[SpuriousVector] = 0xFF;
        foreach (int entry in (ReadOnlySpan<int>)[LvtTimer, LvtThermal, LvtPerformance, LvtError])
            _registers[entry] = Masked;

        // What firmware programs on a bootstrap processor: virtual wire mode.
        _registers[LvtLint0] = DeliverExtInt;
        _registers[LvtLint1] = DeliverNmi;
    }

    /// <summary>The acknowledge cycle for an interrupt of this APIC's own.</summary>
    /// <returns>The vector; the spurious vector when nothing is pending any more.</returns>
    public byte Acknowledge()
    {
        if (!HasInterrupt)
            return (byte)_registers[SpuriousVector];
        int vector = Highest(_requested);
        Clear(_requested, vector);
        Set(_inService, vector);
        _outputChanged();
        return (byte)vector;
    }

    /// <summary>An interrupt message arrives, from the I/O APIC or this processor itself.</summary>
    /// <param name="deliveryMode">0 fixed, 1 lowest priority, 4 NMI; the others have no meaning for a single processor.</param>
    public void Deliver(int vector, int deliveryMode, bool levelTriggered)
    {
        if (deliveryMode == 4)
        {
            _signal(CpuSignals.NonMaskableInterrupt);
            return;
        }

        if (deliveryMode > 1)
            return;
        if (vector < 16)
        {
            NoteError(ReceiveIllegalVector);
            return;
        }

        if (levelTriggered)
            Set(_levelTriggered, vector);
        else
            Clear(_levelTriggered, vector);
        Set(_requested, vector);
        _outputChanged();
    }

    /// <summary>True when a message's destination means this processor.</summary>
    public bool IsDestination(byte destination, bool logical)
    {
        if (!logical)
            return destination == 0xFF || destination == _registers[Id] >> 24;
        byte mine = (byte)(_registers[LogicalDestination] >> 24);
        bool flat = _registers[DestinationFormat] >> 28 == 0xF;
        if (destination == 0xFF)
            return true;
        return flat ? (destination & mine) != 0 : destination >> 4 == mine >> 4 && (destination & mine & 15) != 0;
    }

    public ulong ReadMemory(ulong address, int width)
    {
        int register = (int)(address >> 4) & 0x3F;
        int offset = (int)address & 15;
        if (offset >= 4)
            return 0;
        return ReadRegister(register) >> (8 * offset);
    }

    public void WriteMemory(ulong address, int width, ulong value)
    {
        // Registers are 32 bits on 16-byte boundaries, and are accessed as a whole.
        if ((address & 15) == 0)
            WriteRegister((int)(address >> 4) & 0x3F, (uint)value);
    }

    public uint ReadRegister(int register) => register switch
    {
        ArbitrationPriority or ProcessorPriorityRegister => (uint)ProcessorPriority,
        >= InServiceFirst and < InServiceFirst + 8 => Word(_inService, register - InServiceFirst),
        >= TriggerModeFirst and < TriggerModeFirst + 8 => Word(_levelTriggered, register - TriggerModeFirst),
        >= RequestFirst and < RequestFirst + 8 => Word(_requested, register - RequestFirst),
        CurrentCountRegister => CurrentCount,
        _ => _registers[register],
    };

    public void WriteRegister(int register, uint value)
    {
        switch (register)
        {
            case Id:
                _registers[Id] = value & 0xFF00_0000;
                break;
            case TaskPriorityRegister:
                TaskPriority = (byte)value;
                break;
            case EndOfInterrupt:
                EndInterrupt();
                break;
            case LogicalDestination:
                _registers[register] = value & 0xFF00_0000;
                break;
            case DestinationFormat:
                _registers[register] = value | 0x0FFF_FFFF;
                break;
            case SpuriousVector:
                WriteSpuriousVector(value);
                break;
            case ErrorStatus:
                // A write shows the errors since the last one.
                _registers[ErrorStatus] = _errors;
                _errors = 0;
                break;
            case CommandLow:
                _registers[CommandLow] = value & ~0x1000u;
                SendCommand(value);
                break;
            case CommandHigh:
                _registers[CommandHigh] = value & 0xFF00_0000;
                break;
            case LvtTimer or LvtThermal or LvtPerformance or LvtLint0 or LvtLint1 or LvtError:
                WriteLocalVector(register, value);
                break;
            case InitialCount:
                if (InDeadlineMode)
                    break;
                _registers[InitialCount] = value;
                StartTimer();
                break;
            case DivideConfiguration:
                uint left = CurrentCount;
                _registers[DivideConfiguration] = value & 0x0B;
                if (_timer.IsSet && !InDeadlineMode)
                {
                    _timerStart = _clock.Now - (long)(_registers[InitialCount] - left) * TickNanoseconds;
                    _timer.SetAfter(left * TickNanoseconds);
                }

                break;
        }
    }

    private void WriteSpuriousVector(uint value)
    {
        bool disables = SoftwareEnabled && (value & 0x100) == 0;
        _registers[SpuriousVector] = value & 0x3FF;
        if (!disables)
            return;
        for (int entry = LvtTimer; entry <= LvtError; entry++)
            _registers[entry] |= Masked;
        _outputChanged();
    }

    private void WriteLocalVector(int register, uint value)
    {
        uint writable = register switch
        {
            LvtTimer => HasDeadlineMode ? 0x7_00FFu : 0x3_00FFu,
            LvtLint0 or LvtLint1 => 0x1_A7FFu,
            LvtError => 0x1_00FFu,
            _ => 0x1_07FFu,
        };
        bool deadline = InDeadlineMode;
        _registers[register] = value & writable;
        // Into TSC-deadline mode or out of it: the timer is disarmed.
        if (deadline != InDeadlineMode)
        {
            _timer.Cancel();
            _registers[InitialCount] = 0;
        }

        if (!SoftwareEnabled && register is not (LvtLint0 or LvtLint1))
            _registers[register] |= Masked;
        _outputChanged();
    }

    private void EndInterrupt()
    {
        int vector = Highest(_inService);
        if (vector < 0)
            return;
        Clear(_inService, vector);
        if (IsSet(_levelTriggered, vector))
            _endOfLevelInterrupt((byte)vector);
        _outputChanged();
    }

    /// <summary>An error is remembered for ESR, and interrupts where the local vector table lets it.</summary>
    private void NoteError(uint error)
    {
        _errors |= error;
        uint entry = _registers[LvtError];
        if ((entry & Masked) == 0 && (entry & 0xFF) >= 16)
            Deliver((int)(entry & 0xFF), 0, levelTriggered: false);
    }

    /// <summary>An interprocessor interrupt; with one processor it arrives here or nowhere.</summary>
    private void SendCommand(uint command)
    {
        int shorthand = (int)(command >> 18) & 3, deliveryMode = (int)(command >> 8) & 7;
        if (deliveryMode <= 1 && (command & 0xFF) < 16)
        {
            NoteError(shorthand == 1 ? ReceiveIllegalVector : SendIllegalVector);
            return;
        }

        byte destination = (byte)(_registers[CommandHigh] >> 24);
        bool toSelf = shorthand is 1 or 2 || (shorthand == 0 && IsDestination(destination, (command & 0x800) != 0));
        if (!toSelf)
            return;

        // INIT reaches the processor itself only by its number, not by the shorthands; "de-assert" is nothing but a message among APICs.
        bool isDeassert = (command & 0xC000) == 0x8000;
        if ((command & DeliveryModeMask) == DeliverInit && shorthand == 0 && !isDeassert)
            _signal(CpuSignals.Init);
        else
            Deliver((int)(command & 0xFF), deliveryMode, levelTriggered: false);
    }

    /// <summary>Divide configuration bits 3, 1 and 0 count 2, 4, 8 ... 128, and 1 for all ones.</summary>
    private long TickNanoseconds
    {
        get
        {
            uint divide = _registers[DivideConfiguration];
            int code = (int)((divide & 3) | ((divide & 8) >> 1));
            return BusNanoseconds << (code == 7 ? 0 : code + 1);
        }
    }

    private uint CurrentCount
    {
        get
        {
            if (!_timer.IsSet || InDeadlineMode)
                return 0;
            return (uint)Math.Max(0, _registers[InitialCount] - (_clock.Now - _timerStart) / TickNanoseconds);
        }
    }

    private void StartTimer()
    {
        _timerStart = _clock.Now;
        if (_registers[InitialCount] == 0)
            _timer.Cancel();
        else
            _timer.SetAfter(_registers[InitialCount] * TickNanoseconds);
    }

    private void TimerExpired()
    {
        uint entry = _registers[LvtTimer];
        if ((entry & TimerModes) == Periodic)
        {
            _timerStart = _timer.DueAt;
            _timer.SetAt(_timerStart + _registers[InitialCount] * TickNanoseconds);
        }

        if ((entry & Masked) == 0)
            Deliver((int)(entry & 0xFF), 0, levelTriggered: false);
    }

    private static int Highest(ulong[] bits)
    {
        for (int i = 3; i >= 0; i--)
        {
            if (bits[i] != 0)
                return i * 64 + BitOperations.Log2(bits[i]);
        }

        return -1;
    }

    private static void Set(ulong[] bits, int vector) => bits[vector >> 6] |= 1UL << (vector & 63);

    private static void Clear(ulong[] bits, int vector) => bits[vector >> 6] &= ~(1UL << (vector & 63));

    private static bool IsSet(ulong[] bits, int vector) => (bits[vector >> 6] & (1UL << (vector & 63))) != 0;

    private static uint Word(ulong[] bits, int index) => (uint)(bits[index >> 1] >> (32 * (index & 1)));
}
