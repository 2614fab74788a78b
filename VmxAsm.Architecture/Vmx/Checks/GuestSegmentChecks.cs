using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// SDM volume 3, "Checks on Guest Segment Registers". A virtual-8086 guest has one rule per field (base, limit, access rights); any other
/// guest has the rules that loading the register from a descriptor would have applied, attribute by attribute. A segment marked unusable is
/// exempt from most of them, but CS and TR must be usable.
/// </summary>
internal static class GuestSegmentChecks
{
    private static readonly GuestSegment[] CodeAndData =
        [GuestSegment.Cs, GuestSegment.Ss, GuestSegment.Ds, GuestSegment.Es, GuestSegment.Fs, GuestSegment.Gs];

    private static readonly GuestSegment[] Data = [GuestSegment.Ds, GuestSegment.Es, GuestSegment.Fs, GuestSegment.Gs];

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.GuestState) { Section = "Checks on Guest Segment Registers" };
        AddSelectors(list);
        foreach (GuestSegment segment in CodeAndData)
            AddVirtual8086(list, segment);
        AddBases(list);
        AddCodeAttributes(list);
        AddStackAttributes(list);
        foreach (GuestSegment segment in Data)
            AddDataAttributes(list, segment);
        foreach (GuestSegment segment in CodeAndData)
            AddCommonAttributes(list, segment);
        AddTaskRegister(list);
        AddLdtr(list);
        return list.Rows;
    }

    private static void AddSelectors(EntryCheckList list)
    {
        list.Add(
            "guest-tr-ti",
            VmcsField.GuestTrSelector,
            "TI (bit 2) of `guest.tr.selector` must be 0: a task-state segment is in the GDT",
            v => v.AllClear(VmcsField.GuestTrSelector, 4),
            "a selector of the GDT");
        list.Add(
            "guest-ldtr-ti",
            [VmcsField.GuestLdtrSelector, VmcsField.GuestLdtrAccessRights],
            "TI (bit 2) of `guest.ldtr.selector` must be 0 when LDTR is usable: an LDT is in the GDT",
            v => !v.IsUsable(GuestSegment.Ldtr) || v.AllClear(VmcsField.GuestLdtrSelector, 4),
            "a selector of the GDT, or LDTR unusable (access rights 0x10000)");
        list.Add(
            "guest-ss-rpl",
            [VmcsField.GuestSsSelector, VmcsField.GuestCsSelector],
            "RPL of `guest.ss.selector` must equal RPL of `guest.cs.selector`, unless the guest is in virtual-8086 mode or unrestricted",
            v => v.GuestIsVirtual8086
                || v.Has(ProcessorBasedControls2.UnrestrictedGuest)
                || ((v[VmcsField.GuestSsSelector] ^ v[VmcsField.GuestCsSelector]) & 3) == 0,
            v => $"RPL {(v.Find(VmcsField.GuestCsSelector) ?? 0) & 3}");
    }

    private static void AddVirtual8086(EntryCheckList list, GuestSegment segment)
    {
        string name = segment.ToString().ToLowerInvariant();
        VmcsField selector = segment.Selector();
        list.Add(
            $"guest-{name}-base-v86",
            [segment.Base(), selector, VmcsField.GuestRflags],
            $"in virtual-8086 mode, `guest.{name}.base` must be the selector times 16",
            v => !v.GuestIsVirtual8086 || v[segment.Base()] == v[selector] << 4,
            v => $"0x{(v.Find(selector) ?? 0) << 4:x}, which is 16 times the selector 0x{v.Find(selector) ?? 0:x}");
        list.Add(
            $"guest-{name}-limit-v86",
            [segment.Limit(), VmcsField.GuestRflags],
            $"in virtual-8086 mode, `guest.{name}.limit` must be 0xffff",
            v => !v.GuestIsVirtual8086 || v[segment.Limit()] == 0xFFFF,
            "0xffff");
        list.Add(
            $"guest-{name}-access-rights-v86",
            [segment.AccessRights(), VmcsField.GuestRflags],
            $"in virtual-8086 mode, `guest.{name}.access_rights` must be 0xf3: a present, accessed, writable data segment with DPL 3",
            v => !v.GuestIsVirtual8086 || v[segment.AccessRights()] == AccessRights.Virtual8086,
            "0xf3");
    }

    private static void AddBases(EntryCheckList list)
    {
        list.AddCanonical("guest-tr-base", VmcsField.GuestTrBase);
        list.AddCanonical("guest-fs-base", VmcsField.GuestFsBase);
        list.AddCanonical("guest-gs-base", VmcsField.GuestGsBase);
        list.AddCanonical("guest-ldtr-base", VmcsField.GuestLdtrBase, v => v.IsUsable(GuestSegment.Ldtr), "when LDTR is usable, ");
        list.Add(
            "guest-cs-base-high",
            VmcsField.GuestCsBase,
            "bits 63:32 of `guest.cs.base` must be 0",
            v => v.AllClear(VmcsField.GuestCsBase, 0xFFFF_FFFF_0000_0000),
            "an address below 4 GiB");
        foreach (GuestSegment segment in (GuestSegment[])[GuestSegment.Ss, GuestSegment.Ds, GuestSegment.Es])
        {
            string name = segment.ToString().ToLowerInvariant();
            list.Add(
                $"guest-{name}-base-high",
                [segment.Base(), segment.AccessRights()],
                $"bits 63:32 of `guest.{name}.base` must be 0 when {segment.Name()} is usable",
                v => !v.IsUsable(segment) || v.AllClear(segment.Base(), 0xFFFF_FFFF_0000_0000),
                "an address below 4 GiB");
        }
    }

    private static void AddCodeAttributes(EntryCheckList list)
    {
        const VmcsField Rights = VmcsField.GuestCsAccessRights;
        list.Add(
            "guest-cs-type",
            [Rights],
            "the type of CS must be that of an accessed code segment (9, 11, 13 or 15); an unrestricted guest may also have 3, accessed "
                + "writable data",
            v => v.GuestIsVirtual8086
                || v.Rights(GuestSegment.Cs).Type is 9 or 11 or 13 or 15
                || v.Rights(GuestSegment.Cs).Type == 3 && v.Has(ProcessorBasedControls2.UnrestrictedGuest),
            "type 11: 0x9b in the low byte for DPL 0");
        list.Add(
            "guest-cs-dpl",
            [Rights, VmcsField.GuestSsAccessRights],
            "DPL of CS must be 0 for type 3, equal DPL of SS for non-conforming code (types 9 and 11), and not exceed it for conforming code "
                + "(13 and 15)",
            v => v.GuestIsVirtual8086 || v.Rights(GuestSegment.Cs).Type switch
            {
                3 => v.Rights(GuestSegment.Cs).Dpl == 0 || !v.Has(ProcessorBasedControls2.UnrestrictedGuest),
                9 or 11 => v.Rights(GuestSegment.Cs).Dpl == v.Rights(GuestSegment.Ss).Dpl,
                13 or 15 => v.Rights(GuestSegment.Cs).Dpl <= v.Rights(GuestSegment.Ss).Dpl,
                _ => true,
            },
            v => v.Rights(GuestSegment.Cs).Type == 3 ? "DPL 0" : $"DPL {v.Rights(GuestSegment.Ss).Dpl}, as SS has");
        list.Add(
            "guest-cs-db-long",
            [Rights, VmcsField.EntryControls],
            "D/B of CS must be 0 when L is 1 and the guest in IA-32e mode",
            v => v.GuestIsVirtual8086
                || !v.Has(EntryControls.Ia32eModeGuest)
                || !v.Rights(GuestSegment.Cs).Long
                || !v.Rights(GuestSegment.Cs).DefaultBig,
            "L without D/B (0x2000 without 0x4000) for 64-bit code");
    }

    private static void AddStackAttributes(EntryCheckList list)
    {
        const VmcsField Rights = VmcsField.GuestSsAccessRights;
        list.Add(
            "guest-ss-type",
            [Rights],
            "the type of SS must be 3 or 7 (accessed writable data) when SS is usable",
            v => v.GuestIsVirtual8086 || !v.IsUsable(GuestSegment.Ss) || v.Rights(GuestSegment.Ss).Type is 3 or 7,
            "type 3: 0x93 in the low byte for DPL 0");
        list.Add(
            "guest-ss-dpl-rpl",
            [Rights, VmcsField.GuestSsSelector],
            "DPL of SS must equal RPL of `guest.ss.selector`, unless the guest is unrestricted",
            v => v.GuestIsVirtual8086
                || v.Has(ProcessorBasedControls2.UnrestrictedGuest)
                || v.Rights(GuestSegment.Ss).Dpl == (int)(v[VmcsField.GuestSsSelector] & 3),
            v => $"DPL {(v.Find(VmcsField.GuestSsSelector) ?? 0) & 3}");
        list.Add(
            "guest-ss-dpl-zero",
            [Rights, VmcsField.GuestCsAccessRights, VmcsField.GuestCr0],
            "DPL of SS must be 0 when CS has type 3 or PE of `guest.cr0` is 0",
            v => v.GuestIsVirtual8086
                || v.Rights(GuestSegment.Ss).Dpl == 0
                || v.AllSet(VmcsField.GuestCr0, Cr0.PE) && v.Rights(GuestSegment.Cs).Type != 3,
            "DPL 0");
    }

    private static void AddDataAttributes(EntryCheckList list, GuestSegment segment)
    {
        string name = segment.ToString().ToLowerInvariant();
        list.Add(
            $"guest-{name}-type",
            [segment.AccessRights()],
            $"the type of {segment.Name()} must be accessed (bit 0), and readable (bit 1) if it is code, when {segment.Name()} is usable",
            v => v.GuestIsVirtual8086
                || !v.IsUsable(segment)
                || v.Rights(segment).IsAccessed && ((v.Rights(segment).Type & 8) == 0 || v.Rights(segment).IsWritableOrReadable),
            "type 3: 0x93 in the low byte for DPL 0");
        list.Add(
            $"guest-{name}-dpl",
            [segment.AccessRights(), segment.Selector()],
            $"DPL of {segment.Name()} must not be below RPL of its selector when it is usable data or non-conforming code, unless the guest is "
                + "unrestricted",
            v => v.GuestIsVirtual8086
                || v.Has(ProcessorBasedControls2.UnrestrictedGuest)
                || !v.IsUsable(segment)
                || v.Rights(segment).Type >= 12
                || v.Rights(segment).Dpl >= (int)(v[segment.Selector()] & 3),
            v => $"DPL {(v.Find(segment.Selector()) ?? 0) & 3} or more");
    }

    private static void AddCommonAttributes(EntryCheckList list, GuestSegment segment)
    {
        string name = segment.ToString().ToLowerInvariant();
        string when = segment == GuestSegment.Cs ? "" : $" when {segment.Name()} is usable";
        bool Applies(EntryView v) => !v.GuestIsVirtual8086 && (segment == GuestSegment.Cs || v.IsUsable(segment));

        list.Add(
            $"guest-{name}-s",
            [segment.AccessRights()],
            $"S (bit 4) of {segment.Name()} must be 1, code or data,{when}".TrimEnd(','),
            v => !Applies(v) || v.AllSet(segment.AccessRights(), AccessRights.CodeOrDataBit),
            "add 0x10");
        AddPresent(list, segment, when, Applies);
        AddReserved(list, segment, when, Applies);
        AddGranularity(list, segment, when, Applies);
    }

    private static void AddTaskRegister(EntryCheckList list)
    {
        list.Add(
            "guest-tr-type",
            [VmcsField.GuestTrAccessRights, VmcsField.EntryControls],
            "the type of TR must be a busy TSS: 11 (32- or 64-bit) or, outside IA-32e mode, 3 (16-bit)",
            v => v.Rights(GuestSegment.Tr).Type is 11 || v.Rights(GuestSegment.Tr).Type is 3 && !v.Has(EntryControls.Ia32eModeGuest),
            "type 11: access rights 0x8b");
        AddSystem(list, GuestSegment.Tr, "", _ => true);
        AddPresent(list, GuestSegment.Tr, "", _ => true);
        AddReserved(list, GuestSegment.Tr, "", _ => true);
        AddGranularity(list, GuestSegment.Tr, "", _ => true);
        list.Add(
            "guest-tr-unusable",
            [VmcsField.GuestTrAccessRights],
            "TR must be usable: a guest cannot be without a task-state segment",
            v => v.IsUsable(GuestSegment.Tr),
            "leave out 0x10000");
    }

    private static void AddLdtr(EntryCheckList list)
    {
        static bool Applies(EntryView v) => v.IsUsable(GuestSegment.Ldtr);
        const string When = " when LDTR is usable";
        list.Add(
            "guest-ldtr-type",
            [VmcsField.GuestLdtrAccessRights],
            "the type of LDTR must be 2 (LDT)" + When,
            v => !Applies(v) || v.Rights(GuestSegment.Ldtr).Type == 2,
            "access rights 0x82, or 0x10000 (unusable)");
        AddSystem(list, GuestSegment.Ldtr, When, Applies);
        AddPresent(list, GuestSegment.Ldtr, When, Applies);
        AddReserved(list, GuestSegment.Ldtr, When, Applies);
        AddGranularity(list, GuestSegment.Ldtr, When, Applies);
    }

    private static void AddSystem(EntryCheckList list, GuestSegment segment, string when, Func<EntryView, bool> applies) =>
        list.Add(
            $"guest-{segment.ToString().ToLowerInvariant()}-s",
            [segment.AccessRights()],
            $"S (bit 4) of {segment.Name()} must be 0, system{(when.Length > 0 ? "," : "")}{when}",
            v => !applies(v) || v.AllClear(segment.AccessRights(), AccessRights.CodeOrDataBit),
            "leave out 0x10");

    private static void AddPresent(EntryCheckList list, GuestSegment segment, string when, Func<EntryView, bool> applies) =>
        list.Add(
            $"guest-{segment.ToString().ToLowerInvariant()}-present",
            [segment.AccessRights()],
            $"P (bit 7) of {segment.Name()} must be 1{when}",
            v => !applies(v) || v.AllSet(segment.AccessRights(), AccessRights.PresentBit),
            "add 0x80");

    private static void AddReserved(EntryCheckList list, GuestSegment segment, string when, Func<EntryView, bool> applies) =>
        list.Add(
            $"guest-{segment.ToString().ToLowerInvariant()}-reserved",
            [segment.AccessRights()],
            $"bits 31:17 and 11:8 of `guest.{segment.ToString().ToLowerInvariant()}.access_rights` must be 0{when}",
            v => !applies(v) || v.AllClear(segment.AccessRights(), AccessRights.ReservedBits),
            "the descriptor's bits 55:40 with the limit bits (11:8) taken out");

    private static void AddGranularity(EntryCheckList list, GuestSegment segment, string when, Func<EntryView, bool> applies)
    {
        string name = segment.ToString().ToLowerInvariant();
        list.Add(
            $"guest-{name}-granularity-bytes",
            [segment.AccessRights(), segment.Limit()],
            $"G (bit 15) of {segment.Name()} must be 0 if bits 11:0 of `guest.{name}.limit` are not all ones{when}",
            v => !applies(v) || v.AllClear(segment.AccessRights(), AccessRights.GranularityBit) || v.AllSet(segment.Limit(), 0xFFF),
            v => $"leave out 0x8000, or a limit of 0x{(v.Find(segment.Limit()) ?? 0) | 0xFFF:x}");
        list.Add(
            $"guest-{name}-granularity-pages",
            [segment.AccessRights(), segment.Limit()],
            $"G (bit 15) of {segment.Name()} must be 1 if any of bits 31:20 of `guest.{name}.limit` is 1{when}",
            v => !applies(v) || v.AllSet(segment.AccessRights(), AccessRights.GranularityBit) || v.AllClear(segment.Limit(), 0xFFF0_0000),
            "add 0x8000");
    }
}
