using System.Globalization;

namespace ServicePing;

/// <summary>An argument of an event: an identifier, or the value of an additional property. Made by implicit conversion.</summary>
/// <remarks>The default value, like a null, says that there is none: counters that need the argument are not moved.</remarks>
public readonly struct EventValue : IEquatable<EventValue>
{
    private readonly string? _text;
    private readonly double _number;
    private readonly Guid _guid;
    private readonly long _integer;

    private EventValue(EventValueKind kind, string? text = null, long integer = 0, double number = 0, Guid guid = default)
    {
        Kind = kind;
        _text = text;
        _integer = integer;
        _number = number;
        _guid = guid;
    }

    /// <summary>No value.</summary>
    public static EventValue None => default;

    /// <summary>What the value is.</summary>
    public EventValueKind Kind { get; }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => Kind != EventValueKind.None;

    /// <summary>A whole number.</summary>
    public static implicit operator EventValue(long value) => new(EventValueKind.Integer, integer: value);

    /// <summary>A whole number, or none.</summary>
    public static implicit operator EventValue(long? value) => value is { } present ? present : None;

    /// <summary>A number.</summary>
    public static implicit operator EventValue(double value) => new(EventValueKind.Number, number: value);

    /// <summary>A number, or none.</summary>
    public static implicit operator EventValue(double? value) => value is { } present ? present : None;

    /// <summary>A text, or none.</summary>
    public static implicit operator EventValue(string? value) => value is null ? None : new(EventValueKind.Text, text: value);

    /// <summary>A boolean.</summary>
    public static implicit operator EventValue(bool value) => new(EventValueKind.Boolean, integer: value ? 1 : 0);

    /// <summary>A boolean, or none.</summary>
    public static implicit operator EventValue(bool? value) => value is { } present ? present : None;

    /// <summary>A UUID.</summary>
    public static implicit operator EventValue(Guid value) => new(EventValueKind.Guid, guid: value);

    /// <summary>A UUID, or none.</summary>
    public static implicit operator EventValue(Guid? value) => value is { } present ? present : None;

    /// <summary>The value as a number; null where it is none.</summary>
    public double? AsNumber() => Kind switch
    {
        EventValueKind.Integer => _integer,
        EventValueKind.Number => _number,
        _ => null,
    };

    /// <summary>The value as the text that counters keep: the same in every process, culture and version.</summary>
    public override string ToString() => Kind switch
    {
        EventValueKind.Text => _text!,
        EventValueKind.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        EventValueKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        EventValueKind.Boolean => _integer != 0 ? "true" : "false",
        EventValueKind.Guid => _guid.ToString("D", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>Whether two values are equal; whole and other numbers compare by amount, a text never equals a number.</summary>
    public bool Equals(EventValue other)
    {
        if (AsNumber() is { } left && other.AsNumber() is { } right)
        {
            return Kind == EventValueKind.Integer && other.Kind == EventValueKind.Integer
                ? _integer == other._integer
                : left.Equals(right);
        }

        return Kind == other.Kind && _integer == other._integer && _guid == other._guid && _text == other._text;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => AsNumber()?.GetHashCode() ?? HashCode.Combine(Kind, _text, _integer, _guid);

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(EventValue left, EventValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(EventValue left, EventValue right) => !left.Equals(right);
}

/// <summary>What an <see cref="EventValue"/> is.</summary>
public enum EventValueKind
{
    /// <summary>No value.</summary>
    None,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Another number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A UUID.</summary>
    Guid,
}
