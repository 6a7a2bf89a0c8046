using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Prometheus;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Lineage;

/// <summary>Where values come from: events, tables and series lead to metrics, metrics to sums, ratios and aggregates, and all to keys of the payload.</summary>
public sealed class LineageGraph
{
    private LineageGraph(IEnumerable<LineageEdge> edges) => Edges =
    [
        .. edges.Distinct()
            .OrderBy(static edge => edge.From.Kind).ThenBy(static edge => edge.From.Name, StringComparer.Ordinal)
            .ThenBy(static edge => edge.To.Kind).ThenBy(static edge => edge.To.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every step, ordered by its beginning.</summary>
    public IReadOnlyList<LineageEdge> Edges { get; }

    /// <summary>The graph of a project and of the metric sets that it refers to; removed metrics have no part in it.</summary>
    public static LineageGraph Of(DefinitionCatalogue catalogue)
    {
        DefinitionCatalogue[] sets = [catalogue, .. catalogue.References.Select(static one => one.Catalogue)];
        ILookup<string, string> categories = sets.SelectMany(static set => set.KnownEvents)
            .Where(static known => known.Category is not null)
            .ToLookup(static known => known.Category!, static known => known.Name, StringComparer.Ordinal);
        HashSet<string> keyPaths = new(
            sets.SelectMany(static set => set.Metrics).Select(static metric => metric.KeyPath), StringComparer.Ordinal);
        return new LineageGraph(sets.SelectMany(set => EdgesOf(set, categories, keyPaths)));
    }

    /// <summary>Everything that a name leads to, step by step, and everything that leads to it.</summary>
    /// <param name="name">An event, a table, a series, a sketch or a key path.</param>
    public IReadOnlyList<LineageEdge> Around(string name)
    {
        HashSet<LineageEdge> found = [];
        Follow(name, static edge => edge.From.Name, static edge => edge.To.Name, found);
        Follow(name, static edge => edge.To.Name, static edge => edge.From.Name, found);
        return [.. Edges.Where(found.Contains)];
    }

    private void Follow(string name, Func<LineageEdge, string> from, Func<LineageEdge, string> to, HashSet<LineageEdge> found)
    {
        foreach (LineageEdge edge in Edges)
        {
            if (from(edge) == name && found.Add(edge))
            {
                Follow(to(edge), from, to, found);
            }
        }
    }

    /// <summary>The steps within one set, which binds shared calculations of its own only.</summary>
    private static IEnumerable<LineageEdge> EdgesOf(
        DefinitionCatalogue set, ILookup<string, string> categories, HashSet<string> keyPaths)
    {
        CalculationBinder calculations = new(set.Calculations);
        foreach (Metric metric in set.Metrics.Where(static metric => metric.Definition.Status != MetricStatus.Removed))
        {
            LineageNode key = new(LineageKind.Metric, metric.KeyPath);
            foreach (EventSelection selection in metric.Definition.Events)
            {
                yield return new LineageEdge(new LineageNode(LineageKind.Event, selection.Name), key);
            }

            foreach (LineageNode origin in (metric.Derived?.Sets ?? []).SelectMany(counted => Origins(counted, categories)))
            {
                yield return new LineageEdge(origin, key);
            }

            if (calculations.Bind(metric.Definition).Query is not { } query)
            {
                continue;
            }

            foreach (LineageNode origin in Of(query, metric, keyPaths))
            {
                yield return new LineageEdge(origin, key);
            }

            if (query.Sketch is { } sketch)
            {
                yield return new LineageEdge(key, new LineageNode(LineageKind.Sketch, sketch));
            }
        }
    }

    private static IEnumerable<LineageNode> Origins(CountedSet set, ILookup<string, string> categories) => set.Source switch
    {
        SetSource.Category => categories[set.Name].Select(static name => new LineageNode(LineageKind.KnownEvent, name)),
        SetSource.Sketch => [new LineageNode(LineageKind.Sketch, set.Name)],
        SetSource.KnownEvent => [new LineageNode(LineageKind.KnownEvent, set.Name)],
        _ => [new LineageNode(LineageKind.Counter, set.Name)],
    };

    private static IEnumerable<LineageNode> Of(QueryDefinition query, Metric metric, HashSet<string> keyPaths)
    {
        foreach (string table in Tables(query))
        {
            yield return new LineageNode(LineageKind.Table, query.Database == "main" ? table : $"{query.Database}:{table}");
        }

        foreach (string series in query.PromQl is { } promQl ? PromText.Metrics(promQl) : [])
        {
            yield return new LineageNode(LineageKind.Series, series);
        }

        foreach (string part in query.Operands)
        {
            string suffixed = query.Operation == Operation.Sites ? part : part + TimeFrameExpansion.Suffix(metric.TimeFrame);
            yield return new LineageNode(LineageKind.Metric, keyPaths.Contains(suffixed) ? suffixed : part);
        }

        foreach (LineageNode node in query.Parts.SelectMany(part => Of(part, metric, keyPaths)))
        {
            yield return node;
        }
    }

    /// <summary>The walked table, or those of a subquery, and each name behind a JOIN.</summary>
    private static IEnumerable<string> Tables(QueryDefinition query)
    {
        if (query.From is { } from)
        {
            foreach (string walked in query.IsDerived ? QueryReads.Of(new QueryDefinition { From = from, Alias = query.Alias }, false, null).Tables : [from])
            {
                yield return walked;
            }
        }

        foreach (string join in query.Joins)
        {
            SqlCursor cursor = new(join);
            for (; !cursor.IsAtEnd; cursor.Take())
            {
                if (!cursor.Is("join"))
                {
                    continue;
                }

                cursor.Take();
                cursor.Take("lateral");
                cursor.Take("only");
                if (cursor.IsName && cursor.TakeName() is { } name)
                {
                    yield return cursor.Take(SqlTokenKind.Dot) && cursor.TakeName() is { } table ? $"{name}.{table}" : name;
                }
            }
        }
    }
}

/// <summary>A step from where something comes to where it goes.</summary>
/// <param name="From">The origin.</param>
/// <param name="To">What it leads to.</param>
public sealed record LineageEdge(LineageNode From, LineageNode To);

/// <summary>A place on the way of a value.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
public sealed record LineageNode(LineageKind Kind, string Name);

/// <summary>What a place on the way of a value is.</summary>
public enum LineageKind
{
    /// <summary>A table or view of a database.</summary>
    Table,

    /// <summary>Series of Prometheus, by the name of what they measure.</summary>
    Series,

    /// <summary>An event that the program tracks.</summary>
    Event,

    /// <summary>A known event.</summary>
    KnownEvent,

    /// <summary>A counter, by its key.</summary>
    Counter,

    /// <summary>A sketch that a database metric keeps.</summary>
    Sketch,

    /// <summary>A key of the payload.</summary>
    Metric,
}
