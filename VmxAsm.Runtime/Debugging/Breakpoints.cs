using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// Everything that a machine stops at: the conditions of <c>--break</c>, and the breakpoints and watchpoints of a debugger. Nothing of it costs time before it
/// is reached, but for watchpoints, which make accesses to their page slow.
/// </summary>
internal sealed class Breakpoints
{
    private readonly Processor _cpu;
    private readonly List<BreakCondition> _conditions = [];
    private readonly Dictionary<ulong, CodeBreakpointKinds> _debuggerCode = [];
    private readonly List<Watchpoint> _debuggerData = [];
    private OperatingMode _mode;
    private bool _nonRoot;
    private bool _watchesModes;
    private bool _codeChanged;

    public Breakpoints(Processor cpu)
    {
        _cpu = cpu;
    }

    /// <summary>What <see cref="TakeHit"/> will return.</summary>
    private BreakCondition? Hit { get; set; }

    /// <summary>The condition that was reached since the last call, or null.</summary>
    public BreakCondition? TakeHit()
    {
        BreakCondition? hit = Hit;
        Hit = null;
        return hit;
    }

    /// <summary>Adds the conditions of the command line.</summary>
    /// <exception cref="DebugSpecificationException">One of them cannot be understood.</exception>
    public void Add(IReadOnlyList<string> specifications, CodePlaces places, PortBus ports)
    {
        if (specifications.Count == 0)
            return;
        _conditions.AddRange(specifications.Select(text => BreakCondition.Parse(text, places)));
        if (_conditions.Any(condition => condition.Port is not null))
            ports.Observer += OnPort;
        if (_conditions.Any(condition => condition.Vector is not null))
            _cpu.EventObserver += OnEvent;
        _watchesModes = _conditions.Any(condition => condition.Mode is not null);
        _cpu.StopsForModes |= _watchesModes;
        (_mode, _nonRoot) = (OperatingModes.Of(_cpu), _cpu.NonRoot);
        UpdateCode();
        UpdateData();
    }

    /// <summary>Whether somebody has to tell about VM exits, by <see cref="OnVmExit"/>.</summary>
    public bool WantsVmExits => _conditions.Any(condition => condition.VmExit is not null);

    public void AddCode(ulong linear, CodeBreakpointKinds kind)
    {
        _debuggerCode[linear] = _debuggerCode.GetValueOrDefault(linear) | kind;
        _codeChanged = true;
    }

    public void RemoveCode(ulong linear, CodeBreakpointKinds kind)
    {
        CodeBreakpointKinds left = _debuggerCode.GetValueOrDefault(linear) & ~kind;
        if (left == 0)
            _debuggerCode.Remove(linear);
        else
            _debuggerCode[linear] = left;
        _codeChanged = true;
    }

    /// <summary>What kinds of breakpoints a debugger has at an address.</summary>
    public CodeBreakpointKinds KindsAt(ulong linear) => _debuggerCode.GetValueOrDefault(linear);

    /// <summary>To be called before the machine goes on: a debugger takes all its breakpoints away and puts them back at each stop.</summary>
    public void Apply()
    {
        if (_codeChanged)
            UpdateCode();
        _codeChanged = false;
    }

    public void AddData(Watchpoint watchpoint)
    {
        _debuggerData.Add(watchpoint);
        UpdateData();
    }

    public void RemoveData(Watchpoint watchpoint)
    {
        _debuggerData.Remove(watchpoint);
        UpdateData();
    }

    /// <summary>The debugger has gone: its breakpoints go with it.</summary>
    public void ClearDebugger()
    {
        _debuggerCode.Clear();
        _debuggerData.Clear();
        _codeChanged = true;
        UpdateData();
    }

    /// <summary>A VM exit is complete.</summary>
    public void OnVmExit(ExitReason reason) => Reach(_conditions.Find(condition => condition.VmExit?.Invoke((uint)reason) == true && condition.IsDue()));

    /// <summary>To be called between two instructions after the processor stopped: looks whether the mode is another now, and what was watched.</summary>
    public void Look()
    {
        // What follows a watchpoint captures it; in a method of its own the others do not pay for that.
        if (_cpu.WatchpointHit is { } hit)
            LookAt(hit);
        if (!_watchesModes)
            return;
        OperatingMode mode = OperatingModes.Of(_cpu);
        if (mode == _mode && _cpu.NonRoot == _nonRoot)
            return;
        (_mode, _nonRoot) = (mode, _cpu.NonRoot);
        Hit ??= _conditions.Find(condition => condition.Mode?.Invoke(_cpu) == true && condition.IsDue());
    }

    private void LookAt(Watchpoint hit)
    {
        if (_conditions.Find(condition => Covers(condition, hit) && condition.IsDue()) is { } watched)
        {
            Hit ??= watched;
            _cpu.WatchpointHit = null;
        }
        else if (!_debuggerData.Contains(hit))
        {
            _cpu.WatchpointHit = null;
        }
    }

    private static bool Covers(BreakCondition condition, Watchpoint hit) => condition.Data.Any(place => place.Address == hit.Linear) && condition.OnRead == hit.Reads;

    private void OnPort(ushort port, int width, uint value, bool isWrite) =>
        Reach(_conditions.Find(condition => condition.Port is { } wanted && wanted >= port && wanted < port + width && condition.IsDue()));

    private void OnEvent(EventType type, byte vector, uint? errorCode) =>
        Reach(_conditions.Find(condition => condition.Vector == vector && (!condition.OnlyException || type == EventType.HardwareException) && condition.IsDue()));

    /// <summary>The processor stops at the next boundary between instructions.</summary>
    private void Reach(BreakCondition? condition)
    {
        if (condition is null)
            return;
        Hit ??= condition;
        _cpu.Raise(CpuSignals.Stop);
    }

    private void UpdateCode() =>
        _cpu.SetCodeStops(_debuggerCode.Keys.Concat(_conditions.SelectMany(condition => condition.Code).Select(place => place.Address)), StopsAt);

    private void UpdateData() => _cpu.SetWatchpoints(
        [
            .. _debuggerData,
            .. _conditions.SelectMany(condition => condition.Data.Select(place => new Watchpoint(place.Address, 1, condition.OnRead, Writes: true))),
        ]);

    private bool StopsAt(ulong linear, ulong physical)
    {
        if (_conditions.Find(condition => condition.Code.Any(place => place.Address == (place.IsPhysical ? physical : linear)) && condition.IsDue()) is { } condition)
        {
            Hit ??= condition;
            return true;
        }

        return _debuggerCode.ContainsKey(linear);
    }
}

/// <summary>How a debugger asked for a breakpoint; to the machine it is the same, but the debugger wants to be told of the one that it knows.</summary>
[Flags]
internal enum CodeBreakpointKinds
{
    Software = 1,
    Hardware = 2,
}
