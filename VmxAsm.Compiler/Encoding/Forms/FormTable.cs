namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>
/// Every instruction form, by number. The rows are constant data of the assembly: three words each, packed as <see cref="InstructionForm"/> reads them,
/// with the opcode map's notation in a comment. Nothing is built when the program starts, and one word decides most mismatches.
/// </summary>
internal static partial class FormTable
{
    public static int Count => Words.Length / 3;

    public static InstructionForm Get(int index)
    {
        ReadOnlySpan<ulong> words = Words;
        return new InstructionForm(words[index * 3], words[(index * 3) + 1], words[(index * 3) + 2]);
    }
}
