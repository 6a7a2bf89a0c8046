using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Turns the text of an embedded catalogue back into definitions.</summary>
public static class CatalogueDecoder
{
    /// <summary>The definitions of a text by file, in ordinal order of the files.</summary>
    /// <param name="text">What <see cref="CatalogueWriter"/> has written.</param>
    /// <exception cref="CatalogueFormatException">The text is no catalogue, or one of a later version.</exception>
    public static IReadOnlyList<DefinitionFile> Decode(string text)
    {
        SortedDictionary<string, FileDraft> files = new(StringComparer.Ordinal);
        RowReader rows = new(text);
        while (rows.Read() is { } kind)
        {
            string path = rows.Text(CatalogueText.FilePath);
            if (!files.TryGetValue(path, out FileDraft? file))
            {
                files.Add(path, file = new FileDraft());
            }

            file.Add(kind, rows, path);
        }

        return [.. files.Values.Select(static file => file.Build())];
    }

    /// <summary>Gathers the definitions of a file.</summary>
    private sealed class FileDraft
    {
        private readonly List<MetricDefinition> _metrics = [];
        private readonly List<EventDefinition> _events = [];
        private readonly List<SharedCalculation> _calculations = [];
        private readonly List<KnownEventDefinition> _knownEvents = [];
        private readonly List<AggregateDefinition> _aggregates = [];
        private readonly List<KeyOverride> _overrides = [];
        private ProductWords? _words;

        public void Add(DefinitionKind kind, RowReader row, string path)
        {
            switch (kind)
            {
                case DefinitionKind.Metric:
                    _metrics.Add(DefinitionRows.Metric(row, path));
                    break;
                case DefinitionKind.Query:
                    _calculations.Add(DefinitionRows.Calculation(row, path));
                    break;
                case DefinitionKind.Event:
                    _events.Add(DefinitionRows.Event(row, path));
                    break;
                case DefinitionKind.KnownEvent:
                    _knownEvents.Add(DefinitionRows.KnownEvent(row, path));
                    break;
                case DefinitionKind.Aggregate:
                    _aggregates.Add(DefinitionRows.Aggregate(row, path));
                    break;
                case DefinitionKind.Vocabulary:
                    _words = WordRows.Read(row);
                    break;
                default:
                    _overrides.Add(new KeyOverride(row.Text(OverrideKeys.Path), row.Text(OverrideKeys.Replacement), path));
                    break;
            }
        }

        public DefinitionFile Build() => new()
        {
            Metrics = _metrics.ToEquatableArray(),
            Events = _events.ToEquatableArray(),
            Calculations = _calculations.ToEquatableArray(),
            KnownEvents = _knownEvents.ToEquatableArray(),
            Aggregates = _aggregates.ToEquatableArray(),
            KeyOverrides = _overrides.ToEquatableArray(),
            Words = _words,
        };
    }
}
