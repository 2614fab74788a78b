using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// When the run has ended, tells what went wrong: the chain of faults behind a triple fault, the instruction that is not emulated, the VM
/// entry that failed and that the program did not look into.
/// </summary>
internal sealed class RunExplainer(Processor cpu, SourceLines lines, Advice advice, UnhandledExceptions unhandled)
{
    private readonly Processor _cpu = cpu;
    private readonly SourceLines _lines = lines;
    private readonly Advice _advice = advice;
    private readonly UnhandledExceptions _unhandled = unhandled;

    /// <summary>The last VM entry failed, and the program has not read why.</summary>
    public bool HasUnhandledEntryFailure => _cpu.VmxUnit is { LastEntryFailure: not null, EntryFailureLookedInto: false };

    /// <summary>The last VM entry, if it failed: which rules it broke is worth telling even to a program that has read the error number.</summary>
    private VmxEntryFailure? EntryFailure => _cpu.VmxUnit?.LastEntryFailure;

    /// <summary>Where the program is, to be put behind a remark: the source line, or the address when none is known.</summary>
    public string Where() => Here(_cpu.Rip) is { } place ? $", at {place}" : $", at {ProcessorDescription.Location(_cpu)}";

    /// <summary>The explanation of an end; null where there is nothing to explain.</summary>
    /// <param name="breakpoint">With <see cref="RunEnd.Breakpoint"/>: which.</param>
    public Explanation? Explain(RunEnd end, string? breakpoint = null)
    {
        Explanation? told = WithoutVmx(end, breakpoint);
        return end is not (RunEnd.Breakpoint or RunEnd.NotEmulated) && _cpu.VmxUnit is { } unit ? new VmxEndExplainer(_cpu, unit, _lines).Explain(end, told) : told;
    }

    private Explanation? WithoutVmx(RunEnd end, string? breakpoint) => end switch
    {
        RunEnd.Breakpoint => new Explanation(
            $"breakpoint `{breakpoint}` reached after {_cpu.Instructions:N0} instructions, at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}",
            Here(_cpu.Rip), [Registers()]),
        RunEnd.TripleFault => TripleFault(),
        RunEnd.UnhandledException => UnhandledException(),
        RunEnd.NotEmulated => new Explanation(
            $"not emulated: {_cpu.NotEmulatedReason}", Here(_cpu.Rip), [Position(), Registers()]),
        RunEnd.InstructionLimit or RunEnd.TimeLimit or RunEnd.Cancelled => new Explanation(
            $"the processor was at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}", Here(_cpu.Rip),
            [.. _advice.OnEnd(halted: false), Registers()]),
        RunEnd.HaltedForGood when EntryFailure is null => HaltedForGood(),
        _ when EntryFailure is { } failure => new VmxExplainer(_lines).Explain(failure),
        _ => null,
    };

    /// <summary>The ordinary end of many programs; told only where it looks like a mistake.</summary>
    private Explanation? HaltedForGood()
    {
        List<ExplanationNote> notes = [.. _advice.OnEnd(halted: true)];
        return notes.Count == 0 ? null : new Explanation($"halted for good at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}", Here(_cpu.Rip), notes);
    }

    private Explanation TripleFault()
    {
        List<ExplanationNote> notes = Chain();
        if (notes.Count > 0)
            notes.Add(new ExplanationNote("an exception during the delivery of a double fault shuts the processor down"));
        notes.AddRange(_advice.OnTripleFault());
        notes.Add(Registers());
        return new Explanation($"triple fault in {ProcessorDescription.Mode(_cpu)}", Here(FirstFault), notes);
    }

    private Explanation UnhandledException()
    {
        List<ExplanationNote> notes = Chain();
        string name = _cpu.FaultChain.Length > 0 ? NameOf(_cpu.FaultChain[0]) : "";
        (ushort segment, ushort offset, ulong at) = _unhandled.Handler;
        notes.Add(new ExplanationNote(_unhandled.Restarts
            ? $"the vector at 0x{at:x} is {segment:x4}:{offset:x4}, which is no handler of the BIOS: the computer starts anew from there, again and again. Something wrote over the vector; `--break write:0x{at:x}@3` stops behind it, after two writes of the BIOS"
            : "the vector leads to the BIOS, which returns to the instruction, which raises the exception again"));
        notes.Add(Registers());
        return new Explanation($"exception {name} without a handler in {ProcessorDescription.Mode(_cpu)}", Here(FirstFault), notes);
    }

    private ulong FirstFault => _cpu.FaultChain.Length > 0 ? _cpu.FaultChain[0].Rip : _cpu.Rip;

    /// <summary>First fault, what happened while it was delivered, and so on; page walks where a page was at fault.</summary>
    private List<ExplanationNote> Chain()
    {
        var notes = new List<ExplanationNote>();
        bool first = true;
        foreach (FaultLink link in _cpu.FaultChain)
        {
            string text = first ? "" : "while that was delivered: ";
            text += NameOf(link);
            if (link.HasErrorCode)
                text += $" with error code 0x{link.ErrorCode:x}";
            if (link.Vector == Vector.PageFault)
                text += $" for the linear address 0x{link.Detail:x}: {PageFaultCause(link)}";
            else if (link is { HasErrorCode: true, ErrorCode: > 1 })
                text += $" ({SelectorText(link.ErrorCode)})";
            if ((first ? _unhandled.Cause ?? FaultCause.Of(_cpu, link) : link.Because) is { } because)
                text += $": {because}";
            if (first)
                text += $", at {ProcessorDescription.Location(_cpu, link.Cs, link.Rip)}";
            if (link.Vector == Vector.PageFault)
                text += "\n" + string.Join('\n', PageWalkDescription.Describe(_cpu, link.Detail));
            notes.Add(new ExplanationNote(text, first ? Here(link.Rip) : null));
            first = false;
        }

        return notes;
    }

    /// <summary>An error code that names a descriptor ("Error Code" in "Interrupt and Exception Handling").</summary>
    private static string SelectorText(uint error)
    {
        string external = (error & 1) != 0 ? ", during an event from outside the program" : "";
        if ((error & 2) != 0)
            return $"entry 0x{error >> 3:x} of the IDT{external}";
        return $"entry {error >> 3} of the {((error & 4) != 0 ? "LDT" : "GDT")}, selector 0x{error & 0xFFF8:x}{external}";
    }

    private string PageFaultCause(FaultLink link)
    {
        uint error = link.ErrorCode;
        bool fetch = (error & 0x10) != 0 || link.Detail == _cpu.Linear(_cpu.Cs.Base + link.Rip);
        string access = fetch ? "fetching" : (error & 2) != 0 ? "writing" : "reading";
        string privilege = (error & 4) != 0 ? "user mode" : "supervisor mode";
        string why = (error & 8) != 0 ? "a reserved bit is set in a page-table entry"
            : (error & 1) != 0 ? PageWalkDescription.Denial(_cpu, link.Detail, error, fetch) ?? "the page does not permit it" : "no page is present";
        return $"{access} in {privilege}, {why}";
    }

    private static string NameOf(FaultLink link) => link.Type switch
    {
        EventType.ExternalInterrupt => $"interrupt request, vector 0x{(int)link.Vector:x}",
        EventType.SoftwareInterrupt => $"INT 0x{(int)link.Vector:x}",
        _ => Exceptions.Name((int)link.Vector),
    };

    private ExplanationNote Position() => new($"at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}");

    private ExplanationNote Registers() => new(ProcessorDescription.Registers(_cpu));

    private SourcePlace? Here(ulong offset) =>
        ProcessorDescription.PhysicalAddress(_cpu, offset) is { } physical ? _lines.Find(physical) : null;
}
