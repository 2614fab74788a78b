using VmxAsm.Compiler.Linking;

namespace VmxAsm.Compiler.Directives;

/// <summary>The names that <c>.reloc</c> takes: those of the psABI, and GNU BFD's generic ones.</summary>
internal static class RelocationNames
{
    public static int? Find(string name, bool is64)
    {
        foreach (RelocationType row in RelocationTypes.For(is64).Rows)
        {
            if (string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase))
                return (int)row.Number;
        }

        return name.ToUpperInvariant() switch
        {
            "BFD_RELOC_NONE" => 0,
            "BFD_RELOC_8" => is64 ? 14 : 22,
            "BFD_RELOC_16" => is64 ? 12 : 20,
            "BFD_RELOC_32" => is64 ? 10 : 1,
            "BFD_RELOC_64" when is64 => 1,
            _ => null,
        };
    }
}
