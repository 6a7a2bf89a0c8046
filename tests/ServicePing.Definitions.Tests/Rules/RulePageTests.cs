using ServicePing.Definitions.Problems;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The pages below <c>docs/rules</c> and the table of rules say the same.</summary>
public sealed class RulePageTests
{
    private static readonly string Folder = Repository.PathOf("docs", "rules");

    [Fact]
    public void Every_rule_has_a_page_with_its_title_and_level()
    {
        foreach (Rule rule in ServicePing.Definitions.Problems.Rules.All)
        {
            string[] lines = File.ReadAllLines(Path.Combine(Folder, $"{rule.Id}.md"));

            Assert.Equal($"# {rule.Id}: {rule.Title}", lines[0]);
            Assert.Equal($"Level: {LevelOf(rule)}", lines[2]);
        }
    }

    [Fact]
    public void Every_page_has_a_rule_and_a_line_in_the_index()
    {
        string index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        string[] pages = [.. Directory.EnumerateFiles(Folder, "SP*.md").Select(page => Path.GetFileNameWithoutExtension(page)).Order(StringComparer.Ordinal)];

        Assert.Equal(ServicePing.Definitions.Problems.Rules.All.Select(rule => rule.Id), pages);
        Assert.All(
            ServicePing.Definitions.Problems.Rules.All,
            rule => Assert.Contains($"| [{rule.Id}]({rule.Id}.md) | {LevelOf(rule)} | {rule.Title} |", index, StringComparison.Ordinal));
    }

    private static string LevelOf(Rule rule) => rule.Level switch
    {
        RuleLevel.Error => "error",
        RuleLevel.Warning => "warning",
        _ => "information",
    };
}
