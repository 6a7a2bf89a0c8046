using ServicePing.Runtime.Databases.Gathering;

namespace ServicePing.Tests;

/// <summary>A set of whole numbers counts what a hash set counts, wherever the numbers lie.</summary>
public sealed class IntegerSetTests
{
    /// <summary>Ranges that numbers come from, and how many of them.</summary>
    public static TheoryData<long, long, int> Ranges() => new()
    {
        { 0, 500_000, 400_000 },
        { -200_000, 200_000, 400_000 },
        { long.MinValue, long.MinValue + 100_000, 200_000 },
        { long.MaxValue - 100_000, long.MaxValue, 200_000 },
        { long.MinValue, long.MaxValue, 100_000 },
        { 1L << 40, (1L << 40) + 30_000_000, 300_000 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Different_numbers_are_counted_exactly(long low, long high, int numbers)
    {
        Random random = new(42);
        IntegerSet set = new();
        HashSet<long> expected = [];
        for (int i = 0; i < numbers; i++)
        {
            long number = i % 1_000 == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.NextInt64(low, high);
            set.Add(number);
            expected.Add(number);
        }

        set.Add(long.MaxValue);
        expected.Add(long.MaxValue);

        Assert.Equal(expected.Count, set.Count);
        Assert.Equal(expected.Order(), set.Values().Order());
    }

    [Fact]
    public void Numbers_that_lie_close_together_take_bits_rather_than_entries()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        IntegerSet set = new();
        for (int i = 0; i < 2_000_000; i++)
        {
            set.Add(i);
        }

        Assert.Equal(2_000_000, set.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Another_set_is_united()
    {
        IntegerSet one = new();
        IntegerSet other = new();
        for (int i = 0; i < 100_000; i++)
        {
            one.Add(i);
            other.Add(i + 50_000L);
        }

        one.Add(other);

        Assert.Equal(150_000, one.Count);
    }
}
