using System.Text.Json;
using System.Text.Unicode;

namespace ServicePing.Versions;

/// <summary>What the receiver reads of a ping: whose it is, its moment, and the figures of the DevOps report.</summary>
/// <param name="Uuid">The instance.</param>
/// <param name="RecordedAt">The moment of its windows; null where the payload has none.</param>
/// <param name="Figures">The values of the key paths that were asked for, by their numbers.</param>
internal sealed record Payload(string Uuid, DateTimeOffset? RecordedAt, Figure[] Figures)
{
    /// <summary>Reads a ping in one pass over all of it, so that what is stored is known to be JSON.</summary>
    /// <exception cref="RefusedInputException">It is not a JSON object, too deep, or does not say whose it is.</exception>
    internal static Payload Read(ReadOnlySpan<byte> content, KeyPathTree tree, int depth)
    {
        if (!Utf8.IsValid(content))
        {
            throw new RefusedInputException(400, "The body is not UTF-8.");
        }

        try
        {
            return Read(new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = depth }), tree);
        }
        catch (JsonException broken)
        {
            throw new RefusedInputException(400, $"The body is not JSON, or nested deeper than {depth} levels: {broken.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new RefusedInputException(400, "The body has a text that is no Unicode.");
        }
    }

    private static Payload Read(Utf8JsonReader reader, KeyPathTree tree)
    {
        string? uuid = null;
        DateTimeOffset? recordedAt = null;
        Figure[] figures = new Figure[tree.Count];
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new RefusedInputException(422, "The body is not a JSON object.");
        }

        // The nodes from the root to the current object; null where nothing below it is asked for.
        Stack<KeyPathTree.Node?> parents = new();
        KeyPathTree.Node? node = tree.Root;
        KeyPathTree.Node? next = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1 && reader.ValueTextEquals("uuid"u8):
                    reader.Read();
                    uuid = uuid is null ? ReadUuid(ref reader) : throw new RefusedInputException(422, "The payload has two uuids.");
                    break;
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1 && reader.ValueTextEquals("recorded_at"u8):
                    reader.Read();
                    recordedAt = ReadMoment(ref reader);
                    break;
                case JsonTokenType.PropertyName:
                    next = node?.Child(ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    SetFigure(figures, next, Figure.Unknown);
                    parents.Push(node);
                    node = reader.TokenType == JsonTokenType.StartObject ? next : null;
                    next = null;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _ = parents.TryPop(out node);
                    break;
                default:
                    SetFigure(figures, next, Figure.Of(ref reader));
                    next = null;
                    break;
            }
        }

        return uuid is null
            ? throw new RefusedInputException(422, "The payload has no uuid; it must say which instance it is from.")
            : new Payload(uuid, recordedAt, figures);
    }

    private static void SetFigure(Figure[] figures, KeyPathTree.Node? node, Figure figure)
    {
        if (node?.Number is { } number)
        {
            figures[number] = figure;
        }
    }

    private static string ReadUuid(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { } uuid && PingKey.IsName(uuid)
            ? uuid
            : throw new RefusedInputException(
                422, "The uuid of the payload is not a text of 1 to 100 visible ASCII characters without quotes and backslashes.");

    private static DateTimeOffset? ReadMoment(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.TryGetDateTimeOffset(out DateTimeOffset moment) => moment.ToUniversalTime(),
        _ => throw new RefusedInputException(422, "The recorded_at of the payload is not a moment such as 2026-11-28T02:15:00.123Z."),
    };
}

/// <summary>A number of a payload, if it has one.</summary>
/// <param name="IsPresent">Whether the key is there.</param>
/// <param name="Value">Its number; null where it is a fallback, which is negative, or no number at all.</param>
internal readonly record struct Figure(bool IsPresent, double? Value)
{
    internal static Figure Unknown => new(true, null);

    internal static Figure Of(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && value >= 0 && double.IsFinite(value)
            ? new Figure(true, value)
            : Unknown;
}
