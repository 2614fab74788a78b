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

/// <param name="Address">Of a watchpoint that was hit: the linear address.</param>
/// <param name="Result">When the run has ended.</param>
internal readonly record struct DebugStop(DebugStopKind Kind, ulong Address = 0, RunResult? Result = null);

/// <summary>
/// Runs a machine under control: breakpoints at linear addresses, watchpoints, single steps. While there are any, the processor
/// executes one instruction at a time; otherwise at full speed. Nothing in the guest's memory or registers changes for it, so a guest
/// that checks its own code, or uses the debug registers, does not notice.
/// </summary>
internal sealed class Debugger
{
    private readonly Machine _machine;
    private readonly Processor _cpu;
    private readonly HashSet<ulong> _breakpoints = [];
    private readonly List<Watchpoint> _watchpoints = [];

    public Debugger(Machine machine)
    {
        _machine = machine;
        _cpu = machine.Processor;
    }

    /// <summary>Linear address of the next instruction.</summary>
    public ulong Location => _cpu.Linear(_cpu.Cs.Base + _cpu.Rip);

    public void AddBreakpoint(ulong linear) => _breakpoints.Add(linear);

    public void RemoveBreakpoint(ulong linear) => _breakpoints.Remove(linear);

    public void AddWatchpoint(Watchpoint watchpoint)
    {
        _watchpoints.Add(watchpoint);
        _cpu.SetWatchpoints([.. _watchpoints]);
    }

    public void RemoveWatchpoint(Watchpoint watchpoint)
    {
        _watchpoints.Remove(watchpoint);
        _cpu.SetWatchpoints([.. _watchpoints]);
    }

    public void Clear()
    {
        _breakpoints.Clear();
        _watchpoints.Clear();
        _cpu.SetWatchpoints([]);
    }

    /// <summary>Executes one instruction.</summary>
    public DebugStop Step(Func<bool> interrupted) => Run(interrupted, single: true);

    /// <summary>Goes on until something stops the machine.</summary>
    public DebugStop Continue(Func<bool> interrupted) => Run(interrupted, single: false);

    private DebugStop Run(Func<bool> interrupted, bool single)
    {
        long start = _cpu.Instructions;
        bool stepping = single || _breakpoints.Count > 0 || _watchpoints.Count > 0;
        _cpu.StepsForDebugger = stepping;
        _cpu.WatchpointHit = null;
        try
        {
            while (true)
            {
                if (_machine.Turn(stepping ? 1 : long.MaxValue) is { } result)
                    return new DebugStop(DebugStopKind.Ended, 0, result);
                if (_cpu.WatchpointHit is { } hit)
                    return new DebugStop(DebugStopKind.Watchpoint, hit);
                bool moved = _cpu.Instructions != start;
                if (single && moved)
                    return new DebugStop(DebugStopKind.Step);
                if (moved && _breakpoints.Count > 0 && _cpu.Activity == ActivityState.Active && _breakpoints.Contains(Location))
                    return new DebugStop(DebugStopKind.Breakpoint);
                if (interrupted())
                    return new DebugStop(DebugStopKind.Interrupted);
            }
        }
        finally
        {
            _cpu.StepsForDebugger = false;
        }
    }
}
