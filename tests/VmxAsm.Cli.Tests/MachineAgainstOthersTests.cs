using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>
/// The cases of <c>tests/cases/run/devices</c> and <c>bios</c> in the company of others: the drivers print the same in Bochs but for what it does otherwise than the
/// data sheets, and the programs that use the BIOS print the same with SeaBIOS and Bochs' BIOS on our board.
/// </summary>
public sealed class MachineAgainstOthersTests
{
    private const string VideoBochs = "/usr/share/bochs/VGABIOS-lgpl-latest", VideoSea = "/usr/share/seabios/vgabios-stdvga.bin";

    /// <param name="different">Lines, counted from 0, that Bochs has otherwise, and why we follow the data sheet.</param>
    [RequiresToolTheory("bochs", "script")]
    [InlineData("uart", 3)] // it forgets the transmitter's interrupt when a byte arrives
    [InlineData("pic", 2)] // a poll's answer lacks bit 7, and puts nothing in service
    [InlineData("pit", 2)] // mode 1 works once only
    [InlineData("cmos", 1, 2, 3)] // minutes do not carry into hours, the periodic flag comes with its interrupt only
    [InlineData("apic", 4, 5)] // IA32_TSC_DEADLINE keeps its value, remote IRR is never set
    [InlineData("floppy", 6, 7, 11, 15)] // a sector that ends early is not passed, a verify transfer and formatting stop at once, no interrupts without DMA
    public void A_driver_prints_the_same_in_Bochs(string name, params int[] different)
    {
        string[] expected = Expected("devices", name);
        string[] theirs = Lines(BochsOracle.Run(Image("devices", name), Model("devices", name), seconds: 100).Serial);
        Assert.Equal(expected.Length, theirs.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!different.Contains(i))
                Assert.True(expected[i] == theirs[i], $"line {i + 1}: `{expected[i]}`, in Bochs `{theirs[i]}`");
        }
    }

    [Theory]
    [InlineData("int10", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int13", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int13disk", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int15move", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int16", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int1x", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("mouse", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("video", "/usr/share/seabios/bios-256k.bin", VideoSea)]
    [InlineData("int13", "/usr/share/bochs/BIOS-bochs-latest", VideoBochs)]
    [InlineData("int13disk", "/usr/share/bochs/BIOS-bochs-latest", VideoBochs)]
    [InlineData("int1x", "/usr/share/bochs/BIOS-bochs-latest", VideoBochs)]
    [InlineData("mouse", "/usr/share/bochs/BIOS-bochs-latest", VideoBochs)]
    [InlineData("video", "/usr/share/bochs/BIOS-bochs-latest", VideoBochs)]
    public void Another_BIOS_answers_the_same(string name, string bios, string video)
    {
        // Where the packages seabios and bochsbios are not installed there is nothing to compare with.
        if (!File.Exists(bios) || !File.Exists(video))
            return;
        CommandRun run = CommandRun.Of(["run", PathOf("bios", name), "--bios", bios, "--video-bios", video, "--timeout", "60", .. Arguments("bios", name)]);
        Assert.Equal(Expected("bios", name), Lines(run.Output));
    }

    private static byte[] Image(string folder, string name)
    {
        using TemporaryFolder files = new();
        string image = Path.Combine(files.Path, "image");
        CommandRun run = CommandRun.Of(["build", PathOf(folder, name), "-o", image, .. Arguments(folder, name)]);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllBytes(image);
    }

    private static string Model(string folder, string name)
    {
        int option = Array.IndexOf(Arguments(folder, name), "--cpu");
        return option < 0 ? "core2" : Arguments(folder, name)[option + 1];
    }

    private static string PathOf(string folder, string name) => Path.Combine(RepositoryRoot.Path, "tests", "cases", "run", folder, name + ".s");

    private static string[] Expected(string folder, string name) => [.. Headers(folder, name, "#! serial: ")];

    private static string[] Arguments(string folder, string name) =>
        [.. Headers(folder, name, "#! args: ").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static IEnumerable<string> Headers(string folder, string name, string start) =>
        File.ReadLines(PathOf(folder, name)).Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..]);

    private static string[] Lines(string text) => text.Replace("\r", "").TrimEnd('\n').Split('\n');
}
