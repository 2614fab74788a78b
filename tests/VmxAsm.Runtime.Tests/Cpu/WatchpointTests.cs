using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>Watchpoints stop behind the instruction that hit them, wherever in a block it stands, and leave everything else as it is without them.</summary>
public sealed class WatchpointTests
{
    private const int Watched = 0x9000;

    public static TheoryData<string, bool> Accesses => new()
    {
        { "store", true }, { "change", true }, { "exchange", true }, { "push", true }, { "call", true }, { "pusha", true }, { "string", true }, { "input", true },
        { "load", false }, { "compare", false }, { "pop", false }, { "across", true },
    };

    private static void Access(Assembler a, string access)
    {
        switch (access)
        {
            case "store": a.mov(__word_ptr[Watched], ax); break;
            case "change": a.add(__word_ptr[Watched], ax); break;
            case "exchange": a.xchg(__word_ptr[Watched], ax); break;
            case "push": a.push(ax); break;
            case "call": a.call(0x7D00); break;
            case "pusha": a.pusha(); break;
            case "string": a.stosw(); break;
            case "input": a.insb(); break;
            case "load": a.mov(bx, __word_ptr[Watched]); break;
            case "compare": a.cmp(__byte_ptr[Watched + 1], 5); break;
            case "pop": a.pop(bx); break;
            default: a.mov(__dword_ptr[Watched - 2], eax); break;
        }
    }

    [Theory]
    [MemberData(nameof(Accesses))]
    public void The_run_stops_behind_the_instruction(string access, bool writes)
    {
        (ulong next, byte[] code) = Program(access);
        using ProcessorUnderTest machine = new ProcessorUnderTest().Boot(code);
        using ProcessorUnderTest other = new ProcessorUnderTest().Boot(code);
        machine.Cpu.SetWatchpoints([new Watchpoint(Watched, 2, Reads: !writes, Writes: true), new Watchpoint(Watched + 0x10, 1, true, true)]);

        Assert.Equal(RunStop.Stopped, machine.Run());
        Assert.Equal(next, machine.Cpu.Rip);
        Assert.Equal((ulong)Watched, machine.Cpu.WatchpointHit?.Linear);
        Assert.Equal(RunStop.Halted, machine.Run());
        Assert.Equal(RunStop.Halted, other.Run());
        Assert.Equal((other.Cpu.Rsp, other.Cpu.Rdi, other.Cpu.Rbx, other.Cpu.Instructions), (machine.Cpu.Rsp, machine.Cpu.Rdi, machine.Cpu.Rbx, machine.Cpu.Instructions));
        Assert.Equal(other.Memory.Read<ulong>(Watched - 4), machine.Memory.Read<ulong>(Watched - 4));
    }

    [Fact]
    public void Beside_a_watchpoint_blocks_run_whole()
    {
        // A write to the page, not to the byte: were each instruction a block of its own, the interrupt would be taken behind the first.
        using ProcessorUnderTest machine = new ProcessorUnderTest().Boot(Program("store").Code);
        machine.Cpu.SetWatchpoints([new Watchpoint(Watched + 0x100, 1, true, true)]);
        Assert.Equal(RunStop.BudgetUsed, machine.Run(1));
        Assert.True(machine.Cpu.Instructions > 3, $"{machine.Cpu.Instructions} instructions");
    }

    /// <summary>Some instructions, the access, some more, and HLT; and what stands behind the access.</summary>
    private static (ulong Next, byte[] Code) Program(string access)
    {
        var a = new Assembler(16);
        Label behind = a.CreateLabel();
        a.mov(sp, (ushort)(access == "pusha" ? Watched + 8 : access == "pop" ? Watched : Watched + 2));
        a.mov(di, (ushort)Watched);
        a.mov(eax, 0x0102_0304U);
        a.inc(cx);
        Access(a, access);
        a.Label(ref behind);
        a.inc(cx);
        a.inc(cx);
        a.hlt();
        using var stream = new MemoryStream();
        AssemblerResult result = a.Assemble(new StreamCodeWriter(stream), 0x7C00, BlockEncoderOptions.ReturnNewInstructionOffsets);
        byte[] code = new byte[0x110];
        stream.ToArray().CopyTo(code, 0);
        // Where CALL goes: HLT.
        code[0x100] = 0xF4;
        return (access == "call" ? 0x7D00 : result.GetLabelRIP(behind), code);
    }
}
