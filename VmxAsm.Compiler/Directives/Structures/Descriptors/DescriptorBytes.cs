using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>
/// Lays an entry out in the pieces that the processor wants (SDM volume 3, "Segment Descriptors", "Call Gates", "64-Bit Mode IDT"). Each
/// piece is an expression of its own over base, limit and offset, so that all of them may be known as late as at link time.
/// </summary>
internal static class DescriptorBytes
{
    /// <summary>A limit above this needs units of 4 KBytes.</summary>
    private const long GreatestByteLimit = 0xF_FFFF;

    public static void Append(StructureContext context, DescriptorEntry entry)
    {
        if (entry.Kind.IsGate)
            AppendGate(context, entry, entry.Rights & 0xFF, entry.Kind.Size == 16);
        else
            AppendSegment(context, entry);
    }

    private static void AppendSegment(StructureContext context, DescriptorEntry entry)
    {
        ExpressionNode units = LimitField(entry);
        context.AppendField(Terms.Bits(units, 15, 0), 2, entry.Span);
        context.AppendField(Terms.Bits(entry.Base, 15, 0), 2, entry.Span);
        context.AppendField(Terms.Bits(entry.Base, 23, 16), 1, entry.Span);
        context.AppendField(TypeByte(entry, entry.Rights & 0xFF), 1, entry.Span);
        context.AppendField(Terms.Or(Terms.Or(Terms.Bits(units, 19, 16), entry.Rights >> 8 & 0x70), GranularityBit(entry)), 1, entry.Span);
        context.AppendField(Terms.Bits(entry.Base, 31, 24), 1, entry.Span);
        if (entry.Kind.Size == 16)
        {
            context.AppendField(Terms.Bits(entry.Base, 63, 32), 4, entry.Span);
            context.AppendZeros(4, entry.Span);
        }
    }

    /// <summary>A gate of 8 bytes, or of 16 when <paramref name="wide"/>.</summary>
    public static void AppendGate(StructureContext context, DescriptorEntry entry, uint typeByte, bool wide)
    {
        context.AppendField(Terms.Bits(entry.Offset, 15, 0), 2, entry.Span);
        context.AppendField(entry.Selector, 2, entry.Span);
        context.AppendField(entry.Count, 1, entry.Span);
        context.AppendField(TypeByte(entry, typeByte), 1, entry.Span);
        if (entry.Kind.Bits == 16)
            context.AppendZeros(2, entry.Span);
        else
            context.AppendField(Terms.Bits(entry.Offset, 31, 16), 2, entry.Span);
        if (wide)
        {
            context.AppendField(Terms.Bits(entry.Offset, 63, 32), 4, entry.Span);
            context.AppendZeros(4, entry.Span);
        }
    }

    /// <summary>The entry in the format of a VMCS access-rights field.</summary>
    public static ExpressionNode RightsOf(DescriptorEntry entry) =>
        Terms.Or(
            Terms.Or(Terms.Constant(entry.Rights), Terms.ShiftLeft(entry.Dpl, AccessRights.DplShift)),
            Terms.ShiftLeft(GranularityBit(entry), 8));

    /// <summary>The limit that the processor makes of the descriptor, in bytes.</summary>
    public static ExpressionNode ByteLimitOf(DescriptorEntry entry) => entry.Limit;

    private static ExpressionNode TypeByte(DescriptorEntry entry, uint type) => Terms.Or(Terms.ShiftLeft(entry.Dpl, AccessRights.DplShift), type);

    /// <summary>Bit 7 of byte 6, set when the limit is stored in units of 4 KBytes.</summary>
    private static ExpressionNode GranularityBit(DescriptorEntry entry) => entry.Granularity switch
    {
        true => Terms.Constant(0x80L),
        false => Terms.Constant(0L),
        null => Terms.And(Terms.Greater(entry.Limit, GreatestByteLimit), 0x80),
    };

    private static ExpressionNode LimitField(DescriptorEntry entry)
    {
        ExpressionNode inPages = Terms.Bits(entry.Limit, 31, 12);
        switch (entry.Granularity)
        {
            case true:
                return inPages;
            case false:
                return entry.Limit;
        }

        // A comparison gives all ones or zero: the mask that picks one of the two.
        ExpressionNode large = Terms.Greater(entry.Limit, GreatestByteLimit);
        ExpressionNode small = Terms.Unary(Operator.Complement, large, large.Span);
        return Terms.Or(Terms.Binary(Operator.And, inPages, large), Terms.Binary(Operator.And, entry.Limit, small));
    }
}
