using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// When the run has ended, tells what went wrong: the chain of faults behind a triple fault, the instruction that is not emulated, the VM
/// entry that failed and that the program did not look into.
/// </summary>
internal sealed class RunExplainer(Processor cpu, SourceLines lines)
{
    private readonly Processor _cpu = cpu;
    private readonly SourceLines _lines = lines;

    /// <summary>The last VM entry failed, and the program has not read why.</summary>
    public bool HasUnhandledEntryFailure => _cpu.VmxUnit is { LastEntryFailure: not null, EntryFailureLookedInto: false };

    /// <summary>The last VM entry, if it failed: which rules it broke is worth telling even to a program that has read the error number.</summary>
    private VmxEntryFailure? EntryFailure => _cpu.VmxUnit?.LastEntryFailure;

    /// <summary>The explanation of an end; null where there is nothing to explain.</summary>
    public Explanation? Explain(RunEnd end) => end switch
    {
        RunEnd.TripleFault => TripleFault(),
        RunEnd.NotEmulated => new Explanation(
            $"not emulated: {_cpu.NotEmulatedReason}", Here(_cpu.Rip), [Position(), Registers()]),
        RunEnd.InstructionLimit or RunEnd.TimeLimit or RunEnd.Cancelled => new Explanation(
            $"the processor was at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}", Here(_cpu.Rip), [Registers()]),
        _ when EntryFailure is { } failure => new VmxExplainer(_lines).Explain(failure),
        _ => null,
    };

    private Explanation TripleFault()
    {
        var notes = new List<ExplanationNote>();
        ReadOnlySpan<FaultLink> chain = _cpu.FaultChain;
        foreach (FaultLink link in chain)
        {
            string text = notes.Count == 0 ? "" : "while that was delivered: ";
            text += Exceptions.Name((int)link.Vector);
            if (link.HasErrorCode)
                text += $" with error code 0x{link.ErrorCode:x}";
            if (link.Vector == Vector.PageFault)
                text += $" for the linear address 0x{link.Detail:x}: {PageFaultCause(link.ErrorCode)}";
            if (link.Because is not null)
                text += $": {link.Because}";
            if (notes.Count == 0)
                text += $", at {ProcessorDescription.Location(_cpu, link.Cs, link.Rip)}";
            notes.Add(new ExplanationNote(text, notes.Count == 0 ? Here(link.Rip) : null));
        }

        if (notes.Count > 0)
            notes.Add(new ExplanationNote("an exception during the delivery of a double fault shuts the processor down"));
        notes.Add(Registers());
        ulong rip = chain.Length > 0 ? chain[0].Rip : _cpu.Rip;
        return new Explanation($"triple fault in {ProcessorDescription.Mode(_cpu)}", Here(rip), notes);
    }

    private static string PageFaultCause(uint error)
    {
        string access = (error & 0x10) != 0 ? "fetching" : (error & 2) != 0 ? "writing" : "reading";
        string privilege = (error & 4) != 0 ? "user mode" : "supervisor mode";
        string why = (error & 8) != 0 ? "a reserved bit is set in a page-table entry"
            : (error & 1) != 0 ? "the page does not permit it" : "no page is present";
        return $"{access} in {privilege}, {why}";
    }

    private ExplanationNote Position() => new($"at {ProcessorDescription.Location(_cpu)} in {ProcessorDescription.Mode(_cpu)}");

    private ExplanationNote Registers() => new(ProcessorDescription.Registers(_cpu));

    private SourcePlace? Here(ulong offset) =>
        ProcessorDescription.PhysicalAddress(_cpu, offset) is { } physical ? _lines.Find(physical) : null;
}
