using System.Buffers;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>
/// A look at what would be counted, with the week that is running: for developers who want to see the event that they have just
/// triggered. No payload and never to be sent: its numbers go on growing, and its JSON is no ping.
/// </summary>
public sealed class ServicePingPreview
{
    private readonly Lazy<PayloadReader> _values;

    internal ServicePingPreview(
        DateTimeOffset recordedAt,
        ReadOnlyMemory<byte> values,
        IReadOnlyList<MetricReading> metrics,
        CollectionStatistics statistics,
        long pendingMovements)
    {
        RecordedAt = recordedAt;
        Metrics = metrics;
        Statistics = statistics;
        PendingMovements = pendingMovements;
        Json = Marked(values, recordedAt, pendingMovements);
        _values = new Lazy<PayloadReader>(() => PayloadReader.Parse(values));
    }

    /// <summary>The moment of the preview; UTC, in milliseconds.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>
    /// The preview as UTF-8 JSON: <c>preview</c> says what it is, and the values stand one level deeper than in a payload, under
    /// <c>values</c>.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Every metric, in the order of the JSON.</summary>
    public IReadOnlyList<MetricReading> Metrics { get; }

    /// <summary>What the preview cost.</summary>
    public CollectionStatistics Statistics { get; }

    /// <summary>
    /// How many movements of counters this process could not write before the counters were read, and which are therefore not in the
    /// values; 0 where the counter store answers.
    /// </summary>
    public long PendingMovements { get; }

    /// <summary>The value of a metric: the fallback where its status in <see cref="Metrics"/> is not ok.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <exception cref="PayloadValueException">The preview lacks the metric, or holds null or a value of another type.</exception>
    public T Read<T>(Metric<T> metric) => _values.Value.Read(metric);

    /// <summary>The preview as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);

    private static ReadOnlyMemory<byte> Marked(ReadOnlyMemory<byte> values, DateTimeOffset recordedAt, long pendingMovements)
    {
        IReadOnlyList<IsoWeek> weeks = IsoWeek.Window(TimeFrame.TwentyEightDays, recordedAt.AddDays(IsoWeek.Days));
        ArrayBufferWriter<byte> buffer = new(values.Length + 256);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("preview"u8);
            json.WriteString("previewed_at"u8, Timestamp.Format(recordedAt));
            json.WriteString("running_week"u8, weeks[^1].ToString());
            json.WriteString("first_week"u8, weeks[0].ToString());
            json.WriteNumber("pending_movements"u8, pendingMovements);
            json.WriteEndObject();
            json.WritePropertyName("values"u8);
            json.WriteRawValue(values.Span);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
