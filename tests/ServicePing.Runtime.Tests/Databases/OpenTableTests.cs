using ServicePing.Runtime.Databases.Gathering;

namespace ServicePing.Tests;

/// <summary>A table of keys knows what a dictionary knows, in less memory.</summary>
public sealed class OpenTableTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(200_000)]
    public void Keys_and_their_numbers_are_those_of_a_dictionary(int different)
    {
        Random random = new(20261129);
        OpenTable keys = new();
        OpenTable counted = new(isCounted: true);
        Dictionary<UInt128, int> expected = [];
        UInt128[] drawn = [.. Enumerable.Range(0, different).Select(_ => Draw(random))];
        for (int i = 0; i < 2 * different; i++)
        {
            UInt128 key = drawn[random.Next(different)];
            int times = random.Next(1, 5);
            keys.Add(key);
            counted.Add(key, times);
            expected[key] = expected.GetValueOrDefault(key) + times;
        }

        Assert.Equal(expected.Count, keys.Count);
        Assert.Equal(expected.Keys.Order(), keys.Keys.Order());
        Assert.Equal(expected.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)), counted.Keys.Zip(counted.Times).Order());
    }

    [Fact]
    public void A_table_is_united_with_another()
    {
        OpenTable one = new(isCounted: true);
        OpenTable other = new(isCounted: true);
        one.Add(5, 2);
        one.Add(6);
        other.Add(5, 3);
        other.Add(7);

        one.Add(other);

        Assert.Equal(new (UInt128, int)[] { (5, 5), (6, 1), (7, 1) }, one.Keys.Zip(one.Times).Order());
    }

    [Fact]
    public void The_key_of_no_bits_is_a_key_and_no_other()
    {
        OpenTable keys = new(isCounted: true);
        keys.Add(UInt128.Zero);
        keys.Add(UInt128.One);
        keys.Add(UInt128.Zero, 3);
        OpenTable other = new(isCounted: true);
        other.Add(keys);

        Assert.Equal(2, other.Count);
        Assert.Equal(new (UInt128, int)[] { (0, 4), (1, 1) }, other.Keys.Zip(other.Times).Order());
        Assert.Throws<OverflowException>(() => other.Add(UInt128.Zero, int.MaxValue));
    }

    [Fact]
    public void What_is_added_too_often_to_be_counted_is_refused()
    {
        OpenTable counted = new(isCounted: true);
        counted.Add(5, int.MaxValue);

        Assert.Throws<OverflowException>(() => counted.Add(5, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_key_takes_at_most_32_bytes_whatever_their_number(bool isCounted)
    {
        Random random = new(5);
        OpenTable keys = new(isCounted);
        while (keys.Count < 300_000)
        {
            keys.Add(Draw(random));
            Assert.InRange(keys.Bytes, 0, Math.Max(1_000, keys.Count * 32L));
        }
    }

    private static UInt128 Draw(Random random) => new((ulong)random.NextInt64(), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
