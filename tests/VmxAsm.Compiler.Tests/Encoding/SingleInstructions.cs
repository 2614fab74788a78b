using System.Text;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>Our assembler, asked what it makes of each of many lines.</summary>
internal static class SingleInstructions
{
    public static LineResult[] Assemble(IReadOnlyList<string> lines, int bits, bool intel, bool is64BitObject)
    {
        var sources = new SourceSet();
        var diagnostics = new DiagnosticBag();
        var assembler = new Assembler(CompilationOptions.Default with { Is64BitObject = is64BitObject }, sources, diagnostics);
        assembler.State.CodeBits = bits;
        assembler.State.IntelSyntax = intel;
        assembler.State.NakedRegisters = intel;
        var encoded = new EncodedInstruction();
        var results = new LineResult[lines.Count];
        for (int i = 0; i < lines.Count; i++)
            results[i] = Assemble(assembler, sources.Add("line", lines[i] + "\n"), encoded, is64BitObject);
        return results;
    }

    private static LineResult Assemble(Assembler assembler, SourceText text, EncodedInstruction encoded, bool is64BitObject)
    {
        var cursor = new Cursor(text);
        int errors = assembler.Diagnostics.ErrorCount;
        ReadOnlySpan<byte> name = cursor.TakeName();
        cursor.SkipBlanks();
        encoded.Clear();
        bool done = assembler.Instructions.Assemble(ref cursor, name, encoded);
        cursor.SkipBlanks();
        if (!done || !cursor.AtEnd || assembler.Diagnostics.ErrorCount != errors)
            return new LineResult(null, "refused");
        if (!is64BitObject)
        {
            // A 32-bit object's relocations keep their addend in the field: the distance from the field to where the branch is relative to.
            for (int i = 0; i < encoded.FixupCount; i++)
            {
                ref FieldFixup field = ref encoded.Fixups[i];
                for (int j = 0; j < field.Size && field.Kind == FieldKind.PcRelative; j++)
                    encoded.Bytes[field.Offset + j] = (byte)((field.Offset - encoded.Length) >> (8 * j));
            }
        }
        var bytes = new StringBuilder(Convert.ToHexString(encoded.Bytes.AsSpan(0, encoded.Length)));
        if (encoded.Branch != BranchKind.None)
        {
            bytes.Append(encoded.Branch == BranchKind.Jump ? "E9" : $"0F8{encoded.Condition:X}");
            bytes.Append(is64BitObject ? new string('0', encoded.LongDisplacementSize * 2) : encoded.LongDisplacementSize == 2 ? "FEFF" : "FCFFFFFF");
        }
        return new LineResult(bytes.ToString(), null);
    }
}
