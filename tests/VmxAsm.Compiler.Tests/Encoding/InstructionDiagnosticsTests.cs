using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;
using Xunit;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>What is said of instructions that are wrong: the rule, and the words of the source that it is said about.</summary>
public sealed class InstructionDiagnosticsTests
{
    [Theory]
    [InlineData("mvo %eax, %ebx", "E0301", "mvo", "no such instruction `mvo`; similar: `mov`")]
    [InlineData("mov %foo, %eax", "E0302", "%foo", "`%foo` is no register")]
    [InlineData("mov %spp, %eax", "E0302", "%spp", "`%spp` is no register; similar: `%sp`, `%spl`")]
    [InlineData("mov %xmm99, %eax", "E0302", "%xmm99", "`%xmm99` is no register; similar: `%xmm19`, `%xmm29`, `%xmm9`")]
    [InlineData("mov %al, %ebx", "E0303", "%ebx", "`%al` has 8 bits and `%ebx` has 32, and `mov` takes two of one width")]
    [InlineData("mov (%rax), (%rbx)", "E0303", "(%rax)", "`(%rax)` and `(%rbx)` are both in memory, and `mov` takes one such operand")]
    [InlineData("addl %ax, %ebx", "E0303", "%ax", "`%ax` has 16 bits, and the suffix of `addl` says 32")]
    [InlineData("movq $1, %eax", "E0303", "%eax", "`%eax` has 32 bits, and the suffix of `movq` says 64")]
    [InlineData("shl $300, %eax", "E0303", "$300", "`$300` does not fit: `shl` has 8 bits for it")]
    [InlineData("pushl %eax", "E0303", "pushl", "`pushl` with these operands does not exist in 64-bit code, only in 32-bit code")]
    [InlineData("mov %eax", "E0304", "mov", "`mov` does not take one operand")]
    [InlineData("mov (%eax,%rbx), %ecx", "E0306", "(%eax,%rbx)", "`(%eax,%rbx)` is no address in 64-bit code")]
    [InlineData("mov %ah, %r8b", "E0308", "%ah", "`%ah` cannot be used here: the other operands of `mov` need a REX prefix")]
    [InlineData("lock mov %eax, (%rbx)", "E0309", "mov", "`mov` does not take the prefix `lock`: LOCK goes with a read-modify-write of memory")]
    [InlineData("rep repne movsb", "E0310", "repne", "`repne` repeats a prefix of its kind")]
    [InlineData("mov (%rax,%rbx,3), %ecx", "E0312", "3", "`3` is no scale: an index counts 1, 2, 4 or 8 times")]
    [InlineData("{vex9} vaddps %xmm1, %xmm2, %xmm3", "E0314", "{vex9", "`{vex9` is no pseudo prefix")]
    [InlineData("mov $1, (%rax)", "W0316", "mov", "neither a suffix nor a register says how wide `mov` is; the default of 64-bit code is taken")]
    [InlineData("movb $300, %al", "W0317", "$300", "`$300` is too large for `movb` and loses its upper bits")]
    [InlineData("call %rax", "W0318", "%rax", "an indirect target is written `*%rax`")]
    [InlineData("mov (%rax, %eax", "E0319", "", "a `)` is missing here")]
    public void A_wrong_instruction_is_explained(string line, string code, string place, string message)
    {
        var sources = new SourceSet();
        var diagnostics = new DiagnosticBag();
        var assembler = new Assembler(CompilationOptions.Default, sources, diagnostics);
        var cursor = new Cursor(sources.Add("line", line + "\n"));
        ReadOnlySpan<byte> name = cursor.TakeName();
        cursor.SkipBlanks();
        assembler.Instructions.Assemble(ref cursor, name, new EncodedInstruction());
        Diagnostic diagnostic = Assert.Single(diagnostics.InSourceOrder(sources));
        Assert.Equal((code, place, message), (diagnostic.Rule.Code, sources.TextOf(diagnostic.Span), diagnostic.Message));
    }

    [Fact]
    public void Every_register_is_found_by_its_name() =>
        Assert.All(RegisterNames.All, register => Assert.Equal(register, RegisterNames.Find(System.Text.Encoding.UTF8.GetBytes(RegisterNames.Name(register)))));
}
