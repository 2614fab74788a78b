using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Runtime.Cpu;

// Loading segment registers ("Segmentation", "Protection" in volume 3). The checks throw; nothing is loaded before all of them have passed.
public sealed unsafe partial class Processor
{
    // Bit 0 of error codes while an event from outside the program (an exception or interrupt) is being delivered.
    private uint _externalBit;

    /// <summary>The error code that names a selector.</summary>
    internal uint SelectorError(ushort selector) => (selector & 0xFFFCU) | _externalBit;

    internal static bool IsNull(ushort selector) => (selector & 0xFFFC) == 0;

    /// <summary>Reads the descriptor that a selector names; outside its table is the given exception with the selector as error code.</summary>
    internal SegmentDescriptor FetchDescriptor(ushort selector, Vector vector)
    {
        ulong address = DescriptorAddress(selector, 8, out bool inside);
        if (!inside)
            throw Fault(vector, SelectorError(selector), "the selector is outside its descriptor table");
        return new SegmentDescriptor(ReadSystem<ulong>(address));
    }

    /// <summary>Likewise for a system descriptor, which is 16 bytes long in IA-32e mode.</summary>
    internal SegmentDescriptor FetchSystemDescriptor(ushort selector, Vector vector)
    {
        if (!IsLongMode)
            return FetchDescriptor(selector, vector);
        ulong address = DescriptorAddress(selector, 16, out bool inside);
        if (!inside)
            throw Fault(vector, SelectorError(selector), "the selector is outside its descriptor table");
        ulong low = ReadSystem<ulong>(address), high = ReadSystem<ulong>(address + 8);
        if ((high >> 40 & 0x1F) != 0)
            throw Fault(vector, SelectorError(selector), "the upper half of the system descriptor has a type");
        return new SegmentDescriptor(low, high & uint.MaxValue);
    }

    /// <summary>Likewise without an exception: for LAR, LSL, VERR, VERW.</summary>
    internal bool TryFetchDescriptor(ushort selector, out SegmentDescriptor descriptor)
    {
        descriptor = default;
        if (IsNull(selector))
            return false;
        ulong address = DescriptorAddress(selector, 8, out bool inside);
        if (!inside)
            return false;
        ulong low = ReadSystem<ulong>(address), high = 0;
        if (IsLongMode && (low >> 44 & 1) == 0)
        {
            DescriptorAddress(selector, 16, out inside);
            // LDT and TSS descriptors, and call gates, have an upper half in IA-32e mode.
            if (!inside)
                return false;
            high = ReadSystem<ulong>(address + 8);
            if ((high >> 40 & 0x1F) != 0)
                return false;
        }
        descriptor = new SegmentDescriptor(low, high & uint.MaxValue);
        return true;
    }

    internal ulong DescriptorAddress(ushort selector, uint size, out bool inside)
    {
        uint offset = selector & 0xFFF8U;
        if ((selector & 4) != 0)
        {
            inside = Ldtr.IsUsable && offset + size - 1 <= Ldtr.Limit;
            return Ldtr.LoadedBase + offset;
        }
        inside = offset + size - 1 <= Gdtr.Limit;
        return Gdtr.Base + offset;
    }

    /// <summary>MOV, POP and LxS to ES, SS, DS, FS or GS, in all modes.</summary>
    internal void LoadSegment(SegmentRegister register, ushort selector)
    {
        if (HasRealSegments)
        {
            LoadRealSegment(register, selector);
            return;
        }
        if (register == SegmentRegister.Ss)
        {
            LoadStackSegment(selector, Cpl, Vector.GeneralProtection);
            return;
        }
        if (IsNull(selector))
        {
            LoadNull(register, selector);
            return;
        }
        SegmentDescriptor descriptor = FetchDescriptor(selector, Vector.GeneralProtection);
        CheckDataSegment(selector, descriptor, Vector.GeneralProtection);
        SetSegment(register, selector, MarkAccessed(selector, descriptor));
    }

    private void CheckDataSegment(ushort selector, SegmentDescriptor descriptor, Vector vector)
    {
        uint rights = descriptor.Rights.Value;
        int dpl = (int)(rights >> 5) & 3, rpl = selector & 3;
        bool isCode = (rights & Segment.Code) != 0;
        if ((rights & Segment.NonSystem) == 0 || (isCode && (rights & Segment.Readable) == 0))
            throw Fault(vector, SelectorError(selector), "the descriptor is not a data or readable code segment");
        if ((!isCode || (rights & Segment.Conforming) == 0) && (rpl > dpl || Cpl > dpl))
            throw Fault(vector, SelectorError(selector), "the segment's DPL is below CPL or RPL");
        if ((rights & Segment.Present) == 0)
            throw Fault(Vector.SegmentNotPresent, SelectorError(selector), "the segment is not present");
    }

    /// <summary>Loads SS for a privilege level; <paramref name="vector"/> is #GP for instructions, #TS for stacks taken from a task state.</summary>
    internal void LoadStackSegment(ushort selector, int cpl, Vector vector)
    {
        if (IsNull(selector))
        {
            if (vector == Vector.GeneralProtection && Is64BitCode && cpl != 3 && (selector & 3) == cpl)
            {
                LoadNull(SegmentRegister.Ss, selector);
                Ss.AccessRights = (uint)(cpl << 5) | Segment.Unusable;
                UpdateMode();
                return;
            }
            throw Fault(vector, vector == Vector.GeneralProtection ? _externalBit : SelectorError(selector), "SS cannot be null");
        }
        SegmentDescriptor descriptor = FetchStackDescriptor(selector, cpl, vector);
        SetSegment(SegmentRegister.Ss, selector, MarkAccessed(selector, descriptor));
        UpdateMode();
    }

    internal SegmentDescriptor FetchStackDescriptor(ushort selector, int cpl, Vector vector)
    {
        SegmentDescriptor descriptor = FetchDescriptor(selector, vector);
        uint rights = descriptor.Rights.Value;
        if ((selector & 3) != cpl)
            throw Fault(vector, SelectorError(selector), "the stack selector's RPL is not CPL");
        if ((rights & (Segment.NonSystem | Segment.Code | Segment.Writable)) != (Segment.NonSystem | Segment.Writable))
            throw Fault(vector, SelectorError(selector), "the stack segment is not writable data");
        if (((rights >> 5) & 3) != cpl)
            throw Fault(vector, SelectorError(selector), "the stack segment's DPL is not CPL");
        if ((rights & Segment.Present) == 0)
            throw Fault(Vector.StackSegmentFault, SelectorError(selector), "the stack segment is not present");
        return descriptor;
    }

    /// <summary>Real and virtual-8086 mode: the base is the selector times 16. Real mode keeps limit and size as they were ("unreal" mode).</summary>
    internal void LoadRealSegment(SegmentRegister register, ushort selector)
    {
        ref Segment s = ref Segments[(int)register];
        s.Selector = selector;
        s.LoadedBase = (ulong)selector << 4;
        if (IsVirtual8086)
        {
            s.Limit = 0xFFFF;
            s.AccessRights = 0xF3;
        }
        else
            s.AccessRights = (s.AccessRights & 0xF000) | 0x93;
        UpdateSegmentAccess(register);
        if (register <= SegmentRegister.Ss)
            UpdateMode();
    }

    internal void LoadNull(SegmentRegister register, ushort selector)
    {
        ref Segment s = ref Segments[(int)register];
        s = new Segment { Selector = selector, AccessRights = Segment.Unusable };
        UpdateSegmentAccess(register);
    }

    /// <summary>Puts a checked descriptor into a register. For CS and SS <see cref="UpdateMode"/> has to follow.</summary>
    internal void SetSegment(SegmentRegister register, ushort selector, SegmentDescriptor descriptor)
    {
        ref Segment s = ref Segments[(int)register];
        s.Selector = selector;
        s.LoadedBase = descriptor.Base;
        s.Limit = descriptor.Limit;
        s.AccessRights = descriptor.Rights.Value;
        UpdateSegmentAccess(register);
    }

    /// <summary>Loads CS with a checked code segment; its RPL becomes CPL.</summary>
    internal void SetCodeSegment(ushort selector, SegmentDescriptor descriptor, int cpl)
    {
        descriptor = MarkAccessed(selector, descriptor);
        SetSegment(SegmentRegister.Cs, (ushort)((selector & 0xFFFC) | cpl), descriptor);
        Cpl = cpl;
        UpdateMode();
    }

    /// <summary>Sets the accessed bit of a segment descriptor in its table; what can fault, so that a transfer does it before it changes any register.</summary>
    internal SegmentDescriptor MarkAccessed(ushort selector, SegmentDescriptor descriptor)
    {
        const ulong accessed = 1UL << 40;
        if ((descriptor.Low & accessed) != 0)
            return descriptor;
        var marked = new SegmentDescriptor(descriptor.Low | accessed, descriptor.High);
        WriteSystem(DescriptorAddress(selector, 8, out _) + 5, (byte)(marked.Low >> 40));
        return marked;
    }

    /// <summary>Marks the TSS descriptor of a task busy or available.</summary>
    internal void MarkBusy(ushort selector, bool busy)
    {
        ulong address = DescriptorAddress(selector, 8, out _) + 5;
        byte type = ReadSystem<byte>(address);
        WriteSystem(address, (byte)(busy ? type | 2 : type & ~2));
    }

    /// <summary>
    /// After a return to an outer level: data segments that the new privilege may not use become null ("the processor checks ... and invalidates").
    /// </summary>
    internal void DropInaccessibleSegments()
    {
        DropInaccessible(SegmentRegister.Es);
        DropInaccessible(SegmentRegister.Ds);
        DropInaccessible(SegmentRegister.Fs);
        DropInaccessible(SegmentRegister.Gs);
    }

    private void DropInaccessible(SegmentRegister register)
    {
        ref Segment s = ref Segments[(int)register];
        if (!s.IsUsable || s.Dpl >= Cpl || s.IsConforming)
            return;
        LoadNull(register, 0);
    }

    internal void LoadLdt(ushort selector)
    {
        if (IsNull(selector))
        {
            LoadNull(SegmentRegister.Ldtr, selector);
            return;
        }
        if ((selector & 4) != 0)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "an LDT selector must point into the GDT");
        SegmentDescriptor descriptor = FetchSystemDescriptor(selector, Vector.GeneralProtection);
        if ((descriptor.Rights.Value & 0x1F) != (uint)SystemSegmentType.Ldt)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the descriptor is not an LDT");
        if ((descriptor.Rights.Value & Segment.Present) == 0)
            throw Fault(Vector.SegmentNotPresent, SelectorError(selector), "the LDT is not present");
        if (IsLongMode && !IsCanonical(descriptor.Base))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the LDT's base is not canonical");
        SetSegment(SegmentRegister.Ldtr, selector, descriptor);
    }

    internal void LoadTaskRegister(ushort selector)
    {
        if (IsNull(selector))
            throw Fault(Vector.GeneralProtection, 0, "TR cannot be null");
        if ((selector & 4) != 0)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "a TSS selector must point into the GDT");
        SegmentDescriptor descriptor = FetchSystemDescriptor(selector, Vector.GeneralProtection);
        var type = (SystemSegmentType)(descriptor.Rights.Value & 0x1F);
        if (type != SystemSegmentType.AvailableTss && (type != SystemSegmentType.AvailableTss16 || IsLongMode))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the descriptor is not an available TSS");
        if ((descriptor.Rights.Value & Segment.Present) == 0)
            throw Fault(Vector.SegmentNotPresent, SelectorError(selector), "the TSS is not present");
        if (IsLongMode && !IsCanonical(descriptor.Base))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the TSS's base is not canonical");
        MarkBusy(selector, busy: true);
        SetSegment(SegmentRegister.Tr, selector, descriptor);
        Tr.AccessRights |= 2;
    }
}
