namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>Names that the expressions of a script use, which counts as a reference for PROVIDE.</summary>
internal static class ScriptNames
{
    /// <param name="isMissing">Whether objects use a name that none of them defines: what a PROVIDE of it uses counts as well.</param>
    public static IReadOnlySet<string> UsedIn(IEnumerable<ScriptStatement> script, Func<string, bool> isMissing)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var provided = new List<ScriptAssignment>();
        foreach (ScriptStatement statement in script)
            Collect(statement, names, provided);
        bool found;
        do
        {
            found = false;
            for (int i = provided.Count - 1; i >= 0; i--)
            {
                if (!names.Contains(provided[i].Target) && !isMissing(provided[i].Target))
                    continue;
                Collect(names, provided[i].Value);
                provided.RemoveAt(i);
                found = true;
            }
        }
        while (found);
        return names;
    }

    /// <summary>Whether an expression is a call of a function, or has one in it where ld's manual shows it: as an operand, or in parentheses.</summary>
    public static bool Calls(ScriptExpression expression, string function) => expression switch
    {
        ScriptCall call => call.Function == function || call.Arguments.Any(argument => Calls(argument, function)),
        ScriptBinary { Left: not ScriptBinary } binary => Calls(binary.Left, function) || Calls(binary.Right, function),
        _ => false,
    };

    /// <summary>Names that the script gives a value in any case.</summary>
    public static IReadOnlySet<string> DefinedIn(IEnumerable<ScriptStatement> script)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScriptStatement statement in script)
        {
            switch (statement)
            {
                case ScriptSections sections:
                    names.UnionWith(DefinedIn(sections.Statements));
                    break;
                case ScriptOutputSection output:
                    names.UnionWith(DefinedIn(output.Contents));
                    break;
                case ScriptAssignment { Kind: AssignmentKind.Plain or AssignmentKind.Hidden } assignment:
                    names.Add(assignment.Target);
                    break;
            }
        }
        return names;
    }

    private static void Collect(ScriptStatement statement, HashSet<string> names, List<ScriptAssignment> provided)
    {
        switch (statement)
        {
            case ScriptSections sections:
                foreach (ScriptStatement inner in sections.Statements)
                    Collect(inner, names, provided);
                break;
            case ScriptOutputSection output:
                Collect(names, output.Address, output.LoadAddress, output.Alignment, output.SubAlignment, output.Fill);
                foreach (ScriptStatement inner in output.Contents)
                    Collect(inner, names, provided);
                break;
            case ScriptAssignment { Kind: AssignmentKind.Provide or AssignmentKind.ProvideHidden } provide:
                provided.Add(provide);
                break;
            case ScriptAssignment assignment:
                Collect(names, assignment.Value);
                break;
            case ScriptAssert assertion:
                Collect(names, assertion.Condition);
                break;
            case ScriptData data:
                Collect(names, data.Value);
                break;
            case ScriptFill fill:
                Collect(names, fill.Value);
                break;
            case ScriptMemory memory:
                foreach (ScriptRegion region in memory.Regions)
                    Collect(names, region.Origin, region.Length);
                break;
        }
    }

    private static void Collect(HashSet<string> names, params ReadOnlySpan<ScriptExpression?> expressions)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return; // evaluation reports it
        foreach (ScriptExpression? expression in expressions)
        {
            switch (expression)
            {
                case ScriptName name:
                    names.Add(name.Name);
                    break;
                case ScriptUnary unary:
                    Collect(names, unary.Operand);
                    break;
                case ScriptBinary binary:
                    Collect(names, binary.Left, binary.Right);
                    break;
                case ScriptConditional conditional:
                    Collect(names, conditional.Condition, conditional.Then, conditional.Else);
                    break;
                case ScriptCall call:
                    foreach (ScriptExpression argument in call.Arguments)
                        Collect(names, argument);
                    break;
            }
        }
    }
}
