using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// Says why an instruction could not be assembled. Nothing here runs unless there is an error, so it may look at everything: every form of
/// the name, every mode, every known name.
/// </summary>
internal sealed class InstructionDiagnostics(AssemblerState state)
{
    private const int MostForms = 6;

    private static string[]? _knownNames;

    /// <summary>Where a macro is missing, one name is unknown a thousand times.</summary>
    private readonly Dictionary<string, string> _similar = [];

    public void UnknownInstruction(ReadOnlySpan<byte> name, SourceSpan span)
    {
        if (state.IsIncludeMissing)
            return;
        string text = System.Text.Encoding.UTF8.GetString(name);
        if (!_similar.TryGetValue(text, out string? similar))
            similar = state.Diagnostics.IsFull ? "" : _similar[text] = NearestName.Similar(text, KnownNames());
        state.Diagnostics.Report(EncodingRules.UnknownInstruction, span, $"no such instruction `{text}`{similar}");
    }

    /// <summary>Reports what became of an instruction; true when it is assembled nevertheless.</summary>
    public bool Report(EncodeStatus status, EmitError error, Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        string name = state.Sources.TextOf(instruction.NameSpan);
        switch (status)
        {
            case EncodeStatus.SizeAssumed:
                state.Diagnostics.Report(EncodingRules.SizeAssumed, instruction.NameSpan,
                    $"neither a suffix nor a register says how wide `{name}` is; the default of {state.CodeBits}-bit code is taken");
                return true;
            case EncodeStatus.Truncated:
                SourceSpan value = Immediate(instruction).Span;
                state.Diagnostics.Report(EncodingRules.ValueTruncated, value, $"`{state.Sources.TextOf(value)}` is too large for `{name}` and loses its upper bits");
                return true;
            case EncodeStatus.Ambiguous:
                state.Diagnostics.Report(new Diagnostic(EncodingRules.AmbiguousSize, instruction.IsIntel
                    ? $"nothing says how wide `{name}` is: write `byte ptr`, `word ptr`, `dword ptr` or `qword ptr` before the address"
                    : $"nothing says how wide `{name}` is: it needs a suffix", instruction.NameSpan));
                return false;
            case EncodeStatus.OtherStringAddress:
                state.Diagnostics.Report(EncodingRules.OtherStringAddress, instruction.NameSpan,
                    $"`{name}` does not use the address that is written: it uses its own registers");
                return true;
            case EncodeStatus.MisplacedRounding:
                state.Diagnostics.Report(EncodingRules.MisplacedRounding, instruction.NameSpan,
                    $"the rounding mode of `{name}` stands in the wrong place among its operands");
                return false;
            case EncodeStatus.SameRegisters:
                state.Diagnostics.Report(EncodingRules.DistinctRegisters, instruction.Operands[0].Span, $"`{name}` needs different registers");
                return false;
            case EncodeStatus.BadPrefix:
                BadPrefix(instruction, name);
                return false;
            case EncodeStatus.Unencodable:
                Unencodable(error, instruction, name);
                return false;
            default:
                NoForm(instruction, name, forms, mode);
                return false;
        }
    }

    /// <summary>Warns of <c>jmp %eax</c>: what is meant is <c>jmp *%eax</c>.</summary>
    public void CheckStar(Instruction instruction)
    {
        ref Operand operand = ref instruction.Operands[0];
        bool indirect = operand.Kind == OperandKind.Register
            || operand.Kind == OperandKind.Memory && (instruction.Types[0] & OperandTypes.Target) == 0;
        if (!indirect || operand.Indirect)
            return;
        string text = state.Sources.TextOf(operand.Span);
        state.Diagnostics.Report(new Diagnostic(EncodingRules.IndirectWithoutStar, $"an indirect target is written `*{text}`", operand.Span)
        {
            Fix = "*" + text,
        });
    }

    /// <summary>Warns of what is assembled as something else, or can never be executed; false when it is refused.</summary>
    public bool CheckMeaning(Instruction instruction, in InstructionForm form, bool intelMnemonics)
    {
        if (form.Has(FormFlags.ImpliedSt1) && form.NameIndex >= 0 && instruction.Count == 0)
            return CheckPopping(instruction, intelMnemonics);
        if (form.Encoding == OpcodeEncoding.Legacy)
        {
            if (form is { Map: 0, Opcode: 0xCA or 0xCB or 0xCF } && state.CodeBits == 64 && !instruction.IsIntel)
                CheckReturn(instruction);
            else
                CheckOrder(instruction);
            return true;
        }

        if (form.Encoding is OpcodeEncoding.Vex or OpcodeEncoding.Evex)
            CheckGather(instruction);
        return true;
    }

    /// <summary>In 64-bit code <c>lret</c> and <c>iret</c> return by 32 bits, which is hardly ever meant.</summary>
    private void CheckReturn(Instruction instruction)
    {
        string name = state.Sources.TextOf(instruction.NameSpan);
        if (name.EndsWith("ret", Insensitive))
            state.Diagnostics.Report(EncodingRules.SizeAssumed, instruction.NameSpan, $"no suffix says how wide `{name}` is; the default of 32 bits is taken");
    }

    private bool CheckPopping(Instruction instruction, bool intelMnemonics)
    {
        string name = state.Sources.TextOf(instruction.NameSpan);
        if (name.EndsWith('p') || name.EndsWith('P') || !name.StartsWith("fadd", Insensitive) && !IsArithmetic(name))
            return true;
        if (intelMnemonics)
            state.Diagnostics.Report(EncodingRules.WrongOperandCount, instruction.NameSpan, $"`{name}` has operands with Intel's mnemonics");
        else
            state.Diagnostics.Report(EncodingRules.PoppingMeant, instruction.NameSpan, $"`{name}` without operands is `{name}p`");
        return !intelMnemonics;
    }

    /// <summary><c>fmulp %st(1), %st</c>: what pops leaves its result in the other register.</summary>
    private void CheckOrder(Instruction instruction)
    {
        if (instruction is not { Count: 2, Operands: [{ Register: { Class: RegisterClass.X87, Number: 0 } }, { Register: { Class: RegisterClass.X87, Number: not 0 } }, ..] })
            return;
        string name = state.Sources.TextOf(instruction.NameSpan);
        if ((name.EndsWith('p') || name.EndsWith('P')) && IsArithmetic(name))
            state.Diagnostics.Report(EncodingRules.PoppingMeant, instruction.NameSpan, $"the result of `{name}` is in the register that is not popped");
    }

    private const StringComparison Insensitive = StringComparison.OrdinalIgnoreCase;

    private static bool IsArithmetic(string name) =>
        name.StartsWith("fadd", Insensitive) || name.StartsWith("fmul", Insensitive) || name.StartsWith("fsub", Insensitive) || name.StartsWith("fdiv", Insensitive);

    /// <summary>A gather of VEX has its mask in a register beside destination and index; one of EVEX has the two only.</summary>
    private void CheckGather(Instruction instruction)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand memory = ref instruction.Operands[i];
            if (memory.Kind != OperandKind.Memory || memory.Index.Class is not (RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm) || i == 0)
                continue;
            int destination = instruction.Operands[0].Register.Number;
            int mask = instruction.Count > 2 ? instruction.Operands[2].Register.Number : -1;
            if (destination == memory.Index.Number || destination == mask || memory.Index.Number == mask)
                state.Diagnostics.Report(EncodingRules.GatherRegisters, instruction.NameSpan, $"`{state.Sources.TextOf(instruction.NameSpan)}` names a register twice, and the processor refuses it");
        }
    }

    private static ref Operand Immediate(Instruction instruction)
    {
        int i = 0;
        while (i < instruction.Count - 1 && instruction.Operands[i].Kind != OperandKind.Immediate)
            i++;
        return ref instruction.Operands[i];
    }

    private void BadPrefix(Instruction instruction, string name)
    {
        ref InstructionPrefixes prefixes = ref instruction.Prefixes;
        (string prefix, string rule) = 0 switch
        {
            _ when prefixes.Lock => ("lock", "LOCK goes with a read-modify-write of memory"),
            _ when prefixes.Bound => ("bnd", "BND goes with near branches"),
            _ when prefixes.NoTrack => ("notrack", "NOTRACK goes with indirect branches"),
            _ when prefixes.XAcquire => ("xacquire", "XACQUIRE goes with a locked instruction or xchg"),
            _ when prefixes.XRelease => ("xrelease", "XRELEASE goes with a locked instruction, xchg or a store"),
            _ when prefixes.Repeat != 0 => ("rep", "REP goes with string instructions"),
            _ when prefixes.Encoding != RequestedEncoding.Any => ("{vex}", "the instruction has no such encoding"),
            _ when prefixes.ForceRex => ("{rex}", "VEX and EVEX have those bits themselves"),
            _ => ("operand size", "the instruction has it already, or has none"),
        };
        state.Diagnostics.Report(EncodingRules.BadPrefix, instruction.NameSpan, $"`{name}` does not take the prefix `{prefix}`: {rule}");
    }

    private void Unencodable(EmitError error, Instruction instruction, string name)
    {
        SourceSpan span = instruction.NameSpan;
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            bool wanted = error switch
            {
                EmitError.HighByteWithRex => operand.Kind == OperandKind.Register && operand.Register.Class == RegisterClass.Gpr8High,
                EmitError.RelocationSign or EmitError.TlsInstruction => operand.Value.Modifier != Syntax.RelocationModifier.None,
                _ => operand.Kind == OperandKind.Memory,
            };
            if (wanted)
                span = operand.Span;
        }
        string text = state.Sources.TextOf(span);
        switch (error)
        {
            case EmitError.HighByteWithRex:
                state.Diagnostics.Report(EncodingRules.HighByteWithRex, span, $"`{text}` cannot be used here: the other operands of `{name}` need a REX prefix");
                break;
            case EmitError.DisplacementOutOfRange:
                state.Diagnostics.Report(EncodingRules.DisplacementOutOfRange, span, $"the displacement of `{text}` is no signed 32-bit number");
                break;
            case EmitError.RequestedDisplacement:
                state.Diagnostics.Report(EncodingRules.BadPrefix, span, $"the address `{text}` has no displacement of the size that the prefix in braces asks for");
                break;
            case EmitError.RelocationSign:
                state.Diagnostics.Report(EncodingRules.RelocationMismatch, span, $"`{name}` does not extend its field as the relocation of `{text}` does");
                break;
            case EmitError.TlsInstruction:
                state.Diagnostics.Report(EncodingRules.RelocationMismatch, span, $"the relocation of `{text}` does not go with `{name}`: the linker rewrites `mov` and `add` only");
                break;
            case EmitError.TwoSegments:
                state.Diagnostics.Report(EncodingRules.BadPrefix, span, $"`{text}` names a segment, and a prefix of `{name}` another one");
                break;
            default:
                state.Diagnostics.Report(EncodingRules.BadAddress, span, $"`{text}` is no address in {state.CodeBits}-bit code");
                break;
        }
    }

    private void NoForm(Instruction instruction, string name, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        if (forms.IsEmpty)
        {
            state.Diagnostics.Report(EncodingRules.BadOperands, instruction.NameSpan, $"`{name}` is not known in {(instruction.IsIntel ? "Intel" : "AT&T")} syntax");
            return;
        }
        instruction.MayTruncate = false;
        foreach (CodeMode other in (ReadOnlySpan<CodeMode>)[CodeMode.Code64, CodeMode.Code32, CodeMode.Code16])
        {
            if (other != mode && FitsIn(instruction, forms, other))
            {
                state.Diagnostics.Report(EncodingRules.BadOperands, instruction.NameSpan,
                    $"`{name}` with these operands does not exist in {state.CodeBits}-bit code, only in {16 << (int)other}-bit code");
                return;
            }
        }
        bool hasTwoSuffixes = name.StartsWith("movz", StringComparison.OrdinalIgnoreCase) || name.StartsWith("movs", StringComparison.OrdinalIgnoreCase);
        if (!instruction.IsIntel && !hasTwoSuffixes && ReportSuffix(instruction, name, mode))
            return;
        IReadOnlyList<string> notes = Notes(instruction, name, forms, mode);
        (int wrong, bool countFits) = WrongOperand(instruction, forms, mode);
        if (!countFits)
        {
            state.Diagnostics.Report(new Diagnostic(EncodingRules.WrongOperandCount, $"`{name}` does not take {Count(instruction.Count)}", instruction.NameSpan)
            {
                Notes = notes,
            });
            return;
        }
        SourceSpan span = wrong >= 0 ? instruction.Operands[wrong].Span : instruction.NameSpan;
        string text = UsualMistake(instruction, name, forms, mode, wrong)
            ?? (wrong >= 0 ? $"`{state.Sources.TextOf(span)}` is not what `{name}` takes here" : $"`{name}` has no form with these operands");
        state.Diagnostics.Report(new Diagnostic(EncodingRules.BadOperands, text, span) { Notes = notes });
    }

    /// <summary>What is wrong with the operands, where a rule says it better than a list of forms; null where none does.</summary>
    private string? UsualMistake(Instruction instruction, string name, ReadOnlySpan<ushort> forms, CodeMode mode, int wrong)
    {
        bool isReversed = instruction.Operands[1].Span.Start < instruction.Operands[0].Span.Start;
        ref Operand first = ref instruction.Operands[isReversed ? 1 : 0], second = ref instruction.Operands[isReversed ? 0 : 1];
        if (instruction.Count == 2 && first.Kind == OperandKind.Memory && second.Kind == OperandKind.Memory)
            return $"`{state.Sources.TextOf(first.Span)}` and `{state.Sources.TextOf(second.Span)}` are both in memory, and `{name}` takes one such operand";
        if (wrong >= 0 && instruction.Operands[wrong] is { Kind: OperandKind.Immediate, Value.IsConstant: true } immediate && ImmediateBits(instruction, forms, wrong) is { } bits)
            return $"`{state.Sources.TextOf(immediate.Span)}` does not fit: `{name}` has {bits} bits for it";
        (int width, int other) = (GeneralWidth(first.Register.Class), GeneralWidth(second.Register.Class));
        return instruction.Count == 2 && first.Kind == OperandKind.Register && second.Kind == OperandKind.Register && width != 0 && other != 0 && width != other
            && FitsWithTypes(instruction, forms, mode, instruction.Types[0]) && FitsWithTypes(instruction, forms, mode, instruction.Types[1])
            ? $"`{state.Sources.TextOf(first.Span)}` has {width} bits and `{state.Sources.TextOf(second.Span)}` has {other}, and `{name}` takes two of one width"
            : null;
    }

    /// <summary>The bits of an immediate operand in a form that takes all the other operands; null when there is no such form.</summary>
    private static string? ImmediateBits(Instruction instruction, ReadOnlySpan<ushort> forms, int place)
    {
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (form.OperandCount == instruction.Count && Fitting(instruction, form, out int wrong) == instruction.Count - 1 && wrong == place
                && FormText.Operand(form, place) is var operand && operand.StartsWith("imm", StringComparison.Ordinal))
                return operand[3..];
        }

        return null;
    }

    /// <summary>Whether two operands of the same types would do.</summary>
    private static bool FitsWithTypes(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, ulong types)
    {
        (ulong first, ulong second) = (instruction.Types[0], instruction.Types[1]);
        instruction.Types[0] = instruction.Types[1] = types;
        bool fits = FitsIn(instruction, forms, mode);
        (instruction.Types[0], instruction.Types[1]) = (first, second);
        return fits;
    }

    private static int GeneralWidth(RegisterClass registers) => registers switch
    {
        RegisterClass.Gpr8 or RegisterClass.Gpr8High => 8,
        RegisterClass.Gpr16 => 16,
        RegisterClass.Gpr32 => 32,
        RegisterClass.Gpr64 => 64,
        _ => 0,
    };

    /// <summary>The name without its suffix would do, so that the suffix and a register contradict each other: <c>movl %ax, %bx</c>.</summary>
    private bool ReportSuffix(Instruction instruction, string name, CodeMode mode)
    {
        int bits = name[^1] switch { 'b' => 8, 'w' => 16, 'l' => 32, 'q' => 64, _ => 0 };
        int baseName = bits == 0 || name.Length < 3 ? -1 : MnemonicTable.Find(System.Text.Encoding.ASCII.GetBytes(name[..^1].ToLowerInvariant()));
        if (baseName < 0)
            return false;
        for (int i = instruction.Count - 1; i >= 0; i--)
        {
            ref Operand operand = ref instruction.Operands[i];
            int width = GeneralWidth(operand.Register.Class);
            if (operand.Kind != OperandKind.Register || width == 0 || width == bits)
                continue;
            string register = state.Sources.TextOf(operand.Span);
            state.Diagnostics.Report(new Diagnostic(EncodingRules.BadOperands, $"`{register}` has {width} bits, and the suffix of `{name}` says {bits}", operand.Span)
            {
                Notes = FitsIn(instruction, MnemonicTable.Forms(baseName, intel: false), mode) ? [$"without the suffix, `{name[..^1]}` takes the size from the registers"] : [],
            });
            return true;
        }

        return false;
    }

    private static bool FitsIn(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        foreach (ushort form in forms)
        {
            if (FormMatcher.Fits(instruction, FormTable.Get(form), mode))
                return true;
        }
        return false;
    }

    /// <summary>In the form that comes nearest, the first operand that does not fit; -1 when all fit and something else does not.</summary>
    private static (int Operand, bool CountFits) WrongOperand(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        int best = -1, wrong = -1;
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (form.OperandCount != instruction.Count)
                continue;
            int fitting = 2 * Fitting(instruction, form, out int first) + ((form.Modes >> (int)mode) & 1);
            if (fitting > best)
                (best, wrong) = (fitting, first);
        }

        return (wrong, best >= 0);
    }

    /// <summary>How many operands are what a form of as many has there, and the first one that is not, -1 without any.</summary>
    private static int Fitting(Instruction instruction, in InstructionForm form, out int wrong)
    {
        wrong = -1;
        int fitting = 0;
        for (int i = instruction.Count - 1; i >= 0; i--)
        {
            if ((FormOperands.Accepts[(int)form.Operand(i)] & instruction.Types[i]) != 0)
                fitting++;
            else
                wrong = i;
        }

        return fitting;
    }

    private static List<string> Notes(Instruction instruction, string name, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        List<(string Text, int Operands, int Fitting)> texts = [];
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (((form.Modes >> (int)mode) & 1) != 0)
                texts.Add((FormText.Of(name, form, instruction.IsIntel), form.OperandCount, form.OperandCount == instruction.Count ? Fitting(instruction, form, out _) : 0));
        }

        List<string> nearest =
        [
            .. texts.OrderBy(form => Math.Abs(form.Operands - instruction.Count)).ThenByDescending(form => form.Fitting).ThenBy(form => form.Text.Length)
                .Select(form => form.Text).Distinct(),
        ];
        if (nearest.Count == 0)
            return [$"`{name}` does not exist in {16 << (int)mode}-bit code"];
        string shown = string.Join(", ", nearest.Take(MostForms).Select(text => $"`{text}`"));
        return [nearest.Count > MostForms ? $"its forms: {shown}, and {nearest.Count - MostForms} more" : $"its forms: {shown}"];
    }

    private static string Count(int count) => count switch { 0 => "no operands", 1 => "one operand", _ => $"{count} operands" };

    private static string[] KnownNames() => _knownNames ??=
    [
        .. Enumerable.Range(0, MnemonicTable.Count).Select(i => System.Text.Encoding.ASCII.GetString(MnemonicTable.Name(i))),
        "rep", "repe", "repne", "lock", "data16", "addr32", "notrack", "bnd",
    ];
}
