using System.Diagnostics;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Reads every counter of a payload, all in one go.</summary>
internal sealed class CounterReader(ICounterStore? store = null) : IMetricSource
{
    internal const string NoStore = "The program has no counter store; call UseRedis or UseInProcessCounters.";

    public IEnumerable<int> Slots(PingWork work) =>
    [
        .. work.CounterReads.Select(read => read.Slot),
        .. work.Aggregates.Where(plan => !SketchAggregates.IsOfSketches(plan)).Select(plan => plan.Slot),
    ];

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        List<CounterQuestion> questions = [.. run.Work.CounterReads.Select(plan => new MetricQuestion(plan, run.WeeksUntil))];
        foreach (AggregatePlan plan in run.Work.Aggregates.Where(plan => !SketchAggregates.IsOfSketches(plan) && run.Readings[plan.Slot] is null))
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

        if (questions.Count == 0)
        {
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
                question.Answer(run.Readings, answers, duration);
            }
        }
    }
}
