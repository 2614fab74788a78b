using System.Globalization;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary>
/// One file per case under tests/cases/assemble. <c>#= 90 c3</c> at the end of a line states the bytes that its statements emit, <c>#! E0401 W0404</c> the
/// diagnostics that belong to it; there are no others. <c># args: --32</c> in the first line makes an i386 object. Where GNU as is
/// installed, cases without errors are the same object file, byte for byte.
/// </summary>
public sealed class AssembleCases
{
    private static string Folder => RepositoryRoot.Combine("tests", "cases", "assemble");

    public static TheoryData<string> Names
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string path in Directory.EnumerateFiles(Folder, "*.s").Order(StringComparer.Ordinal))
                names.Add(Path.GetFileName(path));
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_and_diagnostics_are_those_in_the_comments(string name)
    {
        string path = Path.Combine(Folder, name);
        string[] lines = File.ReadAllLines(path);
        ObjectResult result = Assemble(path, lines, listing: true);

        List<string> wrong = [];
        Dictionary<int, List<string>> reported = [];
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            int line = result.Sources.Locate(diagnostic.Span).Line;
            if (!reported.TryGetValue(line, out List<string>? codes))
                reported[line] = codes = [];
            codes.Add(diagnostic.Rule.Code);
        }

        Dictionary<int, List<byte>> emitted = result.Object is null ? [] : BytesByLine(result);
        for (int i = 0; i < lines.Length; i++)
        {
            int number = i + 1;
            string expectedCodes = After(lines[i], "#! ");
            string actualCodes = reported.TryGetValue(number, out List<string>? codes) ? string.Join(' ', codes) : "";
            if (expectedCodes != actualCodes)
                wrong.Add($"{name}:{number}: expected `{expectedCodes}`, reported `{actualCodes}`");
            string expectedBytes = After(lines[i], "#= ");
            if (expectedBytes.Length == 0 || result.Object is null)
                continue;
            string actualBytes = emitted.TryGetValue(number, out List<byte>? bytes) ? Convert.ToHexString([.. bytes]).ToLower(CultureInfo.InvariantCulture) : "";
            if (expectedBytes != actualBytes)
                wrong.Add($"{name}:{number}: expected {expectedBytes}, emitted {actualBytes}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [RequiresToolTheory("as")]
    [MemberData(nameof(Names))]
    public void Objects_are_those_of_GNU_as(string name)
    {
        string path = Path.Combine(Folder, name);
        string[] lines = File.ReadAllLines(path);
        if (Array.Exists(lines, line => line.Contains("#! E", StringComparison.Ordinal)))
            return;
        ObjectResult result = Assemble(path, lines, listing: false);
        using TemporaryFolder folder = new();
        string output = folder.File("gnu.o");
        ExternalTool.Get("as").Run(["-W", Is32(lines) ? "--32" : "--64", path, "-o", output]).OrThrow();
        Assert.True(result.Bytes.Span.SequenceEqual(File.ReadAllBytes(output)), $"{name}: the object differs from GNU as's");
    }

    private static ObjectResult Assemble(string path, string[] lines, bool listing) =>
        Compilation.Assemble(path, CompilationOptions.Default with { Is64BitObject = !Is32(lines), Listing = listing });

    private static bool Is32(string[] lines) => lines.Length > 0 && lines[0] == "# args: --32";

    private static string After(string line, string mark)
    {
        int index = line.IndexOf(mark, StringComparison.Ordinal);
        return index < 0 ? "" : line[(index + mark.Length)..].Trim();
    }

    private static Dictionary<int, List<byte>> BytesByLine(ObjectResult result)
    {
        Dictionary<int, List<byte>> bytes = [];
        foreach (ObjectSection section in result.Object!.Sections)
        {
            if (section.Data.Length == 0)
                continue;
            foreach (SectionLine line in section.Lines)
            {
                int number = result.Sources.Locate(line.Span).Line;
                if (!bytes.TryGetValue(number, out List<byte>? list))
                    bytes[number] = list = [];
                list.AddRange(section.Data.Span.Slice((int)line.Offset, line.Size));
            }
        }

        return bytes;
    }
}
