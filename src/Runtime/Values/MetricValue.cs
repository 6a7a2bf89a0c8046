using System.Buffers;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>A computed value: a number, a text, a boolean, a JSON object or array, or null.</summary>
public readonly struct MetricValue : IEquatable<MetricValue>
{
    private readonly object? _reference;
    private readonly decimal _decimal;
    private readonly double _double;

    private MetricValue(MetricValueKind kind, decimal number = 0, double real = 0, object? reference = null)
    {
        Kind = kind;
        _decimal = number;
        _double = real;
        _reference = reference;
    }

    /// <summary>No value: JSON null.</summary>
    public static MetricValue Null => default;

    /// <summary>What the value is.</summary>
    public MetricValueKind Kind { get; }

    /// <summary>A whole number.</summary>
    public static MetricValue From(long value) => new(MetricValueKind.Integer, value);

    /// <summary>A number; null where it is not finite, which JSON cannot say.</summary>
    public static MetricValue From(double value) => double.IsFinite(value) ? new(MetricValueKind.Double, real: value) : Null;

    /// <summary>An exact number.</summary>
    public static MetricValue From(decimal value) => new(MetricValueKind.Decimal, value);

    /// <summary>A boolean.</summary>
    public static MetricValue From(bool value) => new(MetricValueKind.Boolean, value ? 1 : 0);

    /// <summary>A text, or null.</summary>
    public static MetricValue From(string? value) => value is null ? Null : new(MetricValueKind.Text, reference: value);

    /// <summary>A point in time, in UTC with milliseconds, as <c>2026-11-21T02:15:00.000Z</c>.</summary>
    public static MetricValue From(DateTimeOffset value) => From(Timestamp.Format(value));

    /// <summary>A JSON value.</summary>
    public static MetricValue From(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? Null : new(MetricValueKind.Json, reference: value);

    /// <summary>The number as a <see cref="long"/>, truncated; 0 where the value is no number.</summary>
    /// <exception cref="OverflowException">The number is beyond 64 bits.</exception>
    public long AsInt64() => (long)AsDecimal();

    /// <summary>The <see cref="double"/> that is nearest to the number; 0 where the value is no number.</summary>
    public double AsDouble() => Kind == MetricValueKind.Double ? _double : ExactNumber.ToDouble(_decimal);

    /// <summary>The number as a <see cref="decimal"/>, to 28 places; 0 where the value is no number.</summary>
    /// <exception cref="OverflowException">The number is beyond those of a <see cref="decimal"/>.</exception>
    public decimal AsDecimal() =>
        Kind != MetricValueKind.Double ? _decimal
        : ExactNumber.TryDecimal(_double, out decimal exact) ? exact
        : (decimal)_double;

    /// <summary>Whether the value is true.</summary>
    public bool AsBoolean() => Kind == MetricValueKind.Boolean && _decimal != 0;

    /// <summary>The text; null where the value is none.</summary>
    public string? AsText() => _reference as string;

    /// <summary>The JSON value; undefined where the value is none.</summary>
    public JsonElement AsJson() => _reference is JsonElement element ? element : default;

    /// <summary>Whether the value is a number.</summary>
    internal bool IsNumber => Kind is MetricValueKind.Integer or MetricValueKind.Decimal or MetricValueKind.Double;

    /// <summary>The value as a type that metrics have; false where it is of another type or would not be the same number.</summary>
    internal bool TryAs<T>(out T value)
    {
        bool fits = true;
        object? typed =
            typeof(T) == typeof(long) ? (fits = TryInt64(out long whole)) ? whole : -1L :
            typeof(T) == typeof(double) ? (fits = TryDouble(out double real)) ? real : -1d :
            typeof(T) == typeof(decimal) ? (fits = TryDecimal(out decimal exact)) ? exact : -1m :
            typeof(T) == typeof(bool) ? (fits = Kind == MetricValueKind.Boolean) && AsBoolean() :
            typeof(T) == typeof(JsonElement) ? ToJson() :
            (fits = Kind is MetricValueKind.Text or MetricValueKind.Null) ? AsText() : null;
        value = (T)typed!;
        return fits;
    }

    internal bool TryInt64(out long whole)
    {
        whole = 0;
        return IsNumber && (Kind == MetricValueKind.Double
            ? ExactNumber.TryInt64(_double, out whole)
            : ExactNumber.TryInt64(_decimal, out whole));
    }

    internal bool TryDouble(out double real)
    {
        real = _double;
        return Kind == MetricValueKind.Double || (IsNumber && ExactNumber.TryDouble(_decimal, out real));
    }

    internal bool TryDecimal(out decimal exact)
    {
        exact = _decimal;
        return IsNumber && (Kind != MetricValueKind.Double || ExactNumber.TryDecimal(_double, out exact));
    }

    /// <summary>The value as JSON, whatever its kind; null becomes undefined.</summary>
    internal JsonElement ToJson()
    {
        if (Kind is MetricValueKind.Json or MetricValueKind.Null)
        {
            return AsJson();
        }

        return JsonElement.Parse(ToUtf8());
    }

    private ReadOnlySpan<byte> ToUtf8()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            WriteTo(json);
        }

        return buffer.WrittenSpan;
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case MetricValueKind.Integer:
                json.WriteNumberValue((long)_decimal);
                break;
            case MetricValueKind.Decimal:
                json.WriteNumberValue(_decimal);
                break;
            case MetricValueKind.Double:
                json.WriteNumberValue(_double);
                break;
            case MetricValueKind.Boolean:
                json.WriteBooleanValue(AsBoolean());
                break;
            case MetricValueKind.Text:
                json.WriteStringValue(AsText());
                break;
            case MetricValueKind.Json:
                AsJson().WriteTo(json);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>
    /// The value as it stands in the payload, in every culture: <c>5</c>, <c>1.5</c>, <c>true</c>, <c>"a text"</c>, <c>{"1":5}</c>, <c>null</c>.
    /// </summary>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    /// <inheritdoc/>
    public bool Equals(MetricValue other) =>
        Kind == other.Kind && _decimal == other._decimal && _double.Equals(other._double) && Kind switch
        {
            MetricValueKind.Json => JsonElement.DeepEquals(AsJson(), other.AsJson()),
            _ => Equals(_reference, other._reference),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _decimal, _double, _reference as string);

    /// <summary>Whether two values are equal in kind and content.</summary>
    public static bool operator ==(MetricValue left, MetricValue right) => left.Equals(right);

    /// <summary>Whether two values differ in kind or content.</summary>
    public static bool operator !=(MetricValue left, MetricValue right) => !left.Equals(right);
}

/// <summary>What a <see cref="MetricValue"/> is.</summary>
public enum MetricValueKind
{
    /// <summary>JSON null.</summary>
    Null,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>An exact number.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A JSON object or array.</summary>
    Json,
}
