using Iced.Intel;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Decode;

/// <summary>
/// Bytes to ops. A block ends at an instruction that may go elsewhere, before one that reaches over the page's end or the segment's limit, and at
/// <see cref="MaximumBlockLength"/>; only a first instruction may continue on the next page, and is then alone.
/// </summary>
internal sealed unsafe class BlockDecoder
{
    public const int MaximumBlockLength = 32;
    private const int LongestInstruction = 15;

    private readonly Processor _cpu;
    private readonly PageReader _reader = new();
    private readonly Decoder[] _decoders;
    private readonly Translation _translation;

    public BlockDecoder(Processor cpu)
    {
        _cpu = cpu;
        _decoders = [Decoder.Create(16, _reader), Decoder.Create(32, _reader), Decoder.Create(64, _reader)];
        _translation = new Translation(cpu.Model);
    }

    /// <summary>Decodes within one page.</summary>
    /// <param name="limit">Bytes from here to the end of the code segment.</param>
    /// <param name="single">One instruction only.</param>
    public FetchResult Decode(Block* block, ulong physical, ulong limit, bool single)
    {
        int inPage = PhysicalMemory.PageSize - ((int)physical & (PhysicalMemory.PageSize - 1));
        int length = (int)Math.Min((ulong)inPage, limit);
        Fetch(physical, 0, Math.Min(length, _reader.Capacity));
        FetchResult result = DecodeRun(block, single ? 1 : MaximumBlockLength);
        if (result == FetchResult.Decoded || length < inPage)
            return result == FetchResult.NeedsNextPage ? FetchResult.BeyondLimit : result;
        return result;
    }

    /// <summary>Decodes the one instruction that lies on two pages.</summary>
    public FetchResult DecodeAcross(Block* block, ulong physical, ulong second, ulong limit)
    {
        int inPage = PhysicalMemory.PageSize - ((int)physical & (PhysicalMemory.PageSize - 1));
        int length = (int)Math.Min(LongestInstruction, limit);
        Fetch(physical, 0, Math.Min(inPage, length));
        if (length > inPage)
            Fetch(second, inPage, length - inPage);
        FetchResult result = DecodeRun(block, 1);
        return result == FetchResult.NeedsNextPage ? FetchResult.BeyondLimit : result;
    }

    private void Fetch(ulong physical, int at, int length)
    {
        _reader.Length = at + length;
        _cpu.Memory.Read(physical, new Span<byte>(_reader.Bytes, at, length));
    }

    private FetchResult DecodeRun(Block* block, int maximum)
    {
        int size = (int)(block->Key & 3);
        Decoder decoder = _decoders[size];
        _reader.Position = 0;
        decoder.IP = 0;
        _translation.Begin(size, (int)(block->Key >> 2) & 3);

        Op* op = block->Ops;
        int count = 0, offset = 0;
        if (_cpu.MayStopAt(block->Physical))
        {
            *op = default;
            op->Handler = &Processor.CodeStop;
            op++;
        }
        while (count < maximum)
        {
            if (count > 0 && _cpu.MayStopAt(block->Physical + (ulong)offset))
                break;
            _reader.Start = offset;
            decoder.Decode(out _translation.Instruction);
            int length = _translation.Instruction.Length;
            bool tooLong = false;
            if (_translation.Instruction.IsInvalid)
            {
                int read = _reader.Position - offset;
                if (decoder.LastError == DecoderError.NoMoreBytes && read < LongestInstruction)
                {
                    if (count == 0)
                        return FetchResult.NeedsNextPage;
                    break;
                }
                tooLong = read >= LongestInstruction;
                length = Math.Max(1, Math.Min(read, LongestInstruction));
            }
            *op = default;
            op->Offset = (ushort)offset;
            op->Length = (byte)length;
            op->Ordinal = (byte)count;
            op->Handler = tooLong ? &Handlers.TooLong : _translation.Translate(op);
            count++;
            offset += length;
            bool ends = tooLong || _translation.EndsBlock;
            op++;
            if (ends)
                break;
        }
        *op = default;
        op->Offset = (ushort)offset;
        op->Ordinal = (byte)count;
        op->Handler = &Handlers.EndOfBlock;
        block->Bytes = (ushort)offset;
        block->Count = (ushort)(op - block->Ops);
        return FetchResult.Decoded;
    }

    /// <summary>What has been fetched of a page, for Iced's decoder.</summary>
    private sealed class PageReader : CodeReader
    {
        public readonly byte[] Bytes = new byte[MaximumBlockLength * LongestInstruction];
        public int Length;
        public int Position;
        public int Start;

        public int Capacity => Bytes.Length;

        public override int ReadByte() => Position < Length ? Bytes[Position++] : -1;
    }
}
