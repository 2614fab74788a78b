using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace VmxAsm.Testing;

/// <param name="Output">Standard output, as UTF-8.</param>
/// <param name="Error">Standard error, as UTF-8.</param>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The result itself when the tool succeeded; else an exception with what it said.</summary>
    public ToolResult OrThrow() => ExitCode == 0 ? this : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}

/// <summary>A program of the field that tests compare with: <c>as</c>, <c>ld</c>, <c>objdump</c>, <c>gcc</c>, <c>bochs</c>, <c>gdb</c> ...</summary>
public sealed class ExternalTool
{
    private static readonly ConcurrentDictionary<string, ExternalTool?> Found = new();

    private ExternalTool(string path) => Path = path;

    public string Path { get; }

    /// <summary>Looks the program up in PATH; null when it is not installed.</summary>
    public static ExternalTool? Find(string name) => Found.GetOrAdd(name, static name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, name))
        .Where(File.Exists)
        .Select(path => new ExternalTool(path))
        .FirstOrDefault());

    /// <summary>The program, in a test whose attribute has made sure that it is there.</summary>
    public static ExternalTool Get(string name) => Find(name) ?? throw new InvalidOperationException($"`{name}` is not installed");

    /// <summary>A program at a place of its own, such as one that the build has made.</summary>
    public static ExternalTool At(string path) => new(path);

    public ToolResult Run(params IReadOnlyList<string> arguments) => Run(arguments, input: null);

    /// <param name="input">Given on standard input, which is empty otherwise.</param>
    /// <param name="seconds">After this time the program is killed and the test fails.</param>
    public ToolResult Run(IReadOnlyList<string> arguments, string? input, string? folder = null, int seconds = 60)
    {
        ProcessStartInfo start = new(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null)
                process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it; its exit code tells why.
        }

        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{Path} {string.Join(' ', arguments)}` ran longer than {seconds} s");
        }

        return new ToolResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
