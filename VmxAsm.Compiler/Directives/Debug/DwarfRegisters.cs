using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>Numbers of the registers in DWARF (x86-64 psABI and i386 psABI, "DWARF Register Number Mapping").</summary>
internal static class DwarfRegisters
{
    // register = [ "%" ] name | expression
    public static bool TryParse(Assembler assembler, ref Cursor cursor, out int number)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        bool is64 = assembler.State.Is64BitObject;
        bool hasPercent = cursor.Take((byte)'%');
        if (hasPercent || CharacterClass.IsNameStart(cursor.Current))
        {
            ReadOnlySpan<byte> name = cursor.TakeName();
            if (name.SequenceEqual("st"u8) && cursor.Current == '(')
            {
                int open = cursor.Position++;
                bool isGood = CharacterClass.IsDigit(cursor.Current) && cursor.Next == ')';
                number = (is64 ? 33 : 11) + (cursor.Current - '0');
                cursor.Position = isGood ? open + 3 : open;
                if (isGood)
                    return true;
            }

            number = Find(name, is64);
            if (number >= 0)
                return true;
            assembler.Report(SyntaxRules.ExpectedRegister, cursor.SpanFrom(start), $"`{assembler.Sources.TextOf(cursor.SpanFrom(start))}` is no register with a DWARF number");
            return false;
        }

        number = 0;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long value))
            return false;
        number = (int)value;
        return true;
    }

    private static int Find(ReadOnlySpan<byte> name, bool is64)
    {
        if (name.SequenceEqual("rip"u8) && is64)
            return 16;
        if (name.SequenceEqual("eip"u8) && !is64)
            return 8;
        if (name.SequenceEqual("rflags"u8) && is64)
            return 49;
        if (name.SequenceEqual("eflags"u8) && !is64)
            return 9;
        if (name.SequenceEqual("mxcsr"u8))
            return is64 ? 64 : 39;
        if (name.SequenceEqual("fs.base"u8) && is64)
            return 58;
        if (name.SequenceEqual("gs.base"u8) && is64)
            return 59;
        if (name.SequenceEqual("tr"u8))
            return is64 ? 62 : 48;
        if (name.SequenceEqual("ldtr"u8))
            return is64 ? 63 : 49;
        Register register = RegisterNames.Find(name);
        int number = register.Number;
        return (register.Class, is64) switch
        {
            (RegisterClass.Gpr64, true) => Order64(number),
            (RegisterClass.Gpr32, false) when number < 8 => number,
            (RegisterClass.Xmm, true) => number < 16 ? 17 + number : 51 + number,
            (RegisterClass.Xmm, false) when number < 8 => 21 + number,
            (RegisterClass.X87, true) => 33 + number,
            (RegisterClass.X87, false) => 11 + number,
            (RegisterClass.Mmx, true) => 41 + number,
            (RegisterClass.Mmx, false) => 29 + number,
            (RegisterClass.Segment, true) => 50 + number,
            (RegisterClass.Segment, false) => 40 + number,
            (RegisterClass.Mask, true) => 118 + number,
            (RegisterClass.Mask, false) => 93 + number,
            _ => -1,
        };
    }

    /// <summary>DWARF counts rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp; the processor rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi.</summary>
    private static int Order64(int number)
    {
        ReadOnlySpan<byte> order = [0, 2, 1, 3, 7, 6, 4, 5];
        return number < 8 ? order[number] : number;
    }
}
