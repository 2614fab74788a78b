using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Runtime.Cpu;

public sealed unsafe partial class Processor
{
    /// <summary>
    /// IN and OUT ("I/O Permission Bit Map"): by IOPL, else by the bitmap in the TSS. Two bytes of it are read, because an access of several
    /// ports may cross a byte; that is why the map ends with a byte of ones. Throws on #PF.
    /// </summary>
    internal bool MayAccessPort(ushort port, int width)
    {
        if (IsRealMode || (Cpl <= Iopl && !IsVirtual8086))
            return true;
        var type = (SystemSegmentType)(Tr.AccessRights & 15);
        if (!Tr.IsUsable || type is not (SystemSegmentType.BusyTss or SystemSegmentType.AvailableTss) || Tr.Limit < 103)
            return false;
        uint place = ReadSystem<ushort>(Tr.LoadedBase + 102) + (port / 8U);
        if (place + 1 > Tr.Limit)
            return false;
        uint bits = ReadSystem<ushort>(Tr.LoadedBase + place);
        return (bits >> (port & 7) & ((1U << width) - 1)) == 0;
    }

    /// <summary>CR4.UMIP keeps programs from reading where the system tables are.</summary>
    internal bool IsUserInstructionPrevented => (Cr4 & Cr4Bits.UMIP) != 0 && Cpl == 3;

    /// <summary>CR8: the upper four bits of the local APIC's task priority.</summary>
    internal byte TaskPriority
    {
        get => (byte)(Memory.Read<uint>((ApicBase & PageMask) + 0x80) >> 4 & 15);
        set => Memory.Write((ApicBase & PageMask) + 0x80, (uint)value << 4);
    }

    private ulong _random = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The seed of RDRAND and RDSEED.</summary>
    public ulong RandomSeed { set => _random = value | 1; }

    /// <summary>The next number of the seeded generator (xorshift64*).</summary>
    internal ulong NextRandom()
    {
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return _random * 0x2545_F491_4F6C_DD1D;
    }

    /// <summary>The flat CS and SS that SYSENTER, SYSCALL and their returns load without looking at descriptors.</summary>
    internal void SetFlatSegments(ushort code, ushort stack, int cpl, bool codeLong)
    {
        uint dpl = (uint)cpl << 5;
        Cs = new Segment
        {
            Selector = code,
            Limit = uint.MaxValue,
            AccessRights = 0x9B | dpl | Segment.Granular | (codeLong ? Segment.Long : Segment.Big),
        };
        Ss = new Segment { Selector = stack, Limit = uint.MaxValue, AccessRights = 0x93 | dpl | Segment.Granular | Segment.Big };
        Cpl = cpl;
        UpdateMode();
        UpdateSegmentAccess(SegmentRegister.Cs);
        UpdateSegmentAccess(SegmentRegister.Ss);
        UpdateFetchKey();
    }

    /// <summary>CLI: false for #GP(0).</summary>
    internal bool TryClearInterruptFlag() => TryChangeInterruptFlag(enable: false);

    /// <summary>STI: false for #GP(0).</summary>
    internal bool TrySetInterruptFlag() => TryChangeInterruptFlag(enable: true);

    /// <summary>
    /// A virtual interrupt waits, and the program says that it listens: a state that only IRET, a task switch or a VM entry can bring about, and in which no instruction of the program is
    /// executed, so that the system delivers the interrupt.
    /// </summary>
    private bool HasVirtualInterruptConflict =>
        (SystemFlags & (RflagsBits.Vif | RflagsBits.Vip)) == (RflagsBits.Vif | RflagsBits.Vip) && Cpl == 3
        && ((Cr4 & Cr4Bits.PVI) != 0 || (IsVirtual8086 && (Cr4 & Cr4Bits.VME) != 0));

    // With IOPL too low, VME and PVI turn CLI and STI into changes of the virtual flag.
    private bool TryChangeInterruptFlag(bool enable)
    {
        if (!IsRealMode && Iopl < Cpl)
        {
            bool isVirtual = IsVirtual8086 ? (Cr4 & Cr4Bits.VME) != 0 : Cpl == 3 && (Cr4 & Cr4Bits.PVI) != 0;
            if (!isVirtual || (enable && (SystemFlags & RflagsBits.Vip) != 0))
                return false;
            SystemFlags = enable ? SystemFlags | RflagsBits.Vif : SystemFlags & ~RflagsBits.Vif;
            return true;
        }
        if (!enable)
        {
            SetSystemFlags(SystemFlags & ~RflagsBits.If);
            return true;
        }
        if ((SystemFlags & RflagsBits.If) == 0)
        {
            SetSystemFlags(SystemFlags | RflagsBits.If);
            BeginShadow(movSs: false);
        }
        return true;
    }

    /// <summary>MOV to CR0 and LMSW. Throws #GP(0) on what the manual forbids.</summary>
    internal void WriteCr0(ulong value)
    {
        const ulong defined = Cr0Bits.PE | Cr0Bits.MP | Cr0Bits.EM | Cr0Bits.TS | Cr0Bits.ET | Cr0Bits.NE | Cr0Bits.WP | Cr0Bits.AM | Cr0Bits.NW
            | Cr0Bits.CD | Cr0Bits.PG;
        if ((value >> 32) != 0)
            throw Fault(Vector.GeneralProtection, 0, "the upper half of CR0 is reserved");
        value = (value & defined) | Cr0Bits.ET;
        if ((value & (Cr0Bits.PG | Cr0Bits.PE)) == Cr0Bits.PG)
            throw Fault(Vector.GeneralProtection, 0, "CR0.PG needs CR0.PE");
        if ((value & (Cr0Bits.NW | Cr0Bits.CD)) == Cr0Bits.NW)
            throw Fault(Vector.GeneralProtection, 0, "CR0.NW needs CR0.CD");
        if (Vmx is { InOperation: true } && !Vmx.AcceptsCr0(value))
            throw Fault(Vector.GeneralProtection, 0, Vmx.WhyRefused(0, value));
        ulong changed = value ^ Cr0;
        if ((changed & Cr0Bits.PG) != 0)
        {
            if ((value & Cr0Bits.PG) != 0)
                EnterPaging(value);
            else
            {
                if (Is64BitCode)
                    throw Fault(Vector.GeneralProtection, 0, "paging cannot be turned off in 64-bit mode");
                if ((Cr4 & Cr4Bits.PCIDE) != 0)
                    throw Fault(Vector.GeneralProtection, 0, "paging cannot be turned off while CR4.PCIDE is set");
                Efer &= ~EferBits.LMA;
            }
        }
        PutCr0(value);
    }

    private void EnterPaging(ulong cr0)
    {
        if ((Efer & EferBits.LME) != 0)
        {
            if ((Cr4 & Cr4Bits.PAE) == 0)
                throw Fault(Vector.GeneralProtection, 0, "IA-32e mode needs CR4.PAE");
            if (Cs.IsLong)
                throw Fault(Vector.GeneralProtection, 0, "IA-32e mode cannot be entered from a code segment with L set");
            if (((SystemSegmentType)(Tr.AccessRights & 15)) is SystemSegmentType.BusyTss16 or SystemSegmentType.AvailableTss16)
                throw Fault(Vector.GeneralProtection, 0, "IA-32e mode cannot be entered with a 16-bit TSS");
            Efer |= EferBits.LMA;
        }
        else if ((Cr4 & Cr4Bits.PAE) != 0)
        {
            // The pointers are loaded as the new CR0 would have it.
            if (!TryLoadPdptes(Cr3))
                throw Fault(Vector.GeneralProtection, 0, "a page-directory-pointer entry has reserved bits set");
        }
    }

    /// <summary>Sets CR0 with what follows from it, without checks (VM entry and exit too).</summary>
    internal void PutCr0(ulong value)
    {
        ulong changed = value ^ Cr0;
        Cr0 = value;
        if ((changed & (Cr0Bits.PG | Cr0Bits.PE | Cr0Bits.WP)) != 0)
            FlushTlb();
        if ((changed & Cr0Bits.PE) != 0 && (value & Cr0Bits.PE) == 0)
            Cpl = 0;
        UpdateMode();
        // The two modes differ in what 64-bit code and the system segments look like.
        for (int i = (int)SegmentRegister.Ldtr; i <= (int)SegmentRegister.Tr; i++)
            UpdateSegmentAccess((SegmentRegister)i);
    }

    internal void WriteCr3(ulong value)
    {
        if (IsLongMode)
        {
            if ((Cr4 & Cr4Bits.PCIDE) != 0)
                value &= long.MaxValue;
            if ((value & Model.ReservedAddressBits) != 0)
                throw Fault(Vector.GeneralProtection, 0, "CR3 has reserved bits set");
        }
        else
        {
            value = (uint)value;
            if ((Cr4 & Cr4Bits.PAE) != 0 && (Cr0 & Cr0Bits.PG) != 0 && !TryLoadPdptes(value))
                throw Fault(Vector.GeneralProtection, 0, "a page-directory-pointer entry has reserved bits set");
        }
        // Translations of other contexts are not kept apart: a switch has to forget them, also where bit 63 would allow to keep them.
        Cr3 = value;
        FlushAddressSpace();
    }

    /// <summary>The bits of CR4 that the processor model has.</summary>
    internal ulong Cr4Supported { get; private set; }

    internal void WriteCr4(ulong value)
    {
        if ((value & ~Cr4Supported) != 0)
            throw Fault(Vector.GeneralProtection, 0, "CR4 has a bit set that the processor does not have");
        if (IsLongMode && (value & Cr4Bits.PAE) == 0)
            throw Fault(Vector.GeneralProtection, 0, "CR4.PAE cannot be cleared in IA-32e mode");
        if ((value & Cr4Bits.PCIDE) != 0 && (Cr4 & Cr4Bits.PCIDE) == 0 && (!IsLongMode || (Cr3 & 0xFFF) != 0))
            throw Fault(Vector.GeneralProtection, 0, "CR4.PCIDE needs IA-32e mode and a process-context identifier of 0");
        if (Vmx is { InOperation: true } && !Vmx.AcceptsCr4(value))
            throw Fault(Vector.GeneralProtection, 0, Vmx.WhyRefused(4, value));
        const ulong paging = Cr4Bits.PSE | Cr4Bits.PAE | Cr4Bits.PGE | Cr4Bits.PCIDE | Cr4Bits.SMEP | Cr4Bits.SMAP;
        ulong changed = value ^ Cr4;
        if ((changed & (Cr4Bits.PSE | Cr4Bits.PAE | Cr4Bits.PGE | Cr4Bits.SMEP)) != 0
            && (value & Cr4Bits.PAE) != 0 && (Cr0 & Cr0Bits.PG) != 0 && !IsLongMode && !TryLoadPdptes(Cr3))
            throw Fault(Vector.GeneralProtection, 0, "a page-directory-pointer entry has reserved bits set");
        Cr4 = value;
        if ((changed & paging) != 0)
            FlushTlb();
    }

    private static ulong SupportedCr4(CpuModel model)
    {
        ulong bits = Cr4Bits.TSD;
        void Add(CpuFeature feature, ulong with)
        {
            if (model.Has(feature))
                bits |= with;
        }
        Add(CpuFeature.Vme, Cr4Bits.VME | Cr4Bits.PVI);
        Add(CpuFeature.DebugExtensions, Cr4Bits.DE);
        Add(CpuFeature.Pse, Cr4Bits.PSE);
        Add(CpuFeature.Pae, Cr4Bits.PAE);
        Add(CpuFeature.MachineCheck, Cr4Bits.MCE);
        Add(CpuFeature.GlobalPages, Cr4Bits.PGE);
        Add(CpuFeature.Msr, Cr4Bits.PCE);
        Add(CpuFeature.Fxsr, Cr4Bits.OSFXSR);
        Add(CpuFeature.Sse, Cr4Bits.OSXMMEXCPT);
        Add(CpuFeature.Vmx, Cr4Bits.VMXE);
        Add(CpuFeature.Smx, Cr4Bits.SMXE);
        Add(CpuFeature.FsGsBase, Cr4Bits.FSGSBASE);
        Add(CpuFeature.Pcid, Cr4Bits.PCIDE);
        Add(CpuFeature.Xsave, Cr4Bits.OSXSAVE);
        Add(CpuFeature.Smep, Cr4Bits.SMEP);
        Add(CpuFeature.Smap, Cr4Bits.SMAP);
        Add(CpuFeature.Pku, Cr4Bits.PKE);
        return bits;
    }
}
