using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Reading;

public sealed class DefinitionPathTests
{
    [Theory]
    [InlineData("metrics/issues.yaml", "rename it to metrics/issues.yml")]
    [InlineData("events/a/issues.YML", "rename it to events/a/issues.yml")]
    [InlineData("issues.yml", "move it to metrics/, queries/, events/, known_events/, aggregates/, overrides/")]
    [InlineData("metric/issues.yml", "move it to metrics/")]
    [InlineData("docs/issues.yaml", "move it to metrics/")]
    [InlineData("vocabulary.yaml", "rename it to vocabulary.yml")]
    public void A_yaml_file_that_nobody_reads_is_reported(string path, string message)
    {
        Problem? problem = DefinitionPath.Misplaced("/forge/" + path, path);
        Assert.Equal(("SP0007", RuleLevel.Warning, "/forge/" + path), (problem?.Rule.Id, problem?.Rule.Level, problem?.Path));
        Assert.Contains(message, problem?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics/issues.yml")]
    [InlineData("metrics/counts_all/issues.yml")]
    [InlineData("overrides/keys.yml")]
    [InlineData("vocabulary.yml")]
    [InlineData("schema.sql")]
    [InlineData("servicepings.lock")]
    [InlineData("metrics/README.md")]
    [InlineData("metrics/schema/base.json")]
    public void Any_other_file_is_not(string path) => Assert.Null(DefinitionPath.Misplaced("/forge/" + path, path));
}
