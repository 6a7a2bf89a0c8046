using System.Globalization;
using System.Text;
using ServicePing.Runtime.Sketches;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Our sketches against those of a real Redis.</summary>
[Collection(nameof(RedisServer))]
public sealed class HyperLogLogTests(RedisServer redis)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(1_100)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public async Task The_estimate_is_that_of_Redis_for_the_same_values(int values)
    {
        HyperLogLog sketch = new();
        string key = await AddAsync(Enumerable.Range(0, values).Select(Text), sketch);

        Assert.Equal(await redis.Database.HyperLogLogLengthAsync(key), sketch.Count());
        Assert.InRange(sketch.Count(), values * 0.98, values * 1.02);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(30_000)]
    public async Task Registers_uploaded_as_a_dense_string_are_those_that_Redis_would_have_made(int values)
    {
        HyperLogLog sketch = new();
        string key = await AddAsync(Enumerable.Range(7, values).Select(Text), sketch);
        string uploaded = Key();
        await redis.Database.StringSetAsync(uploaded, RedisSketch.ToDense(sketch));

        Assert.Equal(sketch.Count(), await redis.Database.HyperLogLogLengthAsync(uploaded));

        // A union with the original changes no register.
        Assert.Equal(sketch.Count(), await redis.Database.HyperLogLogLengthAsync([key, uploaded]));
        await redis.Database.HyperLogLogMergeAsync(key, key, uploaded);
        byte[] merged = (await redis.Database.StringGetAsync(key))!;
        Assert.Equal(RedisSketch.ToDense(sketch)[16..], merged[16..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(700)]
    [InlineData(20_000)]
    public async Task A_string_of_Redis_sparse_or_dense_is_read_register_by_register(int values)
    {
        HyperLogLog sketch = new();
        string key = await AddAsync(Enumerable.Range(-100, values).Select(Text), sketch);
        byte[] text = (await redis.Database.StringGetAsync(key))!;
        Assert.Equal(values >= 20_000 ? 0 : 1, text[4]);

        Assert.True(RedisSketch.TryRead(text, out HyperLogLog? read));

        Assert.Equal(sketch.Ranks(), read.Ranks());

        // And Redis reads ours.
        byte[] shortest = RedisSketch.ToShortest(sketch);
        Assert.Equal(text[4], shortest[4]);
        await redis.Database.StringSetAsync(key, shortest);
        Assert.Equal(sketch.Count(), await redis.Database.HyperLogLogLengthAsync(key));
        Assert.True(RedisSketch.TryRead(shortest, out read));
        Assert.Equal(sketch.Ranks(), read.Ranks());
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(900, 900)]
    [InlineData(5, 50_000)]
    [InlineData(50_000, 5)]
    [InlineData(40_000, 60_000)]
    public async Task A_merged_sketch_counts_what_Redis_counts_for_the_union(int left, int right)
    {
        HyperLogLog one = new();
        HyperLogLog other = new();
        RedisKey[] keys =
        [
            await AddAsync(Enumerable.Range(0, left).Select(Text), one),
            await AddAsync(Enumerable.Range(left / 2, right).Select(Text), other),
        ];

        one.Merge(other);

        Assert.Equal(await redis.Database.HyperLogLogLengthAsync(keys), one.Count());
    }

    [Fact]
    public void A_sketch_merged_with_itself_stays_the_same()
    {
        HyperLogLog sketch = new();
        sketch.Add("x");
        sketch.Merge(sketch);
        Assert.Equal(1, sketch.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HYLL")]
    [InlineData("another string that is long enough")]
    [InlineData("HYLL\u0002\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("HYLL\u0001\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("HYLL\u0001\0\0\0\0\0\0\0\0\0\0\0\u007f")]
    [InlineData("HYLL\u0001\0\0\0\0\0\0\0\0\0\0\0\u007f\u007f\u0001")]
    [InlineData("HYLL\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_no_sketch_is_not_read(string text) =>
        Assert.False(RedisSketch.TryRead(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void A_rank_that_no_hash_gives_is_no_sketch()
    {
        byte[] text = RedisSketch.ToDense(new HyperLogLog());
        Assert.True(RedisSketch.TryRead(text, out _));
        text[16] = 0x3f;
        Assert.False(RedisSketch.TryRead(text, out _));
    }

    private async Task<string> AddAsync(IEnumerable<string> values, HyperLogLog sketch)
    {
        string key = Key();
        await redis.Database.HyperLogLogAddAsync(key, []);
        foreach (string[] some in values.Chunk(10_000))
        {
            await redis.Database.HyperLogLogAddAsync(key, [.. some.Select(value => (RedisValue)value)]);
            Array.ForEach(some, sketch.Add);
        }

        return key;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Key() => Guid.NewGuid().ToString("N");
}
