namespace ServicePing;

/// <summary>Counts what a collection costs and tells how far it has come. Sources that run side by side share it.</summary>
internal sealed class CollectionMeter(IProgress<CollectionProgress>? progress)
{
    private readonly Lock _lock = new();
    private TimeSpan _longest;
    private int _statements;
    private int _roundTrips;
    private long _rows;
    private long _pages;
    private long _pagesWalked;

    internal void Statement(TimeSpan duration)
    {
        lock (_lock)
        {
            _statements++;
            _longest = duration > _longest ? duration : _longest;
        }
    }

    internal void RedisRoundTrip() => Interlocked.Increment(ref _roundTrips);

    internal void PagesAhead(long pages) => Interlocked.Add(ref _pages, pages);

    internal void Walked(string relation, long pages, long rows)
    {
        CollectionProgress now;
        lock (_lock)
        {
            _pagesWalked += pages;
            _rows += rows;
            now = new CollectionProgress(relation, _pages == 0 ? 1 : Math.Min(1, (double)_pagesWalked / _pages), _rows);
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
        MetricsByStatus = readings.CountBy(reading => reading.Status).OrderBy(pair => pair.Key).ToDictionary(),
    };
}
