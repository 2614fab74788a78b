using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Vmx;

/// <summary>A VM entry, or the VM exit that ended it.</summary>
/// <param name="Address">Physical address of the VMLAUNCH or VMRESUME.</param>
/// <param name="Instruction">Instructions executed when it happened.</param>
/// <param name="Reason">Of the exit; meaningless for an entry.</param>
internal readonly record struct VmxPassage(Vmcs Vmcs, ulong Address, long Instruction, ExitReason Reason, ulong GuestRip, ulong Qualification);

/// <summary>
/// What is kept of a run in VMX operation for the day when it must be explained: the last entry and exit, the failures since an entry succeeded, how the guest died, how
/// often it has exited without getting on. Fills a few words at each entry and exit, and allocates only where something fails.
/// </summary>
internal sealed class VmxHistory
{
    /// <summary>Different failures that are kept; the first ones are the causes of the rest.</summary>
    private const int MostFailures = 16;

    /// <summary>After so many exits on the spot the host is told.</summary>
    private const long RepeatsToRemark = 10_000;

    private readonly List<VmxFailure> _failures = [];
    private FaultLink[] _guestFaults = [];
    private VmxPassage _entry, _exit;
    private (Vector Vector, ulong Rip) _exception;

    public bool HasEntered => _entry.Vmcs != null;

    public bool HasExited => _exit.Vmcs != null;

    /// <summary>The last VM entry that succeeded.</summary>
    public VmxPassage Entry => _entry;

    /// <summary>The last VM exit.</summary>
    public VmxPassage Exit => _exit;

    /// <summary>Failures since a VM entry last succeeded, the first one first.</summary>
    public IReadOnlyList<VmxFailure> Failures => _failures;

    /// <summary>How many failures there were when a VM entry last failed: what came later is no cause of it.</summary>
    public int FailuresBeforeEntry { get; private set; }

    public void OnEntryFailure() => FailuresBeforeEntry = _failures.Count;

    /// <summary>Exits in a row with the same reason at the same instruction, between which the guest executed nothing.</summary>
    public long Repeats { get; private set; }

    /// <summary>The same exception, delivered to the guest at the same instruction again and again.</summary>
    public (Vector Vector, ulong Rip, long Count) GuestException => (_exception.Vector, _exception.Rip, _exceptions);

    private long _exceptions;

    /// <summary>The exceptions that ended in the guest's triple fault, the first one first.</summary>
    public IReadOnlyList<FaultLink> GuestFaults => _guestFaults;

    /// <summary>Physical address of the instruction at which the guest's triple fault began; -1 where no page maps it.</summary>
    public ulong GuestDiedAt { get; private set; } = ulong.MaxValue;

    public VmxAbort? Abort { get; set; }

    /// <summary>Physical address of the instruction that left no VMCS current; -1 when none ever was.</summary>
    public ulong LostCurrentAt { get; set; } = ulong.MaxValue;

    /// <summary>Told once when the guest does not get on.</summary>
    public Action? Stuck { get; set; }

    /// <summary>The host's control registers at the last VM entry: what a VM exit should give back.</summary>
    public (ulong Cr0, ulong Cr3, ulong Cr4) Host { get; set; }

    public void OnEntry(Vmcs vmcs, ulong address, long instruction)
    {
        _entry = new(vmcs, address, instruction, default, vmcs[VmcsField.GuestRip], vmcs[VmcsField.EntryInterruptionInformation]);
        if (_failures.Count > 0)
        {
            _failures.Clear();
            LeftOut = 0;
        }

        _exceptions = 0;
    }

    public void OnExit(Vmcs vmcs, ReadOnlySpan<FaultLink> faults, long instruction, ulong guestAddress)
    {
        ExitReason reason = (ExitReason)(ushort)vmcs[VmcsField.ExitReason];
        ulong rip = vmcs[VmcsField.GuestRip];

        // The VMRESUME counts, and so does an instruction that a fault or an access broke off; one that exits itself does not.
        int most = reason == ExitReason.TripleFault ? 4 : reason is ExitReason.ExceptionOrNmi or ExitReason.EptViolation or ExitReason.EptMisconfiguration or ExitReason.ApicAccess or ExitReason.PageModificationLogFull ? 2 : 1;
        bool stays = reason == _exit.Reason && rip == _exit.GuestRip && rip == _entry.GuestRip && instruction - _entry.Instruction <= most
            && !new InterruptionInformation((uint)_entry.Qualification).Valid;
        Repeats = stays ? Repeats + 1 : 0;
        _exit = new(vmcs, _entry.Address, instruction, reason, rip, vmcs[VmcsField.ExitQualification]);
        if (reason == ExitReason.TripleFault)
            (_guestFaults, GuestDiedAt) = (faults.ToArray(), guestAddress);
        if (Repeats == RepeatsToRemark)
            Stuck?.Invoke();
    }

    /// <summary>An exception is delivered to the guest and not intercepted.</summary>
    public void OnGuestException(Vector vector, ulong rip)
    {
        _exceptions = _exception == (vector, rip) ? _exceptions + 1 : 1;
        _exception = (vector, rip);
    }

    /// <summary>Counts a failure that is known already; false when it is new.</summary>
    public bool IsKnown(ulong address, VmInstructionError error, Vector? exception, ulong operand)
    {
        foreach (VmxFailure failure in _failures)
        {
            if (failure.Address == address && failure.Error == error && failure.Exception == exception && failure.Operand == operand)
            {
                failure.Count++;
                return true;
            }
        }

        if (_failures.Count < MostFailures)
            return false;
        LeftOut++;
        return true;
    }

    /// <summary>Failures besides those that are kept.</summary>
    public long LeftOut { get; private set; }

    public void Add(VmxFailure failure) => _failures.Add(failure);
}
