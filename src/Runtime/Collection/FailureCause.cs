using System.Text.RegularExpressions;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>Why some metrics of a collection have no value: what failed, once for all that it concerns.</summary>
/// <param name="Place">What failed, such as <c>Database 'main'</c>.</param>
/// <param name="Status">How.</param>
/// <param name="Reason">Why, in a sentence that a log may keep.</param>
/// <param name="KeyPaths">The metrics, in the order of the payload.</param>
/// <param name="WayOut">What to do about it.</param>
internal sealed partial record FailureCause(
    string Place,
    ReadingStatus Status,
    string Reason,
    IReadOnlyList<string> KeyPaths,
    string WayOut)
{
    private const string Counters = "Counters";
    private const string Sums = "Sums";
    private const string Database = "Database";
    private const string Class = "Class";
    private const string Prometheus = "Prometheus";

    /// <summary>The causes of a collection, those of most metrics first.</summary>
    internal static IReadOnlyList<FailureCause> Of(CollectionRun run)
    {
        Dictionary<int, string> places = PlacesOf(run.Work);
        IEnumerable<FailureCause> causes =
            from slot in Enumerable.Range(0, run.Metrics.Count)
            where run.Scope.IsWanted(slot) && run.Readings[slot] is { } reading && reading.Status.IsFailure()
            let failure = run.Readings.FailureOf(RootOf(slot, run.Readings))!
            let place = failure.Place ?? places.GetValueOrDefault(RootOf(slot, run.Readings), Sums)
            group (Metric: run.Metrics[slot].KeyPath, failure.Reason)
                by (place, failure.Status, Kind: KindOf(place, failure)) into cause
            select new FailureCause(
                cause.Key.place,
                cause.Key.Status,
                cause.First().Reason,
                [.. cause.Select(one => one.Metric)],
                WayOutOf(cause.Key.place, cause.Key.Status, cause.First().Reason));
        return [.. causes.OrderByDescending(cause => cause.KeyPaths.Count)];
    }

    /// <summary>The metric because of which another has no value; where nothing has failed there, the other itself.</summary>
    private static int RootOf(int slot, Readings readings) =>
        readings.FailureOf(slot)?.FollowsFrom is { } part && readings[part] is { } reading && reading.Status.IsFailure()
            ? RootOf(part, readings)
            : slot;

    /// <summary>Which failures of a place are one: those in the same words, whichever key of a counter they name.</summary>
    private static string KindOf(string place, Failure failure) =>
        place != Counters ? failure.Reason
        : failure.Status == ReadingStatus.Failed ? Quoted().Replace(failure.Reason, "''")
        : "";

    private static Dictionary<int, string> PlacesOf(PingWork work)
    {
        Dictionary<int, string> places = [];
        foreach (RelationPlan relation in work.Relations)
        {
            foreach (QueryFragment fragment in relation.Fragments)
            {
                places[fragment.Slot] = $"{Database} '{relation.Database}'";
            }
        }

        foreach (FactPlan fact in work.Facts)
        {
            places[fact.Slot] = $"{Class} '{fact.InstrumentationClass}'";
        }

        foreach (int slot in work.CounterReads.Select(read => read.Slot).Concat(work.Aggregates.Select(plan => plan.Slot)))
        {
            places[slot] = Counters;
        }

        foreach (PrometheusPlan plan in work.Prometheus)
        {
            places[plan.Slot] = Prometheus;
        }

        return places;
    }

    private static string WayOutOf(string place, ReadingStatus status, string reason) => status switch
    {
        _ when reason.Contains("UsePostgres", StringComparison.Ordinal) || reason.Contains("UseRedis", StringComparison.Ordinal)
            || reason.Contains("UsePrometheus", StringComparison.Ordinal) =>
            "Nothing was asked.",
        ReadingStatus.Unavailable when IsDatabase(place) => "See that the server runs and takes the login that UsePostgres was given.",
        _ when reason.Contains(nameof(ServicePingOptions.StatementBudget), StringComparison.Ordinal)
            || reason.Contains(nameof(ServicePingOptions.MetricMemory), StringComparison.Ordinal) => "See docs/databases.md.",
        ReadingStatus.TimedOut when IsDatabase(place) => "See docs/databases.md, or raise StatementTimeout or LockTimeout.",
        _ when reason.StartsWith("42501", StringComparison.Ordinal) => "Grant SELECT to the role that UsePostgres logs in with.",
        _ when IsDatabase(place) => "Compare the definitions with the database: serviceping verify.",
        ReadingStatus.Unavailable or ReadingStatus.TimedOut when place == Counters => "See that the counter store runs and answers in CounterTimeout.",
        ReadingStatus.TimedOut when place.StartsWith(Class, StringComparison.Ordinal) => "Let it answer sooner, or raise FactTimeout.",
        ReadingStatus.Unavailable or ReadingStatus.TimedOut when place == Prometheus =>
            "See that Prometheus runs, and that the options of ServicePing:Prometheus name it and its login.",
        _ => "Each metric's message is in payload.Metrics.",
    };

    private static bool IsDatabase(string place) => place.StartsWith(Database, StringComparison.Ordinal);

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
