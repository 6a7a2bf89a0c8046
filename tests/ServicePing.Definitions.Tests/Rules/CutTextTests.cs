using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Tests.Rules.RuleExample;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What YAML takes for a comment behind SQL.</summary>
public sealed class CutTextTests
{
    private const string File = "metrics/counts_all/other.yml";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        InFile("SP0633", File, Where("settings [|#>> '{flags,beta}' = 'on'|]"), Where("\"settings #>> '{flags,beta}' = 'on'\""), "in quotes"),
        InFile("SP0634", File, Where("weight > 5 [|# heavy ones|]"), Where("\"weight > 5\" # heavy ones"), "no part of the SQL"),
    ];

    [Theory]
    [InlineData("where: settings [|#> '{a}' IS NOT NULL|]")]
    [InlineData("where: settings [|#- '{a}' <> '{}'|]")]
    [InlineData("where: flags [|# 4 > 0|]")]
    [InlineData("where: flags [|# mask = 0|]")]
    [InlineData("where: flags [|# :mask|]")]
    [InlineData("where: (flags [|# (4 | 2)) = 0|]")]
    [InlineData("where: settings [|#>>path = 'x' AND state IS NOT NULL|]  ")]
    [InlineData("where:\n  - state = 1\n  - settings [|#>> '{a}' = 'b'|]\n  - weight > 1")]
    [InlineData("where: weight > 1\n  AND settings [|#>> '{a}' = 'b'|]")]
    [InlineData("where: [state = 1, settings [|#>> '{a}' = 'b'|]\n  ]")]
    [InlineData("column: settings [|#>> '{a}'|]")]
    [InlineData("joins: JOIN a ON a.settings [|#>> '{a}' = 'b'|]")]
    [InlineData("timestamp_column: settings [|#>> '{a}'|]")]
    [InlineData("group_by:\n- settings [|#>> '{a}'|]")]
    public void Sql_that_is_cut_off_is_a_warning(string text) =>
        Assert.Single(Query(text), problem => problem.Rule.Id is "SP0633");

    [Theory]
    [InlineData("where: weight > 5 [|# comment|]")]
    [InlineData("where: weight > 5 [|# 4 issues are too few|]")]
    [InlineData("where: weight > 5 [|#------|]")]
    [InlineData("where: lower(x) = y [|# see https://example.com/a?b=c|]")]
    [InlineData("where: state = 1 [|# don't count the closed|]")]
    [InlineData("where: state = 1 [|#12 in the tracker|]")]
    [InlineData("where: state = 1 [|#|]")]
    public void A_remark_behind_an_expression_is_an_information(string text) =>
        Assert.Single(Query(text), problem => problem.Rule.Id is "SP0634");

    [Theory]
    [InlineData("where: \"settings #>> '{a}' = 'b'\"")]
    [InlineData("where: 'flags # 4 > 0' # the third bit")]
    [InlineData("where: |\n  settings #>> '{a}' = 'b'")]
    [InlineData("where: >-\n  flags # 4 > 0")]
    [InlineData("where: | # the third bit\n  flags # 4 > 0")]
    [InlineData("where: settings#>>'{a}' = 'b'")]
    [InlineData("column: author_id # whoever wrote it")]
    [InlineData("column: t.author_id # whoever wrote it")]
    [InlineData("joins: [] # none")]
    [InlineData("where: state = 1\n# settings #>> '{a}' = 'b'")]
    [InlineData("where:\n# first\n- state = 1\n# second\n- weight = 2")]
    public void Other_comments_are_silent(string text) =>
        Assert.DoesNotContain(Query(text), problem => problem.Rule.Id is "SP0633" or "SP0634");

    private static IReadOnlyList<Problem> Query(string text)
    {
        string[] lines = ["operation: count", "from: t", .. text.Split('\n')];
        string marked = Yaml.Query(lines).Replace("counts.issues_open", "counts.other", StringComparison.Ordinal);
        string plain = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        IReadOnlyList<Problem> problems = [.. TestProject.Of(File, plain).Check()];
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        Assert.All(
            problems.Where(problem => problem.Rule.Id is "SP0633" or "SP0634"),
            problem => Assert.Equal((start, marked.IndexOf("|]", StringComparison.Ordinal) - 2), (problem.Span.Start, problem.Span.Start + problem.Span.Length)));
        return problems;
    }

    private static string Where(string sql) => Yaml.Query("operation: count", "from: t", $"where: {sql}")
        .Replace("counts.issues_open", "counts.other", StringComparison.Ordinal);
}
