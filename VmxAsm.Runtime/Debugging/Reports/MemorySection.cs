using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>What the host's page tables, the guest's and the extended ones map: a picture of what leads where, and a table.</summary>
internal static class MemorySection
{
    private const int Width = 1000, Left = 90, RowHeight = 26;

    /// <summary>More stretches are not drawn; the table has them.</summary>
    private const int MostDrawn = 40;

    public static void Write(Html html, VmxRecorder recorder, PhysicalMemory memory)
    {
        html.Add($"<p class=\"small\">physical memory: {memory.RamBytes >> 20:N0} MiB; the page tables as they are at the end of the run</p>\n");
        HashSet<(PagingFormat?, ulong)> seen = [];
        foreach (VmcsRecord record in recorder.Structures)
        {
            ulong Value(VmcsField field) => record.Last[VmcsFields.Row(field).Index];

            bool ept = (Value(VmcsField.ProcessorBasedControls) & (ulong)ProcessorBasedControls.ActivateSecondaryControls) != 0
                && (Value(VmcsField.ProcessorBasedControls2) & (ulong)ProcessorBasedControls2.EnableEpt) != 0;
            bool host64 = (Value(VmcsField.ExitControls) & (ulong)ExitControls.HostAddressSpaceSize) != 0;
            bool guest64 = (Value(VmcsField.EntryControls) & (ulong)EntryControls.Ia32eModeGuest) != 0;
            Map("Page tables of the host", FormatOf(Value(VmcsField.HostCr0), Value(VmcsField.HostCr4), host64), Value(VmcsField.HostCr3), "linear", "physical", null);
            EptTranslation? through = ept ? new EptTranslation(memory, Value(VmcsField.EptPointer)) : null;
            Map("Page tables of the guest", FormatOf(Value(VmcsField.GuestCr0), Value(VmcsField.GuestCr4), guest64), Value(VmcsField.GuestCr3),
                "linear", ept ? "guest-physical" : "physical", through);
            if (ept)
                Map("Extended page tables", PagingFormat.Ept, Value(VmcsField.EptPointer), "guest-physical", "physical", null);
        }

        void Map(string title, PagingFormat? format, ulong root, string from, string to, EptTranslation? through)
        {
            if (!seen.Add((format, root)))
                return;
            html.Add($"<h3>{title}{(format is { } known ? $" ({PagingFormats.All.First(row => row.Format == known).Name}, at {Html.Hex(root & ~0xFFFUL)})" : "")}</h3>\n");
            if (format is not { } walked)
                html.Raw("<p class=\"small\">paging is off: linear addresses are physical ones</p>\n");
            else if (through is { } ept && ept.Translate(root & PageEntry.AddressMask) != (root & PageEntry.AddressMask))
                html.Raw("<p class=\"small\">these tables lie where EPT maps them, not at their guest-physical address; they are not shown</p>\n");
            else
                WriteMap(html, PageMap.Read(memory, walked, root), from, to);
        }
    }

    private static PagingFormat? FormatOf(ulong cr0, ulong cr4, bool ia32e) => (cr0 & Cr0.PG) == 0 ? null
        : ia32e ? PagingFormat.Ia32e
        : (cr4 & Cr4.PAE) != 0 ? PagingFormat.Pae
        : (cr4 & Cr4.PSE) != 0 ? PagingFormat.Pse : PagingFormat.Legacy;

    private static void WriteMap(Html html, IReadOnlyList<MappedRange> ranges, string from, string to)
    {
        if (ranges.Count == 0)
        {
            html.Raw("<p class=\"small\">nothing is mapped</p>\n");
            return;
        }

        Draw(html, ranges, from, to);
        html.Add($"<div class=\"scroll\"><table class=\"map\"><thead><tr><th>{from}</th><th>up to</th><th class=\"r\">size</th><th>{to}</th><th>rights</th></tr></thead><tbody>\n");
        foreach (MappedRange range in ranges)
        {
            html.Add($"<tr><td class=\"n\">{Html.Hex(range.Start)}</td><td class=\"n\">{Html.Hex(range.Start + range.Length - 1)}</td><td class=\"r n\">{Size(range.Length)}</td>");
            html.Add($"<td class=\"n\">{Html.Hex(range.Target)}{(range.Target == range.Start ? " (the same)" : "")}</td><td class=\"n\">{range.Rights}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
        if (ranges.Count >= PageMap.MostRanges)
            html.Add($"<p class=\"small\">the first {PageMap.MostRanges} stretches</p>\n");
    }

    private static string Size(ulong bytes) => bytes >= 1 << 30 && bytes % (1 << 30) == 0 ? $"{bytes >> 30} GiB"
        : bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";

    /// <summary>Two lines of boxes, addresses in order, each as wide as the logarithm of its size; bands lead from what is mapped to where.</summary>
    private static void Draw(Html html, IReadOnlyList<MappedRange> ranges, string from, string to)
    {
        MappedRange[] drawn = [.. ranges.Take(MostDrawn)];
        double[] widths = [.. drawn.Select(range => Math.Max(1, Math.Log2(range.Length) - 9))];
        double scale = (Width - 6.0 * drawn.Length) / widths.Sum();
        double[] upper = Place(Enumerable.Range(0, drawn.Length)), lower = Place(Enumerable.Range(0, drawn.Length).OrderBy(i => drawn[i].Target));
        html.Add($"<svg viewBox=\"0 0 {Left + Width + 10} 118\" width=\"100%\" role=\"img\" aria-label=\"{from} to {to} addresses\"><text x=\"0\" y=\"30\">{from}</text><text x=\"0\" y=\"100\">{to}</text>");
        for (int i = 0; i < drawn.Length; i++)
        {
            double width = widths[i] * scale;
            html.Add($"<polygon class=\"link\" points=\"{upper[i]:0.#},{12 + RowHeight} {upper[i] + width:0.#},{12 + RowHeight} {lower[i] + width:0.#},82 {lower[i]:0.#},82\"/>");
            string title = $"{Html.Hex(drawn[i].Start)} to {Html.Hex(drawn[i].Start + drawn[i].Length - 1)}: {to} {Html.Hex(drawn[i].Target)}, {drawn[i].Rights}";
            html.Add($"<rect class=\"guest\" x=\"{upper[i]:0.#}\" y=\"12\" width=\"{width:0.#}\" height=\"{RowHeight}\" rx=\"3\"><title>{title}</title></rect>");
            html.Add($"<rect class=\"root\" x=\"{lower[i]:0.#}\" y=\"82\" width=\"{width:0.#}\" height=\"{RowHeight}\" rx=\"3\"><title>{title}</title></rect>");
            if (width > 62)
            {
                html.Add($"<text x=\"{upper[i] + 5:0.#}\" y=\"29\" style=\"fill:#fff\">{Html.Hex(drawn[i].Start)}</text>");
                html.Add($"<text x=\"{lower[i] + 5:0.#}\" y=\"99\" style=\"fill:#fff\">{Html.Hex(drawn[i].Target)}</text>");
            }
        }

        html.Raw("</svg>\n");

        double[] Place(IEnumerable<int> order)
        {
            double[] places = new double[drawn.Length];
            double x = Left;
            foreach (int i in order)
            {
                places[i] = x;
                x += widths[i] * scale + 6;
            }

            return places;
        }
    }

    /// <summary>EPT, to find the guest's own tables.</summary>
    private sealed class EptTranslation(PhysicalMemory memory, ulong root)
    {
        private readonly IReadOnlyList<MappedRange> _ranges = PageMap.Read(memory, PagingFormat.Ept, root);

        public ulong? Translate(ulong guestPhysical)
        {
            foreach (MappedRange range in _ranges)
            {
                if (guestPhysical >= range.Start && guestPhysical - range.Start < range.Length)
                    return range.Target + (guestPhysical - range.Start);
            }

            return null;
        }
    }
}
