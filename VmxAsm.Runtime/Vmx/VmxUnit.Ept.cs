using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Vmx;

// Extended page tables (SDM volume 3, "The Extended Page Table Mechanism (EPT)"): four levels from guest-physical to physical addresses. The processor
// asks for every guest-physical address that it uses, those of the guest's own paging structures included, and keeps the result in its TLB.
internal sealed unsafe partial class VmxUnit
{
    private const ulong EptRights = EptEntry.Read | EptEntry.Write | EptEntry.Execute;

    private ulong _eptTable;
    private bool _eptAccessedAndDirty;

    /// <summary>The exit that a memory access led to, until the run loop takes it.</summary>
    private (ExitReason Reason, ulong Qualification, int InstructionLength, bool RaisesVe) _pendingExit;

    /// <summary>The addresses of the access, for the exit's fields or for the area of #VE: a #VE writes nothing into the VMCS.</summary>
    private ulong _pendingGuestPhysical, _pendingLinear;

    /// <summary>An event that is being delivered brings its own length.</summary>
    private int PendingLength => _delivering ? 0 : _cpu.InstructionLength;

    private bool IsValidEptPointer(ulong value)
    {
        EptPointer pointer = new(value);
        EptVpidCapability supported = _capabilities.EptVpid;
        bool memoryType = pointer.MemoryType switch
        {
            MemoryTypes.Uncacheable => supported.MemoryTypeUncacheable,
            MemoryTypes.WriteBack => supported.MemoryTypeWriteBack,
            _ => false,
        };
        return memoryType
            && pointer.WalkLengthMinusOne == 3
            && (!pointer.AccessedAndDirty || supported.AccessedAndDirtyFlags)
            && pointer.ReservedBits == 0
            && (value & _model.ReservedAddressBits) == 0;
    }

    private void UseEptPointer(ulong value)
    {
        EptPointer pointer = new(value);
        EptEnabled = true;
        _eptTable = pointer.Table;
        _eptAccessedAndDirty = pointer.AccessedAndDirty;
    }

    public override bool TranslateGuestPhysical(
        ulong guestPhysical, PageAccess access, bool isPageWalk, ulong linear, out ulong hostPhysical, out PageRights rights)
    {
        hostPhysical = 0;
        rights = PageRights.None;

        // With accessed and dirty flags, the guest's paging structures count as written by the walk.
        ulong wanted = (access & PageAccess.Write) != 0 ? EptEntry.Write
            : (access & PageAccess.Execute) != 0 ? EptEntry.Execute : EptEntry.Read;
        if (isPageWalk && _eptAccessedAndDirty)
            wanted |= EptEntry.Write;

        Span<ulong> addresses = stackalloc ulong[4];
        ulong table = _eptTable, allowed = EptRights, entry;
        int level = 3;
        while (true)
        {
            int shift = 12 + 9 * level;
            addresses[level] = table | (guestPhysical >> shift & 0x1FF) << 3;
            entry = _memory.Read<ulong>(addresses[level]);
            if ((entry & EptRights) == 0)
            {
                allowed = 0;
                break;
            }

            bool leaf = level == 0 || (entry & EptEntry.LargePage) != 0;
            if (IsMisconfigured(entry, level, leaf))
                return Misconfigured(guestPhysical, linear);
            allowed &= entry;
            if (leaf)
            {
                ulong offset = (1UL << shift) - 1;
                hostPhysical = entry & PageEntry.AddressMask & ~offset | guestPhysical & offset;
                break;
            }

            table = entry & PageEntry.AddressMask;
            level--;
        }

        if ((wanted & ~allowed) != 0)
            return Violated(guestPhysical, linear, wanted, allowed, isPageWalk, (entry & EptEntry.SuppressVe) == 0);
        if (_eptAccessedAndDirty && !TryMarkEpt(addresses, level, (wanted & EptEntry.Write) != 0, guestPhysical))
            return false;
        rights = (PageRights)allowed;
        return true;
    }

    /// <summary>SDM: "EPT Misconfigurations".</summary>
    private bool IsMisconfigured(ulong entry, int level, bool leaf)
    {
        if ((entry & (EptEntry.Read | EptEntry.Write)) == EptEntry.Write)
            return true;
        if ((entry & EptRights) == EptEntry.Execute && !_capabilities.EptVpid.ExecuteOnly)
            return true;
        if ((entry & _model.ReservedAddressBits & PageEntry.AddressMask) != 0)
            return true;
        if (!leaf)
            return level == 3 ? (entry & 0xF8) != 0 : (entry & 0x78) != 0;
        bool tooLarge = level switch
        {
            1 => !_capabilities.EptVpid.Pages2M,
            2 => !_capabilities.EptVpid.Pages1G,
            3 => true,
            _ => false,
        };
        ulong offset = ((1UL << (12 + 9 * level)) - 1) & PageEntry.AddressMask;
        ulong type = (entry & EptEntry.MemoryTypeMask) >> EptEntry.MemoryTypeShift;
        return tooLarge || (entry & offset) != 0 || type is 2 or 3 or 7;
    }

    private bool Misconfigured(ulong guestPhysical, ulong linear)
    {
        (_pendingGuestPhysical, _pendingLinear) = (guestPhysical, linear);
        _pendingExit = (ExitReason.EptMisconfiguration, 0, PendingLength, false);
        return false;
    }

    private bool Violated(ulong guestPhysical, ulong linear, ulong wanted, ulong allowed, bool isPageWalk, bool convertible)
    {
        ulong qualification = wanted | (allowed & EptRights) << 3 | 1 << 7 | (isPageWalk ? 0u : 1 << 8);
        if (isPageWalk && _eptAccessedAndDirty)
            qualification |= EptEntry.Read;
        if (_unblockedByIret && !_delivering)
            qualification |= NmiUnblockingDueToIret;
        (_pendingGuestPhysical, _pendingLinear) = (guestPhysical, linear);
        _pendingExit = (ExitReason.EptViolation, qualification, PendingLength, convertible && RaisesVirtualizationException);
        return false;
    }

    // ---- accessed and dirty flags, page-modification logging -----------------------------------------------------------------------

    private bool TryMarkEpt(Span<ulong> addresses, int leaf, bool write, ulong guestPhysical)
    {
        for (int level = 3; level >= leaf; level--)
        {
            ulong entry = _memory.Read<ulong>(addresses[level]);
            ulong marked = entry | EptEntry.Accessed;
            if (level == leaf && write)
            {
                marked |= EptEntry.Dirty;
                if (Has(ProcessorBasedControls2.EnablePml) && (entry & EptEntry.Dirty) == 0 && !TryLogModification(guestPhysical))
                    return false;
            }

            if (marked != entry)
                _memory.Write(addresses[level], marked);
        }

        return true;
    }

    private bool TryLogModification(ulong guestPhysical)
    {
        ushort index = (ushort)_current![VmcsField.PmlIndex];
        if (index > 511)
        {
            _pendingExit = (ExitReason.PageModificationLogFull, _unblockedByIret && !_delivering ? NmiUnblockingDueToIret : 0, PendingLength, false);
            return false;
        }

        _memory.Write(_current[VmcsField.PmlAddress] + 8 * (ulong)index, guestPhysical & ~0xFFFUL);
        _current[VmcsField.PmlIndex] = (ushort)(index - 1);
        return true;
    }

    // ---- virtualization exceptions ---------------------------------------------------------------------------------------------

    private bool RaisesVirtualizationException =>
        Has(ProcessorBasedControls2.EptViolationVe)
        && !_cpu.IsRealMode
        && !_delivering
        && _memory.Read<uint>(_current![VmcsField.VirtualizationExceptionInformationAddress] + 4) == 0;

    /// <summary>SDM: "Virtualization Exceptions": the area gets what the exit would have told.</summary>
    private void RaiseVirtualizationException()
    {
        Vmcs vmcs = _current!;
        ulong area = vmcs[VmcsField.VirtualizationExceptionInformationAddress];
        _memory.Write(area, (uint)ExitReason.EptViolation);
        _memory.Write(area + 4, uint.MaxValue);
        _memory.Write(area + 8, _pendingExit.Qualification);
        _memory.Write(area + 16, _pendingLinear);
        _memory.Write(area + 24, _pendingGuestPhysical);
        _memory.Write(area + 32, (ushort)vmcs[VmcsField.EptpIndex]);
        _cpu.DeliverEvent(EventType.HardwareException, (byte)Vector.Virtualization);
    }

    public override void OnPendingExit()
    {
        if (_pendingExit.RaisesVe)
            RaiseVirtualizationException();
        else
        {
            // An event that is being delivered has decided about its own image of the flags; any other access is that of an instruction which will be tried again.
            if (!_delivering)
                _cpu.Rflags |= RflagsBits.Rf;
            if (_pendingExit.Reason is ExitReason.EptViolation or ExitReason.EptMisconfiguration)
            {
                _current![VmcsField.GuestPhysicalAddress] = _pendingGuestPhysical;
                _current[VmcsField.GuestLinearAddress] = _pendingLinear;
            }

            Exit(_pendingExit.Reason, _pendingExit.Qualification, _pendingExit.InstructionLength);
        }
    }
}
