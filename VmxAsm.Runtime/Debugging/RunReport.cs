using System.Globalization;
using System.Net;
using System.Text;
using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Memory;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// <c>vmxasm run --report</c>: one page to look at, without anything beside it: how the run ended, the time line of root and non-root operation, exits by
/// reason, the VMCS before and after, what the page tables map, and what the guest printed.
/// </summary>
public sealed class RunReport
{
    private const int MostSerialBytes = 1 << 20;

    private readonly StringBuilder _serial = new();

    internal VmxRecorder? Recorder { get; set; }

    /// <summary>Serial output that the page shows and then passes on.</summary>
    public Action<byte> Listen(Action<byte>? next) => value =>
    {
        if (_serial.Length < MostSerialBytes)
            _serial.Append((char)value);
        next?.Invoke(value);
    };

    /// <summary>The page, when the run has ended.</summary>
    public string ToHtml(Machine machine, RunResult result, string title)
    {
        Recorder?.Finish();
        StringBuilder html = new();
        html.Append($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Text(title)}</title><style>{Style}</style></head><body>\n");
        html.Append($"<h1>{Text(title)}</h1>\n");
        AppendSummary(html, result);
        if (result.Explanation is { } explanation)
            AppendExplanation(html, explanation);
        if (Recorder is { Events.Count: > 0 } recorder)
        {
            AppendTimeLine(html, recorder, result);
            AppendExits(html, recorder);
            AppendEvents(html, recorder);
            AppendVmcs(html, recorder);
            AppendMaps(html, recorder, machine.Memory);
        }

        AppendText(html, "Serial output", _serial.ToString());
        if (machine.ScreenText() is { } screen && screen.Trim().Length > 0)
            AppendText(html, "Screen", screen);
        return html.Append("</body></html>\n").ToString();
    }

    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24;background:#fff}
        h2{margin-top:2rem;border-bottom:1px solid #d0d7de}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.15rem .6rem;border-bottom:1px solid #eaeef2;vertical-align:top}
        code,pre,td.n{font-family:ui-monospace,Consolas,monospace;font-size:13px}
        pre{background:#f6f8fa;padding:.8rem;overflow:auto}
        .root{fill:#9aa4af}.guest{fill:#2f81f7}.bar{background:#2f81f7;height:.8rem;display:inline-block}
        .Failure{color:#b42318}.changed{background:#fff8c5}.small{color:#57606a;font-size:13px}
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    private void AppendSummary(StringBuilder html, RunResult result)
    {
        html.Append("<table>");
        Row("end", result.End.ToString());
        Row("instructions", result.Instructions.ToString("N0", CultureInfo.InvariantCulture));
        if (Recorder is { } recorder)
        {
            Row("VM entries", recorder.Entries.ToString("N0", CultureInfo.InvariantCulture));
            Row("VM exits", recorder.Exits.Values.Sum().ToString("N0", CultureInfo.InvariantCulture));
            Row("failed VM entries", recorder.Failures.Count.ToString(CultureInfo.InvariantCulture));
        }

        html.Append("</table>\n");

        void Row(string name, string value) => html.Append($"<tr><th>{name}</th><td>{Text(value)}</td></tr>");
    }

    private static void AppendExplanation(StringBuilder html, Explanation explanation)
    {
        html.Append($"<h2>What went wrong</h2><p class=\"Failure\">{Text(explanation.Headline)}</p>{Place(explanation.At)}<ul>");
        foreach (ExplanationNote note in explanation.Notes)
            html.Append($"<li>{Text(note.Text).Replace("\n", "<br>")}{Place(note.At)}</li>");
        html.Append("</ul>\n");
    }

    private static string Place(SourcePlace? place) =>
        place is null ? "" : $"<div class=\"small\"><code>{Text(place.File)}:{place.Line}: {Text(place.Text)}</code></div>";

    /// <summary>Root operation in grey, non-root operation in blue, in instructions from the first entry to the end.</summary>
    private static void AppendTimeLine(StringBuilder html, VmxRecorder recorder, RunResult result)
    {
        const int Width = 1000;
        long first = recorder.Events[0].Instruction;
        double scale = Width / (double)Math.Max(1, result.Instructions - first);
        html.Append($"<h2>Time line</h2><svg viewBox=\"0 0 {Width} 40\" width=\"100%\" role=\"img\" aria-label=\"root and non-root operation\">");
        html.Append($"<rect class=\"root\" x=\"0\" y=\"10\" width=\"{Width}\" height=\"20\"/>");
        long? entered = null;
        foreach (VmxEvent item in recorder.Events)
        {
            if (item.Kind == VmxEventKind.Entry)
                entered = item.Instruction;
            else if (entered is { } from)
            {
                AppendGuest(html, (from - first) * scale, (item.Instruction - first) * scale);
                entered = null;
            }
        }

        if (entered is { } open && recorder.Events.Count < VmxRecorder.MostEvents)
            AppendGuest(html, (open - first) * scale, Width);
        html.Append("</svg><p class=\"small\">grey: root operation (the host), blue: non-root operation (the guest); measured in instructions</p>\n");
    }

    private static void AppendGuest(StringBuilder html, double from, double to) => html.Append(
        CultureInfo.InvariantCulture, $"<rect class=\"guest\" x=\"{from:0.##}\" y=\"5\" width=\"{Math.Max(1, to - from):0.##}\" height=\"30\"/>");

    private static void AppendExits(StringBuilder html, VmxRecorder recorder)
    {
        if (recorder.Exits.Count == 0)
            return;
        long most = recorder.Exits.Values.Max();
        html.Append("<h2>VM exits by reason</h2><table>");
        foreach ((int reason, long count) in recorder.Exits)
        {
            string name = ExitReasons.Find((uint)reason)?.Text ?? "";
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td class=\"n\">{reason}</td><td>{Text(name)}</td><td class=\"n\">{count:N0}</td><td><span class=\"bar\" style=\"width:{200.0 * count / most:0.#}px\"></span></td></tr>");
        }

        html.Append("</table>\n");
    }

    private static void AppendEvents(StringBuilder html, VmxRecorder recorder)
    {
        html.Append("<h2>Entries and exits</h2><table><tr><th>instruction</th><th>event</th><th>fields that changed</th></tr>");
        foreach (VmxEvent item in recorder.Events)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"{item.Kind}\"><td class=\"n\">{item.Instruction:N0}</td><td>{Text(item.Text)}{Place(item.At)}</td><td class=\"n\">");
            foreach ((VmcsField field, ulong before, ulong after) in item.Changes)
                html.Append($"{VmcsFields.Row(field).Name} {Hex(before)} &rarr; {Hex(after)}<br>");
            html.Append("</td></tr>");
        }

        html.Append("</table>");
        if (recorder.Events.Count >= VmxRecorder.MostEvents)
            html.Append($"<p class=\"small\">the first {VmxRecorder.MostEvents} events</p>");
        html.Append('\n');
    }

    private static void AppendVmcs(StringBuilder html, VmxRecorder recorder)
    {
        if (recorder.First is not { } first || recorder.Last is not { } last)
            return;
        html.Append("<h2>The VMCS before and after</h2><table><tr><th>field</th><th>at the first entry</th><th>at the end</th></tr>");
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            ulong before = first[row.Index], after = last[row.Index];
            if (before == 0 && after == 0)
                continue;
            html.Append($"<tr{(before != after ? " class=\"changed\"" : "")}><td class=\"n\">{row.Name}</td>");
            html.Append($"<td class=\"n\">{Text(VmcsFieldText.Describe(row.Field, before))}</td><td class=\"n\">{Text(VmcsFieldText.Describe(row.Field, after))}</td></tr>");
        }

        html.Append("</table>\n");
    }

    private static void AppendMaps(StringBuilder html, VmxRecorder recorder, PhysicalMemory memory)
    {
        if (recorder.Last is not { } values)
            return;
        ulong Value(VmcsField field) => values[VmcsFields.Row(field).Index];

        bool ept = (Value(VmcsField.ProcessorBasedControls) & (ulong)ProcessorBasedControls.ActivateSecondaryControls) != 0
            && (Value(VmcsField.ProcessorBasedControls2) & (ulong)ProcessorBasedControls2.EnableEpt) != 0;
        bool long64 = (Value(VmcsField.ExitControls) & (ulong)ExitControls.HostAddressSpaceSize) != 0;
        AppendMap(html, "Page tables of the host", memory, FormatOf(Value(VmcsField.HostCr0), Value(VmcsField.HostCr4), long64), Value(VmcsField.HostCr3));

        // Under EPT the guest's tables lie at guest-physical addresses, which are physical ones only where EPT maps them so.
        bool guest64 = (Value(VmcsField.EntryControls) & (ulong)EntryControls.Ia32eModeGuest) != 0;
        AppendMap(
            html, "Page tables of the guest", memory, FormatOf(Value(VmcsField.GuestCr0), Value(VmcsField.GuestCr4), guest64), Value(VmcsField.GuestCr3));
        if (ept)
            AppendMap(html, "Extended page tables", memory, PagingFormat.Ept, Value(VmcsField.EptPointer));
    }

    private static PagingFormat? FormatOf(ulong cr0, ulong cr4, bool ia32e)
    {
        if ((cr0 & Architecture.Processor.Cr0.PG) == 0)
            return null;
        if (ia32e)
            return PagingFormat.Ia32e;
        if ((cr4 & Architecture.Processor.Cr4.PAE) != 0)
            return PagingFormat.Pae;
        return (cr4 & Architecture.Processor.Cr4.PSE) != 0 ? PagingFormat.Pse : PagingFormat.Legacy;
    }

    private static void AppendMap(StringBuilder html, string title, PhysicalMemory memory, PagingFormat? format, ulong root)
    {
        html.Append($"<h2>{title}</h2>");
        if (format is not { } known)
        {
            html.Append("<p class=\"small\">paging is off</p>\n");
            return;
        }

        IReadOnlyList<MappedRange> ranges = PageMap.Read(memory, known, root);
        html.Append("<table><tr><th>from</th><th>to</th><th>maps to</th><th>rights</th></tr>");
        foreach (MappedRange range in ranges)
        {
            html.Append($"<tr><td class=\"n\">{Hex(range.Start)}</td><td class=\"n\">{Hex(range.Start + range.Length - 1)}</td>");
            html.Append($"<td class=\"n\">{Hex(range.Target)}</td><td class=\"n\">{range.Rights}</td></tr>");
        }

        html.Append("</table>");
        if (ranges.Count >= PageMap.MostRanges)
            html.Append($"<p class=\"small\">the first {PageMap.MostRanges} ranges</p>");
        html.Append('\n');
    }

    private static void AppendText(StringBuilder html, string title, string text) =>
        html.Append($"<h2>{title}</h2><pre>{Text(text.Replace("\r", ""))}</pre>\n");
}
