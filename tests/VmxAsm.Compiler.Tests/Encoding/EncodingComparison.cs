using System.Text;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Tests.Encoding.Generation;
using Decoder = Iced.Intel.Decoder;
using DecoderOptions = Iced.Intel.DecoderOptions;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>How a form fared against GNU as, in one mode and one syntax.</summary>
internal enum Verdict
{
    Identical,
    Known,
    Different,
}

/// <param name="Form">Index in the form table.</param>
internal sealed record Compared(int Form, string Line, LineResult Gnu, LineResult Ours, Verdict Verdict, string? Reason);

/// <summary>Assembles sampled lines with both assemblers and judges the answers.</summary>
internal static class EncodingComparison
{
    private static readonly Lazy<FormRow[]> Rows = new(() => FormSource.Rows().ToArray());

    /// <summary>The form table's rows, which know the opcodes they come from.</summary>
    public static FormRow RowOf(int form) => Rows.Value[form];

    /// <param name="share">Every how many-th form is taken, on average.</param>
    public static List<Compared> Run(int bits, bool intel, int seed, int samples, int share)
    {
        CodeMode mode = bits switch { 16 => CodeMode.Code16, 32 => CodeMode.Code32, _ => CodeMode.Code64 };
        var random = new Random(seed);
        var sampler = new InstructionSampler(seed);
        var lines = new List<string>();
        var forms = new List<int>();
        for (int name = 0; name < MnemonicTable.Count; name++)
        {
            string text = System.Text.Encoding.ASCII.GetString(MnemonicTable.Name(name));
            foreach (ushort index in MnemonicTable.Forms(name, intel))
            {
                InstructionForm form = FormTable.Get(index);
                if (((form.Modes >> (int)mode) & 1) == 0 || random.Next(share) != 0)
                    continue;
                for (int i = 0; i < samples; i++)
                {
                    lines.Add(sampler.Sample(text, form, mode, intel));
                    forms.Add(index);
                }
            }
        }
        bool is64 = bits == 64;
        LineResult[] gnu = GnuAssembler.Assemble([$".code{bits}", intel ? ".intel_syntax noprefix" : ".att_syntax"], lines, is64);
        LineResult[] ours = SingleInstructions.Assemble(lines, bits, intel, is64);
        var compared = new List<Compared>();
        for (int i = 0; i < lines.Count; i++)
            compared.Add(Judge(forms[i], lines[i], gnu[i], ours[i], bits));
        return compared;
    }

    private static Compared Judge(int form, string line, LineResult gnu, LineResult ours, int bits)
    {
        bool same = gnu.Error is null ? gnu.Bytes == ours.Bytes : ours.Error is not null;
        if (same)
            return new Compared(form, line, gnu, ours, Verdict.Identical, null);
        string? reason = KnownDifferences.Reason(line, gnu, ours);
        if (reason is not null && gnu.Error is not null && gnu.Error.StartsWith("no such", StringComparison.Ordinal) && !DecodesToTheSame(form, ours, bits))
            reason = null;
        return new Compared(form, line, gnu, ours, reason is null ? Verdict.Different : Verdict.Known, reason);
    }

    /// <summary>Whether Iced's decoder reads the instruction back.</summary>
    private static bool DecodesToTheSame(int form, LineResult ours, int bits)
    {
        if (ours.Bytes is null)
            return true;
        FormRow row = RowOf(form);
        byte[] bytes = Convert.FromHexString(ours.Bytes);
        int start = row.Flags.HasFlag(FormFlags.Fwait) ? Array.IndexOf(bytes, (byte)0x9B) + 1 : 0;
        byte[] padded = [.. bytes.AsSpan(start), .. new byte[16]];
        DecoderOptions options = Rows.Value.Where(other => other.Info.Mnemonic == row.Info.Mnemonic).Aggregate(DecoderOptions.None, (all, other) => all | other.Info.DecoderOption);
        var decoder = Decoder.Create(bits, padded, options);
        Iced.Intel.Instruction decoded = decoder.Decode();
        string expected = row.Info.Mnemonic.ToString();
        string read = decoded.Mnemonic.ToString();
        return decoded.Length == bytes.Length - start
            && (read == expected || row.Flags.HasFlag(FormFlags.Fwait) && read == "Fn" + expected[1..]);
    }

    public static string Describe(IEnumerable<Compared> differences)
    {
        var text = new StringBuilder();
        foreach (Compared difference in differences.Take(20))
            text.Append(difference.Line).Append("\n    GNU as: ").Append(difference.Gnu.Bytes ?? difference.Gnu.Error).Append("\n    ours:   ")
                .Append(difference.Ours.Bytes ?? difference.Ours.Error).Append('\n');
        return text.ToString();
    }
}
