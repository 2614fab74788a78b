using System.Text;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Builds a source that is in memory, as a user would from a file.</summary>
internal static class StructureSource
{
    public static BuildResult Build(string source, CompilationOptions? options = null)
    {
        using TemporaryFolder folder = new();
        return Compilation.Build([folder.Write("test.s", source)], options ?? CompilationOptions.Default with { ImageFormat = "flat" });
    }

    /// <summary>The bytes that a source makes, linked at 0.</summary>
    public static byte[] Bytes(string source, string cpu = "haswell")
    {
        BuildResult result = Build(source, CompilationOptions.Default with { ImageFormat = "flat", TextAddress = 0, CpuModelName = cpu });
        Assert.True(result.Success, Text(result));
        return result.Image.ToArray();
    }

    /// <summary>Errors and warnings as lines, for messages of tests.</summary>
    public static string Text(BuildResult result)
    {
        StringBuilder text = new();
        foreach (Diagnostic diagnostic in result.Diagnostics)
            text.AppendLine($"{result.Sources.Locate(diagnostic.Span).Line}: {diagnostic.Message} [{diagnostic.Rule.Code}]");
        return text.ToString();
    }
}
