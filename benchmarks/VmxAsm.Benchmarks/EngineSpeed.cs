using System.Diagnostics;
using System.Text;
using VmxAsm.Compiler;
using VmxAsm.Testing;

namespace VmxAsm.Benchmarks;

/// <summary>
/// The built-in machine against Bochs on the same image in one run: 64-bit and 16-bit code that only computes, and programs full of one thing each: calls, strings, floating point, interrupts
/// and ports, changing code, translations, page faults, VM exits. What both need to start is measured with a program that does nothing, and taken off.
/// </summary>
internal static class EngineSpeed
{
    private static readonly string[] Programs = ["sieve64", "words16", "calls64", "strings64", "floats64", "x87sse64", "events64", "changes64", "paging64", "faults64", "exits64"];

    /// <param name="wanted">Programs; all when there are none.</param>
    public static int Run(string[] wanted)
    {
        bool bochs = ExternalTool.Find("bochs") is not null;
        byte[] empty = Build("empty");
        double ownStart = Own(empty).Seconds, bochsStart = bochs ? Bochs(empty).Seconds : 0;
        Console.WriteLine($"{"program",-10} {"result",-10} {"instructions",14} {"seconds",9} {"million/s",10} {"Bochs s",9} {"times as fast",14}");
        bool same = true;
        foreach (string name in wanted.Length > 0 ? wanted : Programs)
        {
            byte[] image = Build(name);
            (double seconds, string serial, long instructions) = Own(image);
            seconds = Math.Max(seconds - ownStart, 1e-3);
            string line = $"{name,-10} {serial,-10} {instructions,14:N0} {seconds,9:F2} {instructions / seconds / 1e6,10:F0}";
            if (bochs)
            {
                (double theirs, string text) = Bochs(image);
                theirs = Math.Max(theirs - bochsStart, 1e-3);
                same &= text == serial;
                line += $" {theirs,9:F2} {theirs / seconds,14:F1}";
            }
            Console.WriteLine(line);
        }
        if (!same)
            Console.WriteLine("the results differ");
        return same ? 0 : 1;
    }

    private static byte[] Build(string name)
    {
        string source = RepositoryRoot.Combine("benchmarks", "programs", name + ".s");
        BuildResult result = Compilation.Build([source], CompilationOptions.Default);
        return result.Success
            ? result.Image.ToArray()
            : throw new InvalidOperationException($"{source} does not assemble: {result.Diagnostics[0].Message}");
    }

    private static (double Seconds, string Serial, long Instructions) Own(byte[] image)
    {
        StringBuilder serial = new();
        var options = new Runtime.MachineOptions
        {
            CpuModelName = "haswell",
            SerialOutput = value => serial.Append((char)value),
        };
        long start = Stopwatch.GetTimestamp();
        using Runtime.Machine machine = Runtime.Machine.Boot(image, options);
        Runtime.RunResult result = machine.Run(CancellationToken.None);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, serial.ToString(), result.Instructions);
    }

    private static (double Seconds, string Serial) Bochs(byte[] image)
    {
        long start = Stopwatch.GetTimestamp();
        OracleRun run = BochsOracle.Run(image, "haswell", seconds: 300);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, run.Serial);
    }
}
