using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Writes .eh_frame and .debug_frame (Linux Standard Base, "Exception Frames"; DWARF 5, "Call Frame Information"): a common entry
/// for each distinct beginning of procedures, and an entry per procedure. Records are padded with no-operations to four bytes, the last to
/// the section's alignment, as GNU as does.
/// </summary>
internal sealed class CfiWriter
{
    private readonly Assembler _assembler;
    private readonly CfiDirectives.State _state;
    private readonly bool _isEh;
    private readonly bool _is64;
    private readonly FragmentChain _chain;
    private readonly List<CommonEntry> _entries = [];

    private sealed record CommonEntry(CfiProcedure Model, int Count, Symbol Start);

    private CfiWriter(Assembler assembler, CfiDirectives.State state, bool isEh)
    {
        _assembler = assembler;
        _state = state;
        _isEh = isEh;
        _is64 = assembler.State.Is64BitObject;
        string name = isEh ? ".eh_frame" : ".debug_frame";
        Section? section = assembler.State.Sections.Find(name);
        section ??= assembler.State.Sections.Add(new Section(name)
        {
            Type = SectionType.ProgramBits,
            Flags = isEh ? SectionFlags.Alloc : 0,
        });
        section.Alignment = Math.Max(section.Alignment, WordSize);
        _chain = section.Subsection(0);
    }

    private int WordSize => _is64 ? 8 : 4;

    public static void Write(Assembler assembler, CfiDirectives.State state)
    {
        if (state.Procedures.Exists(procedure => procedure.WantsEhFrame))
            new CfiWriter(assembler, state, true).WriteAll();
        if (state.Procedures.Exists(procedure => procedure.WantsDebugFrame))
            new CfiWriter(assembler, state, false).WriteAll();
    }

    private void WriteAll()
    {
        int last = _state.Procedures.FindLastIndex(IsDescribed);
        for (int i = 0; i <= last; i++)
        {
            CfiProcedure procedure = _state.Procedures[i];
            if (!IsDescribed(procedure))
                continue;
            CommonEntry entry = FindOrWriteCommon(procedure);
            WriteProcedure(procedure, entry, !_isEh || i == last ? WordSize : 4);
        }
    }

    private bool IsDescribed(CfiProcedure procedure) => _isEh ? procedure.WantsEhFrame : procedure.WantsDebugFrame;

    private CommonEntry FindOrWriteCommon(CfiProcedure procedure)
    {
        // The newest entries come first, as in GNU as.
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (Fits(_entries[i], procedure))
                return _entries[i];
        }

        int count = 0;
        while (count < procedure.InstructionCount && !_state.Instructions[procedure.FirstInstruction + count].EndsCommonPart)
            count++;
        CommonEntry entry = new(procedure, count, Here());
        _entries.Add(entry);
        WriteCommon(entry);
        return entry;
    }

    private bool Fits(CommonEntry entry, CfiProcedure procedure)
    {
        CfiProcedure model = entry.Model;
        if (model.ReturnColumn != procedure.ReturnColumn || model.IsSignalFrame != procedure.IsSignalFrame)
            return false;
        if (_isEh && (model.PersonalityEncoding != procedure.PersonalityEncoding || model.LsdaEncoding != procedure.LsdaEncoding
            || model.Personality.Add != procedure.Personality.Add || model.Personality.Constant != procedure.Personality.Constant))
        {
            return false;
        }

        if (procedure.InstructionCount < entry.Count)
            return false;
        for (int i = 0; i < entry.Count; i++)
        {
            if (_state.Instructions[model.FirstInstruction + i] != _state.Instructions[procedure.FirstInstruction + i])
                return false;
        }

        return true;
    }

    private void WriteCommon(CommonEntry entry)
    {
        CfiProcedure model = entry.Model;
        Symbol end = OpenRecord();
        int version = _assembler.State.Options.CieVersion ?? 1;
        _chain.AppendNumber(_isEh ? 0 : -1, 4);
        _chain.AppendByte((byte)version);
        bool hasPersonality = _isEh && model.PersonalityEncoding != CfiEncoding.Omit;
        bool hasLsda = _isEh && model.LsdaEncoding != CfiEncoding.Omit;
        if (_isEh)
        {
            _chain.AppendByte((byte)'z');
            if (hasPersonality)
                _chain.AppendByte((byte)'P');
            if (hasLsda)
                _chain.AppendByte((byte)'L');
            _chain.AppendByte((byte)'R');
        }

        if (model.IsSignalFrame)
            _chain.AppendByte((byte)'S');
        _chain.AppendByte(0);

        // Version 4 says how wide addresses and segment selectors are; the first one has no room for return columns above 255.
        if (version >= 4)
            _chain.Append([(byte)WordSize, 0]);
        Unsigned(1);
        Signed(-WordSize);
        if (version == 1)
            _chain.AppendByte((byte)model.ReturnColumn);
        else
            Unsigned(model.ReturnColumn);
        if (_isEh)
        {
            Unsigned(1 + (hasPersonality ? 1 + CfiEncoding.SizeOf(model.PersonalityEncoding, _is64) : 0) + (hasLsda ? 1 : 0));
            if (hasPersonality)
            {
                _chain.AppendByte(model.PersonalityEncoding);
                AppendEncoded(model.Personality, model.PersonalityEncoding, model.Span);
            }

            if (hasLsda)
                _chain.AppendByte(model.LsdaEncoding);
            _chain.AppendByte(CfiEncoding.Code);
        }

        for (int i = 0; i < entry.Count; i++)
            WriteInstruction(_state.Instructions[model.FirstInstruction + i], model.Span);
        CloseRecord(end, _isEh ? 4 : WordSize);
    }

    private void WriteProcedure(CfiProcedure procedure, CommonEntry entry, int alignment)
    {
        Symbol end = OpenRecord();
        Expression length = new(procedure.End, procedure.Start, 0);
        if (_isEh)
        {
            _chain.AppendField(4, new Expression(Here(), entry.Start, 0), procedure.Span);
            _chain.AppendField(4, new Expression(procedure.Start, Here(), 0), procedure.Span);
            _chain.AppendField(4, length, procedure.Span);
            bool hasLsda = procedure.LsdaEncoding != CfiEncoding.Omit;
            Unsigned(hasLsda ? CfiEncoding.SizeOf(procedure.LsdaEncoding, _is64) : 0);
            if (hasLsda)
                AppendEncoded(procedure.Lsda, procedure.LsdaEncoding, procedure.Span);
        }
        else
        {
            _chain.AppendField(4, new Expression(entry.Start, null, 0), procedure.Span);
            _chain.AppendField(WordSize, new Expression(procedure.Start, null, 0), procedure.Span);
            _chain.AppendField(WordSize, length, procedure.Span);
        }

        for (int i = entry.Count; i < procedure.InstructionCount; i++)
            WriteInstruction(_state.Instructions[procedure.FirstInstruction + i], procedure.Span);
        CloseRecord(end, alignment);
    }

    private void WriteInstruction(in CfiInstruction instruction, SourceSpan span)
    {
        int register = instruction.Register;
        long number = instruction.Number;
        switch (instruction.Kind)
        {
            case CfiKind.Advance:
                CfiAdvance.Write(_chain.Reserve(CfiAdvance.SizeOf(number)), number);
                break;
            case CfiKind.AdvanceUnknown:
                _chain.AppendDistance(FragmentKind.CfiAdvance, new LabelDistance(_state.Values[register].Subtract!, _state.Values[register].Add!), span);
                break;
            case CfiKind.DefineCfa when number < 0:
                Operation(0x12, register);
                Signed(number / -WordSize);
                break;
            case CfiKind.DefineCfa:
                Operation(0x0C, register);
                Unsigned(number);
                break;
            case CfiKind.DefineCfaRegister:
                Operation(0x0D, register);
                break;
            case CfiKind.DefineCfaOffset when number < 0:
                _chain.AppendByte(0x13);
                Signed(number / -WordSize);
                break;
            case CfiKind.DefineCfaOffset:
                _chain.AppendByte(0x0E);
                Unsigned(number);
                break;
            case CfiKind.Offset:
                WriteOffset(register, number / -WordSize);
                break;
            case CfiKind.ValueOffset when number > 0:
                Operation(0x15, register);
                Signed(number / -WordSize);
                break;
            case CfiKind.ValueOffset:
                Operation(0x14, register);
                Unsigned(number / -WordSize);
                break;
            case CfiKind.Register:
                Operation(0x09, register);
                Unsigned(number);
                break;
            case CfiKind.Restore when register < 0x40:
                _chain.AppendByte((byte)(0xC0 | register));
                break;
            case CfiKind.Restore:
                Operation(0x06, register);
                break;
            case CfiKind.Undefined:
                Operation(0x07, register);
                break;
            case CfiKind.SameValue:
                Operation(0x08, register);
                break;
            case CfiKind.RememberState:
                _chain.AppendByte(0x0A);
                break;
            case CfiKind.RestoreState:
                _chain.AppendByte(0x0B);
                break;
            case CfiKind.WindowSave:
                _chain.AppendByte(0x2D);
                break;
            case CfiKind.Escape:
                _chain.Append(_state.Escapes[register]);
                break;
            case CfiKind.ValueEncodedAddress:
                int encoding = (int)(number >> 32);
                int size = CfiEncoding.SizeOf(encoding, _is64);
                Operation(0x16, register);
                Unsigned(encoding == 0 ? 1 + size : 2 + size);
                if (encoding == 0)
                {
                    _chain.AppendByte(0x03); // DW_OP_addr
                }
                else
                {
                    _chain.AppendByte(0xF1); // DW_OP_GNU_encoded_addr
                    _chain.AppendByte((byte)encoding);
                }

                AppendEncoded(_state.Values[(int)number], encoding, span);
                break;
            case CfiKind.Label:
                Symbol label = _state.Values[register].Add!;
                if (_isEh && !_assembler.IsRedefinition(label, span))
                    Place(label);
                break;
        }
    }

    private void WriteOffset(int register, long factored)
    {
        if (factored < 0)
        {
            Operation(0x11, register);
            Signed(factored);
        }
        else if (register < 0x40)
        {
            _chain.AppendByte((byte)(0x80 | register));
            Unsigned(factored);
        }
        else
        {
            Operation(0x05, register);
            Unsigned(factored);
        }
    }

    private void Operation(byte code, int register)
    {
        _chain.AppendByte(code);
        Unsigned(register);
    }

    private void Unsigned(long value) => Leb128.Write(_chain.Reserve(Leb128.SizeOf(value, false)), value, false);

    private void Signed(long value) => Leb128.Write(_chain.Reserve(Leb128.SizeOf(value, true)), value, true);

    private void AppendEncoded(in Expression value, int encoding, SourceSpan span)
    {
        int size = CfiEncoding.SizeOf(encoding, _is64);
        if ((encoding & 0x70) == CfiEncoding.PcRelative && value.Subtract is null && value.Node is null && value.Add is not null)
            _chain.AppendField(size, new Expression(value.Add, Here(), value.Constant, value.Modifier), span);
        else
            _chain.AppendField(size, value, span);
    }

    /// <summary>Writes the length of a record that begins here; the symbol is to be placed at its end.</summary>
    private Symbol OpenRecord()
    {
        Symbol end = new(ReadOnlyMemory<byte>.Empty);
        _chain.AppendField(4, default, SourceSpan.None).Value = new Expression(end, null, 0);
        _chain.Fixups[^1].Value = new Expression(end, Here(), 0);
        return end;
    }

    private void CloseRecord(Symbol end, int alignment)
    {
        _chain.AppendAlign(new AlignDetail(alignment, 0, 0, 1, false, 0), SourceSpan.None);
        Place(end);
    }

    private Symbol Here()
    {
        Symbol here = new(ReadOnlyMemory<byte>.Empty);
        Place(here);
        return here;
    }

    private void Place(Symbol symbol)
    {
        symbol.State = SymbolState.Label;
        symbol.Chain = _chain;
        symbol.Fragment = _chain.CurrentFragment;
        symbol.Offset = _chain.CurrentOffset;
    }
}
