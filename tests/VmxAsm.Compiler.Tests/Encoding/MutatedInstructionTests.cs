using System.Text;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>Instructions with random damage: each is assembled or refused, and nothing is thrown.</summary>
public sealed class MutatedInstructionTests(ITestOutputHelper output)
{
    private const string Alphabet = "%$(),*:{}[]+-0123456789abcdefxyz rspi~!@&|<>=^.\"'\\\t\u00e9";

    [Theory]
    [InlineData(16, false)]
    [InlineData(32, true)]
    [InlineData(64, false)]
    [InlineData(64, true)]
    public void Damaged_instructions_are_assembled_or_refused(int bits, bool intel)
    {
        int seed = Sampling.Seed();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sampler = new InstructionSampler(seed);
        var mode = bits switch { 16 => CodeMode.Code16, 32 => CodeMode.Code32, _ => CodeMode.Code64 };
        var lines = new List<string>();
        while (lines.Count < 5000)
        {
            int name = random.Next(MnemonicTable.Count);
            ReadOnlySpan<ushort> forms = MnemonicTable.Forms(name, intel);
            if (forms.IsEmpty)
                continue;
            string line = sampler.Sample(System.Text.Encoding.ASCII.GetString(MnemonicTable.Name(name)), FormTable.Get(forms[random.Next(forms.Length)]), mode, intel);
            lines.Add(Damage(line, random));
        }
        LineResult[] results = SingleInstructions.Assemble(lines, bits, intel, bits == 64);
        Assert.Contains(results, result => result.Error is not null);
        Assert.Contains(results, result => result.Bytes is not null);
    }

    private static string Damage(string line, Random random)
    {
        var text = new StringBuilder(line);
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            switch (random.Next(3))
            {
                case 0 when text.Length > at:
                    text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                default:
                    text.Insert(at, line.AsSpan(random.Next(line.Length)));
                    break;
            }
        }
        return text.ToString();
    }
}
