using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Call frame information: <c>.cfi_*</c>. The tables are written at the end of the source by <see cref="CfiWriter"/>.</summary>
internal static class CfiDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".cfi_startproc"u8, StartProcedure);
        table.Add(".cfi_endproc"u8, EndProcedure);
        table.Add(".cfi_sections"u8, Sections);
        table.Add(".cfi_def_cfa"u8, (Assembler a, ref Cursor c) => RegisterAndNumber(a, ref c, CfiKind.DefineCfa));
        table.Add(".cfi_offset"u8, (Assembler a, ref Cursor c) => RegisterAndNumber(a, ref c, CfiKind.Offset));
        table.Add(".cfi_val_offset"u8, (Assembler a, ref Cursor c) => RegisterAndNumber(a, ref c, CfiKind.ValueOffset));
        table.Add(".cfi_rel_offset"u8, (Assembler a, ref Cursor c) => RegisterAndNumber(a, ref c, CfiKind.Offset, isRelative: true));
        table.Add(".cfi_def_cfa_register"u8, (Assembler a, ref Cursor c) => Registers(a, ref c, CfiKind.DefineCfaRegister, false));
        table.Add(".cfi_def_cfa_offset"u8, (Assembler a, ref Cursor c) => CfaOffset(a, ref c, false));
        table.Add(".cfi_adjust_cfa_offset"u8, (Assembler a, ref Cursor c) => CfaOffset(a, ref c, true));
        table.Add(".cfi_register"u8, RegisterInRegister);
        table.Add(".cfi_restore"u8, (Assembler a, ref Cursor c) => Registers(a, ref c, CfiKind.Restore, true));
        table.Add(".cfi_undefined"u8, (Assembler a, ref Cursor c) => Registers(a, ref c, CfiKind.Undefined, true));
        table.Add(".cfi_same_value"u8, (Assembler a, ref Cursor c) => Registers(a, ref c, CfiKind.SameValue, true));
        table.Add(".cfi_remember_state"u8, RememberState);
        table.Add(".cfi_restore_state"u8, RestoreState);
        table.Add(".cfi_window_save"u8, (Assembler a, ref Cursor c) => Simple(a, ref c, CfiKind.WindowSave));
        table.Add(".cfi_negate_ra_state"u8, (Assembler a, ref Cursor c) => Simple(a, ref c, CfiKind.WindowSave));
        table.Add(".cfi_escape"u8, Escape);
        table.Add(".cfi_signal_frame"u8, SignalFrame);
        table.Add(".cfi_return_column"u8, ReturnColumn);
        table.Add(".cfi_personality"u8, (Assembler a, ref Cursor c) => Encoded(a, ref c, true));
        table.Add(".cfi_lsda"u8, (Assembler a, ref Cursor c) => Encoded(a, ref c, false));
        table.Add(".cfi_val_encoded_addr"u8, ValueEncodedAddress);
        table.Add(".cfi_label"u8, Label);
    }

    /// <summary>What the directives gather.</summary>
    internal sealed class State
    {
        public List<CfiProcedure> Procedures { get; } = [];

        /// <summary>Instructions of all procedures, one stretch for each.</summary>
        public List<CfiInstruction> Instructions => field ??= new(16);

        public List<byte[]> Escapes { get; } = [];

        public List<Expression> Values => field ??= new(4);

        /// <summary>The open procedure of the current subsection, if any.</summary>
        public CfiProcedure? Current { get; set; }

        public Stack<long> Remembered { get; private set; } = [];

        /// <summary>
        /// What is open in other subsections: a procedure may begin and end in a <c>.pushsection</c> inside of another one. The instructions of each
        /// stay one stretch, so those of a procedure that waits are put aside.
        /// </summary>
        public Dictionary<FragmentChain, (CfiProcedure Procedure, CfiInstruction[] Instructions, Stack<long> Remembered)> Waiting { get; } = [];

        /// <summary>Makes the open procedure of a subsection the current one.</summary>
        public void Select(FragmentChain chain)
        {
            if (Current is { } open)
            {
                if (ReferenceEquals(open.Start.Chain, chain))
                    return;
                Waiting.Add(open.Start.Chain!, (open, [.. Instructions[open.FirstInstruction..]], Remembered));
                Instructions.RemoveRange(open.FirstInstruction, Instructions.Count - open.FirstInstruction);
                Current = null;
                Remembered = [];
            }

            if (!Waiting.Remove(chain, out (CfiProcedure Procedure, CfiInstruction[] Instructions, Stack<long> Remembered) waiting))
                return;
            Current = waiting.Procedure;
            Current.FirstInstruction = Instructions.Count;
            Instructions.AddRange(waiting.Instructions);
            Remembered = waiting.Remembered;
        }

        public bool WantsEhFrame { get; set; } = true;

        public bool WantsDebugFrame { get; set; }

        /// <summary>Some procedure is described there: all that follow are, too, whatever a later <c>.cfi_sections</c> says.</summary>
        public bool HasEhFrame { get; set; }

        public bool HasDebugFrame { get; set; }
    }

    public static void Finish(Assembler assembler)
    {
        State state = assembler.Cfi;
        CfiProcedure[] open = [.. state.Waiting.Values.Select(waiting => waiting.Procedure)];
        if (state.Current is not null)
            open = [.. open, state.Current];
        foreach (CfiProcedure procedure in open)
            assembler.Report(DirectiveRules.CfiNotClosed, procedure.Span, "this procedure has no `.cfi_endproc`");
        if (state.Procedures.Count > 0 && open.Length == 0)
            CfiWriter.Write(assembler, state);
    }

    // startproc = [ "simple" ]
    private static void StartProcedure(Assembler assembler, ref Cursor cursor)
    {
        State state = assembler.Cfi;
        SourceSpan span = Opening(cursor);
        state.Select(assembler.State.Chain);
        if (state.Current is not null)
        {
            assembler.Diagnostics.Report(new Diagnostic(DirectiveRules.CfiNotClosed, "a procedure begins inside another one", span)
            {
                Labels = [new DiagnosticLabel(state.Current.Span, "this one is open")],
            });
            EndOf(assembler, state);
        }

        bool simple = cursor.TakeName().SequenceEqual("simple"u8);
        if (assembler.State.IsAbsoluteSection)
        {
            assembler.Report(SymbolRules.AbsoluteSection, span, "a procedure begins in the layout of a structure");
            return;
        }

        bool is64 = assembler.State.Is64BitObject;
        FragmentChain chain = assembler.State.Chain;
        state.Current = new CfiProcedure
        {
            Start = assembler.State.LocationSymbol(),
            FirstInstruction = state.Instructions.Count,
            ReturnColumn = is64 ? 16 : 8,
            Span = span,
            LastFragment = chain.CurrentFragment,
            LastOffset = chain.CurrentOffset,
            WantsEhFrame = state.HasEhFrame |= state.WantsEhFrame,
            WantsDebugFrame = state.HasDebugFrame |= state.WantsDebugFrame,
        };
        state.Procedures.Add(state.Current);
        state.Remembered.Clear();
        if (simple)
            return;
        int word = is64 ? 8 : 4;
        state.Instructions.Add(new CfiInstruction(CfiKind.DefineCfa, is64 ? 7 : 4, word));
        state.Instructions.Add(new CfiInstruction(CfiKind.Offset, is64 ? 16 : 8, -word));
        state.Current.CfaOffset = word;
    }

    private static void EndProcedure(Assembler assembler, ref Cursor cursor)
    {
        assembler.Cfi.Select(assembler.State.Chain);
        if (assembler.Cfi.Current is null)
        {
            assembler.Report(DirectiveRules.CfiOutsideProcedure, Opening(cursor), "there is no `.cfi_startproc` to end here");
            return;
        }

        EndOf(assembler, assembler.Cfi);
    }

    private static void EndOf(Assembler assembler, State state)
    {
        CfiProcedure procedure = state.Current!;
        procedure.End = assembler.State.LocationSymbol();
        procedure.InstructionCount = state.Instructions.Count - procedure.FirstInstruction;
        state.Current = null;
    }

    // sections = name { "," name }
    private static void Sections(Assembler assembler, ref Cursor cursor)
    {
        State state = assembler.Cfi;
        state.WantsEhFrame = false;
        state.WantsDebugFrame = false;
        while (!cursor.AtEnd)
        {
            int start = cursor.Position;
            ReadOnlySpan<byte> name = cursor.TakeName();
            if (name.SequenceEqual(".eh_frame"u8))
                state.WantsEhFrame = true;
            else if (name.SequenceEqual(".debug_frame"u8))
                state.WantsDebugFrame = true;
            else if (!name.SequenceEqual(".sframe"u8))
                assembler.Report(DirectiveRules.BadOperand, name.Length == 0 ? cursor.SpanHere : cursor.SpanFrom(start), "`.eh_frame` or `.debug_frame` was expected");
            if (name.Length == 0)
                cursor.SkipStatement();
            cursor.TakeComma();
        }
    }

    /// <summary>The open procedure, with the location brought up to date; reports when there is none.</summary>
    private static CfiProcedure? Advance(Assembler assembler, ref Cursor cursor)
    {
        State state = assembler.Cfi;
        state.Select(assembler.State.Chain);
        CfiProcedure? procedure = state.Current;
        if (procedure is null)
        {
            assembler.Report(DirectiveRules.CfiOutsideProcedure, Opening(cursor), "this stands outside of a procedure");
            cursor.SkipStatement();
            return null;
        }

        FragmentChain chain = assembler.State.Chain;
        int fragment = chain.CurrentFragment;
        int offset = chain.CurrentOffset;
        if (fragment == procedure.LastFragment && offset == procedure.LastOffset)
            return procedure;
        if (fragment == procedure.LastFragment)
        {
            state.Instructions.Add(new CfiInstruction(CfiKind.Advance, 0, offset - procedure.LastOffset));
        }
        else
        {
            Symbol from = new(ReadOnlyMemory<byte>.Empty)
            {
                State = SymbolState.Label,
                Chain = chain,
                Fragment = procedure.LastFragment,
                Offset = procedure.LastOffset,
            };
            state.Values.Add(new Expression(assembler.State.LocationSymbol(), from, 0));
            state.Instructions.Add(new CfiInstruction(CfiKind.AdvanceUnknown, state.Values.Count - 1, 0));
        }

        procedure.LastFragment = fragment;
        procedure.LastOffset = offset;
        return procedure;
    }

    // register-and-number = register "," expression
    private static void RegisterAndNumber(Assembler assembler, ref Cursor cursor, CfiKind kind, bool isRelative = false)
    {
        CfiProcedure? procedure = Advance(assembler, ref cursor);
        if (procedure is null)
            return;
        int start = cursor.Position;
        if (!DwarfRegisters.TryParse(assembler, ref cursor, out int register) || !TakeComma(assembler, ref cursor)
            || !assembler.Expressions.TryParseAbsolute(ref cursor, out long number))
        {
            cursor.SkipStatement();
            return;
        }

        int word = assembler.State.Is64BitObject ? 8 : 4;
        if (kind is CfiKind.Offset or CfiKind.ValueOffset && number % word != 0)
            assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), $"the offset {number} is no multiple of {word}, the size of a register");
        if (isRelative)
            number -= procedure.CfaOffset;
        if (kind == CfiKind.DefineCfa)
            procedure.CfaOffset = number;
        assembler.Cfi.Instructions.Add(new CfiInstruction(kind, register, number));
    }

    // cfa-offset = expression
    private static void CfaOffset(Assembler assembler, ref Cursor cursor, bool isRelative)
    {
        CfiProcedure? procedure = Advance(assembler, ref cursor);
        if (procedure is null)
            return;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long offset))
        {
            cursor.SkipStatement();
            return;
        }

        procedure.CfaOffset = isRelative ? procedure.CfaOffset + offset : offset;
        assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.DefineCfaOffset, 0, procedure.CfaOffset));
    }

    // registers = register { "," register }
    private static void Registers(Assembler assembler, ref Cursor cursor, CfiKind kind, bool isList)
    {
        if (Advance(assembler, ref cursor) is null)
            return;
        do
        {
            if (!DwarfRegisters.TryParse(assembler, ref cursor, out int register))
            {
                cursor.SkipStatement();
                return;
            }

            assembler.Cfi.Instructions.Add(new CfiInstruction(kind, register, 0));
        }
        while (isList && cursor.TakeComma());
    }

    // register-in-register = register "," register
    private static void RegisterInRegister(Assembler assembler, ref Cursor cursor)
    {
        if (Advance(assembler, ref cursor) is null)
            return;
        if (DwarfRegisters.TryParse(assembler, ref cursor, out int first) && TakeComma(assembler, ref cursor)
            && DwarfRegisters.TryParse(assembler, ref cursor, out int second))
        {
            assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.Register, first, second));
        }
        else
        {
            cursor.SkipStatement();
        }
    }

    private static void Simple(Assembler assembler, ref Cursor cursor, CfiKind kind)
    {
        if (Advance(assembler, ref cursor) is not null)
            assembler.Cfi.Instructions.Add(new CfiInstruction(kind, 0, 0));
    }

    private static void RememberState(Assembler assembler, ref Cursor cursor)
    {
        CfiProcedure? procedure = Advance(assembler, ref cursor);
        if (procedure is null)
            return;
        assembler.Cfi.Remembered.Push(procedure.CfaOffset);
        assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.RememberState, 0, 0));
    }

    private static void RestoreState(Assembler assembler, ref Cursor cursor)
    {
        CfiProcedure? procedure = Advance(assembler, ref cursor);
        if (procedure is null)
            return;
        if (assembler.Cfi.Remembered.TryPop(out long offset))
        {
            procedure.CfaOffset = offset;
            assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.RestoreState, 0, 0));
        }
        else
        {
            assembler.Report(DirectiveRules.CfiOutsideProcedure, Opening(cursor), "there is no `.cfi_remember_state` to go back to");
        }
    }

    // escape = expression { "," expression }
    private static void Escape(Assembler assembler, ref Cursor cursor)
    {
        if (Advance(assembler, ref cursor) is null)
            return;
        List<byte> bytes = [];
        do
        {
            if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long value))
            {
                cursor.SkipStatement();
                return;
            }

            bytes.Add((byte)value);
        }
        while (cursor.TakeComma());
        assembler.Cfi.Escapes.Add([.. bytes]);
        assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.Escape, assembler.Cfi.Escapes.Count - 1, 0));
    }

    private static void SignalFrame(Assembler assembler, ref Cursor cursor)
    {
        if (Open(assembler, ref cursor) is { } procedure)
            procedure.IsSignalFrame = true;
    }

    // return-column = register
    private static void ReturnColumn(Assembler assembler, ref Cursor cursor)
    {
        if (Open(assembler, ref cursor) is not { } procedure)
            return;
        if (DwarfRegisters.TryParse(assembler, ref cursor, out int register))
            procedure.ReturnColumn = register;
        else
            cursor.SkipStatement();
    }

    // encoded = encoding [ "," expression ] ;  0xFF means "none"
    private static void Encoded(Assembler assembler, ref Cursor cursor, bool isPersonality)
    {
        if (Open(assembler, ref cursor) is not { } procedure)
            return;
        int start = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long encoding))
        {
            cursor.SkipStatement();
            return;
        }

        Expression value = default;
        if (encoding != CfiEncoding.Omit)
        {
            if (!CfiEncoding.IsValid((int)encoding))
            {
                assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), $"0x{encoding:x} is no pointer encoding that objects can hold");
                cursor.SkipStatement();
                return;
            }

            if (!TakeComma(assembler, ref cursor) || !assembler.Expressions.TryParse(ref cursor, out value))
            {
                cursor.SkipStatement();
                return;
            }
        }

        if (isPersonality)
        {
            procedure.PersonalityEncoding = (byte)encoding;
            procedure.Personality = value;
        }
        else
        {
            procedure.LsdaEncoding = (byte)encoding;
            procedure.Lsda = value;
        }
    }

    // val-encoded-addr = register "," encoding "," expression
    private static void ValueEncodedAddress(Assembler assembler, ref Cursor cursor)
    {
        if (Advance(assembler, ref cursor) is null)
            return;
        if (!DwarfRegisters.TryParse(assembler, ref cursor, out int register) || !TakeComma(assembler, ref cursor)
            || !assembler.Expressions.TryParseAbsolute(ref cursor, out long encoding) || !TakeComma(assembler, ref cursor)
            || !assembler.Expressions.TryParse(ref cursor, out Expression value))
        {
            cursor.SkipStatement();
            return;
        }

        assembler.Cfi.Values.Add(value);
        assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.ValueEncodedAddress, register, (encoding << 32) | (uint)(assembler.Cfi.Values.Count - 1)));
    }

    // label = name ;  a symbol for the place in the table
    private static void Label(Assembler assembler, ref Cursor cursor)
    {
        if (Advance(assembler, ref cursor) is null || SymbolDirectives.TakeSymbol(assembler, ref cursor) is not { } symbol)
            return;
        assembler.Cfi.Values.Add(new Expression(symbol, null, 0));
        assembler.Cfi.Instructions.Add(new CfiInstruction(CfiKind.Label, assembler.Cfi.Values.Count - 1, 0));
    }

    private static CfiProcedure? Open(Assembler assembler, ref Cursor cursor)
    {
        if (assembler.Cfi.Current is not null)
            return assembler.Cfi.Current;
        assembler.Report(DirectiveRules.CfiOutsideProcedure, Opening(cursor), "this stands outside of a procedure");
        cursor.SkipStatement();
        return null;
    }

    private static bool TakeComma(Assembler assembler, ref Cursor cursor)
    {
        if (cursor.TakeComma())
            return true;
        assembler.Report(SyntaxRules.ExpectedComma, cursor.SpanHere, "a comma was expected");
        return false;
    }

    /// <summary>The name of the directive, which ends before the cursor.</summary>
    private static SourceSpan Opening(in Cursor cursor)
    {
        int end = cursor.Position;
        while (end > 0 && !CharacterClass.IsNamePart(cursor.Text[end - 1]))
            end--;
        int start = end;
        while (start > 0 && CharacterClass.IsNamePart(cursor.Text[start - 1]))
            start--;
        return new SourceSpan(cursor.Source.Start + start, end - start);
    }
}
