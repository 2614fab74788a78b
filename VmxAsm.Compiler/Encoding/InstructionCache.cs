using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// Machine code of statements that have been met before. Compilers write the same few thousand lines again and again (<c>movq %rax, %rdi</c>); one that
/// names no symbol, needs no fixup and drew no message means the same bytes wherever it stands, as long as mode and syntax are the same. So the text of
/// the line finds its code by one hash, without being parsed.
///
/// The table is direct-mapped: a statement takes the place of another with the same slot. Texts and codes stand in arrays of fixed-size pieces, so
/// that a lookup touches three places of memory and nothing is allocated.
/// </summary>
internal sealed class InstructionCache(AssemblerState state)
{
    private const int SlotCount = 1 << 15;
    private const int LongestText = 32;
    private const int LongestCode = 16;

    private readonly Entry[] _entries = new Entry[SlotCount];
    private readonly byte[] _texts = new byte[SlotCount * LongestText];
    private readonly byte[] _codes = new byte[SlotCount * LongestCode];

    // The statement that was looked up last and not found, for Keep.
    private Entry _sought;
    private int _slot;
    private int _start;
    private int _uses;
    private int _messages;

    private struct Entry
    {
        public uint Hash;
        public byte TextLength;
        public byte CodeLength;
        public ushort Dialect;
    }

    /// <summary>
    /// Appends the code of the instruction that begins at a place in the cursor's text and reaches to the end of the line, and moves there; false
    /// when it has not been met, or is none to keep.
    /// </summary>
    public bool TryAppend(ref Cursor cursor, int start, FragmentChain chain)
    {
        _sought.TextLength = 0;
        ReadOnlySpan<byte> text = cursor.Text.AsSpan(start);
        if (text.Length > LongestText)
            text = text[..LongestText];
        int length = text.IndexOf((byte)'\n');
        if (length <= 0 || state.HasRegisterNames)
            return false;

        text = text[..length];
        ushort dialect = Dialect;
        uint hash = SymbolTable.HashOf(text) + dialect;
        int slot = (int)(hash % SlotCount);
        ref Entry entry = ref _entries[slot];
        if (entry.Hash == hash && entry.Dialect == dialect && entry.TextLength == length && text.SequenceEqual(_texts.AsSpan(slot * LongestText, length)))
        {
            chain.Append(_codes.AsSpan(slot * LongestCode, entry.CodeLength));
            cursor.Position = start + length;
            return true;
        }

        _sought = new Entry { Hash = hash, TextLength = (byte)length, Dialect = dialect };
        _slot = slot;
        _start = start;
        _uses = state.SymbolUses;
        _messages = Messages;
        return false;
    }

    /// <summary>Keeps what became of the statement that <see cref="TryAppend"/> did not find, if it would become the same anywhere.</summary>
    public void Keep(Cursor cursor, EncodedInstruction instruction)
    {
        if (_sought.TextLength == 0 || instruction.FixupCount > 0 || instruction.Branch != BranchKind.None || instruction.Length > LongestCode
            || _uses != state.SymbolUses || _messages != Messages)
        {
            return;
        }

        cursor.SkipBlanks();
        if (cursor.Position != _start + _sought.TextLength)
            return;
        _sought.CodeLength = (byte)instruction.Length;
        _entries[_slot] = _sought;
        cursor.Text.AsSpan(_start, _sought.TextLength).CopyTo(_texts.AsSpan(_slot * LongestText));
        instruction.Bytes.AsSpan(0, instruction.Length).CopyTo(_codes.AsSpan(_slot * LongestCode));
    }

    private int Messages => state.Diagnostics.ErrorCount + state.Diagnostics.WarningCount;

    /// <summary>All that the meaning of an instruction without symbols depends on.</summary>
    private ushort Dialect => (ushort)(state.CodeBits | (state.IsCode16Gcc ? 0x100 : 0) | (state.IntelSyntax ? 0x200 : 0)
        | (state.NakedRegisters ? 0x400 : 0) | (state.IntelMnemonics ? 0x800 : 0) | (int)state.Processor.Without << 12);
}
