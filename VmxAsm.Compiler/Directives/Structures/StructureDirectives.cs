using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>Makes the blocks known to the statement loop, and is the open block to it.</summary>
internal sealed class StructureDirectives : IStatementBlock
{
    /// <summary>
    /// Directives of GNU as that work inside a block: those that decide which lines there are, and those that define symbols. The others
    /// would put bytes into the middle of a structure.
    /// </summary>
    private static readonly HashSet<string> Harmless =
    [
        ".set", ".equ", ".equiv", ".eqv", ".globl", ".global", ".local", ".weak", ".hidden", ".internal", ".protected", ".type",
        ".macro", ".endm", ".exitm", ".purgem", ".rept", ".rep", ".irp", ".irpc", ".endr", ".include", ".altmacro", ".noaltmacro",
        ".error", ".warning", ".err", ".fail", ".print", ".end", ".file", ".line", ".ln", ".loc", ".list", ".nolist", ".eject", ".psize", ".title", ".sbttl",
    ];

    private StructureDirectives(Assembler assembler)
    {
        Context = new AssemblerContext(assembler);
        Structures = new ProcessorStructures(Context, assembler.State.Options.GnuStrict, assembler.State.Options.NoChecks);
    }

    public StructureContext Context { get; }

    public ProcessorStructures Structures { get; }

    public static void Register(DirectiveTable table)
    {
        foreach (string name in ProcessorStructures.Names)
        {
            table.Add(System.Text.Encoding.ASCII.GetBytes(name), (Assembler assembler, ref Cursor cursor) =>
                Of(assembler).Take(assembler, name, SpanBefore(cursor, name), ref cursor));
        }
    }

    /// <summary>The structures of a source, made when the first word of ours appears.</summary>
    public static StructureDirectives Of(Assembler assembler)
    {
        if (assembler.Structures is { } existing)
            return existing;
        StructureDirectives made = new(assembler);
        assembler.Structures = made;
        assembler.AtEnd += _ => made.Structures.Finish();
        return made;
    }

    /// <summary>Whether a mnemonic is one of ours; cheap, since it is asked for every instruction.</summary>
    public static bool IsInstruction(ReadOnlySpan<byte> name) => name.StartsWith("vmcs_"u8);

    /// <summary>Handles <c>vmcs_load</c> and <c>vmcs_store</c>.</summary>
    public static bool TakeInstruction(Assembler assembler, ref Cursor cursor, ReadOnlySpan<byte> name, int start) =>
        Of(assembler).Structures.Instruction(System.Text.Encoding.UTF8.GetString(name), new SourceSpan(cursor.Source.Start + start, name.Length), ref cursor);

    public bool TakeStatement(Assembler assembler, ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        SourceSpan span = new(cursor.Source.Start + start, name.Length);
        if (cursor.Current == '=' && cursor.Next != '=')
        {
            if (!Structures.Open!.TakesKeys)
                return false;
            cursor.Position++;
            Structures.Assignment(System.Text.Encoding.UTF8.GetString(name), span, ref cursor);
            return true;
        }

        string text = System.Text.Encoding.UTF8.GetString(name);
        if (assembler.Macros.Find(name) is not null || ConditionalDirectives.IsConditional(name) || Harmless.Contains(text.ToLowerInvariant()))
            return false;
        if (name[0] == '.' && assembler.Directives.Find(name) is null)
            return false;
        if (ProcessorStructures.Names.Contains(text))
        {
            Take(assembler, text, span, ref cursor);
            return true;
        }

        Structures.Foreign(text, span);
        cursor.SkipStatement();
        return true;
    }

    public bool TakeLabel(Assembler assembler, ReadOnlySpan<byte> name, SourceSpan span)
    {
        Structures.Open!.Label(System.Text.Encoding.UTF8.GetString(name), span);
        return true;
    }

    public void ReportUnclosed(Assembler assembler)
    {
        // Finish reports it, with the structures that can still be made.
    }

    /// <summary>Rules on values that are known only now.</summary>
    /// <param name="program">What has been linked.</param>
    /// <param name="sources">The structures of all sources of the program, these ones too.</param>
    public void CheckLinked(LinkedProgram program, IReadOnlyList<StructureDirectives> sources)
    {
        Context.Program = [.. sources.Select(source => source.Context.Structures)];
        Structures.CheckLinked(new LinkedValues(program));
    }

    /// <summary>The same for a source that becomes an object file: what depends on addresses stays unknown.</summary>
    public void CheckUnlinked() => Structures.CheckLinked(Context);

    /// <summary>What the listing says below lines; without a program, values that depend on addresses are not known.</summary>
    public IEnumerable<(SourceSpan Line, string Text)> Comments(LinkedProgram? program) =>
        Structures.Comments(program is null ? Context : new LinkedValues(program));

    private void Take(Assembler assembler, string name, SourceSpan span, ref Cursor cursor)
    {
        Structures.Directive(name, span, ref cursor);
        assembler.Block = Structures.Open is null ? null : this;
    }

    /// <summary>The directive's word stands before the cursor, with blanks in between.</summary>
    private static SourceSpan SpanBefore(in Cursor cursor, string name)
    {
        int position = cursor.Position;
        while (position > 0 && !CharacterClass.IsNamePart(cursor.Text[position - 1]))
            position--;
        return new SourceSpan(cursor.Source.Start + Math.Max(0, position - name.Length), name.Length);
    }
}
