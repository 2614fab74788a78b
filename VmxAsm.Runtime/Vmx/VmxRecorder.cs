using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

internal enum VmxEventKind
{
    Entry,
    Exit,
    Failure,
}

/// <param name="Instruction">Instructions executed when it happened.</param>
/// <param name="Text">What happened, in one line.</param>
/// <param name="At">The VMLAUNCH or VMRESUME.</param>
/// <param name="Changes">Fields that changed since the event before: name, value before, value after.</param>
internal sealed record VmxEvent(
    VmxEventKind Kind, long Instruction, string Text, SourcePlace? At, IReadOnlyList<(VmcsField Field, ulong Before, ulong After)> Changes);

/// <summary>Keeps what happened in VMX operation for a report: the first events in full, all of them as counts.</summary>
internal sealed class VmxRecorder(Processor cpu, SourceLines lines) : IVmxObserver
{
    /// <summary>A report of more events than this is not read by anybody.</summary>
    public const int MostEvents = 1000;

    private readonly Dictionary<ulong, ulong[]> _values = [];

    public List<VmxEvent> Events { get; } = [];

    /// <summary>Number of VM exits by basic reason.</summary>
    public SortedDictionary<int, long> Exits { get; } = [];

    public long Entries { get; private set; }

    public List<Explanation> Failures { get; } = [];

    /// <summary>The VMCS at the first VM entry, by the rows' order; null before.</summary>
    public ulong[]? First { get; private set; }

    /// <summary>The VMCS at the last event.</summary>
    public ulong[]? Last { get; private set; }

    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
        Entries++;
        First ??= Snapshot(vmcs);
        Add(vmcs, VmxEventKind.Entry, (launch ? "VMLAUNCH" : "VMRESUME") + " to " + Place(vmcs), lines.Find(instructionAddress));
    }

    public void OnExit(Vmcs vmcs)
    {
        uint reason = (uint)vmcs[VmcsField.ExitReason];
        Exits[(ushort)reason] = Exits.GetValueOrDefault((ushort)reason) + 1;
        string text = $"VM exit {(ushort)reason}: {ExitReasons.Find(reason)?.Text} at {Place(vmcs)}";
        InterruptionInformation interruption = new((uint)vmcs[VmcsField.ExitInterruptionInformation]);
        if (interruption.Valid)
            text += $" ({interruption})";
        Add(vmcs, VmxEventKind.Exit, text, null);
    }

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        Explanation explanation = new VmxExplainer(lines).Explain(failure);
        if (Failures.Count < MostEvents)
            Failures.Add(explanation);
        First ??= Snapshot(failure.Vmcs);
        Add(failure.Vmcs, VmxEventKind.Failure, explanation.Headline, explanation.At);
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error)
    {
    }

    private void Add(Vmcs vmcs, VmxEventKind kind, string text, SourcePlace? at)
    {
        if (Events.Count >= MostEvents)
        {
            // The last state still counts; it is taken when the run has ended.
            _lastVmcs = vmcs;
            return;
        }

        ulong[] now = Snapshot(vmcs);
        List<(VmcsField, ulong, ulong)> changes = [];
        if (_values.TryGetValue(vmcs.Address, out ulong[]? before))
        {
            foreach (VmcsFieldRow row in VmcsFields.All)
            {
                if (now[row.Index] != before[row.Index])
                    changes.Add((row.Field, before[row.Index], now[row.Index]));
            }
        }

        _values[vmcs.Address] = now;
        Last = now;
        Events.Add(new(kind, cpu.InstructionsNow, text, at, changes));
    }

    private Vmcs? _lastVmcs;

    /// <summary>Takes the last state, where there were more events than are kept.</summary>
    public void Finish()
    {
        if (_lastVmcs != null)
            Last = Snapshot(_lastVmcs);
    }

    private static ulong[] Snapshot(Vmcs vmcs) => [.. VmcsFields.All.Select(row => vmcs[row.Field])];

    private static string Place(Vmcs vmcs) => $"{vmcs[VmcsField.GuestCsSelector]:x4}:{vmcs[VmcsField.GuestRip]:x8}";
}
