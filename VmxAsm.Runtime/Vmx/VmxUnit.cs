using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Vmx;

// Virtual-machine extensions
// --------------------------
// The processor is in one of three states: outside VMX operation, in VMX root operation (after VMXON: the host), in VMX non-root
// operation (after VMLAUNCH: the guest). This class is that state, and what moves between them, one topic to a file:
//
//   Instructions   VMXON to VMFUNC
//   Entry          VMLAUNCH, VMRESUME: checks, loading, injection
//   Exit           saving the guest, loading the host
//   Intercepts     what instructions of the guest ask before they act
//   Events         what exceptions, interrupts and the guest's other events ask
//   Ept, Apic      guest-physical addresses, virtualized APIC
internal sealed unsafe partial class VmxUnit : VmxIntercepts
{
    /// <summary>A pointer that points to no VMCS.</summary>
    public const ulong NoVmcs = ulong.MaxValue;

    private readonly Processor _cpu;
    private readonly PhysicalMemory _memory;
    private readonly CpuModel _model;
    private readonly VmxCapabilities _capabilities;
    private readonly RuntimeEntryView _view;
    private readonly CallSites _callSites;
    private readonly Dictionary<ulong, Vmcs> _structures = [];

    private ulong _vmxonPointer = NoVmcs;
    private Vmcs? _current;

    // The control words of the guest that runs, from the VM entry on; all 0 in root operation.
    private PinBasedControls _pin;
    private ProcessorBasedControls _primary;
    private ProcessorBasedControls2 _secondary;

    public VmxUnit(Processor cpu)
    {
        _cpu = cpu;
        _memory = cpu.Memory;
        _model = cpu.Model;
        _capabilities = cpu.Model.Vmx;
        _view = new RuntimeEntryView(_model, _memory);
        _callSites = new CallSites(cpu);
    }

    /// <summary>Told of entries, exits and failures; null when nobody listens.</summary>
    public IVmxObserver? Observer { get; set; }

    /// <summary>The VMCS that VMPTRLD made current, or null.</summary>
    public Vmcs? Current => _current;

    public override bool InOperation => _vmxonPointer != NoVmcs;

    /// <summary>The processor was reset: outside VMX operation, with no VMCS active.</summary>
    public override void Reset()
    {
        _vmxonPointer = NoVmcs;
        _current = null;
        _structures.Clear();
        LeaveNonRoot();
    }

    public override bool AcceptsCr0(ulong value)
    {
        ulong fixed0 = _capabilities.Cr0Fixed0;
        if (_cpu.NonRoot && (_secondary & ProcessorBasedControls2.UnrestrictedGuest) != 0)
            fixed0 &= ~(Cr0Bits.PE | Cr0Bits.PG);
        return !InOperation || (fixed0 & ~value) == 0;
    }

    public override bool AcceptsCr4(ulong value) => !InOperation || (_capabilities.Cr4Fixed0 & ~value) == 0;

    private void LeaveNonRoot()
    {
        _cpu.NonRoot = false;
        EptEnabled = false;
        ShadowsTaskPriority = false;
        TrapsInstructions = false;
        _pin = PinBasedControls.None;
        _primary = ProcessorBasedControls.None;
        _secondary = ProcessorBasedControls2.None;
        _delivering = false;
        _writtenRegister = 0;
        _virtualInterruptPending = false;
        _cpu.VmxAttention = false;
    }

    private bool Has(PinBasedControls control) => (_pin & control) != 0;

    private bool Has(ProcessorBasedControls control) => (_primary & control) != 0;

    private bool Has(ProcessorBasedControls2 control) => (_secondary & control) != 0;

    /// <summary>The VMCS with its region at that address; reads it from memory if it is not active.</summary>
    private Vmcs Activate(ulong address)
    {
        if (!_structures.TryGetValue(address, out Vmcs? vmcs))
        {
            vmcs = new Vmcs(address);
            _structures.Add(address, vmcs);
        }

        if (!vmcs.IsActive)
            vmcs.Load(_memory);
        return vmcs;
    }

    private static bool IsAligned(ulong address) => (address & 0xFFF) == 0;

    private bool IsPhysicalAddress(ulong address) =>
        (address & _model.ReservedAddressBits) == 0 && (!_capabilities.RegionsBelow4GiB || address <= uint.MaxValue);
}
