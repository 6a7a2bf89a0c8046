using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>What is wrong within a text is shown at its words, however YAML writes the text.</summary>
public sealed class ScalarWordsTests
{
    [Theory]
    [InlineData("sum([|raet|](a[5m]))")]
    [InlineData("|\n    sum(\n      rate(a[5m])\n      + [|raet|](b[5m])\n    )")]
    [InlineData("|-  # all of them\n    sum(\n\n\n      [|raet|](b[5m])\n    )\n")]
    [InlineData("|4\n      sum([|raet|](b[5m]))\n")]
    [InlineData(">-\n    sum(rate(a[5m]))\n    +\n    sum([|raet|](b[5m]))\n\n")]
    [InlineData("sum(rate(a[5m]))\n    + sum(\n\n    [|raet|](b[5m]))")]
    [InlineData("'sum(rate(a{b=''c''}[5m]))\n    + sum([|raet|](b[5m]))'")]
    [InlineData("\"sum(rate(a{b=\\\"c\\\"}[5m])) + sum([|raet|](b[5m]))\"")]
    [InlineData("[|\"sum(rate(a[5m]))\\n+ sum(raet(b[5m]))\"|]")]
    public void A_wrong_word_of_PromQL_is_marked(string promQl)
    {
        Problem problem = TestProject.Of("metrics/a.yml", Text(promQl)).Single();
        Assert.Equal("SP0641", problem.Rule.Id);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Its_line_and_column_are_those_of_the_word(string lineEnd)
    {
        string text = Text("|\n    sum(\n      raet(a[5m])\n    )\n").Replace("\n", lineEnd, StringComparison.Ordinal);
        Problem problem = Assert.Single(TestProject.Of("metrics/a.yml", text).Check());
        int line = text[..text.IndexOf("raet", StringComparison.Ordinal)].Count(letter => letter == '\n');
        Assert.Equal((line, 6), (problem.Span.StartLine, problem.Span.StartColumn));
    }

    private static string Text(string promQl) =>
        Yaml.Metric("key_path: settings.a", "data_source: prometheus", "time_frame: none") + $"query:\n  promql: {promQl}\n";
}
