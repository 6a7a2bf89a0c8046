using ServicePing.Runtime.Aggregates;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>The counters of sets of identifiers that are counted together.</summary>
internal sealed class AggregateQuestion : CounterQuestion
{
    private readonly string? _note;

    private AggregateQuestion(int slot, IReadOnlyList<CounterRead> reads, string? note)
        : base(slot, reads) => _note = note;

    /// <summary>The question; none where it cannot be asked or the metric is left out.</summary>
    /// <param name="plan">The sets.</param>
    /// <param name="run">The collection; a metric that is left out is set there.</param>
    /// <param name="failure">Why it cannot be asked.</param>
    internal static AggregateQuestion? Of(AggregatePlan plan, CollectionRun run, out Failure? failure)
    {
        failure = null;
        List<KnownEvent> known = [];
        List<string> unknown = [];
        foreach (CountedSet set in plan.Sets)
        {
            if (set.Source == SetSource.Category)
            {
                known.AddRange(run.KnownEvents.InCategory(set.Name));
                if (!KnownEvent.HaveTotal(known))
                {
                    run.Readings.LeaveOut(plan.Slot, $"The events of the category '{set.Name}' do not all share slot and aggregation.");
                    return null;
                }
            }
            else if (set.Source == SetSource.KnownEvent)
            {
                if (run.KnownEvents.Find(set.Name) is { } found)
                {
                    known.Add(found);
                }
                else
                {
                    unknown.Add(set.Name);
                }
            }
        }

        failure = Hindrance(plan, known, unknown);
        if (failure is not null)
        {
            return null;
        }

        string[] suffixes = MetricQuestion.SuffixesOf(plan.Window, run.WeeksUntil);
        string[][] sets =
        [
            .. known.Select(one => KeysOf(one, plan.Window, run)),
            .. plan.Sets.Where(set => set.Source == SetSource.Counter).Select(set => Array.ConvertAll(suffixes, suffix => set.Name + suffix)),
        ];
        CounterRead[] reads = plan.Operator == AggregateOperator.And && sets.Length > 1
            ? [.. sets.Select(keys => new CounterRead(CounterKind.Unique, keys, AsSketch: true))]
            : [new CounterRead(CounterKind.Unique, [.. sets.SelectMany(keys => keys)])];
        return new AggregateQuestion(
            plan.Slot, reads, unknown.Count == 0 ? null : $"Unknown events are left out: {string.Join(", ", unknown)}.");
    }

    internal override void Answer(Readings readings, IReadOnlyList<CounterReply> answers, TimeSpan duration)
    {
        if (answers[0] is CounterReply.Number number)
        {
            readings.Ok(Slot, number.Value, duration, _note);
            return;
        }

        readings.Set(Slot, SetCount.Intersection([.. answers.Select(answer => ((CounterReply.Sketch)answer).Union)]), duration);
    }

    /// <summary>Days count up to the moment of the collection in any case.</summary>
    private static string[] KeysOf(KnownEvent known, TimeFrame window, CollectionRun run)
    {
        (DateOnly start, DateOnly end) = KnownEventKey.Window(
            window, known.Aggregation == EventAggregation.Daily ? run.RecordedAt : run.WeeksUntil);
        return [.. KnownEventKey.Between([known], start, end)];
    }

    private static Failure? Hindrance(AggregatePlan plan, List<KnownEvent> known, List<string> unknown)
    {
        if (unknown.Count > 0 && (plan.Operator == AggregateOperator.And || unknown.Count == plan.Sets.Count))
        {
            return new Failure(ReadingStatus.Failed, $"No metric set of the program has the known events {string.Join(", ", unknown)}.");
        }

        try
        {
            KnownEventReader.CheckUnion(known);
            return null;
        }
        catch (KnownEventException exception)
        {
            return new Failure(ReadingStatus.Failed, exception.Message);
        }
    }
}
