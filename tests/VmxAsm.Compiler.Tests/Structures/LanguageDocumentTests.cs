using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Each example of docs/language.md assembles, so that what people copy works.</summary>
public class LanguageDocumentTests
{
    public static TheoryData<string, int> Examples()
    {
        TheoryData<string, int> data = [];
        int count = Blocks("language.md").Count;
        for (int i = 0; i < count; i++)
            data.Add("language.md", i);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_assembles(string document, int index)
    {
        string source = Blocks(document)[index];
        BuildResult result = StructureSource.Build(source, CompilationOptions.Default with { ImageFormat = "flat", CpuModelName = "haswell" });
        Assert.True(result.Success, source + "\n" + StructureSource.Text(result));
    }

    private static List<string> Blocks(string document)
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", document);
        if (!File.Exists(path))
            return [];
        List<string> blocks = [];
        string[] parts = File.ReadAllText(path).Split("```asm\n");
        foreach (string part in parts.Skip(1))
            blocks.Add(part[..part.IndexOf("```", StringComparison.Ordinal)]);
        return blocks;
    }
}
