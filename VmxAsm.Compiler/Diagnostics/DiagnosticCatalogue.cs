namespace VmxAsm.Compiler.Diagnostics;

/// <summary>Every rule that a diagnostic can cite, by code: for <c>vmxasm explain</c>, for <c>-Wno-CODE</c>, for docs/errors.</summary>
public static class DiagnosticCatalogue
{
    /// <summary>All families, in the order of their numbers. A family that is missing here fails a test.</summary>
    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        .. SyntaxRules.All,
        .. DirectiveRules.All,
        .. EncodingRules.All,
        .. SymbolRules.All,
        .. LinkRules.All,
        .. StructureRules.All,
    ];

    /// <summary>The rule with a code, in either case; null when there is none.</summary>
    public static DiagnosticRule? Find(string code) => All.FirstOrDefault(rule => rule.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}
