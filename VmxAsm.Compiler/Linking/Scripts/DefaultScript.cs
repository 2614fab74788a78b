using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// The placement without a script, written as one: code, constants, data, then what only reserves memory, one behind the other from
/// a base address, each file's sections in the order of the command line. The symbols are those that ld's own scripts provide.
/// </summary>
internal static class DefaultScript
{
    /// <param name="pageAlignment">ELF executables: data starts on a page of its own; 1 for images.</param>
    public static IReadOnlyList<ScriptStatement> Create(ulong baseAddress, ulong pageAlignment) =>
    [
        Set(".", Number(baseAddress)),
        Provide("__executable_start", Dot),
        Output(".text", Keep(".multiboot", ".multiboot.*", ".multiboot_header"), Input(".text", ".text.*", ".gnu.linkonce.t.*"), Keep(".init"), Keep(".fini")),
        Provide("__etext", Dot),
        Provide("_etext", Dot),
        Provide("etext", Dot),
        Output(".rodata", Input(".rodata", ".rodata.*", ".gnu.linkonce.r.*")),
        Output(".eh_frame", Keep(".eh_frame")),
        Output(".gcc_except_table", Input(".gcc_except_table", ".gcc_except_table.*")),
        Set(".", pageAlignment > 1 ? Call("ALIGN", Number(pageAlignment)) : Dot),
        Output(".tdata", Input(".tdata", ".tdata.*")),
        Output(".tbss", Input(".tbss", ".tbss.*", ".tcommon")),
        Array(".preinit_array", ".preinit_array"),
        Array(".init_array", ".init_array.*", ".init_array", ".ctors"),
        Array(".fini_array", ".fini_array.*", ".fini_array", ".dtors"),
        Output(".got", Input(".got")),
        Output(".got.plt", Input(".got.plt")),
        Output(".data", Input(".data", ".data.*", ".gnu.linkonce.d.*")),
        Provide("_edata", Dot),
        Provide("edata", Dot),
        Provide("__bss_start", Dot),
        Output(".bss", Input(".bss", ".bss.*", ".gnu.linkonce.b.*"), Input("COMMON")),
        Provide("_end", Dot),
        Provide("end", Dot),
    ];

    private static ScriptName Dot { get; } = new(".", SourceSpan.None);

    private static ScriptNumber Number(ulong value) => new(value, null, SourceSpan.None);

    private static ScriptCall Call(string function, ScriptExpression argument) => new(function, [argument], SourceSpan.None);

    private static ScriptAssignment Set(string target, ScriptExpression value) => new(target, "=", value, AssignmentKind.Plain, SourceSpan.None);

    private static ScriptAssignment Provide(string target, ScriptExpression value) => new(target, "=", value, AssignmentKind.Provide, SourceSpan.None);

    private static ScriptOutputSection Output(string name, params ScriptStatement[] contents) => new(name, SourceSpan.None) { Contents = contents };

    private static ScriptInputSections Input(params string[] names) =>
        new("*", [.. names.Select(name => new SectionPattern(name, SortKey.None, []))], SourceSpan.None);

    private static ScriptInputSections Keep(params string[] names) => Input(names) with { Keep = true };

    /// <summary>Pointers to functions, in the order of their priorities, between two symbols that start-up code walks.</summary>
    private static ScriptOutputSection Array(string name, params string[] patterns) => Output(name,
    [
        Provide($"__{name[1..]}_start", Dot),
        .. patterns.Select(pattern => new ScriptInputSections("*", [new SectionPattern(pattern, pattern.EndsWith('*') ? SortKey.InitPriority : SortKey.None, [])],
            SourceSpan.None) { Keep = true }),
        Provide($"__{name[1..]}_end", Dot),
    ]);
}
