namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Finds where the instructions of a CIE or FDE end and its padding begins (DWARF 4, "Call Frame Information"). Padding is
/// DW_CFA_nop, the byte zero, which may also be an operand, so that the instructions have to be walked.
/// </summary>
internal ref struct CallFrameReader(ReadOnlySpan<byte> entry)
{
    private const byte EncodingOmitted = 0xFF;

    private readonly ReadOnlySpan<byte> _entry = entry;
    private int _at = 8;
    private bool _failed;

    /// <summary>How an FDE's addresses are encoded: DW_EH_PE_*; 0 is a plain pointer.</summary>
    public byte AddressEncoding { get; private set; }

    /// <summary>The augmentation starts with <c>z</c>: FDEs have augmentation data with a length.</summary>
    public bool HasAugmentationData { get; private set; }

    /// <summary>Reads a CIE. Returns the size without padding, or -1 when there is something unknown in it.</summary>
    public int ReadCie(int pointerSize)
    {
        byte version = Byte();
        int start = _at;
        while (Byte() != 0 && !_failed)
        {
        }
        if (_failed || version is not (1 or 3))
            return -1;
        ReadOnlySpan<byte> augmentation = _entry[start..(_at - 1)];
        if (augmentation.StartsWith("eh"u8))
            return -1;
        Leb();
        Leb();
        if (version == 1)
            Byte();
        else
            Leb();
        if (augmentation.Length > 0)
        {
            if (augmentation[0] != 'z')
                return -1;
            HasAugmentationData = true;
            int length = (int)Math.Min(Leb(), int.MaxValue), data = _at;
            foreach (byte letter in augmentation[1..])
            {
                switch (letter)
                {
                    case (byte)'R':
                        AddressEncoding = Byte();
                        break;
                    case (byte)'L':
                        Byte();
                        break;
                    case (byte)'P':
                        int width = WidthOf(Byte(), pointerSize);
                        if (width == 0)
                            return -1;
                        Skip(width);
                        break;
                    case (byte)'S' or (byte)'B':
                        break;
                    default:
                        return -1;
                }
            }
            _at = data;
            Skip(length);
        }
        return Instructions(pointerSize);
    }

    /// <summary>Reads an FDE whose CIE has been read.</summary>
    public int ReadFde(byte addressEncoding, bool hasAugmentationData, int pointerSize)
    {
        AddressEncoding = addressEncoding;
        int width = WidthOf(addressEncoding, pointerSize);
        if (width == 0)
            return -1;
        Skip(2 * width);
        if (hasAugmentationData)
            Skip((int)Math.Min(Leb(), int.MaxValue));
        return Instructions(pointerSize);
    }

    /// <summary>Bytes of a pointer in an encoding; 0 for one of variable or unknown size.</summary>
    public static int WidthOf(byte encoding, int pointerSize) => encoding == EncodingOmitted ? 0 : (encoding & 7) switch
    {
        0 => pointerSize,
        2 => 2,
        3 => 4,
        4 => 8,
        _ => 0,
    };

    private int Instructions(int pointerSize)
    {
        int end = _at;
        while (_at < _entry.Length && !_failed)
        {
            byte code = Byte();
            switch (code)
            {
                case 0:
                    continue;
                case >= 0x40 and < 0x80 or >= 0xC0 or 0x0A or 0x0B or 0x2D:
                    break;
                case >= 0x80 or 0x06 or 0x07 or 0x08 or 0x0D or 0x0E or 0x13 or 0x2E:
                    Leb();
                    break;
                case 0x01:
                    Skip(WidthOf(AddressEncoding, pointerSize));
                    break;
                case 0x02 or 0x03 or 0x04:
                    Skip(1 << (code - 2));
                    break;
                case 0x05 or 0x09 or 0x0C or 0x11 or 0x12 or 0x14 or 0x15 or 0x2F:
                    Leb();
                    Leb();
                    break;
                case 0x10 or 0x16:
                    Leb();
                    Skip((int)Math.Min(Leb(), int.MaxValue));
                    break;
                case 0x0F:
                    Skip((int)Math.Min(Leb(), int.MaxValue));
                    break;
                default:
                    return -1;
            }
            end = _at;
        }
        return _failed ? -1 : end;
    }

    private byte Byte()
    {
        if (_at < _entry.Length)
            return _entry[_at++];
        _failed = true;
        return 0;
    }

    private ulong Leb()
    {
        ulong value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = Byte();
            if (shift < 64)
                value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0 && !_failed);
        return value;
    }

    private void Skip(int count)
    {
        if (count < 0 || count > _entry.Length - _at)
            _failed = true;
        else
            _at += count;
    }
}
