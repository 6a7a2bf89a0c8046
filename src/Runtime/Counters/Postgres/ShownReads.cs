using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>How counters are read from PostgreSQL, for somebody who reads them by hand.</summary>
/// <param name="database">The name of the database in messages.</param>
/// <param name="keyPrefix">What all keys begin with.</param>
internal sealed class ShownReads(string database, string keyPrefix)
{
    /// <summary>The name of the database in messages.</summary>
    internal string Database => database;

    /// <summary>
    /// The statement that gives the value, where the store itself adds it up; keys are looked for by their text, which people can read, and not by the
    /// digest of it.
    /// </summary>
    internal string? Value(CounterKind kind, IEnumerable<string> keys) => kind is CounterKind.Total or CounterKind.Sum
        ? $"""
            SELECT COALESCE(SUM(counters.amount), 0)
            FROM {CounterSchema.Name}.counters
            WHERE {Where(keys)}
            """
        : null;

    /// <summary>Why no statement gives the value, and which one gives what it is made from, in a line.</summary>
    internal string Hindrance(CounterKind kind, IEnumerable<string> keys) => (kind == CounterKind.Unique
        ? "The program unites the registers of its sets and estimates their size: "
        : "The program adds up its labels and holds their number to the limits: ") + Rows(kind, keys);

    /// <summary>The statement that reads what the program makes the value from.</summary>
    internal string Rows(CounterKind kind, IEnumerable<string> keys) => kind == CounterKind.Unique
        ? Rows("segments", "counters.key, segments.segment, segments.registers", keys)
        : Rows("fields", "counters.key, fields.label, fields.events", keys);

    private string Rows(string table, string columns, IEnumerable<string> keys) =>
        $"SELECT {columns} FROM {CounterSchema.Name}.counters JOIN {CounterSchema.Name}.{table} ON {table}.counter = counters.id AND {table}.week = counters.week "
        + $"WHERE {Where(keys)}";

    private string Where(IEnumerable<string> keys) =>
        $"counters.key IN ({string.Join(", ", keys.Select(key => Sql.Literal(StoredText.Of(keyPrefix + key).Text)))})"
        + " AND (counters.expires_at IS NULL OR counters.expires_at > now())";
}
