using Iced.Intel;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>Which instructions take no size suffix in GNU as, although their forms differ in size.</summary>
internal static class SuffixRules
{
    private static readonly HashSet<Mnemonic> Refused = [];

    public static bool Refuses(FormRow row) => Refused.Contains(row.Info.Mnemonic);
}
