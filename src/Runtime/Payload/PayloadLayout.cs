using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Payload;

/// <summary>Where each value stands in the JSON; made once, so that a payload is written in one forward pass.</summary>
/// <remarks>
/// Should one key path be both a value and an object (<c>a</c> and <c>a.b</c>), which the rules for definitions forbid, the value
/// stands in the object under the empty name: <c>{"a":{"":1,"b":2}}</c>. Nothing is lost and no name appears twice.
/// </remarks>
internal sealed class PayloadLayout
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    private readonly Place[] _places;
    private int _lastLength = 1 << 12;

    private PayloadLayout(Place[] places) => _places = places;

    internal static PayloadLayout Of(IReadOnlyList<MetricPlan> metrics)
    {
        List<Place> places = [];
        string[] open = [];
        JsonEncodedText[] names = [];
        int next = NextSent(metrics, 0);
        while (next < metrics.Count)
        {
            int slot = next;
            next = NextSent(metrics, slot + 1);
            string path = metrics[slot].KeyPath;
            bool isObject = next < metrics.Count && metrics[next].KeyPath.StartsWith(path + ".", StringComparison.Ordinal);
            string[] segments = isObject ? [.. path.Split('.'), ""] : path.Split('.');
            string[] parents = segments[..^1];

            int shared = open.AsSpan().CommonPrefixLength(parents);
            names = shared == open.Length && shared == parents.Length
                ? names
                : [.. names[..shared], .. parents[shared..].Select(parent => JsonEncodedText.Encode(parent))];
            places.Add(new Place(slot, shared, names, JsonEncodedText.Encode(segments[^1])));
            open = parents;
        }

        return new PayloadLayout([.. places]);
    }

    /// <summary>The payload as JSON; an object whose values are all left out is left out as well.</summary>
    /// <param name="valueOf">The value of a slot; null leaves its key out.</param>
    internal ReadOnlyMemory<byte> Write(Func<int, MetricValue?> valueOf)
    {
        using PooledBuffer buffer = new(_lastLength);
        using Utf8JsonWriter json = new(buffer, Unchecked);
        json.WriteStartObject();
        int open = 0;
        int shared = 0;
        foreach (Place place in _places)
        {
            shared = Math.Min(shared, place.Shared);
            if (valueOf(place.Slot) is not { } value)
            {
                continue;
            }

            for (; open > shared; open--)
            {
                json.WriteEndObject();
            }

            for (; open < place.Parents.Length; open++)
            {
                json.WriteStartObject(place.Parents[open]);
            }

            json.WritePropertyName(place.Name);
            value.WriteTo(json);
            shared = open;
        }

        for (; open >= 0; open--)
        {
            json.WriteEndObject();
        }

        json.Flush();
        _lastLength = buffer.Length;
        return buffer.ToArray();
    }

    private static int NextSent(IReadOnlyList<MetricPlan> metrics, int slot)
    {
        while (slot < metrics.Count && metrics[slot].Status == MetricStatus.Removed)
        {
            slot++;
        }

        return slot;
    }

    /// <summary>Where a value stands.</summary>
    /// <param name="Slot">The metric's slot.</param>
    /// <param name="Shared">How many parents it has in common with the place before.</param>
    /// <param name="Parents">The objects that it stands in, from the outermost.</param>
    /// <param name="Name">Its name there.</param>
    private readonly record struct Place(int Slot, int Shared, JsonEncodedText[] Parents, JsonEncodedText Name);
}
