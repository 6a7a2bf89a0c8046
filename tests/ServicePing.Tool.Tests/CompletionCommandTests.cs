using ServicePing.Tests;
using ServicePing.Tool.Tests.Dictionary;

namespace ServicePing.Tool.Tests;

/// <summary>What shells complete.</summary>
public sealed class CompletionCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-complete-");

    public CompletionCommandTests() => new SmallProject().WriteTo(Path.Combine(_folder.FullName, "ping"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("serviceping expl", "explain")]
    [InlineData("serviceping explain counts.iss", "counts.issues counts.issues_monthly counts.issues_weekly")]
    [InlineData("serviceping show create_", "create_issue")]
    [InlineData("serviceping list --source redis", "redis redis_hll")]
    [InlineData("serviceping list --sou", "--source")]
    [InlineData("serviceping import g", "gitlab")]
    [InlineData("serviceping completion f", "fish")]
    public async Task Bash_completes_commands_options_words_and_names(string line, string words)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "serviceping.dll");
        string script = $$"""
            serviceping() { dotnet '{{tool}}' "$@"; }
            eval "$(serviceping completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _serviceping
            echo "${COMPREPLY[*]}"
            """;

        ProgramRun run = await ProgramRun.Of(_folder.FullName, "bash", "-c", script, "bash", line);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(words.Split(' '), run.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("zsh", "compdef _serviceping serviceping")]
    [InlineData("fish", "complete -c serviceping")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName serviceping")]
    public async Task The_other_shells_ask_the_same(string shell, string line)
    {
        ProgramRun run = await ToolRun.Of(_folder.FullName, "completion", shell);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("ksh")]
    public async Task Another_shell_is_refused(params string[] shell)
    {
        ProgramRun run = await ToolRun.Of(_folder.FullName, ["completion", .. shell]);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }
}
