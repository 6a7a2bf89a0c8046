using System.Buffers;
using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Where each value stands in the JSON; made once, so that a payload is written in one forward pass.</summary>
/// <remarks>
/// Should one key path be both a value and an object (<c>a</c> and <c>a.b</c>), which the rules for definitions forbid, the value
/// stands in the object under the empty name: <c>{"a":{"":1,"b":2}}</c>. Nothing is lost and no name appears twice.
/// </remarks>
internal sealed class PayloadLayout
{
    private readonly Place[] _places;

    private PayloadLayout(Place[] places) => _places = places;

    internal static PayloadLayout Of(IReadOnlyList<MetricPlan> metrics)
    {
        List<Place> places = [];
        string[] open = [];
        int previous = -1;
        int next = NextSent(metrics, 0);
        while (next < metrics.Count)
        {
            int slot = next;
            next = NextSent(metrics, slot + 1);
            string path = metrics[slot].KeyPath;
            bool isObject = next < metrics.Count && metrics[next].KeyPath.StartsWith(path + ".", StringComparison.Ordinal);
            string[] segments = isObject ? [.. path.Split('.'), ""] : path.Split('.');
            string[] parents = segments[..^1];

            int shared = previous < 0 ? 0 : open.AsSpan().CommonPrefixLength(parents);
            places.Add(new Place(
                slot,
                open.Length - shared,
                [.. parents[shared..].Select(parent => JsonEncodedText.Encode(parent))],
                JsonEncodedText.Encode(segments[^1])));
            open = parents;
            previous = slot;
        }

        return new PayloadLayout([.. places]);
    }

    /// <summary>The payload as JSON.</summary>
    /// <param name="valueOf">The value of a slot; null leaves its key out.</param>
    internal ReadOnlyMemory<byte> Write(Func<int, MetricValue?> valueOf)
    {
        ArrayBufferWriter<byte> buffer = new(1 << 12);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        foreach (Place place in _places)
        {
            for (int i = 0; i < place.Close; i++)
            {
                json.WriteEndObject();
            }

            foreach (JsonEncodedText parent in place.Open)
            {
                json.WriteStartObject(parent);
            }

            if (valueOf(place.Slot) is { } value)
            {
                json.WritePropertyName(place.Name);
                value.WriteTo(json);
            }
        }

        while (json.CurrentDepth > 0)
        {
            json.WriteEndObject();
        }

        json.Flush();
        return buffer.WrittenMemory;
    }

    private static int NextSent(IReadOnlyList<MetricPlan> metrics, int slot)
    {
        while (slot < metrics.Count && metrics[slot].Status == MetricStatus.Removed)
        {
            slot++;
        }

        return slot;
    }

    private readonly record struct Place(int Slot, int Close, JsonEncodedText[] Open, JsonEncodedText Name);
}
