namespace ServicePing.Dictionary;

/// <summary>The whole dictionary in forms that machines read.</summary>
internal static class TwinFiles
{
    internal const string Calendar = "expiries.ics";

    /// <summary>The files, with what each is for.</summary>
    internal static IReadOnlyList<(string Name, string Says)> Described { get; } =
    [
        ("all.json", "everything"),
        ("metrics.jsonl", "a metric a line"),
        ("events.jsonl", "an event a line"),
        ("metrics.csv", "a metric a row, for spreadsheets"),
        ("metrics.yml", "the metric definitions in GitLab's form"),
        ("events.yml", "the event definitions in GitLab's form"),
        ("metrics.md", "Markdown"),
        ("payload.schema.json", "JSON Schema of the payload"),
        (Calendar, "coming expiries as a calendar"),
        ("llms.txt", "what there is, for language models"),
    ];

    internal static IEnumerable<SiteFile> Of(SiteIndex index)
    {
        MetricsDictionary dictionary = index.Dictionary;
        yield return new("all.json", () => Twins.Of(dictionary));
        yield return new("metrics.jsonl", () => Twins.LinesOf(dictionary.Metrics));
        yield return new("events.jsonl", () => Twins.LinesOf(dictionary.Events));
        yield return new("metrics.csv", () => Twins.Utf8(MetricsCsv.Write(dictionary)));
        yield return new("metrics.yml", () => Twins.Utf8(DefinitionsYaml.Write(
            dictionary.Metrics.Select(metric => metric.Definition))));
        yield return new("events.yml", () => Twins.Utf8(DefinitionsYaml.Write(dictionary.Events.Select(one => one.Definition))));
        yield return new("metrics.md", () => Twins.Utf8(MetricsMarkdown.Write(dictionary)));
        yield return new("payload.schema.json", () => PayloadSchema.Write(dictionary));
        yield return new(Calendar, () => Twins.Utf8(ExpiryCalendar.Write(dictionary)));
        yield return new("llms.txt", () => Twins.Utf8(LanguageModelText.Write(dictionary)));
    }
}
