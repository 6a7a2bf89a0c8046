using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What definitions may say in a product with words of its own.</summary>
public sealed class VocabularyRuleTests
{
    private const string Words = """
        tiers: [community, business]
        identifiers: { member: { type: integer }, organisation: { type: uuid } }
        owners: { billing: { contact: billing@example.com }, members: { contact: https://example.com/members } }
        categories: [invoicing, signup]
        performance_indicators: [adoption]
        """;

    internal static readonly RuleExample[] Examples =
    [
        new("SP0011", () => Defaults("[|metric/legacy|]"), () => Defaults("metrics/legacy"), "Did you mean 'metrics'?"),
        new("SP0011", () => Defaults("[|queries|]"), () => Defaults("events/"), "no folder of metrics or events"),
        new("SP0205", () => Owned("[|biling|]"), () => Owned("billing"), "Did you mean 'billing'?"),
        new("SP0205", () => Of(Event("product_group: [|planning|]")), () => Of(Event()), "add it to 'owners'"),
        new("SP0206", () => Of(Metric("product_categories: [signup, [|invoices|]]")), () => Of(Metric("product_categories: [signup, invoicing]")), "no category"),
        new("SP0206", () => Of(Event("product_categories: [[|sign_up|]]")), () => Of(Event("product_categories: []")), "Did you mean 'signup'?"),
    ];

    [Theory]
    [InlineData("tiers: [community, [|premium|]]", "use one of community, business")]
    [InlineData("performance_indicator_type: [[|gmau|]]", "use one of adoption")]
    [InlineData("[|tiers|]:", "must be a list")]
    public void A_metric_has_the_words_of_the_product_alone(string change, string message) =>
        Assert.Contains(message, Of(Metric(change)).Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tiers: [[|free|]]", "use one of community, business")]
    [InlineData("identifiers: [member, [|user|]]", "use one of member, organisation")]
    [InlineData("identifiers: [[|organization|]]", "Did you mean 'organisation'?")]
    public void An_event_has_the_words_of_the_product_alone(string change, string message) =>
        Assert.Contains(message, Of(Event(change)).Single().Message, StringComparison.Ordinal);

    [Fact]
    public void The_words_of_the_product_are_no_problem() => Assert.Empty(
        Of(Metric("performance_indicator_type: [adoption]")).With("events/pay.yml", Event("identifiers: [organisation]")).Check());

    [Fact]
    public void A_removed_definition_keeps_its_owner_and_its_categories() => Assert.Empty(Of(Metric(
        "product_group: planning", "product_categories: [boards]", "status: removed", "milestone_removed: '1.1'", "removed_by_url:")).Check());

    /// <summary>Each list that the vocabulary does not give stays GitLab's, or open.</summary>
    [Fact]
    public void Other_lists_stay_as_they_are() => Assert.Empty(
        TestProject.Forge().With(DefinitionPath.Vocabulary, "editions: [CE, EE]\n")
            .With("metrics/other.yml", Yaml.Metric(
                "key_path: counts.other", "query: { operation: count, from: t }", "performance_indicator_type: [gmau]",
                "product_group: anybody", "product_categories: [anything]"))
            .Check());

    /// <summary>One error in the vocabulary is one message, and not one more in each definition.</summary>
    [Theory]
    [InlineData("tiers: [community, business]", "tiers: community")]
    [InlineData("owners: { billing: { contact: billing@example.com }, members: { contact: https://example.com/members } }", "owners: [billing]")]
    [InlineData("identifiers: { member: { type: integer }, organisation: { type: uuid } }", "identifiers: [member, organisation]")]
    public void What_cannot_be_read_of_the_vocabulary_is_reported_there_alone(string sound, string broken)
    {
        Assert.Contains(sound, Words, StringComparison.Ordinal);
        IReadOnlyList<Problem> problems = Of(Metric()).With("events/pay.yml", Event())
            .With(DefinitionPath.Vocabulary, Words.Replace(sound, broken, StringComparison.Ordinal)).Check();
        Assert.Equal("/forge/vocabulary.yml", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("tiers: [comunity]")]
    [InlineData("product_group: biling")]
    [InlineData("milestone: soon")]
    [InlineData("data_category: Optional")]
    public void A_default_that_is_wrong_is_reported_where_it_stands_alone(string value)
    {
        string key = value.Split(':')[0];
        IReadOnlyList<Problem> problems = Of(Metric("-" + key))
            .With(DefinitionPath.Vocabulary, $"{Words}\ndefaults: [{{ {value} }}]\n").Check();
        Assert.Equal("/forge/vocabulary.yml", Assert.Single(problems).Path);
    }

    [Fact]
    public void A_text_that_breaks_off_says_nothing_of_definitions()
    {
        IReadOnlyList<Problem> problems = Of(Metric()).With(DefinitionPath.Vocabulary, "tiers: [community, business\n").Check();
        Assert.All(problems, problem => Assert.Equal("/forge/vocabulary.yml", problem.Path));
        Assert.NotEmpty(problems);
    }

    private static TestProject Of(string text) => new TestProject()
        .With(DefinitionPath.Vocabulary, Words)
        .With(text.Contains("action:", StringComparison.Ordinal) ? "events/one.yml" : "metrics/one.yml", text);

    private static TestProject Owned(string owner) => Of(Metric($"product_group: {owner}"));

    private static TestProject Defaults(string folder) => Of(Metric())
        .With(DefinitionPath.Vocabulary, $"{Words}\ndefaults: [{{ folder: {folder}, data_category: operational }}]\n");

    private static string Metric(params string[] changes) => Yaml.Metric(
        ["key_path: counts.invoices", "product_group: billing", "tiers: [community, business]", "query: { operation: count, from: invoices }", .. changes]);

    private static string Event(params string[] changes) => Yaml.Event(
        ["action: pay_invoice", "product_group: billing", "tiers: [business]", "identifiers: [member, organisation]", .. changes]);
}
