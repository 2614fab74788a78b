using System.Runtime.CompilerServices;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Vmx;

// A virtual-machine control structure
// -----------------------------------
// The manual leaves its format to the processor, and lets the processor keep it anywhere while it is active; only VMCLEAR promises that memory
// holds it. So an active VMCS is this object, VMCLEAR writes it to the guest's region and VMPTRLD reads it from there:
//
//   0  revision identifier, bit 31: shadow VMCS     (written by software)
//   4  VMX-abort indicator
//   8  launch state
//  16  the fields, 8 bytes each, in the order of VmcsFields.All
internal sealed class Vmcs(ulong address)
{
    private const int AbortOffset = 4, LaunchStateOffset = 8, FieldsOffset = 16;

    /// <summary>Slots are computed from the encoding: width (2 bits), group (2 bits), index (5 bits).</summary>
    private const int SlotCount = 512;

    /// <summary>In <see cref="WrittenAt"/>: no VMWRITE has set the field.</summary>
    public const ulong NotWritten = ulong.MaxValue;

    private readonly ulong[] _values = new ulong[SlotCount];
    private readonly ulong[] _writtenAt = NeverWritten();
    private readonly CallChain[] _calledFrom = new CallChain[SlotCount];

    /// <summary>Physical address of its region.</summary>
    public ulong Address { get; } = address;

    /// <summary>Launch state "launched": VMRESUME may enter it, VMLAUNCH may not.</summary>
    public bool Launched { get; set; }

    /// <summary>Bit 31 of the region's first doubleword when it was made current: a VMCS that can only be read and written.</summary>
    public bool IsShadow { get; private set; }

    /// <summary>The object, not memory, holds the values.</summary>
    public bool IsActive { get; private set; }

    /// <summary>A field other than RIP was written since the last successful VM entry, so its checks are to be made again.</summary>
    public bool NeedsChecks { get; set; } = true;

    public ulong this[VmcsField field]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _values[Slot(field)];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _values[Slot(field)] = value;
    }

    /// <summary>Physical address of the VMWRITE that last set the field, or <see cref="NotWritten"/>.</summary>
    public ulong WrittenAt(VmcsField field) => _writtenAt[Slot(field)];

    /// <summary>The calls that led to that VMWRITE; not to be asked before there was one.</summary>
    public CallChain CalledFrom(VmcsField field) => _calledFrom[Slot(field)];

    /// <summary>VMWRITE: the value, and where it came from.</summary>
    public void Write(VmcsField field, ulong value, ulong writtenAt, CallChain calledFrom)
    {
        int slot = Slot(field);
        _values[slot] = value;
        _writtenAt[slot] = writtenAt;
        _calledFrom[slot] = calledFrom;
        if (field is not (VmcsField.GuestRip or VmcsField.GuestRsp))
            NeedsChecks = true;
    }

    /// <summary>VMPTRLD of a region that is not active.</summary>
    public void Load(PhysicalMemory memory)
    {
        IsShadow = memory.Read<uint>(Address) >> 31 != 0;
        Launched = memory.Read<uint>(Address + LaunchStateOffset) != 0;
        foreach (VmcsFieldRow row in VmcsFields.All)
            this[row.Field] = memory.Read<ulong>(Address + FieldsOffset + 8 * (ulong)row.Index) & row.Mask;
        IsActive = true;
        NeedsChecks = true;
    }

    /// <summary>VMCLEAR: to memory, with launch state "clear". Where fields were written stays known, for explanations.</summary>
    public void Clear(PhysicalMemory memory)
    {
        Launched = false;
        memory.Write(Address + LaunchStateOffset, 0u);
        if (IsActive)
        {
            foreach (VmcsFieldRow row in VmcsFields.All)
                memory.Write(Address + FieldsOffset + 8 * (ulong)row.Index, this[row.Field]);
        }

        IsActive = false;
    }

    /// <summary>A VMX abort leaves its indicator in the region.</summary>
    public void Abort(PhysicalMemory memory, uint indicator) => memory.Write(Address + AbortOffset, indicator);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(VmcsField field) => ((int)field >> 13 & 3) << 7 | ((int)field >> 10 & 3) << 5 | ((int)field >> 1 & 31);

    private static ulong[] NeverWritten()
    {
        ulong[] origins = new ulong[SlotCount];
        Array.Fill(origins, NotWritten);
        return origins;
    }
}
