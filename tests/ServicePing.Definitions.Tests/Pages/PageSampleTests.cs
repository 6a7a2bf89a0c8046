using ServicePing.Definitions.Problems;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Pages;

/// <summary>
/// The YAML of every page is right. Each block names its file in its first line, and those of a page are a project; what names none is a piece
/// of a definition, which is completed. Pages below docs/how-to are validated, and computed, by the tests of the tool.
/// </summary>
public sealed class PageSampleTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}").Append("README.md")
            .Where(page => Blocks(page).Any()).Order(StringComparer.Ordinal),
    ];

    /// <summary>What is no definition: a comment for editors.</summary>
    private static readonly string[] NoDefinitions = ["docs/editors.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_definition_of_a_page_is_right(string page) => Assert.Empty(Problems(Blocks(page)));

    [Theory]
    [InlineData("# metrics/a.yml\nkey_path: counts.a\n", "SP0003")]
    [InlineData("key_path: counts.a\nevetns: [{ name: a }]\n", "Unknown key 'evetns'")]
    [InlineData("additional_properties:\n  label: { descritpion: A label }\n", "Unknown key 'descritpion'")]
    public void A_definition_or_a_piece_that_is_wrong_is_found(string text, string message) =>
        Assert.Contains(Problems(PageBlock.Of($"```yaml\n{text}```")), problem => problem.Contains(message, StringComparison.Ordinal));

    private static IReadOnlyList<string> Problems(IEnumerable<PageBlock> blocks)
    {
        TestProject project = new();
        foreach ((int number, PageBlock block) in blocks.Index())
        {
            const string root = "ServicePing/";
            string path = block.Path ?? (block.Text.StartsWith("key_path:", StringComparison.Ordinal) ? $"metrics/piece_{number}.yml" : $"events/piece_{number}.yml");
            string text = block.Path is not null ? block.Text
                : path.StartsWith("metrics/", StringComparison.Ordinal) ? Yaml.Metric(block.Text.TrimEnd().Split('\n'))
                : Yaml.Event(block.Text.TrimEnd());
            project.With(path[(path.IndexOf(root, StringComparison.Ordinal) is var at && at < 0 ? 0 : at + root.Length)..], text);
        }

        return [.. project.Check().Where(problem => problem.Rule.Level == RuleLevel.Error && !IsOfElsewhere(problem)).Select(problem => problem.ToString())];
    }

    /// <summary>What the program that the page is about has besides: its classes, and events of its libraries.</summary>
    private static bool IsOfElsewhere(Problem problem) =>
        problem.Rule.Id is "SP0615" or "SP0707";

    private static IEnumerable<PageBlock> Blocks(string page) => NoDefinitions.Contains(page)
        ? []
        : PageBlock.Of(File.ReadAllText(Repository.PathOf(page))).Where(block => block.Language == "yaml");
}
