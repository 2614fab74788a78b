using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using Xunit;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>The pointers to the last x87 instruction and its operand, and its opcode ("x87 FPU Instruction and Data (Operand) Pointers", "Last Instruction Opcode").</summary>
public sealed class X87PointersTests
{
    /// <param name="afterLoad">The data pointer after an instruction without an exception: skylake keeps the old one.</param>
    [Theory]
    [InlineData("core2", 0x620)]
    [InlineData("haswell", 0x620)]
    [InlineData("skylake", 0)]
    public void Only_an_unmasked_exception_sets_the_opcode(string model, ulong afterLoad)
    {
        using var machine = new ProcessorUnderTest(CpuModel.Find(model)!);
        machine.Memory.Write(0x600, 0x37B);
        machine.Memory.Write(0x620, 1.0F);
        // fninit; fldcw 0x600, with division by zero unmasked; flds 0x620; hlt; es fdivs 0x610, where a zero lies; hlt
        Processor cpu = machine.Boot([0xDB, 0xE3, 0xD9, 0x2E, 0x00, 0x06, 0xD9, 0x06, 0x20, 0x06, 0xF4, 0x26, 0xD8, 0x36, 0x10, 0x06, 0xF4]).Cpu;
        machine.Run(4);
        Assert.Equal((0x7C06UL, afterLoad, 0), (cpu.Fpu.InstructionPointer, cpu.Fpu.DataPointer, cpu.Fpu.Opcode));
        cpu.Rip = 0x7C0B;
        cpu.Activity = ActivityState.Active;
        machine.Run(2);
        Assert.Equal((0x7C0BUL, 0x610UL, 0x036), (cpu.Fpu.InstructionPointer, cpu.Fpu.DataPointer, cpu.Fpu.Opcode));
    }
}
