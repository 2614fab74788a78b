namespace VmxAsm.Compiler.Directives;

/// <summary>The one list of all directives.</summary>
internal static class Directive
{
    public static DirectiveTable MakeTable(CompilationOptions options)
    {
        DirectiveTable table = new();
        DataDirectives.Register(table);
        return table;
    }
}
