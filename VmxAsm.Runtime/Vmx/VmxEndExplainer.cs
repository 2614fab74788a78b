using VmxAsm.Architecture;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>
/// What VMX has to do with the way a run ended: instructions that failed and were not followed by a VM entry, a guest that died, that sleeps or that does not get
/// on, a VMX abort, and a host that died right after a VM exit had loaded its state.
/// </summary>
internal sealed class VmxEndExplainer(Processor cpu, VmxUnit unit, SourceLines lines)
{
    /// <summary>A host that dies within so many instructions of a VM exit most likely dies of the state that the exit loaded.</summary>
    private const long FirstSteps = 200;

    /// <summary>As many exceptions or exits on the spot are no coincidence.</summary>
    private const long ManyRepeats = 1000;

    private readonly VmxHistory _history = unit.History;

    /// <param name="end">How the run ended.</param>
    /// <param name="told">What there is to say without VMX; null for an end that needs no words.</param>
    public Explanation? Explain(RunEnd end, Explanation? told)
    {
        if (_history.Abort is { } abort && end == RunEnd.TripleFault)
            return Abort(abort);
        if (end is RunEnd.TripleFault or RunEnd.HaltedForGood && cpu is { NonRoot: true, Activity: Cpu.ActivityState.Shutdown })
            return Shutdown();

        bool entryFailed = unit.LastEntryFailure is not null;
        List<ExplanationNote> notes = [];
        string? headline = null;
        SourcePlace? at = null;
        if (end is RunEnd.HaltedForGood && cpu.NonRoot)
            (headline, at) = (Asleep(notes), lines.Find(_history.Entry.Address));
        else if (end is RunEnd.InstructionLimit or RunEnd.TimeLimit or RunEnd.Cancelled)
            AddNoProgress(notes);
        else if (end is RunEnd.TripleFault or RunEnd.UnhandledException && _history.HasExited && !cpu.NonRoot && _history.Exit.Instruction >= _history.Entry.Instruction
            && (HasOtherPaging || cpu.Instructions - _history.Exit.Instruction < FirstSteps))
        {
            AddHostState(notes);
        }

        if (_history.HasExited && !cpu.NonRoot && _history.Exit.Reason == ExitReason.TripleFault && !entryFailed)
        {
            headline ??= "the guest died: VM exit 2, triple fault";
            at ??= lines.Find(_history.Exit.Address);
            AddGuestDeath(notes);
        }

        AddFailures(end, told, ref headline, ref at, notes);
        return told is not null ? notes.Count > 0 ? told with { Notes = Insert(told.Notes, notes) } : told
            : headline is not null ? new Explanation(headline, at, notes)
            : null;
    }

    /// <summary>Instructions that failed and were not followed by a VM entry; the first one makes the headline where there is none.</summary>
    private void AddFailures(RunEnd end, Explanation? told, ref string? headline, ref SourcePlace? at, List<ExplanationNote> notes)
    {
        bool entryFailed = unit.LastEntryFailure is not null;

        // A program that ends well may have asked for fields that it knows may not exist.
        if (!entryFailed && _history.HasEntered && end is RunEnd.PoweredOff or RunEnd.DebugExit && !_history.Failures.Any(failure => failure.Instruction is "vmlaunch" or "vmresume"))
            return;

        IReadOnlyList<string> known = [];
        for (int i = 0; i < _history.Failures.Count; i++)
        {
            VmxFailure failure = _history.Failures[i];
            // What broke the rules of VM entry has been told, rule by rule.
            bool isEntry = entryFailed && failure.Address == unit.LastEntryFailure!.InstructionAddress;
            if (entryFailed && i >= _history.FailuresBeforeEntry && !isEntry)
            {
                if (failure.Instruction is "vmlaunch" or "vmresume")
                    notes.Add(new($"after that, {failure.Headline}{Times(failure)}{lines.CalledFrom(failure.CalledFrom)}", lines.Find(failure.Address)));
                continue;
            }

            bool same = failure.Causes.Count > 0 && failure.Causes.SequenceEqual(known);
            if (headline is null && told is null)
            {
                (headline, at) = (failure.Headline, lines.Find(failure.Address));
                if (lines.CalledFrom(failure.CalledFrom) is { Length: > 0 } callers)
                    notes.Add(new($"the calls that led to the `{failure.Instruction}`, the nearest first{callers}"));
            }
            else if (!isEntry)
            {
                notes.Add(new(failure.Headline + Times(failure) + (same ? ", for the same reason" : "") + lines.CalledFrom(failure.CalledFrom), lines.Find(failure.Address)));
            }

            if (!same)
                notes.AddRange(failure.Causes.Select(cause => new ExplanationNote(cause)));
            known = failure.Causes;
        }

        if (_history.LeftOut > 0)
            notes.Add(new($"VMX instructions failed {_history.LeftOut:N0} more times after that; `--trace vmx` shows each"));
    }

    private static string Times(VmxFailure failure) => failure.Count > 1 ? $", {failure.Count:N0} times" : "";

    /// <summary>Before the register dump that explanations end with.</summary>
    private static IReadOnlyList<ExplanationNote> Insert(IReadOnlyList<ExplanationNote> told, List<ExplanationNote> notes) =>
        told.Count > 0 && told[^1].Text.Contains("\neip ", StringComparison.Ordinal) | told[^1].Text.Contains("\nrip ", StringComparison.Ordinal)
            ? [.. told.Take(told.Count - 1), .. notes, told[^1]]
            : [.. told, .. notes];

    /// <summary>A remark while the run goes on: the guest does not get on.</summary>
    public string? Stuck() => NoProgress();

    private Explanation Abort(VmxAbort abort) => new(
        $"VMX abort {abort.Indicator}: the VM exit with reason {Reason} could not be completed, and the processor shut down",
        lines.Find(_history.Entry.Address),
        [
            new(abort.Cause, null, abort.Rule?.Id),
            new($"the indicator, {abort.Indicator}, is in bytes 4 to 7 of the VMCS region at 0x{_history.Entry.Vmcs.Address:x}; Intel SDM volume 3, \"VMX Aborts\""),
        ]);

    private string Reason => unit.Current is { } vmcs && ExitReasons.Find((uint)vmcs[VmcsField.ExitReason]) is { } row ? $"{row.Number}, {row.Text}," : "0";

    private Explanation Shutdown() => new(
        "the guest is shut down, and nothing can wake it",
        lines.Find(_history.Entry.Address),
        [
            new($"VM entry put it into that state: `guest.activity_state` is {_history.Entry.Vmcs[VmcsField.GuestActivityState]} (shutdown)", Writer(_history.Entry.Vmcs, VmcsField.GuestActivityState)),
            new("an NMI would wake it; `nmi_exiting` in `pin_based` would bring the host back then\nsatisfied by: `guest.activity_state = active`"),
        ]);

    private string Asleep(List<ExplanationNote> notes)
    {
        string state = cpu.Activity == Cpu.ActivityState.Halted ? "halted" : "waiting for a start-up IPI";
        if (cpu.Activity == Cpu.ActivityState.Halted)
        {
            bool interrupts = (cpu.Rflags & RflagsBits.If) != 0;
            notes.Add(new(interrupts
                ? "it waits for an interrupt, and no device will send one"
                : "it waits with interrupts off (IF is 0), so that nothing but an NMI could wake it"));
            notes.Add(new("a control that would have brought the host back: `hlt_exiting` in `processor_based` (exit 12 at the HLT itself)"
                + (interrupts ? ", or `external_interrupt_exiting` in `pin_based`" : "")));
        }

        return $"the guest is {state} for good, and the host does not get the processor back";
    }

    private void AddNoProgress(List<ExplanationNote> notes)
    {
        if (NoProgress() is { } text)
        {
            notes.Add(new(text, lines.Find(_history.Entry.Address)));
            AddWalk(notes);
        }

        long executed = cpu.Instructions - _history.Entry.Instruction;
        if (!cpu.NonRoot || executed < FirstSteps)
            return;
        notes.Add(new($"the guest has run for {executed:N0} instructions since the last VM entry without a VM exit\n"
            + "controls that would bring the host back: `external_interrupt_exiting` with a timer, "
            + (cpu.Model.Vmx.Supports(PinBasedControls.ActivateVmxPreemptionTimer) ? "`activate_vmx_preemption_timer`, " : "") + "`hlt_exiting`, `pause_exiting`",
            lines.Find(_history.Entry.Address)));
        if (_history.GuestException is { Count: >= ManyRepeats } loop)
        {
            notes.Add(new($"{Exceptions.Name((int)loop.Vector)} was raised {loop.Count:N0} times in a row at the same guest instruction (offset 0x{loop.Rip:x}): its handler returns without removing the cause\n"
                + $"satisfied by: `exception_bitmap = {Exceptions.Name((int)loop.Vector).TrimStart('#')}`, which makes it VM exit 0", null));
        }
    }

    /// <summary>What EPT says about the address of the last VM exit.</summary>
    private void AddWalk(List<ExplanationNote> notes)
    {
        if (EptWalkText.Describe(_history.Exit.Vmcs, cpu.Memory, cpu.Model) is { Count: > 0 } walk)
            notes.Add(new(string.Join('\n', walk)));
    }

    private string? NoProgress()
    {
        if (_history.Repeats < ManyRepeats)
            return null;
        VmxPassage exit = _history.Exit;
        string cure = exit.Reason switch
        {
            ExitReason.EptMisconfiguration => "mend the entry of the EPT tables that is told below",
            ExitReason.EptViolation => "map the guest-physical address in the EPT tables before VMRESUME",
            ExitReason.ExceptionOrNmi => "remove the exception's cause, inject it into the guest (`inject`), or set `guest.rip` behind the instruction",
            ExitReason.TripleFault => "the guest is dead; give it a new state, or end it",
            ExitReason.ExternalInterrupt => "let the host take the interrupt (STI, or `acknowledge_interrupt_on_exit` and its handler) before VMRESUME",
            ExitReason.InterruptWindow or ExitReason.NmiWindow => "inject the event and clear the window control",
            ExitReason.VmxPreemptionTimerExpired => "write `guest.vmx_preemption_timer_value` anew before VMRESUME",
            ExitReason.MonitorTrapFlag or ExitReason.TprBelowThreshold => "clear the control, or change what it waits for",
            _ => "add `exit_instruction_length` to `guest.rip` before VMRESUME (`vmx_skip_instruction` of <vmx.inc>)",
        };
        return $"the guest does not get on: {_history.Repeats + 1:N0} VM exits in a row with reason {(int)exit.Reason}, {ExitReasons.Find((uint)exit.Reason)?.Text}, "
            + $"at guest RIP 0x{exit.GuestRip:x}, and nothing executed in between; VMRESUME goes back to the same instruction\nsatisfied by: {cure}";
    }

    private void AddGuestDeath(List<ExplanationNote> notes)
    {
        VmxPassage exit = _history.Exit;
        bool first = true;
        foreach (FaultLink link in _history.GuestFaults)
        {
            string text = (first ? "first " : "while that was delivered: ") + Exceptions.Name((int)link.Vector);
            if (link.HasErrorCode)
                text += $" with error code 0x{link.ErrorCode:x}";
            if (link.Vector == Vector.PageFault)
                text += $" for the linear address 0x{link.Detail:x}";
            if (link.Because is not null)
                text += $": {link.Because}";
            if (first)
                text += $", at guest {link.Cs:x4}:{link.Rip:x8}";
            notes.Add(new(text, first ? lines.Find(_history.GuestDiedAt) : null));
            first = false;
        }

        if (exit.Vmcs[VmcsField.GuestIdtrLimit] == 0)
        {
            notes.Add(new("the guest has no IDT (`guest.idtr.limit` is 0): any exception or interrupt is a triple fault\nsatisfied by: `guest.idtr = NAME` with an `.idt NAME`",
                Writer(exit.Vmcs, VmcsField.GuestIdtrLimit)));
        }

        if (_history.GuestFaults is [var cause, ..] && (int)cause.Vector < 32)
        {
            string name = Exceptions.Name((int)cause.Vector).TrimStart('#');
            notes.Add(new($"the exit that a control could have given: `exception_bitmap = {name}` makes the first of them VM exit 0, with the guest alive"));
        }
    }

    /// <summary>The state that the VM exit has just given the host, which seems to be what kills it.</summary>
    private void AddHostState(List<ExplanationNote> notes)
    {
        VmxPassage exit = _history.Exit;
        Vmcs vmcs = exit.Vmcs;
        long steps = cpu.Instructions - exit.Instruction;
        notes.Add(new($"a VM exit ({(int)exit.Reason}, {ExitReasons.Find((uint)exit.Reason)?.Text}) had loaded the host's state "
            // The fetches that failed on the way to the triple fault count as well.
            + (steps <= 3 ? "just before" : $"{steps} instructions before") + "; it is only as good as the host fields of the VMCS", lines.Find(exit.Address)));
        if (HasOtherPaging)
        {
            AddPaging(notes, vmcs);
            return;
        }

        bool hasCode = IsMapped(vmcs[VmcsField.HostRip]), hasStack = IsMapped(vmcs[VmcsField.HostRsp] - 8), hasTables = IsMapped(vmcs[VmcsField.HostGdtrBase]);
        if (!hasCode && !hasStack && !hasTables)
        {
            Add(notes, vmcs, VmcsField.HostCr3, "these page tables map neither `host.rip` nor `host.rsp` nor the GDT; it must be the host's own CR3, as `mov %cr3` reads it");
            return;
        }

        FaultLink? fault = cpu.FaultChain.Length > 0 ? cpu.FaultChain[0] : null;
        if (!hasCode || fault is { } link && link.Rip == vmcs[VmcsField.HostRip] && (link.Vector == Vector.InvalidOpcode || link.Detail == link.Rip))
            Add(notes, vmcs, VmcsField.HostRip, hasCode ? "the fault is at this very address" : "the page tables of `host.cr3` do not map it");
        if (vmcs.WrittenAt(VmcsField.HostRsp) == Vmcs.NotWritten)
            Add(notes, vmcs, VmcsField.HostRsp, "every VM exit needs a stack to come back to");
        else if (!hasStack)
            Add(notes, vmcs, VmcsField.HostRsp, "the page tables of `host.cr3` do not map what lies below it");
        if (!hasTables || !HoldsSelector(vmcs))
            Add(notes, vmcs, VmcsField.HostGdtrBase, "at `host.cs.selector` there, no code segment is described; SGDT tells the base");
        if (!HoldsGate(vmcs))
            Add(notes, vmcs, VmcsField.HostIdtrBase, "there is no IDT there, so that any exception is fatal; SIDT tells the base, after a LIDT of an `.idt`");
    }

    private const ulong Cr0Paging = Cr0.PG | Cr0.WP, Cr4Paging = Cr4.PSE | Cr4.PAE | Cr4.SMEP | Cr4.SMAP | Cr4.PCIDE;

    /// <summary>The host reads its page tables otherwise than it did when it entered the guest.</summary>
    private bool HasOtherPaging => _history.Exit.Vmcs is { } vmcs
        && ((vmcs[VmcsField.HostCr4] ^ _history.Host.Cr4) & Cr4Paging) != 0 | ((vmcs[VmcsField.HostCr0] ^ _history.Host.Cr0) & Cr0Paging) != 0;

    private void AddPaging(List<ExplanationNote> notes, Vmcs vmcs)
    {
        AddDifference(VmcsField.HostCr0, "CR0", _history.Host.Cr0, Cr0Paging, Cr0.Fields);
        AddDifference(VmcsField.HostCr4, "CR4", _history.Host.Cr4, Cr4Paging, Cr4.Fields);

        void AddDifference(VmcsField field, string register, ulong before, ulong paging, IReadOnlyList<BitField> names)
        {
            ulong now = vmcs[field], lost = before & ~now & paging, gained = now & ~before & paging;
            if ((lost | gained) == 0)
                return;
            string difference = string.Join(" and ", new[] { lost != 0 ? "without " + BitFields.Describe(names, lost) : "", gained != 0 ? "with " + BitFields.Describe(names, gained) : "" }.Where(text => text != ""));
            Add(notes, vmcs, field, $"{difference}, the processor reads the host's page tables otherwise than before; at the VM entry, {register} was 0x{before:x}"
                + $"\nsatisfied by: 0x{now & ~paging | before & paging:x}, or `host = current` in the `.vmcs`");
        }
    }

    private void Add(List<ExplanationNote> notes, Vmcs vmcs, VmcsField field, string remark)
    {
        bool written = vmcs.WrittenAt(field) != Vmcs.NotWritten;
        notes.Add(new($"`{VmcsFields.Row(field).Name}` is 0x{vmcs[field]:x}{(written ? "" : ", which no VMWRITE has set")}: {remark}", Writer(vmcs, field)));
    }

    private SourcePlace? Writer(Vmcs vmcs, VmcsField field) => vmcs.WrittenAt(field) is var address && address != Vmcs.NotWritten ? lines.Find(address) : null;

    private bool IsMapped(ulong linear) => cpu.TryTranslate(linear, out _);

    private bool HoldsSelector(Vmcs vmcs) =>
        cpu.TryTranslate(vmcs[VmcsField.HostGdtrBase] + (vmcs[VmcsField.HostCsSelector] & 0xFFF8), out ulong physical)
        && (cpu.Memory.Read<ulong>(physical) >> 40 & 0x98) == 0x98;

    private bool HoldsGate(Vmcs vmcs)
    {
        // The entries of #GP and #PF: 16 bytes each in 64-bit mode, 8 else; byte 5 has the present bit.
        ulong size = (vmcs[VmcsField.ExitControls] & (ulong)ExitControls.HostAddressSpaceSize) != 0 ? 16UL : 8;
        return cpu.TryTranslate(vmcs[VmcsField.HostIdtrBase] + 13 * size, out ulong physical) && (cpu.Memory.Read<byte>(physical + 5) & 0x80) != 0;
    }
}
