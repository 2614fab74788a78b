using System.Globalization;

namespace VmxAsm.Compiler.Encoding;

/// <summary>The names of registers, read from source bytes and written for messages.</summary>
internal static class RegisterNames
{
    private static readonly string[] Gpr8Names = ["al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"];
    private static readonly string[] Gpr16Names = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"];
    private static readonly string[] SegmentNames = ["es", "cs", "ss", "ds", "fs", "gs"];

    /// <summary>Every register that can be written as one name, for messages; whether a mode can name it is another matter.</summary>
    public static IEnumerable<Register> All =>
        from registers in Enum.GetValues<RegisterClass>()
        from number in Numbers(registers)
        select Of(registers, number);

    private static IEnumerable<int> Numbers(RegisterClass registers) => registers switch
    {
        RegisterClass.None => [],
        RegisterClass.Gpr8High => Enumerable.Range(4, 4),
        RegisterClass.X87 => [0],
        RegisterClass.InstructionPointer or RegisterClass.IndexZero => [0, 1],
        RegisterClass.Bound => Enumerable.Range(0, 4),
        RegisterClass.Segment => Enumerable.Range(0, 6),
        RegisterClass.Test or RegisterClass.Mmx or RegisterClass.Mask or RegisterClass.Tile => Enumerable.Range(0, 8),
        RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm => Enumerable.Range(0, 32),
        _ => Enumerable.Range(0, 16),
    };

    /// <summary>The register of a name without <c>%</c>, in any case; <see cref="Register.None"/> when there is none.</summary>
    public static Register Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 5)
            return default;
        ulong key = 0;
        int letters = 0;
        int number = -1;
        int tail = 0;
        for (int i = 0; i < name.Length; i++)
        {
            byte b = name[i];
            if ((uint)(b - '0') <= 9)
            {
                if (number < 0)
                    letters = i;
                else if (number == 0)
                    return default;
                number = (Math.Max(number, 0) * 10) + b - '0';
                if (tail != 0)
                    return default;
            }
            else
            {
                b |= 0x20;
                if (number >= 0)
                    tail = (tail << 8) | b;
                else
                    key = (key << 8) | b;
            }
        }
        return number < 0 ? Named(key) : tail == 0 || letters == 1 ? Numbered(key, number, tail) : default;
    }

    private static Register Named(ulong key) => key switch
    {
        ('e' << 16) | ('a' << 8) | 'x' => Of(RegisterClass.Gpr32, 0),
        ('e' << 16) | ('c' << 8) | 'x' => Of(RegisterClass.Gpr32, 1),
        ('e' << 16) | ('d' << 8) | 'x' => Of(RegisterClass.Gpr32, 2),
        ('e' << 16) | ('b' << 8) | 'x' => Of(RegisterClass.Gpr32, 3),
        ('e' << 16) | ('s' << 8) | 'p' => Of(RegisterClass.Gpr32, 4),
        ('e' << 16) | ('b' << 8) | 'p' => Of(RegisterClass.Gpr32, 5),
        ('e' << 16) | ('s' << 8) | 'i' => Of(RegisterClass.Gpr32, 6),
        ('e' << 16) | ('d' << 8) | 'i' => Of(RegisterClass.Gpr32, 7),
        ('r' << 16) | ('a' << 8) | 'x' => Of(RegisterClass.Gpr64, 0),
        ('r' << 16) | ('c' << 8) | 'x' => Of(RegisterClass.Gpr64, 1),
        ('r' << 16) | ('d' << 8) | 'x' => Of(RegisterClass.Gpr64, 2),
        ('r' << 16) | ('b' << 8) | 'x' => Of(RegisterClass.Gpr64, 3),
        ('r' << 16) | ('s' << 8) | 'p' => Of(RegisterClass.Gpr64, 4),
        ('r' << 16) | ('b' << 8) | 'p' => Of(RegisterClass.Gpr64, 5),
        ('r' << 16) | ('s' << 8) | 'i' => Of(RegisterClass.Gpr64, 6),
        ('r' << 16) | ('d' << 8) | 'i' => Of(RegisterClass.Gpr64, 7),
        ('a' << 8) | 'l' => Of(RegisterClass.Gpr8, 0),
        ('c' << 8) | 'l' => Of(RegisterClass.Gpr8, 1),
        ('d' << 8) | 'l' => Of(RegisterClass.Gpr8, 2),
        ('b' << 8) | 'l' => Of(RegisterClass.Gpr8, 3),
        ('a' << 8) | 'h' => Of(RegisterClass.Gpr8High, 4),
        ('c' << 8) | 'h' => Of(RegisterClass.Gpr8High, 5),
        ('d' << 8) | 'h' => Of(RegisterClass.Gpr8High, 6),
        ('b' << 8) | 'h' => Of(RegisterClass.Gpr8High, 7),
        ('s' << 16) | ('p' << 8) | 'l' => Of(RegisterClass.Gpr8, 4),
        ('b' << 16) | ('p' << 8) | 'l' => Of(RegisterClass.Gpr8, 5),
        ('s' << 16) | ('i' << 8) | 'l' => Of(RegisterClass.Gpr8, 6),
        ('d' << 16) | ('i' << 8) | 'l' => Of(RegisterClass.Gpr8, 7),
        ('a' << 8) | 'x' => Of(RegisterClass.Gpr16, 0),
        ('c' << 8) | 'x' => Of(RegisterClass.Gpr16, 1),
        ('d' << 8) | 'x' => Of(RegisterClass.Gpr16, 2),
        ('b' << 8) | 'x' => Of(RegisterClass.Gpr16, 3),
        ('s' << 8) | 'p' => Of(RegisterClass.Gpr16, 4),
        ('b' << 8) | 'p' => Of(RegisterClass.Gpr16, 5),
        ('s' << 8) | 'i' => Of(RegisterClass.Gpr16, 6),
        ('d' << 8) | 'i' => Of(RegisterClass.Gpr16, 7),
        ('e' << 8) | 's' => Of(RegisterClass.Segment, 0),
        ('c' << 8) | 's' => Of(RegisterClass.Segment, 1),
        ('s' << 8) | 's' => Of(RegisterClass.Segment, 2),
        ('d' << 8) | 's' => Of(RegisterClass.Segment, 3),
        ('f' << 8) | 's' => Of(RegisterClass.Segment, 4),
        ('g' << 8) | 's' => Of(RegisterClass.Segment, 5),
        ('s' << 8) | 't' => Of(RegisterClass.X87, 0),
        ('r' << 16) | ('i' << 8) | 'p' => Of(RegisterClass.InstructionPointer, 0),
        ('e' << 16) | ('i' << 8) | 'p' => Of(RegisterClass.InstructionPointer, 1),
        ('r' << 16) | ('i' << 8) | 'z' => Of(RegisterClass.IndexZero, 0),
        ('e' << 16) | ('i' << 8) | 'z' => Of(RegisterClass.IndexZero, 1),
        _ => default,
    };

    private static Register Numbered(ulong letters, int number, int tail)
    {
        (RegisterClass registers, int count) = letters switch
        {
            'r' => tail switch
            {
                0 => (RegisterClass.Gpr64, 16),
                'd' => (RegisterClass.Gpr32, 16),
                'w' => (RegisterClass.Gpr16, 16),
                'b' => (RegisterClass.Gpr8, 16),
                _ => (RegisterClass.None, 0),
            },
            'k' when tail == 0 => (RegisterClass.Mask, 8),
            ('m' << 8) | 'm' => (RegisterClass.Mmx, 8),
            ('c' << 8) | 'r' => (RegisterClass.Control, 16),
            ('d' << 8) | 'r' => (RegisterClass.Debug, 16),
            ('d' << 8) | 'b' => (RegisterClass.Debug, 16),
            ('t' << 8) | 'r' => (RegisterClass.Test, 8),
            ('x' << 16) | ('m' << 8) | 'm' => (RegisterClass.Xmm, 32),
            ('y' << 16) | ('m' << 8) | 'm' => (RegisterClass.Ymm, 32),
            ('z' << 16) | ('m' << 8) | 'm' => (RegisterClass.Zmm, 32),
            ('t' << 16) | ('m' << 8) | 'm' => (RegisterClass.Tile, 8),
            ('b' << 16) | ('n' << 8) | 'd' => (RegisterClass.Bound, 4),
            _ => (RegisterClass.None, 0),
        };
        return number >= count || (letters == 'r' && number < 8) ? default : Of(registers, number);
    }

    /// <summary>Whether code of a mode can name the register at all: REX is what reaches most of them.</summary>
    public static bool IsAvailable(Register register, CodeMode mode) => mode == CodeMode.Code64 || register.Class switch
    {
        RegisterClass.Gpr64 => false,
        RegisterClass.Gpr8 => register.Number < 4,
        RegisterClass.Gpr16 or RegisterClass.Gpr32 or RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm or RegisterClass.Debug
            => register.Number < 8,
        RegisterClass.Control => register.Number <= 8,
        RegisterClass.Tile or RegisterClass.InstructionPointer => false,
        RegisterClass.IndexZero => register.Number == 1,
        _ => true,
    };

    public static string Name(Register register)
    {
        int number = register.Number;
        string decimalNumber = number.ToString(CultureInfo.InvariantCulture);
        return register.Class switch
        {
            RegisterClass.Gpr8 or RegisterClass.Gpr8High when number < 8 =>
                register.Class == RegisterClass.Gpr8 ? Gpr8Names[number] : $"{"acdb"[number - 4]}h",
            RegisterClass.Gpr8 => $"r{decimalNumber}b",
            RegisterClass.Gpr16 => number < 8 ? Gpr16Names[number] : $"r{decimalNumber}w",
            RegisterClass.Gpr32 => number < 8 ? "e" + Gpr16Names[number] : $"r{decimalNumber}d",
            RegisterClass.Gpr64 => number < 8 ? "r" + Gpr16Names[number] : $"r{decimalNumber}",
            RegisterClass.Segment => SegmentNames[number],
            RegisterClass.Control => "cr" + decimalNumber,
            RegisterClass.Debug => "dr" + decimalNumber,
            RegisterClass.Test => "tr" + decimalNumber,
            RegisterClass.X87 => number == 0 ? "st" : $"st({decimalNumber})",
            RegisterClass.Mmx => "mm" + decimalNumber,
            RegisterClass.Xmm => "xmm" + decimalNumber,
            RegisterClass.Ymm => "ymm" + decimalNumber,
            RegisterClass.Zmm => "zmm" + decimalNumber,
            RegisterClass.Mask => "k" + decimalNumber,
            RegisterClass.Bound => "bnd" + decimalNumber,
            RegisterClass.Tile => "tmm" + decimalNumber,
            RegisterClass.InstructionPointer => number == 0 ? "rip" : "eip",
            RegisterClass.IndexZero => number == 0 ? "riz" : "eiz",
            _ => "",
        };
    }

    private static Register Of(RegisterClass registers, int number) => new(registers, number);
}
