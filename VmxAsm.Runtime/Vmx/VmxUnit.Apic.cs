using System.Numerics;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// The virtualized APIC (SDM volume 3, chapter "APIC Virtualization and Virtual Interrupts")
// --------------------------------------------------------------------------------------------
// A page of memory stands for the guest's local APIC: the virtual-APIC page. The guest reaches it by CR8, through the linear addresses that lead to
// the APIC-access page, or by the MSRs of an x2APIC. How much of it the processor plays itself is a matter of three controls:
//
//   use TPR shadow                  the task priority; below the threshold the host hears of it
//   APIC-register virtualization    reads of every register, and writes, which the host hears of behind the instruction
//   virtual-interrupt delivery      end of interrupt, interrupts to oneself, priorities, and the delivery itself
//
// A write goes to the page first; what it means is worked out behind the instruction ("APIC-write emulation"), so guests that may write are run
// one instruction at a time.
internal sealed unsafe partial class VmxUnit
{
    private const ushort TprOffset = 0x80, PprOffset = 0xA0, EoiOffset = 0xB0, InServiceOffset = 0x100, RequestOffset = 0x200, CommandOffset = 0x300,
        CommandHighOffset = 0x310, SelfIpiOffset = 0x3F0;

    private const uint X2ApicTpr = 0x808, X2ApicEoi = 0x80B, X2ApicSelfIpi = 0x83F;

    /// <summary>Registers, by bits 11:4 of their offset, that "APIC-register virtualization" lets the guest read and write.</summary>
    private static readonly bool[] ReadableRegisters =
        Registers(0x20, 0x30, 0x80, 0xB0, 0xD0, 0xE0, 0xF0, 0x280, 0x300, 0x310, 0x320, 0x330, 0x340, 0x350, 0x360, 0x370, 0x380, 0x3E0);

    private static readonly bool[] WritableRegisters =
        Registers(0x20, 0x80, 0xB0, 0xD0, 0xE0, 0xF0, 0x280, 0x300, 0x310, 0x320, 0x330, 0x340, 0x350, 0x360, 0x370, 0x380, 0x3E0);

    /// <summary>The register that the instruction just executed has written through the APIC-access page; 0 for none.</summary>
    private ushort _writtenRegister;

    /// <summary>"Recognized" in the manual's sense: the next boundary that lets interrupts in delivers it.</summary>
    private bool _virtualInterruptPending;

    private static bool[] Registers(params int[] offsets)
    {
        bool[] registers = new bool[256];
        foreach (int offset in offsets)
            registers[offset >> 4] = true;

        // In service, trigger mode, request: 8 registers each.
        for (int offset = 0x100; offset < 0x280 && offsets.Contains(0x30); offset += 16)
            registers[offset >> 4] = true;
        return registers;
    }

    private bool DeliversVirtualInterrupts => Has(ProcessorBasedControls2.VirtualInterruptDelivery);

    private uint ReadVirtual(ulong offset) => _memory.Read<uint>(_current![VmcsField.VirtualApicAddress] + offset);

    private void WriteVirtual(ulong offset, uint value) => _memory.Write(_current![VmcsField.VirtualApicAddress] + offset, value);

    private byte VirtualTpr
    {
        get => (byte)ReadVirtual(TprOffset);
        set => WriteVirtual(TprOffset, value);
    }

    /// <summary>RVI, the highest requested vector, and SVI, the highest in service: the two bytes of the guest-interrupt status.</summary>
    private byte RequestedVector
    {
        get => (byte)_current![VmcsField.GuestInterruptStatus];
        set => _current![VmcsField.GuestInterruptStatus] = _current[VmcsField.GuestInterruptStatus] & 0xFF00 | value;
    }

    private byte ServicedVector
    {
        get => (byte)(_current![VmcsField.GuestInterruptStatus] >> 8);
        set => _current![VmcsField.GuestInterruptStatus] = _current[VmcsField.GuestInterruptStatus] & 0xFF | (ulong)value << 8;
    }

    // ---- priorities -------------------------------------------------------------------------------------------------------------

    private bool TprIsBelowThreshold =>
        Has(ProcessorBasedControls.UseTprShadow)
        && !DeliversVirtualInterrupts
        && _current![VmcsField.TprThreshold] is var threshold and not 0
        && (ulong)(VirtualTpr >> 4) < threshold;

    /// <summary>"TPR Virtualization", behind the instruction that changed it.</summary>
    private void AfterVirtualTprWrite()
    {
        if (DeliversVirtualInterrupts)
        {
            UpdateVirtualPpr();
            EvaluateVirtualInterrupts();
        }
        else if (TprIsBelowThreshold)
            Exit(ExitReason.TprBelowThreshold);
    }

    /// <summary>"PPR Virtualization".</summary>
    private void UpdateVirtualPpr()
    {
        byte tpr = VirtualTpr, serviced = ServicedVector;
        WriteVirtual(PprOffset, tpr >> 4 >= serviced >> 4 ? tpr : (uint)serviced & 0xF0);
    }

    /// <summary>"Evaluation of Pending Virtual Interrupts".</summary>
    private void EvaluateVirtualInterrupts()
    {
        _virtualInterruptPending = !Has(ProcessorBasedControls.InterruptWindowExiting) && RequestedVector >> 4 > (ReadVirtual(PprOffset) & 0xFF) >> 4;
        UpdateAttention();
    }

    private void StartVirtualApic()
    {
        _writtenRegister = 0;
        _virtualInterruptPending = false;
        if (!DeliversVirtualInterrupts)
            return;
        UpdateVirtualPpr();
        EvaluateVirtualInterrupts();
    }

    /// <summary>"EOI Virtualization": the exit, if the bitmap wants it, comes behind the instruction.</summary>
    private void EndVirtualInterrupt()
    {
        byte vector = ServicedVector;
        SetVector(InServiceOffset, vector, value: false);
        ServicedVector = HighestVector(InServiceOffset);
        UpdateVirtualPpr();
        VmcsField bitmap = VmcsField.EoiExitBitmap0 + 2 * (vector >> 6);
        if ((_current![bitmap] >> (vector & 63) & 1) != 0)
            Exit(ExitReason.VirtualizedEoi, vector);
        else
            EvaluateVirtualInterrupts();
    }

    /// <summary>"Self-IPI Virtualization".</summary>
    private void RequestVirtualInterrupt(byte vector)
    {
        SetVector(RequestOffset, vector, value: true);
        RequestedVector = Math.Max(RequestedVector, vector);
        EvaluateVirtualInterrupts();
    }

    /// <summary>"Virtual-Interrupt Delivery".</summary>
    private bool DeliverVirtualInterrupt()
    {
        byte vector = RequestedVector;
        SetVector(InServiceOffset, vector, value: true);
        ServicedVector = vector;
        WriteVirtual(PprOffset, (uint)vector & 0xF0);
        SetVector(RequestOffset, vector, value: false);
        RequestedVector = HighestVector(RequestOffset);
        _virtualInterruptPending = false;
        UpdateAttention();
        _cpu.Activity = Cpu.ActivityState.Active;
        _cpu.DeliverEvent(EventType.ExternalInterrupt, vector);
        return true;
    }

    private void SetVector(ulong registers, byte vector, bool value)
    {
        ulong offset = registers + ((ulong)vector >> 5 << 4);
        uint bit = 1u << (vector & 31), word = ReadVirtual(offset);
        WriteVirtual(offset, value ? word | bit : word & ~bit);
    }

    private byte HighestVector(ulong registers)
    {
        for (int i = 7; i >= 0; i--)
        {
            uint word = ReadVirtual(registers + 16 * (ulong)i);
            if (word != 0)
                return (byte)(32 * i + BitOperations.Log2(word));
        }

        return 0;
    }

    // ---- MSRs of the x2APIC --------------------------------------------------------------------------------------------------------

    private bool TryReadVirtualX2Apic(uint index, out ulong value)
    {
        value = 0;
        bool all = Has(ProcessorBasedControls2.ApicRegisterVirtualization) && index is >= 0x800 and <= 0x8FF;
        if (index != X2ApicTpr && !all)
            return false;
        value = _memory.Read<ulong>(_current![VmcsField.VirtualApicAddress] + ((index & 0xFF) << 4));
        return true;
    }

    /// <summary>True: the instruction is over, by a fault or by being done.</summary>
    private bool OnWriteVirtualX2Apic(Op* op, uint index, ulong value)
    {
        bool known = index == X2ApicTpr || DeliversVirtualInterrupts && index is X2ApicEoi or X2ApicSelfIpi;
        if (!known)
            return false;
        if (value > (index == X2ApicEoi ? 0UL : byte.MaxValue))
        {
            _cpu.Raise(op, Vector.GeneralProtection, 0);
            return true;
        }

        _memory.Write(_current![VmcsField.VirtualApicAddress] + ((index & 0xFF) << 4), value);
        _cpu.Leave(op);
        switch (index)
        {
            case X2ApicTpr:
                AfterVirtualTprWrite();
                break;
            case X2ApicEoi:
                EndVirtualInterrupt();
                break;
            case X2ApicSelfIpi when value < 16:
                Exit(ExitReason.ApicWrite, SelfIpiOffset);
                break;
            default:
                RequestVirtualInterrupt((byte)value);
                break;
        }

        return true;
    }

    // ---- the APIC-access page --------------------------------------------------------------------------------------------------------

    private bool WatchesApicWrites => Has(ProcessorBasedControls2.VirtualizeApicAccesses) && Has(ProcessorBasedControls.UseTprShadow);

    /// <summary>The guest's linear addresses that lead to the APIC-access page are looked at every time.</summary>
    public override bool IsVirtualizedPage(ulong physicalPage) =>
        Has(ProcessorBasedControls2.VirtualizeApicAccesses) && physicalPage == _current![VmcsField.ApicAccessAddress];

    public override bool OnVirtualizedPage(ulong linear, PageAccess access, int size, ref ulong physical)
    {
        ulong offset = physical & 0xFFF;
        bool write = (access & PageAccess.Write) != 0, fetch = (access & PageAccess.Execute) != 0;
        if (!fetch && !_delivering && IsVirtualized(offset, size, write))
        {
            physical = _current![VmcsField.VirtualApicAddress] + offset;
            if (write)
                _writtenRegister = (ushort)(offset & 0xFF0);
            return true;
        }

        ulong type = _delivering ? 3UL : fetch ? 2UL : write ? 1UL : 0UL;
        _pendingExit = (ExitReason.ApicAccess, offset | type << 12, PendingLength, false);
        return false;
    }

    /// <summary>"Virtualizing Reads from the APIC-Access Page", "Virtualizing Writes to the APIC-Access Page".</summary>
    private bool IsVirtualized(ulong offset, int size, bool write)
    {
        if (!Has(ProcessorBasedControls.UseTprShadow) || (offset & 0xF) + (ulong)size > 4)
            return false;
        if (Has(ProcessorBasedControls2.ApicRegisterVirtualization))
            return (write ? WritableRegisters : ReadableRegisters)[offset >> 4];
        return offset == TprOffset || write && DeliversVirtualInterrupts && offset is EoiOffset or CommandOffset;
    }

    /// <summary>"APIC-Write Emulation", behind the instruction; true when it exited.</summary>
    private bool EmulateApicWrite()
    {
        ushort register = _writtenRegister;
        if (register == 0)
            return false;
        _writtenRegister = 0;
        switch (register)
        {
            case TprOffset:
                WriteVirtual(TprOffset, VirtualTpr);
                AfterVirtualTprWrite();
                break;
            case EoiOffset when DeliversVirtualInterrupts:
                WriteVirtual(EoiOffset, 0);
                EndVirtualInterrupt();
                break;
            case CommandOffset when DeliversVirtualInterrupts && IsSelfIpi(ReadVirtual(CommandOffset)):
                RequestVirtualInterrupt((byte)ReadVirtual(CommandOffset));
                break;
            case CommandHighOffset:
                WriteVirtual(CommandHighOffset, ReadVirtual(CommandHighOffset) & 0xFF00_0000);
                break;
            default:
                Exit(ExitReason.ApicWrite, register);
                break;
        }

        return !_cpu.NonRoot;
    }

    /// <summary>Edge-triggered and fixed, to oneself, a legal vector, reserved bits and delivery status 0.</summary>
    private static bool IsSelfIpi(uint command) => (command & 0xFFFF_B700) == 0x4_0000 && (command & 0xF0) != 0;
}
