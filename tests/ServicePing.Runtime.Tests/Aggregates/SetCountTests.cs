using ServicePing.Runtime.Aggregates;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Tests;

public sealed class SetCountTests
{
    [Theory]
    [InlineData(2, 0, 20_000)]
    [InlineData(3, 0, 20_000)]
    [InlineData(5, 0, 20_000)]
    [InlineData(2, 10_000, 10_000)]
    [InlineData(3, 10_000, 10_000)]
    [InlineData(4, 10_000, 30_000)]
    [InlineData(5, 20_000, 0)]
    public void An_intersection_is_as_exact_as_its_stated_error(int sets, int common, int own)
    {
        const int Trials = 16;
        double squares = 0;
        double stated = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            SetCount size = SetCount.Intersection(Sketches(sets, common, own, first: trial * 10_000_000L));
            Assert.Null(size.Failure);
            squares += Math.Pow(size.Count - common, 2);
            stated = Math.Max(stated, size.Error!.Value);
        }

        double error = Math.Sqrt(squares / Trials);
        Assert.True(error < 1.2 * stated && stated < 0.0081 * (common + (sets * own)) + 200, $"{error} of {stated}");
    }

    [Fact]
    public void Small_sets_are_counted_to_one_or_two()
    {
        Assert.InRange(SetCount.Intersection(Sketches(3, 40, 100, 1)).Count, 38, 42);
        Assert.Equal(0, SetCount.Intersection([new(), new(), new()]).Count);
    }

    [Fact]
    public void An_intersection_is_never_negative_nor_larger_than_the_smallest_set()
    {
        for (int trial = 0; trial < 20; trial++)
        {
            HyperLogLog[] apart = Sketches(3, 0, 30_000, trial * 10_000_000L);
            HyperLogLog few = Sketches(1, 10, 0, trial * 10_000_000L)[0];
            Assert.InRange(SetCount.Intersection(apart).Count, 0, 2_000);
            Assert.InRange(SetCount.Intersection([.. apart, few]).Count, 0, 10);
        }
    }

    [Fact]
    public void More_sets_than_can_be_united_are_refused_with_a_reason()
    {
        SetCount size = SetCount.Intersection(Sketches(13, 10, 0, 1));
        Assert.Equal(-1, size.Count);
        Assert.Equal("An intersection of 13 sets is not estimated; 12 is the limit.", size.Failure!.Message);
        Assert.Equal(10, SetCount.Intersection(Sketches(12, 10, 0, 1)).Count);
    }

    /// <summary>Sets that have some values in common and as many others each.</summary>
    private static HyperLogLog[] Sketches(int sets, int common, int own, long first)
    {
        HyperLogLog[] sketches = [.. Enumerable.Range(0, sets).Select(_ => new HyperLogLog())];
        for (int set = 0; set < sets; set++)
        {
            for (int i = 0; i < common + own; i++)
            {
                long value = first + i + (i < common ? 0 : 1_000_000L * (set + 1));
                sketches[set].Add(BitConverter.GetBytes(value));
            }
        }

        return sketches;
    }
}
