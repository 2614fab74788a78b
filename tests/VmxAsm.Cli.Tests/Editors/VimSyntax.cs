using System.Text;
using VmxAsm.Compiler;

namespace VmxAsm.Cli.Tests.Editors;

/// <summary>The Vim syntax file, from the same tables.</summary>
internal static class VimSyntax
{
    private const int WordsPerLine = 12;

    public static string Write()
    {
        StringBuilder text = new();
        text.Append("""
            " Vim syntax file for vmxasm; made from the assembler's tables
            if exists("b:current_syntax")
              finish
            endif
            syntax case ignore
            setlocal iskeyword=@,48-57,_,.,$

            syntax match   vmxasmComment    "#.*$\|//.*$"
            syntax region  vmxasmComment    start="/\*" end="\*/"
            syntax region  vmxasmString     start=+"+ skip=+\\.+ end=+"\|$+
            syntax match   vmxasmCharacter  "'\(\\.\|[^\\]\)'\?"
            syntax match   vmxasmLabel      "^\s*[A-Za-z_.$0-9][A-Za-z0-9_.$]*:"
            syntax match   vmxasmNumber     "\<\(0x[0-9a-f]\+\|0b[01]\+\|\d\+[kmgbf]\?\)\>"

            """);
        Keywords(text, "vmxasmMnemonic", LanguageNames.Mnemonics);
        Keywords(text, "vmxasmDirective", LanguageNames.Directives);
        Keywords(text, "vmxasmStructure", LanguageNames.StructureDirectives);
        Keywords(text, "vmxasmField", LanguageNames.VmcsFieldNames);
        Keywords(text, "vmxasmControl", LanguageNames.VmxControlNames);
        Keywords(text, "vmxasmControl", LanguageNames.MsrNames);
        text.Append($"syntax match   vmxasmRegister   \"%\\({string.Join("\\|", LanguageNames.Registers.OrderByDescending(name => name.Length))}\\)\\>\"\n");
        text.Append("""

            highlight default link vmxasmComment    Comment
            highlight default link vmxasmString     String
            highlight default link vmxasmCharacter  Character
            highlight default link vmxasmLabel      Label
            highlight default link vmxasmNumber     Number
            highlight default link vmxasmMnemonic   Statement
            highlight default link vmxasmDirective  PreProc
            highlight default link vmxasmStructure  Structure
            highlight default link vmxasmField      Identifier
            highlight default link vmxasmControl    Constant
            highlight default link vmxasmRegister   Special

            let b:current_syntax = "vmxasm"

            """);
        return text.ToString();
    }

    private static void Keywords(StringBuilder text, string group, IReadOnlyList<string> names)
    {
        foreach (string[] words in names.Chunk(WordsPerLine))
            text.Append($"syntax keyword {group} {string.Join(' ', words)}\n");
    }
}

/// <summary>The names by kind, for editors that we do not serve.</summary>
internal static class NameList
{
    public static string Write()
    {
        StringBuilder text = new("{\n");
        Append(text, "mnemonics", LanguageNames.Mnemonics);
        Append(text, "registers", LanguageNames.Registers);
        Append(text, "directives", LanguageNames.Directives);
        Append(text, "structureDirectives", LanguageNames.StructureDirectives);
        Append(text, "vmcsFields", LanguageNames.VmcsFieldNames);
        Append(text, "vmxControls", LanguageNames.VmxControlNames);
        Append(text, "msrs", LanguageNames.MsrNames, last: true);
        return text.Append("}\n").ToString();
    }

    private static void Append(StringBuilder text, string key, IReadOnlyList<string> names, bool last = false) =>
        text.Append($"  \"{key}\": [\n    {string.Join(",\n    ", names.Select(name => $"\"{name}\""))}\n  ]{(last ? "" : ",")}\n");
}
