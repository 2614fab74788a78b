using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging.Reports;

internal enum VmxEventKind
{
    Entry,
    Exit,
    Failure,
}

/// <param name="Number">Counted from 1.</param>
/// <param name="Instruction">Instructions executed when it happened.</param>
/// <param name="Reason">Basic reason of an exit; -1 for everything else.</param>
/// <param name="Text">What happened, in one line.</param>
/// <param name="At">The VMLAUNCH or VMRESUME, or the guest's instruction that exited.</param>
/// <param name="Changes">Fields of the VMCS that changed since the event before.</param>
internal sealed record VmxEvent(
    long Number, VmxEventKind Kind, long Instruction, int Reason, string Text, SourcePlace? At, IReadOnlyList<VmcsChange> Changes);

internal readonly record struct VmcsChange(VmcsField Field, ulong Before, ulong After);

/// <summary>A VMCS at its first VM entry and at the end, by the rows' order.</summary>
internal sealed class VmcsRecord(Vmcs vmcs, ulong[] values)
{
    public Vmcs Vmcs => vmcs;

    public ulong[] First { get; } = values;

    public ulong[] Last { get; set; } = [.. values];

    public long Entries { get; set; }
}

/// <summary>Keeps what happened in VMX operation for a report: the first events and the last ones in full, all of them as counts.</summary>
internal sealed class VmxRecorder(Processor cpu, SourceLines lines) : IVmxObserver
{
    /// <summary>Of the events at the beginning, and at the end: nobody reads more.</summary>
    public const int MostFirst = 800, MostLast = 200;

    /// <summary>VMCSs that are shown.</summary>
    public const int MostStructures = 8;

    private readonly List<VmxEvent> _first = [];
    private readonly Queue<VmxEvent> _last = [];
    private readonly Dictionary<ulong, VmcsRecord> _structures = [];
    private long _count;
    private long _entered = -1;

    /// <summary>The events that are kept; their numbers tell where some are left out.</summary>
    public IEnumerable<VmxEvent> Events => _first.Concat(_last);

    public bool HasEvents => _count > 0;

    /// <summary>All events, kept or not.</summary>
    public long EventCount => _count;

    /// <summary>Number of VM exits by basic reason.</summary>
    public SortedDictionary<int, long> Exits { get; } = [];

    public long Entries { get; private set; }

    public long Failures { get; private set; }

    /// <summary>Instructions that the guests executed.</summary>
    public long GuestInstructions { get; private set; }

    public ActivityProfile Activity { get; } = new();

    /// <summary>The VMCSs that were entered, in the order of their first entry.</summary>
    public IReadOnlyCollection<VmcsRecord> Structures => _structures.Values;

    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
        Entries++;
        _entered = cpu.InstructionsNow;
        string text = $"{(launch ? "VMLAUNCH" : "VMRESUME")} to guest {Place(vmcs)}";
        InterruptionInformation injected = new((uint)vmcs[VmcsField.EntryInterruptionInformation]);
        if (injected.Valid)
            text += $", injects {Exceptions.Name(injected.Vector)} ({injected})";
        Add(vmcs, VmxEventKind.Entry, -1, text, lines.Find(instructionAddress), isEntry: true);
    }

    public void OnExit(Vmcs vmcs, ulong guestAddress)
    {
        uint reason = (uint)vmcs[VmcsField.ExitReason];
        Exits[(ushort)reason] = Exits.GetValueOrDefault((ushort)reason) + 1;
        if (_entered >= 0)
        {
            GuestInstructions += cpu.InstructionsNow - _entered;
            Activity.AddStay(_entered, cpu.InstructionsNow);
            _entered = -1;
        }

        Add(vmcs, VmxEventKind.Exit, (ushort)reason, Describe(vmcs), lines.Find(guestAddress));
    }

    /// <summary>The exit in a line; the walk through EPT behind it, while events are kept in full.</summary>
    private string Describe(Vmcs vmcs)
    {
        string text = $"{VmExitText.Describe(vmcs)} at guest {Place(vmcs)}";
        return _first.Count < MostFirst ? string.Join('\n', [text, .. EptWalkText.Describe(vmcs, cpu.Memory, cpu.Model)]) : text;
    }

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        Failures++;
        Explanation explanation = new VmxExplainer(lines).Explain(failure);
        string rules = string.Concat(explanation.Notes.Where(note => note.Rule is not null).Select(note => $"\n{note.Text.Split('\n')[0]} [{note.Rule}]"));
        Add(failure.Vmcs, VmxEventKind.Failure, -1, explanation.Headline + rules, explanation.At);
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error)
    {
    }

    /// <summary>The run has ended: takes the last state, the stay in the guest that no exit has ended included.</summary>
    public void Finish()
    {
        foreach (VmcsRecord record in _structures.Values)
            record.Last = Snapshot(record.Vmcs);
        if (_entered >= 0 && cpu.NonRoot)
        {
            GuestInstructions += cpu.InstructionsNow - _entered;
            Activity.AddStay(_entered, cpu.InstructionsNow);
        }

        _entered = -1;
    }

    private void Add(Vmcs vmcs, VmxEventKind kind, int reason, string text, SourcePlace? at, bool isEntry = false)
    {
        _count++;
        List<VmcsChange> changes = [];
        if (_structures.TryGetValue(vmcs.Address, out VmcsRecord? record))
            TakeChanges(vmcs, record, changes);
        else if (_structures.Count < MostStructures)
        {
            ulong[] now = Snapshot(vmcs);
            _structures.Add(vmcs.Address, record = new(vmcs, now));
        }

        if (record != null && isEntry)
            record.Entries++;
        VmxEvent item = new(_count, kind, cpu.InstructionsNow, reason, text, at, changes);
        if (_first.Count < MostFirst)
        {
            _first.Add(item);
            return;
        }

        _last.Enqueue(item);
        if (_last.Count > MostLast)
            _last.Dequeue();
    }

    private static void TakeChanges(Vmcs vmcs, VmcsRecord record, List<VmcsChange> changes)
    {
        ulong[] last = record.Last;
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            ulong now = vmcs[row.Field];
            if (now == last[row.Index])
                continue;
            changes.Add(new(row.Field, last[row.Index], now));
            last[row.Index] = now;
        }
    }

    private static ulong[] Snapshot(Vmcs vmcs) => [.. VmcsFields.All.Select(row => vmcs[row.Field])];

    private static string Place(Vmcs vmcs) => $"{vmcs[VmcsField.GuestCsSelector]:x4}:{vmcs[VmcsField.GuestRip]:x8}";
}
