using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Runtime.Decode;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Cpu;

// Decoded code
// ------------
// Blocks are kept by the physical address of their first byte and by what decoding depends on (code size, stack size, stepping), so they survive
// changes of the mapping. In front stands a small table by linear address, valid for one fetch key: the mode, the privilege and a generation that
// every change of the mapping increments.
//
// A write to a 64-byte line that holds code kills the blocks on it: each of their ops is made to stop, so that even the running block ends
// behind the instruction that wrote (self-modifying code). Memory of killed blocks is given back when the arena is full and everything is forgotten.
public sealed unsafe partial class Processor
{
    private const ulong FetchKeySingleStep = 1 << 5;
    private const int JumpSize = 1 << 13, HashSize = 1 << 14;
    private const nuint ArenaSize = 32 << 20;

    private struct Jump
    {
        public ulong Linear;
        public ulong Key;
        public Block* Block;
    }

    private Jump* _jumps;
    private Block** _hash;
    private Block** _pageBlocks;
    private byte* _arena;
    private nuint _arenaUsed;
    private ulong _codeEnd;

    // FetchKeySingleStep while a block of one instruction is looked up, else 0.
    private ulong _lookupSteps;
    private BlockDecoder _decoder = null!;

    /// <summary>The block at <see cref="Rip"/>; null when fetching faulted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block* Lookup()
    {
        ulong linear = (Cs.Base + Rip) & _linearMask;
        Jump* jump = _jumps + JumpIndex(linear);
        if (jump->Linear == linear && jump->Key == _fetchKey && Rip + jump->Block->Bytes <= _codeEnd)
            return jump->Block;
        return FindBlock(linear, jump);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block* FindBlock(ulong linear, Jump* jump)
    {
        if (Is64BitCode && !IsCanonical(linear))
        {
            SetPending(Vector.GeneralProtection, 0);
            return null;
        }
        if (Rip >= _codeEnd)
        {
            SetPending(Vector.GeneralProtection, 0);
            return null;
        }
        bool user = Cpl == 3;
        if (!TryLookup(linear, PageAccess.Execute, user, out ulong physical))
            return null;
        uint key = (uint)_fetchKey & 0x3F;
        Block* block = _hash[HashOf(physical, key)];
        for (; block != null; block = block->NextInHash)
        {
            if (block->Physical == physical && block->Key == key && Rip + block->Bytes <= _codeEnd && SecondPageMatches(block, linear, user))
                break;
        }
        if (block == null)
        {
            block = Decode(linear, physical, key, user);
            if (block == null)
                return null;
        }
        jump->Linear = linear;
        // A block that is not kept must be decoded again next time.
        jump->Key = block->IsKept ? _fetchKey : ulong.MaxValue;
        jump->Block = block;
        return block;
    }

    private bool SecondPageMatches(Block* block, ulong linear, bool user)
    {
        if (block->SecondPhysical == ulong.MaxValue)
            return true;
        ulong next = Linear((linear & PageMask) + 0x1000);
        bool matches = TryLookup(next, PageAccess.Execute, user, out ulong physical) && physical == block->SecondPhysical;
        // If the second page is not there any more, decoding anew finds the fault and places it right.
        Pending.Kind = PendingKind.None;
        return matches;
    }

    /// <summary>Decodes from a physical address up to a branch, the page's end or the block's maximum.</summary>
    private Block* Decode(ulong linear, ulong physical, uint key, bool user)
    {
        nuint most = (nuint)(sizeof(Block) + (sizeof(Op) * (BlockDecoder.MaximumBlockLength + 2)));
        if (_arenaUsed + most > ArenaSize)
            ForgetBlocks();
        var block = (Block*)(_arena + _arenaUsed);
        block->Ops = (Op*)(block + 1);
        block->Physical = physical;
        block->SecondPhysical = ulong.MaxValue;
        block->Key = key;

        ulong limit = _codeEnd - Rip;
        bool step = (key & FetchKeySingleStep) != 0;
        FetchResult result = _decoder.Decode(block, physical, limit, single: step);
        if (result == FetchResult.NeedsNextPage)
        {
            ulong next = Linear((linear & PageMask) + 0x1000);
            if (Is64BitCode && !IsCanonical(next))
            {
                SetPending(Vector.GeneralProtection, 0);
                return null;
            }
            if (!TryLookup(next, PageAccess.Execute, user, out ulong second))
                return null;
            block->SecondPhysical = second;
            result = _decoder.DecodeAcross(block, physical, second, limit);
        }
        if (result == FetchResult.BeyondLimit)
        {
            SetPending(Vector.GeneralProtection, 0);
            return null;
        }
        block->IsKept = Memory.HostForRead(physical, 1) != null;
        if (block->IsKept)
        {
            _arenaUsed += (nuint)(sizeof(Block) + (sizeof(Op) * (block->Count + 1)) + 63) & ~(nuint)63;
            Keep(block);
        }
        return block;
    }

    private void Keep(Block* block)
    {
        Block** bucket = _hash + HashOf(block->Physical, block->Key);
        block->NextInHash = *bucket;
        *bucket = block;

        int offset = (int)block->Physical & 0xFFF;
        int inFirst = Math.Min(block->Bytes, 0x1000 - offset);
        block->FirstLines = PhysicalMemory.LinesOf(offset, inFirst);
        block->SecondLines = 0;
        block->NextInPage = EnterPage(block->Physical >> 12, block, block->FirstLines);
        if (block->SecondPhysical != ulong.MaxValue && block->Bytes > inFirst)
        {
            block->SecondLines = PhysicalMemory.LinesOf(0, block->Bytes - inFirst);
            block->NextInSecondPage = EnterPage(block->SecondPhysical >> 12, block, block->SecondLines);
        }
    }

    private Block* EnterPage(ulong page, Block* block, ulong lines)
    {
        ulong before = Memory.CodeLines(page);
        if (before == 0)
        {
            _supervisorTlb.SlowWrites(page << 12);
            _userTlb.SlowWrites(page << 12);
        }
        Memory.SetCodeLines(page, before | lines);
        Block* next = _pageBlocks[page];
        _pageBlocks[page] = block;
        return next;
    }

    /// <summary>Bytes in these lines of a page are about to change: kills the blocks made from them.</summary>
    private void InvalidateCode(ulong page, ulong lines)
    {
        ulong remaining = 0;
        Block* block = _pageBlocks[page];
        _pageBlocks[page] = null;
        while (block != null)
        {
            bool isFirst = block->Physical >> 12 == page;
            Block* next = isFirst ? block->NextInPage : block->NextInSecondPage;
            ulong own = isFirst ? block->FirstLines : block->SecondLines;
            if (block->IsKept && (own & lines) == 0)
            {
                Relink(page, block, isFirst);
                remaining |= own;
            }
            else if (block->IsKept)
                Kill(block);
            block = next;
        }
        Memory.SetCodeLines(page, remaining);
    }

    private void Relink(ulong page, Block* block, bool isFirst)
    {
        if (isFirst)
            block->NextInPage = _pageBlocks[page];
        else
            block->NextInSecondPage = _pageBlocks[page];
        _pageBlocks[page] = block;
    }

    private void Kill(Block* block)
    {
        Block** link = _hash + HashOf(block->Physical, block->Key);
        while (*link != null && *link != block)
            link = &(*link)->NextInHash;
        if (*link == block)
            *link = block->NextInHash;
        block->IsKept = false;
        for (int i = 0; i <= block->Count; i++)
            block->Ops[i].Handler = &Refetch;
    }

    /// <summary>Stands in the ops of killed blocks: nothing is executed, the code is looked up anew.</summary>
    private static Op* Refetch(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu._instructions--;
        cpu._fetchGeneration++;
        cpu.UpdateFetchKey();
        return op;
    }

    private void ForgetBlocks()
    {
        NativeMemory.Clear(_hash, HashSize * (nuint)sizeof(Block*));
        NativeMemory.Clear(_jumps, JumpSize * (nuint)sizeof(Jump));
        for (nuint at = 0; at < _arenaUsed;)
        {
            var block = (Block*)(_arena + at);
            ForgetPage(block->Physical >> 12);
            if (block->SecondPhysical != ulong.MaxValue)
                ForgetPage(block->SecondPhysical >> 12);
            at += (nuint)(sizeof(Block) + (sizeof(Op) * (block->Count + 1)) + 63) & ~(nuint)63;
        }
        _arenaUsed = 0;
        _fetchGeneration++;
        UpdateFetchKey();
    }

    private void ForgetPage(ulong page)
    {
        _pageBlocks[page] = null;
        Memory.SetCodeLines(page, 0);
    }

    private void UpdateFetchKey()
    {
        ulong key = (uint)CodeSize switch { 2 => 0, 4 => 1, _ => 2 };
        key |= StackMask switch { ushort.MaxValue => 0, uint.MaxValue => 1UL << 2, _ => 2UL << 2 };
        if (Cpl == 3)
            key |= 1 << 4;
        // What links blocks relies on the limit's being the same.
        ulong end = Is64BitCode ? ulong.MaxValue : Cs.Limit + 1UL;
        if (end != _codeEnd)
            _fetchGeneration++;
        _codeEnd = end;
        _fetchKey = (_fetchGeneration << 8) | key | _lookupSteps;
    }

    private static int HashOf(ulong physical, uint key) => (int)((physical ^ (physical >> 14) ^ (key << 9)) & (HashSize - 1));

    private void InitializeBlocks()
    {
        _decoder = new BlockDecoder(this);
        _jumps = (Jump*)NativeMemory.AllocZeroed(JumpSize, (nuint)sizeof(Jump));
        _hash = (Block**)NativeMemory.AllocZeroed(HashSize, (nuint)sizeof(Block*));
        _pageBlocks = (Block**)NativeMemory.AllocZeroed((nuint)(Memory.End >> 12), (nuint)sizeof(Block*));
        _arena = (byte*)NativeMemory.AlignedAlloc(ArenaSize, 64);
        _fetchGeneration = 1;
    }

    private void FreeBlocks()
    {
        NativeMemory.Free(_jumps);
        NativeMemory.Free(_hash);
        NativeMemory.Free(_pageBlocks);
        NativeMemory.AlignedFree(_arena);
    }
}
