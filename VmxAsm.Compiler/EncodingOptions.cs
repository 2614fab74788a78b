namespace VmxAsm.Compiler;

/// <summary>The <c>-m</c> options of GNU as that write other machine code than the source says.</summary>
public sealed record EncodingOptions
{
    public static EncodingOptions Default { get; } = new();

    /// <summary>Loads through the GOT tell the linker that it may replace them (<c>-mrelax-relocations</c>).</summary>
    public bool RelaxesGotLoads { get; init; } = true;

    /// <summary>LOCK is left out, for code that runs on one processor only (<c>-momit-lock-prefix</c>).</summary>
    public bool OmitsLock { get; init; }

    /// <summary>A fence is a locked addition of zero to the top of the stack (<c>-mfence-as-lock-add</c>).</summary>
    public bool FencesByLockedAdd { get; init; }

    /// <summary>Every branch that takes BND has it (<c>-madd-bnd-prefix</c>).</summary>
    public bool AddsBound { get; init; }

    /// <summary>SSE instructions are written as the AVX ones that do the same (<c>-msse2avx</c>).</summary>
    public bool SseAsAvx { get; init; }

    /// <summary>Moves of aligned vectors do not insist on the alignment (<c>-muse-unaligned-vector-move</c>).</summary>
    public bool UnalignedMoves { get; init; }
}
