using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Keeps what the program's events count, in memory until the next flush to the counter store.</summary>
/// <remarks>
/// Tracking touches memory only. What could not be written stays and is written by a later flush, under the week in which it was
/// tracked. In a program without a counter store, events are not counted.
/// </remarks>
public sealed partial class EventTracker
{
    private readonly CounterTable _table;
    private readonly Tallies _tallies;
    private readonly ICounterStore? _store;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task _flush = Task.CompletedTask;
    private Unsettled? _unsettled;

    internal EventTracker(
        IReadOnlyList<MetricSet> sets,
        ICounterStore? store,
        TimeProvider clock,
        IOptions<ServicePingOptions> options,
        ILogger logger)
    {
        _table = new CounterTable(sets);
        _tallies = new Tallies(_table.Counters, clock);
        _store = store;
        _timeout = options.Value.CounterTimeout;
        _logger = logger;
    }

    /// <summary>A metric set's events, in the order of <see cref="MetricSet.Events"/>; generated methods call them.</summary>
    /// <param name="set">The metric set.</param>
    /// <exception cref="ArgumentException">The set is not part of this program.</exception>
    public TrackedEvent[] EventsOf(MetricSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return [.. _table.RulesOf(set).Select(rules => new TrackedEvent(_store is null ? [] : rules, _tallies))];
    }

    /// <summary>
    /// Writes to the counter store what has been tracked so far. A store that is down is no error: the numbers stay, and a later
    /// flush writes them.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; what is under way goes on.</param>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_store is null)
        {
            return;
        }

        try
        {
            // A flush that hangs may still be applied by the server: only when its outcome is known may the next one begin.
            await Latest(begin: false).WaitAsync(_timeout, cancellationToken).ConfigureAwait(false);
            await Latest(begin: true).WaitAsync(_timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogHanging(_timeout.TotalSeconds);
        }
    }

    private Task Latest(bool begin)
    {
        lock (_lock)
        {
            if (begin && _flush.IsCompleted)
            {
                _flush = Task.Run(() => WriteAsync(_store!));
            }

            return _flush;
        }
    }

    private async Task WriteAsync(ICounterStore store)
    {
        Unsettled flush = _unsettled ??= Unsettled.Drain(_tallies.All());
        IReadOnlyList<WriteOutcome> outcomes = await store.WriteAsync(flush.Writes).ConfigureAwait(false);
        if (outcomes.Contains(WriteOutcome.Retry))
        {
            return;
        }

        _unsettled = null;
        for (int i = 0; i < outcomes.Count; i++)
        {
            flush.Cells[i].Settle(flush.Writes.Writes[i], outcomes[i]);
            if (outcomes[i] == WriteOutcome.Rejected)
            {
                LogRejected(flush.Writes.Writes[i].Key);
            }
        }
    }

    /// <summary>A flush whose outcome is not known, which is repeated under its id until it is.</summary>
    private sealed record Unsettled(Cell[] Cells, CounterFlush Writes)
    {
        internal static Unsettled Drain(IReadOnlyList<Cell> cells)
        {
            (Cell Cell, CounterWrite Write)[] pending = [.. from cell in cells from write in cell.Drain() select (cell, write)];
            return new([.. pending.Select(one => one.Cell)], new(Guid.NewGuid(), [.. pending.Select(one => one.Write)]));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The counter store has not answered a flush for {Seconds} s; what was tracked is kept.")]
    private partial void LogHanging(double seconds);

    [LoggerMessage(2, LogLevel.Error, "The counter store refuses '{Key}': what was tracked for it is dropped.")]
    private partial void LogRejected(string key);
}
