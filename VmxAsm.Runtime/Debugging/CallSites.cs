using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

// Who called?
// -----------
// Hosts keep VMWRITE in a function of its own, and then the line that wrote a wrong value is the same for every field. What tells them apart is on the stack: the return
// address. Frames have no common form, so it is found by what it must be: a word that points behind a CALL whose target is a little before the place that was called. What is
// found for an instruction once is looked for at the same depth the next time, so that a host that writes fields at every VM exit pays a word or two.

/// <summary>Physical addresses of the CALLs that led to a place, the nearest first; <see cref="CallSites.None"/> where there is no more.</summary>
internal readonly record struct CallChain(ulong First, ulong Second, ulong Third)
{
    public static CallChain Empty { get; } = new(CallSites.None, CallSites.None, CallSites.None);

    public IEnumerable<ulong> Calls => new[] { First, Second, Third }.TakeWhile(address => address != CallSites.None);
}

/// <summary>Finds by which calls the processor has come to where it is.</summary>
internal sealed class CallSites(Processor cpu)
{
    public const ulong None = ulong.MaxValue;

    /// <summary>Frames of functions that wrap an instruction are small.</summary>
    private const int MostWords = 64;

    private const int MostCalls = 3;

    /// <summary>So far before the place may the function begin.</summary>
    private const ulong LongestFunction = 0x2000;

    /// <summary>A place is searched for callers so often; then it is believed that what was not found is not there.</summary>
    private const int MostSearches = 64;

    private const int CallLength = 5;

    /// <summary>By linear address, for the instruction and for the CALLs that led to it.</summary>
    private readonly Dictionary<ulong, Place> _places = [];

    private sealed class Place
    {
        /// <summary>Where the return address was the last time, in words from the frame inside; -1 for nowhere.</summary>
        public int Depth { get; set; } = -1;

        public int Searches { get; set; }
    }

    /// <summary>The calls that led to the instruction that is being executed.</summary>
    public CallChain Find()
    {
        if (cpu.CodeSize < 4)
            return CallChain.Empty;
        Span<ulong> calls = [None, None, None];
        ulong address = cpu.Linear(cpu.Cs.Base + cpu.Rip);
        int from = 0;
        for (int i = 0; i < MostCalls; i++)
        {
            if (!_places.TryGetValue(address, out Place? place))
                _places.Add(address, place = new Place());
            if (place.Depth < 0 || !IsReturn(from + place.Depth, address, out ulong call))
            {
                if (place.Searches++ >= MostSearches || Search(from, address, out call) is not (>= 0 and var found))
                    break;
                place.Depth = found - from;
            }

            if (!cpu.TryTranslate(call, out calls[i]))
                break;
            (address, from) = (call, from + place.Depth + 1);
        }

        return new(calls[0], calls[1], calls[2]);
    }

    private int Search(int from, ulong place, out ulong call)
    {
        for (int depth = from; depth < from + MostWords; depth++)
        {
            if (IsReturn(depth, place, out call))
                return depth;
        }

        call = None;
        return -1;
    }

    /// <summary>Whether the word on the stack is the return address of a near CALL of the function around a place.</summary>
    private bool IsReturn(int depth, ulong place, out ulong call)
    {
        call = None;
        int size = cpu.Is64BitCode ? 8 : 4;
        if (!TryRead(cpu.Linear(cpu.Ss.Base + ((cpu.Rsp + (ulong)(depth * size)) & cpu.StackMask)), size, out ulong word))
            return false;

        // The kernel is not larger than what a CALL reaches; most words on the stack are nowhere near.
        ulong behind = cpu.Linear(cpu.Cs.Base + word);
        if (behind - place + int.MaxValue > uint.MaxValue || !TryRead(behind - CallLength, 1, out ulong opcode) || opcode != 0xE8
            || !TryRead(behind - CallLength + 1, 4, out ulong distance))
        {
            return false;
        }

        ulong target = cpu.Linear(behind + (ulong)(int)distance);
        call = behind - CallLength;
        return place - target < LongestFunction;
    }

    private bool TryRead(ulong linear, int size, out ulong value)
    {
        value = 0;
        if ((linear & 0xFFF) + (ulong)size > 0x1000)
        {
            for (int i = 0; i < size; i++)
            {
                if (!TryRead(linear + (ulong)i, 1, out ulong part))
                    return false;
                value |= part << 8 * i;
            }

            return true;
        }

        if (!cpu.TryTranslate(linear, out ulong physical))
            return false;
        value = size switch { 1 => cpu.Memory.Read<byte>(physical), 4 => cpu.Memory.Read<uint>(physical), _ => cpu.Memory.Read<ulong>(physical) };
        return true;
    }
}
