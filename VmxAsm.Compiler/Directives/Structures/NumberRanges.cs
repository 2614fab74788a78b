using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>Lists of ports, vectors and the like: numbers and ranges, known at once.</summary>
internal static class NumberRanges
{
    /// <summary>The ranges of a list; what is out of order or out of bounds is reported and left out.</summary>
    /// <param name="greatest">The greatest number there is.</param>
    public static IEnumerable<(int First, int Last)> Read(StructureContext context, IEnumerable<Value> values, int greatest, string what)
    {
        foreach (Value value in values)
        {
            (Value firstValue, Value lastValue) = value is RangeValue range ? (range.First, range.Last) : (value, value);
            if (value is NameValue { Name: "none" })
                continue;
            if (value is NameValue { Name: "all" })
            {
                yield return (0, greatest);
                continue;
            }

            if (firstValue.ToNumber(context, what) is not { } first || lastValue.ToNumber(context, what) is not { } last)
                continue;
            if (first < 0 || last > greatest || first > greatest)
            {
                context.Report(StructureRules.OutOfRange, value.Span,
                    $"{what} is {StructureContext.Number(first < 0 || first > greatest ? first : last)}, outside 0..{StructureContext.Number(greatest)}");
            }
            else if (first > last)
            {
                context.Report(StructureRules.OutOfRange, value.Span,
                    $"the range ends at {StructureContext.Number(last)}, before it begins at {StructureContext.Number(first)}");
            }
            else
            {
                yield return ((int)first, (int)last);
            }
        }
    }

    public static void Set(Span<byte> bitmap, int first, int last, bool value)
    {
        for (int bit = first; bit <= last; bit++)
        {
            if (value)
                bitmap[bit >> 3] |= (byte)(1 << (bit & 7));
            else
                bitmap[bit >> 3] &= (byte)~(1 << (bit & 7));
        }
    }
}
