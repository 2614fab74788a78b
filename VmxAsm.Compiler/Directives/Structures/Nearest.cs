using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Compiler.Directives.Structures;

internal static class Nearest
{
    /// <summary><c>; did you mean `x`</c>, or nothing when no name is near.</summary>
    public static string Suggestion(string name, IEnumerable<string> candidates) =>
        NearestName.Find(name, candidates) is { } nearest ? $"; did you mean `{nearest}`" : "";
}
