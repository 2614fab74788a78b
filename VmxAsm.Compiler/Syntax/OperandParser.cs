using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>What the operand grammars of AT&amp;T and Intel syntax share: registers, and what stands in braces behind an operand.</summary>
internal abstract class OperandParser(AssemblerState state, ExpressionParser expressions)
{
    protected AssemblerState State { get; } = state;

    protected ExpressionParser Expressions { get; } = expressions;

    protected CodeMode Mode => State.CodeBits switch { 16 => CodeMode.Code16, 32 => CodeMode.Code32, _ => CodeMode.Code64 };

    /// <summary>Parses the operands up to the end of the statement, in the order of the Intel manual.</summary>
    public abstract bool Parse(ref Cursor cursor, Instruction instruction);

    // register = letters [ digits ] | "st" "(" digit ")"
    /// <summary>Parses a register's name; the cursor stands behind the <c>%</c>, if there is one.</summary>
    protected bool TryParseRegister(ref Cursor cursor, int start, out Register register)
    {
        ReadOnlySpan<byte> name = cursor.TakeName();
        register = RegisterNames.Find(name);
        if (register.IsNone || !IsAvailable(register))
        {
            SourceSpan span = cursor.SpanFrom(start);
            string written = State.Sources.TextOf(span);
            State.Diagnostics.Report(EncodingRules.UnknownRegister, span, register.IsNone
                ? $"`{written}` is no register{SimilarRegisters(written)}"
                : $"`{written}` cannot be named in {State.CodeBits}-bit code");
            return false;
        }
        if (register.Class == RegisterClass.X87)
            StackRegister(ref cursor, ref register);
        return true;
    }

    private string SimilarRegisters(string written) => State.Diagnostics.IsFull ? ""
        : NearestName.Similar(written, RegisterNames.All.Where(IsAvailable).Select(known => $"%{RegisterNames.Name(known)}"));

    /// <summary>
    /// Whether the register can be named here: where the mode reaches it. The index register that is none must be allowed first, and a processor with
    /// 64-bit code has no test registers.
    /// </summary>
    protected bool IsAvailable(Register register) => RegisterNames.IsAvailable(register, Mode) && register.Class switch
    {
        RegisterClass.IndexZero => State.AllowsIndexZero,
        RegisterClass.Test => !State.Is64BitObject,
        _ => true,
    };

    /// <summary>Takes a name that <c>.set name, %ecx</c> made another name of a register.</summary>
    protected bool TryTakeAlias(ref Cursor cursor, out Register register)
    {
        register = default;
        if (!State.HasRegisterNames)
            return false;
        Cursor ahead = cursor;
        if (State.Symbols.Find(ahead.TakeName()) is not { State: Symbols.SymbolState.Register } symbol)
            return false;
        register = symbol.Register;
        cursor = ahead;
        return true;
    }

    internal static void StackRegister(ref Cursor cursor, ref Register register)
    {
        Cursor ahead = cursor;
        ahead.SkipBlanks();
        if (!ahead.Take((byte)'('))
            return;
        ahead.SkipBlanks();
        int number = ahead.Current - '0';
        if (number is < 0 or > 7)
            return;
        ahead.Position++;
        ahead.SkipBlanks();
        if (!ahead.Take((byte)')'))
            return;
        register = new Register(RegisterClass.X87, number);
        cursor = ahead;
    }

    // decorations = { "{" ( mask-register | "z" | "1to" digits ) "}" } ;  in Intel syntax also a rounding mode
    protected bool TryParseDecorations(ref Cursor cursor, Instruction instruction, ref Operand operand)
    {
        while (true)
        {
            cursor.SkipBlanks();
            if (cursor.Current != '{')
                return true;
            int start = cursor.Position;
            if (instruction.IsIntel && IsRounding(cursor))
            {
                if (!TryParseRounding(ref cursor, instruction))
                    return false;
                if (operand.Kind == OperandKind.Immediate)
                    instruction.RoundingPlace--;
                continue;
            }
            cursor.Position++;
            cursor.SkipBlanks();
            bool isRegister = cursor.Take((byte)'%');
            ReadOnlySpan<byte> word = cursor.TakeWord();
            bool known = isRegister || State.NakedRegisters ? Mask(word, ref operand) : MaskAlias(word, ref operand);
            known |= !isRegister && !known && Decoration(word, ref operand);
            cursor.SkipBlanks();
            if (!known || !cursor.Take((byte)'}'))
            {
                SourceSpan span = cursor.SpanFrom(start);
                State.Diagnostics.Report(EncodingRules.BadDecoration, span, $"`{State.Sources.TextOf(span)}` is no mask, `{{z}}` or broadcast");
                return false;
            }
        }
    }

    private bool MaskAlias(ReadOnlySpan<byte> word, ref Operand operand)
    {
        if (!State.HasRegisterNames || !operand.Mask.IsNone
            || State.Symbols.Find(word) is not { State: Symbols.SymbolState.Register, Register: { Class: RegisterClass.Mask, Number: not 0 } mask })
            return false;
        operand.Mask = mask;
        return true;
    }

    private static bool Mask(ReadOnlySpan<byte> word, ref Operand operand)
    {
        if (word.Length != 2 || (word[0] | 0x20) != 'k' || word[1] is not (>= (byte)'1' and <= (byte)'7') || !operand.Mask.IsNone)
            return false;
        operand.Mask = new Register(RegisterClass.Mask, word[1] - '0');
        return true;
    }

    private static bool Decoration(ReadOnlySpan<byte> word, ref Operand operand)
    {
        if (word.Length == 1 && (word[0] | 0x20) == 'z')
        {
            bool first = !operand.Zeroing;
            operand.Zeroing = true;
            return first;
        }
        if (word.Length is 4 or 5 && word[0] == '1' && (word[1] | 0x20) == 't' && (word[2] | 0x20) == 'o'
            && operand.Broadcast is 0 or Operand.AnyBroadcast)
        {
            int count = word[3] - '0';
            if (word.Length == 5)
                count = (count * 10) + word[4] - '0';
            operand.Broadcast = (byte)count;
            return count is 2 or 4 or 8 or 16 or 32;
        }
        return false;
    }

    private static bool IsRounding(Cursor cursor)
    {
        cursor.Position++;
        cursor.SkipBlanks();
        return System.Text.Ascii.EqualsIgnoreCase(cursor.TakeWord(), "sae"u8) || cursor.Current == '-';
    }

    /// <summary>Parses <c>{rn-sae}</c> and its siblings; the cursor stands on the brace.</summary>
    protected bool TryParseRounding(ref Cursor cursor, Instruction instruction)
    {
        int start = cursor.Position;
        cursor.Position++;
        cursor.SkipBlanks();
        int word = cursor.Position;
        while (CharacterClass.IsNamePart(cursor.Current) || cursor.Current == '-')
            cursor.Position++;
        ReadOnlySpan<byte> text = cursor.Slice(word);
        RoundingControl rounding =
            System.Text.Ascii.EqualsIgnoreCase(text, "rn-sae"u8) ? RoundingControl.Nearest
            : System.Text.Ascii.EqualsIgnoreCase(text, "rd-sae"u8) ? RoundingControl.Down
            : System.Text.Ascii.EqualsIgnoreCase(text, "ru-sae"u8) ? RoundingControl.Up
            : System.Text.Ascii.EqualsIgnoreCase(text, "rz-sae"u8) ? RoundingControl.Zero
            : System.Text.Ascii.EqualsIgnoreCase(text, "sae"u8) ? RoundingControl.SuppressExceptions
            : RoundingControl.None;
        cursor.SkipBlanks();
        if (rounding != RoundingControl.None && instruction.Rounding == RoundingControl.None && cursor.Take((byte)'}'))
        {
            instruction.Rounding = rounding;
            instruction.RoundingPlace = instruction.Count;
            return true;
        }
        SourceSpan span = cursor.SpanFrom(start);
        State.Diagnostics.Report(EncodingRules.BadDecoration, span, $"`{State.Sources.TextOf(span)}` is no rounding mode");
        return false;
    }

    /// <summary>Refuses <c>5@GOT</c>: there is no symbol that the GOT could have an entry for.</summary>
    protected bool IsModifiedNumber(in Operand operand, in Cursor cursor, int start)
    {
        if (operand.Value.Modifier == RelocationModifier.None || !operand.Value.IsConstant)
            return false;
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        State.Diagnostics.Report(SymbolRules.InvalidModifier, span, $"a relocation needs a symbol, and `{State.Sources.TextOf(span)}` is a number");
        return true;
    }

    protected bool ExpectedOperand(in Cursor cursor)
    {
        SourceSpan here = cursor.SpanHere;
        State.Diagnostics.Report(EncodingRules.ExpectedOperand, here, here.Length == 0
            ? "the statement ends where an operand was expected"
            : $"`{State.Sources.TextOf(here)}` stands where an operand was expected");
        return false;
    }

    protected static void Reverse(Instruction instruction)
    {
        Operand[] operands = instruction.Operands;
        for (int i = 0, j = instruction.Count - 1; i < j; i++, j--)
            (operands[i], operands[j]) = (operands[j], operands[i]);
    }
}
