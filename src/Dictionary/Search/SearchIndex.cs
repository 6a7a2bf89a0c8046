using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServicePing.Dictionary;

/// <summary>
/// What the search looks through, as a classic script: the one kind of data that a page may load from a disk. Columns instead of rows,
/// since what resembles each other compresses well.
/// </summary>
internal static class SearchIndex
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ReadOnlyMemory<byte> Write(MetricsDictionary dictionary)
    {
        ArrayBufferWriter<byte> script = new(1024 * 1024);
        script.Write("window.servicePingDictionary="u8);
        using (Utf8JsonWriter json = new(script, Compact))
        {
            Write(dictionary, json);
        }

        script.Write(";\n"u8);
        return script.WrittenMemory;
    }

    private static void Write(MetricsDictionary dictionary, Utf8JsonWriter json)
    {
        (string Name, string Description)[] all =
        [
            .. dictionary.Metrics.Select(metric => (metric.KeyPath, metric.Description)),
            .. dictionary.Events.Select(one => (one.Name, one.Description)),
        ];
        json.WriteStartObject();
        json.WriteNumber("metrics", dictionary.Metrics.Count);
        WriteTexts(json, "names", all.Select(one => one.Name));

        // The metrics of one definition share its words.
        string[] descriptions = [.. all.Select(one => one.Description).Distinct(StringComparer.Ordinal)];
        Dictionary<string, int> places = Places(descriptions);
        WriteTexts(json, "texts", descriptions);
        WriteNumbers(json, "text", all.Select(one => places[one.Description]));
        WriteSlugs(json, dictionary, all);
        json.WriteStartArray("facets");
        foreach (Facet facet in Facet.All)
        {
            Write(facet, dictionary, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The folders that the script cannot tell from the name.</summary>
    private static void WriteSlugs(Utf8JsonWriter json, MetricsDictionary dictionary, (string Name, string Description)[] all)
    {
        json.WriteStartObject("folders");
        for (int at = 0; at < all.Length; at++)
        {
            string slug = Slug.Of(all[at].Name);
            if (slug != all[at].Name)
            {
                json.WriteString((at < dictionary.Metrics.Count ? "m " : "e ") + all[at].Name, slug);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Facet facet, MetricsDictionary dictionary, Utf8JsonWriter json)
    {
        IReadOnlyList<string>[] rows = [.. dictionary.Metrics.Select(facet.OfMetric), .. dictionary.Events.Select(facet.OfEvent)];
        string[] values = [.. rows.SelectMany(row => row).Distinct(StringComparer.Ordinal).Order(OrderOf(facet))];
        Dictionary<string, int> places = Places(values);
        json.WriteStartObject();
        json.WriteString("name", facet.Name);
        json.WriteString("title", facet.Title);
        WriteTexts(json, "values", values);

        // A number for one value, -1 for none, a list for several.
        json.WriteStartArray("rows");
        foreach (IReadOnlyList<string> row in rows)
        {
            string[] distinct = [.. row.Distinct(StringComparer.Ordinal)];
            if (distinct.Length <= 1)
            {
                json.WriteNumberValue(distinct.Length == 0 ? -1 : places[distinct[0]]);
                continue;
            }

            json.WriteStartArray();
            foreach (string value in distinct)
            {
                json.WriteNumberValue(places[value]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IComparer<string> OrderOf(Facet facet) => facet.Name == "release" ? VersionOrder.Instance : StringComparer.Ordinal;

    private static Dictionary<string, int> Places(string[] values)
    {
        Dictionary<string, int> places = new(values.Length, StringComparer.Ordinal);
        for (int at = 0; at < values.Length; at++)
        {
            places[values[at]] = at;
        }

        return places;
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
