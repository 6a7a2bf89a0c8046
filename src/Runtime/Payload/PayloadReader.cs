using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ServicePing.Runtime.Payload;

namespace ServicePing;

/// <summary>Reads the values of a payload by their members or key paths: of one just collected, or of any older one.</summary>
/// <remarks>
/// The JSON is walked once, and a value is decoded when it is asked for. Types are <c>long</c>, <c>double</c>, <c>decimal</c>,
/// <c>bool</c>, <c>string</c>, <c>JsonElement</c> and, for texts that say a time, <c>DateTimeOffset</c>; another type is a
/// <see cref="NotSupportedException"/>. Safe for use by several threads.
/// </remarks>
/// <example><code>long open = PayloadReader.Parse(json).Read(ForgeMetrics.Counts.IssuesOpen);</code></example>
public sealed class PayloadReader
{
    private readonly PayloadIndex _index;

    private PayloadReader(PayloadIndex index) => _index = index;

    /// <summary>Makes a reader of a payload.</summary>
    /// <param name="json">The payload as UTF-8 JSON; it must not change while the reader is used.</param>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static PayloadReader Parse(ReadOnlyMemory<byte> json) => new(new PayloadIndex(json));

    /// <summary>The value of a metric.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <exception cref="PayloadValueException">The payload lacks the metric, or holds null or a value of another type.</exception>
    public T Read<T>(Metric<T> metric) => Read<T>(metric.KeyPath);

    /// <summary>The value at a key path.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="keyPath">The dotted path, such as <c>counts.issues_open</c>.</param>
    /// <exception cref="PayloadValueException">The payload lacks the key, or holds null or a value of another type.</exception>
    public T Read<T>(string keyPath) => Find(keyPath, out T? value) == PayloadContent.Value
        ? value!
        : throw new PayloadValueException(keyPath, PayloadDecoder<T>.Expected, Found(keyPath));

    /// <summary>The value of a metric, if the payload has one of its type.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="value">The value; the type's default where the result is false.</param>
    public bool TryRead<T>(Metric<T> metric, [MaybeNullWhen(false)] out T value) => TryRead(metric.KeyPath, out value);

    /// <summary>The value at a key path, if the payload has one of that type.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="keyPath">The dotted path, such as <c>counts.issues_open</c>.</param>
    /// <param name="value">The value; the type's default where the result is false.</param>
    public bool TryRead<T>(string keyPath, [MaybeNullWhen(false)] out T value) => Find(keyPath, out value) == PayloadContent.Value;

    /// <summary>What the payload holds for a metric, and the value where there is one.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="value">The value; the type's default where there is none of that type.</param>
    public PayloadContent Find<T>(Metric<T> metric, out T? value) => Find(metric.KeyPath, out value);

    /// <summary>What the payload holds at a key path, and the value where there is one.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="keyPath">The dotted path, such as <c>counts.issues_open</c>.</param>
    /// <param name="value">The value; the type's default where there is none of that type.</param>
    public PayloadContent Find<T>(string keyPath, out T? value)
    {
        ArgumentNullException.ThrowIfNull(keyPath);
        value = default;
        ReadOnlyMemory<byte> json = _index.Find(keyPath);
        if (json.IsEmpty)
        {
            return PayloadContent.Absent;
        }

        return json.Span.SequenceEqual("null"u8) ? PayloadContent.Null
            : PayloadDecoder<T>.TryDecode(json.Span, out value) ? PayloadContent.Value
            : PayloadContent.OtherType;
    }

    private string Found(string keyPath)
    {
        ReadOnlyMemory<byte> json = _index.Find(keyPath);
        return json.IsEmpty ? "nothing" : PayloadIndex.Describe(json);
    }
}

/// <summary>What a payload holds at a key path.</summary>
public enum PayloadContent
{
    /// <summary>Nothing: the payload lacks the key.</summary>
    Absent,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>A value of another type than was asked for.</summary>
    OtherType,

    /// <summary>A value of the type that was asked for.</summary>
    Value,
}
