using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The I/O APIC ("82093AA I/O Advanced Programmable Interrupt Controller", Intel 290566): 24 inputs, each with a redirection entry
/// that says which vector goes to which processor. Two addresses, an index and a data register. The ISA interrupts arrive at the
/// inputs of their number, except the timer: IRQ 0 is wired to input 2, as the MADT and MP tables of PCs say.
/// </summary>
internal sealed class IoApic : IMemoryDevice, IInterruptInput
{
    public const ulong Base = 0xFEC0_0000;

    private const int Inputs = 24;
    private const ulong MaskedBit = 1 << 16, LevelTriggerBit = 1 << 15, RemoteIrr = 1 << 14, DeliveryStatus = 1 << 12;

    private readonly LocalApic _localApic;
    private readonly ulong[] _redirection = new ulong[Inputs];
    private uint _lines;
    private uint _pending;
    private byte _index;
    private uint _id;

    public IoApic(LocalApic localApic)
    {
        _localApic = localApic;
        Reset();
    }

    /// <summary>True when at least one input can send interrupts.</summary>
    public bool HasUnmaskedInput => Array.Exists(_redirection, entry => (entry & MaskedBit) == 0);

    public void Reset()
    {
        Array.Fill(_redirection, MaskedBit);
        _id = 0;
        _pending = 0;
    }

    /// <summary>An edge on an input that is masked is lost; a level stays ("Interrupt Mask" in the data sheet's I/O redirection table registers).</summary>
    public void SetLine(int number, bool level)
    {
        int input = number == 0 ? 2 : number;
        uint bit = 1u << input;
        bool rises = level && (_lines & bit) == 0;
        _lines = level ? _lines | bit : _lines & ~bit;
        if ((_redirection[input] & LevelTriggerBit) != 0)
            _pending = level ? _pending | bit : _pending & ~bit;
        else if (rises && (_redirection[input] & MaskedBit) == 0)
            _pending |= bit;
        Service(input);
    }

    /// <summary>The processor finished a level-triggered vector; an input that is still high asks again.</summary>
    public void EndOfInterrupt(byte vector)
    {
        for (int input = 0; input < Inputs; input++)
        {
            if ((byte)_redirection[input] != vector || (_redirection[input] & LevelTriggerBit) == 0)
                continue;
            _redirection[input] &= ~RemoteIrr;
            Service(input);
        }
    }

    public ulong ReadMemory(ulong address, int width) => (address & 0xFF) switch
    {
        0x00 => _index,
        0x10 => ReadRegister(_index),
        _ => 0,
    };

    public void WriteMemory(ulong address, int width, ulong value)
    {
        switch (address & 0xFF)
        {
            case 0x00:
                _index = (byte)value;
                break;
            case 0x10:
                WriteRegister(_index, (uint)value);
                break;
            case 0x40:
                EndOfInterrupt((byte)value);
                break;
        }
    }

    private uint ReadRegister(int index)
    {
        switch (index)
        {
            case 0 or 2:
                return _id;
            case 1:
                return 0x11 | (Inputs - 1) << 16;
            case >= 0x10 and < 0x10 + 2 * Inputs:
                ulong entry = _redirection[(index - 0x10) >> 1];
                return (uint)((index & 1) == 0 ? entry : entry >> 32);
            default:
                return 0;
        }
    }

    private void WriteRegister(int index, uint value)
    {
        if (index == 0)
            _id = value & 0x0F00_0000;
        if (index is < 0x10 or >= 0x10 + 2 * Inputs)
            return;
        int input = (index - 0x10) >> 1;
        ref ulong entry = ref _redirection[input];
        if ((index & 1) != 0)
        {
            entry = entry & 0xFFFF_FFFF | (ulong)(value & 0xFF00_0000) << 32;
        }
        else
        {
            const ulong ReadOnly = RemoteIrr | DeliveryStatus;
            entry = entry & 0xFFFF_FFFF_0000_0000 | entry & ReadOnly | value & 0x1_FFFF & ~ReadOnly;
            if ((entry & LevelTriggerBit) == 0)
                entry &= ~RemoteIrr;
            else if ((_lines & (1u << input)) != 0)
                _pending |= 1u << input;
        }

        Service(input);
    }

    private void Service(int input)
    {
        ulong entry = _redirection[input];
        uint bit = 1u << input;
        bool levelTriggered = (entry & LevelTriggerBit) != 0;
        if ((_pending & bit) == 0 || (entry & MaskedBit) != 0 || (levelTriggered && (entry & RemoteIrr) != 0))
            return;
        if (levelTriggered)
            _redirection[input] |= RemoteIrr;
        else
            _pending &= ~bit;
        bool logical = (entry & 0x800) != 0;
        if (_localApic.IsDestination((byte)(entry >> 56), logical))
            _localApic.Deliver((byte)entry, (int)(entry >> 8) & 7, levelTriggered);
    }
}
