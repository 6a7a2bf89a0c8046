using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Tests;

/// <summary>What was kept while it was permitted is not shown once it is not.</summary>
public sealed partial class PermittedTests
{
    [Fact]
    public async Task What_is_shown_of_a_kept_ping_are_the_bytes_that_a_ping_under_both_permissions_would_have()
    {
        Random random = new(2026);
        int cut = 0;
        for (int round = 0; round < 60; round++)
        {
            TestSet set = KeptPermissionTests.RandomSet(random);
            PingPermissions then = KeptPermissionTests.RandomPermissions(random, set);
            PingPermissions now = KeptPermissionTests.RandomPermissions(random, set);
            await using Ping ping = Ping.Of(_ => { }, set);
            ReadOnlyMemory<byte> kept = (await ping.Collector.CollectAsync(then)).Json;
            ReadOnlyMemory<byte> fresh = (await ping.Collector.CollectAsync(new PingPermissions
            {
                Categories = [.. then.Categories.Intersect(now.Categories)],
                LeftOutKeyPaths = [.. then.LeftOutKeyPaths, .. now.LeftOutKeyPaths],
            })).Json;

            PermittedReport shown = Permitted(ping, now, kept);

            Assert.Equal(Encoding.UTF8.GetString(fresh.Span), Encoding.UTF8.GetString(shown.Json!.Value.Span));
            Assert.Equal(PayloadLeaves.Of(kept).Count - PayloadLeaves.Of(fresh).Count, shown.LeftOut);
            Assert.Equal(shown.LeftOut == 0, shown.Json.Value.Equals(kept));
            Assert.Null(shown.Hindrance);
            Assert.Equal(shown.LeftOut > 0, KeptPermissionTests.Violation(ping, now, kept) is not null);
            Assert.Equal(new PermittedReport(kept, 0, null), Permitted(ping, PingPermissions.Everything, kept));
            cut += shown.LeftOut;
        }

        Assert.NotEqual(0, cut);
    }

    [Theory]
    [InlineData("""{"a":{"b":1,"c":2},"d":3}""", 1, """{"a":{"c":2},"d":3}""")]
    [InlineData("""{"a":{"b":1},"d":3}""", 1, """{"d":3}""")]
    [InlineData("""{"a":{"b":1,"b":2,"c":3,"c":4},"a":{"b":5},"a":6}""", 4, """{"a":{"c":3,"c":4}}""")]
    [InlineData("""{"\u0061":{"\u0062":1,"\u0063":"\u0062"}}""", 1, """{"a":{"c":"\u0062"}}""")]
    [InlineData("""{"a.b":1,"a.c":2,"d":{"x":1},"":7}""", 3, """{"d":{"x":1}}""")]
    [InlineData("""{"a":{"":1,"c":2}}""", 1, """{"a":{"c":2}}""")]
    [InlineData("""{"a":1,"d":[{"a":{"b":1}}]}""", 1, """{"d":[{"a":{"b":1}}]}""")]
    [InlineData("""{"old":{"EU customers":{"Acme":1}},"gone":{"x":1},"A":{"b":1}}""", 3, "{}")]
    [InlineData("""{"e":{"":1,"f":2}}""", 1, """{"e":{"":1}}""")]
    [InlineData("""{"e":1,"e":{"f":2}}""", 1, """{"e":1}""")]
    [InlineData(""" { "a" : { "b" : 1 } , "d" : { "x" : 1.50 } } """, 1, """{"d":{ "x" : 1.50 }}""")]
    [InlineData("""{"a":{},"d":null,"gone":1}""", 1, """{"a":{},"d":null}""")]
    public async Task What_is_not_permitted_and_what_nobody_knows_is_left_out_wherever_it_stands(
        string kept, int leftOut, string expected)
    {
        await using Ping ping = Ping.Of(_ => { }, Set());

        PermittedReport shown = Permitted(ping, WithoutTwo, Encoding.UTF8.GetBytes(kept));

        Assert.Equal((leftOut, expected), (shown.LeftOut, Encoding.UTF8.GetString(shown.Json!.Value.Span)));
    }

    [Theory]
    [InlineData("""{"a":{"c":1""", "is no JSON")]
    [InlineData("""{"d":1} {"a":{"b":1}}""", "is no JSON")]
    [InlineData("""{"d":1} secret""", "is no JSON")]
    [InlineData("""{"d":1,"\ud800":2}""", "is no JSON")]
    [InlineData("""{"d":1} // secret""", "is no JSON")]
    [InlineData("secret", "is no JSON")]
    [InlineData("", "is no JSON")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("7", "is no JSON object")]
    public async Task Nothing_is_shown_of_what_nobody_can_read(string kept, string problem)
    {
        await using Ping ping = Ping.Of(_ => { }, Set());

        PermittedReport shown = Permitted(ping, WithoutTwo, Encoding.UTF8.GetBytes(kept));

        Assert.Equal(
            new PermittedReport(null, 0, $"What was kept {problem}, so that nobody can say whether what it holds is permitted."),
            shown);
        Assert.Equal(
            $"The ping that was kept {problem}, so that nobody can say whether what it holds is permitted.",
            KeptPermissionTests.Violation(ping, WithoutTwo, Encoding.UTF8.GetBytes(kept)));
    }

    [Fact]
    public async Task Nothing_is_shown_of_what_is_deeper_than_a_ping_or_no_text()
    {
        await using Ping ping = Ping.Of(_ => { }, Set());
        string deep = $$"""{"d":{{new string('[', 64)}}{{new string(']', 64)}}}""";
        byte[] broken = [.. "{\"d\":\""u8, 0xC3, .. "\"}"u8];

        Assert.Null(Permitted(ping, WithoutTwo, Encoding.UTF8.GetBytes(deep)).Json);
        Assert.Null(Permitted(ping, WithoutTwo, broken).Json);
    }

    /// <summary>Names from a few, some of metrics, and values that each have a number of their own.</summary>
    [Fact]
    public async Task Of_hostile_JSON_nothing_is_left_but_permitted_metrics_and_all_of_them()
    {
        Random random = new(4242);
        string[] names =
            ["a", "b", "c", "d", "e", "f", "gone", "a.b", "", "x\\u0000", "\\u0061", "\\u0062", "<b>", "é\\ud83d\\ude00"];
        await using Ping ping = Ping.Of(_ => { }, Set());
        int next = 0;
        for (int round = 0; round < 3_000; round++)
        {
            next = 1_000_000;
            string kept = Object(0);
            PermittedReport shown = Permitted(ping, WithoutTwo, Encoding.UTF8.GetBytes(kept));

            List<string> permitted = [];
            int leftOut = Oracle(JsonElement.Parse(kept), "", permitted);
            string text = Encoding.UTF8.GetString(shown.Json!.Value.Span);
            Assert.True(
                permitted.SequenceEqual(Number().Matches(text).Select(match => match.Value)),
                $"{kept}\n{text}");
            Assert.Equal(leftOut, shown.LeftOut);
            Assert.Equal(0, Oracle(JsonElement.Parse(text), "", []));
            Assert.Equal(leftOut == 0 ? kept : text, text);
        }

        string Object(int depth)
        {
            IEnumerable<string> properties = Enumerable.Range(0, random.Next(5))
                .Select(_ => $"\"{names[random.Next(names.Length)]}\":{Value(depth)}");
            return $"{{{string.Join(",", properties)}}}";
        }

        string Value(int depth) => random.Next(depth > 3 ? 3 : 6) switch
        {
            0 => (next++).ToString(CultureInfo.InvariantCulture),
            1 => $"\"{(next++).ToString(CultureInfo.InvariantCulture)}\\u007b\"",
            2 => $"[{(next++).ToString(CultureInfo.InvariantCulture)},{{\"a\":{{\"b\":null}}}}]",
            _ => Object(depth + 1),
        };
    }

    [Fact]
    public async Task Owners_that_are_left_out_are_not_shown()
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, _ => { });
        ReadOnlyMemory<byte> kept = (await ping.CollectAsync()).Json;

        PermittedReport shown = Permitted(ping, PingPermissions.Everything with { LeftOutOwners = ["service_ping"] }, kept);

        Assert.Equal("{}", Encoding.UTF8.GetString(shown.Json!.Value.Span));
        Assert.Equal(PayloadLeaves.Of(kept).Count, shown.LeftOut);
        Assert.Equal(kept, Permitted(ping, PingPermissions.Everything with { LeftOutOwners = ["others"] }, kept).Json);
    }

    private static PingPermissions WithoutTwo => PingPermissions.Everything with { LeftOutKeyPaths = ["a.b", "e.f", "gone"] };

    private static TestSet Set()
    {
        TestSet set = new();
        foreach (string keyPath in new[] { "a.b", "a.c", "d", "e", "e.f" })
        {
            set.AddFact(keyPath, () => MetricValue.From("x"));
        }

        return set;
    }

    private static PermittedReport Permitted(Ping ping, PingPermissions permissions, ReadOnlyMemory<byte> kept) =>
        ping.Services.GetRequiredService<ServicePingReports>().Permitted(kept, permissions);

    /// <summary>Adds the numbers of permitted values; the result is how many properties are not permitted.</summary>
    private static int Oracle(JsonElement json, string path, List<string> permitted)
    {
        int leftOut = 0;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            bool isObject = property.Value.ValueKind == JsonValueKind.Object;
            if (isObject && (path, property.Name) is ("", "a" or "e"))
            {
                leftOut += Oracle(property.Value, property.Name + ".", permitted);
            }
            else if ((path, property.Name) is ("a.", "c") or ("", "d") or ("", "e") or ("e.", ""))
            {
                permitted.AddRange(Number().Matches(property.Value.GetRawText()).Select(match => match.Value));
            }
            else
            {
                leftOut++;
            }
        }

        return leftOut;
    }

    [GeneratedRegex("[0-9]{7}")]
    private static partial Regex Number();
}
