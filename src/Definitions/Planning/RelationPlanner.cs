using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Planning;

/// <summary>Gathers metrics by the relation that they read.</summary>
internal sealed class RelationPlanner
{
    private readonly Dictionary<Relation, List<FragmentPlan>> _fragments = [];

    /// <summary>Adds the fragments of a metric; what hinders it is the result.</summary>
    public string? Add(int slot, TimeFrame frame, QueryDefinition query)
    {
        if (query.Operation != Operation.Add)
        {
            return AddFragment(slot, 0, frame, query);
        }

        for (int part = 0; part < query.Parts.Count; part++)
        {
            if (query.Parts[part].From is null || query.Parts[part].Operation is null or Operation.Add or Operation.Ratio or Operation.Sites)
            {
                return $"Part {part + 1} of the query reads no table.";
            }
        }

        for (int part = 0; part < query.Parts.Count; part++)
        {
            AddFragment(slot, part, frame, query.Parts[part]);
        }

        return null;
    }

    /// <summary>All relations, ordered by database and source, their fragments by slot.</summary>
    public EquatableArray<RelationPlan> Build() => _fragments
        .OrderBy(static pair => pair.Key.Database, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Key.Schema, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Key.Table, StringComparer.Ordinal)
        .ThenBy(static pair => string.Join("\n", pair.Key.Joins), StringComparer.Ordinal)
        .ThenBy(static pair => pair.Key.Alias, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Key.Rows, StringComparer.Ordinal)
        .Select(static pair => new RelationPlan(
            pair.Key.Database, pair.Key.Schema, pair.Key.Table, pair.Key.Joins, pair.Value.ToEquatableArray()) { Alias = pair.Key.Alias, Rows = pair.Key.Rows })
        .ToEquatableArray();

    private string? AddFragment(int slot, int part, TimeFrame frame, QueryDefinition query)
    {
        if (RelationOf(query) is not { } relation)
        {
            return "The query names no table.";
        }

        string name = relation.Alias ?? relation.Table;
        if (!_fragments.TryGetValue(relation, out List<FragmentPlan>? fragments))
        {
            _fragments.Add(relation, fragments = []);
        }

        fragments.Add(new FragmentPlan
        {
            Slot = slot,
            Part = part,
            Operation = query.Operation!.Value,
            Columns = Columns(query, name),
            Filter = SqlText.All(query.Where),
            Window = frame == TimeFrame.None ? TimeFrame.All : frame,
            TimestampColumn = SqlName.Column(query.TimestampColumn, name),
            GroupBy = query.GroupBy.Select(column => SqlName.Column(column, name)).ToEquatableArray(),
            GroupValues = query.GroupValues,
            MaxGroups = query.MaxGroups,
            ListOf = query.ListOf,
            Batch = query.Batch is { Column: { } key } batch ? batch with { Column = SqlName.Column(key, name) } : query.Batch,
            Percentile = query.Percentile,
            Buckets = query.Buckets,
            Sketch = query.Sketch,
        });
        return null;
    }

    private static Relation? RelationOf(QueryDefinition query)
    {
        string? alias = query.Alias is null ? null : SqlName.Quote(query.Alias);
        EquatableArray<string> joins = query.Joins.Select(static join => join.Trim()).ToEquatableArray();
        if (query.IsDerived)
        {
            return alias is null ? null : new Relation(query.Database, null, alias, null, query.From, joins);
        }

        if (query.From is null || SqlName.Parts(query.From) is not { Length: 1 or 2 } source)
        {
            return null;
        }

        string table = SqlName.Quote(source[source.Length - 1]);
        return new Relation(query.Database, source.Length == 2 ? SqlName.Quote(source[0]) : null, table, alias == table ? null : alias, null, joins);
    }

    /// <summary>The counted columns; distinct counts without any look at the primary key.</summary>
    private static EquatableArray<string> Columns(QueryDefinition query, string table) =>
        query.Columns.IsEmpty && query.Operation is Operation.DistinctCount or Operation.EstimateBatchDistinctCount
            ? [SqlName.Column("id", table)]
            : query.Columns.Select(column => SqlName.Column(column, table)).ToEquatableArray();

    private sealed record Relation(string Database, string? Schema, string Table, string? Alias, string? Rows, EquatableArray<string> Joins);
}
