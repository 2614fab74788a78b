using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Parses the operands of an instruction and encodes it.</summary>
internal sealed class InstructionAssembler(AssemblerState state, ExpressionParser expressions)
{
    /// <summary>
    /// Assembles the instruction whose mnemonic has just been read: the cursor stands behind it and the blanks that follow, and is left
    /// behind the last operand. The mnemonic is a slice of the cursor's text and may be in either case; it is empty when the
    /// statement begins with a <c>{prefix}</c>. What is wrong has been reported when the result is false.
    /// </summary>
    public bool Assemble(ref Cursor cursor, ReadOnlySpan<byte> mnemonic, EncodedInstruction result)
    {
        _ = expressions;
        state.Diagnostics.Report(Diagnostics.SyntaxRules.UnexpectedCharacter, cursor.SpanHere, "no instruction is known yet");
        return false;
    }
}
