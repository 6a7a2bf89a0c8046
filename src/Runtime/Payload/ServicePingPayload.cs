using System.Text;

namespace ServicePing;

/// <summary>A collected ping: the JSON that may be sent, and beside it what happened to each metric.</summary>
public sealed class ServicePingPayload
{
    private const string UuidKeyPath = "uuid";

    private readonly Lazy<PayloadReader> _values;
    private readonly string? _uuid;
    private readonly ServicePingCatalogue _catalogue;

    internal ServicePingPayload(
        DateTimeOffset recordedAt,
        ReadOnlyMemory<byte> json,
        IReadOnlyList<MetricReading> metrics,
        CollectionStatistics statistics,
        string? uuid,
        ServicePingCatalogue catalogue)
    {
        RecordedAt = recordedAt;
        Json = json;
        Metrics = metrics;
        Statistics = statistics;
        _uuid = uuid;
        _catalogue = catalogue;
        _values = new Lazy<PayloadReader>(() => PayloadReader.Parse(Json));
    }

    /// <summary>The moment from which every period was computed, fixed before the first read; UTC, in milliseconds.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>The payload as UTF-8 JSON: nested objects by the segments of the key paths, in their order.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Every metric of the payload, in the order of the JSON.</summary>
    public IReadOnlyList<MetricReading> Metrics { get; }

    /// <summary>What the collection cost.</summary>
    public CollectionStatistics Statistics { get; }

    /// <summary>The values of the JSON by member or key path; its places are found once, on the first use.</summary>
    public PayloadReader Values => _values.Value;

    /// <summary>The value of a metric as the payload has it: the fallback where its status in <see cref="Metrics"/> is not ok.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <exception cref="PayloadValueException">The payload lacks the metric, or holds null or a value of another type.</exception>
    public T Read<T>(Metric<T> metric) => Values.Read(metric);

    /// <summary>
    /// What happened to each metric and what the collection cost, as JSON: the statuses that the payload itself has no room for.
    /// </summary>
    public ServicePingReport ToReport() => ServicePingReport.Of(RecordedAt, Metrics, Statistics);

    /// <summary>
    /// How long each permitted metric took and what became of it, as Service Ping's metadata, which may leave the instance with the payload.
    /// </summary>
    public ServicePingMetadata ToMetadata()
    {
        bool isNamed = !Metrics.Any(metric => metric is { KeyPath: UuidKeyPath, Status: ReadingStatus.NotPermitted });
        return ServicePingMetadata.Of(Metrics, isNamed ? _uuid : null, DeprecationOf);
    }

    /// <summary>What the definition says; nothing where definitions cannot be read, for which no ping is held up.</summary>
    private CatalogueDeprecation? DeprecationOf(string keyPath)
    {
        try
        {
            return _catalogue.FindMetric(keyPath)?.Deprecation;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The payload as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);
}
