using Xunit;

namespace VmxAsm.Testing;

/// <summary>
/// A fact that needs programs which a machine may lack. It is skipped with their names where they are absent, unless the environment
/// says <c>VMXASM_REQUIRE_TOOLS=1</c>, as the continuous-integration run does: then the test runs and fails.
/// </summary>
public sealed class RequiresToolFactAttribute : FactAttribute
{
    public RequiresToolFactAttribute(params string[] tools) => Skip = RequiredTools.ReasonToSkip(tools);
}

/// <inheritdoc cref="RequiresToolFactAttribute"/>
public sealed class RequiresToolTheoryAttribute : TheoryAttribute
{
    public RequiresToolTheoryAttribute(params string[] tools) => Skip = RequiredTools.ReasonToSkip(tools);
}

internal static class RequiredTools
{
    public static string? ReasonToSkip(string[] tools)
    {
        string[] absent = [.. tools.Where(tool => ExternalTool.Find(tool) is null)];
        if (absent.Length == 0 || Environment.GetEnvironmentVariable("VMXASM_REQUIRE_TOOLS") == "1")
            return null;

        return $"needs {string.Join(", ", absent.Select(tool => $"`{tool}`"))}, which this machine does not have";
    }
}
