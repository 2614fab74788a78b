using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace VmxAsm.Cli;

/// <param name="Words">The words that the value is one of; empty where it is free, or a file.</param>
internal sealed record OptionCompletion(string Name, string Description, bool TakesValue, IReadOnlyList<string> Words);

/// <summary>What a shell needs to know of one command.</summary>
/// <param name="Words">What its arguments can be; empty where they are files.</param>
internal sealed record CompletionEntry(string Name, string Description, IReadOnlyList<OptionCompletion> Options, IReadOnlyList<string> Words)
{
    public static IReadOnlyList<CompletionEntry> Of(RootCommand root) =>
        [.. root.Subcommands.Where(command => !command.Hidden).Select(command => new CompletionEntry(
            command.Name,
            command.Description ?? "",
            [.. from option in command.Options
                from name in option.Aliases.Prepend(option.Name)
                where name != "-?"
                select new OptionCompletion(name, option.Description ?? "", TakesValue(option), TakesValue(option) ? WordsOf(option) : [])],
            [.. command.Arguments.SelectMany(WordsOf)]))];

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0;

    private static string[] WordsOf(Symbol symbol) => [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Where(word => word[0] != '-')];
}

/// <summary>
/// Completion scripts that stand alone: all names are in the script, so that pressing Tab starts no process. Where no word fits, the
/// shell completes files.
/// </summary>
internal static class CompletionScripts
{
    public static string Bash(IReadOnlyList<CompletionEntry> commands)
    {
        StringBuilder text = new();
        text.Append("""
            # bash completion for vmxasm; made by `vmxasm completion bash`
            _vmxasm() {
                local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
                local names="" words=""
                COMPREPLY=()
                # "--format=is" comes as three words, because "=" is in COMP_WORDBREAKS.
                if [ "$word" = = ]; then
                    word=""
                elif [ "$previous" = = ]; then
                    previous="${COMP_WORDS[COMP_CWORD-2]}"
                fi
                if [ "$COMP_CWORD" -eq 1 ]; then

            """);
        text.Append($"        COMPREPLY=($(compgen -W '{string.Join(' ', commands.Select(command => command.Name))} --help --version' -- \"$word\"))\n");
        text.Append("        return\n    fi\n    case \"$command\" in\n");
        foreach (CompletionEntry command in commands)
        {
            text.Append($"    {command.Name})\n");
            text.Append($"        names='{string.Join(' ', command.Options.Select(option => option.Name))}'\n");
            if (command.Words.Count > 0)
                text.Append($"        words='{string.Join(' ', command.Words)}'\n");
            text.Append("        case \"$previous\" in\n");
            foreach (OptionCompletion option in command.Options.Where(option => option.Words.Count > 0))
                text.Append($"        {option.Name}) names=''; words='{string.Join(' ', option.Words)}' ;;\n");
            text.Append("        esac\n        ;;\n");
        }

        text.Append("""
                esac
                if [[ "$word" == -* ]]; then
                    COMPREPLY=($(compgen -W "$names" -- "$word"))
                elif [ -n "$words" ]; then
                    COMPREPLY=($(compgen -W "$words" -- "$word"))
                    compopt +o default 2> /dev/null
                fi
            }
            # Where nothing is offered, readline completes files: it knows how names with blanks are quoted.
            complete -o default -F _vmxasm vmxasm

            """);
        return text.ToString();
    }

    public static string Zsh(IReadOnlyList<CompletionEntry> commands)
    {
        StringBuilder text = new();
        text.Append("#compdef vmxasm\n# zsh completion for vmxasm; made by `vmxasm completion zsh`\n_vmxasm() {\n    local -a commands\n    commands=(\n");
        foreach (CompletionEntry command in commands)
            text.Append($"        '{command.Name}:{ZshText(command.Description)}'\n");
        text.Append("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n");
        text.Append("    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
        foreach (CompletionEntry command in commands)
        {
            text.Append($"    {command.Name})\n        _arguments -S \\\n");
            foreach (OptionCompletion option in command.Options)
            {
                string value = !option.TakesValue ? "" : option.Words.Count > 0 ? $":value:({string.Join(' ', option.Words)})" : ":value:_files";
                string joined = option.TakesValue && option.Name.Length > 2 ? "=" : "";
                text.Append($"            '*{option.Name}{joined}[{ZshText(option.Description)}]{value}' \\\n");
            }

            text.Append(command.Words.Count > 0 ? $"            '*:word:({string.Join(' ', command.Words)})'\n" : "            '*:file:_files'\n").Append("        ;;\n");
        }

        text.Append("    esac\n}\nif [ \"$funcstack[1]\" = _vmxasm ]; then\n    _vmxasm \"$@\"\nelse\n    compdef _vmxasm vmxasm\nfi\n");
        return text.ToString();
    }

    public static string Fish(IReadOnlyList<CompletionEntry> commands)
    {
        StringBuilder text = new("# fish completion for vmxasm; made by `vmxasm completion fish`\n");
        foreach (CompletionEntry command in commands)
        {
            text.Append($"complete -c vmxasm -n __fish_use_subcommand -f -a {command.Name} -d '{Quoted(command.Description)}'\n");
            string when = $"-n '__fish_seen_subcommand_from {command.Name}'";
            foreach (OptionCompletion option in command.Options)
            {
                string name = option.Name.StartsWith("--", StringComparison.Ordinal) ? $"-l {option.Name[2..]}"
                    : option.Name.Length == 2 ? $"-s {option.Name[1..]}" : $"-o {option.Name[1..]}";
                string value = !option.TakesValue ? "" : option.Words.Count > 0 ? $" -x -a '{string.Join(' ', option.Words)}'" : " -r";
                text.Append($"complete -c vmxasm {when} {name}{value} -d '{Quoted(option.Description)}'\n");
            }

            if (command.Words.Count > 0)
                text.Append($"complete -c vmxasm {when} -f -a '{string.Join(' ', command.Words)}'\n");
        }

        return text.ToString();
    }

    public static string PowerShell(IReadOnlyList<CompletionEntry> commands)
    {
        StringBuilder text = new("# PowerShell completion for vmxasm; made by `vmxasm completion pwsh`\n");
        text.Append("Register-ArgumentCompleter -Native -CommandName vmxasm -ScriptBlock {\n    param($word, $line, $position)\n    $names = @{\n");
        foreach (CompletionEntry command in commands)
            text.Append($"        '{command.Name}' = @({string.Join(", ", command.Options.Select(option => option.Name).Concat(command.Words).Select(name => $"'{name}'"))})\n");
        text.Append("    }\n    $values = @{\n");
        foreach (OptionCompletion option in commands.SelectMany(command => command.Options).Where(option => option.Words.Count > 0).DistinctBy(option => option.Name))
            text.Append($"        '{option.Name}' = @({string.Join(", ", option.Words.Select(word => $"'{word}'"))})\n");
        text.Append("""
                }
                $elements = @($line.CommandElements | ForEach-Object { $_.ToString() })
                $count = $elements.Count
                if ($word -eq '') { $count++ }
                $prefix = ''
                if ($word -match '^(-[^=]+=)(.*)$') { $prefix = $Matches[1]; $candidates = $values[$prefix.TrimEnd('=')] }
                elseif ($count -le 2) { $candidates = $names.Keys | Sort-Object }
                elseif ($values.ContainsKey($elements[$count - 2])) { $candidates = $values[$elements[$count - 2]] }
                else { $candidates = $names[$elements[1]] }
                $candidates | ForEach-Object { "$prefix$_" } | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """);
        return text.ToString();
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("'", "\\'");

    private static string ZshText(string text) => text.Replace("'", "'\\''").Replace("[", "\\[").Replace("]", "\\]").Replace(":", "\\:");
}
