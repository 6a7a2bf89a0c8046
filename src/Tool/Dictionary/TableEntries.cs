using System.Globalization;
using ServicePing.Definitions.Lineage;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Sql;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>The tables that metrics read, column by column.</summary>
internal sealed class TableEntries(DatabaseSchema? schema, IReadOnlyDictionary<string, QueryReads> reads, IReadOnlyList<PassQuery> passes)
{
    private readonly SchemaLookup? _schema = schema is null ? null : new SchemaLookup(schema);

    internal IEnumerable<TableEntry> All()
    {
        ILookup<string, string> readers = reads
            .SelectMany(one => one.Value.Tables.Select(table => (Table: table, KeyPath: one.Key)))
            .ToLookup(one => one.Table, one => one.KeyPath, StringComparer.Ordinal);
        ILookup<string, PassQuery> walks = passes.ToLookup(pass => LabelOf(pass), StringComparer.Ordinal);
        foreach (IGrouping<string, string> table in readers.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return Entry(table.Key, [.. table.Order(StringComparer.Ordinal)], walks[table.Key]);
        }
    }

    private TableEntry Entry(string name, IReadOnlyList<string> metrics, IEnumerable<PassQuery> walks)
    {
        Table? table = name.Contains(':', StringComparison.Ordinal) ? null : Find(name);
        Dictionary<string, List<ColumnUse>> uses = new(StringComparer.Ordinal);
        List<UnclearEntry> unclear = [];
        foreach (string metric in metrics)
        {
            foreach (var column in reads[metric].Columns.Where(read => read.Table == name).GroupBy(read => read.Column))
            {
                if (!uses.TryGetValue(column.Key, out List<ColumnUse>? users))
                {
                    uses[column.Key] = users = [];
                }

                users.Add(new ColumnUse(metric, [.. column.Select(read => read.Key)]));
            }

            if (reads[metric].Unclear.Count > 0)
            {
                unclear.Add(new UnclearEntry(metric, [.. reads[metric].Unclear]));
            }
        }

        IEnumerable<ColumnEntry> known = (table?.Columns ?? []).Select(column =>
            new ColumnEntry(column.Name, column.Type?.ToString(), uses.GetValueOrDefault(column.Name) ?? []));
        IEnumerable<ColumnEntry> others = uses.Where(one => table?.FindColumn(one.Key) is null)
            .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new ColumnEntry(one.Key, null, one.Value));
        return new TableEntry
        {
            Name = name,
            Kind = table?.Kind switch
            {
                null => null,
                TableKind.View => "view",
                TableKind.MaterializedView => "materialized view",
                TableKind.ForeignTable => "foreign table",
                _ => "table",
            },
            Metrics = metrics,
            Columns = [.. known, .. others],
            Unclear = unclear,
            Passes =
            [
                .. walks.Select((pass, index) =>
                    new PassEntry($"pass-{(index + 1).ToString(CultureInfo.InvariantCulture)}", pass.WalkedBy, pass.Sql, pass.KeyPaths)),
            ],
        };
    }

    private Table? Find(string name) => SqlName.Parts(name) is { Length: <= 2 } parts
        ? _schema?.FindTable(parts.Length == 2 ? parts[0] : null, parts[^1])
        : null;

    /// <summary>A pass names its table as SQL; a table of the schema goes by its shortest name.</summary>
    private string LabelOf(PassQuery pass)
    {
        string prefix = pass.Database == "main" ? "" : pass.Database + ":";
        string name = SqlName.Parts(pass.Relation) is { } parts ? string.Join(".", parts) : pass.Relation;
        return prefix + (prefix.Length == 0 && Find(pass.Relation) is { } table ? ShortName(table) : name);
    }

    private string ShortName(Table table) => _schema!.FindTable(null, table.Name.Name)?.Name == table.Name
        ? SqlName.Quote(table.Name.Name)
        : $"{SqlName.Quote(table.Name.Schema)}.{SqlName.Quote(table.Name.Name)}";
}
