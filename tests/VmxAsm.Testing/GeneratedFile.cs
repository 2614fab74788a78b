using Xunit.Sdk;

namespace VmxAsm.Testing;

/// <summary>
/// A file of the repository that is made from the program's own tables and checked in for people to read. The test fails when it is stale;
/// <c>VMXASM_UPDATE=1</c> in the environment writes it anew.
/// </summary>
public static class GeneratedFile
{
    /// <param name="path">From the repository's root, with forward slashes.</param>
    /// <param name="content">What it must hold, with <c>\n</c> line ends.</param>
    public static void IsFresh(string path, string content)
    {
        string full = RepositoryRoot.Combine(path.Split('/'));
        if (File.Exists(full) && File.ReadAllText(full).ReplaceLineEndings("\n") == content)
            return;

        if (Environment.GetEnvironmentVariable("VMXASM_UPDATE") != "1")
            throw new XunitException($"{path} is stale: run this test with VMXASM_UPDATE=1 and commit the result");

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
