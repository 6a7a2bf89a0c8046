using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>Collections as measurements of the meter and spans of the source <c>ServicePing</c>; docs/observability.md lists them.</summary>
internal sealed class CollectionInstruments : IDisposable
{
    internal const string Name = "ServicePing";
    internal const string Kind = "serviceping.collection.kind";
    internal const string Outcome = "serviceping.collection.outcome";
    internal const string Status = "serviceping.metric.status";
    internal const string ErrorType = "error.type";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _metrics;
    private readonly Counter<long> _statements;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _roundTrips;

    /// <summary>Makes the instruments, in the program's factory of meters where it has one.</summary>
    internal CollectionInstruments(IMeterFactory? meters)
    {
        _meter = Meter(meters);
        _duration = _meter.CreateHistogram(
            "serviceping.collection.duration", "s", "The time of collections from beginning to end.", advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600],
            });
        _ended = _meter.CreateCounter<long>("serviceping.collections.ended", "{collection}", "Collections that have ended.");
        _metrics = _meter.CreateCounter<long>("serviceping.collection.metrics", "{metric}", "Metrics that were computed.");
        _statements = _meter.CreateCounter<long>("serviceping.collection.statements", "{statement}", "SQL statements that computed values.");
        _rows = _meter.CreateCounter<long>("serviceping.collection.rows", "{row}", "Rows of relations that were walked.");
        _roundTrips = _meter.CreateCounter<long>(
            "serviceping.collection.redis.round_trips", "{round_trip}", "Pipelined batches sent to Redis.");
    }

    /// <summary>The meter of the library, in the program's factory of meters where it has one.</summary>
    internal static Meter Meter(IMeterFactory? meters) => meters?.Create(new MeterOptions(Name)) ?? new Meter(Name);

    internal Activity? Begin(CollectionKind kind)
    {
        Activity? activity = _source.StartActivity("serviceping.collect");
        activity?.SetTag(Kind, kind.Word());
        return activity;
    }

    internal void Complete(CollectionKind kind, CollectionStatistics statistics, Activity? activity)
    {
        End(kind, "completed", statistics.Elapsed, error: null, activity);
        TagList tags = new() { { Kind, kind.Word() } };
        _statements.Add(statistics.Statements, tags);
        _rows.Add(statistics.RowsWalked, tags);
        _roundTrips.Add(statistics.RedisRoundTrips, tags);
        foreach ((ReadingStatus status, int metrics) in statistics.MetricsByStatus)
        {
            _metrics.Add(metrics, new TagList { { Kind, kind.Word() }, { Status, status.Word() } });
            activity?.SetTag($"serviceping.metrics.{status.Word()}", metrics);
        }
    }

    /// <summary>Measures a collection that gave no values.</summary>
    internal void Break(CollectionKind kind, string outcome, TimeSpan elapsed, string? error, Activity? activity)
    {
        activity?.SetStatus(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        End(kind, outcome, elapsed, error, activity);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private void End(CollectionKind kind, string outcome, TimeSpan elapsed, string? error, Activity? activity)
    {
        TagList tags = new() { { Kind, kind.Word() }, { Outcome, outcome } };
        activity?.SetTag(Outcome, outcome);
        if (error is not null)
        {
            tags.Add(ErrorType, error);
            activity?.SetTag(ErrorType, error);
        }

        _duration.Record(elapsed.TotalSeconds, tags);
        _ended.Add(1, tags);
    }
}
