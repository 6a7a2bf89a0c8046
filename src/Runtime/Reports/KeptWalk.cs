using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ServicePing.Runtime.Reports;

/// <summary>
/// A walk over the properties of a report that was kept, of which it writes those that are permitted; every one counts, also where a
/// name stands twice.
/// </summary>
internal sealed class KeptWalk(KeptPermission permission)
{
    // Deeper is no ping of ours.
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 64 };

    private readonly ArrayBufferWriter<byte> _written = new();

    /// <summary>The names of the objects that the walk is in, from the outermost.</summary>
    private readonly List<string> _parents = [];

    /// <summary>How many of them are written: one in which nothing is left is left out.</summary>
    private int _opened;

    /// <summary>Why nobody can say anything of it, as the end of a clause; null where the walk has come to the end.</summary>
    internal string? Problem { get; private set; }

    /// <summary>How many properties are not permitted; an object that the program does not know is one.</summary>
    internal int LeftOut { get; private set; }

    /// <summary>The first of them and why, in a sentence.</summary>
    internal (string KeyPath, string Refusal)? FirstRefusal { get; private set; }

    /// <summary>What is left, as JSON.</summary>
    internal ReadOnlyMemory<byte> Written => _written.WrittenMemory;

    internal KeptWalk Walk(ReadOnlyMemory<byte> kept)
    {
        try
        {
            Utf8JsonReader reader = new(kept.Span, Depth);
            if (!Utf8.IsValid(kept.Span))
            {
                Problem = "is no JSON";
            }
            else if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                Problem = "is no JSON object";
            }
            else
            {
                using Utf8JsonWriter json = new(_written);
                json.WriteStartObject();
                Properties(ref reader, kept.Span, json, "");
                json.WriteEndObject();

                // Whatever stands behind the object is found here.
                reader.Read();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What the reader quotes may be a value of the ping, which a message must not carry on.
            Problem = "is no JSON";
        }

        return this;
    }

    private void Properties(ref Utf8JsonReader reader, ReadOnlySpan<byte> kept, Utf8JsonWriter json, string parent)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            string? keyPath = KeyPathOf(parent, name);
            reader.Read();
            bool isParent = name.Length > 0 && keyPath is not null && permission.IsParent(keyPath);
            if (isParent && reader.TokenType == JsonTokenType.StartObject)
            {
                _parents.Add(name);
                Object(ref reader, kept, json, keyPath!);
                _parents.RemoveAt(_parents.Count - 1);
                continue;
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (permission.Refusal(keyPath) is { } refusal)
            {
                LeftOut++;
                FirstRefusal ??= (keyPath ?? Under(parent, name), refusal);
                continue;
            }

            Open(json);
            json.WritePropertyName(name);
            json.WriteRawValue(kept[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private void Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> kept, Utf8JsonWriter json, string keyPath)
    {
        int before = LeftOut;
        Properties(ref reader, kept, json, keyPath);
        if (LeftOut == before)
        {
            // It was empty before.
            Open(json);
        }

        if (_opened == _parents.Count)
        {
            json.WriteEndObject();
            _opened--;
        }
    }

    private void Open(Utf8JsonWriter json)
    {
        for (; _opened < _parents.Count; _opened++)
        {
            json.WriteStartObject(_parents[_opened]);
        }
    }

    /// <summary>
    /// The key path of a property; null where none can stand there. A metric that has others below it stands in its object under the
    /// empty name.
    /// </summary>
    private string? KeyPathOf(string parent, string name) =>
        name.Length == 0 ? (permission.IsMetric(parent) ? parent : null)
        : name.Contains('.', StringComparison.Ordinal) ? null
        : Under(parent, name);

    private static string Under(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
}
