using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;
using VmxAsm.Runtime.Devices;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// The mistakes that everybody makes once on the way to a kernel of his own, each recognised by what it leaves behind. The explanation of a failed run tells what
/// happened; this tells what was most likely meant.
/// </summary>
internal sealed class Advice(Processor cpu, Board board, EventCounts counts, SourceLines lines)
{
    private const ulong Megabyte = 1 << 20;
    private const ushort RealModeTableLimit = 0x3FF, LimitAfterReset = 0xFFFF;
    private const uint IdtBit = 2;
    private const ulong Cr3CacheBits = 0x18;

    private readonly Processor _cpu = cpu;
    private readonly Board _board = board;
    private readonly EventCounts _counts = counts;
    private readonly SourceLines _lines = lines;

    /// <summary>About a run that ended with a triple fault.</summary>
    public IEnumerable<ExplanationNote> OnTripleFault()
    {
        FaultLink[] chain = _cpu.FaultChain.ToArray();
        if (chain.Length == 0 || _cpu.NonRoot)
            return [];
        FaultLink first = chain[0];
        return Notes(
            Nowhere(first), RequestAsException(first.Type == EventType.ExternalInterrupt ? (byte)first.Vector : null), BiosService(first), ReturnWithErrorCode(first),
            GlobalTable(first), CodeSegmentOfRealMode(first), TaskRegister(chain), PagingTurnedOn(first), DirectoryAddress(), CompatibilityMode(), Stack(), A20(), Tables(chain));
    }

    /// <summary>About a run that was broken off, or that ended with HLT.</summary>
    public IEnumerable<ExplanationNote> OnEnd(bool halted)
    {
        bool listens = (_cpu.SystemFlags & RflagsBits.If) != 0;
        return Notes(
            listens && (halted || _cpu.Activity == ActivityState.Halted) ? Unfinished() : null,
            RequestAsException(_counts.LastInterrupt),
            listens && halted && !_cpu.NonRoot ? NothingWakes() : null,
            halted ? null : EmptyMemory(),
            halted ? null : _counts.InARow(),
            halted ? null : _counts.Text());
    }

    private static IEnumerable<ExplanationNote> Notes(params string?[] texts) => texts.OfType<string>().Select(text => new ExplanationNote(text));

    /// <summary>A jump to where there is no memory.</summary>
    private string? Nowhere(FaultLink first)
    {
        if (first.Vector == Vector.PageFault || !_cpu.TryTranslate(_cpu.Linear(_cpu.Cs.Base + first.Rip), out ulong physical) || _cpu.Memory.Answers(physical))
            return null;
        return $"there is no memory at the physical address 0x{physical:x}: the last jump, call or return led nowhere, or ran through empty memory to its end";
    }

    /// <summary>All zeros is ADD [EAX], AL, over and over.</summary>
    private string? EmptyMemory()
    {
        const int Looked = 32;
        if (!_cpu.TryTranslate(_cpu.Linear(_cpu.Cs.Base + _cpu.Rip), out ulong physical))
            return null;
        Span<byte> bytes = stackalloc byte[Looked];
        _cpu.Memory.Read(physical, bytes);
        return bytes.IndexOfAnyExcept((byte)0) < 0
            ? $"the memory at 0x{physical:x} is empty, and zeros are executed as `add %al, ...`: what should be there was not loaded, or the jump there was a mistake"
            : null;
    }

    /// <summary>The IDT does not have what an event needs.</summary>
    private string? Tables(FaultLink[] chain)
    {
        if (_cpu.IsRealMode || Array.FindIndex(chain, link => link.Vector == Vector.GeneralProtection && link.HasErrorCode && (link.ErrorCode & IdtBit) != 0) < 1)
            return null;
        if (_cpu.Idtr.Base == 0 && _cpu.Idtr.Limit is RealModeTableLimit or LimitAfterReset)
        {
            return $"IDTR is still that of real mode (base 0, limit 0x{_cpu.Idtr.Limit:x}): before the first exception or interrupt in protected mode, LIDT has to load a "
                + "table of gates";
        }

        Vector missing = Array.Find(chain, link => link.Vector != Vector.GeneralProtection || link.ErrorCode == 0 || (link.ErrorCode & IdtBit) == 0).Vector;
        if (_cpu.IsLongMode && IsGate(8 * (ulong)missing) && !IsGate(16 * (ulong)missing))
            return "the IDT has entries of 8 bytes, as in protected mode; in IA-32e mode each is 16 bytes, the last 8 with the upper half of the handler's address";
        if (_cpu.IsLongMode || !IsGate(8 * (ulong)missing))
            return IsEmpty((ulong)missing) ? $"entry 0x{(int)missing:x} of the IDT, at 0x{EntryAddress((ulong)missing):x}, is empty: no handler for {NameOf(missing)} was installed" : null;
        return null;
    }

    private static string NameOf(Vector vector) => (int)vector < 32 ? Exceptions.Name((int)vector) : $"vector 0x{(int)vector:x}";

    private ulong EntryAddress(ulong vector) => _cpu.Idtr.Base + (vector * (_cpu.IsLongMode ? 16UL : 8));

    private bool IsEmpty(ulong vector) => _cpu.TryTranslate(EntryAddress(vector), out ulong physical) && _cpu.Memory.Read<ulong>(physical) == 0;

    /// <summary>Whether there is a present gate of 8 bytes, or the lower half of a longer one, so far into the IDT.</summary>
    private bool IsGate(ulong offset)
    {
        if (offset + 7 > _cpu.Idtr.Limit || !_cpu.TryTranslate(_cpu.Idtr.Base + offset, out ulong physical))
            return false;
        ulong low = _cpu.Memory.Read<ulong>(physical);
        var gate = GateDescriptor.Decode(low, 0, ia32e: false);
        return gate.Present && (low >> 44 & 1) == 0 && gate.Type is SystemSegmentType.InterruptGate or SystemSegmentType.TrapGate && gate.Selector != 0;
    }

    /// <summary>The BIOS has put the first 8259's requests where protected mode has its exceptions.</summary>
    /// <param name="vector">Of a request that was taken in protected mode.</param>
    private string? RequestAsException(byte? vector)
    {
        if (vector is not { } number || number >= 32 || _cpu.IsRealMode)
            return null;
        int input = number - (_board.Pics.Master.VectorBase & 0xF8);
        string request = input is >= 0 and < 8 ? $"IRQ {input}" : "a device's request";
        return $"vector 0x{number:x} was {request}, not an exception: move the 8259s' vectors out of the first 32 (ICW2 to ports 0x21 and 0xa1) before STI, or mask what is not wanted";
    }

    private string? BiosService(FaultLink first) =>
        first.Type == EventType.SoftwareInterrupt && (int)first.Vector is >= 0x10 and <= 0x1A && _cpu.IsProtected
            ? $"INT 0x{(int)first.Vector:x} is a service of the BIOS, and those exist in real mode only"
            : null;

    /// <summary>IRET found an error code on top of its frame.</summary>
    private string? ReturnWithErrorCode(FaultLink first)
    {
        if (first.Type != EventType.HardwareException || first.Rip != _cpu.Rip || !_cpu.IsProtected || !InstructionFacts.Next(_cpu).IsInterruptReturn)
            return null;
        ulong size = _cpu.Is64BitCode ? 8UL : 4, top = (_cpu.Ss.Base + (_cpu.Rsp & _cpu.StackMask)) & (_cpu.Is64BitCode ? ulong.MaxValue : uint.MaxValue);
        if (Word(top + size) is not { } taken || Word(top + (2 * size)) is not { } next)
            return null;
        string frame = $"IRET took the instruction pointer 0x{Word(top):x} and CS 0x{taken & 0xFFFF:x} from the stack";
        bool shifted = IsCodeSelector(next) && !IsCodeSelector(taken);
        return shifted ? $"{frame}: below them lie 0x{taken:x} and 0x{next:x}, which look right; the handler has to take the exception's error code off the stack before IRET" : frame;

        ulong? Word(ulong linear) => !_cpu.TryTranslate(linear, out ulong physical) ? null : size == 8 ? _cpu.Memory.Read<ulong>(physical) : _cpu.Memory.Read<uint>(physical);
    }

    private bool IsCodeSelector(ulong value)
    {
        ulong entry = value & 0xFFF8;
        if (value > 0xFFFF || entry == 0 || (value & 4) != 0 || entry + 7 > _cpu.Gdtr.Limit || !_cpu.TryTranslate(_cpu.Gdtr.Base + entry, out ulong physical))
            return false;
        uint rights = (uint)(_cpu.Memory.Read<ulong>(physical) >> 40);
        return (rights & (Segment.Present | Segment.NonSystem | Segment.Code)) == (Segment.Present | Segment.NonSystem | Segment.Code);
    }

    /// <summary>GDTR was never loaded, or does not lead to the table.</summary>
    private string? GlobalTable(FaultLink first)
    {
        if (first.Type != EventType.HardwareException || _cpu.IsRealMode || first.ErrorCode is < 8 or > 0xFFFF || (first.ErrorCode & 6) != 0 || first.Vector == Vector.PageFault)
            return null;
        string gdtr = $"GDTR has base 0x{_cpu.Gdtr.Base:x} and limit 0x{_cpu.Gdtr.Limit:x}";
        if (_cpu.Gdtr.Base == 0 && _cpu.Gdtr.Limit == LimitAfterReset)
            return $"{gdtr}, as after reset: LGDT has to load it before CR0.PE is set";
        if (first.ErrorCode + 7 > _cpu.Gdtr.Limit)
            return $"{gdtr}: the table ends {(_cpu.Gdtr.Limit >= 7 ? $"behind selector 0x{(_cpu.Gdtr.Limit + 1) / 8 * 8 - 8:x}" : "before its first descriptor")}; the limit is the table's size less 1";
        if (!_cpu.TryTranslate(_cpu.Gdtr.Base + (first.ErrorCode & 0xFFF8), out ulong physical))
            return null;
        if (_cpu.Memory.Read<ulong>(physical) == 0)
            return $"{gdtr}, and there are only zeros for selector 0x{first.ErrorCode & 0xFFF8:x}: the base is a linear address, and must be where the table lies in memory";
        bool foreign = _lines.Find(_cpu.Gdtr.Base) is null && _cpu.TryTranslate(_cpu.Linear(_cpu.Cs.Base + first.Rip), out ulong code) && _lines.Find(code) is not null;
        return foreign
            ? $"{gdtr}, which is not in the program: it is what the BIOS or a loader left, unless the program builds its table there; LGDT has to load it before CR0.PE is set"
            : null;
    }

    /// <summary>CR0.PE was set, and no far jump followed.</summary>
    private string? CodeSegmentOfRealMode(FaultLink first)
    {
        if (!_cpu.IsProtected || _cpu.IsLongMode || _cpu.CodeSize != 2 || _cpu.Cs.LoadedBase != (ulong)_cpu.Cs.Selector << 4 || IsCodeSelector(_cpu.Cs.Selector)
            || (first.HasErrorCode && first.ErrorCode != 0))
            return null;
        return $"CR0.PE is set, but CS is still that of real mode, with 16-bit code (selector 0x{_cpu.Cs.Selector:x}): a far jump to a code segment of the GDT has to follow";
    }

    /// <summary>The way to an inner level needs a stack from the TSS.</summary>
    private string? TaskRegister(FaultLink[] chain) =>
        _cpu.Cpl > 0 && _cpu.IsProtected && _cpu.Tr.Selector == 0 && Array.Exists(chain, link => link.Vector is Vector.InvalidTss or Vector.StackSegmentFault or Vector.PageFault)
            ? $"TR was never loaded: what comes in at privilege level {_cpu.Cpl} gets its stack from the task-state segment that LTR names"
            : null;

    private string? Stack()
    {
        ulong top = _cpu.Linear(_cpu.Ss.Base + (_cpu.Rsp & _cpu.StackMask));
        return _cpu.TryTranslate(top, out ulong physical) && !_cpu.Memory.Answers(physical)
            ? $"the stack is where no memory is, at the physical address 0x{physical:x}: what is pushed there is lost"
            : null;
    }

    /// <summary>The instruction behind the one that set CR0.PG cannot be fetched.</summary>
    private string? PagingTurnedOn(FaultLink first)
    {
        ulong linear = _cpu.Linear(_cpu.Cs.Base + first.Rip);
        if (first.Vector != Vector.PageFault || first.Detail != linear || linear < 3)
            return null;
        Span<byte> before = stackalloc byte[3];
        _cpu.Memory.Read(linear - 3, before);
        bool setCr0 = before[0] == 0x0F && before[1] == 0x22 && (before[2] & 0xF8) == 0xC0;
        return setCr0 ? $"paging was turned on by the instruction before: the page tables must map the code that does it where it runs, at 0x{linear:x}" : null;
    }

    private string? DirectoryAddress()
    {
        ulong low = _cpu.Cr3 & 0xFFF & ~Cr3CacheBits;
        bool pointers = !_cpu.IsLongMode && (_cpu.Cr4 & Cr4Bits.PAE) != 0;
        if ((_cpu.Cr0 & Cr0Bits.PG) == 0 || low == 0 || pointers || (_cpu.Cr4 & Cr4Bits.PCIDE) != 0)
            return null;
        return $"CR3 is 0x{_cpu.Cr3:x}, but its low 12 bits are no part of the address: the processor reads the table at 0x{_cpu.Cr3 & ~0xFFFUL:x}. Page tables are aligned to 4096 bytes";
    }

    private string? CompatibilityMode() =>
        _cpu.IsLongMode && !_cpu.Is64BitCode && _cpu.Cpl == 0
            ? $"IA-32e mode is on, but CS (selector 0x{_cpu.Cs.Selector:x}) is a {(_cpu.CodeSize == 4 ? 32 : 16)}-bit segment: 64-bit code begins with a far jump to a code segment whose descriptor has L set and D clear"
            : null;

    private string? A20() =>
        !_board.A20.IsOpen && !_cpu.IsRealMode
            ? $"the A20 gate is closed: what a program means for an odd megabyte, 0x{Megabyte:x} for instance, goes to the even one below"
            : null;

    /// <summary>A request that was never ended holds back all others.</summary>
    private string? Unfinished()
    {
        foreach ((Pic8259 pic, int first, string port) in ((Pic8259, int, string)[])[(_board.Pics.Slave, 8, "0xa0, and to 0x20 for the other"), (_board.Pics.Master, 0, "0x20")])
        {
            if (pic.InService == 0 || (pic == _board.Pics.Master && pic.InService == 4))
                continue;
            int input = first + int.TrailingZeroCount(pic.InService);
            return $"IRQ {input} is still in service: its handler sent no end of interrupt (0x20 to port {port}), and until then the 8259 holds back IRQ {input} and all that have lower priority";
        }

        return null;
    }

    private string? NothingWakes()
    {
        if (_board.Pics.Master.InService != 0)
            return null;
        string masks = $"the 8259s' masks are 0x{_board.Pics.Master.Mask:x2} and 0x{_board.Pics.Slave.Mask:x2}";
        return $"HLT waits for an interrupt that cannot come: {masks}, and no timer of the local APIC runs";
    }
}
