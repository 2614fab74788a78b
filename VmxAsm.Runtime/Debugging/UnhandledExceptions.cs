using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// Notices that a real-mode program goes round between an instruction that faults and the BIOS, whose handler for exceptions - of every BIOS - does nothing but
/// return. A program that installed a handler of its own is never concerned.
/// </summary>
internal sealed class UnhandledExceptions(Processor cpu, Board board)
{
    private const ulong FirstRomSegment = 0xF000;
    private const int Rounds = 4;

    /// <summary>More instructions than any handler needs to return: between them the BIOS has started the computer anew.</summary>
    private const long LongestReturn = 10_000;

    private Vector _vector;
    private ulong _place;
    private int _times;
    private long _lastTime;

    /// <summary>The handler that the vector names is none: the computer starts anew from there, and the program with it.</summary>
    public bool Restarts { get; private set; }

    /// <summary>The vector that leads to the BIOS, as far pointer, and its address.</summary>
    public (ushort Segment, ushort Offset, ulong At) Handler { get; private set; }

    /// <summary>Why the instruction faults, of the exception that ended the run; null when that is not known.</summary>
    public string? Cause { get; private set; }

    public void OnEvent(EventType type, byte vector, uint? errorCode)
    {
        if (type != EventType.HardwareException || !cpu.IsRealMode || cpu.NonRoot || !IsFault((Vector)vector))
            return;
        ulong place = cpu.Cs.Base + cpu.Rip;
        _times = (Vector)vector == _vector && place == _place ? _times + 1 : 1;
        (_vector, _place) = ((Vector)vector, place);
        Restarts = cpu.InstructionsNow - _lastTime > LongestReturn;
        _lastTime = cpu.InstructionsNow;
        ulong at = cpu.Idtr.Base + (4UL * vector);
        Handler = (cpu.Memory.Read<ushort>(at + 2), cpu.Memory.Read<ushort>(at), at);
        if (_times < Rounds || Handler.Segment < FirstRomSegment)
            return;
        Cause ??= FaultCause.Of(cpu, new FaultLink(type, (Vector)vector, errorCode.HasValue, errorCode.GetValueOrDefault(), 0, cpu.Cs.Selector, cpu.Rip, null));
        board.EndUnhandled();
    }

    private static bool IsFault(Vector vector) => vector is Vector.DivideError or Vector.BoundRangeExceeded or Vector.InvalidOpcode or Vector.DeviceNotAvailable
        or Vector.StackSegmentFault or Vector.GeneralProtection;
}
