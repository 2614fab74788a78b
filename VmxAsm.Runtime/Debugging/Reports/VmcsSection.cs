using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>Each VMCS decoded, at its first VM entry and at the end, with the line that wrote each field.</summary>
internal static class VmcsSection
{
    private static readonly (VmcsFieldGroup Group, string Title)[] Groups =
    [
        (VmcsFieldGroup.Control, "Controls"), (VmcsFieldGroup.GuestState, "Guest state"), (VmcsFieldGroup.HostState, "Host state"),
        (VmcsFieldGroup.ReadOnlyData, "VM-exit information"),
    ];

    public static void Write(Html html, VmxRecorder recorder, Machine machine)
    {
        SourceLines lines = machine.Lines;
        foreach (VmcsRecord record in recorder.Structures)
        {
            string name = lines.Symbol(record.Vmcs.Address) is { } symbol ? $"<code>{Html.Text(symbol)}</code>, " : "";
            html.Add($"<div class=\"vmcs\"><h3>{name}region at {Html.Hex(record.Vmcs.Address)}, entered {(record.Entries == 1 ? "once" : $"{record.Entries:N0} times")}</h3>");
            html.Raw("<div class=\"tools vmcs-tools\"><input type=\"search\" placeholder=\"field or value\" aria-label=\"field or value\"><label><input type=\"checkbox\"> only what changed</label></div>\n");
            html.Raw("<div class=\"scroll\"><table class=\"fields\"><thead><tr><th>field</th><th>at the first entry</th><th>at the end</th><th>last written by</th></tr></thead>\n");
            foreach ((VmcsFieldGroup group, string title) in Groups)
                WriteGroup(html, record, group, title, lines);
            html.Raw("</table></div></div>\n");
        }
    }

    /// <summary>The line; of a macro's, where it was used besides.</summary>
    private static string Writer(SourcePlace place)
    {
        string where = place.Expansions is [.., var outermost] ? $", for {outermost.At.File}:{outermost.At.Line}" : "";
        return $"<span title=\"{Html.Text(place.ToString())}\">{Html.Text($"{place.File}:{place.Line}{where}")}</span>";
    }

    private static void WriteGroup(Html html, VmcsRecord record, VmcsFieldGroup group, string title, SourceLines lines)
    {
        html.Add($"<tbody><tr><th colspan=\"4\">{title}</th></tr>\n");
        foreach (VmcsFieldRow row in VmcsFields.All.Where(row => row.Group == group))
        {
            ulong before = record.First[row.Index], after = record.Last[row.Index];
            ulong written = record.Vmcs.WrittenAt(row.Field);
            if (before == 0 && after == 0 && written == Vmcs.NotWritten)
                continue;
            string writer = written != Vmcs.NotWritten && lines.Find(written) is { } place ? Writer(place) : "";
            html.Add($"<tr class=\"field{(before != after ? " changed" : "")}\"><td class=\"n\">{row.Name}</td><td class=\"n\">{Html.Text(VmcsFieldText.Describe(row.Field, before))}</td>");
            string end = before == after ? "<td class=\"same\">the same</td>" : $"<td class=\"n\">{Html.Text(VmcsFieldText.Describe(row.Field, after))}</td>";
            html.Add($"{end}<td class=\"small\">{writer}</td></tr>\n");
        }

        html.Raw("</tbody>\n");
    }
}
