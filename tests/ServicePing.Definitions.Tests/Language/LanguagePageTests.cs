using System.Text.RegularExpressions;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Tests.Broken;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Language;

/// <summary>The pages about the language say what it is.</summary>
public sealed partial class LanguagePageTests
{
    [Fact]
    public void The_reference_is_what_the_table_says()
    {
        string path = Repository.PathOf("docs", "language.md");
        string page = LanguagePage.Write();
        if (GoldenFile.IsWriting)
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(File.ReadAllText(path), page);
        Assert.All(KeyPlace.All.Where(place => place.Kind != Model.DefinitionKind.Override), place => Assert.Contains($"`{place.Key}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("`count`, `distinct_count` | `long`", ValueShape.Integer, "query: { operation: distinct_count, from: t, column: a }")]
    [InlineData("`estimate_batch_distinct_count` | `double`", ValueShape.Double, "query: { operation: estimate_batch_distinct_count, from: t, column: a }")]
    [InlineData("`sum` | `decimal`", ValueShape.Decimal, "query: { operation: sum, from: t, column: a }")]
    [InlineData("`max`, `min`, `percentile` | `decimal`", ValueShape.Decimal, "query: { operation: max, from: t, column: a }")]
    [InlineData("`max`, `min`, `percentile` | `decimal`", ValueShape.Decimal, "query: { operation: percentile, from: t, column: a, percentile: 95 }")]
    [InlineData("`exists` | `bool`", ValueShape.Boolean, "value_type: boolean\nquery: { operation: exists, from: t }")]
    [InlineData("`average` | `double`", ValueShape.Double, "query: { operation: average, from: t, column: a }")]
    [InlineData("`histogram` | `JsonElement`", ValueShape.Json, "value_type: object\nquery: { operation: histogram, from: t, column: a, buckets: 1..9 }")]
    [InlineData("whatever the operation | `JsonElement`", ValueShape.Json, "value_type: object\nquery: { operation: sum, from: t, column: a, group_by: b }")]
    [InlineData("`value` | `long` for a whole number", ValueShape.Integer, "query: { value: 999 }")]
    [InlineData("events, or `unique` | `long`", ValueShape.Integer, "data_source: internal_events\nevents: [{ name: a, unique: user.id }]")]
    [InlineData("`operator: sum(value)` | `double`", ValueShape.Double, "data_source: internal_events\nevents: [{ name: a, operator: sum(value) }]")]
    [InlineData("`unique` with `operator: total` | `JsonElement`", ValueShape.Json, "value_type: object\ndata_source: internal_events\nevents: [{ name: a, unique: label, operator: total }]")]
    [InlineData("`AggregatedMetric` | `long`", ValueShape.Integer, "data_source: redis_hll\ninstrumentation_class: RedisHLLMetric\noptions: { events: [a] }")]
    [InlineData("`value_type: number` | `double`", ValueShape.Double, "data_source: system\ninstrumentation_class: SeatsMetric")]
    [InlineData("`value_type: boolean` | `bool`", ValueShape.Boolean, "value_type: boolean\ndata_source: system\ninstrumentation_class: SeatsMetric")]
    public void A_type_of_the_reference_is_that_of_the_plan(string row, ValueShape shape, string lines)
    {
        Assert.Contains(row, LanguagePage.Write(), StringComparison.Ordinal);
        Assert.Equal(shape, Assert.Single(TestProject.Of("metrics/a.yml", Yaml.Metric(lines.Split('\n'))).Plan().Metrics).Shape);
    }

    [Theory]
    [InlineData("first-ten-metrics.md", 10)]
    [InlineData("from-gitlab.md", 3)]
    public void Every_sample_of_a_page_is_right(string name, int metrics)
    {
        TestProject project = Samples(name);

        Assert.Empty(project.Check(new InstrumentationClass("MailConfiguredMetric", Model.ValueType.Boolean)));
        Assert.Equal(metrics, project.Read().Sum(file => file.Meaning.Metrics.Count));
    }

    [Fact]
    public void A_sample_that_is_wrong_is_found() =>
        Assert.NotEmpty(Samples("first-ten-metrics.md", text => text.Replace("operation: sum", "operation: summe", StringComparison.Ordinal)).Check());

    /// <summary>The YAML of a page, each sample in the file that its first line names.</summary>
    private static TestProject Samples(string name, Func<string, string>? edit = null)
    {
        TestProject project = new();
        string page = File.ReadAllText(Repository.PathOf("docs", name));
        foreach (Match sample in Sample().Matches(edit?.Invoke(page) ?? page))
        {
            project.With(sample.Groups["path"].Value, sample.Groups["text"].Value);
        }

        Assert.Equal(page.Split("```yaml").Length - 1, Sample().Count(page));
        return project;
    }

    [GeneratedRegex(@"```yaml\n# (?<path>[a-z0-9_/]+\.yml)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
