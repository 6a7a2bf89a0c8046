using System.Diagnostics;

namespace ServicePing.Runtime.Costs;

/// <summary>Counts what a collection costs and tells how far it has come. Sources that run side by side share it.</summary>
internal sealed class CollectionMeter(IProgress<CollectionProgress>? progress)
{
    /// <summary>Longer estimates, in seconds, say nothing: a day.</summary>
    private const double Longest = 86_400;

    private readonly Lock _lock = new();
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Dictionary<(string Database, string Sql), SentStatement> _sent = [];
    private TimeSpan _longest;
    private TimeSpan _spent;
    private int _statements;
    private int _roundTrips;
    private long _rows;
    private long _pages;
    private double _pagesWalked;

    /// <summary>How long all SQL statements have taken together.</summary>
    internal TimeSpan Spent
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    internal void Statement(string database, string sql, TimeSpan duration)
    {
        lock (_lock)
        {
            _statements++;
            _spent += duration;
            _longest = duration > _longest ? duration : _longest;
            _sent.TryGetValue((database, sql), out SentStatement? sent);
            _sent[(database, sql)] = new SentStatement(
                database,
                sql,
                (sent?.Times ?? 0) + 1,
                (sent?.Elapsed ?? TimeSpan.Zero) + duration,
                sent?.Longest > duration ? sent.Longest : duration);
        }
    }

    internal void RedisRoundTrip() => Interlocked.Increment(ref _roundTrips);

    internal void PagesAhead(long pages) => Interlocked.Add(ref _pages, pages);

    internal void Walked(string relation, double pages, long rows)
    {
        CollectionProgress now;
        lock (_lock)
        {
            _pagesWalked += pages;
            _rows += rows;
            double share = _pages == 0 ? 1 : Math.Clamp(_pagesWalked / _pages, 0, 1);
            double remaining = Stopwatch.GetElapsedTime(_begun).TotalSeconds * ((1 - share) / share);
            now = new CollectionProgress(relation, share, _rows)
            {
                // So little of a wide range of keys may be done that the rest is no time at all.
                Remaining = remaining < Longest ? TimeSpan.FromSeconds(remaining) : null,
            };
        }

        progress?.Report(now);
    }

    internal CollectionStatistics Sum(TimeSpan elapsed, IEnumerable<MetricReading> readings) => new()
    {
        Statements = _statements,
        LongestStatement = _longest,
        RowsWalked = _rows,
        RedisRoundTrips = _roundTrips,
        Elapsed = elapsed,
        SentStatements = [.. _sent.Values],
        MetricsByStatus = readings.CountBy(reading => reading.Status).OrderBy(pair => pair.Key).ToDictionary(),
    };
}
