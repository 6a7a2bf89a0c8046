using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;

namespace ServicePing.Definitions.Lineage;

/// <summary>Which tables and columns a query reads, as far as its text and the schema tell.</summary>
/// <remarks>A column is told only where it is certain whose it is; what is not certain is counted in <see cref="Unclear"/>.</remarks>
public sealed class QueryReads
{
    private readonly SortedSet<string> _tables = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unclear = new(StringComparer.Ordinal);
    private readonly HashSet<ColumnRead> _columns = [];

    private QueryReads()
    {
    }

    /// <summary>The tables and views, also those behind views, with <c>database:</c> before those of another database than <c>main</c>; ordinal.</summary>
    public IReadOnlyCollection<string> Tables => _tables;

    /// <summary>The columns, ordered by table, name and key.</summary>
    public IReadOnlyList<ColumnRead> Columns =>
    [
        .. _columns
            .OrderBy(static read => read.Table, StringComparer.Ordinal)
            .ThenBy(static read => read.Column, StringComparer.Ordinal)
            .ThenBy(static read => read.Key, StringComparer.Ordinal),
    ];

    /// <summary>Names that may be columns of several tables, or of none; ordinal.</summary>
    public IReadOnlyCollection<string> Unclear => _unclear;

    /// <summary>What a query and its parts read.</summary>
    /// <param name="query">The query.</param>
    /// <param name="hasWindow">Whether it is asked for a period, so that it looks at its time column.</param>
    /// <param name="schema">The schema; null where nobody has one, which leaves what the text alone tells.</param>
    public static QueryReads Of(QueryDefinition query, bool hasWindow, SchemaLookup? schema)
    {
        QueryReads reads = new();
        reads.Add(query, hasWindow, schema);
        return reads;
    }

    private void Add(QueryDefinition query, bool hasWindow, SchemaLookup? schema)
    {
        if (query.From is { } from)
        {
            ReadNames names = new(this, query.Database == "main" ? schema : null, query.Database == "main" ? "" : query.Database + ":");
            names.Begin(from, query.Alias, query.Joins);
            Read(names, query.Where, "where");
            Read(names, query.When.Select(static one => one.Where), "where");
            Read(names, query.Columns, "column");
            Read(names, query.GroupBy, "group_by");
            Read(names, hasWindow ? [query.TimestampColumn] : [], "timestamp_column");
            Read(names, query.Batch?.Column is { } batch ? [batch] : [], "batch");
        }

        foreach (QueryDefinition part in query.Parts)
        {
            Add(part, hasWindow, schema);
        }
    }

    private static void Read(ReadNames names, IEnumerable<string> texts, string key)
    {
        foreach (string text in texts)
        {
            names.Read(text, key);
        }
    }

    /// <returns>Whether it is the first time.</returns>
    internal bool AddTable(string table) => _tables.Add(table);

    internal void AddColumn(string table, string column, string key) => _columns.Add(new ColumnRead(table, column, key));

    internal void AddUnclear(string name) => _unclear.Add(name);
}

/// <summary>A column that a query reads.</summary>
/// <param name="Table">The table, as in <see cref="QueryReads.Tables"/>.</param>
/// <param name="Column">The column, without quotes.</param>
/// <param name="Key">The key of the query that names it: <c>from</c>, <c>joins</c>, <c>where</c>, <c>column</c> and so on; <c>view NAME</c> where the query of a view does.</param>
public sealed record ColumnRead(string Table, string Column, string Key);
