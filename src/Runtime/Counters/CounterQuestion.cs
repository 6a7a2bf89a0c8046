using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>A metric that is read from counters: what to read, and what to make of it.</summary>
internal abstract class CounterQuestion(int slot, IReadOnlyList<CounterRead> reads)
{
    internal int Slot => slot;

    internal IReadOnlyList<CounterRead> Reads => reads;

    /// <summary>Sets the metric's value.</summary>
    /// <param name="readings">Where to.</param>
    /// <param name="answers">What was found, one answer a read, each with a value.</param>
    /// <param name="duration">The time that was spent.</param>
    internal abstract void Answer(Readings readings, IReadOnlyList<CounterReply> answers, TimeSpan duration);
}

/// <summary>The counters of a metric over events.</summary>
internal sealed class MetricQuestion : CounterQuestion
{
    private readonly string[] _identifiers;

    internal MetricQuestion(CounterReadPlan plan, DateTimeOffset weeksUntil)
        : this(plan, [.. Parts(plan)], SuffixesOf(plan.Window, weeksUntil))
    {
    }

    private MetricQuestion(CounterReadPlan plan, IGrouping<string, string>[] parts, string[] suffixes)
        : base(plan.Slot, [.. parts.Select(part => new CounterRead(plan.Kind, [.. part.SelectMany(_ => suffixes, (key, suffix) => key + suffix)]))]) =>
        _identifiers = [.. parts.Select(part => part.Key)];

    /// <summary>What weekly keys end with in a time frame, and nothing for keys of all time.</summary>
    internal static string[] SuffixesOf(TimeFrame window, DateTimeOffset weeksUntil) =>
        window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays
            ? [.. IsoWeek.Window(window, weeksUntil).Select(week => week.Suffix)]
            : [""];

    internal override void Answer(Readings readings, IReadOnlyList<CounterReply> answers, TimeSpan duration)
    {
        if (answers[0] is CounterReply.Number number)
        {
            readings.Ok(Slot, number.Value, duration);
            return;
        }

        readings.Ok(
            Slot,
            GroupTree.ToJson(
                from part in _identifiers.Zip(answers)
                from field in ((CounterReply.Fields)part.Second).Counts
                select KeyValuePair.Create(part.First + GroupTree.Separator + field.Key, MetricValue.From(field.Value))),
            duration);
    }

    /// <summary>A metric is one read; unique totals are one for each identifier, with which the keys end.</summary>
    private static IEnumerable<IGrouping<string, string>> Parts(CounterReadPlan plan) => plan.Kind == CounterKind.UniqueTotals
        ? plan.Keys.GroupBy(key => key[(key.LastIndexOf('-') + 1)..], StringComparer.Ordinal)
        : plan.Keys.GroupBy(_ => "");
}
