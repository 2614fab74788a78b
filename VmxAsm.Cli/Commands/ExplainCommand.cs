using System.CommandLine;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm explain</c>: the page behind a diagnostic's code, or behind a VM-entry check.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string[]> Codes = Options.Files("CODE", "As in [E0505] at the end of a message; without one, all codes are listed.");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("explain", "Explain a diagnostic: why the rule exists and what to do.",
            [
                new("vmxasm explain E0505", "one code"),
                new("vmxasm explain", "all codes, a line each"),
            ])
        {
            Codes,
        };
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] codes = parsed.GetValue(Codes)!;
        if (codes.Length == 0)
        {
            foreach (DiagnosticRule rule in DiagnosticCatalogue.All.OrderBy(rule => rule.Code[1..], StringComparer.Ordinal))
                context.Output.WriteLine($"{rule.Code}  {rule.Title}");
            foreach (EntryCheck check in EntryChecks.All)
                context.Output.WriteLine($"{check.Id}  {check.Rule}");
            return ExitCode.Success;
        }

        foreach (string code in codes)
            Explain(code.Trim('[', ']'), context.Output);
        return ExitCode.Success;
    }

    /// <summary>What the program sees when a check of a group fails.</summary>
    public static string Consequence(EntryCheckGroup group) => group switch
    {
        EntryCheckGroup.Controls => "VMLAUNCH or VMRESUME does nothing, ZF is set, and the VM-instruction error is 7",
        EntryCheckGroup.HostState => "VMLAUNCH or VMRESUME does nothing, ZF is set, and the VM-instruction error is 8",
        EntryCheckGroup.GuestState => "a VM exit with reason 33 (0x80000021), and the host goes on at `host.rip`",
        _ => "a VM exit with reason 34 (0x80000022), and the qualification is the number of the entry in the list",
    };

    private static void Explain(string code, TextWriter output)
    {
        if (DiagnosticCatalogue.Find(code) is { } rule)
        {
            output.WriteLine($"{rule.Code} ({rule.Severity.ToString().ToLowerInvariant()}): {rule.Title}");
            output.WriteLine();
            output.WriteLine(rule.Explanation);
            if (CodeExample.Find(rule.Code) is { } example)
                output.Write($"\n{example.Wrong}\nInstead:\n\n{example.Right}");
        }
        else if (EntryChecks.Find(code) is { } check)
        {
            output.WriteLine($"{check.Id} (VM entry): {check.Rule}");
            output.WriteLine();
            output.WriteLine($"Fields: {string.Join(", ", check.Fields.Select(field => VmcsFields.Row(field).Name))}");
            output.WriteLine($"Where: SDM volume 3, \"{check.Section}\"");
            output.WriteLine($"When it fails: {Consequence(check.Group)}");
        }
        else
        {
            string? nearest = NearestName.Find(code, DiagnosticCatalogue.All.Select(row => row.Code).Concat(EntryChecks.All.Select(row => row.Id)));
            throw new UsageException(nearest is null ? $"no diagnostic has the code `{code}`" : $"no diagnostic has the code `{code}`, did you mean `{nearest}`?");
        }
    }
}
