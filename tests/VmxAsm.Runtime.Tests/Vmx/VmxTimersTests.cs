using VmxAsm.Architecture.Vmx;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>Exits that time or the number of instructions causes.</summary>
public sealed class VmxTimersTests
{
    private static readonly LabEdit ActivateTimer = new(LabOperation.Or, VmcsField.PinBasedControls, (ulong)PinBasedControls.ActivateVmxPreemptionTimer);

    [Fact]
    public void TheMonitorTrapFlagExitsBehindOneInstruction()
    {
        string[] lines = Run(LabProgram.Faults, new LabEdit(LabOperation.Or, VmcsField.ProcessorBasedControls, (ulong)ProcessorBasedControls.MonitorTrapFlag));
        Assert.StartsWith("E 25 0 ", lines[0]);
    }

    [Fact]
    public void ATimerOfZeroExitsBeforeTheFirstInstruction()
    {
        string[] lines = Run(LabProgram.Vmcall, ActivateTimer);
        Assert.StartsWith("E 34 0 ", lines[0]);
    }

    [Fact]
    public void TheTimerEndsTheSleepOfAHaltedGuest()
    {
        string[] lines = Run(
            LabProgram.Vmcall,
            ActivateTimer,
            new LabEdit(LabOperation.Set, VmcsField.VmxPreemptionTimerValue, 100_000),
            new LabEdit(LabOperation.Set, VmcsField.GuestActivityState, (ulong)ActivityState.Hlt));
        Assert.StartsWith("E 34 0 ", lines[0]);
    }

    [Fact]
    public void ALongTimerDoesNotDisturb()
    {
        string[] lines = Run(LabProgram.Vmcall, ActivateTimer, new LabEdit(LabOperation.Set, VmcsField.VmxPreemptionTimerValue, 100_000));
        Assert.StartsWith("E 12 0 ", lines[0]);
    }

    private static string[] Run(LabProgram program, params LabEdit[] edits) => VmxLab.Run([new(LabGuest.Protected, program, edits)], "haswell")[0];
}
