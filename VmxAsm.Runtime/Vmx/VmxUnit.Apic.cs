using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// The virtualized APIC (SDM volume 3, chapter "APIC Virtualization and Virtual Interrupts"), as far as the TPR shadow goes: CR8, the TPR in the
// APIC-access page and the x2APIC's TPR are bytes 0x80 of the virtual-APIC page, and the threshold tells the host when the guest lowers it.
internal sealed unsafe partial class VmxUnit
{
    private const ulong TprOffset = 0x80;
    private const uint X2ApicTpr = 0x808;

    private byte VirtualTpr
    {
        get => _memory.Read<byte>(_current![VmcsField.VirtualApicAddress] + TprOffset);
        set => _memory.Write(_current![VmcsField.VirtualApicAddress] + TprOffset, (uint)value);
    }

    private bool TprIsBelowThreshold =>
        Has(ProcessorBasedControls.UseTprShadow)
        && !Has(ProcessorBasedControls2.VirtualInterruptDelivery)
        && _current![VmcsField.TprThreshold] is var threshold and not 0
        && (ulong)(VirtualTpr >> 4) < threshold;

    /// <summary>The guest wrote its TPR: below the threshold it exits, behind the instruction.</summary>
    private void AfterVirtualTprWrite()
    {
        if (TprIsBelowThreshold)
            Exit(ExitReason.TprBelowThreshold);
    }

    private bool TryReadVirtualX2Apic(uint index, out ulong value)
    {
        value = 0;
        bool all = Has(ProcessorBasedControls2.ApicRegisterVirtualization) && index is >= 0x800 and <= 0x8FF;
        if (index != X2ApicTpr && !all)
            return false;
        value = _memory.Read<uint>(_current![VmcsField.VirtualApicAddress] + ((index & 0xFF) << 4));
        return true;
    }

    private bool OnWriteVirtualX2Apic(Op* op, uint index, ulong value, out bool handled)
    {
        handled = false;
        if (index != X2ApicTpr || value > 0xFF)
            return false;
        VirtualTpr = (byte)value;
        _cpu.Leave(op);
        AfterVirtualTprWrite();
        handled = true;
        return true;
    }

    /// <summary>The guest's linear addresses that lead to the APIC-access page are looked at every time.</summary>
    public override bool IsVirtualizedPage(ulong physicalPage) =>
        Has(ProcessorBasedControls2.VirtualizeApicAccesses) && physicalPage == _current![VmcsField.ApicAccessAddress];

    public override bool OnVirtualizedPage(ulong linear, PageAccess access, ref ulong physical)
    {
        ulong offset = physical & 0xFFF;
        bool write = (access & PageAccess.Write) != 0, fetch = (access & PageAccess.Execute) != 0;
        if (!fetch && !_delivering && IsVirtualized(offset, write))
        {
            physical = _current![VmcsField.VirtualApicAddress] + offset;
            if (write)
                _cpu.VmxAttention = true;
            return true;
        }

        ulong type = _delivering ? 3UL : fetch ? 2UL : write ? 1UL : 0UL;
        _pendingExit = (ExitReason.ApicAccess, offset | type << 12, PendingLength, false);
        return false;
    }

    private bool IsVirtualized(ulong offset, bool write)
    {
        if (!Has(ProcessorBasedControls.UseTprShadow))
            return false;
        if (offset is >= TprOffset and < TprOffset + 4)
            return true;
        return !write && Has(ProcessorBasedControls2.ApicRegisterVirtualization) && (offset & 0xF) < 4;
    }
}
