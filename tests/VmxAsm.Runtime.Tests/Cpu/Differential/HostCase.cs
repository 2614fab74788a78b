using System.Buffers.Binary;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>One instruction with the state that it begins with, as `native.c` reads it.</summary>
/// <param name="Code">The bytes of the instruction.</param>
/// <param name="Text">What it is, for messages.</param>
/// <param name="Overrides">General registers that must hold a certain value: addresses, counts.</param>
/// <param name="DefinedFlags">The flags that the manual defines after it.</param>
internal sealed record HostCase(byte[] Code, string Text, (int Register, ulong Value)[] Overrides, uint DefinedFlags)
{
    public const ulong CodeAddress = 0x1000_0000, DataAddress = 0x1001_0000;

    /// <summary>The bytes that are random and compared; they lie across the two pages of data.</summary>
    public const int AreaSize = 512;

    public const ulong AreaAddress = DataAddress + 4096 - (AreaSize / 2);
    public const int RecordSize = 80;

    /// <summary>Of a page fault's address only the page is compared: masked moves report any byte of theirs.</summary>
    public bool PageOnly { get; init; }

    public void Write(Span<byte> record, ulong seed, uint mxcsr, bool verbose)
    {
        record.Clear();
        record[0] = (byte)Code.Length;
        record[1] = (byte)Overrides.Length;
        for (int i = 0; i < Overrides.Length; i++)
        {
            record[2 + i] = (byte)Overrides[i].Register;
            BinaryPrimitives.WriteUInt64LittleEndian(record[(24 + (i * 8))..], Overrides[i].Value);
        }
        Code.CopyTo(record[8..]);
        BinaryPrimitives.WriteUInt64LittleEndian(record[56..], seed);
        BinaryPrimitives.WriteUInt32LittleEndian(record[64..], DefinedFlags);
        BinaryPrimitives.WriteUInt32LittleEndian(record[68..], mxcsr);
        BinaryPrimitives.WriteUInt32LittleEndian(record[72..], verbose ? 1U : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(record[76..], PageOnly ? 1U : 0);
    }
}

/// <summary>The generator of states that `native.c` has as well: SplitMix64, leaning to values where instructions behave in a special way.</summary>
internal struct HostStates(ulong seed)
{
    private static readonly ulong[] Specials =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ~0UL, ~1UL, 0x1_0000_0000, 0x5555_5555_5555_5555,
    ];

    private static readonly ulong[] Floats =
    [
        0, 0x8000_0000_0000_0000, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF4_0000_0000_0001, 1, 0x000F_FFFF_FFFF_FFFF,
        0x7FEF_FFFF_FFFF_FFFF, 0x3F80_0000_3F80_0000, 0x7F80_0000_FF80_0000, 0x7FA0_0001_7FC0_0000, 0x0000_0001_8000_0001, 0x007F_FFFF_7F7F_FFFF, 0x4330_0000_0000_0000,
    ];

    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    public ulong Integer()
    {
        ulong r = Next(), how = Next();
        return (how & 7) switch
        {
            0 => Specials[how >> 8 & 15],
            1 => Specials[how >> 8 & 15] + (how >> 16 & 3),
            2 => r & 0xFF,
            3 => (ulong)((long)r >> (int)(how >> 8 & 63)),
            _ => r,
        };
    }

    public ulong Number()
    {
        ulong r = Next(), how = Next();
        return (how & 7) switch
        {
            0 or 1 => Floats[how >> 8 & 15],
            2 => r,
            3 => (r & 0x807F_FFFF_807F_FFFF) | 0x3F00_0000_3F00_0000 | (r >> 3 & 0x0180_0000_0180_0000),
            4 => (r & 0x800F_FFFF_FFFF_FFFF) | 0x3FC0_0000_0000_0000 | (how >> 8 & 3) << 52,
            5 => (r & 0x8000_0000_0000_0000) | (0x3F0 + (how >> 8 & 31)) << 52,
            6 => (r & 0x83FF_FFFF_83FF_FFFF) | 0x3C00_0000_3C00_0000,
            _ => Integer(),
        };
    }
}
