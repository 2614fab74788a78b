using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

internal sealed unsafe class BlockDecoder(Processor cpu)
{
    public const int MaximumBlockLength = 32;

    public FetchResult Decode(Block* block, ulong physical, ulong limit, bool single) => throw new NotSupportedException(cpu.ToString());

    public FetchResult DecodeAcross(Block* block, ulong physical, ulong second, ulong limit) => throw new NotSupportedException(cpu.ToString());
}
