using Iced.Intel;
using VmxAsm.Compiler.Encoding.Forms;
using static VmxAsm.Compiler.Encoding.Forms.FormOperand;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>Which size an AT&amp;T suffix would have to say to mean a form.</summary>
internal static class Suffixes
{
    public static SuffixSize Of(FormRow row)
    {
        string name = row.Code.ToString();
        if (row.Info.Mnemonic.ToString()[0] == 'F' && row.Map == 0 && row.Encoding == OpcodeEncoding.Legacy)
            return X87(row.Info.MemorySize);
        if (row.AddressSize != 0 && row.Takes(Br161, Br321, Br641))
            return BySize(row.AddressSize);
        if (name.StartsWith("Crc32", StringComparison.Ordinal))
            return row.Takes(R8OrMem) ? SuffixSize.Byte : row.Takes(R16OrMem) ? SuffixSize.Word : row.Takes(R32OrMem) ? SuffixSize.Long : SuffixSize.Quad;
        if (name is "Sysretd" or "Sysexitd")
            return SuffixSize.Long;
        if (name is "Lgdt_m1664" or "Lidt_m1664" or "Sgdt_m1664" or "Sidt_m1664")
            return SuffixSize.Quad;
        if (SuffixRules.IsSizedByVector(row.Info.Mnemonic))
            return row.Takes(XmmOrMem) ? SuffixSize.Xmm : row.Takes(YmmOrMem) ? SuffixSize.Ymm : SuffixSize.Zmm;
        if (row.OperandSize != 0)
            return BySize(row.OperandSize);
        if (row.Encoding == OpcodeEncoding.Legacy && row.Takes(R8OrMem, R8Reg, R8Opcode, Al, R8Rm))
            return SuffixSize.Byte;
        if (row.Encoding == OpcodeEncoding.Legacy && row.Info.MemorySize.GetSize() == 1 && row.Takes(SegRSI, EsRDI, SegRBXAl))
            return SuffixSize.Byte;
        if (row.Takes(R64OrMem, R64Reg, R64Rm, R64Vvvv, R64OrMemMpx, R64RegMem))
            return SuffixSize.Quad;
        if (row.Takes(R32OrMem, R32Reg, R32Rm, R32Vvvv, R32OrMemMpx, R32RegMem))
            return SuffixSize.Long;
        if (row.Takes(R16OrMem, R16Reg, R16Rm))
            return SuffixSize.Word;
        return SuffixSize.None;
    }

    private static SuffixSize BySize(int size) => size switch { 16 => SuffixSize.Word, 32 => SuffixSize.Long, _ => SuffixSize.Quad };

    private static SuffixSize X87(MemorySize size) => size switch
    {
        MemorySize.Float32 or MemorySize.Int16 => SuffixSize.Short,
        MemorySize.Float64 or MemorySize.Int32 => SuffixSize.X87Long,
        MemorySize.Int64 => SuffixSize.X87Quad,
        MemorySize.Float80 => SuffixSize.Ten,
        MemorySize.UInt16 => SuffixSize.Word,
        _ => SuffixSize.None,
    };
}
