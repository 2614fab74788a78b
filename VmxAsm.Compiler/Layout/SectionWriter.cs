using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Writes the contents of a section and turns its fixups into bytes where the value is known, and into relocations where it is not. What is
/// known: numbers, distances inside a section, and branches to labels that no other file can replace.
/// </summary>
internal sealed class SectionWriter(AssemblerState state, ObjectBuilder builder, bool allowExpressions)
{
    private Section _section = null!;
    private byte[] _contents = [];

    public void Write(Section section)
    {
        _section = section;
        WriteLines(section);
        if (section.IsNoBits)
        {
            CheckNoBits(section);
            return;
        }

        if (section.Size > Array.MaxLength)
            return;
        _contents = GC.AllocateUninitializedArray<byte>((int)section.Size);
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fragment fragment in chain.Fragments)
                WriteFragment(chain, ref fragment);
        }

        section.Object!.Data = _contents;
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fixup fixup in chain.Fixups)
            {
                if (!fixup.IsForced)
                    Apply(fixup, chain.Fragments[fixup.Fragment].Address + fixup.Offset);
            }
        }

        // GNU as makes the relocations of branches while it relaxes, after all others.
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fragment fragment in chain.Fragments)
            {
                if (fragment.NeedsRelocation)
                    ApplyBranch(chain, fragment);
            }
        }

        List<Relocation>? forced = null;
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fixup fixup in chain.Fixups)
            {
                if (fixup.IsForced)
                    ApplyForced(fixup, chain.Fragments[fixup.Fragment].Address + fixup.Offset, forced ??= new(4));
            }

            chain.DropFixups();
        }

        if (forced is not null)
            Merge(section.Object.Relocations, forced);
    }

    /// <summary>The relocations of <c>.reloc</c>, in the order of the source, go before the first other one that comes behind them in the section.</summary>
    private static void Merge(List<Relocation> relocations, List<Relocation> forced)
    {
        int place = 0;
        foreach (Relocation relocation in forced)
        {
            while (place < relocations.Count && relocations[place].Offset <= relocation.Offset)
                place++;
            relocations.Insert(place++, relocation);
        }
    }

    /// <summary>Each statement's bytes reach up to the next statement's.</summary>
    private static void WriteLines(Section section)
    {
        foreach (FragmentChain chain in section.Chains)
        {
            if (chain.Lines is not { } lines)
                continue;
            Span<Fragment> fragments = chain.Fragments;
            long end = fragments[^1].Address + fragments[^1].Size;
            for (int i = 0; i < lines.Count; i++)
            {
                long start = fragments[lines[i].Fragment].Address + lines[i].Offset;
                long next = i + 1 < lines.Count ? fragments[lines[i + 1].Fragment].Address + lines[i + 1].Offset : end;
                if (next > start)
                    section.Object!.Lines.Add(new SectionLine((ulong)start, (int)Math.Min(next - start, int.MaxValue), lines[i].Span));
            }
        }
    }

    private void WriteFragment(FragmentChain chain, ref Fragment fragment)
    {
        int address = (int)fragment.Address;
        chain.Buffer.Slice(fragment.Start, fragment.FixedLength).CopyTo(_contents.AsSpan(address));
        Span<byte> room = _contents.AsSpan(address + fragment.FixedLength, (int)fragment.VariableLength);
        switch (fragment.Kind)
        {
            case FragmentKind.Data:
                return;
            case FragmentKind.Branch:
                WriteBranch(chain, fragment, address + fragment.FixedLength, room);
                return;
            case FragmentKind.Align:
                AlignDetail align = chain.Aligns[fragment.Detail];
                if (align.WithNops)
                    Nops.Fill(room, NopMode(align.CodeBits), align.Nops.IsLong(state.Processor.Tuned));
                else
                    WriteAlignFill(room, align.Fill, align.FillSize, fragment.Span);
                return;
            case FragmentKind.Distance or FragmentKind.CfiAdvance:
                LabelDistance labels = chain.Distances[fragment.Detail];
                Relaxation.TryEvaluate(labels, out long distance);
                if (fragment.Kind == FragmentKind.CfiAdvance)
                    CfiAdvance.Write(room, distance);
                else
                    Leb128.Write(room, distance, labels.Signed);
                return;
            case FragmentKind.LineAdvance:
                LineStep step = chain.LineSteps[fragment.Detail];
                LineAdvance.Write(room, step.Lines, step.Distance);
                return;
        }

        FillDetail fill = chain.Fills[fragment.Detail];
        CurrentValue.TryEvaluate(fill.Value, out long value);
        switch (fragment.Kind)
        {
            case FragmentKind.Fill or FragmentKind.Org:
                WriteFill(room, fill.Pattern, fill.Size);
                break;
            case FragmentKind.Leb128:
                Leb128.Write(room, value, fill.Signed);
                break;
            case FragmentKind.Nops:
                Nops.Fill(room, NopMode(fill.CodeBits), fill.Nops.IsLong(state.Processor.Tuned), (int)fill.Pattern);
                break;
        }
    }

    private static void WriteFill(Span<byte> room, long pattern, int size)
    {
        if (pattern == 0 || size == 1)
        {
            room.Fill((byte)pattern);
            return;
        }

        for (int i = 0; i < room.Length; i++)
            room[i] = (byte)(pattern >> Math.Min(63, 8 * (i % size)));
    }

    private void WriteAlignFill(Span<byte> room, long pattern, int size, SourceSpan span)
    {
        if (room.Length % size != 0)
            state.Diagnostics.Report(DirectiveRules.BadAlignment, span, $"{room.Length} bytes of padding are no multiple of the fill's {size}");
        WriteFill(room, pattern, size);
    }

    /// <summary>
    /// The mode that padding is written for. GNU as takes the one in force at the end of the source, and object files are to be the same; where we
    /// link ourselves, padding suits the code around it.
    /// </summary>
    private int NopMode(int codeBits) => allowExpressions ? codeBits : state.CodeBits;

    private void WriteBranch(FragmentChain chain, in Fragment fragment, int position, Span<byte> room)
    {
        if (fragment.IsLong)
        {
            switch (fragment.Branch)
            {
                case BranchKind.ConditionalJump:
                    _contents[position - 1] = 0x0F;
                    room[0] = (byte)(0x80 | fragment.Condition);
                    room = room[1..];
                    break;
                case BranchKind.ConditionalJump86:
                    _contents[position - 1] ^= 1;
                    room[0] = (byte)(1 + fragment.LongSize);
                    room[1] = 0xE9;
                    room = room[2..];
                    break;
                default:
                    _contents[position - 1] = 0xE9;
                    break;
            }
        }

        if (fragment.NeedsRelocation)
        {
            room.Clear();
            return;
        }

        Expression target = chain.Targets[fragment.Detail];
        long end = fragment.Address + fragment.Size;
        RelocationField.Store(room, room.Length, target.Add!.Address + target.Constant - end);
    }

    private void ApplyBranch(FragmentChain chain, in Fragment fragment)
    {
        ref Expression target = ref chain.Targets[fragment.Detail];
        Apply(
            new Fixup
            {
                Value = target,
                Span = fragment.Span,
                Size = fragment.LongSize,
                Kind = FieldKind.PcRelative,
                DistanceToEnd = fragment.LongSize,
                IsInstruction = true,
                IsBranch = fragment.GoesByPlt && RelocationChooser.IsPlt(target.Add),
            },
            fragment.Address + fragment.Size - fragment.LongSize);
    }

    private void Apply(in Fixup fixup, long address)
    {
        bool pcRelative = fixup.Kind == FieldKind.PcRelative;
        if (!TryTarget(fixup.Value, out Symbol? symbol, out Symbol? subtract, out long addend))
        {
            ApplyExpression(fixup, address);
            return;
        }

        if (symbol is { State: SymbolState.Register })
        {
            state.Diagnostics.Report(SymbolRules.RegisterSymbol, fixup.Span, $"`{symbol.Name}` names a register and has no value");
            return;
        }

        if (subtract is not null && symbol is null && fixup.Value.Modifier == RelocationModifier.Size
            && subtract is { IsDefined: true, IsPreemptible: false } && TrySizeOf(subtract, out long negated))
        {
            Store(fixup, address, addend - negated);
            return;
        }

        if (subtract is not null)
        {
            // symbol - label of this section is a distance from here, corrected by where here is.
            // A branch that layout chooses the length of can go to a symbol only: it alone does not know where its instruction begins.
            if (pcRelative && (symbol is null || fixup.Size != 4 || fixup.DistanceFromStart == 0) || fixup.Value.Modifier == RelocationModifier.Plt || subtract.State != SymbolState.Label || !ReferenceEquals(subtract.Chain!.Section, _section))
            {
                ApplyExpression(fixup, address);
                return;
            }

            // What is relative already is not corrected; but GNU as counts a branch that may go by the procedure linkage table from its instruction.
            addend -= subtract.Address;
            if (!pcRelative)
                addend += address;
            else
                addend += (fixup.IsBranch && state.Is64BitObject ? address - fixup.DistanceFromStart : 0) - fixup.DistanceToEnd;
            pcRelative = true;
        }
        else if (pcRelative)
        {
            addend -= fixup.DistanceToEnd;
        }

        RelocationModifier modifier = fixup.Value.Modifier;
        if (symbol is null && !pcRelative)
        {
            if (modifier != RelocationModifier.None)
            {
                state.Diagnostics.Report(SymbolRules.InvalidModifier, fixup.Span, "a relocation needs a symbol, and this is a number");
                return;
            }

            Store(fixup, address, addend);
            return;
        }

        if (symbol is not null && pcRelative && IsPlace(symbol, out Section? section, out long offset) && ReferenceEquals(section, _section)
            && modifier is RelocationModifier.None or RelocationModifier.Plt && !symbol.IsPreemptible)
        {
            Store(fixup, address, offset + addend - address);
            return;
        }

        if (modifier == RelocationModifier.Size && symbol is { IsDefined: true, IsPreemptible: false } && TrySizeOf(symbol, out long size))
        {
            Store(fixup, address, size + addend);
            return;
        }

        Relocate(fixup, address, pcRelative, symbol, addend);
    }

    private static bool TrySizeOf(Symbol symbol, out long size)
    {
        size = symbol.State == SymbolState.Section ? symbol.Chain!.Section.Size : 0;
        return !symbol.HasSize || CurrentValue.TryEvaluate(symbol.Size, out size);
    }

    private void Relocate(in Fixup fixup, long address, bool pcRelative, Symbol? symbol, long addend)
    {
        RelocationModifier modifier = fixup.Value.Modifier;
        int type = RelocationChooser.Choose(state.Is64BitObject, fixup, pcRelative, modifier, symbol);
        if (type < 0)
        {
            if (modifier == RelocationModifier.None && allowExpressions)
            {
                ApplyExpression(fixup, address);
                return;
            }

            string format = state.Is64BitObject ? "x86-64" : "i386";
            state.Diagnostics.Report(modifier == RelocationModifier.None ? SymbolRules.NotRelocatable : SymbolRules.InvalidModifier, fixup.Span,
                $"{format} objects have no such relocation for a field of {fixup.Size * 8} bits");
            return;
        }

        // The GOT's address in an instruction is counted from the instruction, which the relocation does not know.
        if (fixup.IsInstruction && (state.Is64BitObject ? type is 26 or 29 && fixup.IsImmediate : type is 10) && fixup.Value.Subtract is null)
            addend += fixup.DistanceFromStart;
        if (symbol is not null && RelocationChooser.IsThreadLocal(state.Is64BitObject, type))
            builder.MarkThreadLocal(symbol, fixup.Span);
        ObjectSymbol? target = symbol is null ? null : ChooseSymbol(fixup, symbol, type, pcRelative, ref addend);
        if (state.Is64BitObject && type == RelocationChooser.Plt32 && target is { Type: SymbolType.Section })
            type = RelocationChooser.PcRelative32;
        _section.Object!.Relocations.Add(new Relocation((ulong)address, (uint)type, target, addend, fixup.Span));
        RelocationField.Store(_contents.AsSpan((int)address, fixup.Size), fixup.Size, 0);
    }

    /// <summary>
    /// Local symbols are replaced by their section plus an offset, which saves the linker the symbol; but not where the linker must see
    /// the symbol, nor in a mergeable section, whose pieces move apart.
    /// </summary>
    private ObjectSymbol ChooseSymbol(in Fixup fixup, Symbol symbol, int type, bool pcRelative, ref long addend)
    {
        if (symbol.IsPreemptible || !IsPlace(symbol, out Section? section, out long offset) || RelocationChooser.KeepsSymbol(state.Is64BitObject, type, fixup.IsInstruction)
            || (section.Flags & SectionFlags.ThreadLocal) != 0 || !symbol.IsTemporary && IsOnlyOneOfMany(section) && !ReferenceEquals(section, _section))
        {
            return builder.Target(symbol);
        }

        if ((section.Flags & SectionFlags.Merge) != 0 && symbol.State != SymbolState.Section)
        {
            long written = pcRelative ? addend + fixup.DistanceToEnd : addend;
            bool isFromGot = fixup.Value.Modifier == RelocationModifier.GotOff;
            if (written != 0 || isFromGot || (pcRelative && state.Is64BitObject))
                return builder.Target(symbol);
        }

        addend += offset;
        return section.Symbol.Object!;
    }

    /// <summary>The linker keeps one of several such sections, which may not be this one: a reference from elsewhere is better one to a name.</summary>
    private static bool IsOnlyOneOfMany(Section section) =>
        section.Group is { IsComdat: true } || section.Name.StartsWith(".gnu.linkonce.", StringComparison.Ordinal);

    /// <summary>The section and offset that a symbol stands for, whatever it was defined by.</summary>
    private static bool IsPlace(Symbol symbol, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Section? section, out long offset)
    {
        section = null;
        offset = 0;
        if (symbol.State == SymbolState.Equated && Evaluator.TryReduce(symbol, out Expression value) && value is { Add: not null, Subtract: null })
        {
            symbol = value.Add;
            offset = value.Constant;
        }

        if (symbol.State is not (SymbolState.Label or SymbolState.Section))
            return false;
        section = symbol.Chain!.Section;
        if (symbol.State == SymbolState.Label)
            offset += symbol.Address;
        return true;
    }

    /// <summary>
    /// An expression as symbol, subtracted label and number. A symbol that is another name for a place stays itself, so that its own binding counts;
    /// another name for something undefined is replaced by that.
    /// </summary>
    private static bool TryTarget(in Expression expression, out Symbol? add, out Symbol? subtract, out long addend)
    {
        add = expression.Add;
        subtract = expression.Subtract;
        addend = expression.Constant;
        if (expression.Node is null && subtract is null && add is not null)
        {
            while (add is { State: SymbolState.Undefined, Extras.WeakrefTarget: { } named })
                add = named;
            if (add.State is not (SymbolState.Equated or SymbolState.Absolute))
                return true;
            if (expression.Modifier != RelocationModifier.None && add.State == SymbolState.Absolute)
                return true;
            if (!Evaluator.TryReduce(add, out Expression value) || value.Subtract is not null)
                return false;

            // Other files may see this number, and the linker shall.
            if (value.IsConstant && add.IsPreemptible)
                return true;
            if (value.Add is { State: SymbolState.Label or SymbolState.Section })
                return true;
            add = value.Add;
            addend += value.Constant;
            return true;
        }

        if (!Evaluator.TryReduce(expression, out Expression reduced))
            return false;

        // Another name for a place is itself in a difference with a number, too.
        if (expression.Node is null && add is { State: SymbolState.Equated, IsPreemptible: true } && reduced is { Subtract: null, Add: not null }
            && subtract is not null && Evaluator.TryReduce(subtract, out Expression number) && number.IsConstant)
        {
            subtract = null;
            addend -= number.Constant;
            return true;
        }

        add = reduced.Add;
        subtract = reduced.Subtract;
        addend = reduced.Constant;
        return true;
    }

    private void Store(in Fixup fixup, long address, long value)
    {
        int bits = fixup.Size * 8;
        if (fixup.Size < 8)
        {
            // A 16-bit branch wraps around at 64K.
            bool signed = fixup.Kind == FieldKind.Signed || fixup.Kind == FieldKind.PcRelative && fixup.Size != 2;
            long low = signed ? -(1L << (bits - 1)) : -(1L << bits) + 1;
            long high = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
            if (value < low || value > high)
            {
                // In i386 objects a 32-bit address wraps around, as the processor's does.
                bool wraps = fixup.Size == 4 && !state.Is64BitObject && value is > -(1L << 33) and < 1L << 33;
                if (!wraps)
                {
                    DiagnosticRule rule = fixup.Kind == FieldKind.PcRelative && fixup.Size == 1 ? SymbolRules.BranchOutOfRange : SymbolRules.ValueTooBig;
                    state.Diagnostics.Report(rule, fixup.Span, fixup.Kind == FieldKind.PcRelative
                        ? $"the target is {value} bytes away, and the displacement has {bits} bits"
                        : $"the value is {value}, and the field has {bits} bits");
                    return;
                }
            }
        }

        RelocationField.Store(_contents.AsSpan((int)address, fixup.Size), fixup.Size, value);
    }

    private void ApplyForced(in Fixup fixup, long address, List<Relocation> forced)
    {
        if (address < 0 || address > _section.Size)
        {
            state.Diagnostics.Report(SymbolRules.BadReloc, fixup.Span, $"the offset {address} lies outside of the section");
            return;
        }

        if (!TryTarget(fixup.Value, out Symbol? symbol, out Symbol? subtract, out long addend) || subtract is not null)
        {
            state.Diagnostics.Report(SymbolRules.BadReloc, fixup.Span, "the expression is not a symbol plus a number");
            return;
        }

        ObjectSymbol? target = symbol is null ? null : symbol.State == SymbolState.Section ? symbol.Chain!.Section.Symbol.Object : builder.Target(symbol);

        // Only where GNU as has to look at the field does it find that there is none.
        RelocationType? type = RelocationTypes.For(state.Is64BitObject).Find(fixup.ForcedType);
        int size = type?.Size ?? 0;
        if (address > _section.Size - size && (target is { Type: SymbolType.Section } || !state.Is64BitObject && addend != 0))
        {
            state.Diagnostics.Report(SymbolRules.BadReloc, fixup.Span, $"at offset {address} no {size} bytes are left in the section");
            return;
        }

        // Of an i386 relocation what stands in the field is part of the addend. A number behind the symbol of a relative one is counted from the section's
        // start, though the relocation itself is counted from its place.
        if (!state.Is64BitObject && addend != 0 && type is { Formula: RelocationFormula.PcRelative or RelocationFormula.GotPcRelative })
            addend -= address;
        if (!state.Is64BitObject && address <= _section.Size - size)
            addend += RelocationField.Load(_contents.AsSpan((int)address, size), size);
        forced.Add(new Relocation((ulong)address, fixup.ForcedType, target, addend, fixup.Span));
    }

    /// <summary>What ELF has no relocation for goes to our own linker as an expression; into an ELF object it cannot go.</summary>
    private void ApplyExpression(in Fixup fixup, long address)
    {
        if (fixup.Value.Node is BigConstantNode)
        {
            state.Diagnostics.Report(SyntaxRules.NumberTooBig, fixup.Span, $"the number has more than 64 bits, and the field has {fixup.Size * 8}");
            return;
        }

        LinkExpressionMaker maker = new(builder);
        LinkExpression? expression = fixup.Value.Modifier == RelocationModifier.None ? maker.TryMake(fixup.Value, fixup.Span) : null;
        if (expression is null || !allowExpressions)
        {
            state.Diagnostics.Report(SymbolRules.NotRelocatable, fixup.Span, maker.Circular is { } circular
                ? $"the value depends on `{circular}`, which is defined by itself"
                : $"`{state.Sources.TextOf(fixup.Span)}` comes down to no symbol plus a number, which is all that an object file can hold");
            return;
        }

        if (fixup.Kind == FieldKind.PcRelative)
        {
            expression = new LinkBinary(Operator.Subtract, expression,
                new LinkBinary(Operator.Add, new LinkPlace(fixup.Span), new LinkConstant(fixup.DistanceToEnd, fixup.Span), fixup.Span), fixup.Span);
        }

        _section.Object!.Relocations.Add(new Relocation((ulong)address, 0, null, 0, fixup.Span) { Expression = expression, Size = fixup.Size });
    }

    private void CheckNoBits(Section section)
    {
        foreach (FragmentChain chain in section.Chains)
        {
            foreach (ref Fragment fragment in chain.Fragments)
            {
                // Fixed bytes have been looked at where they were written.
                if (!HasContents(chain, fragment))
                    continue;
                state.Diagnostics.Report(SymbolRules.NoBits, fragment.Span.Start != 0 ? fragment.Span : section.Span,
                    $"section `{section.Name}` has no contents in the file, and this is not zero");
                return;
            }

            foreach (ref Fixup fixup in chain.Fixups)
            {
                state.Diagnostics.Report(SymbolRules.NoBits, fixup.Span, $"section `{section.Name}` has no contents in the file, and this is not zero");
                return;
            }
        }
    }

    private static bool HasContents(FragmentChain chain, in Fragment fragment) => fragment.Kind switch
    {
        FragmentKind.Data or FragmentKind.Align => false,
        FragmentKind.Fill or FragmentKind.Org => chain.Fills[fragment.Detail].Pattern != 0 && fragment.VariableLength > 0,
        FragmentKind.Distance => Relaxation.TryEvaluate(chain.Distances[fragment.Detail], out long distance) && distance != 0,
        FragmentKind.Leb128 => CurrentValue.TryEvaluate(chain.Fills[fragment.Detail].Value, out long value) && value != 0,
        _ => fragment.VariableLength > 0,
    };
}
