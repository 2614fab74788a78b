using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Linking.Scripts;

namespace VmxAsm.Compiler.Linking;

/// <summary>Puts the bytes of input sections, of the script's data statements and of the gaps between them into the output sections.</summary>
internal static class SectionContents
{
    public static void Write(LayoutPlan plan, LayoutEngine engine, bool is64)
    {
        foreach (LayoutStep step in plan.Steps)
        {
            if (step.Output is { Exists: true, IsIgnored: false } output)
                Write(output, engine, is64);
        }
        foreach (OutputPlan output in plan.Fixed.Concat(plan.NotAllocated))
            Write(output, engine, is64);
    }

    private static void Write(OutputPlan output, LayoutEngine engine, bool is64)
    {
        OutputSection section = output.Section;
        foreach (LayoutItem item in output.Items)
        {
            if (item.Input is { IsDropped: false } input)
                section.Placed.Add(input);
        }
        if (section.Type == SectionType.NoBits || section.Size == 0)
            return;
        byte[] bytes = new byte[section.Size];
        section.Data = bytes;
        bool isCode = (section.Flags & SectionFlags.Execute) != 0;
        foreach (Gap gap in output.Gaps)
        {
            Span<byte> to = bytes.AsSpan((int)gap.Offset, (int)gap.Size);
            if (gap.Fill is { } pattern)
                Fill(to, pattern);
            else if (isCode)
                FillWithNops(to, is64);
        }
        foreach (LayoutItem item in output.Items)
        {
            if (item.Input is { IsDropped: false } input)
            {
                if (input.Section.Type != SectionType.NoBits && input.Size > 0)
                    (input.Contents ?? input.Section.Data).Span[..(int)input.Size].CopyTo(bytes.AsSpan((int)input.Offset));
            }
            else if (item.Statement is ScriptData data)
            {
                RelocationField.Store(bytes.AsSpan((int)item.Offset), data.Size, (long)engine.Evaluate(data.Value, section, item.Offset));
            }
        }
    }

    private static void Fill(Span<byte> to, byte[] pattern)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = pattern[i % pattern.Length];
    }

    /// <summary>The no-operation instructions that GNU ld writes between pieces of code.</summary>
    private static void FillWithNops(Span<byte> to, bool is64)
    {
        while (to.Length > 0)
        {
            ReadOnlySpan<byte> nop = is64 ? LongNop(Math.Min(to.Length, 10)) : to.Length >= 2 ? [0x66, 0x90] : [0x90];
            nop.CopyTo(to);
            to = to[nop.Length..];
        }
    }

    private static ReadOnlySpan<byte> LongNop(int length) => length switch
    {
        1 => [0x90],
        2 => [0x66, 0x90],
        3 => [0x0F, 0x1F, 0x00],
        4 => [0x0F, 0x1F, 0x40, 0x00],
        5 => [0x0F, 0x1F, 0x44, 0x00, 0x00],
        6 => [0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00],
        7 => [0x0F, 0x1F, 0x80, 0x00, 0x00, 0x00, 0x00],
        8 => [0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        9 => [0x66, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        _ => [0x66, 0x2E, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    };
}
