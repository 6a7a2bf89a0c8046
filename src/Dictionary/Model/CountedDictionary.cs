namespace ServicePing.Dictionary;

/// <summary>A dictionary of an installation that keeps its counters where it does, whatever the dictionary was made for.</summary>
/// <param name="store">What keeps its counters.</param>
/// <param name="recordedAt">The moment of the ping that statements are for.</param>
/// <param name="sqlOf">How PostgreSQL gives a value, by its key path; null where it does not.</param>
internal sealed class CountedDictionary(CounterStoreEntry store, DateTimeOffset recordedAt, Func<string, CounterSql?> sqlOf)
{
    private const string Missing = "The program keeps no counters here, so that nothing computes it.";

    private readonly CounterTexts _texts = new(store, recordedAt);

    internal MetricsDictionary Of(MetricsDictionary dictionary) => dictionary with
    {
        CounterStore = store,
        Metrics = [.. dictionary.Metrics.Select(metric => metric with { Calculation = Of(metric.KeyPath, metric.Calculation) })],
    };

    private CalculationEntry Of(string keyPath, CalculationEntry calculation) => calculation switch
    {
        { Counters: { } read } => calculation with
        {
            Texts = _texts.Of(read, sqlOf(keyPath)),
            Hindrance = store.Kind == CounterStoreEntry.None ? Missing : calculation.Hindrance,
        },

        // What is made from other values is SQL exactly where all of them are, which counters in PostgreSQL may be.
        { Kind: "sum" or "ratio" } when calculation.Texts.Any(text => text.Title == CounterTexts.ByHand) || sqlOf(keyPath)?.Value is not null => calculation with
        {
            Texts =
            [
                .. sqlOf(keyPath) is { Value: { } sql } found ? [_texts.Statement(found.Database, sql)] : Array.Empty<CodeEntry>(),
                .. calculation.Texts.Where(text => text.Title != CounterTexts.ByHand),
            ],
        },
        _ => calculation,
    };
}
