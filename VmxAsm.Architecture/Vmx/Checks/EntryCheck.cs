namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// The four passes of a VM entry. They fail differently: the first two return to the instruction after VMLAUNCH with an error number,
/// the others exit to the host with a reason that has bit 31 set.
/// </summary>
public enum EntryCheckGroup
{
    /// <summary>VMfailValid with error 7.</summary>
    Controls,

    /// <summary>VMfailValid with error 8.</summary>
    HostState,

    /// <summary>VM exit with reason 33.</summary>
    GuestState,

    /// <summary>VM exit with reason 34.</summary>
    MsrLoading,
}

public enum CheckVerdict
{
    Pass,
    Fail,

    /// <summary>It depends on a value that is not known yet.</summary>
    Unknown,
}

/// <summary>
/// One check of SDM volume 3, chapter "VM Entries". The same row is used at build time, over what the source says, and at run
/// time, over the VMCS.
/// </summary>
public sealed class EntryCheck
{
    internal EntryCheck(
        string id,
        EntryCheckGroup group,
        string section,
        IReadOnlyList<VmcsField> fields,
        string rule,
        Func<EntryView, bool> holds,
        Func<EntryView, string> satisfiedBy,
        EntryFailureQualification qualification = EntryFailureQualification.None)
    {
        Id = id;
        Group = group;
        Section = section;
        Fields = fields;
        Rule = rule;
        Holds = holds;
        _satisfiedBy = satisfiedBy;
        Qualification = qualification;
    }

    private readonly Func<EntryView, string> _satisfiedBy;

    /// <summary>Words with hyphens, unique in the catalogue: <c>guest-cs-base-v86</c>.</summary>
    public string Id { get; }

    public EntryCheckGroup Group { get; }

    /// <summary>Title of the manual's section.</summary>
    public string Section { get; }

    /// <summary>The field at fault, then those that the rule weighs it against.</summary>
    public IReadOnlyList<VmcsField> Fields { get; }

    public VmcsField Field => Fields[0];

    /// <summary>The rule in words, without a full stop.</summary>
    public string Rule { get; }

    /// <summary>What the VM exit's qualification says when this is the check that failed.</summary>
    public EntryFailureQualification Qualification { get; }

    /// <summary>The rule as a predicate; its answer counts only if <see cref="EntryView.SawUnknown"/> is false afterwards.</summary>
    internal Func<EntryView, bool> Holds { get; }

    public CheckVerdict Evaluate(EntryView view)
    {
        view.BeginCheck();
        bool holds = Holds(view);
        return view.SawUnknown ? CheckVerdict.Unknown : holds ? CheckVerdict.Pass : CheckVerdict.Fail;
    }

    /// <summary>A value or change that would satisfy the rule, in words: <c>0x10000, which is the selector 0x1000 times 16</c>.</summary>
    public string SatisfiedBy(EntryView view) => _satisfiedBy(view);

    public override string ToString() => Id;
}
