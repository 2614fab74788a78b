using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// VM exit (SDM volume 3, chapter "VM Exits"): the reason and its details into the VMCS, the guest's state into the guest area and the MSR-store area, the
// host's state out of the host area and the MSR-load area. Whatever goes wrong after that point is a VMX abort: there is nobody left to tell.
internal sealed unsafe partial class VmxUnit
{
    /// <summary>Indicators of a VMX abort. The others cannot come about: an active VMCS is not in memory (3), and there are no machine checks (5).</summary>
    private enum Abort : uint
    {
        SavingGuestMsrs = 1,
        HostPdptes = 2,
        LoadingHostMsrs = 4,
        GuestInIa32eModeHostNot = 6,
    }

    /// <summary>An exit caused by an instruction of the guest. It counts as begun, so RF is 0 in the saved flags.</summary>
    private Op* ExitFromInstruction(Op* op, ExitReason reason, ulong qualification = 0)
    {
        _cpu.Sync(op);
        _cpu.Rflags &= ~RflagsBits.Rf;
        Exit(reason, qualification, op->Length);
        return op;
    }

    /// <summary>The same for an instruction with a memory operand, which the VMCS describes.</summary>
    private Op* ExitWithInformation(Op* op, ExitReason reason, uint information)
    {
        _current![VmcsField.ExitInstructionInformation] = information;
        return ExitFromInstruction(op, reason, Displacement(op));
    }

    /// <summary>The memory operand's displacement; for RIP-relative operands what they point to.</summary>
    private ulong Displacement(Op* op)
    {
        if ((op->Flags & OpFlags.Memory) == 0)
            return 0;
        return op->Base == RegisterFile.BlockRip ? _cpu.BlockRip + op->Displacement : op->Displacement;
    }

    /// <summary>The exit proper. RIP, RFLAGS and everything else are the guest's as the host shall find them.</summary>
    private void Exit(ExitReason reason, ulong qualification = 0, int instructionLength = 0, uint interruption = 0, uint errorCode = 0)
    {
        Vmcs vmcs = _current!;
        vmcs[VmcsField.ExitReason] = (uint)reason;
        vmcs[VmcsField.ExitQualification] = qualification;
        vmcs[VmcsField.ExitInterruptionInformation] = interruption;
        if (interruption != 0)
            vmcs[VmcsField.ExitInterruptionErrorCode] = errorCode;
        vmcs[VmcsField.ExitInstructionLength] = (uint)instructionLength;
        SaveVectoring(vmcs, reason);

        // The injected event has been used up.
        vmcs[VmcsField.EntryInterruptionInformation] &= ~(ulong)InterruptionInformation.ValidBit;
        SaveGuest(vmcs);
        if (Has(PinBasedControls.VirtualNmis))
            _cpu.BlockedByNmi = _hostBlockedByNmi;
        _unblockedByIret = false;
        StopTimer(vmcs);
        if (StoreMsrs(vmcs) is { } bad)
        {
            AbortWith(vmcs, Abort.SavingGuestMsrs, $"entry {bad.Number} of the VM-exit MSR-store area, for MSR 0x{bad.Msr:x}, cannot be stored: the processor has no such MSR, it is an x2APIC register, or bytes 4 to 7 of the entry are not 0");
            return;
        }

        ulong guestAddress = Observer != null || reason == ExitReason.TripleFault ? _cpu.InstructionAddress : ulong.MaxValue;
        LoadHost(vmcs);
        History.OnExit(vmcs, _cpu.FaultChain, _cpu.InstructionsNow, guestAddress);
        Observer?.OnExit(vmcs, guestAddress);
    }

    private void SaveVectoring(Vmcs vmcs, ExitReason reason)
    {
        bool valid = _delivering && reason != ExitReason.TripleFault;
        vmcs[VmcsField.IdtVectoringInformation] = valid ? _delivered.Value : 0;
        if (valid)
            vmcs[VmcsField.IdtVectoringErrorCode] = _deliveredErrorCode;
        if (valid && _delivered.IsSoftware && vmcs[VmcsField.ExitInstructionLength] == 0)
            vmcs[VmcsField.ExitInstructionLength] = (uint)_deliveredLength;
        _delivering = false;
    }

    // ---- saving the guest --------------------------------------------------------------------------------------------------------

    private void SaveGuest(Vmcs vmcs)
    {
        ExitControls exit = (ExitControls)vmcs[VmcsField.ExitControls];
        vmcs[VmcsField.GuestCr0] = _cpu.Cr0;
        vmcs[VmcsField.GuestCr3] = _cpu.Cr3;
        vmcs[VmcsField.GuestCr4] = _cpu.Cr4;
        if ((exit & ExitControls.SaveDebugControls) != 0)
        {
            vmcs[VmcsField.GuestDr7] = _cpu.Dr7;
            vmcs[VmcsField.GuestIa32Debugctl] = _cpu.Debugctl;
        }

        vmcs[VmcsField.GuestIa32SysenterCs] = _cpu.SysenterCs;
        vmcs[VmcsField.GuestIa32SysenterEsp] = _cpu.SysenterEsp;
        vmcs[VmcsField.GuestIa32SysenterEip] = _cpu.SysenterEip;
        if ((exit & ExitControls.SaveIa32Pat) != 0)
            vmcs[VmcsField.GuestIa32Pat] = _cpu.Pat;
        if ((exit & ExitControls.SaveIa32Efer) != 0)
            vmcs[VmcsField.GuestIa32Efer] = _cpu.Efer;
        if (_capabilities.ExitStoresEferLma)
        {
            ulong entry = vmcs[VmcsField.EntryControls] & ~(ulong)EntryControls.Ia32eModeGuest;
            vmcs[VmcsField.EntryControls] = entry | (_cpu.IsLongMode ? (ulong)EntryControls.Ia32eModeGuest : 0);
        }

        SaveGuestSegments(vmcs);
        vmcs[VmcsField.GuestRip] = _cpu.Rip;
        vmcs[VmcsField.GuestRsp] = _cpu.Rsp;
        vmcs[VmcsField.GuestRflags] = _cpu.Rflags;
        SaveGuestNonRegisterState(vmcs);
    }

    private void SaveGuestSegments(Vmcs vmcs)
    {
        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Tr; segment++)
        {
            ref Segment register = ref _cpu.Segments[(int)segment];
            vmcs[segment.Selector()] = register.Selector;
            vmcs[segment.Base()] = register.LoadedBase;
            vmcs[segment.Limit()] = register.Limit;
            vmcs[segment.AccessRights()] = register.AccessRights;
        }

        vmcs[VmcsField.GuestGdtrBase] = _cpu.Gdtr.Base;
        vmcs[VmcsField.GuestGdtrLimit] = _cpu.Gdtr.Limit;
        vmcs[VmcsField.GuestIdtrBase] = _cpu.Idtr.Base;
        vmcs[VmcsField.GuestIdtrLimit] = _cpu.Idtr.Limit;
    }

    private void SaveGuestNonRegisterState(Vmcs vmcs)
    {
        InterruptibilityState interruptibility = InterruptibilityState.None;
        if (_cpu.BlockedBySti)
            interruptibility |= InterruptibilityState.BlockingBySti;
        if (_cpu.BlockedByMovSs)
            interruptibility |= InterruptibilityState.BlockingByMovSs;
        if (_cpu.BlockedByNmi)
            interruptibility |= InterruptibilityState.BlockingByNmi;
        vmcs[VmcsField.GuestInterruptibilityState] = (ulong)interruptibility;
        vmcs[VmcsField.GuestActivityState] = (ulong)_cpu.Activity;
        ulong traps = _cpu.PendingDebugTraps & 0x400F;
        if ((traps & 0xF) != 0)
            traps |= (ulong)PendingDebugExceptions.EnabledBreakpoint;
        vmcs[VmcsField.GuestPendingDebugExceptions] = traps;
        if (Has(ProcessorBasedControls2.EnableEpt) && (_cpu.Cr0 & Cr0Bits.PG) != 0 && (_cpu.Cr4 & Cr4Bits.PAE) != 0 && !_cpu.IsLongMode)
        {
            for (int i = 0; i < 4; i++)
                vmcs[VmcsField.GuestPdpte0 + 2 * i] = _cpu.Pdpte[i];
        }
    }

    /// <summary>Fills the MSR-store area up to the first entry that cannot be, which it returns.</summary>
    private (int Number, uint Msr)? StoreMsrs(Vmcs vmcs)
    {
        ulong area = vmcs[VmcsField.ExitMsrStoreAddress], count = vmcs[VmcsField.ExitMsrStoreCount];
        for (ulong i = 0; i < count; i++)
        {
            ulong address = area + 16 * i;
            uint msr = _memory.Read<uint>(address);
            if (_memory.Read<uint>(address + 4) != 0 || msr >> 8 == 8 || !_cpu.TryReadMsr(msr, out ulong value))
                return ((int)i + 1, msr);
            _memory.Write(address + 8, value);
        }

        return null;
    }

    // ---- loading the host --------------------------------------------------------------------------------------------------------

    private void LoadHost(Vmcs vmcs)
    {
        LeaveNonRoot();
        ExitControls exit = (ExitControls)vmcs[VmcsField.ExitControls];
        bool is64 = (exit & ExitControls.HostAddressSpaceSize) != 0;

        // VM entry has seen to it that the two agree; but an unrestricted guest can enter IA-32e mode on its own.
        if (!is64 && _cpu.IsLongMode)
        {
            AbortWith(vmcs, Abort.GuestInIa32eModeHostNot, "the guest has entered IA-32e mode, and `host_address_space_size` is 0: a host of 32 bits cannot take over\nsatisfied by: intercepting the guest's writes of CR0.PG or IA32_EFER (`cr0_guest_host_mask`, `msr_bitmaps`)");
            return;
        }

        _cpu.LoadCr0(vmcs[VmcsField.HostCr0]);
        _cpu.Cr3 = vmcs[VmcsField.HostCr3];
        _cpu.Cr4 = vmcs[VmcsField.HostCr4];
        _cpu.Dr7 = 0x400;
        _cpu.Debugctl = 0;
        _cpu.SysenterCs = vmcs[VmcsField.HostIa32SysenterCs];
        _cpu.SysenterEsp = vmcs[VmcsField.HostIa32SysenterEsp];
        _cpu.SysenterEip = vmcs[VmcsField.HostIa32SysenterEip];
        if ((exit & ExitControls.LoadIa32Efer) != 0)
            _cpu.Efer = vmcs[VmcsField.HostIa32Efer];
        else
            _cpu.Efer = _cpu.Efer & ~(EferBits.LMA | EferBits.LME) | (is64 ? EferBits.LMA | EferBits.LME : 0);
        if ((exit & ExitControls.LoadIa32PerfGlobalCtrl) != 0)
            _cpu.PerfGlobalCtrl = vmcs[VmcsField.HostIa32PerfGlobalCtrl];
        if ((exit & ExitControls.LoadIa32Pat) != 0)
            _cpu.Pat = vmcs[VmcsField.HostIa32Pat];
        LoadHostSegments(vmcs, is64);
        _cpu.Rip = vmcs[VmcsField.HostRip];
        _cpu.Rsp = vmcs[VmcsField.HostRsp];
        _cpu.Cpl = 0;
        _cpu.Rflags = 2;
        _cpu.Activity = Cpu.ActivityState.Active;
        _cpu.BlockedBySti = false;
        _cpu.BlockedByMovSs = false;
        InterruptionInformation interruption = new((uint)vmcs[VmcsField.ExitInterruptionInformation]);
        if ((ExitReason)(ushort)vmcs[VmcsField.ExitReason] == ExitReason.ExceptionOrNmi && interruption is { Valid: true, Type: InterruptionType.Nmi })
            _cpu.BlockedByNmi = true;
        if (!is64 && (_cpu.Cr4 & Cr4Bits.PAE) != 0 && !_cpu.TryLoadPdptes(_cpu.Cr3))
        {
            AbortWith(vmcs, Abort.HostPdptes, $"an entry of the page-directory-pointer table at `host.cr3` (0x{_cpu.Cr3:x}) has reserved bits set, and the host has PAE paging");
            return;
        }

        _cpu.SwitchContext();
        if (LoadMsrs(vmcs[VmcsField.ExitMsrLoadAddress], vmcs[VmcsField.ExitMsrLoadCount]) is { } bad)
        {
            string rule = bad.Rule?.Rule ?? "WRMSR of the value would cause #GP in the processor's present state";
            AbortWith(vmcs, Abort.LoadingHostMsrs, $"entry {bad.Number} of the VM-exit MSR-load area loads MSR 0x{bad.Entry.Msr:x} with 0x{bad.Entry.Value:x}: {rule}", bad.Rule);
        }
    }

    private void LoadHostSegments(Vmcs vmcs, bool is64)
    {
        const uint Code = 0x9B | Segment.Granular, Data = 0x93 | Segment.Granular | Segment.Big;
        _cpu.Cs = Flat(vmcs[VmcsField.HostCsSelector], 0, Code | (is64 ? Segment.Long : Segment.Big));
        _cpu.Es = Flat(vmcs[VmcsField.HostEsSelector], 0, Data);
        _cpu.Ss = Flat(vmcs[VmcsField.HostSsSelector], 0, Data);
        _cpu.Ds = Flat(vmcs[VmcsField.HostDsSelector], 0, Data);
        _cpu.Fs = Flat(vmcs[VmcsField.HostFsSelector], vmcs[VmcsField.HostFsBase], Data);
        _cpu.Gs = Flat(vmcs[VmcsField.HostGsSelector], vmcs[VmcsField.HostGsBase], Data);
        _cpu.Ldtr = new Segment { AccessRights = Segment.Unusable };
        _cpu.Tr = new Segment
        {
            Selector = (ushort)vmcs[VmcsField.HostTrSelector],
            LoadedBase = vmcs[VmcsField.HostTrBase],
            Limit = 0x67,
            AccessRights = 0x8B,
        };
        _cpu.Gdtr = new TableRegister { Base = vmcs[VmcsField.HostGdtrBase], Limit = ushort.MaxValue };
        _cpu.Idtr = new TableRegister { Base = vmcs[VmcsField.HostIdtrBase], Limit = ushort.MaxValue };
    }

    private static Segment Flat(ulong selector, ulong start, uint rights) => new()
    {
        Selector = (ushort)selector,
        LoadedBase = start,
        Limit = uint.MaxValue,
        AccessRights = selector == 0 ? rights | Segment.Unusable : rights,
    };

    private void AbortWith(Vmcs vmcs, Abort indicator, string cause, MsrLoadCheck? rule = null)
    {
        History.Abort = new((uint)indicator, cause, rule);
        vmcs.Abort(_memory, (uint)indicator);
        LeaveNonRoot();
        _cpu.SwitchContext();
        _cpu.ShutDown();
    }
}
