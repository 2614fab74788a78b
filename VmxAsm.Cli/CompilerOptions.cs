using System.CommandLine;
using VmxAsm.Architecture.Processor;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>The options of every command that assembles: declared once, read once.</summary>
internal static class CompilerOptions
{
    private static readonly Option<string[]> IncludePaths = Options.List("-I", "DIR", "Look for included files in DIR too.", "--include");

    private static readonly Option<string[]> Definitions = Options.List("--defsym", "SYMBOL=VALUE", "Set a symbol before the first line; a number is for linker scripts and objects too.", "-D");

    private static readonly Option<bool> Gnu = Options.Flag("--gnu", "Accept only what GNU as accepts.");

    private static readonly Option<string?> Cpu = Options.Choice("--cpu", [.. CpuModels.All.Select(model => model.Name)],
        "The processor model to check against and to run on; core2 by default.");

    private static readonly Option<bool> NoChecks = Options.Flag("--no-check", "Leave out the VM-entry checks of VMCSs (E0617) and the lints of code, to watch what they warn of.");

    private static readonly Option<bool> NoWarnings = Options.Flag("--no-warn", "Report no warnings.", "-W");

    private static readonly Option<bool> Warnings = Options.Flag("--warn", "Report warnings (the default).");

    private static readonly Option<bool> FatalWarnings = Options.Flag("--fatal-warnings", "Treat every warning as an error.");

    private static readonly Option<string[]> ErrorOn = Options.List("--error-on", "CODE", "Treat one kind of warning as an error (also -Werror=CODE).");

    private static readonly Option<string[]> NoWarnOn = Options.List("--no-warn-on", "CODE", "Leave one kind of warning out (also -Wno-CODE).");

    /// <summary>What says something about a program that is assembled, and nothing about an image.</summary>
    public static IReadOnlyList<Option> OfSources => [IncludePaths, Definitions, Gnu, NoChecks, .. LinkCommandOptions.All];

    public static void AddTo(Command command)
    {
        Option[] options = [IncludePaths, Definitions, Gnu, Cpu, NoChecks, NoWarnings, Warnings, FatalWarnings, ErrorOn, NoWarnOn];
        foreach (Option option in options)
            command.Options.Add(option);
        DiagnosticReporter.AddTo(command);
    }

    /// <summary>What the command line says, as the compiler takes it.</summary>
    /// <exception cref="UsageException">A value that no parser of one option can see to be wrong.</exception>
    public static CompilationOptions Read(ParseResult parsed) => new()
    {
        IncludePaths = parsed.GetValue(IncludePaths)!,
        Definitions = [.. parsed.GetValue(Definitions)!.Select(ReadDefinition)],
        GnuStrict = parsed.GetValue(Gnu),
        CpuModelName = parsed.GetValue(Cpu) ?? CompilationOptions.Default.CpuModelName,
        NoChecks = parsed.GetValue(NoChecks),
        Warnings = new WarningOptions
        {
            Suppress = parsed.GetValue(NoWarnings) && !parsed.GetValue(Warnings),
            Fatal = parsed.GetValue(FatalWarnings),
            FatalCodes = ReadCodes(parsed.GetValue(ErrorOn)!),
            SuppressedCodes = ReadCodes(parsed.GetValue(NoWarnOn)!),
        },
    };

    private static KeyValuePair<string, string> ReadDefinition(string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0)
            throw new UsageException($"`--defsym {text}`: SYMBOL=VALUE is expected");
        return new(text[..equals], text[(equals + 1)..]);
    }

    private static HashSet<string> ReadCodes(string[] codes)
    {
        foreach (string code in codes)
        {
            DiagnosticRule? rule = DiagnosticCatalogue.Find(code);
            if (rule is null)
                throw new UsageException($"no diagnostic has the code `{code}`; codes look like W0201");
            if (rule.Severity == Severity.Error)
                throw new UsageException($"`{code}` is an error and not a warning: {rule.Title}");
        }

        return [.. codes.Select(code => code.ToUpperInvariant())];
    }
}
