using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ServicePing.Runtime.Sketches;

namespace ServicePing;

/// <summary>An argument of an event: an identifier, or the value of an additional property. Made by implicit conversion.</summary>
/// <remarks>The default value, like a null, says that there is none: counters that need the argument are not moved.</remarks>
public readonly struct EventValue : IEquatable<EventValue>
{
    private readonly string? _text;

    // A whole number, a boolean, the bits of another number, or the halves of a UUID.
    private readonly long _first;
    private readonly long _second;

    private EventValue(EventValueKind kind, string? text = null, long first = 0, long second = 0)
    {
        Kind = kind;
        _text = text;
        _first = first;
        _second = second;
    }

    /// <summary>No value.</summary>
    public static EventValue None => default;

    /// <summary>What the value is.</summary>
    public EventValueKind Kind { get; }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => Kind != EventValueKind.None;

    private double Number => BitConverter.Int64BitsToDouble(_first);

    private Guid Guid => Unsafe.BitCast<(long, long), Guid>((_first, _second));

    /// <summary>A whole number.</summary>
    public static implicit operator EventValue(long value) => new(EventValueKind.Integer, first: value);

    /// <summary>A whole number, or none.</summary>
    public static implicit operator EventValue(long? value) => value is { } present ? present : None;

    /// <summary>A number.</summary>
    public static implicit operator EventValue(double value) =>
        new(EventValueKind.Number, first: BitConverter.DoubleToInt64Bits(value));

    /// <summary>A number, or none.</summary>
    public static implicit operator EventValue(double? value) => value is { } present ? present : None;

    /// <summary>A text, or none.</summary>
    public static implicit operator EventValue(string? value) => value is null ? None : new(EventValueKind.Text, text: value);

    /// <summary>A boolean.</summary>
    public static implicit operator EventValue(bool value) => new(EventValueKind.Boolean, first: value ? 1 : 0);

    /// <summary>A boolean, or none.</summary>
    public static implicit operator EventValue(bool? value) => value is { } present ? present : None;

    /// <summary>A UUID.</summary>
    public static implicit operator EventValue(Guid value)
    {
        (long first, long second) = Unsafe.BitCast<Guid, (long, long)>(value);
        return new(EventValueKind.Guid, first: first, second: second);
    }

    /// <summary>A UUID, or none.</summary>
    public static implicit operator EventValue(Guid? value) => value is { } present ? present : None;

    /// <summary>The value as a number; null where it is none.</summary>
    public double? AsNumber() => Kind switch
    {
        EventValueKind.Integer => _first,
        EventValueKind.Number => Number,
        _ => null,
    };

    /// <summary>The value as the text that counters keep: the same in every process, culture and version.</summary>
    public override string ToString() => Kind switch
    {
        EventValueKind.Text => _text!,
        EventValueKind.Integer => _first.ToString(CultureInfo.InvariantCulture),
        EventValueKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        EventValueKind.Boolean => _first != 0 ? "true" : "false",
        EventValueKind.Guid => Guid.ToString("D", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>Whether two values are equal; whole and other numbers compare by amount, a text never equals a number.</summary>
    public bool Equals(EventValue other) => (Kind, other.Kind) switch
    {
        (EventValueKind.Integer, EventValueKind.Number) => IsAmount(other.Number, _first),
        (EventValueKind.Number, EventValueKind.Integer) => IsAmount(Number, other._first),
        (EventValueKind.Number, EventValueKind.Number) => Number.Equals(other.Number),
        _ => Kind == other.Kind && _first == other._first && _second == other._second && _text == other._text,
    };

    /// <summary>Whether one number is less than another, equal or greater, however large they are; null where one of the two is none.</summary>
    internal int? CompareNumber(EventValue other) => (Kind, other.Kind) switch
    {
        (EventValueKind.Integer, EventValueKind.Integer) => _first.CompareTo(other._first),
        (EventValueKind.Integer, EventValueKind.Number) => Compare(_first, other.Number),
        (EventValueKind.Number, EventValueKind.Integer) => -Compare(other._first, Number),
        (EventValueKind.Number, EventValueKind.Number) when !double.IsNaN(Number) && !double.IsNaN(other.Number) => Number.CompareTo(other.Number),
        _ => null,
    };

    private static int? Compare(long integer, double number) =>
        double.IsNaN(number) ? null
        : number >= 9223372036854775808.0 ? -1
        : number < -9223372036854775808.0 ? 1
        : integer.CompareTo((long)Math.Floor(number)) is not 0 and var order ? order
        : number > Math.Floor(number) ? -1
        : 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => AsNumber()?.GetHashCode() ?? HashCode.Combine(Kind, _text, _first, _second);

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(EventValue left, EventValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(EventValue left, EventValue right) => !left.Equals(right);

    /// <summary>The hash that <c>PFADD</c> computes of <see cref="ToString"/>, without the string.</summary>
    internal ulong SketchHash() => Kind == EventValueKind.Integer && (ulong)_first <= MurmurHash64.LargestDigits
        ? MurmurHash64.OfDigits((uint)_first)
        : HashOfText();

    /// <summary>Roughly how many bytes keeping the value takes.</summary>
    internal int Size => Unsafe.SizeOf<EventValue>() + (2 * (_text?.Length ?? 0));

    private ulong HashOfText() => Kind switch
    {
        EventValueKind.Integer => HashOf(_first),
        EventValueKind.Text => HashOf(_text!),
        EventValueKind.Guid => HashOf(Guid),
        EventValueKind.Number => HashOf(Number),
        EventValueKind.Boolean => MurmurHash64.Of(_first != 0 ? "true"u8 : "false"u8),
        _ => MurmurHash64.Of([]),
    };

    private static ulong HashOf(long integer)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(integer, text, out int length);
        return MurmurHash64.Of(text[..length]);
    }

    private static ulong HashOf(double number)
    {
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        return MurmurHash64.Of(text[..length]);
    }

    private static ulong HashOf(Guid guid)
    {
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(guid, text, out int length);
        return MurmurHash64.Of(text[..length]);
    }

    private static ulong HashOf(string text)
    {
        const int ShortText = 64;
        if (text.Length <= ShortText)
        {
            Span<byte> few = stackalloc byte[3 * ShortText];
            return MurmurHash64.Of(few[..Encoding.UTF8.GetBytes(text, few)]);
        }

        byte[] many = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ulong hash = MurmurHash64.Of(many.AsSpan(0, Encoding.UTF8.GetBytes(text, many)));
        ArrayPool<byte>.Shared.Return(many);
        return hash;
    }

    // Beyond 2^53 a whole number may have no equal; the range is half open, as -2^63 is a double and 2^63 - 1 is none.
    private static bool IsAmount(double number, long integer) => number is >= -9223372036854775808.0 and < 9223372036854775808.0 && (long)number == integer && integer == number;
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
