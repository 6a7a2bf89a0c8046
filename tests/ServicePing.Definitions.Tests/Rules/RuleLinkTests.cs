using ServicePing.Definitions.Problems;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>Links of rules are addresses that open.</summary>
public sealed class RuleLinkTests
{
    private static readonly Rule Rule = ServicePing.Definitions.Problems.Rules.All[0];

    [Fact]
    public void A_link_leads_below_the_project_s_address_as_soon_as_it_has_one()
    {
        Assert.Equal("https://example.com/ping/docs/rules/SP0001.md", RulePages.Of(Rule, "", "https://example.com/ping"));
        Assert.Equal("https://example.com/ping/docs/rules/SP0001.md", RulePages.Of(Rule, "/packages/docs", "https://example.com/ping/"));
    }

    [Theory]
    [InlineData("/packages/C# code/50%/docs")]
    [InlineData("/packages/ü/docs/")]
    public void Until_then_it_leads_to_the_file_that_came_along(string folder)
    {
        Uri page = new(RulePages.Of(Rule, folder, ""));

        Assert.True(page.IsFile);
        Assert.Equal(Path.Combine(folder, "rules", "SP0001.md"), page.LocalPath);
        Assert.Equal("", page.Fragment);
    }

    [Fact]
    public void A_page_that_nobody_knows_a_place_of_has_no_link() => Assert.Equal("", RulePages.Of(Rule, "", ""));

    [Fact]
    public void Every_rule_s_link_opens_a_page() => Assert.All(
        ServicePing.Definitions.Problems.Rules.All,
        rule => Assert.True(File.Exists(new Uri(RulePages.Of(rule, Repository.PathOf("docs"), "")).LocalPath), rule.Id));
}
