using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Lineage;

/// <summary>Finds the names in the texts of one query, and whose columns they are.</summary>
internal sealed class ReadNames(QueryReads reads, SchemaLookup? schema, string prefix)
{
    // Words that SQL puts beside a value, and that no one is forced to quote as a name.
    private static readonly HashSet<string> s_wordsOfSql = new(StringComparer.Ordinal)
    {
        "at", "between", "by", "date", "day", "days", "epoch", "escape", "exists", "filter", "first", "hour", "interval", "last",
        "materialized", "minute", "month", "nulls", "over", "partition", "range", "recursive", "row", "rows", "second", "time", "timestamp",
        "timestamptz", "values", "week", "within", "year", "zone",
    };

    private readonly List<ReadSource> _sources = [];

    /// <summary>Reads the walked table and the joins, whose tables all other texts may name.</summary>
    public void Begin(string from, string? alias, IReadOnlyList<string> joins)
    {
        string walked = SqlName.Parts(from) is { } parts ? string.Join(".", parts.Select(SqlName.Quote)) : from;
        walked += alias is null ? "" : $" AS {SqlName.Quote(alias)}";
        SqlOutline outline = new($"(SELECT 1 FROM {walked} {string.Join("\n", joins)})");
        if (outline.QueryIn(0)?.Only is { From: { } range } && SqlSource.Read(outline, range) is { } sources)
        {
            _sources.AddRange(sources.Select(Of));
            ReadConditions(outline, sources, 0, [_sources], "joins");
            int behind = outline.Kind(range.Start) == SqlTokenKind.OpenParenthesis ? outline.Partner(range.Start) : range.Start;
            ReadQueries(outline, place => place < behind ? "from" : "joins", [_sources], outermost: 0);
        }
        else
        {
            // What cannot be followed still is what the plan walks.
            _sources.Add(new ReadSource(alias ?? from, null, null));
            if (SqlName.Parts(from) is null)
            {
                reads.AddUnclear(from);
            }
            else
            {
                reads.AddTable(prefix + from);
            }

            if (joins.Count > 0)
            {
                reads.AddUnclear(string.Join(" ", joins));
            }
        }
    }

    /// <summary>Reads an expression, or a condition.</summary>
    public void Read(string text, string key)
    {
        if (SqlName.Parts(text) is { Length: <= 3 } parts)
        {
            Resolve(parts, [_sources], key, isCertain: true, isOfWalked: parts.Length == 1);
            return;
        }

        SqlOutline outline = new(text);
        ReadRange(outline, new SqlRange(0, outline.Count), -1, [_sources], key);
        ReadQueries(outline, _ => key, [_sources], outermost: -1);
    }

    /// <summary>What the query of a view reads, which each statement over it runs.</summary>
    private void ReadView(string query, string key) => ReadQueries(new SqlOutline($"({query})"), _ => key, [], outermost: -1);

    /// <summary>What the queries within a text read, each with the names of those around it.</summary>
    private void ReadQueries(SqlOutline outline, Func<int, string> keyOf, List<ReadSource>[] around, int outermost)
    {
        Dictionary<int, List<ReadSource>[]> scopes = [];
        foreach (SqlQuery query in outline.Queries.Where(query => query.Opening != outermost))
        {
            int opening = outline.QueryAround(query.Opening) is { } outer ? outer.Opening : -1;
            List<ReadSource>[] outside = scopes.TryGetValue(opening, out List<ReadSource>[]? known) ? known : around;
            scopes[query.Opening] = outside;
            string key = keyOf(query.Opening);
            foreach (SqlSelect select in query.Selects)
            {
                List<SqlSource>? sources = select.From is { } from ? SqlSource.Read(outline, from) : [];
                if (sources is null)
                {
                    reads.AddUnclear(outline.Slice(select.From ?? default));
                    continue;
                }

                List<ReadSource>[] scope = [[.. sources.Where(one => !IsNamedQuery(outline, one)).Select(Of)], .. outside];
                scopes[query.Opening] = scope;
                ReadConditions(outline, sources, query.Opening, scope, key);
                foreach (SqlRange? range in new[] { select.List, select.Where, select.GroupBy, select.Having })
                {
                    ReadRange(outline, range ?? default, query.Opening, scope, key);
                }
            }
        }
    }

    private void ReadConditions(SqlOutline outline, List<SqlSource> sources, int query, List<ReadSource>[] scope, string key)
    {
        foreach (SqlSource source in sources)
        {
            ReadRange(outline, source.Condition, query, scope, key);
            ReadUsing(outline, source.Using, scope, key);
        }
    }

    /// <summary>A column of USING is one of both sides.</summary>
    private void ReadUsing(SqlOutline outline, SqlRange range, List<ReadSource>[] scope, string key)
    {
        for (int at = range.Start; at < range.End; at++)
        {
            if (outline.IsName(at))
            {
                string name = outline.Name(at);
                foreach (ReadSource source in scope[0].Where(one => one.Label is not null && (one.Table is null || one.Table.FindColumn(name) is not null)))
                {
                    reads.AddColumn(source.Label!, name, key);
                }
            }
        }
    }

    private void ReadRange(SqlOutline outline, SqlRange range, int query, List<ReadSource>[] scope, string key)
    {
        for (int at = range.Start; at < range.End; at++)
        {
            if (!outline.IsName(at) || outline.Kind(at - 1) is SqlTokenKind.Dot or SqlTokenKind.Cast || outline.Is(at - 1, "as")
                || (outline.QueryAround(at)?.Opening ?? -1) != query)
            {
                continue;
            }

            List<string> parts = [outline.Name(at)];
            int end = at + 1;
            while (outline.Kind(end) == SqlTokenKind.Dot && outline.IsName(end + 1))
            {
                parts.Add(outline.Name(end + 1));
                end += 2;
            }

            bool isOfSql = parts.Count == 1 && outline.Kind(at) == SqlTokenKind.Word
                && (SqlKeywords.IsReserved(parts[0]) || s_wordsOfSql.Contains(parts[0]));
            if (!isOfSql && !outline.IsCall(end - 1) && outline.Kind(end) is not (SqlTokenKind.Text or SqlTokenKind.Dot))
            {
                Resolve(parts, scope, key, IsOperand(outline, at, end), isOfWalked: false);
            }
        }
    }

    /// <summary>Whether something stands beside a name that only a value can have there.</summary>
    private static bool IsOperand(SqlOutline outline, int at, int end) =>
        outline.Kind(at - 1) == SqlTokenKind.Operator
        || outline.Kind(end) is SqlTokenKind.Operator or SqlTokenKind.Cast or SqlTokenKind.OpenBracket
        || outline.Is(end, "is") || outline.Is(end, "in") || outline.Is(end, "not") || outline.Is(end, "between") || outline.Is(end, "like")
        || outline.Is(end, "ilike") || outline.Is(at - 1, "select") || outline.Is(at - 1, "distinct") || outline.Is(at - 1, "by");

    private void Resolve(IReadOnlyList<string> parts, List<ReadSource>[] scope, string key, bool isCertain, bool isOfWalked)
    {
        string column = parts[parts.Count - 1];
        if (parts.Count > 1)
        {
            string alias = parts[parts.Count - 2];
            ReadSource? named = scope.SelectMany(static one => one).FirstOrDefault(source => source.Alias == alias);
            if (named is null)
            {
                reads.AddUnclear(string.Join(".", parts));
            }
            else if (named.Label is { } table)
            {
                reads.AddColumn(table, column, key);
            }

            return;
        }

        if (isOfWalked)
        {
            if (_sources[0].Label is { } walked)
            {
                reads.AddColumn(walked, column, key);
            }

            return;
        }

        foreach (List<ReadSource> sources in scope)
        {
            List<ReadSource> owners = [.. sources.Where(source => source.Table?.FindColumn(column) is not null)];
            if (owners.Count == 1)
            {
                reads.AddColumn(owners[0].Label!, column, key);
                return;
            }
        }

        List<ReadSource> all = [.. scope.SelectMany(static one => one)];
        if (all.Count == 1 && all[0] is { Label: { } only, Table: null } && isCertain)
        {
            reads.AddColumn(only, column, key);
        }
        else if (all.Exists(static source => source.Table is null) && !all.Exists(source => source.Alias == column))
        {
            reads.AddUnclear(column);
        }
    }

    private static bool IsNamedQuery(SqlOutline outline, SqlSource source) =>
        source.Table.Count == 1 && outline.HasNamedQuery(source.Table[0]);

    private ReadSource Of(SqlSource source)
    {
        if (source.Table.Count == 0)
        {
            return new ReadSource(source.Alias, null, null);
        }

        Table? table = source.Table.Count <= 2
            ? schema?.FindTable(source.Table.Count == 2 ? source.Table[0] : null, source.Table[source.Table.Count - 1])
            : null;
        string label = prefix + (table is null ? string.Join(".", source.Table) : schema!.NameOf(table));
        if (reads.AddTable(label) && table?.Query is { Length: > 0 } query)
        {
            ReadView(query, $"view {label}");
        }

        return new ReadSource(source.Alias, label, table is { HasKnownColumns: true } ? table : null);
    }
}

/// <summary>An entry of FROM.</summary>
/// <param name="Alias">The name by which its columns are called.</param>
/// <param name="Label">The table's name as it is shown; null for a query or a function.</param>
/// <param name="Table">The table with its columns; null where these are not known.</param>
internal sealed record ReadSource(string? Alias, string? Label, Table? Table);
