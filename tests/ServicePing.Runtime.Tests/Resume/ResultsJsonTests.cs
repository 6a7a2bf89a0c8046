using System.Text.Json;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Resume;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>What is kept of a relation comes back as it was, through PostgreSQL.</summary>
public sealed class ResultsJsonTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    public static TheoryData<string, object?> Values => new()
    {
        { "null", null },
        { "the least integer", long.MinValue },
        { "the greatest integer", long.MaxValue },
        { "a decimal with all its digits", 7922816251426433759354395033.5m },
        { "a decimal with zeros at the end", -1.500m },
        { "a double with many digits", 0.1 + 0.2 },
        { "the least double", double.Epsilon },
        { "the greatest double", double.MaxValue },
        { "true", true },
        { "a text", "\"quotes\", \\, \n, 💥 and \0" },
        { "groups", JsonElement.Parse("""{"":1,"a":{"b\u0000":79228162514264337593543950335,"c":1.50}}""") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_without_loss(string kind, object? value)
    {
        MetricValue before = value switch
        {
            long integer => MetricValue.From(integer),
            decimal exact => MetricValue.From(exact),
            double real => MetricValue.From(real),
            bool boolean => MetricValue.From(boolean),
            JsonElement json => MetricValue.From(json),
            _ => MetricValue.From((string?)value),
        };

        FragmentResult after = await RoundTripAsync(
            new FragmentResult(Fragment, before, null, TimeSpan.FromTicks(12_345_678_901)));

        Assert.True(before == after.Value, kind);
        Assert.Equal(before.ToJson().ToString(), after.Value.ToJson().ToString());
        Assert.Equal(TimeSpan.FromTicks(12_345_678_901), after.Duration);
        Assert.Same(Fragment, after.Plan);
        Assert.Null(after.Failure);
        Assert.Null(after.Sketch);
    }

    [Theory]
    [InlineData(ReadingStatus.Failed, true)]
    [InlineData(ReadingStatus.TimedOut, false)]
    [InlineData(ReadingStatus.NoData, false)]
    public async Task A_failure_comes_back_with_the_words_of_the_server(ReadingStatus status, bool isUnexpected)
    {
        Failure failure = new(status, "22012: division by \"zero\"", isUnexpected);

        FragmentResult after = await RoundTripAsync(new FragmentResult(Fragment, default, failure, TimeSpan.Zero));

        Assert.Equal(failure, after.Failure);
        Assert.Equal(MetricValue.Null, after.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task A_sketch_comes_back_register_by_register(int values)
    {
        HyperLogLog sketch = new();
        for (int i = 0; i < values; i++)
        {
            sketch.Add($"value {i}");
        }

        FragmentResult after = await RoundTripAsync(
            new FragmentResult(Fragment, MetricValue.From(sketch.Count()), null, TimeSpan.Zero) { Sketch = sketch });

        Assert.Equal(sketch.Ranks(), after.Sketch!.Ranks());
    }

    private static QueryFragment Fragment { get; } = new(0, Operation.Count);

    private async Task<FragmentResult> RoundTripAsync(FragmentResult result)
    {
        await using StorageSession session = await StorageSession.OpenAsync(Plain, default);
        string kept = (string)(await session.ScalarAsync("SELECT $1::json::text", [ResultsJson.Write([result])], default))!;
        return Assert.Single(ResultsJson.Read(kept, new RelationPlan("main", null, "issues", [], [Fragment])));
    }
}
