using System.Runtime.CompilerServices;

namespace VmxAsm.Runtime.Cpu;

/// <summary>
/// The general registers as one run of bytes, so that an op can name any of them - AL, AH, AX, EAX, RAX - by a byte offset.
/// Behind RAX..R15 stand a register that is always zero (an absent base or index) and the address of the running block
/// (the base of RIP-relative operands).
/// </summary>
[InlineArray(Slots)]
internal struct RegisterFile
{
    private const int Slots = 20;

    /// <summary>Offset of a register that reads as zero and is never written.</summary>
    public const int Zero = 16 * 8;

    /// <summary>Offset of the instruction pointer of the running block's first instruction.</summary>
    public const int BlockRip = 17 * 8;

    private ulong _slot0;
}
