using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Firmware;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The main board: the devices and the wires between them and the processor. <see cref="MachineBuilder"/> puts it together; here is what
/// the processor's pins see of it.
/// </summary>
internal sealed class Board : IBoard, ISystemEvents, IFirmwareEvents
{
    private readonly PhysicalMemory _memory;
    private VirtualClock.Alarm? _processorTimer, _refresh;
    private readonly InterruptLine _coprocessorError;
    private bool _interruptPin;

    /// <param name="clock">Must count the instructions of the processor given to <see cref="Connect"/>.</param>
    public Board(PhysicalMemory memory, VirtualClock clock, MachineOptions options, DriveBay drives, FirmwareImages firmware)
    {
        _memory = memory;
        Clock = clock;
        Disk = drives.Writable;
        Ports = new PortBus(options.Log);
        Pics = new PicPair(_ => UpdateInterruptPin());
        LocalApic = new LocalApic(clock, UpdateInterruptPin, signal => Processor?.Raise(signal),
            vector => IoApic!.EndOfInterrupt(vector));
        IoApic = new IoApic(LocalApic);
        IInterruptInput[] controllers = [Pics, IoApic];
        var lines = new InterruptLine[16];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = new InterruptLine(controllers, i);

        _coprocessorError = lines[13];
        A20 = new A20Gate(open =>
        {
            if (Processor is not null)
                Processor.A20Enabled = open;
        });
        Pit = new Pit8254(clock, lines[0]);
        RealTimeClock = new CmosRtc(clock, lines[8], options.StartTime);
        Keyboard = new KeyboardController(clock, lines[1], lines[12], A20, Reset);
        SerialSource? serialInput = options.SerialReplay is { } record ? new SerialSource(clock, record)
            : options.SerialInput is { } stream ? new SerialSource(clock, stream) : null;
        SerialInput = serialInput;
        Typist = new Typist(clock, Keyboard, options.KeyboardInput);
        Serial = new Uart16550(clock, lines[4], options.SerialOutput, serialInput);
        Vga = new Vga(clock, memory);
        var dma = new Dma8237(memory, words: false);
        var floppy = new FloppyController(clock, lines[6], dma, drives.Floppies);
        var power = new PowerManagement(clock, this, Ports);
        var pci = new PciBus(this);
        _ = new ChipSet(pci, memory, power, Vga.Display, firmware.UpperMemory, drives.HasAtaDrives);
        var configuration = new FirmwareConfiguration(options.MemoryBytes);
        configuration.AddFile("vgaroms/vgabios.bin", firmware.Video);

        Pics.Attach(Ports);
        Pit.Attach(Ports);
        RealTimeClock.Attach(Ports);
        Keyboard.Attach(Ports);
        Ports.Claim(0x3F8, 8, Serial);
        Vga.Attach(Ports);
        dma.Attach(Ports);
        new Dma8237(memory, words: true).Attach(Ports);
        floppy.Attach(Ports);
        new AtaChannel(clock, 0x1F0, lines[14], drives.HardDisks.ElementAtOrDefault(0), drives.HardDisks.ElementAtOrDefault(1)).Attach(Ports);
        new AtaChannel(clock, 0x170, lines[15], drives.CdRom, null).Attach(Ports);
        new SystemPorts(Pit, A20, _coprocessorError, this, options).Attach(Ports);
        new FirmwareDoor(this).Attach(Ports);
        power.Attach();
        pci.Attach(Ports);
        configuration.Attach(Ports);

        memory.MapDevice(IoApic.Base, PhysicalMemory.PageSize, IoApic);
        memory.MapDevice(LocalApic.DefaultBase, PhysicalMemory.PageSize, LocalApic);
        ConfigurationMemory.Fill(RealTimeClock.Memory, options.MemoryBytes, drives);
    }

    public VirtualClock Clock { get; }

    /// <summary>The first floppy or hard disk; null without one.</summary>
    public DiskImage? Disk { get; }

    public PortBus Ports { get; }

    public PicPair Pics { get; }

    public LocalApic LocalApic { get; }

    public IoApic IoApic { get; }

    public Pit8254 Pit { get; }

    /// <summary>The real-time clock with its configuration memory.</summary>
    public CmosRtc RealTimeClock { get; }

    public KeyboardController Keyboard { get; }

    public Typist Typist { get; }

    public Uart16550 Serial { get; }

    public SerialSource? SerialInput { get; }

    public Vga Vga { get; }

    public A20Gate A20 { get; }

    /// <summary>The guest has ended the run; the run loop looks here whenever the processor stops.</summary>
    public RunEnd? End { get; private set; }

    public int? GuestExitCode { get; private set; }

    public bool HasKernel { get; set; }

    /// <summary>The BIOS has handed the processor over to the machine's kernel.</summary>
    public bool KernelRequested { get; set; }

    public long NanosecondsSincePowerOn => Clock.Now;

    public ulong ApicBase
    {
        get => LocalApic.Base | (LocalApic.IsGloballyEnabled ? 0x800UL : 0) | 0x100;
        set
        {
            if (LocalApic.Base != (value & ~0xFFFUL))
            {
                _memory.MapRam(LocalApic.Base, PhysicalMemory.PageSize);
                LocalApic.Base = value & ~0xFFFUL;
                _memory.MapDevice(LocalApic.Base, PhysicalMemory.PageSize, LocalApic);
            }

            LocalApic.IsGloballyEnabled = (value & 0x800) != 0;
            UpdateInterruptPin();
        }
    }

    public long? ApicDeadline
    {
        get => LocalApic.TimerDeadline;
        set => LocalApic.TimerDeadline = value;
    }

    /// <inheritdoc/>
    public bool WakeAfter(long nanoseconds)
    {
        _processorTimer ??= Clock.CreateAlarm(() => Processor?.Raise(CpuSignals.Stop));
        _processorTimer.SetAfter(nanoseconds);
        return true;
    }

    /// <summary>The processor waits for a timer of its own.</summary>
    public bool ProcessorTimerRuns => _processorTimer is { IsSet: true };

    public byte TaskPriority
    {
        get => LocalApic.TaskPriority;
        set => LocalApic.TaskPriority = value;
    }

    private Processor? Processor { get; set; }

    /// <summary>The level of the processor's INTR pin.</summary>
    public bool HasInterrupt => LocalApic.HasInterrupt || (Pics.Master.Output && LocalApic.PassesExternalInterrupts);

    /// <summary>True when some device could still interrupt a halted processor that accepts interrupts.</summary>
    public bool CanInterrupt =>
        (Pics.Master.CanInterrupt && LocalApic.PassesExternalInterrupts) || LocalApic.TimerCanInterrupt || IoApic.HasUnmaskedInput;

    public void Connect(Processor processor)
    {
        Processor = processor;
        LocalApic.HasDeadlineMode = processor.Model.Has(CpuFeature.TscDeadline);
    }

    public uint ReadPort(ushort port, int width) => Ports.Read(port, width);

    public void WritePort(ushort port, int width, uint value) => Ports.Write(port, width, value);

    public byte AcknowledgeInterrupt()
    {
        byte vector = LocalApic.HasInterrupt ? LocalApic.Acknowledge() : Pics.Acknowledge();
        UpdateInterruptPin();
        return vector;
    }

    public void Reset()
    {
        A20.IsOpen = true;
        LocalApic.Reset();
        IoApic.Reset();
        UpdateInterruptPin();
        Processor?.Raise(CpuSignals.Reset);
    }

    public void SignalFloatingPointError() => _coprocessorError.Set(true);

    public void PowerOff() => EndRun(RunEnd.PoweredOff);

    public void DebugExit(int code)
    {
        GuestExitCode = code;
        EndRun(RunEnd.DebugExit);
    }

    /// <summary>A real-mode program raises an exception for ever.</summary>
    public void EndUnhandled() => EndRun(RunEnd.UnhandledException);

    public void BootFailed() => EndRun(RunEnd.BootFailed);

    public void EnterKernel()
    {
        KernelRequested = true;
        Processor?.Raise(CpuSignals.Stop);
    }

    public void WaitsForKey()
    {
        if (!Typist.IsDone)
            Typist.Hurry();
        else if (!Keyboard.HasKeyboardBytes)
            EndRun(RunEnd.HaltedForGood);
    }

    public void WaitsForRefresh()
    {
        _refresh ??= Clock.CreateAlarm(() => { });
        _refresh.SetAt(Pit.NextRefresh);
        Clock.NotYet();
    }

    private void EndRun(RunEnd end)
    {
        End ??= end;
        Processor?.Raise(CpuSignals.Stop);
    }

    private void UpdateInterruptPin()
    {
        bool level = HasInterrupt;
        if (Processor is null || level == _interruptPin)
            return;
        _interruptPin = level;
        if (level)
            Processor.Raise(CpuSignals.Interrupt);
        else
            Processor.Lower(CpuSignals.Interrupt);
    }
}
