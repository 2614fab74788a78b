namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>Every instruction form, by number.</summary>
internal static partial class FormTable
{
    public static int Count => Words.Length / 3;

    public static InstructionForm Get(int index)
    {
        ReadOnlySpan<ulong> words = Words;
        return new InstructionForm(words[index * 3], words[(index * 3) + 1], words[(index * 3) + 2]);
    }
}
