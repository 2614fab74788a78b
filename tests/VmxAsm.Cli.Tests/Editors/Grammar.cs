using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using VmxAsm.Compiler;

namespace VmxAsm.Cli.Tests.Editors;

/// <summary>
/// The TextMate grammar: one value, written as JSON for VS Code and as a property list for Sublime Text and TextMate. Names of instructions
/// count only where a statement starts, since any of them may be a label's name as well.
/// </summary>
internal static class Grammar
{
    private const string Prefixes = "rep|repe|repz|repne|repnz|lock|data16|data32|addr16|addr32|notrack|bnd|xacquire|xrelease|rex(?:\\.[wrxb]+)?|\\{[a-z0-9]+\\}";

    public static string ToJson() => Tree().ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }) + "\n";

    public static string ToPropertyList()
    {
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("plist");
            xml.WriteAttributeString("version", "1.0");
            WriteProperty(Tree(), xml);
            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private static JsonObject Tree() => new()
    {
        ["name"] = "vmxasm",
        ["scopeName"] = "source.asm.vmxasm",
        ["fileTypes"] = new JsonArray("s", "S", "vmx.s", "inc"),
        ["patterns"] = new JsonArray(Includes("comments", "strings", "labels", "assignments", "directives", "instructions", "macros", "operands")),
        ["repository"] = new JsonObject
        {
            ["comments"] = Patterns(
                Match("comment.line.expectation.vmxasm", "#!.*$"),
                Match("comment.line.number-sign.vmxasm", "#.*$"),
                Match("comment.line.double-slash.vmxasm", "//.*$"),
                BeginEnd("comment.block.vmxasm", "/\\*", "\\*/")),
            ["strings"] = Patterns(
                new JsonObject
                {
                    ["name"] = "string.quoted.double.vmxasm",
                    ["begin"] = "\"",
                    ["end"] = "\"|$",
                    ["patterns"] = new JsonArray(Match("constant.character.escape.vmxasm", "\\\\(?:[bfnrt\"\\\\]|x[0-9A-Fa-f]+|[0-7]{1,3}|.)")),
                },
                Match("constant.character.vmxasm", "'(?:\\\\.|[^\\\\])'?"),
                Match("string.quoted.other.include.vmxasm", "(?<=\\.include\\s)\\s*<[^>]+>")),
            ["labels"] = Patterns(
                Captures("(?:^|(?<=[:;]))\\s*([A-Za-z_.$][\\w.$]*)(:)", "entity.name.label.vmxasm", "punctuation.separator.label.vmxasm"),
                Captures("(?:^|(?<=[:;]))\\s*(\\d+)(:)", "entity.name.label.local.vmxasm", "punctuation.separator.label.vmxasm")),
            ["assignments"] = Patterns(
                Captures($"(?:^|(?<=[:;]))\\s*({Alternatives(LanguageNames.VmcsFieldNames)})\\s*(=)", "variable.other.property.field.vmxasm", "keyword.operator.assignment.vmxasm"),
                Captures("(?:^|(?<=[:;]))\\s*([A-Za-z_.$][\\w.$]*)\\s*(==?)(?!=)", "variable.other.assignment.vmxasm", "keyword.operator.assignment.vmxasm")),
            ["directives"] = Patterns(
                Match("keyword.control.structure.vmxasm", $"(?i)(?<![\\w.$])\\.(?:{Alternatives(LanguageNames.StructureDirectives.Select(name => name[1..]))})(?![\\w.$])"),
                Match("keyword.control.directive.vmxasm", $"(?i)(?<![\\w.$])\\.(?:{Alternatives(LanguageNames.Directives.Select(name => name[1..]))})(?![\\w.$])")),
            ["instructions"] = Patterns(
                new JsonObject
                {
                    ["match"] = $"(?i)(?:^|(?<=[:;]))\\s*((?:(?:{Prefixes})\\s+)*)({Alternatives(LanguageNames.Mnemonics)})(?![\\w.$:])(?!\\s*=[^=])",
                    ["captures"] = new JsonObject
                    {
                        ["1"] = Name("keyword.operator.prefix.vmxasm"),
                        ["2"] = Name("keyword.mnemonic.vmxasm"),
                    },
                }),
            ["macros"] = Patterns(Captures("(?:^|(?<=[:;]))\\s*([A-Za-z_][\\w.$]*)(?![\\w.$:])(?!\\s*=[^=])", "entity.name.function.macro.vmxasm")),
            ["operands"] = Patterns(
                Match("variable.language.register.vmxasm", $"(?i)%(?:{Alternatives(LanguageNames.Registers)})(?![\\w.$])"),
                Match("variable.parameter.macro.vmxasm", "\\\\(?:[A-Za-z_][\\w.$]*|@|\\(\\))"),
                Match("constant.numeric.hex.vmxasm", "(?<![\\w.$])0[xX][0-9A-Fa-f]+"),
                Match("constant.numeric.binary.vmxasm", "(?<![\\w.$])0[bB][01]+(?![\\w.$])"),
                Match("constant.numeric.label.vmxasm", "(?<![\\w.$])\\d+[bf](?![\\w.$])"),
                Match("constant.numeric.size.vmxasm", "(?<![\\w.$])\\d+[KMG](?![\\w.$])"),
                Match("constant.numeric.decimal.vmxasm", "(?<![\\w.$])\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?![\\w.$])"),
                Match("support.constant.control.vmxasm", $"(?<![\\w.$])(?:{Alternatives(LanguageNames.VmxControlNames)})(?![\\w.$])"),
                Match("support.constant.msr.vmxasm", $"(?<![\\w.$])(?:{Alternatives(LanguageNames.MsrNames)})(?![\\w.$])"),
                Match("support.variable.field.vmxasm", $"(?<![\\w.$])(?:{Alternatives(LanguageNames.VmcsFieldNames)})(?![\\w.$])"),
                Match("storage.modifier.relocation.vmxasm", "@(?:[A-Za-z_]+)"),
                Match("keyword.operator.immediate.vmxasm", "\\$"),
                Match("keyword.operator.vmxasm", "<<|>>|&&|\\|\\||[-+*/%&|^~!<>=]")),
        },
    };

    private static string Alternatives(IEnumerable<string> names) =>
        string.Join('|', names.OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Select(name => System.Text.RegularExpressions.Regex.Escape(name)));

    private static JsonNode[] Includes(params string[] names) => [.. names.Select(name => (JsonNode)new JsonObject { ["include"] = "#" + name })];

    private static JsonObject Patterns(params JsonNode[] patterns) => new() { ["patterns"] = new JsonArray(patterns) };

    private static JsonObject Match(string name, string pattern) => new() { ["name"] = name, ["match"] = pattern };

    private static JsonObject BeginEnd(string name, string begin, string end) => new() { ["name"] = name, ["begin"] = begin, ["end"] = end };

    private static JsonObject Name(string name) => new() { ["name"] = name };

    private static JsonObject Captures(string pattern, params string[] names)
    {
        JsonObject captures = [];
        for (int i = 0; i < names.Length; i++)
            captures[(i + 1).ToString()] = Name(names[i]);
        return new JsonObject { ["match"] = pattern, ["captures"] = captures };
    }

    private static void WriteProperty(JsonNode node, XmlWriter xml)
    {
        switch (node)
        {
            case JsonObject map:
                xml.WriteStartElement("dict");
                foreach ((string key, JsonNode? value) in map)
                {
                    xml.WriteElementString("key", key);
                    WriteProperty(value!, xml);
                }

                xml.WriteEndElement();
                break;
            case JsonArray list:
                xml.WriteStartElement("array");
                foreach (JsonNode? item in list)
                    WriteProperty(item!, xml);
                xml.WriteEndElement();
                break;
            default:
                xml.WriteElementString("string", node.GetValue<string>());
                break;
        }
    }
}
