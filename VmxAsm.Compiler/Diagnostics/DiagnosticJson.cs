using System.Text.Json;
using System.Text.Json.Serialization;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Diagnostics;

/// <summary>A place in the JSON form of a diagnostic. Lines and columns are 1-based, columns count bytes.</summary>
public sealed record JsonPlace(string File, int Line, int Column, int Length, string? Text);

/// <summary>A diagnostic in its JSON form, for editors and scripts.</summary>
public sealed record JsonDiagnostic(
    string Severity,
    string Code,
    string? Check,
    string Message,
    JsonPlace? Place,
    IReadOnlyList<JsonPlace> Labels,
    IReadOnlyList<string> Notes,
    string? Fix,
    IReadOnlyList<JsonPlace> Trace);

/// <summary>Diagnostics as JSON, one object a line.</summary>
public static class DiagnosticJson
{
    public static string Render(Diagnostic diagnostic, SourceSet sources)
    {
        List<JsonPlace> labels = [];
        foreach (DiagnosticLabel label in diagnostic.Labels)
            labels.Add(Place(label.Span, label.Text, sources));
        List<JsonPlace> trace = [];
        foreach ((SourceText text, SourceSpan origin) in sources.Trace(diagnostic.Span))
            trace.Add(Place(origin, text.Name, sources));
        JsonDiagnostic json = new(
            diagnostic.Severity.ToString().ToLowerInvariant(),
            diagnostic.Rule.Code,
            diagnostic.Check,
            diagnostic.Message,
            diagnostic.Span.Start == 0 ? null : Place(diagnostic.Span, null, sources),
            labels,
            diagnostic.Notes,
            diagnostic.Fix,
            trace);
        return Render(json);
    }

    /// <summary>For messages that come from elsewhere and are to look the same.</summary>
    public static string Render(JsonDiagnostic json) => JsonSerializer.Serialize(json, DiagnosticJsonContext.Default.JsonDiagnostic);

    private static JsonPlace Place(SourceSpan span, string? text, SourceSet sources)
    {
        SourceLocation location = sources.Locate(span);
        return new JsonPlace(location.File, location.Line, location.Column, span.Length, text);
    }
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonDiagnostic))]
internal sealed partial class DiagnosticJsonContext : JsonSerializerContext;
