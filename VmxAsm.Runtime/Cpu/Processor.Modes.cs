using System.Runtime.CompilerServices;

namespace VmxAsm.Runtime.Cpu;

// Modes ("Modes of Operation")
// ------------------------------
// What CR0, EFER, RFLAGS.VM, CS and CPL mean together is worked out once, when one of them changes, into the fields below; blocks and the
// fast paths look at those only.
public sealed unsafe partial class Processor
{
    private ulong _codeMask, _fetchKey, _fetchGeneration;

    /// <summary>CR0.PE is clear.</summary>
    internal bool IsRealMode => (Cr0 & Cr0Bits.PE) == 0;

    internal bool IsVirtual8086 => (SystemFlags & RflagsBits.Vm) != 0;

    /// <summary>Real or virtual-8086 mode: a segment's base is its selector times 16.</summary>
    internal bool HasRealSegments => IsRealMode || IsVirtual8086;

    /// <summary>Protected mode with descriptors: neither real nor virtual-8086.</summary>
    internal bool IsProtected => !HasRealSegments;

    /// <summary>IA-32e mode is active (EFER.LMA), in 64-bit or compatibility code.</summary>
    internal bool IsLongMode => (Efer & EferBits.LMA) != 0;

    /// <summary>64-bit mode: IA-32e mode and CS.L.</summary>
    internal bool Is64BitCode { get; private set; }

    /// <summary>Bytes of the default operand and address size of the code segment: 2, 4 or 8 (64-bit mode).</summary>
    internal int CodeSize { get; private set; }

    /// <summary>All ones in the width of the stack pointer.</summary>
    internal ulong StackMask { get; private set; }

    /// <summary>Cuts a linear address to its width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Linear(ulong address) => address & _linearMask;

    /// <summary>Whether execution may go to an offset: below CS.limit, or canonical in 64-bit mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsInCode(ulong target) => Is64BitCode ? IsCanonical(target) : target < _codeEnd;

    /// <summary>Cuts an instruction pointer to its width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong MaskRip(ulong rip) => rip & _codeMask;

    /// <summary>Somebody wants to look at the mode at the next boundary between instructions whenever it may have changed.</summary>
    internal bool StopsForModes { get; set; }

    /// <summary>To be called after CR0, EFER, RFLAGS.VM, RFLAGS.AC, CS, SS or CPL changed.</summary>
    internal void UpdateMode()
    {
        bool code64 = IsLongMode && Cs.IsLong;
        if (code64 != Is64BitCode)
        {
            Is64BitCode = code64;
            for (int i = 0; i <= (int)SegmentRegister.Gs; i++)
                UpdateSegmentAccess((SegmentRegister)i);
        }
        CodeSize = code64 ? 8 : Cs.IsBig ? 4 : 2;
        _codeMask = code64 ? ulong.MaxValue : uint.MaxValue;
        StackMask = code64 ? ulong.MaxValue : Ss.IsBig ? uint.MaxValue : ushort.MaxValue;
        _linearMask = code64 ? ulong.MaxValue : uint.MaxValue;
        bool alignment = Cpl == 3 && (Cr0 & Cr0Bits.AM) != 0 && (SystemFlags & RflagsBits.Ac) != 0;
        _tlb = alignment ? _emptyTlb.Entries : Cpl == 3 ? _userTlb.Entries : _supervisorTlb.Entries;
        UpdateFetchKey();
        UpdateSignalMask();
        if (StopsForModes)
            Raise(CpuSignals.Stop);
    }

    /// <summary>Derives what the fast paths use of a segment from its descriptor cache. To be called after loading one.</summary>
    internal void UpdateSegmentAccess(SegmentRegister register)
    {
        ref Segment s = ref Segments[(int)register];
        if (Is64BitCode && register <= SegmentRegister.Gs)
        {
            s.Base = register >= SegmentRegister.Fs ? s.LoadedBase : 0;
            s.ReadEnd = ulong.MaxValue;
            s.WriteEnd = ulong.MaxValue;
            return;
        }
        s.Base = register >= SegmentRegister.Ldtr && IsLongMode ? s.LoadedBase : (uint)s.LoadedBase;
        s.ReadEnd = 0;
        s.WriteEnd = 0;
        if (!s.IsUsable || !s.IsPresent || (s.AccessRights & Segment.NonSystem) == 0)
            return;
        // A segment of 4 GB has no limit: an access may wrap around its end.
        ulong end = s.Limit == uint.MaxValue ? ulong.MaxValue : s.Limit + 1UL;
        if (s.IsCode)
            s.ReadEnd = (s.AccessRights & Segment.Readable) != 0 ? end : 0;
        else if ((s.AccessRights & Segment.ExpandDown) == 0)
        {
            s.ReadEnd = end;
            s.WriteEnd = (s.AccessRights & Segment.Writable) != 0 ? end : 0;
        }
    }

    /// <summary>Changes flags other than the status flags; <paramref name="flags"/> holds all of them.</summary>
    internal void SetSystemFlags(uint flags)
    {
        uint changed = SystemFlags ^ (flags & RflagsBits.System);
        SystemFlags ^= changed;
        if ((changed & (RflagsBits.Vm | RflagsBits.Ac)) != 0)
            UpdateMode();
        else if ((changed & (RflagsBits.If | RflagsBits.Tf | RflagsBits.Vif | RflagsBits.Vip)) != 0)
            UpdateSignalMask();
    }
}
