namespace VmxAsm.Architecture.Vmx;

/// <summary>
/// Which settings of a control word the processor accepts, as a capability MSR reports it: a bit that is 1 in the low half
/// must be 1 in the word ("allowed 0-settings"), a bit that is 0 in the high half must be 0 ("allowed 1-settings").
/// </summary>
/// <param name="Msr">The MSR's 64 bits.</param>
public readonly record struct ControlCapability(ulong Msr)
{
    /// <summary>Bits that must be 1.</summary>
    public uint MustBeOne => (uint)Msr;

    /// <summary>Bits that may be 1.</summary>
    public uint MayBeOne => (uint)(Msr >> 32);

    public bool Accepts(uint word) => Missing(word) == 0 && Unsupported(word) == 0;

    /// <summary>Required bits that <paramref name="word"/> lacks.</summary>
    public uint Missing(uint word) => MustBeOne & ~word;

    /// <summary>Bits of <paramref name="word"/> that the processor does not support.</summary>
    public uint Unsupported(uint word) => word & ~MayBeOne;

    /// <summary>The nearest acceptable word: required bits added, unsupported ones dropped.</summary>
    public uint Adjust(uint word) => (word | MustBeOne) & MayBeOne;
}

/// <summary>
/// The VMX capability MSRs of a processor and what they mean (SDM volume 3, appendix "VMX Capability Reporting Facility").
/// An MSR that the processor does not have is 0, which reads as "nothing of it is supported".
/// </summary>
public sealed record VmxCapabilities
{
    /// <summary>IA32_VMX_BASIC.</summary>
    public required ulong Basic { get; init; }

    /// <summary>IA32_VMX_PINBASED_CTLS and its TRUE companion, which also lets the default1 controls be 0.</summary>
    public required ControlCapability PinBased { get; init; }
    public required ControlCapability TruePinBased { get; init; }
    public required ControlCapability ProcessorBased { get; init; }
    public required ControlCapability TrueProcessorBased { get; init; }
    public required ControlCapability ProcessorBased2 { get; init; }
    public required ControlCapability Exit { get; init; }
    public required ControlCapability TrueExit { get; init; }
    public required ControlCapability Entry { get; init; }
    public required ControlCapability TrueEntry { get; init; }

    /// <summary>IA32_VMX_MISC.</summary>
    public required ulong Misc { get; init; }

    /// <summary>Bits of CR0 that must be 1 in VMX operation.</summary>
    public required ulong Cr0Fixed0 { get; init; }

    /// <summary>Bits of CR0 that may be 1 in VMX operation.</summary>
    public required ulong Cr0Fixed1 { get; init; }
    public required ulong Cr4Fixed0 { get; init; }
    public required ulong Cr4Fixed1 { get; init; }

    /// <summary>IA32_VMX_VMCS_ENUM: bits 9:1 are the highest index of any field encoding.</summary>
    public required ulong VmcsEnum { get; init; }

    /// <summary>IA32_VMX_EPT_VPID_CAP.</summary>
    public required EptVpidCapability EptVpid { get; init; }

    /// <summary>IA32_VMX_VMFUNC: the allowed 1-settings of the VM-function controls.</summary>
    public required ulong VmFunc { get; init; }

    /// <summary>What VMXON and VMPTRLD want in the first 31 bits of their regions.</summary>
    public uint RevisionId => (uint)Basic & 0x7FFF_FFFF;

    /// <summary>Bytes of a VMXON or VMCS region, at most 4096.</summary>
    public int RegionSize => (int)(Basic >> 32) & 0x1FFF;

    /// <summary>Whether VMX structures must lie below 4 GiB (processors without Intel 64).</summary>
    public bool RegionsBelow4GiB => (Basic >> 48 & 1) != 0;

    /// <summary>Whether VM exits by INS and OUTS fill the instruction-information field.</summary>
    public bool ReportsInsOutsInformation => (Basic >> 54 & 1) != 0;

    /// <summary>Whether the TRUE capability MSRs exist, and with them the freedom to clear default1 controls.</summary>
    public bool HasTrueControls => (Basic >> 55 & 1) != 0;

    /// <summary>The preemption timer counts down when this bit of the TSC changes.</summary>
    public int PreemptionTimerShift => (int)Misc & 0x1F;

    /// <summary>Whether VM exits store EFER.LMA into the "IA-32e mode guest" control.</summary>
    public bool ExitStoresEferLma => (Misc >> 5 & 1) != 0;

    public bool SupportsActivityHlt => (Misc >> 6 & 1) != 0;
    public bool SupportsActivityShutdown => (Misc >> 7 & 1) != 0;
    public bool SupportsActivityWaitForSipi => (Misc >> 8 & 1) != 0;

    /// <summary>Number of CR3-target values, at most 256; 4 on every processor so far.</summary>
    public int Cr3TargetCount => (int)(Misc >> 16) & 0x1FF;

    /// <summary>Recommended greatest number of entries in an MSR area.</summary>
    public int MaxMsrListEntries => 512 * ((int)(Misc >> 25 & 7) + 1);

    /// <summary>Whether VMWRITE may write the VM-exit information fields.</summary>
    public bool CanWriteExitInformation => (Misc >> 29 & 1) != 0;

    /// <summary>Whether software interrupts and exceptions may be injected with instruction length 0.</summary>
    public bool AllowsZeroLengthInjection => (Misc >> 30 & 1) != 0;

    /// <summary>The capability that a VM entry checks a word against: the TRUE one where there is one.</summary>
    public ControlCapability Of(ControlWord word) => word switch
    {
        ControlWord.PinBased => HasTrueControls ? TruePinBased : PinBased,
        ControlWord.ProcessorBased => HasTrueControls ? TrueProcessorBased : ProcessorBased,
        ControlWord.ProcessorBased2 => ProcessorBased2,
        ControlWord.Exit => HasTrueControls ? TrueExit : Exit,
        ControlWord.Entry => HasTrueControls ? TrueEntry : Entry,
        _ => new(VmFunc << 32),
    };

    public bool Supports(PinBasedControls controls) => (PinBased.MayBeOne & (uint)controls) == (uint)controls;
    public bool Supports(ProcessorBasedControls controls) => (ProcessorBased.MayBeOne & (uint)controls) == (uint)controls;
    public bool Supports(ProcessorBasedControls2 controls) => (ProcessorBased2.MayBeOne & (uint)controls) == (uint)controls;
    public bool Supports(ExitControls controls) => (Exit.MayBeOne & (uint)controls) == (uint)controls;
    public bool Supports(EntryControls controls) => (Entry.MayBeOne & (uint)controls) == (uint)controls;
    public bool Supports(VmxControl control) => (Of(control.Word).MayBeOne & control.Mask) != 0;
}

/// <summary>IA32_VMX_EPT_VPID_CAP (SDM volume 3, "VPID and EPT Capabilities").</summary>
public readonly record struct EptVpidCapability(ulong Msr)
{
    public bool ExecuteOnly => Bit(0);
    public bool FourLevelWalk => Bit(6);
    public bool MemoryTypeUncacheable => Bit(8);
    public bool MemoryTypeWriteBack => Bit(14);
    public bool Pages2M => Bit(16);
    public bool Pages1G => Bit(17);
    public bool Invept => Bit(20);
    public bool AccessedAndDirtyFlags => Bit(21);
    public bool InveptSingleContext => Bit(25);
    public bool InveptAllContexts => Bit(26);
    public bool Invvpid => Bit(32);
    public bool InvvpidIndividualAddress => Bit(40);
    public bool InvvpidSingleContext => Bit(41);
    public bool InvvpidAllContexts => Bit(42);
    public bool InvvpidSingleContextRetainingGlobals => Bit(43);

    private bool Bit(int bit) => (Msr >> bit & 1) != 0;
}
