using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Lineage;

/// <summary>Where values come from: events and tables lead to metrics, metrics to sums and aggregates, and all to keys of the payload.</summary>
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

    /// <summary>The graph of a project; removed metrics have no part in it.</summary>
    public static LineageGraph Of(DefinitionCatalogue catalogue)
    {
        CalculationBinder calculations = new(catalogue.Calculations);
        ILookup<string, string> categories = catalogue.KnownEvents
            .Where(static known => known.Category is not null)
            .ToLookup(static known => known.Category!, static known => known.Name, StringComparer.Ordinal);
        List<LineageEdge> edges = [];
        foreach (Metric metric in catalogue.Metrics.Where(static metric => metric.Definition.Status != MetricStatus.Removed))
        {
            LineageNode key = new(LineageKind.Metric, metric.KeyPath);
            edges.AddRange(metric.Definition.Events.Select(selection =>
                new LineageEdge(new LineageNode(LineageKind.Event, selection.Name), key)));
            foreach (CountedSet set in metric.Derived?.Sets ?? [])
            {
                edges.AddRange(Origins(set, categories).Select(origin => new LineageEdge(origin, key)));
            }

            if (calculations.Bind(metric.Definition).Query is { } query)
            {
                edges.AddRange(Of(query, metric, catalogue).Select(origin => new LineageEdge(origin, key)));
                if (query.Sketch is { } sketch)
                {
                    edges.Add(new LineageEdge(key, new LineageNode(LineageKind.Sketch, sketch)));
                }
            }
        }

        return new LineageGraph(edges);
    }

    /// <summary>Everything that a name leads to, step by step, and everything that leads to it.</summary>
    /// <param name="name">An event, a table, a sketch or a key path.</param>
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

    private static IEnumerable<LineageNode> Origins(CountedSet set, ILookup<string, string> categories) => set.Source switch
    {
        SetSource.Category => categories[set.Name].Select(static name => new LineageNode(LineageKind.KnownEvent, name)),
        SetSource.Sketch => [new LineageNode(LineageKind.Sketch, set.Name)],
        SetSource.KnownEvent => [new LineageNode(LineageKind.KnownEvent, set.Name)],
        _ => [new LineageNode(LineageKind.Counter, set.Name)],
    };

    private static IEnumerable<LineageNode> Of(QueryDefinition query, Metric metric, DefinitionCatalogue catalogue)
    {
        foreach (string table in Tables(query))
        {
            yield return new LineageNode(LineageKind.Table, query.Database == "main" ? table : $"{query.Database}:{table}");
        }

        foreach (string part in query.Metrics)
        {
            string suffixed = part + TimeFrameExpansion.Suffix(metric.TimeFrame);
            yield return new LineageNode(
                LineageKind.Metric, catalogue.Metrics.Any(other => other.KeyPath == suffixed) ? suffixed : part);
        }

        foreach (LineageNode node in query.Parts.SelectMany(part => Of(part, metric, catalogue)))
        {
            yield return node;
        }
    }

    /// <summary>The walked table, and each name behind a JOIN.</summary>
    private static IEnumerable<string> Tables(QueryDefinition query)
    {
        if (query.From is { } from)
        {
            yield return from;
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
