namespace ServicePing.Definitions.Tests.Rules;

/// <summary>A colon within an index is a slice and no parameter.</summary>
public sealed class ArraySliceTests
{
    private const string File = "metrics/counts_all/other.yml";

    [Theory]
    [InlineData("traversal_ids[1:cardinality(traversal_ids)]")]
    [InlineData("traversal_ids[:depth]")]
    [InlineData("traversal_ids[1:]")]
    [InlineData("traversal_ids[first:last]")]
    [InlineData("(traversal_ids)[least(a, b):last][:n]")]
    [InlineData("traversal_ids[\"First\":last]")]
    [InlineData("(ARRAY[a, b])[1:last]")]
    [InlineData("traversal_ids[(1):cardinality(traversal_ids)]::bigint[]")]
    public void A_slice_names_no_parameter(string column)
    {
        Assert.DoesNotContain(Project(column).Check(), problem => problem.Rule.Id == "SP0613");
        Assert.Contains(Columns(Project(column)), text => text.Contains(column, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ARRAY[[|:last|]]")]
    [InlineData("ARRAY[a, [|:last|]]")]
    [InlineData("ARRAY[[a], [[|:last|]]]")]
    [InlineData("traversal_ids[abs([|:last|])]")]
    [InlineData("traversal_ids[1 + [|:last|]]")]
    [InlineData("traversal_ids[1: [|:last|]]")]
    [InlineData("coalesce(a, [|:last|])")]
    public void Elsewhere_it_is_one(string column) => Assert.Equal("SP0613", Project(column).Single().Rule.Id);

    [Theory]
    [InlineData("ids[:n]", "ids[2]")]
    [InlineData("ids[1: :n]", "ids[1: 2]")]
    [InlineData("ids[1:n]", "ids[1:n]")]
    [InlineData("ids[:m]", "ids[:m]")]
    [InlineData("ids[:n:m]", "ids[2:m]")]
    public void A_parameter_that_is_declared_is_filled_in(string column, string expected)
    {
        TestProject project = Calculation(column, "options: { n: 2 }");

        Assert.Empty(project.Check());
        Assert.Contains(Columns(project), text => text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_declared_and_missing_is_missed() =>
        Assert.Contains(Calculation("ids[:n]", "database: main").Check(), problem => problem.Message.Contains("'n'", StringComparison.Ordinal));

    private static IEnumerable<string> Columns(TestProject project) =>
        project.Plan().Relations.SelectMany(relation => relation.Fragments).SelectMany(fragment => fragment.Columns);

    private static TestProject Calculation(string column, string options) => TestProject.Forge()
        .With(File, Yaml.Metric("key_path: counts.other", "instrumentation_class: CountTopsMetric", options.StartsWith("options", StringComparison.Ordinal) ? options : "options: {}"))
        .With("queries/tops.yml", $$"""
            instrumentation_class: CountTopsMetric
            parameters: { n: }
            query: { operation: distinct_count, from: namespaces, column: "{{column}}" }
            """);

    private static TestProject Project(string column) => TestProject.Forge().With(File, Yaml.Metric(
        "key_path: counts.other", $"query:\n  operation: distinct_count\n  from: namespaces\n  column: '{column}'"));
}
