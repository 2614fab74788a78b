using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Compiler.Lints;

/// <summary>
/// Finds a loop that waits with HLT and cannot be woken: interrupts are off whenever it is reached. HLT ends with an interrupt, and with CLI only
/// NMI, SMI, INIT and reset are left. A bare <c>cli; 1: hlt; jmp 1b</c> is how programs stop for good and is not meant; a loop that does something
/// after its HLT expects to get there.
///
/// To be sure, the rule follows straight-line code only: from CLI to the jump back, without anything that might switch interrupts on (STI, POPF, IRET, calls, INT,
/// far jumps), and without a branch from elsewhere into the middle. Programs that enter a virtual machine are left alone, since a monitor may
/// be watching for the guest's HLT.
/// </summary>
internal static class HaltLint
{
    private readonly record struct Branch(ulong From, ulong To);

    private const byte Cli = 0xFA;
    private const byte Hlt = 0xF4;

    public static void Run(ProgramCode program, DiagnosticBag diagnostics)
    {
        if (!program.Lines.Any(line => line.Code.SequenceEqual([Hlt])) || program.Lines.Any(line => EntersGuest(line.Code)))
            return;
        List<Branch> branches = [];
        foreach (CodeLine line in program.Lines)
        {
            if (BranchTarget(line) is { } target)
                branches.Add(new Branch(line.Address, target));
        }

        foreach (CodeLine[] lines in program.Sections)
        {
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Code.SequenceEqual([Cli]))
                    Follow(lines, i, branches, diagnostics);
            }
        }
    }

    private static void Follow(CodeLine[] lines, int cli, List<Branch> branches, DiagnosticBag diagnostics)
    {
        int halt = -1;
        for (int i = cli + 1; i < lines.Length && lines[i].Address == lines[i - 1].End; i++)
        {
            ReadOnlySpan<byte> code = lines[i].Code;
            if (MaySwitchOn(code))
                return;
            if (code.SequenceEqual([Hlt]))
                halt = halt < 0 ? i : halt;
            if (BranchTarget(lines[i]) is { } target)
            {
                if (halt >= 0 && target > lines[cli].Address && target <= lines[halt].Address)
                {
                    ReportLoop(lines, cli, halt, i, target, branches, diagnostics);
                    return;
                }

                if (IsUnconditional(code))
                    return;
            }
        }
    }

    private static void ReportLoop(CodeLine[] lines, int cli, int halt, int jump, ulong start, List<Branch> branches, DiagnosticBag diagnostics)
    {
        bool isEntered = branches.Exists(branch => branch.To > lines[cli].Address && branch.To <= lines[jump].Address
            && (branch.From < lines[cli].Address || branch.From > lines[jump].Address));
        bool isStop = IsUnconditional(lines[jump].Code);
        for (int i = cli + 1; i < jump; i++)
            isStop &= lines[i].Address < start || lines[i].Code.SequenceEqual([Hlt]) || lines[i].Code.SequenceEqual([Cli]) || lines[i].Code.SequenceEqual("\x90"u8);
        if (isEntered || isStop)
            return;
        diagnostics.Report(new Diagnostic(StructureRules.HaltWithoutInterrupts,
            "this loop waits for an interrupt, and interrupts are off: it never goes on", lines[halt].Span)
        {
            Labels = [new DiagnosticLabel(lines[cli].Span, "switched off here"), new DiagnosticLabel(lines[jump].Span, "back to the wait")],
        });
    }

    /// <summary>VMLAUNCH or VMRESUME.</summary>
    private static bool EntersGuest(ReadOnlySpan<byte> code) => code.Length == 3 && code[0] == 0x0F && code[1] == 0x01 && code[2] is 0xC2 or 0xC3;

    private static bool IsUnconditional(ReadOnlySpan<byte> code) => WithoutPrefix(code) is [0xEB or 0xE9, ..];

    /// <summary>Where a relative jump leads; null for anything else.</summary>
    private static ulong? BranchTarget(CodeLine line)
    {
        ReadOnlySpan<byte> code = WithoutPrefix(line.Code);
        long? distance = code switch
        {
            [0xEB or (>= 0x70 and <= 0x7F) or (>= 0xE0 and <= 0xE3), byte near] => (sbyte)near,
            [0xE8 or 0xE9, _, _] => BinaryPrimitives.ReadInt16LittleEndian(code[1..]),
            [0xE8 or 0xE9, _, _, _, _] => BinaryPrimitives.ReadInt32LittleEndian(code[1..]),
            [0x0F, >= 0x80 and <= 0x8F, _, _] => BinaryPrimitives.ReadInt16LittleEndian(code[2..]),
            [0x0F, >= 0x80 and <= 0x8F, _, _, _, _] => BinaryPrimitives.ReadInt32LittleEndian(code[2..]),
            _ => null,
        };
        return distance is { } known ? line.End + (ulong)known : null;
    }

    /// <summary>STI, POPF, calls, INT, IRET, returns, far and indirect jumps: after any of them nobody knows.</summary>
    private static bool MaySwitchOn(ReadOnlySpan<byte> code) => WithoutPrefix(code) switch
    {
        [0xFB or 0x9D or 0xE8 or 0x9A or 0xEA or 0xC2 or 0xC3 or 0xCA or 0xCB or 0xCC or 0xCD or 0xCE or 0xCF, ..] => true,
        [0xFF, byte modrm, ..] => IsCallOrJump(modrm),
        [>= 0x40 and <= 0x4F, 0xFF, byte modrm, ..] => IsCallOrJump(modrm),
        [>= 0x48 and <= 0x4F, 0xCF or 0xCB, ..] => true,
        _ => false,
    };

    private static bool IsCallOrJump(byte modrm) => (modrm >> 3 & 7) is >= 2 and <= 5;

    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> code) => code is [0x66 or 0x67 or 0x2E or 0x3E, ..] ? code[1..] : code;
}
