using System.Globalization;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>What a Redis refuses is kept, told of in its words, and written once when it is allowed; nothing else is lost with it.</summary>
public sealed class RedisRightsTests : IAsyncLifetime
{
    private readonly List<string> _log = [];
    private PrivateRedis _redis = null!;
    private RedisWire _administrator = null!;
    private RedisCounterStore _store = null!;

    public async Task InitializeAsync()
    {
        _redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Users = ["ping on >secret ~* resetchannels +@all"] });
        _administrator = await RedisWire.ConnectAsync(_redis.Port);
        _store = Store(_redis, _log);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _administrator.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("expire")]
    [InlineData("ttl")]
    [InlineData("incrby")]
    [InlineData("incrbyfloat")]
    [InlineData("hincrby")]
    [InlineData("pfadd")]
    [InlineData("pfmerge")]
    [InlineData("set")]
    [InlineData("eval")]
    public async Task A_command_without_a_right_is_made_up_for_and_costs_nothing_else(string command)
    {
        await RuleAsync("-" + command);
        CounterFlush flush = Everything();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Contains(WriteOutcome.Retry, await _store.WriteAsync(flush));
            Assert.Contains(command, _store.Hindrance, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Single(_log);
        Assert.Contains(_store.Hindrance!, _log[0], StringComparison.Ordinal);
        await RuleAsync("+" + command);
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));

        await AssertCountedAsync(1);
        foreach (string key in new[] { "total", "sum", "fields", "values", "registers" })
        {
            Assert.InRange(await NumberAsync("TTL", "{a}" + key), 1, 42 * 24 * 3600);
        }
    }

    [Fact]
    public async Task A_right_that_goes_and_comes_back_between_attempts_counts_once()
    {
        CounterFlush flush = Everything();
        foreach (string rule in new[] { "-hincrby", "-set", "+hincrby", "-get", "+set", "-expire", "+get", "-eval" })
        {
            await RuleAsync(rule);
            Assert.Contains(WriteOutcome.Retry, await _store.WriteAsync(flush));
        }

        await RuleAsync("+@all");
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        await AssertCountedAsync(1);
    }

    [Fact]
    public async Task A_key_that_is_not_for_the_user_is_kept_alone_and_read_apart_from_others()
    {
        await _administrator.AskAsync(["ACL", "SETUSER", "ping", "resetkeys", "~{*}serviceping:*", "~{a}*"]);
        CounterFlush flush = Everything(new CounterWrite.Count("{b}total", null, 1));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            IReadOnlyList<WriteOutcome> outcomes = await _store.WriteAsync(flush);
            Assert.Equal([.. Enumerable.Repeat(WriteOutcome.Applied, outcomes.Count - 1), WriteOutcome.Retry], outcomes);
            Assert.Contains("NOPERM", _store.Hindrance, StringComparison.Ordinal);
            await AssertCountedAsync(1);
        }

        Assert.Single(_log);
        await _administrator.AskAsync(["SET", "{a}other", "5"]);
        IReadOnlyList<CounterReply> replies = await _store.ReadAsync(
            [new(CounterKind.Total, ["{b}total"]), new(CounterKind.Total, ["{a}other"])], new CollectionMeter(null), CancellationToken.None);
        Assert.Contains("NOPERM", Assert.IsType<CounterReply.None>(replies[0]).Failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, Assert.IsType<CounterReply.Number>(replies[1]).Value.AsInt64());

        await _administrator.AskAsync(["ACL", "SETUSER", "ping", "~*"]);
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        await AssertCountedAsync(1);
        Assert.Equal(1, await NumberAsync("GET", "{b}total"));
    }

    [Fact]
    public async Task Keys_whose_rights_come_and_go_are_counted_once_each()
    {
        string[] tags = ["a", "b", "c", "d"];
        CounterWrite[] writes =
        [
            .. tags[1..].SelectMany(tag => new CounterWrite[]
            {
                new CounterWrite.Count($"{{{tag}}}total", TimeSpan.FromDays(42), 1),
                new CounterWrite.Values($"{{{tag}}}values", TimeSpan.FromDays(42), [.. Enumerable.Range(0, 700).Select(i => (EventValue)i)]),
                new CounterWrite.Field($"{{{tag}}}fields", TimeSpan.FromDays(42), "x", 1),
            }),
        ];
        CounterFlush flush = Everything(writes);
        foreach (string[] allowed in new string[][] { ["c"], [], ["a", "d"], ["d"], ["a"] })
        {
            await _administrator.AskAsync(
                ["ACL", "SETUSER", "ping", "resetkeys", "~{*}serviceping:*", .. allowed.Select(tag => $"~{{{tag}}}*")]);
            Assert.Contains(WriteOutcome.Retry, await _store.WriteAsync(flush));
        }

        await _administrator.AskAsync(["ACL", "SETUSER", "ping", "~*"]);
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        await AssertCountedAsync(1);
        foreach (string tag in tags[1..])
        {
            Assert.Equal(1, await NumberAsync("GET", $"{{{tag}}}total"));
            Assert.Equal(1, await NumberAsync("HGET", $"{{{tag}}}fields", "x"));
            Assert.InRange(await NumberAsync("PFCOUNT", $"{{{tag}}}values"), 680, 720);
            Assert.InRange(await NumberAsync("TTL", $"{{{tag}}}total"), 1, 42 * 24 * 3600);
        }
    }

    [Fact]
    public async Task A_key_that_holds_something_else_is_dropped_alone_while_the_rest_waits_for_a_right()
    {
        await _administrator.AskAsync(["RPUSH", "{a}list", "x"]);
        await RuleAsync("-hincrby");
        CounterFlush flush = Everything(new CounterWrite.Count("{a}list", null, 1));

        IReadOnlyList<WriteOutcome> outcomes = await _store.WriteAsync(flush);
        Assert.Equal(WriteOutcome.Rejected, outcomes[^1]);
        Assert.Equal(WriteOutcome.Retry, Assert.Single(outcomes, outcome => outcome == WriteOutcome.Retry));

        await RuleAsync("+hincrby");
        outcomes = await _store.WriteAsync(flush);
        Assert.Equal([.. Enumerable.Repeat(WriteOutcome.Applied, outcomes.Count - 1), WriteOutcome.Rejected], outcomes);
        Assert.Contains("WRONGTYPE", _store.Hindrance, StringComparison.Ordinal);
        await AssertCountedAsync(1);
    }

    [Theory]
    [InlineData("min-replicas-to-write", "1", "0")]
    [InlineData("maxmemory", "1", "0")]
    public async Task A_server_that_takes_no_writes_for_now_takes_them_later(string setting, string bad, string good)
    {
        await FlushAsync(Everything());
        await _administrator.AskAsync(["CONFIG", "SET", setting, bad]);
        CounterFlush flush = Everything();
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        Assert.NotNull(_store.Hindrance);
        await AssertCountedAsync(1);

        await _administrator.AskAsync(["CONFIG", "SET", setting, good]);
        await FlushAsync(flush);
        await AssertCountedAsync(2);
        Assert.Null(_store.Hindrance);
    }

    [Fact]
    public async Task A_command_that_the_server_does_not_have_costs_no_other_counter()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Users = ["ping on >secret ~* +@all"],
            Arguments = ["--rename-command", "PFMERGE", "", "--rename-command", "MGET", ""],
        });
        await using RedisCounterStore store = Store(redis, _log);
        IReadOnlyList<WriteOutcome> outcomes = await store.WriteAsync(Everything());

        Assert.Equal(WriteOutcome.Retry, outcomes[4]);
        Assert.Single(outcomes, WriteOutcome.Retry);
        Assert.StartsWith("PFMERGE: ", store.Hindrance, StringComparison.Ordinal);
        CounterReply reply = Assert.Single(await store.ReadAsync(
            [new(CounterKind.Total, ["{a}total"])], new CollectionMeter(null), CancellationToken.None));
        Assert.Equal(1, Assert.IsType<CounterReply.Number>(reply).Value.AsInt64());
    }

    [Fact]
    public async Task A_part_of_a_flush_that_is_applied_is_remembered_as_long_as_another_part_is_not()
    {
        CounterWrite[] many = [.. Enumerable.Range(0, 300).Select(i => new CounterWrite.Count("{a}n" + i, null, 1))];
        await RuleAsync("-hincrby");
        CounterFlush flush = new(Guid.NewGuid(), [.. many, new CounterWrite.Field("{a}fields", null, "x", 1)]);
        IReadOnlyList<WriteOutcome> outcomes = await _store.WriteAsync(flush);
        Assert.Equal(WriteOutcome.Retry, outcomes[^1]);
        Assert.Equal(WriteOutcome.Applied, outcomes[0]);

        string[] markers = [.. ((object?[])(await _administrator.AskAsync(["KEYS", "*serviceping:flush:*"]))!).Cast<string>()];
        Assert.Equal(2, markers.Length);
        foreach (string marker in markers)
        {
            Assert.InRange(await NumberAsync("TTL", marker), 41 * 24 * 3600, 42 * 24 * 3600);
        }
    }

    [Theory]
    [InlineData("-expire", "EXPIRE")]
    [InlineData("-mget", "MGET")]
    [InlineData("-hgetall", "HGETALL")]
    [InlineData("-eval", "EVAL")]
    public async Task The_look_says_what_is_missing_and_the_rights_that_are_needed(string rule, string named)
    {
        await RuleAsync(rule);
        IReadOnlyList<MetricFinding> findings = await _store.CheckAsync(["{event_counters}_a"], CancellationToken.None);
        Assert.Contains(findings, finding => finding.Severity == FindingSeverity.Error
            && finding.Cause.Contains(named, StringComparison.OrdinalIgnoreCase)
            && finding.WayOut.Contains("+hincrby", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_look_names_the_keys_that_are_not_for_the_user_and_touches_none()
    {
        await _administrator.AskAsync(["ACL", "SETUSER", "ping", "resetkeys", "~{*}serviceping:*", "~{serviceping}*", "~{event_counters}*"]);
        MetricFinding finding = Assert.Single(
            await _store.CheckAsync(["{event_counters}_a", "{event_counters}_a-2026-47", "USAGE_OLD"], CancellationToken.None));
        Assert.Contains("USAGE_OLD", finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("event_counters", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("0", await _administrator.AskAsync(["EXISTS", "{event_counters}_a", "USAGE_OLD"]));
    }

    [Theory]
    [InlineData("allkeys-lru", true)]
    [InlineData("volatile-ttl", true)]
    [InlineData("noeviction", false)]
    public async Task The_look_warns_of_a_server_that_evicts_keys(string policy, bool warns)
    {
        await _administrator.AskAsync(["CONFIG", "SET", "maxmemory", "100mb"]);
        await _administrator.AskAsync(["CONFIG", "SET", "maxmemory-policy", policy]);
        IReadOnlyList<MetricFinding> findings = await _store.CheckAsync([], CancellationToken.None);
        Assert.Equal(warns, findings.Any(finding => finding.Severity == FindingSeverity.Warning && finding.Cause.Contains(policy, StringComparison.Ordinal)));
        Assert.Equal(warns ? 1 : 0, findings.Count);
    }

    private static RedisCounterStore Store(PrivateRedis redis, List<string> log) => new(
        new RedisConnection(ConfigurationOptions.Parse(redis.ConnectionString + ",user=ping,password=secret"), RedisStores.Timeout),
        RedisStores.Timeout,
        new ListLogger(log));

    private static CounterFlush Everything(params CounterWrite[] more) =>
        RedisWrites.OfEveryKind([new CounterWrite.Count("{a}always", null, 1), .. more]);

    private async Task FlushAsync(CounterFlush flush) =>
        Assert.All(await _store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));

    private async Task RuleAsync(string rule) => await _administrator.AskAsync(["ACL", "SETUSER", "ping", rule]);

    private async Task<long> NumberAsync(params string[] command) =>
        long.Parse((string)(await _administrator.AskAsync(command))!, CultureInfo.InvariantCulture);

    private async Task AssertCountedAsync(int times)
    {
        Assert.Equal(times, await NumberAsync("GET", "{a}total"));
        Assert.Equal(times, await NumberAsync("GET", "{a}always"));
        Assert.Equal(times, await NumberAsync("HGET", "{a}fields", "x"));
        Assert.Equal(1, await NumberAsync("PFCOUNT", "{a}values"));
        Assert.Equal(2, await NumberAsync("PFCOUNT", "{a}registers"));
        Assert.Equal((times * 0.5).ToString(CultureInfo.InvariantCulture), await _administrator.AskAsync(["GET", "{a}sum"]));
    }
}
