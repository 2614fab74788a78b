using System.Diagnostics;
using VmxAsm.Architecture.Images;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Debugging.Reports;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Kernels;
using VmxAsm.Runtime.Memory;
using VmxAsm.Runtime.Vmx;

namespace VmxAsm.Runtime;

/// <summary>
/// A PC with its image inserted, ready to run.
///
/// The run loop alternates between the processor, for as many instructions as fit before the next alarm of the virtual clock, and
/// the alarms that are due. When the processor halts, or a device says that the guest is only polling, time jumps to the next alarm.
/// </summary>
public sealed class Machine : IDisposable
{
    /// <summary>With no alarm near, the loop still looks around this often.</summary>
    private const long LongestSlice = 5_000_000;

    private static readonly TimeSpan InteractiveNap = TimeSpan.FromMilliseconds(10);

    private readonly MachineOptions _options;
    private readonly IKernelLoader? _kernel;
    private readonly string? _kernelError;
    private readonly RunExplainer _explainer;
    private readonly RunTrace? _trace;
    private readonly Func<MachineOptions, Machine> _again;
    private CancellationToken _cancellation;
    private volatile bool _timedOut;
    private bool _inProcessor;
    private long _startedAt;
    private long _sliceEnd;

    /// <param name="kernel">What the BIOS hands over to instead of booting a disk.</param>
    /// <param name="kernelError">Why that is not possible.</param>
    /// <param name="again">Builds the same machine once more, with other options about what is shown of its run.</param>
    internal Machine(
        Processor processor,
        PhysicalMemory memory,
        Board board,
        MachineOptions options,
        IKernelLoader? kernel,
        string? kernelError,
        Func<MachineOptions, Machine> again)
    {
        _again = again;
        _kernel = kernel;
        _kernelError = kernelError;
        _options = options;
        Processor = processor;
        Memory = memory;
        Board = board;
        board.Clock.EarlierAlarmSet = EndSliceEarly;

        var lines = new SourceLines(options.DebugInfo);
        Lines = lines;
        var counts = new EventCounts(processor);
        var unhandled = new UnhandledExceptions(processor, board);
        processor.EventObserver += counts.OnEvent;
        processor.EventObserver += unhandled.OnEvent;
        _explainer = new RunExplainer(processor, lines, new Advice(processor, board, counts, lines), unhandled);
        _trace = RunTrace.Attach(this, options, lines);
        board.Ports.Where = _explainer.Where;
        processor.UnansweredAccess = new UnansweredMemory(options.Log, _explainer.Where).Report;
        Breakpoints = new Breakpoints(processor);
        Breakpoints.Add(options.Breakpoints, new CodePlaces(options.DebugInfo), board.Ports);
        if (processor.VmxUnit is { } unit && options.Log is { } log)
            unit.History.Stuck = () => log(new VmxEndExplainer(processor, unit, lines).Stuck()!);
        if (processor.VmxUnit is { } vmx && CreateObservers(options, processor) is { Count: > 0 } observers)
            vmx.Observer = observers.Count == 1 ? observers[0] : new VmxObservers(observers);
    }

    private List<IVmxObserver> CreateObservers(MachineOptions options, Processor processor)
    {
        List<IVmxObserver> observers = [];
        if (Breakpoints.WantsVmExits)
            observers.Add(new VmExitNotifier(Breakpoints.OnVmExit));
        if (options.Trace.HasFlag(TraceKinds.Vmx) && options.TraceOutput is { } trace)
            observers.Add(new VmxTrace(processor, Lines, options.TraceFilter, trace));
        if (options.VmExit is { } notify)
            observers.Add(new VmExitNotifier(notify));
        if (options.Report is { } report)
            observers.Add(report.Recorder = new VmxRecorder(processor, Lines));
        return observers;
    }

    internal Processor Processor { get; }

    internal SourceLines Lines { get; }

    internal DebugInfo? DebugInfo => _options.DebugInfo;

    /// <summary>Instructions executed since power-on; may be read from another thread while the machine runs.</summary>
    public long Instructions => Processor.Instructions;

    internal PhysicalMemory Memory { get; }

    internal Board Board { get; }

    internal Breakpoints Breakpoints { get; }

    /// <summary>A debugger changed registers or memory: the run cannot be repeated.</summary>
    internal bool WasChangedByDebugger { get; set; }

    /// <summary>The last turn ended in front of an instruction that has a breakpoint.</summary>
    internal bool AtBreakpoint { get; private set; }

    /// <summary>Builds a PC around an image and brings it to its reset state.</summary>
    /// <param name="image">A floppy, disk or CD image, a bare boot sector, or a kernel.</param>
    /// <exception cref="ArgumentException">The options name a processor that is not in the table, or too little memory.</exception>
    /// <exception cref="DebugSpecificationException">A breakpoint or a filter of the trace names what is not there.</exception>
    public static Machine Boot(ReadOnlyMemory<byte> image, MachineOptions options) => MachineBuilder.Build(image, options);

    /// <summary>Runs until the guest ends, a limit is reached or the caller cancels. May be called again to go on after the last two.</summary>
    public RunResult Run(CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = ListenTo(cancellation);
        using Timer? timer = StartTimeout();
        while (true)
        {
            if (cancellation.IsCancellationRequested)
                return Result(RunEnd.Cancelled);
            if (Turn(LongestSlice) is { } ended)
                return ended;
            if (Breakpoints.TakeHit() is { } reached)
                return Result(RunEnd.Breakpoint, reached.Text);
        }
    }

    /// <summary>What is running, and a search for the last instructions after it, ends when the caller cancels.</summary>
    internal CancellationTokenRegistration ListenTo(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        if (_startedAt == 0)
            _startedAt = Stopwatch.GetTimestamp();
        return cancellation.Register(() => Processor.Raise(CpuSignals.Stop));
    }

    /// <summary>One turn of the run loop: the alarms that are due, then the processor.</summary>
    /// <param name="longest">Instructions after which the turn ends at the latest, give or take a block.</param>
    /// <returns>The result when the run has ended; else null.</returns>
    internal RunResult? Turn(long longest)
    {
        if (Board.KernelRequested)
        {
            Board.KernelRequested = false;
            if (_kernel is null || _kernelError is not null)
                return Result(RunEnd.BootFailed);
            _kernel.Enter(Processor, Memory, Board.Vga.Display);
        }

        if (Board.End is { } end)
            return Result(end);
        if (_timedOut)
            return Result(RunEnd.TimeLimit);
        long left = _options.MaxInstructions - Processor.Instructions;
        if (left <= 0)
            return Result(RunEnd.InstructionLimit);

        Board.Clock.RingDueAlarms();
        if (_trace is { WantsSteps: true })
        {
            _trace.BeforeStep();
            longest = 1;
        }

        RunResult? result = RunSlice(Math.Min(left, Math.Min(longest, LongestSlice)));
        _trace?.AfterSlice();
        Breakpoints.Look();
        return result;
    }

    /// <summary>The result of a run that somebody else broke off.</summary>
    internal RunResult BrokenOff(RunEnd end) => Result(end);

    /// <summary>The text on the screen, a line per row; null when it shows graphics.</summary>
    public string? ScreenText() => new VgaScreen(Board.Vga).Text();

    /// <summary>The floppy or hard disk as the guest has left it; null for a machine without one. The caller's image itself never changes.</summary>
    public ReadOnlyMemory<byte>? DiskContents => Board.Disk?.Contents;

    /// <summary>The picture on the screen as a PNG file.</summary>
    public byte[] ScreenPng()
    {
        byte[] pixels = new VgaScreen(Board.Vga).Pixels(out int width, out int height);
        return PngImage.Encode(pixels, width, height);
    }

    public void Dispose()
    {
        Processor.Dispose();
        Memory.Dispose();
    }

    /// <summary>One turn of the processor; null to go on.</summary>
    private RunResult? RunSlice(long left)
    {
        long untilAlarm = Board.Clock.NextDue - Board.Clock.Now;
        long slice = (untilAlarm + VirtualClock.NanosecondsPerInstruction - 1) / VirtualClock.NanosecondsPerInstruction;
        slice = Math.Clamp(slice, 1, left);

        _sliceEnd = Processor.Instructions + slice;
        _inProcessor = true;
        RunStop stop = Processor.Run(slice);
        _inProcessor = false;
        AtBreakpoint = stop == RunStop.Breakpoint;

        switch (stop)
        {
            case RunStop.BudgetUsed or RunStop.Stopped or RunStop.Breakpoint:
                if (Board.Clock.SkipRequested)
                    Board.Clock.SkipToNextAlarm();
                return null;
            case RunStop.Halted:
                return Halted();
            case RunStop.TripleFault or RunStop.Shutdown:
                return Board.End is null ? Result(RunEnd.TripleFault) : null;
            default:
                return Result(RunEnd.NotEmulated);
        }
    }

    /// <summary>HLT: jump to the next alarm, unless no interrupt can ever come.</summary>
    private RunResult? Halted()
    {
        if (Board.End is not null)
            return null;
        if (!CanWake())
            return Result(RunEnd.HaltedForGood);
        if (Board.SerialInput is { IsInteractive: true, Ended: false })
            Thread.Sleep(InteractiveNap);
        return Board.Clock.SkipToNextAlarm() ? null : Result(RunEnd.HaltedForGood);
    }

    private bool CanWake() => Board.ProcessorTimerRuns || Processor.CanWake(Board.CanInterrupt);

    /// <summary>A device set an alarm that rings before the running slice ends, or asks to skip: the processor comes back at once.</summary>
    private void EndSliceEarly()
    {
        if (!_inProcessor)
            return;
        if (Board.Clock.SkipRequested || Board.Clock.NextDue < Board.Clock.Now + (_sliceEnd - Processor.InstructionsNow) * VirtualClock.NanosecondsPerInstruction)
            Processor.Raise(CpuSignals.Stop);
    }

    /// <summary>What the BIOS wrote on the screen about the drives it tried.</summary>
    private IReadOnlyList<ExplanationNote> BootMessages()
    {
        if (_kernelError is not null || ScreenText() is not { } text)
            return [];
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => new ExplanationNote(line))];
    }

    /// <summary>From now on the time limit counts, if there is one: when it is reached, the next turn says so.</summary>
    /// <param name="reached">Called then, on another thread.</param>
    internal Timer? StartTimeout(Action? reached = null)
    {
        _timedOut = false;
        if (_options.Timeout is not { } limit)
            return null;
        return new Timer(_ =>
        {
            _timedOut = true;
            Processor.Raise(CpuSignals.Stop);
            reached?.Invoke();
        }, null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the last instructions lead to what is explained; a program that went on after a failed VM entry ends somewhere else.</summary>
    private static bool EndsWhereItFailed(RunEnd end) =>
        end is RunEnd.TripleFault or RunEnd.UnhandledException or RunEnd.NotEmulated or RunEnd.Breakpoint or RunEnd.InstructionLimit or RunEnd.TimeLimit or RunEnd.Cancelled;

    private RunResult Result(RunEnd end, string? breakpoint = null)
    {
        // A program that stops after a failed VM entry without having asked why has not handled it.
        if (end is RunEnd.HaltedForGood or RunEnd.TripleFault && _explainer.HasUnhandledEntryFailure)
            end = RunEnd.UnhandledVmEntryFailure;
        Explanation? explanation = end == RunEnd.BootFailed
            ? new Explanation(_kernelError ?? "the BIOS found nothing to boot", null, BootMessages())
            : _explainer.Explain(end, breakpoint);
        if (explanation is not null && EndsWhereItFailed(end))
            explanation = AddHistory(explanation, end);
        return new RunResult(end, Board.GuestExitCode, explanation, Processor.Instructions);
    }

    /// <summary>
    /// To look for the last instructions may take as long again as the run did. Somebody who broke it off, or set a limit, is not kept waiting, and who cancels
    /// while the search goes on gets the explanation without it.
    /// </summary>
    private Explanation AddHistory(Explanation explanation, RunEnd end)
    {
        bool brokenOff = end is RunEnd.Cancelled or RunEnd.TimeLimit or RunEnd.InstructionLimit;
        TimeSpan patience = brokenOff || _startedAt == 0 ? RunHistory.ShortestPatience : Stopwatch.GetElapsedTime(_startedAt);
        CancellationToken cancellation = end == RunEnd.Cancelled ? CancellationToken.None : _cancellation;
        return RunHistory.AddTo(explanation, this, _options, _again, patience, cancellation);
    }
}
