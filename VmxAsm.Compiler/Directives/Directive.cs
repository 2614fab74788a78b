using VmxAsm.Compiler.Directives.Structures;

namespace VmxAsm.Compiler.Directives;

/// <summary>The one list of all directives, by family.</summary>
internal static class Directive
{
    public static DirectiveTable MakeTable(CompilationOptions options)
    {
        DirectiveTable table = new();

        // GNU as's.
        IntegerDirectives.Register(table);
        FloatDirectives.Register(table);
        StringDirectives.Register(table);
        SpaceDirectives.Register(table);
        AlignDirectives.Register(table);
        BundleDirectives.Register(table);
        SectionDirectives.Register(table);
        SymbolDirectives.Register(table);
        CommonDirectives.Register(table);
        VersionDirectives.Register(table);
        MacroDirectives.Register(table);
        ConditionalDirectives.Register(table);
        FileDirectives.Register(table);
        ModeDirectives.Register(table);
        CfiDirectives.Register(table);
        LineTable.Register(table);
        StabDirectives.Register(table);

        // Ours: the processor's structures.
        StructureDirectives.Register(table);
        return table;
    }
}
