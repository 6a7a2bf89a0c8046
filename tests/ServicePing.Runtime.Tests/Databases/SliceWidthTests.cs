using ServicePing.Runtime.Databases.Passes;

namespace ServicePing.Tests;

/// <summary>Slices grow and shrink towards the time that a statement should take.</summary>
public sealed class SliceWidthTests
{
    private const double Target = 0.5;
    private const double Limit = 15;

    [Theory]
    [InlineData(500, 512)]
    [InlineData(250, 1024)]
    [InlineData(1000, 256)]
    [InlineData(1, 2048)]
    [InlineData(0, 2048)]
    [InlineData(60_000, 128)]
    public void The_width_follows_the_measured_time_at_most_by_a_factor_of_four(int milliseconds, long expected)
    {
        SliceWidth width = Begin(512);

        width.Learn(512, TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, width.Current);
    }

    [Fact]
    public void The_width_stays_within_its_ceiling_and_above_nothing()
    {
        SliceWidth width = Begin(512, ceiling: 10);
        Assert.Equal(10, width.Current);

        width.Learn(10, TimeSpan.Zero);
        Assert.Equal(10, width.Current);

        for (int i = 0; i < 10; i++)
        {
            width.Learn(width.Current, TimeSpan.FromHours(width.Current));
        }

        Assert.Equal(1, width.Current);
    }

    [Theory]
    [InlineData(0.45)]
    [InlineData(0.6)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_width_that_narrowing_does_not_make_quicker_is_widened_instead(double fixedTime)
    {
        SliceWidth width = Begin(512);

        long widest = Learn(width, times: 12, one => fixedTime + (one * 0.0001));

        Assert.True(widest >= 4_000, $"{widest}");
        Assert.True(fixedTime + (widest * 0.0001) < Limit, $"{widest}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    public void The_width_comes_to_where_the_time_beside_the_fixed_one_is_well_spent(double fixedTime)
    {
        SliceWidth width = Begin(2_048);

        double rest = Learn(width, times: 16, one => fixedTime + (one * 0.00002)) * 0.00002;
        double least = Math.Max(Target, fixedTime) / 2;
        Assert.InRange(rest, least, Math.Max(Target, 4 * fixedTime) * 1.1);
    }

    [Fact]
    public void A_slow_part_of_a_table_is_no_fixed_time_for_long()
    {
        SliceWidth width = Begin(2_048);

        // Each slice is in a part that is slower than the one before.
        for (double slow = 1; slow < 64; slow *= 2)
        {
            double cost = slow * 0.0001;
            Learn(width, times: 1, one => one * cost);
        }

        Learn(width, times: 12, one => one * 0.0064);
        Assert.InRange(width.Current * 0.0064, Target / 2, Target * 2);
    }

    [Fact]
    public void A_width_that_is_right_is_tried_once_and_kept()
    {
        SliceWidth width = Begin(2_048);
        List<long> tried = [];
        for (int i = 0; i < 40; i++)
        {
            tried.Add(width.Current);
            Learn(width, times: 1, one => one * Target / 2_048);
        }

        Assert.Equal(1, tried.Count(one => one == 1_024));
        Assert.All(tried, one => Assert.Contains(one, new long[] { 1_024, 2_048 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Whatever_a_table_costs_it_is_read_in_a_few_times_the_least_time(int workers)
    {
        for (int seed = 0; seed < 500; seed++)
        {
            SimulatedTable table = new(seed);
            double best = table.Rest + (table.Fixed * Math.Ceiling(table.Rest / (Limit - table.Fixed)));

            (double time, double longest) = table.Read(Begin(2_048), workers);

            Assert.True(time < (2.5 * best) + (8 * workers * (table.Fixed + Target)), $"seed {seed}: {table} took {time:0.0} s, at best {best:0.0} s");
            Assert.True(longest <= Limit, $"seed {seed}: {table}");
        }
    }

    private static SliceWidth Begin(long first, long ceiling = long.MaxValue) =>
        new(TimeSpan.FromSeconds(Target), TimeSpan.FromSeconds(Limit), first, ceiling);

    /// <summary>Learns from slices as wide as they should be.</summary>
    /// <returns>The widest of the last four; one of them may have been a trial.</returns>
    private static long Learn(SliceWidth width, int times, Func<long, double> cost)
    {
        List<long> widths = [];
        for (int i = 0; i < times; i++)
        {
            widths.Add(width.Current);
            width.Learn(width.Current, TimeSpan.FromSeconds(cost(width.Current)));
        }

        return widths.TakeLast(4).Max();
    }

    /// <summary>A table whose pages cost what chance says: parts of it more than others, and no statement twice the same.</summary>
    private sealed class SimulatedTable
    {
        private const int Parts = 20;

        private readonly Random _random;
        private readonly double[] _weights;
        private readonly long _pages;

        public SimulatedTable(int seed)
        {
            _random = new Random(seed);
            _pages = 1_000 * (long)Math.Pow(10, _random.NextDouble() * 3);
            Fixed = seed % 4 == 0 ? 0 : Math.Pow(10, (_random.NextDouble() * 3) - 2) / 1.5;
            Rest = Math.Min(Math.Pow(10, _random.NextDouble() * 2.5), _pages * 0.004);
            _weights = [.. Enumerable.Range(0, Parts).Select(_ => Math.Pow(4, _random.NextDouble()))];
            double sum = _weights.Sum();
            _weights = [.. _weights.Select(weight => weight / sum * Parts)];
        }

        /// <summary>What every statement costs.</summary>
        public double Fixed { get; }

        /// <summary>What all pages cost together.</summary>
        public double Rest { get; }

        /// <summary>Reads all pages, while as many slices are under way as there are workers.</summary>
        public (double Time, double Longest) Read(SliceWidth width, int workers)
        {
            (double time, double longest) = (0, 0);
            Queue<(long Width, double Time)> underway = [];
            for (long start = 0; start < _pages;)
            {
                long taken = Math.Min(width.Current, _pages - start);
                Read(start, taken);
                start += taken;
                while (underway.Count >= workers)
                {
                    (long learnt, double took) = underway.Dequeue();
                    width.Learn(learnt, TimeSpan.FromSeconds(took));
                }
            }

            return (time, longest);

            void Read(long start, long taken)
            {
                double needed = (Fixed + (Rest * Share(start, taken))) * (0.8 + (0.5 * _random.NextDouble()));
                longest = Math.Max(longest, Math.Min(needed, Limit));
                time += Math.Min(needed, Limit);
                if (needed > Limit)
                {
                    Read(start, taken / 2);
                    Read(start + (taken / 2), taken - (taken / 2));
                }
                else
                {
                    underway.Enqueue((taken, needed));
                }
            }
        }

        public override string ToString() => $"{_pages} pages, {Rest:0.0} s and {Fixed:0.00} s a statement";

        private double Share(long start, long taken)
        {
            double part = (double)_pages / Parts;
            double share = 0;
            for (int i = 0; i < Parts; i++)
            {
                double within = Math.Min(start + taken, part * (i + 1)) - Math.Max(start, part * i);
                share += Math.Max(0, within) * _weights[i];
            }

            return share / _pages;
        }
    }
}
