using System.Text;
using System.Text.Json;

namespace ServicePing.Runtime.Payload;

/// <summary>Where each property of a JSON text stands, found in one forward pass; values stay undecoded until somebody asks.</summary>
internal sealed class PayloadIndex
{
    private const int Root = -1;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly List<Property> _properties = [];

    /// <summary>The last property with a hash, from which the others follow by <see cref="Property.Next"/>.</summary>
    private readonly Dictionary<int, int> _lastOf = [];

    internal PayloadIndex(ReadOnlyMemory<byte> json)
    {
        _json = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        Utf8JsonReader reader = new(_json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A payload is a JSON object, here it is {Describe(_json)}.");
        }

        AddProperties(ref reader, Root);
        reader.Read();
    }

    /// <summary>The JSON at a key path; empty where there is none. Of a name that stands twice, the last counts.</summary>
    internal ReadOnlyMemory<byte> Find(string keyPath)
    {
        int at = Root;
        byte[] path = Encoding.UTF8.GetBytes(keyPath);
        foreach (Range segment in path.AsSpan().Split((byte)'.'))
        {
            at = Find(at, path.AsSpan(segment));
            if (at < 0)
            {
                return default;
            }
        }

        Property found = _properties[at];
        return _json.Slice(found.Start, found.Length);
    }

    /// <summary>What a JSON value is, in the words of a message.</summary>
    internal static string Describe(ReadOnlyMemory<byte> json)
    {
        const int Shown = 40;
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        string text = reader.TokenType is JsonTokenType.Number or JsonTokenType.String ? Encoding.UTF8.GetString(json.Span) : "";
        text = text.Length > Shown ? text[..Shown] + "…" : text;
        return reader.TokenType switch
        {
            JsonTokenType.Null => "null",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => $"the number {text}",
            JsonTokenType.String => $"the text {text}",
            JsonTokenType.StartArray => "an array",
            _ => "an object",
        };
    }

    private int Find(int parent, ReadOnlySpan<byte> name)
    {
        int at = _lastOf.GetValueOrDefault(HashOf(parent, name), Root);
        while (at >= 0 && !(_properties[at].Parent == parent && _properties[at].Name.Span.SequenceEqual(name)))
        {
            at = _properties[at].Next;
        }

        return at;
    }

    private void AddProperties(ref Utf8JsonReader reader, int parent)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlyMemory<byte> name = reader.ValueIsEscaped
                ? Encoding.UTF8.GetBytes(reader.GetString()!)
                : _json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            reader.Read();

            int hash = HashOf(parent, name.Span);
            int at = _properties.Count;
            int start = (int)reader.TokenStartIndex;
            _properties.Add(new Property(name, parent, start, 0, _lastOf.GetValueOrDefault(hash, Root)));
            _lastOf[hash] = at;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                AddProperties(ref reader, at);
            }
            else
            {
                reader.Skip();
            }

            _properties[at] = _properties[at] with { Length = (int)reader.BytesConsumed - start };
        }
    }

    private static int HashOf(int parent, ReadOnlySpan<byte> name)
    {
        HashCode hash = default;
        hash.Add(parent);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private readonly record struct Property(ReadOnlyMemory<byte> Name, int Parent, int Start, int Length, int Next);
}
