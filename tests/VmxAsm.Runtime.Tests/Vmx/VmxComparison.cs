using VmxAsm.Architecture.Vmx;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>The same tests of the lab in our machine and in Bochs, but for the known differences.</summary>
internal static class VmxComparison
{
    public static void Compare(LabTest[] tests, string cpu)
    {
        string[][] expected = VmxLab.RunOnBochs(tests, cpu), actual = VmxLab.Run(tests, cpu);

        // Bochs may end before its last bytes have left the serial port.
        int complete = Array.FindLastIndex(expected, section => section.Length > 0);
        List<string> differences = [];
        if (complete < tests.Length - 2)
            differences.Add($"Bochs ended at test {complete}: {tests[complete]}\n{Difference(expected[complete], actual[complete])}");
        for (int i = 0; i < Math.Max(complete, 1); i++)
        {
            if (IsKnown(tests[i], expected[i], actual[i]) || IsSameAlone(tests[i], cpu, ref expected[i], ref actual[i]))
                continue;
            differences.Add($"{i}: {tests[i]}\n{Difference(expected[i], actual[i])}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static bool IsKnown(LabTest test, string[] expected, string[] actual) =>
        expected.SequenceEqual(actual, LineComparer) || IsEntryToSmm(test) && actual is [.., "F 0 7"];

    /// <summary>Bochs looks at these controls behind the guest state; the manual says that they are controls like others.</summary>
    private static bool IsEntryToSmm(LabTest test) =>
        test.Edits.Any(edit => edit.Encoding == (int)VmcsField.EntryControls && (edit.Value & (ulong)(EntryControls.EntryToSmm | EntryControls.DeactivateDualMonitorTreatment)) != 0);

    /// <summary>Bochs keeps blocking by virtual NMIs from one guest to the next: what differs is tried once more with nothing before it.</summary>
    private static bool IsSameAlone(LabTest test, string cpu, ref string[] expected, ref string[] actual)
    {
        // The second one is only there because the end of Bochs' output may be lost.
        LabTest[] alone = [test, new(LabGuest.Long, LabProgram.Vmcall, [])];
        expected = VmxLab.RunOnBochs(alone, cpu)[0];
        actual = VmxLab.Run(alone, cpu)[0];
        return IsKnown(test, expected, actual);
    }

    /// <summary>The lines up to the first that differs.</summary>
    private static string Difference(string[] bochs, string[] ours)
    {
        int line = 0;
        while (line < bochs.Length && line < ours.Length && LineComparer.Equals(bochs[line], ours[line]))
            line++;
        IEnumerable<string> same = ours.Take(line).Select(text => $"  both  {text}\n");
        return $"{string.Concat(same)}  Bochs {Line(bochs, line)}\n  ours  {Line(ours, line)}";
    }

    private static string Line(string[] lines, int number) => number < lines.Length ? lines[number] : "(nothing more)";

    /// <summary>
    /// Lines of an exit are equal but for what Bochs 2.7 leaves out of the manual: with EPT's accessed and dirty flags, a walk of the guest's page tables is a read and a
    /// write; a virtual interrupt is an event being delivered. Behind an instruction there is no instruction length. An
    /// instruction that exits is not a single step, but for the one in the shadow of MOV SS. A single-step trap behind STI comes in its shadow. A
    /// fault's saved flags have RF. INT1 with TF is no single step. A failed entry leaves the
    /// instruction length alone; its qualification tells of an NMI in the shadow of STI, and of the first of several rules that are broken. The error code of a vectored event counts where there is one.
    /// The instruction length of a fault is undefined, as are the rights of a segment that is unusable. Behind STI, with a breakpoint enabled, Bochs forgets the shadow. Of ten bytes it reads the last two first.
    /// </summary>
    private static readonly IEqualityComparer<string> LineComparer =
        EqualityComparer<string>.Create((bochs, ours) => bochs == ours || bochs is not null && ours is not null && IsKnown(bochs.Split(' '), ours.Split(' ')), _ => 0);

    private static bool IsKnown(string[] bochs, string[] ours)
    {
        const int Reason = 1, Qualification = 2, Event = 3, Vectoring = 5, Length = 7, Flags = 11, Interruptibility = 12, PendingDebug = 14, CodeRights = 19, StackRights = 20, DebugControl = 23;
        if (bochs.Length != ours.Length || bochs.Length <= PendingDebug || bochs[0] != "E" || ours[0] != "E")
            return false;
        for (int i = 0; i < bochs.Length; i++)
        {
            if (bochs[i] == ours[i])
                continue;
            bool isWalk = i == Qualification && ours[Reason] == "30" && (Number(bochs[i]) | 1) == Number(ours[i]) && (Number(ours[i]) & 0x103) == 3;
            bool isVirtualInterrupt = i == Vectoring && (Number(ours[Vectoring]) & 0x8000_0F00) == 0x8000_0000;
            bool isTrap = i == Length && ours[Reason] is "2B" or "2D" or "38";
            bool isStep = i == PendingDebug && (Number(bochs[i]) ^ Number(ours[i])) == 0x4000 && (Number(ours[Flags]) & 0x100) != 0 && (Number(ours[Interruptibility]) & 2) == 0;
            bool isShadow = i == Interruptibility && ours[Event] == "80000301" && (Number(bochs[i]) | 1) == Number(ours[i]);
            bool isStale = i == Vectoring + 1 && (Number(ours[Vectoring]) & 0x8000_0800) != 0x8000_0800;
            bool isDebugTrap = i == Qualification && ours[Event] == "80000501" && (Number(bochs[i]) ^ Number(ours[i])) == 0x4000;
            bool isOrder = i == Qualification && ours[Reason] == "80000021" && (bochs[i], ours[i]) is ("0", "3") or ("4", "0");
            bool isUndefined = i == Length && (Number(ours[Event]) & 0x8000_0700) == 0x8000_0300;
            bool isUnusable = i is CodeRights or StackRights && (Number(bochs[i]) & Number(ours[i]) & 0x1_0000) != 0;
            bool isWatched = i == Interruptibility && ours[Reason] == "0" && (Number(ours[DebugControl]) & 0xFF) != 0 && (Number(bochs[i]) | 1) == Number(ours[i]);
            bool isUpperPart = i == Qualification && ours[Event] == "80000B0E" && Number(bochs[i]) - Number(ours[i]) == 8;
            bool isFailedEntry = i == Length && ours[Reason].Length == 8 && ours[Length] == "0";
            bool isFault = i == Flags && (Number(bochs[i]) | 0x1_0000) == Number(ours[i]);
            if (!isWalk && !isVirtualInterrupt && !isTrap && !isStep && !isUndefined && !isUpperPart && !isUnusable && !isWatched && !isShadow && !isStale && !isDebugTrap && !isFailedEntry && !isOrder && !isFault)
                return false;
        }

        return true;
    }

    private static ulong Number(string text) => Convert.ToUInt64(text, 16);
}
