namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// The catalogue: every check that a VM entry makes before it loads MSRs, in the order in which a processor makes them. Whoever runs it
/// chooses: a processor stops at the first group with a failure; an explanation wants them all.
/// </summary>
public static class EntryChecks
{
    public static IReadOnlyList<EntryCheck> All { get; } =
    [
        .. ExecutionControlChecks.Rows(),
        .. ExitAndEntryControlChecks.Rows(),
        .. HostChecks.Rows(),
        .. GuestRegisterChecks.Rows(),
        .. GuestSegmentChecks.Rows(),
        .. GuestNonRegisterChecks.Rows(),
    ];

    public static EntryCheck? Find(string id) => All.FirstOrDefault(check => check.Id == id);

    /// <summary>
    /// Every check that <paramref name="view"/> certainly breaks. A field that the processor does not have breaks none: what is wrong then is the
    /// control that asks for it.
    /// </summary>
    public static IEnumerable<EntryCheck> Failures(EntryView view) => All.Where(
        check => VmcsFields.Row(check.Field).ExistsOn(view.Capabilities) && check.Evaluate(view) == CheckVerdict.Fail);
}
