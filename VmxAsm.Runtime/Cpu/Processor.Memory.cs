using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Cpu;

// Memory as instructions see it
// -----------------------------
// An access computes its linear address, compares it with one TLB tag and uses the host address there. Everything else - another page to walk,
// a page crossing, a device, a segment that is not plain - is the slow path, which does the whole of the manual's checks.
//
// Handlers get a host pointer: Readable, Modifiable. Null means that an exception is pending and the handler returns its op. When the bytes are
// not plain RAM (a device, two pages) the pointer leads to a scratch buffer; after changing what Modifiable gave, a handler calls
// `Commit(pointer)`, which writes the scratch buffer back if it was that.
public sealed unsafe partial class Processor
{
    private const ulong PageMask = ~0xFFFUL;

    private readonly byte* _scratch;
    private ulong _scratchFirst, _scratchSecond;
    private int _scratchSize;

    // Bytes of the access on the slow path: a virtualized APIC cares.
    private int _accessSize;

    // Code has its own: evicting a page there means looking blocks up anew, which data must not cause.
    private Tlb _supervisorTlb = null!, _userTlb = null!, _emptyTlb = null!, _supervisorCodeTlb = null!, _userCodeTlb = null!;

    // The TLB of the current privilege; the empty one while alignment is checked, so that every access takes the slow path.
    private TlbEntry* _tlb;

    /// <summary>All ones in the linear-address width: 32 bits outside 64-bit mode.</summary>
    private ulong _linearMask;

    /// <summary>Told of accesses where nothing answers: physical address, and whether it writes.</summary>
    internal Action<ulong, bool>? UnansweredAccess { get; set; }

    // ---- memory operands of an op ------------------------------------------------------------------------------------------

    /// <summary>Offset of the memory operand within its segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong EffectiveAddress(Op* op) =>
        (op->Displacement + Register<ulong>(op->Base) + (Register<ulong>(op->Index) << op->Scale)) & op->AddressMask;

    /// <summary>The memory operand for reading; null when an exception is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* Readable<T, TAddress>(Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (default(TAddress).TryRead(this, op, sizeof(T) - 1, out ulong linear))
        {
            TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
            if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->ReadTag)
                return (T*)(linear + (ulong)entry->Delta);
        }
        return (T*)ReadSlow(op, op->Segment, EffectiveAddress(op), sizeof(T));
    }

    /// <summary>The memory operand for reading and writing back; null when an exception is pending. See <see cref="Commit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* Modifiable<T, TAddress>(Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (default(TAddress).TryWrite(this, op, sizeof(T) - 1, out ulong linear))
        {
            TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
            if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->WriteTag)
                return (T*)(linear + (ulong)entry->Delta);
        }
        return (T*)WriteSlow(op, op->Segment, EffectiveAddress(op), sizeof(T), modify: true);
    }

    /// <summary>Ends a change through <see cref="Modifiable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Commit(void* pointer)
    {
        if (pointer == _scratch)
            CommitScratch();
    }

    /// <summary>Writes the memory operand; false when an exception is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Store<T, TAddress>(Op* op, T value)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (default(TAddress).TryWrite(this, op, sizeof(T) - 1, out ulong linear))
        {
            TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
            if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->WriteTag)
            {
                *(T*)(linear + (ulong)entry->Delta) = value;
                return true;
            }
        }
        return StoreSlow(op, op->Segment, EffectiveAddress(op), value);
    }

    // ---- any segment and offset, without exceptions of C# ---------------------------------------------------------------------

    /// <summary>Bytes at a segment and offset for reading; null when an exception is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* ReadableAt<T>(Op* op, int segment, ulong offset)
        where T : unmanaged
    {
        ref Segment s = ref Segments[segment];
        if (offset + (ulong)(sizeof(T) - 1) < s.ReadEnd)
        {
            ulong linear = (s.Base + offset) & _linearMask;
            TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
            if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->ReadTag)
                return (T*)(linear + (ulong)entry->Delta);
        }
        return (T*)ReadSlow(op, segment, offset, sizeof(T));
    }

    /// <summary>Bytes at a segment and offset for reading and writing back; null when an exception is pending. See <see cref="Commit"/>.</summary>
    internal T* ModifiableAt<T>(Op* op, int segment, ulong offset)
        where T : unmanaged => (T*)WriteSlow(op, segment, offset, sizeof(T), modify: true);

    /// <summary>Writes at a segment and offset; false when an exception is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool StoreAt<T>(Op* op, int segment, ulong offset, T value)
        where T : unmanaged
    {
        ref Segment s = ref Segments[segment];
        if (offset + (ulong)(sizeof(T) - 1) < s.WriteEnd)
        {
            ulong linear = (s.Base + offset) & _linearMask;
            TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
            if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->WriteTag)
            {
                *(T*)(linear + (ulong)entry->Delta) = value;
                return true;
            }
        }
        return StoreSlow(op, segment, offset, value);
    }

    /// <summary>
    /// The host address of a run of bytes that needs no further check: within the page, the segment's limit and the address size. Null when the first byte
    /// is not in the TLB or is not plain memory.
    /// </summary>
    internal byte* PlainRun(int segment, ulong offset, ulong addressMask, bool write, out int bytes)
    {
        bytes = 0;
        ref Segment s = ref Segments[segment];
        ulong end = write ? s.WriteEnd : s.ReadEnd;
        if (offset >= end)
            return null;
        ulong linear = (s.Base + offset) & _linearMask;
        TlbEntry* entry = _tlb + Tlb.IndexOf(linear);
        if ((linear & PageMask) != (write ? entry->WriteTag : entry->ReadTag))
            return null;
        ulong room = Math.Min(0x1000 - (linear & 0xFFF), end - offset);
        ulong wrap = addressMask - offset;
        bytes = (int)(wrap < room ? wrap + 1 : room);
        return (byte*)(linear + (ulong)entry->Delta);
    }

    /// <summary>Whether a write would not fault; false leaves the exception pending.</summary>
    internal bool CanWrite(SegmentRegister segment, ulong offset, int size)
    {
        if (!TrySegment((int)segment, offset, size, write: true, out ulong linear) || !TryAlignment(linear, size))
            return false;
        if (NeedsStep(linear, size, write: true))
            return PendStep();
        return TryLookup(linear, PageAccess.Write, Cpl == 3, out _) && TryLookup(Linear(linear + (ulong)(size - 1)), PageAccess.Write, Cpl == 3, out _);
    }

    // ---- slow paths -------------------------------------------------------------------------------------------------------------

    /// <summary>The slow half of every read: full checks, both pages, devices. Null when an exception is pending.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* ReadSlow(Op* op, int segment, ulong offset, int size)
    {
        if (op != null)
            Sync(op);
        if (!TrySegment(segment, offset, size, write: false, out ulong linear) || !TryAlignment(linear, size))
            return null;
        if (NeedsStep(linear, size, write: false))
        {
            PendStep();
            return null;
        }
        return ReadLinearSlow(linear, size, user: Cpl == 3);
    }

    /// <summary>The place of data that lie beside code, in the page of a small program: most often that is all that is slow about it. Null when there is more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* BesideCode(int segment, ulong offset, int size)
    {
        ref Segment s = ref Segments[segment];
        if (offset + (ulong)(size - 1) >= s.WriteEnd)
            return null;
        ulong at = (s.Base + offset) & _linearMask;
        nuint index = Tlb.IndexOf(at);
        TlbEntry* entry = _tlb + index;
        if ((((at + (ulong)(size - 1)) & PageMask) | TlbEntry.Code) != entry->WriteTag)
            return null;
        ulong page = (Cpl == 3 ? _userTlb : _supervisorTlb).Physical[index] >> 12;
        return (Memory.CodeLines(page) & PhysicalMemory.LinesOf((int)at & 0xFFF, size)) == 0 ? (byte*)(at + (ulong)entry->Delta) : null;
    }

    /// <summary>The slow half of every write. With <paramref name="modify"/> the scratch buffer, if it comes to that, holds what is there now.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* WriteSlow(Op* op, int segment, ulong offset, int size, bool modify)
    {
        byte* beside = BesideCode(segment, offset, size);
        if (beside != null)
            return beside;
        if (op != null)
            Sync(op);
        if (!TrySegment(segment, offset, size, write: true, out ulong linear) || !TryAlignment(linear, size))
            return null;
        if (NeedsStep(linear, size, write: true))
        {
            PendStep();
            return null;
        }
        byte* place = WriteLinearSlow(linear, size, user: Cpl == 3, modify);
        if (place != _scratch || op == null || _chainEnd == 0 || (_scratchFirst & PageMask) != (ApicBase & PageMask))
            return place;

        // What is written to the local APIC may interrupt the processor at once, which in the middle of a block nobody would notice.
        PendStep();
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StoreSlow<T>(Op* op, int segment, ulong offset, T value)
        where T : unmanaged
    {
        T* pointer = (T*)BesideCode(segment, offset, sizeof(T));
        if (pointer != null)
        {
            *pointer = value;
            return true;
        }
        pointer = (T*)WriteSlow(op, segment, offset, sizeof(T), modify: false);
        if (pointer == null)
            return false;
        *pointer = value;
        Commit(pointer);
        return true;
    }

    private byte* ReadLinearSlow(ulong linear, int size, bool user)
    {
        _accessSize = size;
        if (!TryLookup(linear, PageAccess.Read, user, out ulong physical))
            return null;
        CheckDataBreakpoints(linear, size, write: false);
        int first = 0x1000 - ((int)linear & 0xFFF);
        if (first >= size)
        {
            byte* host = Memory.HostForRead(physical, size);
            if (host != null)
                return host;
            ReadPhysical(physical, _scratch, size);
            return _scratch;
        }
        if (!TryLookup((linear + (ulong)first) & _linearMask, PageAccess.Read, user, out ulong second))
            return null;
        ReadPhysical(physical, _scratch, first);
        ReadPhysical(second, _scratch + first, size - first);
        return _scratch;
    }

    private byte* WriteLinearSlow(ulong linear, int size, bool user, bool modify)
    {
        _accessSize = size;
        if (!TryLookup(linear, PageAccess.Write, user, out ulong physical))
            return null;
        int first = 0x1000 - ((int)linear & 0xFFF);
        ulong second = 0;
        if (first < size && !TryLookup((linear + (ulong)first) & _linearMask, PageAccess.Write, user, out second))
            return null;
        CheckDataBreakpoints(linear, size, write: true);
        if (first >= size)
        {
            byte* host = Memory.HostForWrite(physical, size);
            if (host != null)
                return host;
            first = size;
        }
        _scratchFirst = physical;
        _scratchSecond = second;
        _scratchSize = size;
        if (modify)
        {
            ReadPhysical(physical, _scratch, first);
            if (first < size)
                ReadPhysical(second, _scratch + first, size - first);
        }
        return _scratch;
    }

    private void CommitScratch()
    {
        int first = Math.Min(_scratchSize, 0x1000 - ((int)_scratchFirst & 0xFFF));
        WritePhysical(_scratchFirst, _scratch, first);
        if (first < _scratchSize)
            WritePhysical(_scratchSecond, _scratch + first, _scratchSize - first);
    }

    // Devices see the widths that a bus has: the largest power of two that fits, up to 8 bytes.
    private void ReadPhysical(ulong physical, byte* destination, int size)
    {
        if (!Memory.Answers(physical))
            UnansweredAccess?.Invoke(physical, false);
        for (int done = 0; done < size;)
        {
            switch (size - done)
            {
                case >= 8:
                    *(ulong*)(destination + done) = Memory.Read<ulong>(physical + (ulong)done);
                    done += 8;
                    break;
                case >= 4:
                    *(uint*)(destination + done) = Memory.Read<uint>(physical + (ulong)done);
                    done += 4;
                    break;
                case >= 2:
                    *(ushort*)(destination + done) = Memory.Read<ushort>(physical + (ulong)done);
                    done += 2;
                    break;
                default:
                    destination[done] = Memory.Read<byte>(physical + (ulong)done);
                    done++;
                    break;
            }
        }
    }

    private void WritePhysical(ulong physical, byte* source, int size)
    {
        if (!Memory.Answers(physical))
            UnansweredAccess?.Invoke(physical, true);
        for (int done = 0; done < size;)
        {
            switch (size - done)
            {
                case >= 8:
                    Memory.Write(physical + (ulong)done, *(ulong*)(source + done));
                    done += 8;
                    break;
                case >= 4:
                    Memory.Write(physical + (ulong)done, *(uint*)(source + done));
                    done += 4;
                    break;
                case >= 2:
                    Memory.Write(physical + (ulong)done, *(ushort*)(source + done));
                    done += 2;
                    break;
                default:
                    Memory.Write(physical + (ulong)done, source[done]);
                    done++;
                    break;
            }
        }
    }

    /// <summary>The checks of segmentation in full ("Limit Checking", "Type Checking", canonical addresses); the exception is #SS for SS, else #GP.</summary>
    private bool TrySegment(int segment, ulong offset, int size, bool write, out ulong linear)
    {
        ref Segment s = ref Segments[segment];
        if (Is64BitCode)
        {
            linear = s.Base + offset;
            if (IsCanonical(linear) && IsCanonical(linear + (ulong)(size - 1)))
                return true;
            SetPending(segment == (int)SegmentRegister.Ss ? Vector.StackSegmentFault : Vector.GeneralProtection, 0);
            return false;
        }
        linear = (uint)(s.Base + offset);
        ulong last = offset + (ulong)(size - 1);
        bool good;
        if (last < (write ? s.WriteEnd : s.ReadEnd))
            good = true;
        else if (!s.IsUsable || !s.IsPresent || (s.AccessRights & Segment.NonSystem) == 0)
            good = false;
        else if (s.IsCode)
            good = !write && (s.AccessRights & Segment.Readable) != 0 && last <= s.Limit;
        else if (write && (s.AccessRights & Segment.Writable) == 0)
            good = false;
        else if ((s.AccessRights & Segment.ExpandDown) != 0)
            good = offset > s.Limit && last <= (s.IsBig ? uint.MaxValue : ushort.MaxValue);
        else
            good = last <= s.Limit;
        if (!good)
            SetPending(segment == (int)SegmentRegister.Ss ? Vector.StackSegmentFault : Vector.GeneralProtection, 0);
        return good;
    }

    private bool TryAlignment(ulong linear, int size)
    {
        // "Alignment Requirements by Data Type": ten bytes want a multiple of 8. Operands of 16 and more check as their instruction's entry says.
        int alignment = size == 10 ? 8 : size;
        if (_tlb != _emptyTlb.Entries || alignment is not (2 or 4 or 8) || (linear & (ulong)(alignment - 1)) == 0)
            return true;
        SetPending(Vector.AlignmentCheck, 0);
        return false;
    }

    internal bool IsCanonical(ulong linear) => (long)(linear << 16) >> 16 == (long)linear;

    // ---- accesses of the system itself: they throw ------------------------------------------------------------------------------

    /// <summary>Reads with segment checks at the current privilege; throws when it faults. Call <see cref="Sync"/> first.</summary>
    internal T Read<T>(SegmentRegister segment, ulong offset)
        where T : unmanaged
    {
        T* pointer = ReadableAt<T>(null, (int)segment, offset);
        return pointer != null ? *pointer : throw ProcessorFault.Instance;
    }

    /// <summary>Writes with segment checks at the current privilege; throws when it faults.</summary>
    internal void Write<T>(SegmentRegister segment, ulong offset, T value)
        where T : unmanaged
    {
        T* pointer = (T*)WriteSlow(null, (int)segment, offset, sizeof(T), modify: false);
        if (pointer == null)
            throw ProcessorFault.Instance;
        *pointer = value;
        Commit(pointer);
    }

    /// <summary>Reads a linear address with supervisor privilege, as the processor reads descriptor tables and task states; throws on #PF.</summary>
    internal T ReadSystem<T>(ulong linear)
        where T : unmanaged => ReadLinear<T>(linear, user: false);

    /// <summary>Writes a linear address with supervisor privilege; throws on #PF.</summary>
    internal void WriteSystem<T>(ulong linear, T value)
        where T : unmanaged => WriteLinear(linear, value, user: false);

    internal T ReadLinear<T>(ulong linear, bool user)
        where T : unmanaged
    {
        if (!IsLongMode)
            linear = (uint)linear;
        TlbEntry* entry = (user ? _userTlb : _supervisorTlb).Entries + Tlb.IndexOf(linear);
        if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->ReadTag)
            return *(T*)(linear + (ulong)entry->Delta);
        T* pointer = (T*)ReadLinearSlow(linear, sizeof(T), user);
        return pointer != null ? *pointer : throw ProcessorFault.Instance;
    }

    internal void WriteLinear<T>(ulong linear, T value, bool user)
        where T : unmanaged
    {
        if (!IsLongMode)
            linear = (uint)linear;
        TlbEntry* entry = (user ? _userTlb : _supervisorTlb).Entries + Tlb.IndexOf(linear);
        if (((linear + (ulong)(sizeof(T) - 1)) & PageMask) == entry->WriteTag)
        {
            *(T*)(linear + (ulong)entry->Delta) = value;
            return;
        }
        T* pointer = (T*)WriteLinearSlow(linear, sizeof(T), user, modify: false);
        if (pointer == null)
            throw ProcessorFault.Instance;
        *pointer = value;
        Commit(pointer);
    }

    /// <summary>Makes sure that a write will not fault, before anything is changed; throws when it would.</summary>
    internal void ProbeWrite(ulong linear, int size, bool user)
    {
        if (!IsLongMode)
            linear = (uint)linear;
        if (!TryLookup(linear, PageAccess.Write, user, out _) || !TryLookup(linear + (ulong)(size - 1), PageAccess.Write, user, out _))
            throw ProcessorFault.Instance;
    }

    /// <summary>For debuggers: the physical address behind a linear one, without faults, without touching accessed and dirty bits.</summary>
    public bool TryTranslate(ulong linear, out ulong physical) => TryWalkQuietly(linear, out physical);

    // ---- TLB --------------------------------------------------------------------------------------------------------------------

    /// <summary>The physical address for an access within one page: from the TLB, or by walking. False when #PF (or a VM exit) is pending.</summary>
    private bool TryLookup(ulong linear, PageAccess access, bool user, out ulong physical)
    {
        bool code = (access & PageAccess.Execute) != 0;
        Tlb tlb = user ? code ? _userCodeTlb : _userTlb : code ? _supervisorCodeTlb : _supervisorTlb;
        nuint index = Tlb.IndexOf(linear);
        TlbEntry* entry = tlb.Entries + index;
        ulong page = linear & PageMask;
        ulong tag = (access & PageAccess.Write) != 0 ? entry->WriteTag : (access & PageAccess.Execute) != 0 ? entry->ExecuteTag : entry->ReadTag;
        if (Tlb.Holds(tag, page))
        {
            physical = tlb.Physical[index] | (linear & 0xFFF);
            return true;
        }
        return TryWalk(linear, user ? access | PageAccess.User : access, out physical);
    }

    /// <summary>Enters a walked translation. <paramref name="keep"/> false: permitted now, but every access has to walk again.</summary>
    private void FillTlb(ulong linear, ulong physical, PageAccess access, bool keep)
    {
        if (!keep)
            return;
        bool user = (access & PageAccess.User) != 0, code = (access & PageAccess.Execute) != 0;
        Tlb tlb = user ? code ? _userCodeTlb : _userTlb : code ? _supervisorCodeTlb : _supervisorTlb;
        ulong page = linear & PageMask, physicalPage = physical & PageMask;
        TlbEntry* entry = tlb.Claim(linear, physicalPage, _isGlobalPage, out bool evicted);
        if (evicted && code)
            ForgetFetches();
        byte* host = Memory.HostPage(physicalPage, out bool readable, out bool writable, out bool hasCode);
        entry->Delta = (nint)host - (nint)page;
        bool slow = HasDataBreakpoint(page);
        if (code)
            entry->ExecuteTag = page;
        else
        {
            entry->ReadTag = page | (readable && !slow ? 0 : TlbEntry.Slow);
            if ((access & PageAccess.Write) != 0)
                entry->WriteTag = page | (!writable || slow ? TlbEntry.Slow : hasCode ? TlbEntry.Code : 0);
        }
    }

    /// <summary>Forgets all translations; after this, code is looked up anew as well.</summary>
    internal void FlushTlb()
    {
        _supervisorTlb.Flush();
        _userTlb.Flush();
        _supervisorCodeTlb.Flush();
        _userCodeTlb.Flush();
        ForgetFetches();
    }

    /// <summary>Forgets the translations of the address space that CR3 leads to: those of global pages stay ("Operations that Invalidate TLBs and Paging-Structure Caches").</summary>
    internal void FlushAddressSpace()
    {
        _supervisorTlb.FlushAddressSpace();
        _userTlb.FlushAddressSpace();
        _supervisorCodeTlb.FlushAddressSpace();
        _userCodeTlb.FlushAddressSpace();
        ForgetFetches();
    }

    /// <summary>Blocks have to be looked up anew. What is linked or in the jump table is always on a page that a code TLB holds.</summary>
    private void ForgetFetches()
    {
        _fetchGeneration++;
        UpdateFetchKey();
    }

    /// <summary>Forgets the translation of one page (or of all, where a large page may cover it).</summary>
    internal void FlushPage(ulong linear)
    {
        if (_largePagesCached)
        {
            FlushTlb();
            _largePagesCached = false;
            return;
        }
        _supervisorTlb.FlushPage(linear);
        _userTlb.FlushPage(linear);
        if (_supervisorCodeTlb.HoldsCode(linear) || _userCodeTlb.HoldsCode(linear))
        {
            _supervisorCodeTlb.FlushPage(linear);
            _userCodeTlb.FlushPage(linear);
            ForgetFetches();
        }
    }

    private void InitializeTlb()
    {
        _supervisorTlb = new Tlb();
        _userTlb = new Tlb();
        _supervisorCodeTlb = new Tlb();
        _userCodeTlb = new Tlb();
        _emptyTlb = new Tlb();
    }

    private void FreeTlb()
    {
        _supervisorTlb.Dispose();
        _userTlb.Dispose();
        _supervisorCodeTlb.Dispose();
        _userCodeTlb.Dispose();
        _emptyTlb.Dispose();
    }
}
