using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Tests;

/// <summary>What every counter store does, wherever it keeps its counters.</summary>
public abstract class CounterStoreContract
{
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..8];

    private protected abstract ICounterStore Store { get; }

    /// <summary>Lets the keys of the test grow older.</summary>
    private protected abstract Task PassAsync(IEnumerable<string> keys, TimeSpan time);

    [Fact]
    public async Task What_was_written_is_read_back_added_up_or_united_over_keys()
    {
        await ApplyAsync(
            new CounterWrite.Count(Key("total", 1), CounterWrite.SixWeeks, 3),
            new CounterWrite.Count(Key("total", 2), CounterWrite.SixWeeks, 4),
            new CounterWrite.Amount(Key("sum", 1), CounterWrite.SixWeeks, 1.5),
            new CounterWrite.Amount(Key("sum", 2), CounterWrite.SixWeeks, -0.25),
            new CounterWrite.Values(Key("unique", 1), CounterWrite.SixWeeks, ["ada", 7L, "ünïcode"]),
            new CounterWrite.Registers(Key("unique", 2), CounterWrite.SixWeeks, Dense("ada", "bob")),
            new CounterWrite.Field(Key("fields", 1), CounterWrite.SixWeeks, "deb", 2),
            new CounterWrite.Field(Key("fields", 1), CounterWrite.SixWeeks, 9L, 1),
            new CounterWrite.Field(Key("fields", 2), CounterWrite.SixWeeks, "deb", 5));

        Assert.Equal(7, await NumberAsync(CounterKind.Total, Key("total", 1), Key("total", 2)));
        Assert.Equal(1.25, await NumberAsync(CounterKind.Sum, Key("sum", 1), Key("sum", 2)));
        Assert.Equal(4, await NumberAsync(CounterKind.Unique, Key("unique", 1), Key("unique", 2)));
        Assert.Equal(
            new Dictionary<string, long> { ["deb"] = 7, ["9"] = 1 },
            Assert.IsType<CounterReply.Fields>(await ReadAsync(CounterKind.UniqueTotals, Key("fields", 1), Key("fields", 2))).Counts);
    }

    [Fact]
    public async Task A_counter_that_nobody_has_written_reads_as_nothing()
    {
        Assert.Equal(0, await NumberAsync(CounterKind.Total, Key("none", 1), Key("none", 2)));
        Assert.Equal(0, await NumberAsync(CounterKind.Sum, Key("none", 1)));
        Assert.Equal(0, await NumberAsync(CounterKind.Unique, Key("none", 1), Key("none", 2)));
        Assert.Equal(0, await NumberAsync(CounterKind.Unique));
        Assert.Empty(Assert.IsType<CounterReply.Fields>(await ReadAsync(CounterKind.UniqueTotals, Key("none", 1))).Counts);
    }

    [Fact]
    public async Task Values_written_as_registers_and_one_by_one_make_one_set()
    {
        string[] values = [.. Enumerable.Range(0, 5_000).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        await ApplyAsync(new CounterWrite.Registers(Key("u", 1), CounterWrite.SixWeeks, Dense(values)));
        await ApplyAsync(new CounterWrite.Values(Key("u", 1), CounterWrite.SixWeeks, [.. values.Select(value => (EventValue)value)]));
        await ApplyAsync(new CounterWrite.Values(Key("u", 2), CounterWrite.SixWeeks, [.. values.Select(value => (EventValue)value)]));

        double united = await NumberAsync(CounterKind.Unique, Key("u", 1));
        Assert.InRange(united, 4_900, 5_100);
        Assert.Equal(united, await NumberAsync(CounterKind.Unique, Key("u", 2)));
        Assert.Equal(united, await NumberAsync(CounterKind.Unique, Key("u", 1), Key("u", 2)));
    }

    [Fact]
    public async Task The_same_flush_again_is_applied_once_and_another_one_again()
    {
        CounterWrite[] writes =
        [
            .. Enumerable.Range(0, 700).Select(i => new CounterWrite.Count(Key("many" + i, 1), null, i)),
            new CounterWrite.Amount(Key("sum", 1), null, 0.5),
            new CounterWrite.Field(Key("fields", 1), null, "a", 1),
        ];
        CounterFlush flush = new(Guid.NewGuid(), writes);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.All(await Store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        }

        Assert.Equal(699 * 350, await NumberAsync(CounterKind.Total, [.. Enumerable.Range(0, 700).Select(i => Key("many" + i, 1))]));
        Assert.Equal(0.5, await NumberAsync(CounterKind.Sum, Key("sum", 1)));

        await ApplyAsync(writes);

        Assert.Equal(2 * 699 * 350, await NumberAsync(CounterKind.Total, [.. Enumerable.Range(0, 700).Select(i => Key("many" + i, 1))]));
        Assert.Equal(1, await NumberAsync(CounterKind.Sum, Key("sum", 1)));
    }

    [Fact]
    public async Task A_write_that_can_never_be_applied_is_rejected_alone_and_again_when_it_is_repeated()
    {
        await ApplyAsync(
            new CounterWrite.Field(Key("hash", 1), null, "a", 1),
            new CounterWrite.Count(Key("full", 1), null, long.MaxValue),
            new CounterWrite.Amount(Key("half", 1), null, 0.5),
            new CounterWrite.Values(Key("set", 1), null, ["a"]));
        CounterFlush flush = new(Guid.NewGuid(),
        [
            new CounterWrite.Count(Key("good", 1), null, 1),
            new CounterWrite.Count(Key("hash", 1), null, 1),
            new CounterWrite.Values(Key("hash", 1), null, ["b"]),
            new CounterWrite.Registers(Key("hash", 1), null, Dense("b")),
            new CounterWrite.Count(Key("full", 1), null, 1),
            new CounterWrite.Count(Key("half", 1), null, 1),
            new CounterWrite.Amount(Key("set", 1), null, 1),
            new CounterWrite.Field(Key("set", 1), null, "b", 1),
            new CounterWrite.Count(Key("good", 2), null, 1),
        ]);
        WriteOutcome[] expected =
            [WriteOutcome.Applied, .. Enumerable.Repeat(WriteOutcome.Rejected, 7), WriteOutcome.Applied];

        Assert.Equal(expected, await Store.WriteAsync(flush));
        Assert.Equal(expected, await Store.WriteAsync(flush));

        Assert.Equal(2, await NumberAsync(CounterKind.Total, Key("good", 1), Key("good", 2)));
        Assert.Equal(long.MaxValue, await NumberAsync(CounterKind.Total, Key("full", 1)));
        Assert.Equal(0.5, await NumberAsync(CounterKind.Sum, Key("half", 1)));
    }

    [Fact]
    public async Task A_key_that_holds_something_else_fails_only_the_reads_that_name_it()
    {
        await ApplyAsync(
            new CounterWrite.Count(Key("total", 1), null, 5),
            new CounterWrite.Amount(Key("sum", 1), null, 0.5),
            new CounterWrite.Values(Key("set", 1), null, ["a"]),
            new CounterWrite.Field(Key("hash", 1), null, "a", 1));

        IReadOnlyList<CounterReply> replies = await Store.ReadAsync(
            [
                new(CounterKind.Total, [Key("total", 1)]),
                new(CounterKind.Total, [Key("total", 1), Key("hash", 1)]),
                new(CounterKind.Total, [Key("sum", 1)]),
                new(CounterKind.Total, [Key("set", 1)]),
                new(CounterKind.Sum, [Key("sum", 1), Key("total", 1)]),
                new(CounterKind.Sum, [Key("set", 1)]),
                new(CounterKind.Unique, [Key("set", 1)]),
                new(CounterKind.Unique, [Key("set", 1), Key("hash", 1)]),
                new(CounterKind.Unique, [Key("total", 1)]),
                new(CounterKind.UniqueTotals, [Key("hash", 1)]),
                new(CounterKind.UniqueTotals, [Key("total", 1)]),
            ],
            new CollectionMeter(null),
            CancellationToken.None);

        Assert.Equal(
            [true, false, false, false, true, false, true, false, false, true, false],
            replies.Select(reply => reply is not CounterReply.None));
        Assert.All(replies.OfType<CounterReply.None>(), none => Assert.Equal(ReadingStatus.Failed, none.Failure.Status));
        Assert.Equal(5.5, Assert.IsType<CounterReply.Number>(replies[4]).Value.AsDouble());
    }

    [Fact]
    public async Task Weekly_sets_live_six_weeks_from_the_last_write_other_weekly_counters_from_the_first_and_the_rest_for_ever()
    {
        CounterWrite[] writes =
        [
            new CounterWrite.Count(Key("total", 1), CounterWrite.SixWeeks, 1),
            new CounterWrite.Amount(Key("sum", 1), CounterWrite.SixWeeks, 1),
            new CounterWrite.Field(Key("fields", 1), CounterWrite.SixWeeks, "a", 1),
            new CounterWrite.Values(Key("values", 1), CounterWrite.SixWeeks, ["a"]),
            new CounterWrite.Registers(Key("registers", 1), CounterWrite.SixWeeks, Dense("a")),
            new CounterWrite.Count(Key("always", 1), null, 1),
            new CounterWrite.Values(Key("alwaysSet", 1), null, ["a"]),
        ];
        string[] keys = [.. writes.Select(write => write.Key)];
        CounterKind[] kinds =
        [
            CounterKind.Total, CounterKind.Sum, CounterKind.UniqueTotals, CounterKind.Unique, CounterKind.Unique, CounterKind.Total,
            CounterKind.Unique,
        ];
        await ApplyAsync(writes);
        await PassAsync(keys, TimeSpan.FromDays(41.9));
        Assert.Equal(new[] { true, true, true, true, true, true, true }, await ExistingAsync());

        await ApplyAsync(writes);
        await PassAsync(keys, TimeSpan.FromDays(0.2));
        Assert.Equal(new[] { false, false, false, true, true, true, true }, await ExistingAsync());

        await PassAsync(keys, TimeSpan.FromDays(42));
        Assert.Equal(new[] { false, false, false, false, false, true, true }, await ExistingAsync());

        async Task<bool[]> ExistingAsync() => [.. (await Store.ReadAsync(
            [.. keys.Zip(kinds, (key, kind) => new CounterRead(kind, [key]))], new CollectionMeter(null), CancellationToken.None))
            .Select(reply => reply switch
            {
                CounterReply.Number number => number.Value.AsDouble() > 0,
                CounterReply.Fields fields => fields.Counts.Count > 0,
                _ => throw new InvalidOperationException(reply.ToString()),
            })];
    }

    [Fact]
    public async Task Keys_of_every_form_are_written_and_read()
    {
        string[] keys =
        [
            $"USAGE_{_prefix}_CREATE", $"{{event_counters}}_{_prefix}-filter:[label:a b,property:ü]-2026-47", $"{_prefix}-{{users}}_x",
            $"{_prefix}{{}}", $"{_prefix}}}{{", $"a{{{_prefix}", $"{_prefix} with {{two}} {{tags}}",
            $"{{event_sums}}_{_prefix}-operator:sum(value)", new string('k', 500) + _prefix,
        ];
        await ApplyAsync([.. keys.Select(key => new CounterWrite.Count(key, null, 1))]);

        Assert.Equal(keys.Length, await NumberAsync(CounterKind.Total, keys));

        await PassAsync(keys, TimeSpan.FromDays(100));
        Assert.Equal(keys.Length, await NumberAsync(CounterKind.Total, keys));
    }

    [Fact]
    public async Task Keys_of_several_slots_make_one_set()
    {
        string[] keys = [.. Enumerable.Range(0, 30).Select(i => $"{{{_prefix}{i}}}_u")];
        await ApplyAsync([.. keys.Index().Select(key => new CounterWrite.Values(key.Item, CounterWrite.SixWeeks, [key.Index, key.Index + 1]))]);

        Assert.Equal(31, await NumberAsync(CounterKind.Unique, keys));
        Assert.Equal(2, await NumberAsync(CounterKind.Unique, keys[3]));
    }

    [Fact]
    public async Task Thousands_of_counters_are_read_in_at_most_four_round_trips()
    {
        await ApplyAsync([.. Enumerable.Range(0, 2_000).Select(i => new CounterWrite.Count(Key("n" + i, 1), null, i))]);
        await ApplyAsync([.. Enumerable.Range(0, 500).Select(i => new CounterWrite.Values(Key("u" + i, 1), null, ["a", i]))]);
        await ApplyAsync([.. Enumerable.Range(0, 100).Select(i => new CounterWrite.Field(Key("f" + i, 1), null, "a", i + 1))]);
        CounterRead[] reads =
        [
            .. Enumerable.Range(0, 3_000).Select(i => new CounterRead(CounterKind.Total, [Key("n" + i, 1), Key("n" + i, 2)])),
            .. Enumerable.Range(0, 2_000).Select(i => new CounterRead(CounterKind.Unique, [Key("u" + i, 1), Key("u" + i, 2)])),
            .. Enumerable.Range(0, 200).Select(i => new CounterRead(CounterKind.UniqueTotals, [Key("f" + i, 1)])),
        ];
        CollectionMeter meter = new(null);

        IReadOnlyList<CounterReply> replies = await Store.ReadAsync(reads, meter, CancellationToken.None);

        Assert.Equal(
            Enumerable.Range(0, 3_000).Select(i => i < 2_000 ? i : 0L),
            replies.Take(3_000).Select(reply => Assert.IsType<CounterReply.Number>(reply).Value.AsInt64()));
        Assert.Equal(
            Enumerable.Range(0, 2_000).Select(i => i < 500 ? 2 : 0L),
            replies.Skip(3_000).Take(2_000).Select(reply => Assert.IsType<CounterReply.Number>(reply).Value.AsInt64()));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => i < 100 ? i + 1 : 0L),
            replies.Skip(5_000).Select(reply => Assert.IsType<CounterReply.Fields>(reply).Counts.GetValueOrDefault("a")));
        Assert.InRange(meter.Sum(default, []).RedisRoundTrips, 0, 4);
    }

    [Fact]
    public async Task Many_flushes_at_once_are_each_applied_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => ApplyAsync(
            [.. Enumerable.Range(0, 50).Select(key => new CounterWrite.Count(Key("c" + key, 1), CounterWrite.SixWeeks, i))]))));

        Assert.Equal(50 * 39 * 20, await NumberAsync(CounterKind.Total, [.. Enumerable.Range(0, 50).Select(key => Key("c" + key, 1))]));
    }

    /// <summary>Counters of all kinds, written in all orders, labels beyond the limit and writes of the wrong kind among them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_flushes_leave_what_they_leave_in_memory(int seed)
    {
        Random random = new(seed);
        using InProcessCounterStore memory = new(null, TimeProvider.System, NullLogger.Instance);
        string[] keys = [.. Enumerable.Range(0, 12).Select(i => Key("any" + i, 1))];
        CounterWrite[] first = [.. keys.Select((key, i) => Write(key, i % 4))];
        await ApplyToBothAsync(first);
        for (int flush = 0; flush < 25; flush++)
        {
            CounterWrite[] writes =
            [
                .. from write in Enumerable.Range(0, random.Next(1, 30))
                   let key = random.Next(keys.Length)
                   select Write(keys[key], random.Next(10) == 0 ? random.Next(4) : key % 4),
            ];

            // What a flush does to a number is added up before.
            await ApplyToBothAsync([.. writes.DistinctBy(write => (write.Key, write is CounterWrite.Field field ? field.Value.ToString() : write.GetType().Name))
                .GroupBy(write => write.Key)
                .SelectMany(same => same.OfType<CounterWrite.Count>().Any() ? same.Where(write => write is not CounterWrite.Amount) : same)]);
        }

        CounterRead[] reads =
        [
            .. from keysOfOne in keys.Select(key => new[] { key }).Append([keys[0], keys[4]]).Append([keys[2], keys[6], keys[10]]).Append([keys[3], keys[7]])
               from kind in new[] { CounterKind.Total, CounterKind.Sum, CounterKind.Unique, CounterKind.UniqueTotals }
               select new CounterRead(kind, keysOfOne, AsSketch: kind == CounterKind.Unique),
        ];
        Assert.Equal(await ShownAsync(memory), await ShownAsync(Store));

        CounterWrite Write(string key, int kind) => kind switch
        {
            0 => new CounterWrite.Count(key, CounterWrite.SixWeeks, random.Next(100)),
            1 => new CounterWrite.Amount(key, null, (random.Next(200) - 100) / 4.0),
            2 when random.Next(3) == 0 => new CounterWrite.Registers(
                key, CounterWrite.SixWeeks, Dense([.. Enumerable.Range(0, random.Next(4_000)).Select(_ => $"{random.Next(20_000)}")])),
            2 => new CounterWrite.Values(key, CounterWrite.SixWeeks, [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (EventValue)random.Next(20_000))]),
            _ => new CounterWrite.Field(key, null, random.Next(9) == 0 ? "other" : $"label {random.Next(20)} ü", random.Next(1, 9), Most: 10),
        };

        async Task ApplyToBothAsync(CounterWrite[] writes)
        {
            CounterFlush flush = new(Guid.NewGuid(), writes);
            Assert.Equal(await memory.WriteAsync(flush), await Store.WriteAsync(flush));
        }

        async Task<string[]> ShownAsync(ICounterStore store) =>
        [
            .. (await store.ReadAsync(reads, new CollectionMeter(null), CancellationToken.None)).Select(reply => reply switch
            {
                CounterReply.Number number => number.Value.AsDouble().ToString("R", CultureInfo.InvariantCulture),
                CounterReply.Sketch sketch => Convert.ToHexString(RedisSketch.ToDense(sketch.Union)),
                CounterReply.Fields fields => string.Join(", ", fields.Counts.OrderBy(field => field.Key, StringComparer.Ordinal)),
                _ => "none",
            }),
        ];
    }

    [Fact]
    public async Task An_empty_flush_and_an_empty_reading_do_nothing()
    {
        Assert.Empty(await Store.WriteAsync(new CounterFlush(Guid.NewGuid(), [])));
        Assert.Empty(await Store.ReadAsync([], new CollectionMeter(null), CancellationToken.None));
    }

    private protected static byte[] Dense(params string[] values)
    {
        HyperLogLog sketch = new();
        Array.ForEach(values, sketch.Add);
        return RedisSketch.ToDense(sketch);
    }

    // Two keys of one name share a slot; other names have other slots.
    private protected string Key(string name, int week) => $"{{{_prefix}{name}}}_{week}";

    private async Task ApplyAsync(params CounterWrite[] writes) =>
        Assert.All(await Store.WriteAsync(new CounterFlush(Guid.NewGuid(), writes)), outcome => Assert.Equal(WriteOutcome.Applied, outcome));

    private async Task<CounterReply> ReadAsync(CounterKind kind, params string[] keys) =>
        Assert.Single(await Store.ReadAsync([new CounterRead(kind, keys)], new CollectionMeter(null), CancellationToken.None));

    private async Task<double> NumberAsync(CounterKind kind, params string[] keys) =>
        Assert.IsType<CounterReply.Number>(await ReadAsync(kind, keys)).Value.AsDouble();
}
