using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// What a VMCS asks of the processor: fields and controls. Where the chosen model lacks one of them, the oldest model that has
/// all of them is what <c>--cpu</c> should name.
/// </summary>
internal sealed class FittingModel
{
    private readonly List<VmcsFieldRow> _fields = [];
    private readonly List<(ControlWord Word, uint Bits)> _controls = [];

    public void Require(VmcsFieldRow field) => _fields.Add(field);

    public void Require(ControlWord word, uint bits) => _controls.Add((word, bits));

    /// <summary>The note to a message that the chosen model lacks something; none where no model has all of it.</summary>
    public string[] Notes => StructureContext.ModelWith(Fits);

    private bool Fits(CpuModel model) => _fields.All(field => Fits(model.Vmx, field))
        && _controls.All(control => model.Vmx.Of(control.Word).Unsupported(control.Bits) == 0);

    private static bool Fits(VmxCapabilities capabilities, VmcsFieldRow field) =>
        field.ExistsOn(capabilities) && (!field.IsReadOnly || capabilities.CanWriteExitInformation);
}
