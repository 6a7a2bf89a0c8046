using System.Globalization;

namespace ServicePing.Dictionary;

/// <summary>How a value is read from counters, to the letter, as the store that keeps them has it.</summary>
/// <param name="store">What keeps them; null where nobody says.</param>
/// <param name="recordedAt">The moment of the ping that statements are for.</param>
internal sealed class CounterTexts(CounterStoreEntry? store, DateTimeOffset recordedAt)
{
    /// <summary>What a statement that people may run themselves is called.</summary>
    internal const string ByHand = "SQL to run by hand";

    private const string OfRows = "SQL of what it is made from";

    /// <summary>Keys, and for PostgreSQL the statement that gives the value, or what it is made from.</summary>
    internal IReadOnlyList<CodeEntry> Of(ReadCountersEntry read, CounterSql? sql)
    {
        List<CodeEntry> texts = [Keys(read)];
        if (sql is { Value: { } value })
        {
            texts.Add(Statement(sql.Database, value));
        }
        else if (sql is { Rows: { } rows })
        {
            texts.Add(new CodeEntry(
                OfRows,
                (read.Keeps == "set" ? "The program unites the registers and estimates how many different values they have seen." : "The program adds the labels up.")
                + " " + Where(sql.Database),
                rows + ";"));
        }

        return texts;
    }

    /// <summary>A statement that gives the value.</summary>
    internal CodeEntry Statement(string? database, string sql) => new(ByHand, Where(database), sql + ";");

    private string Where(string? database) => string.Create(
        CultureInfo.InvariantCulture, $"On the database '{database ?? "main"}', in the time zone UTC, as for a ping that is recorded at {recordedAt:yyyy-MM-dd HH:mm} UTC.");

    private CodeEntry Keys(ReadCountersEntry read)
    {
        string merge = read.Keeps switch
        {
            "set" => "The sketches of all keys and weeks are united, so that whoever is in several counts once.",
            "labels" => "The hashes of all keys and weeks are added up, field by field.",
            _ => "The numbers of all keys and weeks are added up.",
        };
        string weeks = read.Weeks == 0
            ? ""
            : $"YYYY-WW is the ISO year and week, such as 2026-47; the last {(read.Weeks == 1 ? "complete week is" : "four complete weeks are")} read. ";
        string place = store?.Kind == CounterStoreEntry.Postgres ? " They are in the column key of service_ping_counters.counters." : "";
        string prefix = store?.KeyPrefix is null ? " A prefix of the product's own may stand before." : "";
        return new CodeEntry(
            store?.Kind == CounterStoreEntry.Process ? "Keys of the program's own counters" : store?.Kind is CounterStoreEntry.Redis or CounterStoreEntry.Postgres ? "Keys" + CounterStoreEntry.In(store) : "Keys of counters",
            weeks + merge + place + prefix,
            string.Join("\n", read.Keys.Select(key => CounterStoreEntry.KeyIn(store, key) + (read.Weeks == 0 ? "" : "-YYYY-WW"))));
    }
}

/// <summary>How a value is read from counters in PostgreSQL.</summary>
/// <param name="Database">What the database is called.</param>
/// <param name="Value">The statement that gives the value; null where none does.</param>
/// <param name="Rows">The statement that reads what the program makes the value from; null where one gives the value.</param>
internal sealed record CounterSql(string? Database, string? Value, string? Rows);
