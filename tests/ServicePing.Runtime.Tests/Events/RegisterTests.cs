using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Unique values are counted in the registers of Redis, bit for bit: a value may be added here and there, and is one.</summary>
[Collection(nameof(RedisServer))]
public sealed class RegisterTests(RedisServer redis)
{
    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(1_000)]
    [InlineData(60_000)]
    public async Task Values_set_the_registers_that_PFADD_sets(int count)
    {
        string ours = $"{{hll_counters}}_ours_{count}";
        string theirs = $"{{hll_counters}}_theirs_{count}";
        EventValue[] values = [.. Enumerable.Range(0, count).Select(Value)];
        (Ping ping, TrackedEvent tracked) = Start(ours);
        foreach (EventValue[] part in values.Chunk((count / 3) + 1))
        {
            foreach (EventValue value in part)
            {
                tracked.Track(value);
            }

            await ping.Tracker.FlushAsync();
        }

        foreach (EventValue[] part in values.Chunk(1_000))
        {
            await redis.Database.HyperLogLogAddAsync(theirs, [.. part.Select(value => (RedisValue)value.ToString())]);
        }

        Assert.Equal(await RegistersAsync(theirs), await RegistersAsync(ours + EventSet.Suffix));
        long union = await redis.Database.HyperLogLogLengthAsync([theirs, ours + EventSet.Suffix]);
        Assert.Equal(await redis.Database.HyperLogLogLengthAsync(theirs), union);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Dense_strings_are_equal_byte_for_byte()
    {
        (Ping ping, TrackedEvent tracked) = Start("{hll_counters}_dense_ours");
        for (int user = 0; user < 20_000; user++)
        {
            tracked.Track(user);
        }

        await ping.Tracker.FlushAsync();
        await redis.Database.HyperLogLogAddAsync(
            "{hll_counters}_dense_theirs", [.. Enumerable.Range(0, 20_000).Select(user => (RedisValue)user)]);

        byte[] ours = (await redis.Database.StringGetAsync("{hll_counters}_dense_ours" + EventSet.Suffix))!;
        byte[] theirs = (await redis.Database.StringGetAsync("{hll_counters}_dense_theirs"))!;

        // Eight bytes of the header are the last estimate.
        Assert.Equal(theirs[..8], ours[..8]);
        Assert.Equal(theirs[16..], ours[16..]);
        await ping.DisposeAsync();
    }

    [Fact]
    public void A_value_is_hashed_as_the_UTF_8_of_its_text()
    {
        EventValue[] values =
        [
            .. Enumerable.Range(0, 2_000).Select(Value),
            0, 9, 10, 99, 100, 9_999, 10_000, 12_345_678, 99_999_999, 100_000_000, -1, long.MinValue, long.MaxValue,
            0.0, -0.0, 1.5, 1e300, double.NaN, double.PositiveInfinity, true, false, "", "x", "äöü€😀", "\ud800", new string('€', 64),
            new string('x', 65), new string('€', 5_000), Guid.Empty, Guid.NewGuid(),
        ];
        foreach (EventValue value in values)
        {
            Assert.Equal(MurmurHash64.Of(System.Text.Encoding.UTF8.GetBytes(value.ToString())), value.SketchHash());
        }

        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            EventValue value = random.NextInt64(1L << random.Next(1, 60));
            Assert.Equal(MurmurHash64.Of(System.Text.Encoding.UTF8.GetBytes(value.ToString())), value.SketchHash());
        }
    }

    private static EventValue Value(int number) => (number % 4) switch
    {
        0 => number,
        1 => $"text {number}",
        2 => new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        _ => number * 0.1,
    };

    private (Ping Ping, TrackedEvent Event) Start(string key)
    {
        TestSet set = new() { EventPlans = { new("e", ["user"], [new(CounterKind.Unique, key, IsWeekly: true, Argument: 0)]) } };
        Ping ping = Ping.Of(builder => builder.UseRedis(redis.Server.ConnectionString), set);
        return (ping, ping.Tracker.EventsOf(set)[0]);
    }

    private async Task<(int, byte)[]> RegistersAsync(string key)
    {
        byte[] text = (await redis.Database.StringGetAsync(key))!;
        Assert.True(RedisSketch.TryRead(text, out HyperLogLog? sketch));
        return [.. sketch.Ranks()];
    }
}
