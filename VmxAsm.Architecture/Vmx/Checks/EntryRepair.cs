using System.Numerics;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// Looks for the value nearest to a wrong one that the rule accepts, by asking the rules themselves: a proposal is made only when the row holds with it and
/// fewer rows are broken than before. For words of bits and other values that the rules decide; where an address or a selector of the program's own is wanted,
/// there is nothing to propose.
/// </summary>
public static class EntryRepair
{
    /// <summary>Values that are often meant: access rights of the usual segments, limits.</summary>
    private static readonly ulong[] Usual =
        [0xF3, 0x9B, 0x93, 0x8B, 0x82, 0xC09B, 0xC093, 0xA09B, 0x1_0000, 0xFFFF, 0, 1, 2];

    /// <summary>Rows that one field can break besides: each moves the proposal on.</summary>
    private const int MostOthers = 4;

    /// <summary>
    /// The value to write to the check's field, one that satisfies the field's other broken rows too where there is one; null where none is certain to be what is
    /// meant.
    /// </summary>
    public static ulong? Find(EntryView view, EntryCheck check)
    {
        ulong? found = Nearest(view, check);
        for (int i = 0; i < MostOthers && found is { } value; i++)
        {
            Overlay mended = new(view, check.Field) { Value = value };
            if (EntryChecks.Failures(mended).FirstOrDefault(row => row.Field == check.Field) is not { } next || Nearest(mended, next) is not { } better)
                break;
            found = better;
        }

        return found;
    }

    private static ulong? Nearest(EntryView view, EntryCheck check)
    {
        if (!IsDecidedByRules(check) || view.Find(check.Field) is not { } value)
            return null;
        VmcsFieldRow row = VmcsFields.Row(check.Field);
        Overlay overlay = new(view, check.Field);
        HashSet<string> before = [.. EntryChecks.Failures(view).Select(row => row.Id)];
        if (Preferred(check.Field) is { } preferred && Broken(preferred) is not null)
            return preferred;
        (int Broken, int Distance, ulong Value)? best = null;
        foreach (ulong candidate in Candidates(view, check, value & row.Mask).Select(candidate => candidate & row.Mask).Distinct())
        {
            int distance = BitOperations.PopCount(candidate ^ value);
            if (candidate != value && Broken(candidate) is { } broken && (best is not { } found || (broken, distance).CompareTo((found.Broken, found.Distance)) < 0))
                best = (broken, distance, candidate);
        }

        return best?.Value;

        // How many rows are broken with the value; null when the check is among them, or one that was not broken before.
        int? Broken(ulong candidate)
        {
            overlay.Value = candidate;
            if (check.Evaluate(overlay) != CheckVerdict.Pass)
                return null;
            int count = 0;
            foreach (EntryCheck row in EntryChecks.Failures(overlay))
            {
                if (!before.Contains(row.Id))
                    return null;
                count++;
            }

            return count;
        }
    }

    /// <summary>What is meant, whatever was written.</summary>
    private static ulong? Preferred(VmcsField field) => field switch
    {
        VmcsField.VmcsLinkPointer => ulong.MaxValue,
        VmcsField.GuestIa32Pat or VmcsField.HostIa32Pat => 0x0007_0406_0007_0406,
        VmcsField.TscMultiplier => 0x1_0000_0000_0000,
        VmcsField.GuestDr7 => 0x400,
        VmcsField.GuestIa32Debugctl or VmcsField.GuestActivityState or VmcsField.GuestInterruptibilityState or VmcsField.GuestPendingDebugExceptions => 0,
        _ => null,
    };

    /// <summary>The value in the words of the language: <c>PE | NE | PG</c>, <c>hlt_exiting | use_io_bitmaps</c>, else a number.</summary>
    public static string Write(EntryView view, VmcsField field, ulong value)
    {
        if (VmcsFields.Row(field).ControlWord is { } word)
        {
            // `.vmcs` adds the bits without a name, which the processor demands.
            ulong named = VmxControls.All.Where(control => control.Word == word).Aggregate(0UL, (bits, control) => bits | control.Mask);
            ulong nameless = value & ~named & ~(ulong)view.Capabilities.Of(word).MustBeOne;
            return VmxControls.Describe(word, value & named | nameless);
        }

        return field switch
        {
            VmcsField.GuestCr0 or VmcsField.HostCr0 => BitFields.Describe(Cr0.Fields, value),
            VmcsField.GuestCr4 or VmcsField.HostCr4 => BitFields.Describe(Cr4.Fields, value),
            VmcsField.GuestRflags when value != Rflags.AlwaysOne => BitFields.Describe(Rflags.Fields, value & ~Rflags.AlwaysOne),
            VmcsField.GuestIa32Efer or VmcsField.HostIa32Efer => BitFields.Describe(Efer.Fields, value),
            VmcsField.VmcsLinkPointer when value == ulong.MaxValue => "-1",
            _ => $"0x{value:x}",
        };
    }

    private static bool IsDecidedByRules(EntryCheck check)
    {
        VmcsField field = check.Field;
        if (VmcsFields.Row(field).ControlWord is not null || field is >= VmcsField.GuestEsAccessRights and <= VmcsField.GuestTrAccessRights)
            return true;
        if (check.Id.EndsWith("-v86", StringComparison.Ordinal) || check.Id.EndsWith("-selector", StringComparison.Ordinal))
            return true;
        return field is VmcsField.GuestCr0 or VmcsField.HostCr0 or VmcsField.GuestCr4 or VmcsField.HostCr4 or VmcsField.GuestRflags
            or VmcsField.GuestIa32Efer or VmcsField.HostIa32Efer or VmcsField.GuestIa32Pat or VmcsField.HostIa32Pat or VmcsField.GuestDr7
            or VmcsField.GuestIa32Debugctl or VmcsField.GuestActivityState or VmcsField.GuestInterruptibilityState or VmcsField.GuestPendingDebugExceptions
            or VmcsField.VmcsLinkPointer or VmcsField.TscMultiplier or VmcsField.TprThreshold or VmcsField.Cr3TargetCount or VmcsField.GuestSsSelector
            or VmcsField.EntryInstructionLength;
    }

    private static IEnumerable<ulong> Candidates(EntryView view, EntryCheck check, ulong value)
    {
        VmcsFieldRow row = VmcsFields.Row(check.Field);
        if (row.ControlWord is { } word)
        {
            yield return view.Capabilities.Of(word).Adjust((uint)value);

            // Leaving a control out is a repair; adding one that nobody asked for is another field's matter, except where the rule needs it.
            foreach (VmxControl control in VmxControls.All.Where(control => control.Word == word))
                yield return value ^ control.Mask;
            yield break;
        }

        for (int bit = 0; bit < row.Bits; bit++)
            yield return value ^ 1UL << bit;
        foreach (ulong usual in Usual)
            yield return usual;
        for (ulong rpl = 0; rpl < 4; rpl++)
            yield return value & ~7UL | rpl;
        foreach (VmcsField other in check.Fields.Skip(1))
        {
            if (view.Find(other) is { } weighed)
                yield return weighed << 4;
        }

        // Reserved bits, whichever: without the upper ones, or with what FIXED0 and FIXED1 ask.
        yield return value & uint.MaxValue;
        yield return value & 0xF;
        yield return value & (AccessRights.ReservedBits ^ uint.MaxValue);
        yield return (value | view.Capabilities.Cr0Fixed0) & view.Capabilities.Cr0Fixed1;
        yield return (value | view.Capabilities.Cr4Fixed0) & view.Capabilities.Cr4Fixed1;
        yield return value | Efer.LME | Efer.LMA;
        yield return value & ~(Efer.LME | Efer.LMA);
        yield return value & (Efer.SCE | Efer.LME | Efer.LMA | Efer.NXE);
        yield return value & 0x3F_7FD7 | Rflags.AlwaysOne;
        yield return value & 0x500F;
    }

    /// <summary>A view with one field changed.</summary>
    private sealed class Overlay(EntryView inner, VmcsField field) : EntryView(inner.Cpu)
    {
        public ulong Value { get; set; }

        protected override bool? HostIsInIa32eMode => inner.HostMode;

        protected override ulong? CurrentVmcs => inner.CurrentPointer;

        protected override FieldValue Get(VmcsField asked) => asked == field ? FieldValue.Known(Value) : inner.ValueOf(asked);

        protected override ulong? ReadMemory(ulong physicalAddress) => inner.MemoryAt(physicalAddress);
    }
}
