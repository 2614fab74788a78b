using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>What decoding ahead must not get wrong: code that changes, code across pages, interrupts between instructions, devices in the way.</summary>
public sealed class CodeBlockTests
{
    private static ProcessorUnderTest Run(Action<Assembler> write, Action<ProcessorUnderTest>? prepare = null, long instructions = 100_000)
    {
        var a = new Assembler(16);
        write(a);
        using var stream = new MemoryStream();
        a.Assemble(new StreamCodeWriter(stream), 0x7C00);
        var machine = new ProcessorUnderTest();
        machine.Boot(stream.ToArray());
        prepare?.Invoke(machine);
        RunStop stop = machine.Run(instructions);
        Assert.True(stop == RunStop.Halted, $"{stop} at {machine.Cpu.Rip:X}");
        return machine;
    }

    [Fact]
    public void An_instruction_that_changes_the_next_one_takes_effect_at_once()
    {
        using ProcessorUnderTest machine = Run(a =>
        {
            Label changed = a.CreateLabel();
            // The byte behind B0 is the operand of MOV AL.
            a.mov(__byte_ptr.cs[0x7C00 + 6 + 1], 0x42);
            a.Label(ref changed);
            a.mov(al, 0x11);
            a.hlt();
        });
        Assert.Equal(0x42U, machine.Cpu.Eax & 0xFF);
    }

    [Fact]
    public void A_loop_that_changes_itself_each_time_sees_each_change()
    {
        using ProcessorUnderTest machine = Run(a =>
        {
            Label again = a.CreateLabel(), target = a.CreateLabel();
            a.xor(bx, bx);
            a.mov(cx, (ushort)200);
            a.mov(di, (ushort)0x7E01);
            a.mov(__byte_ptr[0x7E00], 0xB8);        // mov ax, imm16; ret
            a.mov(__word_ptr[0x7E01], (ushort)0);
            a.mov(__byte_ptr[0x7E03], 0xC3);
            a.Label(ref again);
            a.inc(__word_ptr[di]);
            a.mov(si, (ushort)0x7E00);
            a.call(si);
            a.add(bx, ax);
            a.loop(again);
            a.hlt();
        });
        Assert.Equal(200U * 201 / 2, machine.Cpu.Ebx & 0xFFFF);
    }

    [Fact]
    public void A_single_step_is_one_instruction_where_a_page_leaves_the_TLB()
    {
        using var machine = new ProcessorUnderTest();
        // NOPs on two pages that share a place in the TLB.
        byte[] nops = new byte[0x1000];
        Array.Fill(nops, (byte)0x90);
        machine.Boot([]);
        machine.Memory.Write(0x2000, nops);
        machine.Memory.Write(0x40_3000, nops);
        machine.Cpu.Cs.Limit = uint.MaxValue;
        machine.Cpu.UpdateSegmentAccess(SegmentRegister.Cs);
        machine.Cpu.UpdateMode();
        machine.Cpu.StepsForDebugger = true;
        foreach (ulong page in (ulong[])[0x2000, 0x40_3000, 0x2000])
        {
            machine.Cpu.Rip = page;
            machine.Run(1);
            Assert.Equal(page + 1, machine.Cpu.Rip);
            machine.Run(1);
            Assert.Equal(page + 2, machine.Cpu.Rip);
        }
    }

    [Fact]
    public void Copying_between_pages_that_share_a_place_in_the_TLB_copies_everything()
    {
        using ProcessorUnderTest machine = Run(
            a =>
            {
                a.mov(ecx, 5000);
                a.mov(esi, 0x10_0003);
                a.mov(edi, 0x50_1007);
                a.db(0x67);
                a.rep.movsb();
                a.hlt();
            },
            prepare: machine =>
            {
                for (ulong i = 0; i < 5000; i++)
                    machine.Memory.Write(0x10_0003 + i, (byte)((i * 7) + (i >> 8)));
                foreach (SegmentRegister register in (SegmentRegister[])[SegmentRegister.Ds, SegmentRegister.Es])
                {
                    machine.Cpu.Segments[(int)register].Limit = uint.MaxValue;
                    machine.Cpu.UpdateSegmentAccess(register);
                }
            });
        for (ulong i = 0; i < 5000; i++)
            Assert.Equal((byte)((i * 7) + (i >> 8)), machine.Memory.Read<byte>(0x50_1007 + i));
        Assert.Equal((0U, 0x10_0003U + 5000, 0x50_1007U + 5000), (machine.Cpu.Ecx, (uint)machine.Cpu.Registers[6], (uint)machine.Cpu.Registers[7]));
    }

    [Fact]
    public void Code_written_by_a_device_is_seen()
    {
        using ProcessorUnderTest machine = Run(a =>
        {
            a.mov(ax, (ushort)1);
            a.hlt();
        });
        machine.Memory.Write(0x7C01, [(byte)2]);
        machine.Cpu.Activity = ActivityState.Active;
        machine.Cpu.Rip = 0x7C00;
        machine.Run();
        Assert.Equal(2U, machine.Cpu.Eax & 0xFFFF);
    }

    [Theory]
    [InlineData(0x8FFD)]
    [InlineData(0x8FFE)]
    [InlineData(0x8FFF)]
    public void An_instruction_on_two_pages_is_executed_and_can_be_changed_on_either(int at)
    {
        byte[] code = [0x66, 0xB8, 0x78, 0x56, 0x34, 0x12, 0xC3];        // mov eax, 12345678h; ret
        using ProcessorUnderTest machine = Run(
            a =>
            {
                a.mov(si, (ushort)at);
                a.call(si);
                a.call(si);
                a.mov(ebx, eax);
                a.mov(__byte_ptr[at + 5], 0x99);
                a.call(si);
                a.mov(ecx, eax);
                a.mov(__byte_ptr[at + 1], 0xBA);    // mov edx
                a.call(si);
                a.hlt();
            },
            machine => machine.Memory.Write((ulong)at, code));
        Assert.Equal(0x1234_5678U, machine.Cpu.Ebx);
        Assert.Equal(0x9934_5678U, machine.Cpu.Ecx);
        Assert.Equal(0x9934_5678U, machine.Cpu.Edx);
    }

    [Fact]
    public void Data_beside_code_in_one_page_does_not_disturb_it()
    {
        using ProcessorUnderTest machine = Run(a =>
        {
            Label again = a.CreateLabel();
            a.mov(cx, (ushort)1000);
            a.Label(ref again);
            a.inc(__word_ptr[0x7F00]);
            a.loop(again);
            a.hlt();
        });
        Assert.Equal(1000, machine.Memory.Read<ushort>(0x7F00));
    }

    [Fact]
    public void An_interrupt_waits_for_the_instruction_behind_sti()
    {
        using ProcessorUnderTest machine = Run(
            a =>
            {
                Label handler = a.CreateLabel(), start = a.CreateLabel();
                a.jmp(start);
                a.Label(ref handler);
                a.mov(bx, ax);
                a.iret();
                a.Label(ref start);
                a.mov(__word_ptr[4 * 0x21], (ushort)0x7C02);
                a.mov(__word_ptr[(4 * 0x21) + 2], (ushort)0);
                a.xor(ax, ax);
                a.sti();
                a.inc(ax);
                a.inc(ax);
                a.cli();
                a.hlt();
            },
            machine =>
            {
                machine.Interrupts.Enqueue(0x21);
                machine.Cpu.Raise(CpuSignals.Interrupt);
            });
        Assert.Equal(1U, machine.Cpu.Ebx & 0xFFFF);
        Assert.Equal(2U, machine.Cpu.Eax & 0xFFFF);
    }

    [Fact]
    public void A_repeated_string_instruction_longer_than_a_batch_goes_on()
    {
        using ProcessorUnderTest machine = Run(
            a =>
            {
                a.mov(ax, (ushort)0x1000);
                a.mov(es, ax);
                a.xor(di, di);
                a.mov(cx, (ushort)0xFFFF);
                a.mov(al, 0x5A);
                a.rep.stosb();
                a.hlt();
            });
        Assert.Equal(0x5A, machine.Memory.Read<byte>(0x1_FFFE));
        Assert.Equal(0, machine.Memory.Read<byte>(0x1_FFFF));
        Assert.Equal(0U, machine.Cpu.Ecx & 0xFFFF);
    }

    [Fact]
    public void Real_mode_keeps_the_limits_that_protected_mode_loaded()
    {
        using ProcessorUnderTest machine = Run(a =>
        {
            a.mov(__dword_ptr[0x508], 0x0000_FFFFU);
            a.mov(__dword_ptr[0x50C], 0x00CF_9300U);
            a.mov(__word_ptr[0x4F0], (ushort)15);
            a.mov(__dword_ptr[0x4F2], 0x500U);
            a.lgdt(__[0x4F0]);
            a.mov(eax, cr0);
            a.or(al, 1);
            a.mov(cr0, eax);
            a.mov(bx, (ushort)8);
            a.mov(ds, bx);
            a.and(al, 0xFE);
            a.mov(cr0, eax);
            a.xor(bx, bx);
            a.mov(ds, bx);
            a.mov(ebx, 0x20_0000U);
            a.mov(__dword_ptr[ebx], 0xCAFE_F00DU);
            a.hlt();
        });
        Assert.Equal(0xCAFE_F00DU, machine.Memory.Read<uint>(0x20_0000));
    }

    [Fact]
    public void With_A20_closed_the_second_megabyte_is_the_first()
    {
        using ProcessorUnderTest machine = Run(
            a =>
            {
                a.mov(ax, (ushort)0xFFFF);
                a.mov(es, ax);
                a.mov(__byte_ptr.es[0x0510], 0x77);
                a.hlt();
            },
            machine => machine.Cpu.A20Enabled = false);
        Assert.Equal(0x77, machine.Memory.Read<byte>(0x500));
        Assert.Equal(0, machine.Memory.Read<byte>(0x10_0500));
    }

    [Fact]
    public void A_run_of_n_instructions_repeats_exactly()
    {
        (long Instructions, ulong Rip, ulong Ax)[] runs = new (long, ulong, ulong)[2];
        for (int i = 0; i < 2; i++)
        {
            using var machine = new ProcessorUnderTest();
            machine.Boot([0x40, 0x43, 0xEB, 0xFC]);     // inc ax; inc bx; jmp back
            machine.Run(12_345);
            runs[i] = (machine.Cpu.Instructions, machine.Cpu.Rip, machine.Cpu.Rax);
        }
        Assert.Equal(runs[0], runs[1]);
        Assert.InRange(runs[0].Instructions, 12_345, 12_345 + 32);
    }

    [Fact]
    public void A_fault_in_the_double_fault_handler_s_delivery_ends_the_run_with_its_chain()
    {
        var a = new Assembler(16);
        a.lidt(__[0x600]);
        a.ud2();
        using var stream = new MemoryStream();
        a.Assemble(new StreamCodeWriter(stream), 0x7C00);
        using var machine = new ProcessorUnderTest();
        machine.Boot(stream.ToArray());
        Assert.Equal(RunStop.TripleFault, machine.Run());
        Assert.Equal<string[]>(["InvalidOpcode", "GeneralProtection", "GeneralProtection", "DoubleFault", "GeneralProtection"], ExceptionVectors(machine));
    }

    private static string[] ExceptionVectors(ProcessorUnderTest machine)
    {
        List<string> names = [];
        foreach (FaultLink link in machine.Cpu.FaultChain)
            names.Add(link.Vector.ToString());
        return [.. names];
    }
}
