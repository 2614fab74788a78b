namespace VmxAsm.Compiler.Encoding;

/// <summary>What a prefix changes.</summary>
internal enum PrefixKind : byte
{
    None,
    Repeat,
    Lock,
    OperandSize,
    AddressSize,
    Segment,
    Rex,
    NoTrack,
    Bound,
    XAcquire,
    XRelease,
}

/// <summary>The prefixes that are written as words before the mnemonic.</summary>
internal static class PrefixNames
{
    /// <summary>Kind and byte of a prefix by its name in lower case; <see cref="PrefixKind.None"/> for another word.</summary>
    public static PrefixKind Find(ReadOnlySpan<byte> name, CodeMode mode, out byte value)
    {
        value = 0;
        switch (name.Length)
        {
            case 2:
                value = (name[0], name[1]) switch
                {
                    ((byte)'e', (byte)'s') => 0x26,
                    ((byte)'c', (byte)'s') => 0x2E,
                    ((byte)'s', (byte)'s') => 0x36,
                    ((byte)'d', (byte)'s') => 0x3E,
                    ((byte)'f', (byte)'s') => 0x64,
                    ((byte)'g', (byte)'s') => 0x65,
                    _ => 0,
                };
                return value == 0 || mode == CodeMode.Code64 && value is 0x26 or 0x36 ? PrefixKind.None : PrefixKind.Segment;
            case 3:
                if (name.SequenceEqual("rep"u8))
                    return Is(PrefixKind.Repeat, 0xF3, out value);
                if (name.SequenceEqual("bnd"u8))
                    return Is(PrefixKind.Bound, 0xF2, out value);
                break;
            case 4:
                if (name.SequenceEqual("lock"u8))
                    return Is(PrefixKind.Lock, 0xF0, out value);
                if (name.SequenceEqual("repe"u8) || name.SequenceEqual("repz"u8))
                    return Is(PrefixKind.Repeat, 0xF3, out value);
                break;
            case 5:
                if (name.SequenceEqual("repne"u8) || name.SequenceEqual("repnz"u8))
                    return Is(PrefixKind.Repeat, 0xF2, out value);
                break;
            case 6:
                if (name.SequenceEqual("data16"u8) || name.SequenceEqual("data32"u8) && mode != CodeMode.Code64)
                    return Is(PrefixKind.OperandSize, 0x66, out value);
                if (name.SequenceEqual("addr32"u8) || name.SequenceEqual("addr16"u8) && mode != CodeMode.Code64)
                    return Is(PrefixKind.AddressSize, 0x67, out value);
                break;
            case 7:
                if (name.SequenceEqual("notrack"u8))
                    return Is(PrefixKind.NoTrack, 0x3E, out value);
                break;
            case 8:
                if (name.SequenceEqual("xacquire"u8))
                    return Is(PrefixKind.XAcquire, 0xF2, out value);
                if (name.SequenceEqual("xrelease"u8))
                    return Is(PrefixKind.XRelease, 0xF3, out value);
                break;
        }
        return mode == CodeMode.Code64 && name.StartsWith("rex"u8) ? Rex(name[3..], out value) : PrefixKind.None;
    }

    /// <summary>Whether the mode has by default what the prefix asks for: <c>data32</c> in 32-bit code. Alone it is still a byte.</summary>
    public static bool IsRedundant(ReadOnlySpan<byte> name, CodeMode mode) => name.Length == 6 && mode switch
    {
        CodeMode.Code16 => name.EndsWith("16"u8),
        CodeMode.Code32 => name.EndsWith("32"u8),
        _ => false,
    };

    /// <summary><c>rex</c>, <c>rex.wrxb</c> with any of the letters, and the older <c>rex64xyz</c>.</summary>
    private static PrefixKind Rex(ReadOnlySpan<byte> bits, out byte value)
    {
        value = 0x40;
        if (bits.IsEmpty)
            return PrefixKind.Rex;
        ReadOnlySpan<byte> letters = "wrxb"u8;
        if (bits[0] != '.')
        {
            letters = "wxyz"u8;
            if (bits.StartsWith("64"u8))
            {
                value |= 8;
                bits = bits[2..];
            }
        }
        else
        {
            bits = bits[1..];
            if (bits.IsEmpty)
                return PrefixKind.None;
        }
        int next = 0;
        foreach (byte bit in bits)
        {
            while (next < 4 && letters[next] != bit)
                next++;
            if (next == 4)
                return PrefixKind.None;
            value |= (byte)(8 >> next++);
        }
        return PrefixKind.Rex;
    }

    private static PrefixKind Is(PrefixKind kind, byte prefix, out byte value)
    {
        value = prefix;
        return kind;
    }

    /// <summary>Notes a <c>{pseudo}</c> prefix, by its name between the braces; false for another word.</summary>
    public static bool TryApplyPseudo(ReadOnlySpan<byte> name, ref InstructionPrefixes prefixes)
    {
        if (name.SequenceEqual("disp8"u8))
            prefixes.Displacement = RequestedDisplacement.Disp8;
        else if (name.SequenceEqual("disp16"u8))
            prefixes.Displacement = RequestedDisplacement.Disp16;
        else if (name.SequenceEqual("disp32"u8))
            prefixes.Displacement = RequestedDisplacement.Disp32;
        else if (name.SequenceEqual("load"u8))
            prefixes.Direction = RequestedDirection.Load;
        else if (name.SequenceEqual("store"u8))
            prefixes.Direction = RequestedDirection.Store;
        else if (name.SequenceEqual("vex"u8))
            prefixes.Encoding = RequestedEncoding.Vex;
        else if (name.SequenceEqual("vex2"u8))
            prefixes.Encoding = RequestedEncoding.Vex2;
        else if (name.SequenceEqual("vex3"u8))
            prefixes.Encoding = RequestedEncoding.Vex3;
        else if (name.SequenceEqual("evex"u8))
            prefixes.Encoding = RequestedEncoding.Evex;
        else if (name.SequenceEqual("rex"u8))
            prefixes.ForceRex = true;
        else if (name.SequenceEqual("nooptimize"u8))
            prefixes.NoOptimize = true;
        else
            return false;
        return true;
    }
}
