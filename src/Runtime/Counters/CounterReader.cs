using System.Diagnostics;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Reads every counter of a payload, all in one go.</summary>
internal sealed class CounterReader(ICounterStore? store = null) : IMetricSource
{
    internal const string NoStore = "The program has no counter store; call UseRedis or UseInProcessCounters.";

    public IEnumerable<int> Slots(PingWork work) => work.CounterReads.Select(read => read.Slot);

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        (CounterReadPlan Plan, IGrouping<string, string> Keys)[] reads =
            [.. from plan in run.Work.CounterReads from keys in Parts(plan) select (plan, keys)];
        if (reads.Length == 0)
        {
            return;
        }

        if (store is null)
        {
            Failure missing = new(ReadingStatus.Unavailable, NoStore);
            foreach (CounterReadPlan plan in run.Work.CounterReads)
            {
                run.Readings.Fail(plan.Slot, missing);
            }

            return;
        }

        Dictionary<TimeFrame, string[]> suffixes = reads.Select(read => read.Plan.Window).Distinct()
            .ToDictionary(window => window, window => SuffixesOf(window, run.RecordedAt));
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<CounterReply> replies = await store.ReadAsync(
            [.. reads.Select(read => new CounterRead(read.Plan.Kind, [.. WholeKeys(read.Keys, suffixes[read.Plan.Window])]))],
            run.Meter,
            cancellationToken).ConfigureAwait(false);

        TimeSpan share = Stopwatch.GetElapsedTime(started) / reads.Length;
        foreach (var metric in reads.Zip(replies).GroupBy(read => read.First.Plan))
        {
            Set(run.Readings, metric.Key, [.. metric.Select(read => (read.First.Keys.Key, read.Second))], share * metric.Count());
        }
    }

    private static void Set(
        Readings readings,
        CounterReadPlan plan,
        (string Identifier, CounterReply Reply)[] parts,
        TimeSpan duration)
    {
        if (parts.Select(part => part.Reply).OfType<CounterReply.None>().FirstOrDefault() is { } none)
        {
            readings.Fail(plan.Slot, none.Failure, duration);
        }
        else if (parts[0].Reply is CounterReply.Number number)
        {
            readings.Ok(plan.Slot, number.Value, duration);
        }
        else
        {
            readings.Ok(
                plan.Slot,
                GroupTree.ToJson(
                    from part in parts
                    from field in ((CounterReply.Fields)part.Reply).Counts
                    select KeyValuePair.Create(part.Identifier + GroupTree.Separator + field.Key, MetricValue.From(field.Value))),
                duration);
        }
    }

    /// <summary>A metric is one read; unique totals are one for each identifier, with which the keys end.</summary>
    private static IEnumerable<IGrouping<string, string>> Parts(CounterReadPlan plan) => plan.Kind == CounterKind.UniqueTotals
        ? plan.Keys.GroupBy(key => key[(key.LastIndexOf('-') + 1)..], StringComparer.Ordinal)
        : plan.Keys.GroupBy(_ => "");

    private static IEnumerable<string> WholeKeys(IEnumerable<string> keys, string[] suffixes) =>
        keys.SelectMany(_ => suffixes, (key, suffix) => key + suffix);

    private static string[] SuffixesOf(TimeFrame window, DateTimeOffset recordedAt) =>
        window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays
            ? [.. IsoWeek.Window(window, recordedAt).Select(week => week.Suffix)]
            : [""];
}
