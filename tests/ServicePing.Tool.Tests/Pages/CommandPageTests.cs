using System.CommandLine;
using System.Text.RegularExpressions;
using ServicePing.Tests;
using ServicePing.Tool.Commands;

namespace ServicePing.Tool.Tests.Pages;

/// <summary>docs/tool.md has every command, and the pages every option.</summary>
public sealed partial class CommandPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "tool.md"));

    [Fact]
    public void The_page_has_every_command_and_no_other() => Assert.Equal(
        Commands(AllCommands.Create(), "").Select(one => one.Name).Order(StringComparer.Ordinal),
        Row().Matches(Page).SelectMany(row => Mentioned().Matches(row.Value)).Select(name => name.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_pages_have_every_option()
    {
        string pages = string.Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(File.ReadAllText));

        Assert.Empty(
            from command in Commands(AllCommands.Create(), "")
            from option in command.Command.Options
            where !Regex.IsMatch(pages, $@"(?<![\w-]){Regex.Escape(option.Name)}(?![\w-])")
            select $"{command.Name} {option.Name}");
    }

    /// <summary>What somebody may type: of <c>new</c> its parts.</summary>
    private static IEnumerable<(string Name, Command Command)> Commands(Command command, string before) => command.Subcommands.SelectMany(one =>
    {
        string name = $"{before}{one.Name}";
        return one.Subcommands.Count > 0 ? Commands(one, $"{name} ") : [(name, one)];
    });

    /// <summary>The first cell of a row of commands.</summary>
    [GeneratedRegex(@"^\| `[a-z][^|]*\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`((?:(?:new|import|schema|events) )?[a-z-]+)")]
    private static partial Regex Mentioned();
}
