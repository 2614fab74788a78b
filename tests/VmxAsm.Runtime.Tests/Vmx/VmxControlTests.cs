using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using Xunit;
using ActivityState = VmxAsm.Architecture.Vmx.ActivityState;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>Every control that a model lets software choose, on and off; every exit reason that the models' features can cause.</summary>
public sealed class VmxControlTests
{
    /// <summary>Reasons that these machines cannot cause, and why.</summary>
    private static readonly Dictionary<ExitReason, string> NotCaused = new()
    {
        [ExitReason.IoSmi] = "no SMM transfer monitor",
        [ExitReason.OtherSmi] = "no SMM transfer monitor",
        [ExitReason.Rsm] = "#UD outside system-management mode",
        [ExitReason.EntryFailureMachineCheck] = "the machine has no hardware errors",
        [ExitReason.InitSignal] = "one processor sends no INIT to itself; see SignalsEndTheSleep",
        [ExitReason.StartupIpi] = "one processor sends no SIPI to itself; see SignalsEndTheSleep",
        [ExitReason.Xsaves] = "IA32_XSS has no bits on these models",
        [ExitReason.Xrstors] = "IA32_XSS has no bits on these models",
        [ExitReason.Encls] = "no SGX",
        [ExitReason.Enclv] = "no SGX",
        [ExitReason.Pconfig] = "no model has it",
        [ExitReason.SppRelatedEvent] = "no model has it",
        [ExitReason.Umwait] = "no model has it",
        [ExitReason.Tpause] = "no model has it",
        [ExitReason.Loadiwkey] = "no model has it",
        [ExitReason.EnqcmdPasidTranslationFailure] = "no model has it",
        [ExitReason.EnqcmdsPasidTranslationFailure] = "no model has it",
        [ExitReason.BusLock] = "no model has it",
        [ExitReason.InstructionTimeout] = "no model has it",
    };

    public static TheoryData<string> Cases()
    {
        TheoryData<string> data = [];
        foreach (VmxControlCase item in VmxControlCases.All)
            data.Add(item.ToString());
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheControlDecides(string name)
    {
        VmxControlCase item = VmxControlCases.All.Single(candidate => candidate.ToString() == name);
        Assert.Equal(item.WhenOn, item.Sign(Run(VmxControlCases.Test(item, on: true), item.Cpu)));
        Assert.Equal(!item.WhenOn, item.Sign(Run(VmxControlCases.Test(item, on: false), item.Cpu)));
    }

    [Fact]
    public void EveryControlThatAModelHasHasACase()
    {
        HashSet<string> covered = [.. VmxControlCases.All.Select(item => item.ToString())];
        IEnumerable<VmxControl> chosen = VmxControls.All.Where(control => CpuModels.All.Any(cpu =>
            cpu.Vmx.Of(control.Word) is var capability && (capability.MayBeOne & ~capability.MustBeOne & control.Mask) != 0));
        Assert.All(chosen, control => Assert.Contains($"{control.Word}.{control.Name}", covered));
        Assert.All(VmxControlCases.All, item => Assert.True(CpuModel.Find(item.Cpu)!.Vmx.Supports(VmxControls.Find(item.Word, item.Name)!), item.ToString()));
    }

    [Fact]
    public void EveryExitReasonIsCaused()
    {
        HashSet<int> seen = [];
        foreach (IGrouping<string, VmxControlCase> cases in VmxControlCases.All.GroupBy(item => item.Cpu))
            Note(seen, [.. cases.Where(item => item.Name != "hlt_exiting").Select(item => VmxControlCases.Test(item, on: true))], cases.Key);
        Note(seen, Others, "skylake");
        Note(seen, [new(LabGuest.Protected, LabProgram.Later, [new(LabOperation.Or, VmcsField.GuestCr4, Cr4.SMXE)])], "core2");
        IEnumerable<string> missing = ExitReasons.All
            .Where(row => !seen.Contains(row.Number) && !NotCaused.ContainsKey(row.Reason))
            .Select(row => row.Name);
        Assert.Equal("", string.Join(", ", missing));
        Assert.DoesNotContain(NotCaused.Keys, reason => seen.Contains((int)reason));
    }

    /// <summary>What reaches a guest in which activity state, from outside.</summary>
    [Theory]
    [InlineData(ActivityState.Hlt, CpuSignals.Init, "E 3 0 0 0 0 0 0 0 ")]
    [InlineData(ActivityState.Shutdown, CpuSignals.Init, "E 3 0 0 0 0 0 0 0 ")]
    [InlineData(ActivityState.WaitForSipi, CpuSignals.Init, null)]
    [InlineData(ActivityState.WaitForSipi, CpuSignals.StartUp, "E 4 12 0 0 0 0 0 0 ")]
    [InlineData(ActivityState.Hlt, CpuSignals.StartUp, null)]
    [InlineData(ActivityState.Hlt, CpuSignals.NonMaskableInterrupt, "E 0 0 80000202 0 0 0 0 0 ")]
    [InlineData(ActivityState.Shutdown, CpuSignals.NonMaskableInterrupt, "E 0 0 80000202 0 0 0 0 0 ")]
    [InlineData(ActivityState.WaitForSipi, CpuSignals.NonMaskableInterrupt, null)]
    public void SignalsEndTheSleep(ActivityState activity, CpuSignals signal, string? line)
    {
        LabTest test = new(
            LabGuest.Protected,
            LabProgram.Vmcall,
            [
                new(LabOperation.Set, VmcsField.GuestActivityState, (ulong)activity),
                new(LabOperation.Or, VmcsField.PinBasedControls, (ulong)PinBasedControls.NmiExiting),
            ]);
        StringBuilder serial = new();
        MachineOptions options = new() { SerialOutput = value => serial.Append((char)value), MaxInstructions = 100_000_000 };
        using Machine machine = Machine.Boot(VmxLab.Image([test]), options);
        machine.Run(CancellationToken.None);
        Assert.DoesNotContain("E ", serial.ToString());
        machine.Processor.StartUpVector = 0x12;
        machine.Processor.Raise(signal);
        machine.Run(CancellationToken.None);
        if (line == null)
            Assert.DoesNotContain("E ", serial.ToString());
        else
            Assert.Contains(line, serial.ToString());
    }

    /// <summary>The host does not hear INIT: it waits for VMXOFF, or for a guest to end.</summary>
    [Fact]
    public void InitWaitsInRootOperation()
    {
        StringBuilder serial = new();
        LabTest sleeper = new(LabGuest.Protected, LabProgram.Vmcall, [new(LabOperation.Set, VmcsField.GuestActivityState, (ulong)ActivityState.Hlt)]);
        Processor? processor = null;
        MachineOptions options = new()
        {
            MaxInstructions = 100_000_000,
            SerialOutput = value =>
            {
                // One INIT ends the first guest. Another one, while its exit is being printed, is kept for the second guest.
                if (value == 'E' && !serial.ToString().Contains('E'))
                    processor!.Raise(CpuSignals.Init);
                serial.Append((char)value);
            },
        };
        using Machine machine = Machine.Boot(VmxLab.Image([sleeper, new(LabGuest.Protected, LabProgram.Vmcall, [])]), options);
        processor = machine.Processor;
        machine.Run(CancellationToken.None);
        processor.Raise(CpuSignals.Init);
        machine.Run(CancellationToken.None);
        Assert.Equal(2, serial.ToString().Split("E 3 ").Length - 1);
    }

    /// <summary>Guests for the reasons that no control stands for.</summary>
    private static LabTest[] Others =>
    [
        .. new[] { LabGuest.Long, LabGuest.Protected }.SelectMany(guest =>
            Enum.GetValues<LabProgram>().Where(program => program is <= LabProgram.Later or LabProgram.ExtendedState).Select(program => new LabTest(guest, program, []))),
        new(LabGuest.Protected, LabProgram.Later, [new(LabOperation.Or, VmcsField.GuestCr4, Cr4.OSXSAVE)]),
        new(LabGuest.Protected, LabProgram.Faults, [new(LabOperation.Set, VmcsField.ExceptionBitmap, 0)]),
        new(LabGuest.Protected, LabProgram.Vmcall, [new(LabOperation.Set, VmcsField.EntryMsrLoadCount, 1), new(LabOperation.Set, VmcsField.EntryMsrLoadAddress, 0x2_E000)]),
        new(LabGuest.Protected, LabProgram.Vmcall, [new(LabOperation.Set, VmcsField.GuestRflags, 0)]),
        new(LabGuest.LongOverEpt, LabProgram.Vmcall, [new(LabOperation.Memory, 0x2700, 2)]),
        new(LabGuest.Protected, LabProgram.Apic,
        [
            new(LabOperation.Or, VmcsField.ProcessorBasedControls, (uint)(ProcessorBasedControls.ActivateSecondaryControls | ProcessorBasedControls.UseTprShadow)),
            new(LabOperation.Or, VmcsField.ProcessorBasedControls2, (uint)(ProcessorBasedControls2.VirtualizeApicAccesses | ProcessorBasedControls2.ApicRegisterVirtualization)),
            new(LabOperation.Set, VmcsField.ApicAccessAddress, 0x3000),
        ]),
    ];

    private static ExitLine[] Run(LabTest test, string cpu) => ExitLine.Parse(VmxLab.Run([test], cpu)[0]);

    private static void Note(HashSet<int> seen, LabTest[] tests, string cpu)
    {
        foreach (string[] lines in VmxLab.Run(tests, cpu))
            seen.UnionWith(ExitLine.Parse(lines).Select(line => line.Reason));
    }
}
