using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Kvm;

/// <summary>
/// The hypervisor that most people have, as it is: Debian's kernel boots in our machine, loads KVM, and KVM runs guests of ours, each in VMX non-root operation. Every processor
/// model shows it another VMX: with EPT and unrestricted guest or shadow page tables and virtual-8086 mode in their place, with the PML buffer or without.
/// </summary>
public sealed class KvmTests
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "VmxAsm.Cli.Tests", "Kvm");

    [LinuxTheory]
    [InlineData("core2")]
    [InlineData("nehalem")]
    [InlineData("haswell")]
    [InlineData("skylake")]
    public void Guests_run(string model)
    {
        using TemporaryFolder folder = new();
        string kernel = Directory.EnumerateFiles(Path.Combine(LinuxTheoryAttribute.Root!, "boot"), "vmlinuz-*").Single();
        string disk = folder.Write("initrd.img", InitialRamDisk(folder));
        CommandRun run = CommandRun.Of(
            "run", kernel, "--initrd", disk, "--append", "console=ttyS0 panic=-1 quiet", "-m", "256M", "--cpu", model, "--max-instructions", "20000000000");
        string[] expected = ["version 12", "ticks in real mode: 9", "a device's answers in protected mode: 4", "a byte patched in 64-bit mode: 5"];
        Assert.Equal(expected, Said(run.Output));
        Assert.Equal(ExitCode.Success, run.ExitCode);
    }

    private static string[] Said(string serial) =>
        [.. serial.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("kvm: ", StringComparison.Ordinal)).Select(line => line["kvm: ".Length..])];

    private static byte[] InitialRamDisk(TemporaryFolder folder)
    {
        string first = Path.Combine(folder.Path, "init"), guests = Path.Combine(folder.Path, "guests.img");
        ExternalTool.Get("gcc").Run("-O1", "-static", "-w", Path.Combine(Folder, "init.c"), "-o", first).OrThrow();
        CommandRun built = CommandRun.Of("build", Path.Combine(Folder, "guests.s"), "--format", "flat", "-o", guests);
        Assert.True(built.ExitCode == 0, built.Error);
        CpioArchive archive = new();
        archive.AddFolder("dev");
        archive.AddConsole("dev/console");
        archive.AddFile("init", File.ReadAllBytes(first));
        archive.AddFile("guests.img", File.ReadAllBytes(guests));
        foreach (string module in (string[])["irqbypass.ko", "kvm.ko", "kvm-intel.ko"])
            archive.AddFile(module, File.ReadAllBytes(Directory.EnumerateFiles(LinuxTheoryAttribute.Root!, module, SearchOption.AllDirectories).Single()));
        return archive.ToArray();
    }
}

/// <summary>A theory that needs an unpacked kernel package, which <c>tests/fetch-linux</c> fetches and <c>VMXASM_LINUX</c> names.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = Root is null
        ? "needs VMXASM_LINUX=$(tests/fetch-linux)"
        : ExternalTool.Find("gcc") is null ? "needs `gcc`" : null;

    public static string? Root => Environment.GetEnvironmentVariable("VMXASM_LINUX") is { Length: > 0 } root ? root : null;
}
