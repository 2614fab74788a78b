using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Tests.Vmx;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx.Catalogue;

/// <summary>
/// Every row of the catalogue of VM-entry checks, tripped by VMLAUNCH in a program that runs and, where the values are known then, by the check of the same
/// program when it is built. A row without a case, or whose case does not trip it, fails; what cannot be is listed here with the reason.
/// </summary>
public sealed class CatalogueTests
{
    private const string NoSuchProcessor = "no processor model demands a secondary control";
    private const string NoPostedInterrupts = "no processor model has posted interrupts, nor the fields that they need";
    private const string AddedByTheLoader = "`.vmcs` gives control words and CR0, CR4, RFLAGS the bits that the processor demands, and leaves out those that it fixes to 0";
    private const string MemoryContents = "it weighs what memory holds when VMLAUNCH executes";

    /// <summary>Rows that no program can trip on our processor models.</summary>
    private static readonly Dictionary<string, string> NotAtRunTime = new()
    {
        ["processor-based2-must-be-1"] = NoSuchProcessor,
        ["posted-interrupt-vector"] = NoPostedInterrupts,
        ["posted-interrupt-descriptor-aligned"] = NoPostedInterrupts,
        ["posted-interrupt-descriptor-width"] = NoPostedInterrupts,
    };

    /// <summary>Rows that no <c>.vmcs</c> block can be found to break when it is built.</summary>
    private static readonly Dictionary<string, string> NotAtBuildTime = new()
    {
        ["processor-based2-must-be-1"] = NoSuchProcessor,
        ["pin-based-must-be-1"] = AddedByTheLoader,
        ["processor-based-must-be-1"] = AddedByTheLoader,
        ["exit-controls-must-be-1"] = AddedByTheLoader,
        ["entry-controls-must-be-1"] = AddedByTheLoader,
        ["host-cr0-must-be-1"] = AddedByTheLoader,
        ["host-cr0-must-be-0"] = AddedByTheLoader,
        ["host-cr4-must-be-1"] = AddedByTheLoader,
        ["host-cr4-must-be-0"] = AddedByTheLoader,
        ["guest-cr0-must-be-1"] = AddedByTheLoader,
        ["guest-cr0-must-be-0"] = AddedByTheLoader,
        ["guest-cr4-must-be-1"] = AddedByTheLoader,
        ["guest-cr4-must-be-0"] = AddedByTheLoader,
        ["guest-rflags-bit-1"] = AddedByTheLoader,
        ["host-address-space-size-in-ia32e"] = "`vmcs_load` in 64-bit code adds `host_address_space_size`",
        ["host-rip-high"] = "`vmcs_load` in 64-bit code adds `host_address_space_size`; in 32-bit code it writes 32 bits, and the build says that the rest is lost",
        ["tpr-threshold-above-vtpr"] = MemoryContents,
        ["guest-link-pointer-revision"] = MemoryContents,
        ["guest-link-pointer-shadow"] = MemoryContents,
        ["guest-pdpte0"] = MemoryContents,
        ["guest-pdpte1"] = MemoryContents,
        ["guest-pdpte2"] = MemoryContents,
        ["guest-pdpte3"] = MemoryContents,
    };

    /// <summary>Whether the row weighs what only memory says.</summary>
    public static bool DependsOnMemory(string row) => NotAtBuildTime.GetValueOrDefault(row) == MemoryContents;

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> data = [];
        foreach (EntryCheckCase item in EntryCheckCases.All.Where(item => !NotAtRunTime.ContainsKey(item.Check)))
        {
            data.Add(item.Name, nameof(Writer.Block));
            data.Add(item.Name, nameof(Writer.Instructions));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheRunAndTheBuildNameTheSameRows(string name, string writerName)
    {
        EntryCheckCase item = EntryCheckCases.All.Single(candidate => candidate.Name == name);
        Writer writer = Enum.Parse<Writer>(writerName);
        CpuModel cpu = CpuModels.All.Contains(item.Cpu) ? item.Cpu : CpuModels.Skylake;
        GuestVmcs valid = EntryCheckCases.Create(item.Guest, cpu), broken = EntryCheckCases.Create(item.Guest, cpu);
        item.Break(broken);
        CheckedProgram program = new(valid, broken, writer);
        using TemporaryFolder folder = new();

        IReadOnlyList<string> built = writer == Writer.Block ? program.Check(folder.Path) : [];
        CatalogueRun run = program.Run(folder.Path);

        // What the build knows, the run confirms; what only the run reports is what the build cannot know.
        Assert.True(!built.Except(run.Rows).Any(), $"built: {string.Join(", ", built)}; run: {run}\n{program.Source}");
        if (writer == Writer.Block)
        {
            string[] overlooked = [.. run.Rows.Except(built).Where(row => !NotAtBuildTime.ContainsKey(row))];
            Assert.True(overlooked.Length == 0, string.Join('\n', [.. overlooked, .. program.Complaints.Select(complaint => complaint.Message), program.Source]));
        }


        if (writer == Writer.Block && !NotAtBuildTime.ContainsKey(item.Check))
            Assert.Contains(item.Check, built);
        if (writer == Writer.Block && !run.Rows.Contains(item.Check))
        {
            Assert.True(NotAtBuildTime.GetValueOrDefault(item.Check) is { } reason && reason != MemoryContents, $"`{item.Check}` was not tripped\n{program.Source}");
            return;
        }

        Assert.True(run.Rows.Contains(item.Check), $"{run}\n{program.Source}");
        AssertSameAsRowsAlone(item, program, broken, run);
        AssertExplained(item, program, run);
    }

    /// <summary>Besides the row and those that its case names, nothing is broken.</summary>
    private static void AssertSameAsRowsAlone(EntryCheckCase item, CheckedProgram program, GuestVmcs broken, CatalogueRun run)
    {
        broken.InIa32eMode = program.Is64;
        IEnumerable<string> alone = EntryChecks.Failures(broken).Select(check => check.Id);
        Assert.Equal(alone.Order(), run.Rows.Order());
    }

    private static void AssertExplained(EntryCheckCase item, CheckedProgram program, CatalogueRun run)
    {
        EntryCheck first = EntryChecks.All.First(check => run.Rows.Contains(check.Id));
        Refusal expected = first.Group switch
        {
            EntryCheckGroup.Controls => Refusal.Controls,
            EntryCheckGroup.HostState => Refusal.HostState,
            _ => Refusal.GuestState,
        };
        Assert.Equal((int)expected, run.Code);
        Explanation explanation = run.Explanation!;
        Assert.Contains("vmlaunch", explanation.Headline);
        Assert.Contains(expected == Refusal.GuestState ? "exit reason 33" : $"VM-instruction error {(int)expected}", explanation.Headline);
        Assert.Equal(program.LaunchLine, explanation.At?.Line);

        EntryCheck check = EntryChecks.Find(item.Check)!;
        ExplanationNote note = explanation.Notes.Single(note => note.Rule == item.Check);
        string field = VmcsFields.Row(check.Field).Name;
        Assert.Contains($"`{field}` is 0x", note.Text);
        Assert.Contains(check.Rule, note.Text);
        Assert.Contains(check.Section, note.Text);
        Assert.Contains("satisfied by: ", note.Text);
        if (program.LineOf(check.Field) is > 0 and int line)
            Assert.Equal(line, note.At?.Line);
    }

    [Fact]
    public void EveryRowHasACase()
    {
        HashSet<string> covered = [.. EntryCheckCases.All.Select(item => item.Check)];
        Assert.All(EntryChecks.All, check => Assert.Contains(check.Id, covered));
        Assert.All(NotAtBuildTime.Keys.Concat(NotAtRunTime.Keys), id => Assert.NotNull(EntryChecks.Find(id)));
    }
}
