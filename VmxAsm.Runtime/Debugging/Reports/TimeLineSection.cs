namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>
/// The picture of a run: how much of each slice of time the guest had (blue) and the host (grey), and below it the VM exits. A short run is
/// drawn entry by entry.
/// </summary>
internal static class TimeLineSection
{
    private const int Width = 1000, Left = 60, LaneHeight = 34, RootTop = 10, GuestTop = 54, ExitTop = 100, ExitHeight = 46;

    public static void Write(Html html, VmxRecorder recorder, long end)
    {
        ActivityProfile activity = recorder.Activity;
        long start = recorder.Events.First().Instruction, length = Math.Max(1, end - start);
        double scale = (double)Width / length;
        html.Add($"<svg id=\"time\" viewBox=\"0 0 {Left + Width + 10} 172\" width=\"100%\" role=\"img\" aria-label=\"root and non-root operation over time\">");
        html.Add($"<text x=\"0\" y=\"{RootTop + 21}\">host</text><text x=\"0\" y=\"{GuestTop + 21}\">guest</text><text x=\"0\" y=\"{ExitTop + 26}\">VM exits</text>");
        if (recorder.EventCount <= VmxRecorder.MostFirst)
            WriteStays(html, recorder, start, end, scale);
        else
            WriteProfile(html, activity, start, end, scale);
        WriteFailures(html, recorder, start, scale);
        WriteAxis(html, start, length, scale);
        html.Add($"</svg><p class=\"small\">from the first VM entry to the end, in instructions: {length:N0}, of which the guest executed {recorder.GuestInstructions:N0} ({100.0 * recorder.GuestInstructions / length:0.#} %)</p>\n");
    }

    private static void WriteStays(Html html, VmxRecorder recorder, long start, long end, double scale)
    {
        long left = start;
        long? entered = null;
        foreach (VmxEvent item in recorder.Events)
        {
            if (item.Kind == VmxEventKind.Entry)
            {
                Bar(html, "root", RootTop, left, item.Instruction, start, scale, "");
                entered = item.Instruction;
            }
            else if (item.Kind == VmxEventKind.Exit && entered is { } from)
            {
                Bar(html, "guest", GuestTop, from, item.Instruction, start, scale, item.Text);
                html.Add($"<rect class=\"guest\" x=\"{Left + (item.Instruction - start) * scale:0.##}\" y=\"{ExitTop}\" width=\"1.5\" height=\"{ExitHeight}\"><title>{Html.Text(item.Text)}</title></rect>");
                left = item.Instruction;
                entered = null;
            }
        }

        if (entered is { } open)
            Bar(html, "guest", GuestTop, open, end, start, scale, "the guest had the processor when the run ended");
        else
            Bar(html, "root", RootTop, left, end, start, scale, "");
    }

    private static void Bar(Html html, string kind, int top, long from, long to, long start, double scale, string title) =>
        html.Add($"<rect class=\"{kind}\" x=\"{Left + (from - start) * scale:0.##}\" y=\"{top}\" width=\"{Math.Max(0.75, (to - from) * scale):0.##}\" height=\"{LaneHeight}\"><title>{Html.Text(title)}</title></rect>");

    private static void WriteProfile(Html html, ActivityProfile activity, long start, long end, double scale)
    {
        long most = 1;
        for (int i = 0; i < ActivityProfile.SliceCount; i++)
            most = Math.Max(most, activity.Exits(i));
        for (int i = 0; i < ActivityProfile.SliceCount; i++)
        {
            long from = activity.Start + i * activity.SliceLength, to = Math.Min(end, from + activity.SliceLength);
            if (from >= end)
                break;
            double share = (double)activity.Guest(i) / Math.Max(1, to - from), x = Left + (from - start) * scale, width = Math.Max(0.5, (to - from) * scale);
            double guest = LaneHeight * Math.Min(1, share), root = LaneHeight - guest, exits = (double)ExitHeight * activity.Exits(i) / most;
            if (root > 0)
                html.Add($"<rect class=\"root\" x=\"{x:0.##}\" y=\"{RootTop + LaneHeight - root:0.##}\" width=\"{width:0.##}\" height=\"{root:0.##}\"/>");
            if (guest > 0)
                html.Add($"<rect class=\"guest\" x=\"{x:0.##}\" y=\"{GuestTop + LaneHeight - guest:0.##}\" width=\"{width:0.##}\" height=\"{guest:0.##}\"/>");
            if (exits > 0)
                html.Add($"<rect class=\"guest\" x=\"{x:0.##}\" y=\"{ExitTop + ExitHeight - exits:0.##}\" width=\"{width:0.##}\" height=\"{exits:0.##}\"><title>{activity.Exits(i):N0} VM exits in {to - from:N0} instructions</title></rect>");
        }
    }

    private static void WriteFailures(Html html, VmxRecorder recorder, long start, double scale)
    {
        foreach (VmxEvent item in recorder.Events.Where(item => item.Kind == VmxEventKind.Failure))
            html.Add($"<circle class=\"fail\" cx=\"{Left + (item.Instruction - start) * scale:0.##}\" cy=\"{RootTop + LaneHeight / 2}\" r=\"5\"><title>{Html.Text(item.Text)}</title></circle>");
    }

    private static void WriteAxis(Html html, long start, long length, double scale)
    {
        html.Add($"<line class=\"axis\" x1=\"{Left}\" y1=\"{ExitTop + ExitHeight}\" x2=\"{Left + Width}\" y2=\"{ExitTop + ExitHeight}\"/>");
        double step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(length, 1))));
        if (length / step < 3)
            step /= 5;
        step = Math.Max(step, 1);
        for (double at = Math.Ceiling(start / step) * step; at <= start + length; at += step)
        {
            double x = Left + (at - start) * scale;
            string anchor = x > Left + Width - 30 ? "end" : x < Left + 30 ? "start" : "middle";
            html.Add($"<line class=\"axis\" x1=\"{x:0.##}\" y1=\"{RootTop}\" x2=\"{x:0.##}\" y2=\"{ExitTop + ExitHeight + 4}\"/><text x=\"{x:0.##}\" y=\"{ExitTop + ExitHeight + 18}\" text-anchor=\"{anchor}\">{at:N0}</text>");
        }
    }
}
