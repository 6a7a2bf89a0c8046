using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Prometheus;

/// <summary>The answer to a query of one moment.</summary>
/// <param name="Series">The series, in the order of the answer; a scalar is one without labels.</param>
/// <param name="Note">What Prometheus says besides, such as that a store did not answer; null for nothing.</param>
internal sealed record PrometheusAnswer(IReadOnlyList<PrometheusSeries> Series, string? Note)
{
    private const int LongestNote = 500;

    /// <summary>Reads an answer.</summary>
    /// <param name="json">Its body.</param>
    /// <param name="mostSeries">How many series it may have.</param>
    /// <exception cref="PrometheusException">It is none that a value can be read from.</exception>
    internal static PrometheusAnswer Read(ReadOnlyMemory<byte> json, int mostSeries)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement data = document.RootElement.GetProperty("data");
            JsonElement result = data.GetProperty("result");
            string? note = NoteOf(document.RootElement);
            switch (data.GetProperty("resultType").GetString())
            {
                case "scalar":
                    return new PrometheusAnswer([new PrometheusSeries(new Dictionary<string, string>(), Number(result))], note);
                case "vector" when result.GetArrayLength() > mostSeries:
                    throw Unexpected(
                        $"The answer has {result.GetArrayLength()} series, more than the {mostSeries} of ServicePingOptions.Prometheus.MaxSeries: group by fewer "
                        + "labels, or ask for the largest by topk.");
                case "vector":
                    return new PrometheusAnswer([.. result.EnumerateArray().Select(SeriesOf)], note);
                case var other:
                    throw Unexpected($"The answer is a {other}, and a value is made of an instant vector or a scalar: let a function make one number of it.");
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unexpected("What Prometheus has answered is no result of a query.", exception);
        }
    }

    /// <summary>What an answer says that is an error, <c>bad_data: …</c>; null where it says none.</summary>
    internal static (string Type, string Text)? Error(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("errorType", out JsonElement type)
                && document.RootElement.TryGetProperty("error", out JsonElement text)
                    ? (type.GetString() ?? "", Line(text))
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PrometheusSeries SeriesOf(JsonElement series)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (JsonProperty label in series.GetProperty("metric").EnumerateObject())
        {
            labels[label.Name] = label.Value.GetString() ?? "";
        }

        return series.TryGetProperty("value", out JsonElement value)
            ? new PrometheusSeries(labels, Number(value))
            : throw Unexpected("A series of the answer is a histogram, and a value is a number: make one of it by histogram_quantile, histogram_count or histogram_sum.");
    }

    /// <summary>A sample: the moment, and the number as a text.</summary>
    private static double Number(JsonElement sample) => sample[1].GetString() switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text ?? "", NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string? NoteOf(JsonElement answer)
    {
        List<string> notes = [];
        foreach (string name in (string[])["warnings", "infos"])
        {
            if (answer.TryGetProperty(name, out JsonElement texts) && texts.ValueKind == JsonValueKind.Array)
            {
                notes.AddRange(texts.EnumerateArray().Select(text => Line(text)));
            }
        }

        return notes.Count == 0 ? null : $"Prometheus says: {string.Join("; ", notes)}.";
    }

    /// <summary>A text of the server as one line, without the full stop that is written behind it.</summary>
    private static string Line(JsonElement text) => EgressText.Line(text.GetString() ?? "", LongestNote).TrimEnd('.');

    private static PrometheusException Unexpected(string message, Exception? inner = null) =>
        new(PrometheusFault.UnexpectedResponseError, new Failure(ReadingStatus.Failed, message), inner);
}

/// <summary>A series of an answer, at the one moment.</summary>
/// <param name="Labels">Its labels by their names.</param>
/// <param name="Value">Its value, which may be no finite number.</param>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, double Value);
