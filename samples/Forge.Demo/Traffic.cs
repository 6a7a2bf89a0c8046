using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace Forge.Demo;

/// <summary>What people do in Forge during the last five complete weeks and the week that has begun.</summary>
internal static class Traffic
{
    private const int Weeks = 5;
    private const int EventsPerWeek = 1_500;

    /// <summary>What happens, how often in a hundred times, with which details and up to which number.</summary>
    private static readonly (string Event, int Share, string[] Details, int Most)[] Habits =
    [
        ("create_issue", 14, ["bug", "bug", "feature", "support"], 0),
        ("close_issue", 10, [""], 0),
        ("create_note", 17, ["issue", "merge_request"], 0),
        ("create_merge_request", 8, [""], 800),
        ("approve_merge_request", 6, ["quick", "commented"], 0),
        ("merge_merge_request", 7, [""], 0),
        ("push_commits", 17, [""], 12),
        ("export_project", 1, ["archive", "archive", "bundle"], 0),
        ("search", 7, ["issues", "issues", "merge_requests", "code", "users"], 0),
        ("run_pipeline", 5, [""], 0),
        ("retry_build", 4, ["failure", "timeout", "cancellation"], 0),
        ("deploy", 3, ["staging", "production", "production", "review"], 0),
        ("invite_member", 1, [""], 0),
    ];

    /// <summary>Everything up to now, in the order of time.</summary>
    /// <remarks>A week is the same whenever the demo runs, so that its unique counters estimate the same numbers.</remarks>
    public static IReadOnlyList<Occurrence> Until(DateTimeOffset now) =>
    [
        .. Enumerable.Range(0, Weeks + 1)
            .SelectMany(ago => Week(now, ago))
            .Where(one => one.At <= now)
            .OrderBy(one => one.At),
    ];

    /// <summary>The Monday on which a week began.</summary>
    public static DateTimeOffset Monday(DateTimeOffset now, int weeksAgo)
    {
        DateTimeOffset today = new(now.UtcDateTime.Date, TimeSpan.Zero);
        return today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - (7 * weeksAgo));
    }

    /// <summary>Tracks what happened while the clock walks through the weeks; each day's end writes it to the store.</summary>
    public static async Task TrackAsync(
        IReadOnlyList<Occurrence> occurrences,
        IServiceProvider forge,
        LateClock clock,
        Action<double> progress,
        CancellationToken cancellationToken)
    {
        ForgeEvents events = forge.GetRequiredService<ForgeEvents>();
        ForgeKnownEvents known = forge.GetRequiredService<ForgeKnownEvents>();
        EventTracker tracker = forge.GetRequiredService<EventTracker>();
        int done = 0;
        foreach (IGrouping<DateTime, Occurrence> day in occurrences.GroupBy(occurrence => occurrence.At.UtcDateTime.Date))
        {
            foreach (Occurrence occurrence in day)
            {
                clock.Set(occurrence.At);
                occurrence.Track(events, known);
                done++;
            }

            await tracker.FlushAsync(cancellationToken);
            progress((double)done / occurrences.Count);
        }
    }

    private static IEnumerable<Occurrence> Week(DateTimeOffset now, int ago)
    {
#pragma warning disable CA5394 // Repeatable is what this randomness has to be.
        Random random = new(2026 + ago);
        DateTimeOffset monday = Monday(now, ago);
        for (int i = 0; i < EventsPerWeek; i++)
        {
            (string name, _, string[] details, int most) = Habit(random.Next(100));
            yield return new Occurrence(
                monday.AddSeconds(random.Next(7 * 24 * 3600)),
                name,
                OneOf(2_000, random),
                OneOf(600, random),
                details[random.Next(details.Length)],
                most == 0 ? 0 : random.Next(1, most));
        }
#pragma warning restore CA5394
    }

    private static (string Event, int Share, string[] Details, int Most) Habit(int percent)
    {
        foreach (var habit in Habits)
        {
            percent -= habit.Share;
            if (percent < 0)
            {
                return habit;
            }
        }

        throw new InvalidOperationException("The shares of the habits do not add up to a hundred.");
    }

    /// <summary>A few people and projects do most of the work.</summary>
    private static long OneOf(int count, Random random) => 1 + (long)(count * Math.Pow(random.NextDouble(), 2));
}
