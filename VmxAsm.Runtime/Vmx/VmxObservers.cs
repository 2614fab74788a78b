using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Runtime.Vmx;

/// <summary>Several that listen to VMX operation, in the order in which they are told.</summary>
internal sealed class VmxObservers(IReadOnlyList<IVmxObserver> observers) : IVmxObserver
{
    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
        foreach (IVmxObserver observer in observers)
            observer.OnEntry(vmcs, instructionAddress, launch);
    }

    public void OnExit(Vmcs vmcs, ulong guestAddress)
    {
        foreach (IVmxObserver observer in observers)
            observer.OnExit(vmcs, guestAddress);
    }

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        foreach (IVmxObserver observer in observers)
            observer.OnEntryFailure(failure);
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error)
    {
        foreach (IVmxObserver observer in observers)
            observer.OnInstructionFailure(instructionAddress, error);
    }
}

/// <summary>Passes on the reason of each VM exit, and nothing else.</summary>
internal sealed class VmExitNotifier(Action<ExitReason> notify) : IVmxObserver
{
    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
    }

    public void OnExit(Vmcs vmcs, ulong guestAddress) => notify((ExitReason)(vmcs[VmcsField.ExitReason] & 0xFFFF));

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        if (failure.ExitReason is { } reason)
            notify(reason);
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error)
    {
    }
}
