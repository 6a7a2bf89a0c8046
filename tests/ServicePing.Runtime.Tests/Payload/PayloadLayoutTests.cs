using System.Globalization;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>The JSON of a payload.</summary>
public sealed class PayloadLayoutTests
{
    [Fact]
    public void Values_nest_by_the_segments_of_their_key_paths() => Assert.Equal(
        """{"active_user_count":0,"counts":{"a":{"b":{"c":1},"d":2},"issues":3,"issues-old":4},"counts-x":5,"uuid":6}""",
        Write("active_user_count", "counts.a.b.c", "counts.a.d", "counts.issues", "counts.issues-old", "counts-x", "uuid"));

    [Fact]
    public void A_key_path_that_is_a_value_and_an_object_keeps_both() => Assert.Equal(
        """{"a":{"":0,"b":{"":1,"c":2},"d":3},"a-b":4}""",
        Write("a", "a.b", "a.b.c", "a.d", "a-b"));

    [Fact]
    public void Removed_metrics_are_no_part_of_it()
    {
        MetricPlan[] metrics =
        [
            Plan("a"), Plan("b.c") with { Status = MetricStatus.Removed }, Plan("b.d"),
            Plan("e") with { Status = MetricStatus.Removed }, Plan("e.f"),
        ];

        Assert.Equal("""{"a":0,"b":{"d":2},"e":{"f":4}}""", Write(metrics));
    }

    [Fact]
    public void Nothing_is_an_empty_object() => Assert.Equal("{}", Write(Array.Empty<MetricPlan>()));

    [Fact]
    public void Every_kind_of_value_is_written_as_json()
    {
        MetricValue[] values =
        [
            MetricValue.From(long.MinValue), MetricValue.From(1.5), MetricValue.From(12345678901234567890.123456789m), MetricValue.From(true),
            MetricValue.From("Zürich \"x\"\n"), MetricValue.Null, MetricValue.From(double.NaN), MetricValue.From(JsonElement.Parse("[1,{\"a\":null}]")),
            MetricValue.From(new DateTimeOffset(2026, 11, 21, 4, 15, 0, 7, TimeSpan.FromHours(2))),
        ];
        MetricPlan[] metrics = [.. values.Select((_, i) => Plan(((char)('a' + i)).ToString()))];

        string json = Encoding.UTF8.GetString(PayloadLayout.Of(metrics).Write(slot => values[slot]).Span);

        Assert.Equal(
            "{\"a\":-9223372036854775808,\"b\":1.5,\"c\":12345678901234567890.123456789,\"d\":true,\"e\":\"Z\\u00FCrich \\u0022x\\u0022\\n\",\"f\":null,\"g\":null," +
            "\"h\":[1,{\"a\":null}],\"i\":\"2026-11-21T02:15:00.007Z\"}",
            json);
    }

    [Fact]
    public void Random_key_paths_make_the_object_that_they_name()
    {
        Random random = new(42);
        for (int round = 0; round < 200; round++)
        {
            string[] paths = [.. Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => string.Join('.', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Segment(random))))
                .Distinct()
                .Order(KeyPathOrder.Instance)];

            JsonElement json = JsonElement.Parse(Write(paths));

            foreach ((int slot, string path) in paths.Index())
            {
                JsonElement found = path.Split('.').Aggregate(json, (element, segment) => element.GetProperty(segment));
                found = found.ValueKind == JsonValueKind.Object ? found.GetProperty("") : found;
                Assert.Equal(slot, found.GetInt32());
            }
        }
    }

    /// <summary>What is left of a payload is what the metrics alone would give that are not left out.</summary>
    [Fact]
    public void What_is_left_out_leaves_no_trace()
    {
        Random random = new(43);
        for (int round = 0; round < 500; round++)
        {
            string[] paths = [.. Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => string.Join('.', Enumerable.Range(0, 3).Select(_ => Segment(random))))
                .Distinct()
                .Order(KeyPathOrder.Instance)];
            HashSet<int> kept = [.. Enumerable.Range(0, paths.Length).Where(_ => random.Next(3) > 0)];
            PayloadLayout layout = PayloadLayout.Of([.. paths.Select(Plan)]);
            int[] slots = [.. kept.Order()];

            string json = Text(layout.Write(slot => kept.Contains(slot) ? MetricValue.From(slot) : null));

            Assert.Equal(Text(PayloadLayout.Of([.. slots.Select(slot => Plan(paths[slot]))]).Write(slot => MetricValue.From(slots[slot]))), json);
        }
    }

    [Fact]
    public void A_payload_may_be_larger_than_the_one_before()
    {
        PayloadLayout layout = PayloadLayout.Of([Plan("a"), Plan("b")]);

        Assert.Equal("""{"a":1,"b":1}""", Text(layout.Write(_ => MetricValue.From(1))));
        string large = new('x', 1 << 20);
        Assert.Equal($$"""{"a":"{{large}}","b":"{{large}}"}""", Text(layout.Write(_ => MetricValue.From(large))));
        Assert.Equal("{}", Text(layout.Write(_ => null)));
    }

    [Fact]
    public void Groups_nest_with_keys_in_ordinal_order()
    {
        KeyValuePair<GroupPath, MetricValue>[] groups =
        [
            new(new("b", "x"), MetricValue.From(1)), new(new("a", ""), MetricValue.From(2)), new(new("b", ""), MetricValue.From(3)),
            new(new("a", "Z"), MetricValue.From(4)), new(new("", ""), MetricValue.From(5)),
        ];

        Assert.Equal("""{"":{"":5},"a":{"":2,"Z":4},"b":{"":3,"x":1}}""", GroupTree.ToJson(groups).ToJson().GetRawText());
        Assert.Equal("{}", GroupTree.ToJson([]).ToJson().GetRawText());
    }

    private static string Segment(Random random) => random.Next(12) switch
    {
        0 => "a-b",
        1 => "a_b",
        var n => ((char)('a' + (n % 4))).ToString(CultureInfo.InvariantCulture),
    };

    private static MetricPlan Plan(string keyPath) =>
        new(keyPath, ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.Database, DataCategory.Optional);

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static string Write(params string[] keyPaths) => Write([.. keyPaths.Select(Plan)]);

    private static string Write(MetricPlan[] metrics) =>
        Encoding.UTF8.GetString(PayloadLayout.Of(metrics).Write(slot => MetricValue.From(slot)).Span);
}
