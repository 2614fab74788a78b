namespace VmxAsm.Runtime.Cpu;

// Extended xAPIC mode ("Extended XAPIC (x2APIC)")
// -------------------------------------------------
// The local APIC's registers are MSRs 800h to 8FFh, each where its page has it, 16 bytes apart there. A few are others: the identifier fills its register, the
// logical one follows from it, the two halves of the interrupt command are one register, and there is one for an interrupt to oneself.
public sealed unsafe partial class Processor
{
    private const int ApicId = 0x02, ApicVersion = 0x03, ApicTaskPriority = 0x08, ApicProcessorPriority = 0x0A, ApicEndOfInterrupt = 0x0B, ApicLogicalDestination = 0x0D;
    private const int ApicSpuriousVector = 0x0F, ApicFirstStatus = 0x10, ApicLastStatus = 0x27, ApicErrorStatus = 0x28, ApicCommand = 0x30, ApicCommandHigh = 0x31;
    private const int ApicFirstLocalVector = 0x32, ApicInitialCount = 0x38, ApicCurrentCount = 0x39, ApicDivide = 0x3E, ApicSelfInterrupt = 0x3F;

    private const uint CommandLogical = 0x800, CommandToSelf = 0x4_0000, Broadcast = uint.MaxValue;

    private bool TryReadX2Apic(uint index, out ulong value)
    {
        value = 0;
        if (!IsX2Apic)
            return false;
        int register = (int)(index & 0xFF);
        switch (register)
        {
            case ApicId:
                value = OwnApicId;
                return true;
            case ApicLogicalDestination:
                value = LogicalApicId;
                return true;
            case ApicCommand:
                value = ReadApic(ApicCommand) | ((ulong)(ReadApic(ApicCommandHigh) >> 24) << 32);
                return true;
            case ApicVersion or ApicTaskPriority or ApicProcessorPriority or ApicSpuriousVector or ApicErrorStatus or ApicDivide
                or (>= ApicFirstStatus and <= ApicLastStatus) or (>= ApicFirstLocalVector and <= ApicCurrentCount):
                value = ReadApic(register);
                return true;
            default:
                return false;
        }
    }

    private bool TryWriteX2Apic(uint index, ulong value)
    {
        if (!IsX2Apic)
            return false;
        int register = (int)(index & 0xFF);
        if (register == ApicCommand)
        {
            SendX2ApicCommand((uint)value, (uint)(value >> 32));
            return true;
        }

        if (value > uint.MaxValue)
            return false;
        switch (register)
        {
            case ApicEndOfInterrupt or ApicErrorStatus when value != 0:
                return false;
            case ApicSelfInterrupt when value <= byte.MaxValue:
                WriteApic(ApicCommand, CommandToSelf | (uint)value);
                return true;
            case ApicTaskPriority or ApicEndOfInterrupt or ApicSpuriousVector or ApicErrorStatus or ApicDivide or (>= ApicFirstLocalVector and <= ApicInitialCount):
                WriteApic(register, (uint)value);
                return true;
            default:
                return false;
        }
    }

    private uint OwnApicId => ReadApic(ApicId) >> 24;

    private uint LogicalApicId => (OwnApicId >> 4 << 16) | (1U << (int)(OwnApicId & 15));

    /// <summary>Destinations are 32 bits here; with one processor they are this one, or nobody.</summary>
    private void SendX2ApicCommand(uint command, uint destination)
    {
        uint logical = LogicalApicId;
        bool toSelf = (command & CommandLogical) != 0 ? destination >> 16 == logical >> 16 && (destination & logical & 0xFFFF) != 0 : destination == OwnApicId;
        toSelf |= destination == Broadcast;
        WriteApic(ApicCommandHigh, (toSelf ? OwnApicId : OwnApicId ^ 1) << 24);
        WriteApic(ApicCommand, command & ~CommandLogical);
    }

    private uint ReadApic(int register) => Memory.Read<uint>((ApicBase & PageMask) + (ulong)(register << 4));

    private void WriteApic(int register, uint value) => Memory.Write((ApicBase & PageMask) + (ulong)(register << 4), value);
}
