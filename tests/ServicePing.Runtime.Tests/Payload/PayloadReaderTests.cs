using System.Text;
using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Runtime.Tests.Payload;

public class PayloadReaderTests
{
    private const string Json = """
        {"counts":{"issues_open":5,"ratio":0.25,"exact":12345678901234567890.12,"whole":5.0,"none":null,"text":"five","gr\u00f6\u00dfe":3,
         "by_state":{"":1,"a.b":2,"x":3},"list":[1,{"issues":9}]},
         "recorded_at":"2026-11-21T02:15:00.000Z","enabled":true,"empty":{},"twice":1,"twice":2}
        """;

    private static readonly PayloadReader Payload = Parse(Json);

    [Fact]
    public void A_value_is_read_by_the_member_of_its_metric()
    {
        TestSet set = new();
        Metric<long> open = new(set, set.Add("counts.issues_open"));
        Metric<string> recorded = new(set, set.Add("recorded_at"));
        Metric<long> absent = new(set, set.Add("counts.absent"));

        Assert.Equal(5, Payload.Read(open));
        Assert.Equal("2026-11-21T02:15:00.000Z", Payload.Read(recorded));
        Assert.True(Payload.TryRead(open, out long value) && value == 5);
        Assert.False(Payload.TryRead(absent, out _));
        Assert.Equal(PayloadContent.Absent, Payload.Find(absent, out _));
    }

    [Fact]
    public void Each_type_is_read_as_it_stands()
    {
        Assert.Equal(0.25, Payload.Read<double>("counts.ratio"));
        Assert.Equal(5, Payload.Read<double>("counts.issues_open"));
        Assert.Equal(12345678901234567890.12m, Payload.Read<decimal>("counts.exact"));
        Assert.Equal(5, Payload.Read<long>("counts.whole"));
        Assert.True(Payload.Read<bool>("enabled"));
        Assert.Equal(3, Payload.Read<long>("counts.größe"));
        Assert.Equal(2, Payload.Read<JsonElement>("counts.by_state").GetProperty("a.b").GetInt32());
        Assert.Equal(2, Payload.Read<JsonElement>("counts.list").GetArrayLength());
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 2, 15, 0, TimeSpan.Zero), Payload.Read<DateTimeOffset>("recorded_at"));
    }

    [Theory]
    [InlineData("counts.absent", "nothing")]
    [InlineData("absent", "nothing")]
    [InlineData("", "nothing")]
    [InlineData("counts.list.issues", "nothing")]
    [InlineData("counts.issues_open.below", "nothing")]
    [InlineData("counts.none", "null")]
    [InlineData("counts.text", "the text \"five\"")]
    [InlineData("counts.ratio", "the number 0.25")]
    [InlineData("counts.exact", "the number 12345678901234567890.12")]
    [InlineData("enabled", "true")]
    [InlineData("counts", "an object")]
    [InlineData("counts.list", "an array")]
    public void What_is_no_whole_number_is_refused_with_what_is_there(string keyPath, string found)
    {
        PayloadValueException exception = Assert.Throws<PayloadValueException>(() => Payload.Read<long>(keyPath));

        Assert.Equal($"The payload should hold a whole number at '{keyPath}', but holds {found}.", exception.Message);
        Assert.Equal((keyPath, "a whole number", found), (exception.KeyPath, exception.Expected, exception.Found));
    }

    [Fact]
    public void Absent_null_and_another_type_are_told_apart()
    {
        Assert.Equal(PayloadContent.Absent, Payload.Find<string>("counts.absent", out _));
        Assert.Equal(PayloadContent.Null, Payload.Find<string>("counts.none", out _));
        Assert.Equal(PayloadContent.Null, Payload.Find<JsonElement>("counts.none", out _));
        Assert.Equal(PayloadContent.OtherType, Payload.Find<string>("counts.issues_open", out string? none));
        Assert.Null(none);
        Assert.Equal(PayloadContent.Value, Payload.Find("counts.text", out string? text));
        Assert.Equal("five", text);
    }

    [Fact]
    public void Of_a_name_that_stands_twice_the_last_counts() => Assert.Equal(2, Payload.Read<long>("twice"));

    [Fact]
    public void A_type_that_no_metric_has_is_an_error_of_the_caller() =>
        Assert.Throws<NotSupportedException>(() => Payload.Read<Guid>("counts.text"));

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(1, Parse("\uFEFF{\"a\":1}").Read<long>("a"));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} x")]
    public void What_is_no_object_is_refused_at_once(string json) => Assert.ThrowsAny<JsonException>(() => Parse(json));

    [Fact]
    public void Every_value_of_a_large_payload_is_found()
    {
        string[] paths = [.. Enumerable.Range(0, 5_000).Select(number => $"a{number % 70}.b{number / 70}.c{number}")];
        PayloadReader payload = Parse("{" + string.Join(',', paths.Select((path, number) => path.Split('.'))
            .GroupBy(path => path[0]).Select(outer => $"\"{outer.Key}\":{{" + string.Join(',', outer.GroupBy(path => path[1])
                .Select(inner => $"\"{inner.Key}\":{{" + string.Join(',', inner.Select(path => $"\"{path[2]}\":{path[2][1..]}")) + "}")) + "}")) + "}");

        Assert.All(paths, (path, number) => Assert.Equal(number, payload.Read<long>(path)));
    }

    private static PayloadReader Parse(string json) => PayloadReader.Parse(Encoding.UTF8.GetBytes(json));
}
