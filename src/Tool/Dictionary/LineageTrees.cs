using ServicePing.Definitions.Lineage;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>What comes before and behind each metric, as trees.</summary>
internal sealed class LineageTrees
{
    // More than a page can show, and less than a sum of everything would be.
    private const int MostNodes = 80;

    private readonly ILookup<LineageNode, LineageNode> _before;
    private readonly ILookup<LineageNode, LineageNode> _behind;

    internal LineageTrees(LineageGraph graph, IReadOnlyDictionary<string, QueryReads> reads)
    {
        // What a query reads includes the tables of its subqueries, which the graph has not.
        List<LineageEdge> edges =
        [
            .. graph.Edges.Where(edge => edge.From.Kind != LineageKind.Table),
            .. reads.SelectMany(one => one.Value.Tables.Select(table =>
                new LineageEdge(new LineageNode(LineageKind.Table, table), new LineageNode(LineageKind.Metric, one.Key)))),
        ];
        _before = edges.ToLookup(edge => edge.To, edge => edge.From);
        _behind = edges.ToLookup(edge => edge.From, edge => edge.To);
    }

    internal IReadOnlyList<LineageEntry> Before(string keyPath) => Walk(new LineageNode(LineageKind.Metric, keyPath), _before);

    internal IReadOnlyList<LineageEntry> Behind(string keyPath, IEnumerable<string> indicators) =>
    [
        .. Walk(new LineageNode(LineageKind.Metric, keyPath), _behind),
        .. indicators.Select(indicator => new LineageEntry("indicator", indicator, [])),
    ];

    /// <summary>The metrics that come right behind something.</summary>
    internal IReadOnlyList<string> MetricsBehind(LineageNode node) =>
        [.. _behind[node].Where(one => one.Kind == LineageKind.Metric).Select(one => one.Name).Distinct().Order(StringComparer.Ordinal)];

    private static LineageEntry[] Walk(LineageNode start, ILookup<LineageNode, LineageNode> steps)
    {
        int left = MostNodes;
        return Further(start, steps, [start], ref left);
    }

    private static LineageEntry[] Further(
        LineageNode node, ILookup<LineageNode, LineageNode> steps, HashSet<LineageNode> path, ref int left)
    {
        List<LineageEntry> entries = [];
        foreach (LineageNode next in steps[node].Distinct().OrderBy(one => one.Kind).ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            // A sum that adds itself is a defect of the definitions, which is reported elsewhere.
            if (left == 0 || !path.Add(next))
            {
                continue;
            }

            left--;
            entries.Add(new LineageEntry(Word(next.Kind), next.Name, Further(next, steps, path, ref left)));
            path.Remove(next);
        }

        return [.. entries];
    }

    private static string Word(LineageKind kind) => kind switch
    {
        LineageKind.KnownEvent => "known_event",
        LineageKind.Table => "table",
        LineageKind.Series => "series",
        LineageKind.Event => "event",
        LineageKind.Counter => "counter",
        LineageKind.Sketch => "sketch",
        _ => "metric",
    };
}
