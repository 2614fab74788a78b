using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>The VM exits as counts, and every entry and exit with what changed in the VMCS.</summary>
internal static class EventSections
{
    /// <summary>Changed fields that are shown without a click.</summary>
    private const int MostOpenChanges = 4;

    public static void WriteExits(Html html, VmxRecorder recorder)
    {
        long all = recorder.Exits.Values.Sum(), most = recorder.Exits.Values.Max();
        html.Raw("<table id=\"reasons\"><thead><tr><th class=\"r\">number</th><th>reason</th><th class=\"r\">count</th><th class=\"r\">share</th><th style=\"width:45%\"></th></tr></thead><tbody>\n");
        foreach ((int reason, long count) in recorder.Exits.OrderByDescending(pair => pair.Value))
        {
            html.Add($"<tr><td class=\"r n\">{reason}</td><td>{Html.Text(ExitReasons.Find((uint)reason)?.Text ?? "")}</td><td class=\"r n\">{count:N0}</td>");
            html.Add($"<td class=\"r n\">{100.0 * count / all:0.0} %</td><td><div class=\"bar\" style=\"width:{100.0 * count / most:0.#}%\"></div></td></tr>\n");
        }

        html.Raw("</tbody></table>\n");
    }

    public static void WriteEvents(Html html, VmxRecorder recorder)
    {
        html.Raw("<div class=\"tools\"><label>show <select id=\"event-kind\"><option value=\"\">all</option><option>Entry</option>");
        foreach (int reason in recorder.Exits.Keys)
            html.Add($"<option value=\"{reason}\">exit {reason}, {Html.Text(ExitReasons.Find((uint)reason)?.Text ?? "")}</option>");
        html.Raw("<option>Failure</option></select></label><input type=\"search\" id=\"event-word\" placeholder=\"containing\" aria-label=\"containing\"><span class=\"small\" id=\"event-shown\"></span></div>\n");
        html.Raw("<div class=\"scroll\"><table id=\"events\"><thead><tr><th class=\"r\">#</th><th class=\"r\">instruction</th><th>event</th><th>changed in the VMCS since the event before</th></tr></thead><tbody>\n");
        long last = 0;
        foreach (VmxEvent item in recorder.Events)
        {
            if (item.Number != last + 1)
                html.Add($"<tr class=\"gap\" data-kind=\"\"><td colspan=\"4\">{item.Number - last - 1:N0} events are left out here</td></tr>\n");
            last = item.Number;
            Write(html, item);
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static void Write(Html html, VmxEvent item)
    {
        string kind = item.Kind == VmxEventKind.Exit ? item.Reason.ToString(System.Globalization.CultureInfo.InvariantCulture) : item.Kind.ToString();
        string arrow = item.Kind switch { VmxEventKind.Entry => "&rarr;", VmxEventKind.Exit => "&larr;", _ => "&times;" };
        html.Add($"<tr class=\"{item.Kind} event\" data-kind=\"{kind}\"><td class=\"r n\">{item.Number}</td><td class=\"r n\">{item.Instruction:N0}</td>");
        html.Add($"<td><span class=\"kind\">{arrow}</span>{Html.Prose(item.Text)}{Html.Place(item.At)}</td><td class=\"n\">");
        string[] changes = [.. item.Changes.Select(Describe)];
        if (changes.Length > MostOpenChanges)
            html.Add($"<details><summary>{changes.Length} fields</summary>{string.Join("<br>", changes)}</details>");
        else
            html.Raw(string.Join("<br>", changes));
        html.Raw("</td></tr>\n");
    }

    private static string Describe(VmcsChange change) =>
        $"{VmcsFields.Row(change.Field).Name} <span class=\"was\">{Html.Hex(change.Before)}</span> {Html.Text(VmcsFieldText.Describe(change.Field, change.After))}";
}
