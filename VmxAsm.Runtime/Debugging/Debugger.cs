using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>Why the machine stands still under a debugger.</summary>
internal enum DebugStopKind
{
    Step,
    Breakpoint,
    Watchpoint,
    Interrupted,
    Ended,
}

/// <param name="Watchpoint">The one that was hit.</param>
/// <param name="Reached">The condition of <c>--break</c> that was reached.</param>
/// <param name="Result">When the run has ended.</param>
internal readonly record struct DebugStop(DebugStopKind Kind, Watchpoint? Watchpoint = null, BreakCondition? Reached = null, RunResult? Result = null);

/// <summary>
/// Runs a machine under control: until one of its <see cref="Breakpoints"/>, or instruction by instruction. Nothing in the guest's memory or registers changes
/// for it, so a guest that checks its own code, or uses the debug registers, does not notice.
/// </summary>
internal sealed class Debugger(Machine machine)
{
    private readonly Processor _cpu = machine.Processor;

    /// <summary>Executes one instruction, after an interrupt that is due; an exception that it raises is delivered.</summary>
    public DebugStop Step(Func<bool> interrupted)
    {
        _cpu.StepsForDebugger = true;
        try
        {
            return Run(interrupted, single: true);
        }
        finally
        {
            _cpu.StepsForDebugger = false;
        }
    }

    /// <summary>Goes on until something stops the machine.</summary>
    public DebugStop Continue(Func<bool> interrupted) => Run(interrupted, single: false);

    private DebugStop Run(Func<bool> interrupted, bool single)
    {
        long start = _cpu.Instructions;
        _cpu.WatchpointHit = null;
        machine.Breakpoints.Apply();
        while (true)
        {
            if (machine.Turn(single ? 1 : long.MaxValue) is { } result)
                return new DebugStop(DebugStopKind.Ended, Result: result);
            if (_cpu.WatchpointHit is { } hit)
                return new DebugStop(DebugStopKind.Watchpoint, Watchpoint: hit);
            BreakCondition? reached = machine.Breakpoints.TakeHit();
            if (reached is not null || machine.AtBreakpoint)
                return new DebugStop(DebugStopKind.Breakpoint, Reached: reached);
            if (single && _cpu.Instructions != start)
                return new DebugStop(DebugStopKind.Step);
            if (interrupted())
                return new DebugStop(DebugStopKind.Interrupted);
        }
    }
}
