using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>What a vocabulary says, and what definitions need not say because of it.</summary>
public sealed class VocabularyTests
{
    private const string Plain = """
        key_path: counts.members
        description: Members who have signed up
        time_frame: all
        query: { operation: count, from: members }
        """;

    private const string Defaults = """
        tiers: [community, business]
        owners: { billing: { contact: billing@example.com }, members: { contact: members@example.com } }
        defaults:
          - { product_group: billing, tiers: [community, business], milestone: "1.0", introduced_by_url: https://example.com/changes/1 }
          - { folder: metrics, data_category: optional, value_type: number, status: active, data_source: database }
          - { folder: metrics/members, product_group: members, time_frame: [7d, all] }
          - { folder: metrics/members/old/, tiers: [business], data_category: operational }
        """;

    [Fact]
    public void Every_word_of_a_vocabulary_is_read()
    {
        ProductWords words = Words("""
            tiers: [community, business]
            editions: [CE, BE]
            identifiers:
              member: { type: integer }
              organisation: { type: uuid }
              device: { type: text }
              invoice: { type: Acme.Billing.InvoiceId }
            owners:
              billing: { contact: billing@example.com }
            categories: [invoicing]
            performance_indicators: [adoption]
            ready_made: [host, redis]
            defaults:
              - { product_group: billing, tiers: [business] }
              - { folder: metrics/legacy/, data_category: operational }
            """);

        Assert.Equal(
            new ProductWords
            {
                Tiers = ["community", "business"],
                Editions = ["CE", "BE"],
                Identifiers =
                [
                    new("member", IdentifierType.Integer), new("organisation", IdentifierType.Uuid), new("device", IdentifierType.Text),
                    new("invoice", IdentifierType.Own, "Acme.Billing.InvoiceId"),
                ],
                Owners = [new("billing", "billing@example.com")],
                Categories = ["invoicing"],
                PerformanceIndicators = ["adoption"],
                ReadyMade = ["host", "redis"],
                Defaults =
                [
                    new("", "product_group", ["billing"], false), new("", "tiers", ["business"], true),
                    new("metrics/legacy", "data_category", ["operational"], false),
                ],
            },
            words);
    }

    [Fact]
    public void A_list_that_is_not_given_stays_that_of_GitLab()
    {
        ProductWords words = Words("editions: [CE]\n");

        Assert.Equal(GitLabWords.All with { Editions = ["CE"] }, words);
        Assert.Equal(["free", "premium", "ultimate"], words.Tiers);
    }

    [Fact]
    public void A_plain_metric_takes_four_lines()
    {
        ReadFile file = Read("metrics/plain.yml", Plain);

        Assert.Empty(file.Problems);
        MetricDefinition metric = Assert.Single(file.Meaning.Metrics);
        Assert.Equal(("billing", "1.0", "https://example.com/changes/1"), (metric.ProductGroup, metric.Milestone, metric.IntroducedByUrl));
        Assert.Equal((DataSource.Database, DataCategory.Optional), (metric.DataSource, metric.DataCategory));
        Assert.Equal(["community", "business"], metric.Tiers);
    }

    [Fact]
    public void A_definition_means_the_same_as_if_it_said_all_of_it() => Assert.Equal(
        Read("metrics/plain.yml", $"""
            {Plain}
            product_group: billing
            tiers: [community, business]
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            data_category: optional
            value_type: number
            status: active
            data_source: database
            """).Meaning,
        Read("metrics/plain.yml", Plain).Meaning);

    [Theory]
    [InlineData("metrics/members/a.yml", "members", "community business", DataCategory.Optional)]
    [InlineData("metrics/members/old/a.yml", "members", "business", DataCategory.Operational)]
    [InlineData("metrics/members/old/deeper/a.yml", "members", "business", DataCategory.Operational)]
    [InlineData("metrics/members_old/a.yml", "billing", "community business", DataCategory.Optional)]
    public void The_longest_folder_wins_key_by_key(string path, string owner, string tiers, DataCategory category)
    {
        MetricDefinition metric = Assert.Single(Read(path, Plain).Meaning.Metrics);

        Assert.Equal((owner, tiers, category), (metric.ProductGroup, string.Join(' ', metric.Tiers), metric.DataCategory));
        Assert.Equal([TimeFrame.All], metric.TimeFrames);
    }

    [Fact]
    public void A_period_may_be_left_to_the_folder() => Assert.Equal(
        [TimeFrame.SevenDays, TimeFrame.All],
        Assert.Single(Read("metrics/members/a.yml", Plain.Replace("time_frame: all\n", "", StringComparison.Ordinal)).Meaning.Metrics).TimeFrames);

    [Fact]
    public void An_event_has_the_defaults_that_it_has_keys_for()
    {
        ReadFile file = Read("events/join.yml", "action: join_group\ndescription: Somebody joins a group\ninternal_events: true\n");

        Assert.Empty(file.Problems);
        Assert.Equal(
            ("billing", "1.0", "community business"),
            Assert.Single(file.Meaning.Events) is var one ? (one.ProductGroup, one.Milestone, string.Join(' ', one.Tiers)) : default);
    }

    [Fact]
    public void What_a_definition_says_itself_holds_even_where_it_is_wrong() => Assert.Equal(
        ["SP0004"], Read("metrics/plain.yml", Plain + "\nmilestone:\n").Problems.Select(problem => problem.Rule.Id));

    [Fact]
    public void What_has_no_default_is_still_missing()
    {
        ReadFile file = Read("metrics/plain.yml", Plain.Replace("time_frame: all\n", "", StringComparison.Ordinal));
        Assert.Equal("'time_frame' is missing: add it, one of 7d, 28d, all, none, or a list.", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void A_problem_with_a_default_stands_at_the_first_key_of_the_definition()
    {
        ReadFile file = Read("metrics/plain.yml", Plain.Replace("from: members", "from: members, group_by: state", StringComparison.Ordinal));
        Assert.Equal((0, 8), Assert.Single(file.Problems) is { Rule.Id: "SP0611", Span: var span } ? (span.Start, span.Length) : default);
    }

    private static ProductWords Words(string text)
    {
        ReadFile file = DefinitionReader.ReadAt("/forge/vocabulary.yml", DefinitionPath.Vocabulary, () => text)!;
        Assert.Empty(file.Problems);
        return file.Meaning.Words!;
    }

    private static ReadFile Read(string path, string text) =>
        DefinitionReader.ReadAt("/forge/" + path, path, () => text, Words(Defaults))!;
}
