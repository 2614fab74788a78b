using Iced.Intel;

namespace VmxAsm.Runtime.Decode;

/// <summary>A mnemonic and what chooses its handler.</summary>
internal readonly unsafe struct InstructionRow(Mnemonic mnemonic, delegate*<Translation, Handler> translate)
{
    public readonly Mnemonic Mnemonic = mnemonic;
    public readonly delegate*<Translation, Handler> Translate = translate;
}

/// <summary>
/// Every instruction that is emulated. To add one: write its handler in Execute, a form that chooses among its operand kinds, and
/// a row in its family's list.
/// </summary>
internal static unsafe class InstructionTable
{
    private static readonly delegate*<Translation, Handler>[] Translators = Build();

    /// <summary>What translates a mnemonic; null when it is not emulated.</summary>
    public static delegate*<Translation, Handler> Find(Mnemonic mnemonic) => Translators[(int)mnemonic];

    /// <summary>
    /// What a processor without the feature makes of an instruction: F3 before BSF and BSR means nothing to it, hints do nothing, and a write-back without invalidation is WBINVD. Most others are #UD.
    /// </summary>
    public static Mnemonic BeforeItsTime(Mnemonic mnemonic) => mnemonic switch
    {
        Mnemonic.Tzcnt => Mnemonic.Bsf,
        Mnemonic.Lzcnt => Mnemonic.Bsr,
        Mnemonic.Wbnoinvd => Mnemonic.Wbinvd,
        Mnemonic.Endbr32 or Mnemonic.Endbr64 or Mnemonic.Rdsspd or Mnemonic.Rdsspq or Mnemonic.Cldemote or Mnemonic.Prefetchwt1 or Mnemonic.Prefetchit0
            or Mnemonic.Prefetchit1 or Mnemonic.Bndcl or Mnemonic.Bndcn or Mnemonic.Bndcu or Mnemonic.Bndldx or Mnemonic.Bndmk or Mnemonic.Bndmov
            or Mnemonic.Bndstx => Mnemonic.Nop,
        _ => Mnemonic.INVALID,
    };

    private static delegate*<Translation, Handler>[] Build()
    {
        var table = new delegate*<Translation, Handler>[IcedConstants.MnemonicCount];
        Add(table, IntegerRows.All);
        Add(table, SystemRows.All);
        Add(table, VmxRows.All);
        Add(table, X87Rows.All);
        Add(table, VectorForms.All);
        return table;
    }

    private static void Add(delegate*<Translation, Handler>[] table, InstructionRow[] rows)
    {
        foreach (InstructionRow row in rows)
        {
            if (table[(int)row.Mnemonic] != null)
                throw new InvalidOperationException($"two rows for {row.Mnemonic}");
            table[(int)row.Mnemonic] = row.Translate;
        }
    }

    private static class IcedConstants
    {
        /// <summary>More than Iced has mnemonics; a row beyond it would fail every test.</summary>
        public const int MnemonicCount = 2048;
    }
}
