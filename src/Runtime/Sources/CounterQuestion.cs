using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

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
    private readonly LabelLimits _limits;

    internal MetricQuestion(CounterReadPlan plan, DateTimeOffset weeksUntil, LabelLimits limits)
        : this(plan, [.. Parts(plan)], SuffixesOf(plan.Window, weeksUntil), limits)
    {
    }

    private MetricQuestion(CounterReadPlan plan, IGrouping<string, string>[] parts, string[] suffixes, LabelLimits limits)
        : base(plan.Slot, [.. parts.Select(part => new CounterRead(plan.Kind, [.. part.SelectMany(_ => suffixes, (key, suffix) => key + suffix)]))])
    {
        _identifiers = [.. parts.Select(part => part.Key)];
        _limits = limits;
    }

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

        List<KeyValuePair<GroupPath, MetricValue>> groups = [];
        int beyond = 0;
        foreach ((string identifier, CounterReply answer) in _identifiers.Zip(answers))
        {
            HeldGroups<long> labels = Labels((CounterReply.Fields)answer);
            beyond += labels.Beyond;
            groups.AddRange(labels.Groups.Select(label =>
                KeyValuePair.Create(new GroupPath([identifier, .. label.Key.Keys]), MetricValue.From(label.Value))));
        }

        readings.Ok(Slot, GroupTree.ToJson(groups), duration, NoteOn(groups, beyond));
    }

    /// <summary>The labels of a counter; a writer of another version or make has not kept to the limits.</summary>
    private HeldGroups<long> Labels(CounterReply.Fields fields) => HeldGroups<long>.Of(
        fields.Counts.Select(field => KeyValuePair.Create(new GroupPath(field.Key), field.Value)),
        _limits,
        (first, second) => checked(first + second),
        count => count);

    private static string? NoteOn(List<KeyValuePair<GroupPath, MetricValue>> groups, int beyond)
    {
        long others = groups.Where(group => group.Key.Keys[^1] == LabelLimits.Other).Sum(group => group.Value.AsInt64());
        return beyond > 0 ? LabelLimits.NoteOn(nameof(ServicePingOptions.MaxLabels), beyond, groups.Count)
            : others > 0 ? LabelLimits.NoteOn(others)
            : null;
    }

    /// <summary>A metric is one read; unique totals are one for each identifier, with which the keys end or which the plan names.</summary>
    private static IEnumerable<IGrouping<string, string>> Parts(CounterReadPlan plan) => plan.Kind == CounterKind.UniqueTotals
        ? plan.Keys.Index().GroupBy(
            key => plan.Names?[key.Index] ?? key.Item[(key.Item.LastIndexOf('-') + 1)..], key => key.Item, StringComparer.Ordinal)
        : plan.Keys.GroupBy(_ => "");
}
