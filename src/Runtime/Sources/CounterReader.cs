using System.Diagnostics;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>Reads every counter of a payload, all in one go.</summary>
internal sealed class CounterReader(IOptions<ServicePingOptions> options, ICounterStore? store = null) : IMetricSource
{
    internal const string NoStore = "The program has no counter store; call UseRedis, UsePostgresCounters or UseInProcessCounters.";

    public IEnumerable<int> Slots(PingWork work) =>
    [
        .. work.CounterReads.Select(read => read.Slot),
        .. work.Aggregates.Where(plan => !plan.IsOfSketches).Select(plan => plan.Slot),
    ];

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        List<CounterQuestion> questions = Questions(run);
        if (questions.Count == 0)
        {
            return;
        }

        if (!options.Value.TrackEvents)
        {
            Failure off = new(ReadingStatus.SwitchedOff, KnownEventReader.TrackEventsIsOff);
            questions.ForEach(question => run.Readings.Fail(question.Slot, off));
            return;
        }

        if (store is null)
        {
            Failure missing = new(ReadingStatus.Unavailable, NoStore);
            questions.ForEach(question => run.Readings.Fail(question.Slot, missing));
            return;
        }

        long started = Stopwatch.GetTimestamp();
        CounterRead[] reads = [.. questions.SelectMany(question => question.Reads)];
        IReadOnlyList<CounterReply> replies = await store.ReadAsync(reads, run.Meter, cancellationToken).ConfigureAwait(false);

        TimeSpan share = Stopwatch.GetElapsedTime(started) / reads.Length;
        EventSwitches? switches = await EventSwitches.AskAsync(run, options.Value).ConfigureAwait(false);
        int next = 0;
        foreach (CounterQuestion question in questions)
        {
            CounterReply[] answers = [.. replies.Skip(next).Take(question.Reads.Count)];
            next += answers.Length;
            TimeSpan duration = share * answers.Length;
            if (answers.OfType<CounterReply.None>().FirstOrDefault() is { } none)
            {
                run.Readings.Fail(question.Slot, none.Failure, duration);
            }
            else
            {
                run.Readings.Answer(question.Slot, () => question.Answer(run.Readings, answers, duration));
                switches?.Mark(question.Slot);
            }
        }
    }

    private List<CounterQuestion> Questions(CollectionRun run)
    {
        LabelLimits limits = LabelLimits.Of(options.Value);
        List<CounterQuestion> questions = [];
        foreach (CounterReadPlan plan in run.Work.CounterReads)
        {
            run.Readings.Answer(plan.Slot, () => questions.Add(new MetricQuestion(plan, run.WeeksUntil, limits)));
        }

        foreach (AggregatePlan plan in run.Work.Aggregates.Where(plan => !plan.IsOfSketches && run.Readings[plan.Slot] is null))
        {
            run.Readings.Answer(plan.Slot, () => Ask(plan, run, questions));
        }

        return questions;
    }

    private static void Ask(AggregatePlan plan, CollectionRun run, List<CounterQuestion> questions)
    {
        if (AggregateQuestion.Of(plan, run, out Failure? failure) is { } question)
        {
            questions.Add(question);
        }
        else if (failure is not null)
        {
            run.Readings.Fail(plan.Slot, failure);
        }
    }
}
