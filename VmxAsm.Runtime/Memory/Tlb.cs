using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VmxAsm.Runtime.Memory;

/// <summary>
/// One translation as the fast paths use it. A tag is the page's linear address when the access may go straight to <c>linear + Delta</c>; the
/// same with <see cref="Slow"/> set when the access is permitted but needs a look (a device, ROM, a page with decoded code or
/// a breakpoint); <see cref="Invalid"/> when the page has to be walked.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TlbEntry
{
    public const ulong Slow = 1, Invalid = 2;

    /// <summary>In a write tag: plain memory at <c>linear + Delta</c>, but code was decoded from some lines of the page.</summary>
    public const ulong Code = 4;

    public ulong ReadTag;
    public ulong WriteTag;
    public ulong ExecuteTag;

    /// <summary>Host address less linear address; meaningful with a fast tag.</summary>
    public nint Delta;
}

/// <summary>
/// A direct-mapped cache of translations for one privilege (supervisor or user). It remembers which entries were filled, so that flushing after a few
/// accesses - a VM exit, a task switch - costs a few stores.
/// </summary>
internal sealed unsafe class Tlb : IDisposable
{
    public const int Size = 1024;
    private const int LogSize = 256;

    public readonly TlbEntry* Entries;

    /// <summary>Physical address of each entry's page.</summary>
    public readonly ulong* Physical;

    private readonly ushort* _log;
    private readonly bool* _isGlobal;
    private int _filled;
    private bool _hasGlobal;

    public Tlb()
    {
        Entries = (TlbEntry*)NativeMemory.AlignedAlloc(Size * (nuint)sizeof(TlbEntry), 64);
        Physical = (ulong*)NativeMemory.AllocZeroed(Size, sizeof(ulong));
        _log = (ushort*)NativeMemory.AllocZeroed(LogSize, sizeof(ushort));
        _isGlobal = (bool*)NativeMemory.AllocZeroed(Size, sizeof(bool));
        _filled = LogSize + 1;
        Flush();
    }

    /// <summary>The place of a page. Arrays lie at equal distances of megabytes: those bits go into it as well, or two of them would share all their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint IndexOf(ulong linear) => (nuint)((linear >> 12) ^ (linear >> 22)) & (Size - 1);

    /// <summary>Whether a page may be fetched from without walking.</summary>
    public bool HoldsCode(ulong linear) => Holds(Entries[IndexOf(linear)].ExecuteTag, linear & ~0xFFFUL);

    /// <summary>The entry for a page, emptied if it held another one; <paramref name="evicted"/> then.</summary>
    /// <param name="isGlobal">It stays when the others of the address space go.</param>
    public TlbEntry* Claim(ulong linear, ulong physicalPage, bool isGlobal, out bool evicted)
    {
        evicted = false;
        nuint index = IndexOf(linear);
        TlbEntry* entry = Entries + index;
        ulong page = linear & ~0xFFFUL;
        if (!Holds(entry->ReadTag, page) && !Holds(entry->WriteTag, page) && !Holds(entry->ExecuteTag, page))
        {
            evicted = entry->ExecuteTag != TlbEntry.Invalid;
            Clear(entry);
            if (_filled < LogSize)
                _log[_filled] = (ushort)index;
            if (_filled <= LogSize)
                _filled++;
        }
        Physical[index] = physicalPage;
        _isGlobal[index] = isGlobal;
        _hasGlobal |= isGlobal;
        return entry;
    }

    /// <summary>Whether a tag stands for a page, fast or not.</summary>
    public static bool Holds(ulong tag, ulong page) => (tag & ~(TlbEntry.Slow | TlbEntry.Code)) == page;

    public void Flush()
    {
        if (_filled > LogSize)
        {
            for (int i = 0; i < Size; i++)
                Clear(Entries + i);
        }
        else
        {
            for (int i = 0; i < _filled; i++)
                Clear(Entries + _log[i]);
        }
        _filled = 0;
        _hasGlobal = false;
    }

    /// <summary>Forgets all but global pages.</summary>
    public void FlushAddressSpace()
    {
        if (!_hasGlobal)
        {
            Flush();
            return;
        }
        if (_filled > LogSize)
        {
            for (int i = 0; i < Size; i++)
            {
                if (!_isGlobal[i])
                    Clear(Entries + i);
            }
            return;
        }
        int kept = 0;
        for (int i = 0; i < _filled; i++)
        {
            if (_isGlobal[_log[i]])
                _log[kept++] = _log[i];
            else
                Clear(Entries + _log[i]);
        }
        _filled = kept;
    }

    public void FlushPage(ulong linear) => Clear(Entries + IndexOf(linear));

    /// <summary>Makes writes to a physical page take the slow path, because code was decoded there.</summary>
    public void SlowWrites(ulong physicalPage)
    {
        // Code that changes itself comes here all the time: mostly only the entries that were filled have to be looked at.
        bool all = _filled > LogSize;
        int count = all ? Size : _filled;
        for (int i = 0; i < count; i++)
        {
            int index = all ? i : _log[i];
            if (Physical[index] == physicalPage && (Entries[index].WriteTag & 0xFFF) == 0)
                Entries[index].WriteTag |= TlbEntry.Code;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Entries);
        NativeMemory.Free(Physical);
        NativeMemory.Free(_log);
        NativeMemory.Free(_isGlobal);
    }

    private static void Clear(TlbEntry* entry)
    {
        entry->ReadTag = TlbEntry.Invalid;
        entry->WriteTag = TlbEntry.Invalid;
        entry->ExecuteTag = TlbEntry.Invalid;
    }
}
