using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>Reads what the counters of the program's events hold now: those of all time, and those of the week or day that is not over.</summary>
/// <remarks>Metrics have only weeks that are over. What was tracked and is not flushed yet is in no counter.</remarks>
public sealed class EventCounterReader
{
    private readonly ICounterStore? _store;
    private readonly IReadOnlyList<MetricSet> _sets;
    private readonly TimeProvider _clock;

    internal EventCounterReader(ICounterStore? store, IReadOnlyList<MetricSet> sets, TimeProvider clock) => (_store, _sets, _clock) = (store, sets, clock);

    /// <summary>Reads all of them.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The counters, by event and key; of a counter that keeps a number a value, one for each value that there is.</returns>
    /// <exception cref="InvalidOperationException">The program has no counter store.</exception>
    public async Task<IReadOnlyList<EventCounter>> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_store is null)
        {
            throw new InvalidOperationException("The program keeps no counters: call UseRedis, UsePostgresCounters or UseInProcessCounters.");
        }

        DateOnly today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        (CounterKind Kind, EventCounter Counter)[] counters =
        [
            .. _sets.SelectMany(set => OfEvents(set, today).Concat(OfKnownEvents(set, today)))
                .DistinctBy(one => one.Counter.Key)
                .OrderBy(one => one.Counter.Event, StringComparer.Ordinal).ThenBy(one => one.Counter.Key, StringComparer.Ordinal),
        ];
        IReadOnlyList<CounterReply> replies = await _store.ReadAsync(
            [.. counters.Select(one => new CounterRead(one.Kind, [one.Counter.Key]))], new CollectionMeter(progress: null), cancellationToken).ConfigureAwait(false);
        return
        [
            .. counters.Zip(replies, (one, reply) => Answers(one.Counter with { Key = _store.KeyPrefix + one.Counter.Key }, reply)).SelectMany(answers => answers),
        ];
    }

    private static IEnumerable<(CounterKind Kind, EventCounter Counter)> OfEvents(MetricSet set, DateOnly today) =>
        from plan in set.Events
        from rule in plan.Rules
        select (rule.Kind, new EventCounter(plan.Name, rule.IsWeekly ? rule.Key + IsoWeek.Of(today.ToDateTime(default)).Suffix : rule.Key)
        {
            Of = rule.Argument < 0 ? null : plan.Arguments[rule.Argument],
            Kind = rule.Kind switch
            {
                CounterKind.Sum => EventCounterKind.Sum,
                CounterKind.Unique => EventCounterKind.DifferentValues,
                CounterKind.UniqueTotals => EventCounterKind.CallsByValue,
                _ => EventCounterKind.Calls,
            },
        });

    private static IEnumerable<(CounterKind Kind, EventCounter Counter)> OfKnownEvents(MetricSet set, DateOnly today) => set.KnownEvents.Select(known =>
        (CounterKind.Unique, new EventCounter(known.Name, KnownEventKey.Of(known, today)) { Kind = EventCounterKind.DifferentValues, Of = "id" }));

    private static IEnumerable<EventCounter> Answers(EventCounter counter, CounterReply reply) => reply switch
    {
        CounterReply.Number number => [counter with { Count = number.Value.AsDouble() }],
        CounterReply.Fields fields => fields.Counts.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => counter with { Value = field.Key, Count = field.Value }),
        CounterReply.None none => [counter with { Status = none.Failure.Status, Message = none.Failure.Message }],
        _ => throw new InvalidOperationException(reply.ToString()),
    };
}
