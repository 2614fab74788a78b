using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>How the following instructions are read and encoded, and directives that only other tools care about.</summary>
internal static class ModeDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".code16"u8, (Assembler a, ref Cursor c) => SetMode(a, 16, false));
        table.Add(".code16gcc"u8, (Assembler a, ref Cursor c) => SetMode(a, 16, true));
        table.Add(".code32"u8, (Assembler a, ref Cursor c) => SetMode(a, 32, false));
        table.Add(".code64"u8, (Assembler a, ref Cursor c) => SetMode(a, 64, false));
        table.Add(".intel_syntax"u8, (Assembler a, ref Cursor c) => SetSyntax(a, ref c, true));
        table.Add(".att_syntax"u8, (Assembler a, ref Cursor c) => SetSyntax(a, ref c, false));
        table.Add(".intel_mnemonic"u8, (Assembler a, ref Cursor c) => a.State.IntelMnemonics = true);
        table.Add(".att_mnemonic"u8, (Assembler a, ref Cursor c) => a.State.IntelMnemonics = false);
        table.Add(".allow_index_reg"u8, (Assembler a, ref Cursor c) => a.State.AllowsIndexZero = true);
        table.Add(".disallow_index_reg"u8, (Assembler a, ref Cursor c) => a.State.AllowsIndexZero = false);
        table.Add(".arch"u8, Architecture);
        table.Add(".reloc"u8, Reloc);
        table.Add(".linkonce"u8, LinkOnce);

        // Listing control, debug formats that ELF tools no longer read, checks of the SSE kind: accepted, without effect on the bytes.
        foreach (string name in (ReadOnlySpan<string>)[".title", ".sbttl", ".list", ".nolist", ".psize", ".eject", ".lflags", ".format", ".noformat",
            ".debug", ".name", ".nopage", ".page", ".plen", ".spc", ".ttl", ".xcom", ".noopt", ".optim", ".func", ".endfunc",
            ".sse_check", ".operand_check", ".mri", ".llen", ".gnu_attribute",
            ".vtable_inherit", ".vtable_entry"])
        {
            table.Add(System.Text.Encoding.ASCII.GetBytes(name), (Assembler a, ref Cursor c) => c.SkipStatement());
        }
    }

    private static void LinkOnce(Assembler assembler, ref Cursor cursor)
    {
        assembler.Report(DirectiveRules.IgnoredDirective, cursor.SpanHere, "`.linkonce` means nothing in ELF objects");
        cursor.SkipStatement();
    }

    private static void SetMode(Assembler assembler, int bits, bool gcc)
    {
        assembler.State.CodeBits = bits;
        assembler.State.IsCode16Gcc = gcc;
    }

    // syntax = [ "prefix" | "noprefix" ]
    private static void SetSyntax(Assembler assembler, ref Cursor cursor, bool intel)
    {
        int start = cursor.Position;
        ReadOnlySpan<byte> word = cursor.TakeName();

        // Where symbols have no underscore of their own, as in ELF, a bare `eax` stays a symbol unless `noprefix` is written.
        bool? naked = word switch
        {
            [] => false,
            _ when word.SequenceEqual("prefix"u8) => false,
            _ when word.SequenceEqual("noprefix"u8) => true,
            _ => null,
        };
        if (naked is null)
        {
            assembler.Report(DirectiveRules.BadOperand, cursor.SpanFrom(start), "`prefix` or `noprefix` was expected");
            return;
        }

        assembler.State.IntelSyntax = intel;
        assembler.State.NakedRegisters = naked.Value;
    }

    // arch = ( processor | "." extension | "default" | "push" | "pop" ) [ "," ( "jumps" | "nojumps" ) ]
    private static void Architecture(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        while (CharacterClass.IsNamePart(cursor.Current))
            cursor.Position++;
        SourceSpan span = cursor.SpanFrom(start);
        if (span.Length == 0)
            assembler.Report(DirectiveRules.UnknownArchitecture, cursor.SpanHere, "the name of a processor or of an extension was expected");
        else
            Choose(assembler, assembler.Sources.TextOf(span), span);
        if (!cursor.TakeComma())
            return;
        start = cursor.Position;
        ReadOnlySpan<byte> jumps = cursor.TakeName();
        if (!jumps.SequenceEqual("nojumps"u8) && !jumps.SequenceEqual("jumps"u8))
            assembler.Report(DirectiveRules.BadOperand, cursor.SpanFrom(start), "`jumps` or `nojumps` was expected");
    }

    private static void Choose(Assembler assembler, string name, SourceSpan span)
    {
        AssemblerState state = assembler.State;
        if (TargetProcessor.Find(name) is { } processor)
            state.Processor.Choose(processor);
        else if (name[0] == '.' && TargetProcessor.IsExtension(name[1..]))
            state.Processor.Extend(name[1..]);
        else if (name == "default")
            state.Processor.Reset(state.CodeBits == 64);
        else if (name == "push")
            state.PushedProcessors.Push((state.Processor, state.CodeBits, state.IsCode16Gcc));
        else if (name == "pop")
            PopProcessor(assembler, span);
        else
            ReportUnknown(assembler, name, span);
    }

    private static void PopProcessor(Assembler assembler, SourceSpan span)
    {
        AssemblerState state = assembler.State;
        if (!state.PushedProcessors.TryPeek(out (ProcessorChoice Processor, int CodeBits, bool IsCode16Gcc) pushed))
        {
            assembler.Report(DirectiveRules.UnknownArchitecture, span, "there is no `.arch push` to undo");
        }
        else if (pushed.CodeBits != state.CodeBits || pushed.IsCode16Gcc != state.IsCode16Gcc)
        {
            string mode = pushed.IsCode16Gcc ? ".code16gcc" : $".code{pushed.CodeBits}";
            assembler.Report(DirectiveRules.UnknownArchitecture, span, $"the `.arch push` that this undoes stands in `{mode}`");
        }
        else
        {
            state.Processor = state.PushedProcessors.Pop().Processor;
        }
    }

    private static void ReportUnknown(Assembler assembler, string name, SourceSpan span)
    {
        string? nearest = name[0] == '.'
            ? NearestName.Find(name, TargetProcessor.ExtensionNames.Select(extension => "." + extension))
            : NearestName.Find(name, TargetProcessor.Names);
        assembler.Report(DirectiveRules.UnknownArchitecture, span, $"`{name}` is neither a processor nor an extension" + (nearest is null ? "" : $"; similar: `{nearest}`"));
    }

    // reloc = offset "," relocation [ "," expression ]
    private static void Reloc(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!assembler.Expressions.TryParse(ref cursor, out Expression offset))
        {
            cursor.SkipStatement();
            return;
        }

        if (!cursor.TakeComma())
        {
            assembler.Report(SyntaxRules.ExpectedComma, cursor.SpanHere, "a comma and the name of a relocation were expected");
            cursor.SkipStatement();
            return;
        }

        int nameStart = cursor.Position;
        string name = System.Text.Encoding.UTF8.GetString(cursor.TakeWord());
        SourceSpan nameSpan = cursor.SpanFrom(nameStart);
        Expression value = default;
        if (cursor.TakeComma() && !assembler.Expressions.TryParse(ref cursor, out value))
        {
            cursor.SkipStatement();
            return;
        }

        int? type = RelocationNames.Find(name, assembler.State.Is64BitObject);
        if (type is null)
        {
            assembler.Report(SymbolRules.BadReloc, nameSpan, $"`{name}` is no relocation of this object format");
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        FragmentChain chain = assembler.State.Chain;
        if (!TryPlace(assembler, offset, value, type.Value, span))
            assembler.AtEnd += end => PlaceAtEnd(end, chain.Section, offset, value, type.Value, span);
    }

    /// <summary>A label that had no definition where <c>.reloc</c> named it.</summary>
    private static void PlaceAtEnd(Assembler assembler, Section section, in Expression offset, in Expression value, int type, SourceSpan span)
    {
        if (!Evaluator.TryReduce(offset, out Expression reduced) || reduced.Subtract is not null)
            assembler.Report(SymbolRules.BadReloc, span, "the offset is neither a number nor a label");
        else if (reduced.Add is { State: SymbolState.Label } label && ReferenceEquals(label.Chain!.Section, section))
            label.Chain.AddForced(label.Fragment, label.Offset, reduced.Constant, value, type, span);
        else
            assembler.Report(SymbolRules.BadReloc, span, "the offset is no label of this section");
    }

    private static bool TryPlace(Assembler assembler, in Expression offset, in Expression value, int type, SourceSpan span)
    {
        FragmentChain chain = assembler.State.Chain;
        if (!Evaluator.TryReduce(offset, out Expression reduced) || reduced.Subtract is not null)
            return false;
        if (reduced.Add is null)
        {
            // A number counts from the start of the section.
            chain.AddForced(0, 0, reduced.Constant, value, type, span);
            chain.Section.HasListedSymbol = true;
            return true;
        }

        if (reduced.Add.State != SymbolState.Label || !ReferenceEquals(reduced.Add.Chain, chain))
            return false;
        chain.AddForced(reduced.Add.Fragment, reduced.Add.Offset, reduced.Constant, value, type, span);
        return true;
    }
}
