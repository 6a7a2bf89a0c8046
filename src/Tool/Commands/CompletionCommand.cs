using System.CommandLine;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping completion bash|zsh|fish|pwsh</c>: a script that lets a shell complete commands, options and names.</summary>
internal static class CompletionCommand
{
    private static readonly IReadOnlyDictionary<string, string> Scripts = new Dictionary<string, string>
    {
        ["bash"] = """
            # eval "$(serviceping completion bash)" in ~/.bashrc
            _serviceping() {
                local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
                COMPREPLY=($(compgen -W "$(serviceping "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _serviceping serviceping

            """,
        ["zsh"] = """
            # eval "$(serviceping completion zsh)" in ~/.zshrc, behind compinit
            _serviceping() {
                local -a suggested
                suggested=("${(@f)$(serviceping "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                compadd -- ${suggested:#} || _files
            }
            compdef _serviceping serviceping

            """,
        ["fish"] = """
            # serviceping completion fish > ~/.config/fish/completions/serviceping.fish
            complete -c serviceping -a '(serviceping "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'

            """,
        ["pwsh"] = """
            # serviceping completion pwsh | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName serviceping -ScriptBlock {
                param($word, $line, $position)
                serviceping "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
    };

    internal static Command Create()
    {
        Argument<string> shell = new Argument<string>("SHELL") { Description = "The shell." }.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Command command = new("completion", "Prints a script by which a shell completes commands, options, and the names of what a project defines.") { shell };
        command.SetAction(arguments =>
        {
            Console.Write(Scripts[arguments.GetRequiredValue(shell)]);
            return 0;
        });
        return command;
    }
}
