using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>Stores the values of relocations into the sections' bytes (psABI, "Relocation").</summary>
internal sealed class Relocator(LinkValues values, GlobalOffsetTable? got, DiagnosticBag diagnostics)
{
    /// <summary>Start and end of the thread-local block; variables have negative offsets from its aligned end.</summary>
    public ulong ThreadBlock { get; init; }

    public ulong ThreadPointer { get; init; }

    public bool Relax { get; init; }

    /// <summary>Addresses are worth comparing with fields: the script did not leave one of them without a value.</summary>
    public bool ReportsOverflow { get; init; } = true;

    public void Apply(InputSection input)
    {
        ReadOnlySpan<Relocation> rows = input.Relocations;
        if (rows.IsEmpty || input.Output is not { } output || input.IsDropped || output.Type == SectionType.NoBits)
            return;
        Span<byte> bytes = output.Data.AsSpan((int)input.Offset, (int)input.Size);
        bool is64 = input.File.Is64Bit;
        RelocationTypes types = RelocationTypes.For(is64);
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly Relocation relocation = ref rows[i];
            if (relocation.Expression is { } expression)
            {
                ApplyExpression(input, relocation, expression, bytes);
                continue;
            }
            RelocationType type = types.Find(relocation.Type)!;
            Apply(input, relocation, type, bytes, is64);

            // The call that ends the sequence is gone.
            if (ThreadLocalRelaxation.IsCall(type))
                i++;
        }
    }

    private void ApplyExpression(InputSection input, in Relocation relocation, LinkExpression expression, Span<byte> bytes)
    {
        if (values.Evaluate(expression, input.Address + relocation.Offset) is not { } value)
            return;
        if (!RelocationField.Fits(value, relocation.Size, OverflowRule.Either))
            ReportOverflow(input, relocation, $"{relocation.Size * 8}-bit field", (ulong)value, null);
        RelocationField.Store(bytes[(int)relocation.Offset..], relocation.Size, value);
    }

    private void Apply(InputSection input, in Relocation relocation, RelocationType type, Span<byte> bytes, bool is64)
    {
        if (type.Formula == RelocationFormula.None)
            return;
        long addend = relocation.Addend;
        ulong symbol = 0;
        if (relocation.Symbol is { } named)
        {
            if (LinkValues.IsMissing(named))
            {
                values.ReportUndefined(named, input, relocation);
                return;
            }
            if (input.IsAllocated && (named.Global?.Definition ?? named).Type == SymbolType.GnuIndirectFunction)
            {
                ReportIndirect(input, relocation, named);
                return;
            }
            if (IsDropped(named))
            {
                StoreDropped(input, relocation, type, named, bytes);
                return;
            }
            symbol = values.AddressOf(named, ref addend);
        }

        int at = (int)relocation.Offset;
        ulong place = input.Address + relocation.Offset;
        bool isThreadLoad = type.Formula >= RelocationFormula.ThreadGotEntryPcRelative;
        if (type.IsRelaxable || isThreadLoad)
        {
            if (Relax && Relaxation.Applies(input, relocation, type))
            {
                ulong target = isThreadLoad ? symbol - ThreadPointer : symbol;
                if (!is64 && isThreadLoad)
                    ThreadLocalRelaxation.ApplyLoad32(bytes, at, (long)target);
                else if (!is64)
                    Relaxation.Apply32(bytes, at, target, place);
                else if (!Relaxation.Apply64(bytes, at, type.Number, target, place, out long relaxed))
                    ReportOverflow(input, relocation, type.Name, (ulong)relaxed, type);
                return;
            }
        }

        if (ThreadLocalRelaxation.Rewrites(type))
        {
            long offset = (long)(symbol - ThreadPointer);
            if (!ThreadLocalRelaxation.Apply(bytes, at, type, is64, offset))
            {
                diagnostics.Report(values.At(LinkRules.UnsupportedRelocation, $"{type.Name} is not followed by one of the instruction sequences that the ABI lists for it", input, relocation));
            }
            return;
        }

        ulong value = type.Formula switch
        {
            RelocationFormula.Absolute => symbol + (ulong)addend,
            RelocationFormula.PcRelative => symbol + (ulong)addend - place,
            RelocationFormula.GotEntry => GotEntry(relocation, false) + (ulong)addend - (IsBaseless(input, relocation, type) ? 0 : got!.Base.Address),
            RelocationFormula.GotEntryPcRelative => GotEntry(relocation, false) + (ulong)addend - place,
            RelocationFormula.GotRelative => symbol + (ulong)addend - got!.Base.Address,
            RelocationFormula.GotPcRelative => got!.Base.Address + (ulong)addend - place,
            RelocationFormula.SymbolSize => SizeOf(relocation.Symbol) + (ulong)addend,
            RelocationFormula.ThreadOffset => symbol + (ulong)addend - ThreadPointer,
            RelocationFormula.NegativeThreadOffset => ThreadPointer - symbol + (ulong)addend,
            RelocationFormula.ThreadBlockOffset => symbol + (ulong)addend - (input.IsAllocated ? ThreadPointer : ThreadBlock),
            RelocationFormula.ThreadGotEntryPcRelative => GotEntry(relocation, true) + (ulong)addend - place,
            RelocationFormula.ThreadGotEntryAbsolute => GotEntry(relocation, true) + (ulong)addend,
            RelocationFormula.ThreadGotEntry => GotEntry(relocation, true) + (ulong)addend - got!.Base.Address,
            _ => throw new InvalidOperationException($"no rule for {type.Formula}"),
        };
        if (!Fits(type, (long)value, symbol, place, is64))
            ReportOverflow(input, relocation, type.Name, value, type);
        RelocationField.Store(bytes[at..], type.Size, (long)value);
    }

    /// <summary>
    /// Addresses of i386 wrap at 4 GiB, so that <c>label - 0xC0000000</c> works; but an i386 object cannot reach what lies above.
    /// </summary>
    private static bool Fits(RelocationType type, long value, ulong symbol, ulong place, bool is64)
    {
        if (is64)
            return RelocationField.Fits(value, type.Size, type.Overflow);
        if (symbol > uint.MaxValue && symbol < 0xFFFF_FFFF_8000_0000 || place > uint.MaxValue)
            return type.Formula == RelocationFormula.PcRelative ? value == (int)value : false;
        return type.Size == 4 || RelocationField.Fits((int)value, type.Size, type.Overflow);
    }

    private ulong GotEntry(in Relocation relocation, bool isThread) =>
        relocation.Symbol is { } symbol ? got!.EntryAddress(symbol, isThread) : got!.Got.Address;

    /// <summary>i386: <c>mov foo@GOT, %eax</c> without a base register wants the entry's address, not its offset.</summary>
    private static bool IsBaseless(InputSection input, in Relocation relocation, RelocationType type)
    {
        if (input.File.Is64Bit || type.Number is not (3 or 43) || relocation.Offset < 1)
            return false;
        byte modRm = input.Section.Data.Span[(int)relocation.Offset - 1];
        return (modRm & 0xC7) == 0x05;
    }

    private static ulong SizeOf(ObjectSymbol? symbol) => symbol is null ? 0 : symbol.Global?.Definition?.Size ?? symbol.Size;

    private static bool IsDropped(ObjectSymbol symbol)
    {
        ObjectSection? section = symbol.Global is { } global ? global.Definition?.Section : symbol.Section;
        return section?.Input is { IsDropped: true } && symbol.Global is not { IsLinkerDefined: true };
    }

    /// <summary>Debugging and unwinding information may describe what is gone; for everything else it is an error.</summary>
    private void StoreDropped(InputSection input, in Relocation relocation, RelocationType type, ObjectSymbol symbol, Span<byte> bytes)
    {
        string name = input.Section.Name;
        bool mayRefer = !input.IsAllocated || name is ".eh_frame" or ".gcc_except_table" || name.StartsWith(".gcc_except_table.", StringComparison.Ordinal);
        if (!mayRefer)
        {
            string section = (symbol.Global?.Definition ?? symbol).Section!.Name;
            diagnostics.Report(values.At(LinkRules.DiscardedSection, $"`{symbol.Name}` lies in section `{section}`, which is not part of the program", input, relocation));
            return;
        }

        // A pair of zeros ends a list of ranges or locations: there the value for "gone" is 1.
        bool endsAtZero = name is ".debug_ranges" or ".debug_loc";
        RelocationField.Store(bytes[(int)relocation.Offset..], type.Size, endsAtZero ? 1 : 0);
    }

    /// <summary>Its address is what a resolver function returns when a loader calls it, and a program on the bare machine has no loader that does.</summary>
    private void ReportIndirect(InputSection input, in Relocation relocation, ObjectSymbol symbol) =>
        diagnostics.Report(values.WithDefinition(
            values.At(LinkRules.UnsupportedRelocation,
                $"`{symbol.Name}` is an indirect function (STT_GNU_IFUNC), whose address a loader finds at run time; call the function that it resolves to by its own name", input, relocation),
            symbol));

    private void ReportOverflow(InputSection input, in Relocation relocation, string field, ulong value, RelocationType? type)
    {
        if (!ReportsOverflow)
            return;
        bool isDistance = type?.Formula is RelocationFormula.PcRelative or RelocationFormula.GotEntryPcRelative or RelocationFormula.GotPcRelative;

        // Distances count from the end of the instruction, which mostly is that of the field.
        ObjectSymbol? symbol = relocation.Symbol is { } used ? LinkValues.NamedTarget(used, (ulong)(relocation.Addend + (isDistance ? type!.Size : 0))) : null;
        string target = symbol is null ? "" : symbol.Type == SymbolType.Section ? $" of section `{symbol.Section?.Name}`" : $" of `{symbol.Name}`";
        string shown = isDistance && (long)value < 0 ? $"-0x{0 - value:x}" : $"0x{value:x}";
        string size = type is null ? $"a {field}" : $"{type.Size} byte{(type.Size == 1 ? "" : "s")} ({field})";
        diagnostics.Report(values.WithDefinition(
            values.At(LinkRules.RelocationOverflow, $"the {(isDistance ? "distance" : "value")} {shown}{target} does not fit {size}", input, relocation), symbol));
    }
}
