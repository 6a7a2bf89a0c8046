namespace ServicePing.Dictionary;

/// <summary>What keeps the counters of a product.</summary>
/// <param name="Kind"><c>redis</c>, <c>postgres</c>, <c>process</c>, or <c>none</c> in an installation that keeps none.</param>
/// <param name="KeyPrefix">What all keys begin with; null where nobody says.</param>
internal sealed record CounterStoreEntry(string Kind, string? KeyPrefix)
{
    internal const string Redis = "redis";
    internal const string Postgres = "postgres";
    internal const string Process = "process";
    internal const string None = "none";

    /// <summary>Where counters are, behind what they are called.</summary>
    internal static string In(CounterStoreEntry? store) => store?.Kind switch
    {
        Redis => " in Redis",
        Postgres => " in PostgreSQL",
        Process => " in the program",
        _ => "",
    };

    /// <summary>A key as the store has it.</summary>
    internal static string KeyIn(CounterStoreEntry? store, string key) => store?.KeyPrefix + key;
}

/// <summary>The counters that a value is read from, whatever keeps them.</summary>
internal sealed record ReadCountersEntry
{
    /// <summary><c>number</c>, <c>sum</c>, <c>set</c> or <c>labels</c>.</summary>
    public required string Keeps { get; init; }

    /// <summary>How many complete weeks are read, a key each; 0 for keys without a week.</summary>
    public int Weeks { get; init; }

    /// <summary>The keys, without what the product puts before all of them and without the week.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
}
