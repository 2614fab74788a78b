using System.Text.Json;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>
/// The command as people get it: the native executable that <c>./build-native.sh</c> makes, and the .NET tool that <c>dotnet pack</c> makes. What was left out
/// or cut away when they were made is missed here. Both are made before the tests run (<c>.ci/run</c> does); else these tests are skipped.
/// </summary>
public sealed class PackagedCommandTests
{
    private const string Native = "artifacts/native/vmxasm";
    private const string Packages = "artifacts/package";

    [BuiltTheory(Native)]
    [MemberData(nameof(ExampleTests.All), MemberType = typeof(ExampleTests))]
    public void The_native_executable_runs_every_example(string example)
    {
        string path = ExampleTests.PathOf(example);
        ToolResult run = Command().Run(["run", path, "--cpu", ExampleTests.CpuModel(example)], null);
        Assert.Equal((0, "", ExampleTests.Run(example)), (run.ExitCode, run.Error, run.Output));
    }

    /// <summary>What reflection and run-time code generation are commonly used for: JSON, resources, expression grammars.</summary>
    [BuiltFact(Native)]
    public void The_native_executable_has_everything_in_it()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("a.s", ".include <vmx.inc>\n.globl _start\n_start: nop\n.data\n.quad VMX_REASON_CPUID\n");
        string script = folder.Write("a.ld", "ENTRY(_start) SECTIONS { . = 1M + (2 * 3 - 6); .text : { *(.text .text.*) } .data ALIGN(16) : { KEEP(*(SORT(.data*))) } }\n");
        Command().Run("build", source, "-T", script, "--format", "elf", "-o", folder.File("a.elf"), "--debug-info", folder.File("a.json"), "--map", folder.File("a.map")).OrThrow();
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder.File("a.json")));
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("symbols").ValueKind);
        Assert.Contains(".text", File.ReadAllText(folder.File("a.map")));

        Command().Run("run", ExampleTests.PathOf("vm86demo.s"), "--report", folder.File("a.html")).OrThrow();
        Assert.Contains("VMCALL", File.ReadAllText(folder.File("a.html")));
        Assert.Contains("E0303", Command().Run("explain", "E0303").OrThrow().Output);
        ToolResult wrong = Command().Run("build", "-c", folder.Write("b.s", "mvo %eax, %ebx\n"), "--diagnostics", "json");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Equal("E0301", JsonDocument.Parse(wrong.Error).RootElement.GetProperty("code").GetString());
    }

    [BuiltFact(Packages)]
    public void The_tool_package_installs_and_runs()
    {
        using TemporaryFolder folder = new();
        ExternalTool dotnet = ExternalTool.Get("dotnet");
        dotnet.Run(["tool", "install", "VmxAsm", "--tool-path", folder.File("bin"), "--add-source", RepositoryRoot.Combine(Packages.Split('/'))], null, folder.Path).OrThrow();
        ToolResult run = ExternalTool.At(folder.File("bin/vmxasm")).Run("run", ExampleTests.PathOf("hello.s"));
        Assert.Equal((0, "", "Hello from the boot sector"), (run.ExitCode, run.Error, run.Output.Trim()));
    }

    private static ExternalTool Command() => ExternalTool.At(RepositoryRoot.Combine(Native.Split('/')));
}

/// <summary>Skipped unless something has been made before the tests; a failure instead where nothing may be absent.</summary>
internal sealed class BuiltFactAttribute : FactAttribute
{
    public BuiltFactAttribute(string path) => Skip = Built.ReasonToSkip(path);
}

/// <inheritdoc cref="BuiltFactAttribute"/>
internal sealed class BuiltTheoryAttribute : TheoryAttribute
{
    public BuiltTheoryAttribute(string path) => Skip = Built.ReasonToSkip(path);
}

internal static class Built
{
    public static string? ReasonToSkip(string path)
    {
        string full = RepositoryRoot.Combine(path.Split('/'));
        return File.Exists(full) || Directory.Exists(full) || Environment.GetEnvironmentVariable("VMXASM_REQUIRE_TOOLS") == "1" ? null : $"needs {path}; the README says how to make it";
    }
}
