using System.Runtime.CompilerServices;
using System.Text.Json;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Payload;

/// <summary>Decodes JSON values to a type that metrics have.</summary>
internal static class PayloadDecoder<T>
{
    /// <summary>The type in the words of a message.</summary>
    internal static string Expected { get; } =
        typeof(T) == typeof(long) ? "a whole number" :
        typeof(T) == typeof(double) ? "a number that fits a double" :
        typeof(T) == typeof(decimal) ? "a number that fits a decimal" :
        typeof(T) == typeof(bool) ? "a boolean" :
        typeof(T) == typeof(string) ? "a text" :
        typeof(T) == typeof(DateTimeOffset) ? "a time" :
        typeof(T) == typeof(JsonElement) ? "a value" :
        "";

    /// <summary>Decodes a value other than null; false where it is of another type.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> json, out T? value)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        bool isNumber = reader.TokenType == JsonTokenType.Number;
        bool isText = reader.TokenType == JsonTokenType.String;
        if (typeof(T) == typeof(long))
        {
            long number = 0;
            return Give(isNumber && TryGetWhole(ref reader, out number), number, out value);
        }

        if (typeof(T) == typeof(double))
        {
            double number = 0;
            return Give(isNumber && TryGetDouble(ref reader, out number), number, out value);
        }

        if (typeof(T) == typeof(decimal))
        {
            decimal number = 0;
            return Give(isNumber && ExactNumber.TryDecimal(reader.ValueSpan, out number), number, out value);
        }

        if (typeof(T) == typeof(bool))
        {
            return Give(reader.TokenType is JsonTokenType.True or JsonTokenType.False, reader.TokenType == JsonTokenType.True, out value);
        }

        if (typeof(T) == typeof(string))
        {
            return Give(isText, isText ? reader.GetString()! : "", out value);
        }

        if (typeof(T) == typeof(DateTimeOffset))
        {
            DateTimeOffset time = default;
            return Give(isText && reader.TryGetDateTimeOffset(out time), time, out value);
        }

        return typeof(T) == typeof(JsonElement)
            ? Give(true, JsonElement.ParseValue(ref reader), out value)
            : throw new NotSupportedException($"A payload holds no values of type {typeof(T)}.");
    }

    /// <summary>Other writers say 5.0 or 1e3.</summary>
    private static bool TryGetWhole(ref Utf8JsonReader reader, out long number)
    {
        if (reader.TryGetInt64(out number))
        {
            return true;
        }

        number = 0;
        return ExactNumber.TryDecimal(reader.ValueSpan, out decimal exact) && ExactNumber.TryInt64(exact, out number);
    }

    /// <summary>A fraction is the nearest double, as everywhere; a whole number is itself or none.</summary>
    private static bool TryGetDouble(ref Utf8JsonReader reader, out double number) =>
        reader.TryGetDouble(out number) && double.IsFinite(number)
            && (!ExactNumber.TryDecimal(reader.ValueSpan, out decimal exact)
                || !decimal.IsInteger(exact)
                || ExactNumber.TryDouble(exact, out _));

    private static bool Give<TValue>(bool isThere, TValue found, out T? value)
    {
        value = isThere ? Unsafe.As<TValue, T>(ref found) : default;
        return isThere;
    }
}
