using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Vmx;

/// <summary>A VMCS at VM entry, where everything is known.</summary>
internal sealed class RuntimeEntryView(CpuModel model, PhysicalMemory memory) : EntryView(model)
{
    private Vmcs _vmcs = null!;
    private bool _ia32e;

    public void Point(Vmcs vmcs, bool ia32e)
    {
        _vmcs = vmcs;
        _ia32e = ia32e;
    }

    protected override bool? HostIsInIa32eMode => _ia32e;

    protected override ulong? CurrentVmcs => _vmcs.Address;

    protected override FieldValue Get(VmcsField field) => FieldValue.Known(_vmcs[field]);

    protected override ulong? ReadMemory(ulong physicalAddress) => memory.Read<ulong>(physicalAddress);
}
