using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// Names that have an immediate operand in them: <c>cmpltps</c> is <c>cmpps $1</c>, <c>vpcmpnleud</c> is <c>vpcmpud $6</c>, <c>pclmulhqlqdq</c> is
/// <c>pclmulqdq $1</c>. There are some five hundred of them; they are taken apart instead of being listed.
/// </summary>
internal static class PseudoOperations
{
    private static readonly byte[][] Comparisons =
    [
        .. Words("eq lt le unord neq nlt nle ord eq_uq nge ngt false neq_oq ge gt true eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s"),
        .. Words("eq_us nge_uq ngt_uq false_os neq_os ge_oq gt_oq true_us"),
    ];

    /// <summary>The first sixteen in full: the ordering and the signalling that the short names leave out.</summary>
    private static readonly byte[][] FullComparisons =
        Words("eq_oq lt_os le_os unord_q neq_uq nlt_us nle_us ord_q - nge_us ngt_us false_oq - ge_os gt_os true_uq");

    private static readonly byte[][] IntegerComparisons = Words("eq lt le - neq nlt nle");

    private static readonly byte[][] XopComparisons = Words("lt le gt ge eq neq false true");

    private static readonly byte[][] Halves = Words("lql hql - - - - - - - - - - - - - - lqh hqh");

    /// <summary>Finds the instruction and the immediate behind such a name, in lower case.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out int mnemonic, out int immediate)
    {
        mnemonic = -1;
        immediate = -1;
        bool vector = name.Length > 0 && name[0] == 'v';
        ReadOnlySpan<byte> rest = vector ? name[1..] : name;
        if (rest.Length > MnemonicTable.LongestName)
            return false;
        if (rest.StartsWith("cmp"u8))
        {
            int tail = rest.Length - 2;
            if (tail <= 3 || !(rest[tail] is (byte)'p' or (byte)'s' && rest[tail + 1] is (byte)'s' or (byte)'d' or (byte)'h'))
                return false;
            ReadOnlySpan<byte> predicate = rest[3..tail];
            immediate = IndexOf(vector ? Comparisons : Comparisons.AsSpan(0, 8), predicate);
            if (immediate < 0 && vector)
                immediate = IndexOf(FullComparisons, predicate);
            return immediate >= 0 && Join(vector, "cmp"u8, rest[tail..], out mnemonic);
        }
        if (vector && (rest.StartsWith("pcmp"u8) || rest.StartsWith("pcom"u8)))
        {
            int tail = rest.Length - 1;
            if (tail > 5 && rest[tail - 1] == 'u')
                tail--;
            if (tail <= 4)
                return false;
            bool xop = rest[3] == 'm' && rest[2] == 'o';
            immediate = IndexOf(xop ? XopComparisons : IntegerComparisons, rest[4..tail]);
            return immediate >= 0 && Join(vector, rest[..4], rest[tail..], out mnemonic);
        }
        if (rest.StartsWith("pclmul"u8) && rest.EndsWith("qdq"u8) && rest.Length == 12)
        {
            immediate = IndexOf(Halves, rest[6..9]);
            return immediate >= 0 && Join(vector, "pclmul"u8, "qdq"u8, out mnemonic);
        }
        return false;
    }

    private static bool Join(bool vector, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, out int mnemonic)
    {
        Span<byte> name = stackalloc byte[MnemonicTable.LongestName + 1];
        int length = 0;
        if (vector)
            name[length++] = (byte)'v';
        head.CopyTo(name[length..]);
        length += head.Length;
        tail.CopyTo(name[length..]);
        length += tail.Length;
        mnemonic = MnemonicTable.Find(name[..length]);
        return mnemonic >= 0;
    }

    private static int IndexOf(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
                return i;
        }
        return -1;
    }

    private static byte[][] Words(string text) => Array.ConvertAll(text.Split(' '), System.Text.Encoding.ASCII.GetBytes);
}
