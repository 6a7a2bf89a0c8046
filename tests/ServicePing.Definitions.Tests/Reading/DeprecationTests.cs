using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Reading;

public sealed class DeprecationTests
{
    [Fact]
    public void A_deprecated_metric_is_computed_as_before()
    {
        MetricDefinition plain = Assert.Single(Read(Yaml.Metric()).Meaning.Metrics);
        MetricDefinition deprecated = Assert.Single(Read(Yaml.Metric("deprecated: { reason: Weights count more., since: 2026-11-30, until: '2027-06-30' }")).Meaning.Metrics);

        Assert.Equal(new Deprecation("Weights count more.", "2026-11-30", "2027-06-30"), deprecated.Deprecated);
        Assert.Equal(plain, deprecated with { Deprecated = null });
        Assert.Equal("Deprecated since 2026-11-30, to be relied on until 2027-06-30: Weights count more.", deprecated.Deprecated?.Sentence);
    }

    [Theory]
    [InlineData("deprecated: { since: 2026-11-30 }", "SP0003", "'reason' is missing")]
    [InlineData("deprecated: { reason: Old }", "SP0003", "'since' is missing")]
    [InlineData("deprecated: { reason: '', since: 2026-11-30 }", "SP0005", "The reason is empty")]
    [InlineData("deprecated: { reason: Old, since: '1.4' }", "SP0005", "'1.4' is no day for 'since'")]
    [InlineData("deprecated: { reason: Old, since: 2026-02-30 }", "SP0005", "'2026-02-30' is no day")]
    [InlineData("deprecated: { reason: Old, since: 2026-11-30, until: 2026-11-29 }", "SP0005", "before 'since'")]
    [InlineData("deprecated: true", "SP0004", "must be a map")]
    [InlineData("deprecated: { reason: Old, since: 2026-11-30, on: 2 }", "SP0002", "Unknown key 'on'")]
    public void What_is_wrong_with_it_is_told(string line, string rule, string message)
    {
        Problem problem = Assert.Single(Read(Yaml.Metric(line)).Problems);

        Assert.Equal(rule, problem.Rule.Id);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_status_means_what_it_meant_and_is_told_of()
    {
        ReadFile file = Read(Yaml.Metric("status: deprecated"));

        Assert.Equal(MetricStatus.Deprecated, Assert.Single(file.Meaning.Metrics).Status);
        Assert.Contains("'active' with a key 'deprecated'", Assert.Single(file.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unit: Bytes", "is no unit")]
    [InlineData("unit: per second", "is no unit")]
    [InlineData("unit: bytes\nvalue_type: string", "A unit is one of numbers")]
    public void A_unit_is_a_word_for_numbers(string lines, string message) =>
        Assert.Contains(message, Assert.Single(Read(Yaml.Metric(lines.Split('\n'))).Problems).Message, StringComparison.Ordinal);

    private static ReadFile Read(string text) => DefinitionReader.Read(new SourceFile("metrics/a.yml", "metrics/a.yml", DefinitionKind.Metric, text));
}
