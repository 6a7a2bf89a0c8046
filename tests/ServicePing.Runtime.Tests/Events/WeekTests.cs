using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>An event belongs to the ISO week, in UTC, in which it was tracked.</summary>
public sealed class WeekTests
{
    private static readonly CellPlan[] Cells = [new(CounterKind.Total, Weekly: "e")];
    private static readonly EventRules Rules = EventRules.Of([new(Cell: 0, Argument: -1, Sketch: -1, Filter: null)]);

    [Theory]
    [InlineData("{event_counters}_my_event", "{event_counters}_my_event", "2023-10-19", "{event_counters}_my_event {event_counters}_my_event-2023-42")]
    [InlineData("USAGE_SNIPPET_CREATE", "{event_counters}_create_snippet", "2026-01-05", "USAGE_SNIPPET_CREATE {event_counters}_create_snippet-2026-02")]
    [InlineData(null, "{hll_counters}_e-operator:total-filter:[a:b]-label", "2020-06-01", "{hll_counters}_e-operator:total-filter:[a:b]-label-2020-23")]
    [InlineData("{event_sums}_e-operator:sum(value)", null, "2021-01-03", "{event_sums}_e-operator:sum(value)")]
    [InlineData(null, "{event_sums}_e-operator:sum(value)", "2021-01-03", "{event_sums}_e-operator:sum(value)-2020-53")]
    public void A_key_of_all_time_stays_and_that_of_a_week_ends_with_it_and_expires(string? allTime, string? weekly, string day, string keys)
    {
        CounterKey[] moved =
            [.. new CellPlan(CounterKind.Total, allTime, weekly).KeysOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.Equal(keys, string.Join(' ', moved.Select(key => key.Key)));
        Assert.All(moved, key => Assert.Equal(key.Key == allTime ? null : TimeSpan.FromDays(42), key.Lifetime));
    }

    [Fact]
    public void Over_sixty_years_every_day_counts_under_the_week_of_its_thursday()
    {
        DateTimeOffset last = new(2060, 1, 10, 0, 0, 0, TimeSpan.Zero);
        SettableClock clock = new(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using Tallies tallies = new(Cells, clock, new MemoryBudget(1 << 20), new OtherLabels(new LabelLimits(100, 100), NullLogger.Instance));
        Dictionary<string, long> expected = new(StringComparer.Ordinal);
        Dictionary<string, long> counted = new(StringComparer.Ordinal);
        Random random = new(1);
        for (DateTimeOffset day = clock.GetUtcNow(); day < last; day = day.AddDays(1))
        {
            int calls = random.Next(3) + 1;
            for (int i = 0; i < calls; i++)
            {
                clock.Set(i == 0 ? day : day.AddMilliseconds((86_400_000 / calls * (i + 1)) - 1));
                tallies.Current.Count(Rules, []);
            }

            string key = "e-" + WeekOf(day);
            expected[key] = expected.GetValueOrDefault(key) + calls;
            // Rarely: each looks at all days before, as no ten minutes of the machine pass meanwhile.
            if (random.Next(100) == 0)
            {
                Collect(tallies, counted);
            }
        }

        Collect(tallies, counted);

        Assert.Equal(expected.OrderBy(pair => pair.Key), counted.OrderBy(pair => pair.Key));
        Assert.Contains("e-2020-53", counted.Keys);
        Assert.Contains("e-2027-01", counted.Keys);
        Assert.DoesNotContain("e-2021-53", counted.Keys);
    }

    [Fact]
    public void A_clock_that_is_not_asked_until_the_edge_turns_the_week_to_the_millisecond()
    {
        DateTimeOffset monday = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);
        SettableClock clock = new(monday.AddDays(-3));
        using Tallies tallies = new(Cells, clock, new MemoryBudget(1 << 20), new OtherLabels(new LabelLimits(100, 100), NullLogger.Instance), isSteady: true);
        TimeSpan[] moments =
        [
            TimeSpan.FromDays(-2), -Tallies.Edge, TimeSpan.FromMilliseconds(-1), TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(8),
        ];
        foreach (TimeSpan moment in moments)
        {
            clock.Advance(monday + moment - clock.GetUtcNow());
            tallies.Current.Count(Rules, []);
        }

        Dictionary<string, long> counted = new(StringComparer.Ordinal);
        Collect(tallies, counted);
        Assert.Equal(
            new Dictionary<string, long> { ["e-2026-53"] = 3, ["e-2027-01"] = 2, ["e-2027-02"] = 1 },
            counted);
    }

    [Fact]
    public void A_thread_that_fetched_its_week_before_midnight_counts_under_that_week_also_when_a_flush_came_between()
    {
        SettableClock clock = new(new DateTimeOffset(2027, 1, 3, 23, 59, 59, 999, TimeSpan.Zero));
        using Tallies tallies = new(Cells, clock, new MemoryBudget(1 << 20), new OtherLabels(new LabelLimits(100, 100), NullLogger.Instance), isSteady: true);
        DayTally fetched = tallies.Current;
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Dictionary<string, long> counted = new(StringComparer.Ordinal);
        tallies.Current.Count(Rules, []);
        Collect(tallies, counted);
        fetched.Count(Rules, []);
        Collect(tallies, counted);

        Assert.Equal(new Dictionary<string, long> { ["e-2027-01"] = 1, ["e-2026-53"] = 1 }, counted);
    }

    [Fact]
    public async Task Threads_that_track_across_midnight_lose_nothing()
    {
        const int Calls = 20_000;
        DateTimeOffset monday = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);
        SettableClock clock = new(monday.AddMilliseconds(-20));
        using Tallies tallies = new(Cells, clock, new MemoryBudget(1 << 20), new OtherLabels(new LabelLimits(100, 100), NullLogger.Instance), isSteady: true);
        Dictionary<string, long> counted = new(StringComparer.Ordinal);
        Task tracking = EventSet.OnThreadsAsync(4, _ =>
        {
            for (int i = 0; i < Calls; i++)
            {
                tallies.Current.Count(Rules, []);
            }
        });
        while (!tracking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Collect(tallies, counted);
        }

        await tracking;
        Collect(tallies, counted);
        Assert.Equal(4 * Calls, counted.Values.Sum());
    }

    /// <summary>The year of the week's Thursday, and how many Thursdays that year has had.</summary>
    private static string WeekOf(DateTimeOffset day)
    {
        DateTimeOffset thursday = day.AddDays(3 - (((int)day.DayOfWeek + 6) % 7));
        return FormattableString.Invariant($"{thursday.Year}-{((thursday.DayOfYear - 1) / 7) + 1:D2}");
    }

    private static void Collect(Tallies tallies, Dictionary<string, long> counted)
    {
        foreach (CounterWrite.Count write in tallies.Drain().Writes.Cast<CounterWrite.Count>())
        {
            counted[write.Key] = counted.GetValueOrDefault(write.Key) + write.By;
        }
    }
}
