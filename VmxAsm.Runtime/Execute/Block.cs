using System.Runtime.InteropServices;

namespace VmxAsm.Runtime.Execute;

/// <summary>A run of decoded instructions, with its ops directly behind it in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Block
{
    public Op* Ops;

    /// <summary>Physical address of the first byte.</summary>
    public ulong Physical;

    /// <summary>Physical address of the page that the last instruction continues on; all ones when it does not.</summary>
    public ulong SecondPhysical;

    /// <summary>What decoding depended on: code size, stack size, privilege, stepping.</summary>
    public uint Key;

    /// <summary>Length of the code in bytes.</summary>
    public ushort Bytes;

    /// <summary>Ops: the instructions, perhaps a breakpoint before them; behind them stands one more op that ends the block.</summary>
    public ushort Count;

    public Block* NextInHash;
    public Block* NextInPage;
    public Block* NextInSecondPage;

    /// <summary>The 64-byte lines of its page(s) that it was decoded from.</summary>
    public ulong FirstLines;

    /// <inheritdoc cref="FirstLines"/>
    public ulong SecondLines;

    /// <summary>It is in the tables: alive, and made from memory that stays.</summary>
    public bool IsKept;
}

/// <summary>How decoding a block ended.</summary>
internal enum FetchResult
{
    Decoded,

    /// <summary>The first instruction continues on the next page.</summary>
    NeedsNextPage,

    /// <summary>The first instruction reaches beyond the code segment's limit.</summary>
    BeyondLimit,
}
