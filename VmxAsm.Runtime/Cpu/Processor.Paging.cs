using VmxAsm.Architecture.Processor;

namespace VmxAsm.Runtime.Cpu;

// Page walks ("Paging" in volume 3 of the manual)
// -------------------------------------------------
// Three formats: 32-bit (two levels of 4-byte entries, 4 MB pages with CR4.PSE), PAE (a page-directory-pointer table of four entries that
// MOV CR3 loads into the processor, then two levels), IA-32e (four levels; 1 GB, 2 MB and 4 KB pages). Each walk collects the
// rights of its levels, then checks them once, then sets accessed and dirty bits: a fault changes no entry.
// Under EPT every address the walk uses is guest-physical, the entries' own included.
public sealed unsafe partial class Processor
{
    private const ulong EntryPresent = 1, EntryWritable = 2, EntryUser = 4, EntryAccessed = 1 << 5, EntryDirty = 1 << 6, EntryLarge = 1 << 7, EntryGlobal = 1 << 8;
    private const ulong EntryNoExecute = 1UL << 63, EntryAddress = 0x000F_FFFF_FFFF_F000;
    private const uint FaultPresent = 1, FaultWrite = 2, FaultUser = 4, FaultReserved = 8, FaultFetch = 16;

    /// <summary>The page-directory-pointer table entries that PAE paging uses, loaded with CR3.</summary>
    internal readonly ulong[] Pdpte = new ulong[4];

    private bool _largePagesCached;

    // The page that was walked to last is the same in all address spaces.
    private bool _isGlobalPage;
    private ulong _a20Mask = ulong.MaxValue;

    /// <summary>The A20 gate: closed, physical addresses have bit 20 clear.</summary>
    public bool A20Enabled
    {
        get => _a20Mask == ulong.MaxValue;
        set
        {
            ulong mask = value ? ulong.MaxValue : ~(1UL << 20);
            if (mask == _a20Mask)
                return;
            _a20Mask = mask;
            FlushTlb();
        }
    }

    /// <summary>Walks, checks and enters the translation; false when #PF or a VM exit is pending.</summary>
    private bool TryWalk(ulong linear, PageAccess access, out ulong physical)
    {
        bool ok;
        ulong guestPhysical;
        bool userPage = false;
        _isGlobalPage = false;
        if ((Cr0 & Cr0Bits.PG) == 0)
        {
            guestPhysical = linear;
            ok = true;
        }
        else if (IsLongMode)
            ok = TryWalkLong(linear, access, 4, Cr3 & EntryAddress, out guestPhysical, out userPage);
        else if ((Cr4 & Cr4Bits.PAE) != 0)
            ok = TryWalkPae(linear, access, out guestPhysical, out userPage);
        else
            ok = TryWalk32(linear, access, out guestPhysical, out userPage);
        physical = 0;
        if (!ok)
            return false;

        bool keep = true;
        if (NonRoot)
        {
            if (Vmx!.EptEnabled && !Vmx.TranslateGuestPhysical(guestPhysical, access, isPageWalk: false, linear, out guestPhysical, out _))
                return PendExit();
            if (Vmx.IsVirtualizedPage(guestPhysical & PageMask))
            {
                if (!Vmx.OnVirtualizedPage(linear, access, _accessSize, ref guestPhysical))
                    return PendExit();
                keep = false;
            }
        }
        physical = guestPhysical & _a20Mask;
        // Under SMAP whether supervisor code may touch a user page changes with AC: such pages are looked at every time.
        if (userPage && (access & PageAccess.User) == 0 && (Cr4 & Cr4Bits.SMAP) != 0)
            keep = false;
        FillTlb(linear, physical, access, keep);
        return true;
    }

    private void SetGlobal(ulong leaf) => _isGlobalPage = (leaf & EntryGlobal) != 0 && (Cr4 & Cr4Bits.PGE) != 0;

    private bool PendExit()
    {
        Pending.Kind = PendingKind.VmExit;
        return false;
    }

    private bool TryWalk32(ulong linear, PageAccess access, out ulong physical, out bool userPage)
    {
        physical = 0;
        userPage = false;
        ulong directoryAddress = (Cr3 & 0xFFFF_F000) | (linear >> 20 & 0xFFC);
        if (!TryReadEntry(directoryAddress, 4, linear, access, out ulong directory))
            return false;
        if ((directory & EntryPresent) == 0)
            return PageFault(linear, access, 0);
        if ((directory & EntryLarge) != 0 && (Cr4 & Cr4Bits.PSE) != 0)
        {
            // PSE-36: bits 20:13 of the entry are bits 39:32 of the address; those beyond the processor's width are reserved, and bit 21.
            ulong high = (directory >> 13 & 0xFF) << 32;
            if ((directory & 1 << 21) != 0 || (high & Model.ReservedAddressBits) != 0 || (high != 0 && !Model.Has(CpuFeature.Pse36)))
                return PageFault(linear, access, FaultPresent | FaultReserved);
            if (!TryRights(linear, access, directory, noExecute: false))
                return false;
            if (!MarkEntry(directoryAddress, 4, directory, access, leaf: true, linear))
                return false;
            _largePagesCached = true;
            SetGlobal(directory);
            userPage = (directory & EntryUser) != 0;
            physical = high | (directory & 0xFFC0_0000) | (linear & 0x3F_FFFF);
            return true;
        }
        ulong tableAddress = (directory & 0xFFFF_F000) | (linear >> 10 & 0xFFC);
        if (!TryReadEntry(tableAddress, 4, linear, access, out ulong entry))
            return false;
        if ((entry & EntryPresent) == 0)
            return PageFault(linear, access, 0);
        ulong rights = entry & directory;
        if (!TryRights(linear, access, rights, noExecute: false))
            return false;
        if (!MarkEntry(directoryAddress, 4, directory, access, leaf: false, linear) || !MarkEntry(tableAddress, 4, entry, access, leaf: true, linear))
            return false;
        SetGlobal(entry);
        userPage = (rights & EntryUser) != 0;
        physical = (entry & 0xFFFF_F000) | (linear & 0xFFF);
        return true;
    }

    private bool TryWalkPae(ulong linear, PageAccess access, out ulong physical, out bool userPage)
    {
        ulong pointer = Pdpte[linear >> 30 & 3];
        if ((pointer & EntryPresent) == 0)
        {
            physical = 0;
            userPage = false;
            return PageFault(linear, access, 0);
        }
        return TryWalkLong(linear, access, 2, pointer & EntryAddress, out physical, out userPage);
    }

    /// <summary>The 8-byte formats from a given level down: 4 for IA-32e, 2 for PAE.</summary>
    private bool TryWalkLong(ulong linear, PageAccess access, int level, ulong table, out ulong physical, out bool userPage)
    {
        physical = 0;
        userPage = false;
        Span<ulong> addresses = stackalloc ulong[5];
        Span<ulong> entries = stackalloc ulong[5];
        int top = level;
        ulong reserved = Model.ReservedAddressBits & EntryAddress;
        // Outside IA-32e mode bits 62:52 are reserved as well; inside they are ignored.
        if (top == 2)
            reserved |= 0x7FF0_0000_0000_0000;
        if ((Efer & EferBits.NXE) == 0)
            reserved |= EntryNoExecute;
        ulong rights = EntryWritable | EntryUser;
        bool noExecute = false;
        while (true)
        {
            int shift = 12 + (9 * (level - 1));
            ulong address = table | (linear >> shift & 0x1FF) << 3;
            if (!TryReadEntry(address, 8, linear, access, out ulong entry))
                return false;
            if ((entry & EntryPresent) == 0)
                return PageFault(linear, access, 0);
            ulong bad = reserved;
            bool leaf = level == 1;
            if (level > 1 && (entry & EntryLarge) != 0)
            {
                if (level == 4 || (level == 3 && !Model.Has(CpuFeature.OneGigabytePages)))
                    bad |= EntryLarge;
                else
                {
                    leaf = true;
                    bad |= ((1UL << shift) - 1) & 0x000F_FFFF_FFFF_E000;
                }
            }
            if ((entry & bad) != 0)
                return PageFault(linear, access, FaultPresent | FaultReserved);
            rights &= entry;
            noExecute |= (entry & EntryNoExecute) != 0;
            addresses[level] = address;
            entries[level] = entry;
            if (leaf)
            {
                if (!TryRights(linear, access, rights, noExecute))
                    return false;
                for (int i = top; i >= level; i--)
                {
                    if (!MarkEntry(addresses[i], 8, entries[i], access, i == level, linear))
                        return false;
                }
                _largePagesCached |= level > 1;
                SetGlobal(entry);
                userPage = (rights & EntryUser) != 0;
                ulong offset = (1UL << shift) - 1;
                physical = (entry & EntryAddress & ~offset) | (linear & offset);
                return true;
            }
            table = entry & EntryAddress;
            level--;
        }
    }

    /// <summary>"Access Rights": what the collected rights allow the access.</summary>
    private bool TryRights(ulong linear, PageAccess access, ulong rights, bool noExecute)
    {
        bool user = (access & PageAccess.User) != 0, userPage = (rights & EntryUser) != 0;
        bool denied;
        if (user)
            denied = !userPage || ((access & PageAccess.Write) != 0 && (rights & EntryWritable) == 0);
        else
        {
            denied = (access & PageAccess.Write) != 0 && (rights & EntryWritable) == 0 && (Cr0 & Cr0Bits.WP) != 0;
            if (userPage && (access & PageAccess.Execute) != 0)
                denied |= (Cr4 & Cr4Bits.SMEP) != 0;
            else if (userPage && (Cr4 & Cr4Bits.SMAP) != 0)
                denied |= Cpl == 3 || (SystemFlags & RflagsBits.Ac) == 0;
        }
        denied |= noExecute && (access & PageAccess.Execute) != 0;
        return !denied || PageFault(linear, access, FaultPresent);
    }

    private bool PageFault(ulong linear, PageAccess access, uint code)
    {
        if ((access & PageAccess.Write) != 0)
            code |= FaultWrite;
        if ((access & PageAccess.User) != 0)
            code |= FaultUser;
        bool fetchReported = (Cr4 & Cr4Bits.SMEP) != 0 || ((Efer & EferBits.NXE) != 0 && (Cr4 & Cr4Bits.PAE) != 0);
        if ((access & PageAccess.Execute) != 0 && fetchReported)
            code |= FaultFetch;
        SetPending(Vector.PageFault, code);
        Pending.Detail = linear;
        return false;
    }

    private bool TryReadEntry(ulong address, int size, ulong linear, PageAccess access, out ulong entry)
    {
        entry = 0;
        if (NonRoot && Vmx!.EptEnabled && !Vmx.TranslateGuestPhysical(address, PageAccess.Read, isPageWalk: true, linear, out address, out _))
            return PendExit();
        address &= _a20Mask;
        entry = size == 4 ? Memory.Read<uint>(address) : Memory.Read<ulong>(address);
        return true;
    }

    /// <summary>Sets the accessed bit of an entry, and the dirty bit of a leaf that is written through.</summary>
    private bool MarkEntry(ulong address, int size, ulong entry, PageAccess access, bool leaf, ulong linear)
    {
        ulong marked = entry | EntryAccessed;
        if (leaf && (access & PageAccess.Write) != 0)
            marked |= EntryDirty;
        if (marked == entry)
            return true;
        if (NonRoot && Vmx!.EptEnabled && !Vmx.TranslateGuestPhysical(address, PageAccess.Write, isPageWalk: true, linear, out address, out _))
            return PendExit();
        address &= _a20Mask;
        if (size == 4)
            Memory.Write(address, (uint)marked);
        else
            Memory.Write(address, marked);
        return true;
    }

    /// <summary>Loads the four PAE pointers from where CR3 points; false when one of them has a reserved bit (the caller raises #GP).</summary>
    internal bool TryLoadPdptes(ulong cr3)
    {
        Span<ulong> loaded = stackalloc ulong[4];
        ulong table = cr3 & 0xFFFF_FFE0;
        for (int i = 0; i < 4; i++)
        {
            if (!TryReadEntry(table + (ulong)(8 * i), 8, 0, PageAccess.Read, out loaded[i]))
                throw ProcessorFault.Instance;
            ulong reserved = Model.ReservedAddressBits | 0x1E6;
            if ((loaded[i] & EntryPresent) != 0 && (loaded[i] & reserved) != 0)
                return false;
        }
        loaded.CopyTo(Pdpte);
        return true;
    }

    private bool TryWalkQuietly(ulong linear, out ulong physical)
    {
        physical = linear;
        if ((Cr0 & Cr0Bits.PG) == 0)
            return true;
        int level;
        ulong table;
        if (IsLongMode)
            (level, table) = (4, Cr3 & EntryAddress);
        else if ((Cr4 & Cr4Bits.PAE) != 0)
        {
            table = Pdpte[linear >> 30 & 3];
            if ((table & EntryPresent) == 0)
                return false;
            (level, table) = (2, table & EntryAddress);
        }
        else
        {
            uint directory = Memory.Read<uint>((Cr3 & 0xFFFF_F000) | (linear >> 20 & 0xFFC));
            if ((directory & EntryPresent) == 0)
                return false;
            if ((directory & EntryLarge) != 0 && (Cr4 & Cr4Bits.PSE) != 0)
            {
                physical = ((ulong)(directory >> 13 & 0xFF) << 32) | (directory & 0xFFC0_0000) | (linear & 0x3F_FFFF);
                return true;
            }
            uint page = Memory.Read<uint>((directory & 0xFFFF_F000) | (linear >> 10 & 0xFFC));
            physical = (page & 0xFFFF_F000) | (linear & 0xFFF);
            return (page & EntryPresent) != 0;
        }
        for (; ; level--)
        {
            int shift = 12 + (9 * (level - 1));
            ulong entry = Memory.Read<ulong>(table | (linear >> shift & 0x1FF) << 3);
            if ((entry & EntryPresent) == 0)
                return false;
            if (level == 1 || (level < 4 && (entry & EntryLarge) != 0))
            {
                ulong offset = (1UL << shift) - 1;
                physical = (entry & EntryAddress & ~offset) | (linear & offset);
                return true;
            }
            table = entry & EntryAddress;
        }
    }
}
