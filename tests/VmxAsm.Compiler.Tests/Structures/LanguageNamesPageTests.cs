using System.Text;
using System.Text.RegularExpressions;
using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Directives.Structures.Paging;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Directives.Structures.Vmcs;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>
/// docs/language.md names every directive, key and word, and docs/language-names.md, which is made here from the assembler's tables, every name that a
/// value may be made of.
/// </summary>
public sealed partial class LanguageNamesPageTests
{
    private static readonly string Reference = File.ReadAllText(RepositoryRoot.Combine("docs", "language.md"));

    public static TheoryData<string> Directives => [.. ProcessorStructures.Names];

    public static TheoryData<string, string> KeysAndWords
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (DirectiveShape shape in ProcessorStructures.Shapes)
            {
                foreach (string name in shape.Keys.Concat(shape.Repeatable).Concat(shape.Words))
                    data.Add(shape.Directive, name);
            }

            return data;
        }
    }

    [Fact]
    public void The_page_of_names_is_fresh() => GeneratedFile.IsFresh("docs/language-names.md", Page());

    [Theory]
    [MemberData(nameof(Directives))]
    public void A_directive_is_in_the_reference(string name) => Assert.Contains(name, Words());

    [Theory]
    [MemberData(nameof(KeysAndWords))]
    public void A_key_is_in_the_reference(string directive, string name) => Assert.True(Words().Contains(name), $"docs/language.md does not mention `{name}` of `{directive}`");

    [Fact]
    public void Types_composites_and_lints_are_in_the_reference()
    {
        HashSet<string> words = Words();
        string[] wanted =
        [
            .. DescriptorKind.Words, .. SegmentComposites.Names, .. PagingFormats.All.Select(row => row.Name), .. EptEntry.MemoryTypes.Select(row => row.Name),
            .. StructureRules.All.Where(rule => rule.Severity == Severity.Warning).Select(rule => rule.Code), .. VmcsKeys.Pairs.Keys, "guest.segments", "host", "event", "msr",
            .. ProcessorStructures.InstructionNames,
        ];
        Assert.Empty(wanted.Except(words));
    }

    private static HashSet<string> Words() => [.. Word().Matches(Reference).Select(match => match.Value)];

    private static string Page()
    {
        StringBuilder text = new();
        text.Append("# The names of the language\n\nEvery name that a value in a block may be made of, as the assembler's tables have them. What the directives mean is in "
            + "[language.md](language.md).\n");
        Section(text, "Bits of control registers", "| key | names |", [
            ("`guest.cr0`, `host.cr0`, `cr0_guest_host_mask`, `cr0_read_shadow`", Names(NameScope.Cr0)),
            ("`guest.cr4`, `host.cr4`, `cr4_guest_host_mask`, `cr4_read_shadow`", Names(NameScope.Cr4)),
            ("`guest.rflags`, `eflags` of a TSS", Names(NameScope.Rflags)),
            ("`guest.ia32_efer`, `host.ia32_efer`, `.msr IA32_EFER`", Names(NameScope.Efer)),
            ("`guest.dr7`", Names(VmcsKeys.ScopeOf(VmcsField.GuestDr7)!)),
            ("`guest.ia32_debugctl`", Names(VmcsKeys.ScopeOf(VmcsField.GuestIa32Debugctl)!)),
            ("`guest.cs.access_rights` and those of the other segments", Names(NameScope.AccessRights)),
            ("`guest.activity_state`", Names(VmcsKeys.ScopeOf(VmcsField.GuestActivityState)!)),
            ("`guest.interruptibility_state`", Names(VmcsKeys.ScopeOf(VmcsField.GuestInterruptibilityState)!)),
            ("vectors of `.gate`, `exception_bitmap`, `event(..., VECTOR)`", Names(NameScope.Vectors)),
            ("flags of `.map`", Names(PageTablesBlock.Flags)),
            ("flags of `.map` with `format=ept`", Names(PageTablesBlock.EptFlags)),
            ("types of `event(TYPE, VECTOR)`", string.Join(" ", VmcsBlock.EventTypes.Where(name => name.Length > 0).Select(Code))),
            ("registers that a VMCS key may be given", string.Join(" ", LoaderRegisters.Names.Select(name => Code("%" + name)))),
        ]);
        text.Append("\nA name with a number in parentheses, such as `IOPL(3)`, is a group of bits.\n");
        text.Append("\n## Control words\n\nWhich model (`--cpu`) has a control is the last column.\n\n| key | control | bit | models |\n|---|---|---|---|\n");
        foreach (VmxControl control in VmxControls.All)
            text.Append($"| `{VmcsFields.All.First(row => row.ControlWord == control.Word).Name}` | `{control.Name}` | {control.Bit} | {Models(model => model.Vmx.Supports(control))} |\n");
        text.Append("\n## VMCS fields\n\nIn the order of their encodings. A natural-width field has 64 bits, of which 32-bit code writes the lower half.\n\n"
            + "| key | encoding | width | models |\n|---|---|---|---|\n");
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            string width = row.Width == VmcsFieldWidth.Natural ? "natural" : $"{row.Bits}";
            text.Append($"| `{row.Name}`{(row.IsReadOnly ? " (read-only)" : "")} | 0x{row.Encoding:x4} | {width} | {Models(model => row.ExistsOn(model.Vmx))} |\n");
        }

        text.Append("\nShort for others: ").AppendJoin(", ", VmcsKeys.Aliases.Select(pair => $"`{pair.Key}` for `{VmcsFields.Row(pair.Value).Name}`")).Append(".\n");
        text.Append("\n## Fields of task-state segments\n\n| format | fields |\n|---|---|\n");
        foreach (TssLayout layout in (TssLayout[])[TssLayout.Tss16, TssLayout.Tss32, TssLayout.Tss64])
            text.Append($"| {layout.Bits} | {string.Join(" ", layout.Fields.Select(field => Code(field.Name)))} |\n");
        text.Append("\n## Model-specific registers\n\n| name | number |\n|---|---|\n");
        foreach (MsrRow row in Msrs.All.OrderBy(row => row.Number))
            text.Append($"| `{row.Name}` | 0x{row.Number:x} |\n");
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string head, (string Key, string Names)[] rows)
    {
        text.Append($"\n## {title}\n\n{head}\n|---|---|\n");
        foreach ((string key, string names) in rows)
            text.Append($"| {key} | {names} |\n");
    }

    private static string Names(NameScope scope) => string.Join(" ", scope.Names.Order(StringComparer.Ordinal).Select(name => Code(scope.FindNumber(name) is null ? name : name + "(n)")));

    private static string Code(string name) => $"`{name}`";

    private static string Models(Func<CpuModel, bool> has)
    {
        string[] models = [.. CpuModels.All.Where(has).Select(model => model.Name)];
        return models.Length == CpuModels.All.Count ? "all" : models.Length == 0 ? "none" : string.Join(", ", models);
    }

    [GeneratedRegex(@"\.?\w+(\.\w+)*")]
    private static partial Regex Word();
}
