using Microsoft.Extensions.Options;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sources;

namespace ServicePing;

/// <summary>Counts the different identifiers of known events in any period.</summary>
public sealed class KnownEventReader
{
    /// <summary>Why no event counts.</summary>
    internal const string TrackEventsIsOff = "ServicePingOptions.TrackEvents is false: the program counts no events.";

    private readonly ICounterStore? _store;
    private readonly IOptions<ServicePingOptions> _options;

    internal KnownEventReader(ICounterStore? store, IOptions<ServicePingOptions> options)
    {
        _store = store;
        _options = options;
    }

    /// <summary>Counts the identifiers of any of the events, each once, of one category.</summary>
    /// <param name="events">The events; several must share slot, category and aggregation.</param>
    /// <param name="start">The first day, in UTC.</param>
    /// <param name="end">The last day; of weekly events, only weeks that were complete before the week of this day are counted.</param>
    /// <param name="context">The context in which they were tracked, such as a plan; none where null or empty.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The number; -1 with a status where there is no event or no counter in the period, the store fails, or tracking is switched off.
    /// </returns>
    /// <exception cref="KnownEventException">The events cannot be counted together, or the context is unknown.</exception>
    public Task<MetricResult<long>> CountUniqueAsync(
        IReadOnlyCollection<KnownEvent> events,
        DateOnly start,
        DateOnly end,
        string? context = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        CheckSlot(events);
        Check(events, known => known.Category, KnownEventProblem.CategoryMismatch, "category");
        Check(events, known => known.Aggregation, KnownEventProblem.AggregationMismatch, "aggregation");
        if (!string.IsNullOrEmpty(context) && !_options.Value.EventContexts.Contains(context))
        {
            throw new KnownEventException(
                KnownEventProblem.InvalidContext,
                $"'{context}' is no context; ServicePingOptions.EventContexts has {string.Join(", ", _options.Value.EventContexts)}.");
        }

        return ReadAsync(events, start, end, context, cancellationToken);
    }

    /// <summary>Counts the identifiers of any of the events, each once, whatever their categories.</summary>
    /// <param name="events">The events; several must share slot and aggregation.</param>
    /// <param name="start">The first day, in UTC.</param>
    /// <param name="end">The last day; of weekly events, only weeks that were complete before the week of this day are counted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The number; -1 with a status where there is no event or no counter in the period, or the store fails.</returns>
    /// <exception cref="KnownEventException">The events cannot be counted together.</exception>
    public Task<MetricResult<long>> CountUnionAsync(
        IReadOnlyCollection<KnownEvent> events,
        DateOnly start,
        DateOnly end,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        CheckUnion(events);
        return ReadAsync(events, start, end, context: null, cancellationToken);
    }

    /// <summary>Throws where events cannot be united.</summary>
    internal static void CheckUnion(IReadOnlyCollection<KnownEvent> events)
    {
        CheckSlot(events);
        Check(events, known => known.Aggregation, KnownEventProblem.AggregationMismatch, "aggregation");
    }

    private static void CheckSlot(IReadOnlyCollection<KnownEvent> events)
    {
        Check(events, known => known.Slot, KnownEventProblem.SlotMismatch, "slot");
        if (events.Count > 1 && string.IsNullOrEmpty(events.First().Slot))
        {
            throw new KnownEventException(KnownEventProblem.SlotMismatch, $"{Names(events)} have no slot and cannot be united.");
        }
    }

    private static void Check<T>(IReadOnlyCollection<KnownEvent> events, Func<KnownEvent, T> same, KnownEventProblem problem, string what)
    {
        if (events.Select(same).Distinct().Skip(1).Any())
        {
            throw new KnownEventException(problem, $"{Names(events)} are not all of one {what}.");
        }
    }

    private static string Names(IEnumerable<KnownEvent> events) => string.Join(", ", events.Select(known => known.Name));

    private async Task<MetricResult<long>> ReadAsync(
        IReadOnlyCollection<KnownEvent> events,
        DateOnly start,
        DateOnly end,
        string? context,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> keys = KnownEventKey.Between(events, start, end, context);
        if (keys.Count == 0)
        {
            return new(-1, ReadingStatus.NoData, "No counter of these events is complete in this period.");
        }

        if (!_options.Value.TrackEvents)
        {
            return new(-1, ReadingStatus.SwitchedOff, TrackEventsIsOff);
        }

        if (_store is null)
        {
            return new(-1, ReadingStatus.Unavailable, CounterReader.NoStore);
        }

        IReadOnlyList<CounterReply> replies = await _store.ReadAsync(
            [new CounterRead(CounterKind.Unique, keys)], new CollectionMeter(progress: null), cancellationToken).ConfigureAwait(false);
        return replies[0] switch
        {
            CounterReply.Number number => new(number.Value.AsInt64(), ReadingStatus.Ok, null),
            CounterReply.None none => new(-1, none.Failure.Status, none.Failure.Message),
            var reply => throw new InvalidOperationException(reply.ToString()),
        };
    }
}
