using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// From a line of source to machine code: prefixes, the mnemonic, its operands, the form that they fit, the bytes.
/// </summary>
internal sealed class InstructionAssembler(AssemblerState state, ExpressionParser expressions)
{
    private readonly AttOperandParser _att = new(state, expressions);
    private readonly IntelOperandParser _intel = new(state, expressions);
    private readonly InstructionDiagnostics _diagnostics = new(state);
    private readonly Instruction _instruction = new() { IsIntel64 = state.Options.Intel64, Options = state.Options.Encoding };
    private readonly bool _hasOtherMnemonics = state.Options.Encoding is { SseAsAvx: true } or { UnalignedMoves: true } or { FencesByLockedAdd: true };

    private CodeMode Mode => state.CodeBits switch { 16 => CodeMode.Code16, 32 => CodeMode.Code32, _ => CodeMode.Code64 };

    /// <summary>
    /// Assembles the instruction whose mnemonic has just been read: the cursor stands behind it and the blanks that follow, and is left
    /// behind the last operand. The mnemonic is a slice of the cursor's text and may be in either case; it is empty when the
    /// statement begins with a <c>{prefix}</c>. What is wrong has been reported when the result is false.
    /// </summary>
    public bool Assemble(ref Cursor cursor, ReadOnlySpan<byte> mnemonic, EncodedInstruction result)
    {
        _instruction.Clear();
        _instruction.Without = state.Processor.Without;
        _instruction.IsBefore386 = state.Processor.IsBefore386;
        CodeMode mode = Mode;
        Span<byte> buffer = stackalloc byte[MnemonicTable.LongestName];
        _instruction.NameSpan = SpanOf(cursor, mnemonic);
        if (!mnemonic.IsEmpty && !EndsName(cursor.Text[_instruction.NameSpan.End - cursor.Source.Start]))
        {
            SourceSpan next = new(_instruction.NameSpan.End, 1);
            state.Diagnostics.Report(SyntaxRules.UnexpectedCharacter, next, $"`{state.Sources.TextOf(next)}` follows `{state.Sources.TextOf(_instruction.NameSpan)}` without a blank");
            return false;
        }

        // statement = { prefix | "{" pseudo-prefix "}" } [ mnemonic [ operands ] ]
        while (true)
        {
            if (mnemonic.IsEmpty)
            {
                if (cursor.Current == '{')
                {
                    if (!ParsePseudoPrefix(ref cursor))
                        return false;
                    continue;
                }
                if (cursor.AtEnd)
                    return LonePrefixes(cursor.SpanHere, result);
                int start = cursor.Position;
                mnemonic = cursor.TakeName();
                if (mnemonic.IsEmpty)
                {
                    state.Diagnostics.Report(SyntaxRules.UnexpectedCharacter, cursor.SpanHere, $"`{state.Sources.TextOf(cursor.SpanHere)}` stands where an instruction was expected");
                    return false;
                }
                _instruction.NameSpan = cursor.SpanFrom(start);
                cursor.SkipBlanks();
            }
            if (cursor.Current == '-')
                mnemonic = WithDash(ref cursor, mnemonic);
            ReadOnlySpan<byte> name = LowerCase(mnemonic, buffer);
            int index = MnemonicTable.Find(name);
            if (index >= 0)
                return Encode(ref cursor, index, -1, mode, result);
            PrefixKind kind = PrefixNames.Find(name, mode, out byte value);
            if (kind == PrefixKind.None && PseudoOperations.TryFind(name, out index, out int immediate))
                return Encode(ref cursor, index, immediate, mode, result);
            if (kind == PrefixKind.None && TryDotted(name, out index))
                return Encode(ref cursor, index, -1, mode, result);
            if (kind == PrefixKind.None && PrefixNames.Find(name, CodeMode.Code32, out _) != PrefixKind.None)
            {
                state.Diagnostics.Report(EncodingRules.BadPrefix, _instruction.NameSpan, $"the prefix `{state.Sources.TextOf(_instruction.NameSpan)}` does not exist in 64-bit code");
                return false;
            }
            if (kind == PrefixKind.None)
            {
                _diagnostics.UnknownInstruction(name, _instruction.NameSpan);
                return false;
            }
            if (PrefixNames.IsRedundant(name, mode) && !cursor.AtEnd)
            {
                state.Diagnostics.Report(EncodingRules.BadPrefix, _instruction.NameSpan, $"`{state.Sources.TextOf(_instruction.NameSpan)}` asks for the size that {state.CodeBits}-bit code has anyway");
                return false;
            }
            if (!ApplyPrefix(kind, value))
                return false;
            if (cursor.Current == '/' && cursor.Take((byte)'/'))
                cursor.SkipBlanks();
            mnemonic = default;
        }
    }

    /// <summary>A name ends at a blank, a comment, a separator, and before the comma of a branch hint or VIA's dash.</summary>
    private static bool EndsName(byte next) => next is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'/' or (byte)';' or (byte)'#'
        or (byte)',' or (byte)'-';

    /// <summary>The older way to choose among encodings: <c>mov.s</c>, <c>mov.d8</c>, <c>mov.d32</c>.</summary>
    private bool TryDotted(ReadOnlySpan<byte> name, out int index)
    {
        int dot = name.LastIndexOf((byte)'.');
        index = dot <= 0 ? -1 : MnemonicTable.Find(name[..dot]);
        if (index < 0)
            return false;
        ReadOnlySpan<byte> choice = name[(dot + 1)..];
        if (choice.SequenceEqual("s"u8))
            _instruction.Prefixes.Direction = RequestedDirection.Other;
        else if (choice.SequenceEqual("d8"u8))
            _instruction.Prefixes.Displacement = RequestedDisplacement.Disp8;
        else if (choice.SequenceEqual("d32"u8))
            _instruction.Prefixes.Displacement = RequestedDisplacement.Disp32;
        else
            return false;
        return true;
    }

    private static SourceSpan SpanOf(in Cursor cursor, ReadOnlySpan<byte> mnemonic)
    {
        return cursor.Text.AsSpan().Overlaps(mnemonic, out int position) ? new SourceSpan(cursor.Source.Start + position, mnemonic.Length) : default;
    }

    /// <summary>VIA's instructions may be written <c>xstore-rng</c>, <c>xcrypt-cbc</c>.</summary>
    private static ReadOnlySpan<byte> WithDash(scoped ref Cursor cursor, ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual("xstore"u8) && !name.SequenceEqual("xcrypt"u8))
            return name;
        int start = cursor.Position - name.Length;
        cursor.Position++;
        cursor.TakeName();
        ReadOnlySpan<byte> whole = cursor.Slice(start);
        cursor.SkipBlanks();
        return whole;
    }

    /// <summary>The name in lower case: itself, when it is so written, as nearly always.</summary>
    private static ReadOnlySpan<byte> LowerCase(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        if (!name.ContainsAnyInRange((byte)'A', (byte)'Z') || name.Length > buffer.Length)
            return name;
        for (int i = 0; i < name.Length; i++)
            buffer[i] = CharacterClass.ToLower(name[i]);
        return buffer[..name.Length];
    }

    private bool Encode(ref Cursor cursor, int name, int immediate, CodeMode mode, EncodedInstruction result)
    {
        if (cursor.Current == ',' && !BranchHint(ref cursor))
            return false;
        if (!(state.IntelSyntax ? _intel.Parse(ref cursor, _instruction) : _att.Parse(ref cursor, _instruction)))
            return false;
        ReadOnlySpan<ushort> forms = MnemonicTable.Forms(name, state.IntelSyntax || state.IntelMnemonics && IsReversal(MnemonicTable.Name(name)));
        if (!state.IntelSyntax && MnemonicTable.Name(name).SequenceEqual("movq"u8))
            MentionTwice(cursor);
        if (state.IntelSyntax && _instruction is { Count: 1, Operands: [{ Kind: OperandKind.Immediate, PointerSize: not 0 }, ..] } && MnemonicTable.Name(name).SequenceEqual("push"u8))
            forms = PushForms(_instruction.Operands[0].PointerSize, mode, forms);
        if (immediate >= 0 && _instruction.Count < Instruction.MaxOperands)
        {
            _instruction.RoundingPlace += state.IntelSyntax ? 0 : 1;
            _instruction.Operands[_instruction.Count++] = new Operand { Kind = OperandKind.Immediate, Value = new Expression(immediate), Span = _instruction.NameSpan };
        }

        if (_instruction is { IsIntel: true, Count: 1, Operands: [{ Kind: OperandKind.Memory, Far: true, PointerSize: 0, Base.IsNone: true, Index.IsNone: true }, ..] } && !forms.IsEmpty && FormTable.Get(forms[0]).Has(FormFlags.IndirectBranch))
        {
            SourceSpan target = _instruction.Operands[0].Span;
            state.Diagnostics.Report(EncodingRules.BadOperands, target, $"`{state.Sources.TextOf(target)}` says no segment: a far target is `selector:offset`, or stands in memory, `fword ptr [address]`");
            return false;
        }

        EncodeStatus status = InstructionEncoder.Encode(_instruction, forms, mode, state.IsCode16Gcc, result, out EmitError error, out int form);
        if (_hasOtherMnemonics && status is EncodeStatus.Done or EncodeStatus.SizeAssumed && TryOther(MnemonicTable.Name(name), FormTable.Get(form), mode, result))
            return true;
        if (status == EncodeStatus.NoForm && state.IntelSyntax && FarForms(MnemonicTable.Name(name)) is { IsEmpty: false } far)
            forms = far;
        if (status == EncodeStatus.NoForm && (TryFarPointer(forms) || _instruction is { Count: 1, Operands: [{ Kind: OperandKind.FarPointer }, ..] }))
            status = InstructionEncoder.Encode(_instruction, forms, mode, state.IsCode16Gcc, result, out error, out form);
        if (_instruction.Count == 1 && !state.IntelSyntax && !forms.IsEmpty && FormTable.Get(forms[0]).Has(FormFlags.IndirectBranch))
            _diagnostics.CheckStar(_instruction);
        if (status == EncodeStatus.Done)
            return MnemonicTable.Name(name)[0] is not ((byte)'f' or (byte)'v' or (byte)'i' or (byte)'l') || _diagnostics.CheckMeaning(_instruction, FormTable.Get(form), state.IntelMnemonics);
        return _diagnostics.Report(status, error, _instruction, forms, mode);
    }

    /// <summary>
    /// Whether Intel's name for the instruction is AT&amp;T's for its reversal: <c>fsub</c>, <c>fsubr</c>, <c>fdiv</c>, <c>fdivr</c> and those that pop, between
    /// registers. Nothing else changes with <c>.intel_mnemonic</c>.
    /// </summary>
    private bool IsReversal(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _instruction.Count; i++)
        {
            if (_instruction.Operands[i].Kind != OperandKind.Register)
                return false;
        }

        return name.StartsWith("fsub"u8) || name.StartsWith("fdiv"u8);
    }

    /// <summary>Writes another instruction in place of the one that has been encoded, if an option asks for one and there is one.</summary>
    private bool TryOther(ReadOnlySpan<byte> name, in InstructionForm form, CodeMode mode, EncodedInstruction result)
    {
        EncodingOptions options = state.Options.Encoding;
        if (options.FencesByLockedAdd && OtherMnemonics.IsFence(name))
        {
            if (mode == CodeMode.Code16)
                state.Diagnostics.Report(EncodingRules.BadOperands, _instruction.NameSpan, $"`-mfence-as-lock-add` has nothing for `{state.Sources.TextOf(_instruction.NameSpan)}` in 16-bit code");
            else
                OtherMnemonics.WriteLockedAdd(result);
            return true;
        }

        ReadOnlySpan<byte> other = options.UnalignedMoves ? OtherMnemonics.UnalignedFor(name) : name;
        int index = options.SseAsAvx && OtherMnemonics.IsSse(form) ? OtherMnemonics.AvxFor(other) : -1;
        if (index >= 0)
        {
            ReadOnlySpan<ushort> forms = MnemonicTable.Forms(index, state.IntelSyntax);
            OtherMnemonics.WriteImpliedSelector(_instruction, form);
            if (IsEncoded(forms, mode, result))
                return true;
            OtherMnemonics.RepeatDestination(_instruction);
            OtherMnemonics.PutLowRegisterLast(_instruction, form);
            if (IsEncoded(forms, mode, result))
                return true;
            _instruction.Operands.AsSpan(1, _instruction.Count - 1).CopyTo(_instruction.Operands);
            _instruction.Count--;

            // Where AVX has two lengths of a source in memory, SSE's is the shorter one.
            index = OtherMnemonics.AvxFor([.. other, (byte)'x']);
            if (index >= 0 && IsEncoded(MnemonicTable.Forms(index, state.IntelSyntax), mode, result))
                return true;
        }

        ReadOnlySpan<ushort> same = MnemonicTable.Forms(MnemonicTable.Find(other), state.IntelSyntax);
        return IsEncoded(same, mode, result);
    }

    private bool IsEncoded(ReadOnlySpan<ushort> forms, CodeMode mode, EncodedInstruction result) =>
        InstructionEncoder.Encode(_instruction, forms, mode, state.IsCode16Gcc, result, out _) is EncodeStatus.Done or EncodeStatus.SizeAssumed;

    /// <summary>
    /// GNU as reads the operands of <c>movq</c> twice when they are not those of the vector instruction, the second time as <c>mov</c> with a suffix. So a
    /// <c>.L</c> name is mentioned twice, and gets its place in the symbol table (see <see cref="AttOperandParser"/>).
    /// </summary>
    private void MentionTwice(in Cursor cursor)
    {
        for (int i = 0; i < _instruction.Count; i++)
        {
            ref Operand operand = ref _instruction.Operands[i];
            if (operand.Register.Class is RegisterClass.Mmx or RegisterClass.Xmm)
                return;
        }

        for (int i = 0; i < _instruction.Count; i++)
        {
            ref Operand operand = ref _instruction.Operands[i];
            if (operand.Kind == OperandKind.Memory && operand.Value.Add is { Index: < 0 } mentioned
                && CharacterClass.IsNameStart(cursor.Text[operand.Span.Start - cursor.Source.Start]))
            {
                state.Symbols.AddToOrder(mentioned);
            }
        }
    }

    /// <summary><c>jne,pn target</c>: a hint for the branch predictor of the Pentium 4, as a segment prefix.</summary>
    private bool BranchHint(ref Cursor cursor)
    {
        int start = cursor.Position;
        cursor.Position++;
        ReadOnlySpan<byte> hint = cursor.TakeName();
        cursor.SkipBlanks();
        if (hint.SequenceEqual("pt"u8))
            _instruction.Prefixes.Segment = 0x3E;
        else if (hint.SequenceEqual("pn"u8))
            _instruction.Prefixes.Segment = 0x2E;
        else
        {
            state.Diagnostics.Report(EncodingRules.ExpectedOperand, cursor.SpanFrom(start), "an operand is missing before this comma");
            return false;
        }
        return true;
    }

    /// <summary>Two immediates, selector and offset, are one operand of a far jump or call.</summary>
    private bool TryFarPointer(ReadOnlySpan<ushort> forms)
    {
        if (_instruction.Count != 2 || !TakesFarPointer(forms) || !IsBare(0) || !IsBare(1))
            return false;
        ref Operand selector = ref _instruction.Operands[0];
        ref Operand offset = ref _instruction.Operands[1];
        selector.Selector = selector.Value;
        selector.Value = offset.Value;
        selector.Span = selector.Span.To(offset.Span);
        selector.Kind = OperandKind.FarPointer;
        _instruction.Count = 1;
        return true;
    }

    /// <summary>Behind <c>callw</c> and <c>jmpw</c> Intel syntax takes a selector and an offset, which makes them <c>lcallw</c> and <c>ljmpw</c>.</summary>
    private ReadOnlySpan<ushort> FarForms(ReadOnlySpan<byte> name)
    {
        if (_instruction.Count > 2 || !name.SequenceEqual("callw"u8) && !name.SequenceEqual("jmpw"u8))
            return [];
        return MnemonicTable.Forms(MnemonicTable.Find([(byte)'l', .. name]), intel: true);
    }

    /// <summary><c>push dword ptr 5</c>: of the numbers that instructions take only this one can say how wide it is.</summary>
    private static ReadOnlySpan<ushort> PushForms(int size, CodeMode mode, ReadOnlySpan<ushort> otherwise) => size switch
    {
        2 => MnemonicTable.Forms(MnemonicTable.Find("pushw"u8), intel: false),
        4 when mode != CodeMode.Code64 => MnemonicTable.Forms(MnemonicTable.Find("pushl"u8), intel: false),
        _ => otherwise,
    };

    /// <summary>A number, and in Intel syntax also a name that stands alone.</summary>
    private bool IsBare(int index) => _instruction.Operands[index].Kind == OperandKind.Immediate
        || state.IntelSyntax && (_instruction.Types[index] & OperandTypes.Target) != 0;

    private static bool TakesFarPointer(ReadOnlySpan<ushort> forms)
    {
        foreach (ushort form in forms)
        {
            if (FormTable.Get(form).Operand(0) is FormOperand.Farbr22 or FormOperand.Farbr42)
                return true;
        }
        return false;
    }

    private bool ParsePseudoPrefix(ref Cursor cursor)
    {
        int start = cursor.Position;
        cursor.Position++;
        cursor.SkipBlanks();
        ReadOnlySpan<byte> name = cursor.TakeWord();
        cursor.SkipBlanks();
        if (PrefixNames.TryApplyPseudo(name, ref _instruction.Prefixes) && cursor.Take((byte)'}'))
        {
            if (_instruction.Prefixes.ForceRex && state.CodeBits != 64)
            {
                state.Diagnostics.Report(EncodingRules.BadPrefix, cursor.SpanFrom(start), "there is no REX outside of 64-bit code");
                return false;
            }

            cursor.SkipBlanks();
            return true;
        }
        SourceSpan span = cursor.SpanFrom(start);
        state.Diagnostics.Report(EncodingRules.UnknownPseudoPrefix, span, $"`{state.Sources.TextOf(span)}` is no pseudo prefix");
        return false;
    }

    private bool ApplyPrefix(PrefixKind kind, byte value)
    {
        ref InstructionPrefixes prefixes = ref _instruction.Prefixes;
        bool first = true;
        switch (kind)
        {
            case PrefixKind.Repeat:
            case PrefixKind.Bound:
            case PrefixKind.XAcquire:
            case PrefixKind.XRelease:
                first = prefixes.Repeat == 0;
                prefixes.Repeat = value;
                prefixes.Bound |= kind == PrefixKind.Bound;
                prefixes.XAcquire |= kind == PrefixKind.XAcquire;
                prefixes.XRelease |= kind == PrefixKind.XRelease;
                break;
            case PrefixKind.Lock:
                first = !prefixes.Lock;
                prefixes.Lock = true;
                break;
            case PrefixKind.OperandSize:
                first = !prefixes.OperandSize;
                prefixes.OperandSize = true;
                break;
            case PrefixKind.AddressSize:
                first = !prefixes.AddressSize;
                prefixes.AddressSize = true;
                break;
            case PrefixKind.Segment:
            case PrefixKind.NoTrack:
                first = prefixes.Segment == 0;
                prefixes.Segment = value;
                prefixes.NoTrack = kind == PrefixKind.NoTrack;
                break;
            case PrefixKind.Rex:
                first = prefixes.Rex == 0;
                prefixes.Rex = value;
                break;
        }
        if (!first)
            state.Diagnostics.Report(EncodingRules.DuplicatePrefix, _instruction.NameSpan, $"`{state.Sources.TextOf(_instruction.NameSpan)}` repeats a prefix of its kind");
        return first;
    }

    /// <summary>Prefixes with nothing behind them are bytes, for the instruction of the next line.</summary>
    private bool LonePrefixes(SourceSpan end, EncodedInstruction result)
    {
        result.Clear();
        ref InstructionPrefixes prefixes = ref _instruction.Prefixes;
        if (prefixes.IsPseudo)
        {
            state.Diagnostics.Report(EncodingRules.UnknownPseudoPrefix, end, "a pseudo prefix has no instruction behind it");
            return false;
        }

        if (prefixes.OperandSize || prefixes.AddressSize)
            state.Diagnostics.Report(EncodingRules.LonePrefix, _instruction.NameSpan, $"`{state.Sources.TextOf(_instruction.NameSpan)}` stands alone");
        if (prefixes.Segment != 0)
            result.Bytes[result.Length++] = prefixes.Segment;
        if (prefixes.AddressSize)
            result.Bytes[result.Length++] = 0x67;
        if (prefixes.OperandSize)
            result.Bytes[result.Length++] = 0x66;
        if (prefixes.Repeat != 0)
            result.Bytes[result.Length++] = prefixes.Repeat;
        if (prefixes.Lock && !state.Options.Encoding.OmitsLock)
            result.Bytes[result.Length++] = 0xF0;
        if (prefixes.Rex != 0)
            result.Bytes[result.Length++] = prefixes.Rex;
        return true;
    }
}
