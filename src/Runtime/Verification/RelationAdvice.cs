using System.Globalization;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Verification;

/// <summary>What could be better about the plan of a relation, and the statement that makes it so.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="parameters">The parameters of all statements.</param>
/// <param name="isSmall">Whether it is read in one statement whatever indexes there are.</param>
/// <param name="user">Who reads it, quoted where needed.</param>
internal sealed class RelationAdvice(
    RelationPlan relation, WalkedTable table, PassParameters parameters, bool isSmall, string user)
{
    // Below this size nobody minds what the server knows of a table.
    private const long FewPages = 1_000;

    // So many parts are named, others are counted.
    private const int MostNamed = 8;

    private readonly string _source = relation.Source;
    private readonly WalkedPart[] _stored = [.. table.Parts.Where(part => !part.IsPartitioned)];

    /// <summary>What could be better for a fragment.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="alone">How the server would compute it alone.</param>
    /// <param name="walks">Its walks.</param>
    internal IEnumerable<MetricFinding> On(FragmentState fragment, Explanation alone, IReadOnlyList<PlannedWalk> walks)
    {
        if (table.Parts.Count > 0 && _stored.Length == 0)
        {
            return [new MetricFinding(
                FindingSeverity.Info,
                $"{_source} has no partitions, and so no rows.",
                $"Make its partitions: CREATE TABLE … PARTITION OF {_source} FOR VALUES …;")];
        }

        return ((MetricFinding?[])[Window(fragment, alone, walks), Whole(fragment), Statistics(), .. Uncut(fragment, walks)])
            .OfType<MetricFinding>();
    }

    /// <summary>A window that pages are walked for, and an index could find.</summary>
    private MetricFinding? Window(FragmentState fragment, Explanation alone, IReadOnlyList<PlannedWalk> walks)
    {
        QueryFragment plan = fragment.Plan;
        bool isWalked = plan.IsWindowed && walks.All(walk => walk.Route is PageRoute or PartRoute);
        if (!isWalked || table.IsWhole || !alone.Access.Any(step => step.Index is null && table.Has(step.Table)))
        {
            return null;
        }

        WalkedPart[] lacking =
        [
            .. from part in _stored
               where TimeBounds.Within(part.Bounds, plan.TimestampColumn, relation, parameters.Microseconds(plan.Window)) is not null
                   && WalkedTable.ColumnOf(plan.TimestampColumn, relation, part.RangedColumns) is null
               select part,
        ];
        if (lacking.Length == 0)
        {
            return null;
        }

        string? column = ColumnOf(plan.TimestampColumn);
        string index = lacking.Any(part => column is not null && part.OtherwiseIndexedColumns.Contains(column))
            ? "No index of all rows"
            : "No index";
        string parts = lacking.Length == 1 && lacking[0].IsRoot ? "" : $" of {Named(lacking)}";
        return new MetricFinding(
            isSmall || walks.All(walk => walk.Route is PartRoute) ? FindingSeverity.Info : FindingSeverity.Warning,
            $"{index}{parts} begins with {plan.TimestampColumn}: the window is found by walking all pages of {_source}, {Pages} now.",
            column is null
                ? $"Name an indexed column of {_source} as timestamp_column in the definition."
                : CreateIndex(lacking, column));
    }

    /// <summary>The column of the table that an expression surely is; null for another.</summary>
    private string? ColumnOf(string expression) =>
        Sql.IsName(expression) && (relation.Joins.Count == 0 || expression.Contains('.'))
            ? WalkedTable.ColumnOf(expression, relation, [expression.Split('.')[^1]])
            : null;

    /// <summary>
    /// The statements that index the parts without holding writers up. One on a partitioned table cannot be made so, but takes over the
    /// indexes that its parts have; it is left out where there is one on the way there that is not finished.
    /// </summary>
    private string CreateIndex(WalkedPart[] lacking, string column)
    {
        WalkedPart[] partitioned = [.. table.Parts.Where(part => part.IsPartitioned)];
        if (table.Parts.Count == 1)
        {
            return $"CREATE INDEX CONCURRENTLY ON {_source} ({column});";
        }

        bool isTakenOver = partitioned.Length > 0
            && partitioned.All(part => !part.RangedColumns.Concat(part.OtherwiseIndexedColumns).Contains(column));
        return string.Join('\n', (string[])
        [
            .. lacking.Take(MostNamed).Select(part => $"CREATE INDEX CONCURRENTLY ON {part.Name} ({column});"),
            .. lacking.Length > MostNamed ? [$"-- and so for {lacking.Length - MostNamed} more parts, before:"] : (string[])[],
            .. isTakenOver ? [$"CREATE INDEX ON {_source} ({column});"] : (string[])[],
        ]);
    }

    /// <summary>Parts that are read through the table alone.</summary>
    private MetricFinding? Whole(FragmentState fragment)
    {
        if (!table.IsWhole || !table.Leaves[0].HasPages)
        {
            return null;
        }

        string time = fragment.Plan.TimestampColumn;
        bool isFoundByTime = fragment.Plan.IsWindowed
            && Array.TrueForAll(_stored, part => WalkedTable.ColumnOf(time, relation, part.RangedColumns) is not null);
        FindingSeverity severity = isFoundByTime ? FindingSeverity.Warning : FindingSeverity.Info;
        string through = isFoundByTime
            ? $"all are read through {_source}, whose windows no index finds."
            : $"all are read through {_source}.";
        WalkedPart[] refused = [.. table.Parts.Where(part => !part.MayBeRead)];
        WalkedPart[] cut = [.. table.Parts.Where(part => part.HasPolicy)];
        return (refused, cut) switch
        {
            ([_, ..], _) => new MetricFinding(
                severity, $"{user} may not read {Named(refused)} by name: {through}", GrantSelect(refused)),
            (_, [_, ..]) => new MetricFinding(
                severity, $"A policy cuts what {user} sees of {Named(cut)} by name: {through}", Diagnosis.SeeAllRows(user)),
            _ => new MetricFinding(
                severity,
                $"A definition calls a column by schema and table, so that parts have no name in it: {through}",
                $"Call it '{relation.Name}.column' in the definition."),
        };
    }

    /// <summary>What cannot be read in slices.</summary>
    private IEnumerable<MetricFinding> Uncut(FragmentState fragment, IReadOnlyList<PlannedWalk> walks) =>
        from walk in walks
        let leaf = walk.Route.Leaf
        where walk.Route is WholeRoute { Filter: null } && leaf.WhyNoPages is not null
        let name = table.Leaves.Count == 1 ? _source : leaf.Name
        let key = fragment.Plan.BatchColumn
        select new MetricFinding(
            relation.Rows is null ? FindingSeverity.Warning : FindingSeverity.Info,
            key is null
                ? $"{name} {leaf.WhyNoPages}, and cannot be cut by pages: it is read in one statement."
                : $"{name} {leaf.WhyNoPages}, and cannot be cut by {key}, which is no number: it is read in one statement.",
            relation.Rows is not null ? "Where that takes long, make a view of it, and cut that by batch: { column: … }."
                : Array.Exists(_stored, part => part.IsTable && !part.MayBeRead) ? GrantSelect([.. table.Parts.Where(part => !part.MayBeRead)])
                : "Name a column of numbers as batch: { column: … } in the definition.");

    private MetricFinding? Statistics()
    {
        WalkedPart[] unknown = [.. _stored.Where(part => part is { IsTable: true, IsAnalysed: false, Pages: >= FewPages })];
        return unknown.Length == 0 ? null : new MetricFinding(
            FindingSeverity.Info,
            $"The server knows little of {Named(unknown)}: {Number(unknown.Sum(part => part.Pages))} pages now, statistics of another size.",
            $"ANALYZE {string.Join(", ", unknown.Take(MostNamed).Select(NameOf))};");
    }

    private string GrantSelect(WalkedPart[] parts) =>
        $"GRANT SELECT ON {string.Join(", ", parts.Take(MostNamed).Select(NameOf))} TO {user};"
        + (parts.Length > MostNamed ? $" -- and on {parts.Length - MostNamed} more" : "");

    private string Named(WalkedPart[] parts) => parts.Length == 1
        ? NameOf(parts[0])
        : $"{parts.Length} of {table.Parts.Count} parts of {_source}, such as {NameOf(parts[0])},";

    private string NameOf(WalkedPart part) => part.IsRoot ? _source : part.Name;

    private string Pages => Number(_stored.Sum(part => part.Pages));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
