using System.Text;

namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>
/// <c>vmxasm run --report</c>: one page to look at, without anything beside it: how the run ended and why, the time line of root and non-root operation, exits by
/// reason, every entry and exit with what changed, the VMCS before and after, what the page tables map, and what the guest printed. Its size is bounded, whatever
/// the length of the run.
/// </summary>
public sealed class RunReport
{
    private const int MostSerialBytes = 1 << 18;

    private readonly StringBuilder _serial = new();
    private long _serialBytes;

    internal VmxRecorder? Recorder { get; set; }

    /// <summary>Serial output that the page shows and then passes on.</summary>
    public Action<byte> Listen(Action<byte>? next) => value =>
    {
        _serialBytes++;
        if (_serial.Length < MostSerialBytes)
            _serial.Append((char)value);
        next?.Invoke(value);
    };

    /// <summary>The page, when the run has ended.</summary>
    public string ToHtml(Machine machine, RunResult result, string title)
    {
        Recorder?.Finish();
        Html html = new();
        html.Add($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        html.Add($"<title>{Html.Text(title)}</title><style>{ReportAssets.Style}</style></head><body>\n");
        html.Add($"<header><h1>{Html.Text(title)}</h1>");
        AddSummary(html, result);
        if (result.Explanation is { } explanation)
            AddExplanation(html, explanation, IsFailure(result));
        html.Raw("</header>\n");

        List<(string Id, string Title, Action Write)> sections = [];
        if (Recorder is { HasEvents: true } recorder)
        {
            sections.Add(("time-line", "Time line", () => TimeLineSection.Write(html, recorder, result.Instructions)));
            if (recorder.Exits.Count > 0)
                sections.Add(("exits", "VM exits by reason", () => EventSections.WriteExits(html, recorder)));
            sections.Add(("entries", "Entries and exits", () => EventSections.WriteEvents(html, recorder)));
            sections.Add(("vmcs", "The VMCS before and after", () => VmcsSection.Write(html, recorder, machine)));
            sections.Add(("memory", "Memory map", () => MemorySection.Write(html, recorder, machine.Memory)));
        }

        sections.Add(("serial", "Serial output", () => AddSerial(html)));
        if (ScreenOf(machine) is { } screen)
            sections.Add(("screen", "Screen", () => html.Raw(screen)));

        html.Raw("<nav><div>");
        foreach ((string id, string name, _) in sections)
            html.Add($"<a href=\"#{id}\">{name}</a>");
        html.Raw("</div></nav>\n<main>\n");
        foreach ((string id, string name, Action write) in sections)
        {
            html.Add($"<section id=\"{id}\"><h2>{name}</h2>\n");
            write();
            html.Raw("</section>\n");
        }

        return html.Add($"</main><footer>made by vmxasm; instructions are the unit of time</footer><script>{ReportAssets.Script}</script></body></html>\n").ToString();
    }

    private static bool IsFailure(RunResult result) => result.End is not (RunEnd.PoweredOff or RunEnd.HaltedForGood)
        && !(result.End == RunEnd.DebugExit && result.GuestExitCode == 0);

    private void AddSummary(Html html, RunResult result)
    {
        bool failedEntry = Recorder is { Failures: > 0 };
        string end = Ended(result) + (failedEntry && !IsFailure(result) ? " after a failed VM entry" : "");
        html.Add($"<span class=\"badge{(failedEntry || IsFailure(result) ? " bad" : "")}\">{Html.Text(end)}</span><div class=\"cards\">");
        Card(Html.Count(result.Instructions), "instructions");
        if (Recorder is { HasEvents: true } recorder)
        {
            Card(Html.Count(recorder.Entries), "VM entries");
            Card(Html.Count(recorder.Exits.Values.Sum()), "VM exits");
            if (recorder.Failures > 0)
                Card(Html.Count(recorder.Failures), "failed VM entries");
            Card(Html.Count(recorder.GuestInstructions), "instructions in the guest");
        }

        html.Raw("</div>");

        void Card(string value, string name) => html.Add($"<div class=\"card\"><b>{value}</b><span>{name}</span></div>");
    }

    private static string Ended(RunResult result) => result.End switch
    {
        RunEnd.PoweredOff => "powered off",
        RunEnd.HaltedForGood => "halted for good",
        RunEnd.BootFailed => "nothing to boot",
        RunEnd.DebugExit => $"debug exit with {result.GuestExitCode}",
        RunEnd.TripleFault => "triple fault",
        RunEnd.UnhandledVmEntryFailure => "VM entry failed",
        RunEnd.NotEmulated => "not emulated",
        RunEnd.InstructionLimit => "limit of instructions reached",
        RunEnd.TimeLimit => "time limit reached",
        RunEnd.Cancelled => "interrupted",
        RunEnd.Killed => "killed by the debugger",
        _ => result.End.ToString(),
    };

    private static void AddExplanation(Html html, Explanation explanation, bool failed)
    {
        html.Add($"<div class=\"wrong{(failed ? "" : " mild")}\" id=\"explanation\"><p>{Html.Prose(explanation.Headline)}</p>{Html.Place(explanation.At)}<ol>");
        foreach (ExplanationNote note in explanation.Notes)
        {
            // A register dump is a table of its own kind.
            html.Raw(note.Text.Contains("gdtr base", StringComparison.Ordinal)
                ? $"<li><details><summary>registers</summary><pre>{Html.Text(note.Text)}</pre></details></li>"
                : $"<li>{Html.Prose(note.Text)}{Html.Place(note.At)}</li>");
        }

        html.Raw("</ol></div>\n");
    }

    private void AddSerial(Html html)
    {
        if (_serialBytes == 0)
            html.Raw("<p class=\"small\">the program sent nothing</p>");
        else
            html.Add($"<pre>{Html.Text(_serial.ToString().Replace("\r", ""))}</pre>");
        if (_serialBytes > _serial.Length)
            html.Add($"<p class=\"small\">the first {_serial.Length:N0} of {_serialBytes:N0} bytes</p>");
    }

    private static string? ScreenOf(Machine machine)
    {
        if (machine.ScreenText() is { } text)
            return text.Trim().Length > 0 ? $"<pre class=\"screen\">{Html.Text(text.TrimEnd())}</pre>" : null;
        return $"<img class=\"screen\" alt=\"the screen at the end\" src=\"data:image/png;base64,{Convert.ToBase64String(machine.ScreenPng())}\">";
    }
}
