using System.Text.Json;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Prometheus;
using ServicePing.Runtime.Sources;

namespace ServicePing.Runtime.Queries;

/// <summary>One export of queries: how each metric of a program is computed by a ping of one moment.</summary>
internal sealed class QueryExport(PingProgram program, string keyPrefix, ShownReads? postgresCounters, DateTimeOffset recordedAt)
{
    // What GitLab's export says of values that do not come from SQL.
    private const string Block = "non-SQL usage data block";
    private const long Deprecated = -1000;

    private static readonly CompositePlan SumOfParts = new(-1, CompositeOperation.Add, []);

    private readonly PassParameters _parameters = new(recordedAt);
    private readonly ILookup<int, (RelationPlan Relation, QueryFragment Plan)> _fragments = program.Work.Relations
        .SelectMany(relation => relation.Fragments.Select(plan => (Relation: relation, Plan: plan)))
        .OrderBy(fragment => fragment.Plan.Part)
        .ToLookup(fragment => fragment.Plan.Slot);
    private readonly Dictionary<int, CompositePlan> _composites = program.Work.Composites.ToDictionary(composite => composite.Slot);
    private readonly Dictionary<int, ConstantPlan> _constants = program.Work.Constants.ToDictionary(constant => constant.Slot);
    private readonly Dictionary<int, CounterReadPlan> _counters = program.Work.CounterReads.ToDictionary(read => read.Slot);
    private readonly Dictionary<int, PrometheusPlan> _prometheus = program.Work.Prometheus.ToDictionary(plan => plan.Slot);
    private readonly HashSet<int> _sites = [.. program.Work.Sites.Select(list => list.Slot)];
    private readonly HashSet<int> _facts = [.. program.Work.Facts.Select(fact => fact.Slot)];
    private readonly HashSet<int> _aggregates = [.. program.Work.Aggregates.Select(plan => plan.Slot)];

    internal MetricQuery Of(int slot)
    {
        MetricPlan metric = program.Metrics[slot];
        MetricQuery query = new(metric.KeyPath);
        return _fragments[slot].ToArray() switch
        {
            [var only] => Statement(query, only),
            [_, ..] and var parts => Compose(query, SumOfParts, [.. parts.Select(part => PartOf(query, part))]),
            _ when _composites.TryGetValue(slot, out CompositePlan? composite) =>
                Compose(query, composite, [.. composite.Parts.Select(Number)]),
            _ when _constants.TryGetValue(slot, out ConstantPlan? constant) =>
                query with { NonSql = MetricValue.From(JsonElement.Parse(constant.Json)) },
            _ when postgresCounters is not null && _counters.TryGetValue(slot, out CounterReadPlan? read) => Counters(query, postgresCounters, read),
            _ when _counters.TryGetValue(slot, out CounterReadPlan? read) =>
                query with { NonSql = Member("redis_usage_data_counter", string.Join(", ", read.Keys.Select(key => keyPrefix + key))) },
            _ when _prometheus.TryGetValue(slot, out PrometheusPlan? plan) =>
                query with { NonSql = Member("promql", PromQuery.Text(plan, recordedAt)) },
            _ when _aggregates.Contains(slot) => query with { NonSql = Member("redis_usage_data_block", Block) },
            _ when _sites.Contains(slot) || _facts.Contains(slot) => query with { NonSql = Member("alt_usage_data_block", Block) },
            _ when metric.Status == MetricStatus.Deprecated => query with { NonSql = MetricValue.From(Deprecated) },
            _ => query with { Hindrance = metric.Unplanned },
        };
    }

    private MetricQuery Statement(MetricQuery query, (RelationPlan Relation, QueryFragment Plan) fragment)
    {
        string? sql = ExportedStatement.Of(
            fragment.Relation, fragment.Plan, WalkedTable.Unseen(fragment.Relation), _parameters, out string? problem);
        return query with
        {
            Database = fragment.Relation.Database,
            Sql = sql,
            NonSql = sql is null && fragment.Plan.Operation == Operation.Histogram
                ? MetricValue.From(JsonElement.Parse("""{"-1":-1}"""))
                : sql is null ? MetricValue.From(-1) : default,
            Hindrance = problem,
        };
    }

    private MetricQuery Counters(MetricQuery query, ShownReads reads, CounterReadPlan read)
    {
        string[] suffixes = MetricQuestion.SuffixesOf(read.Window, recordedAt);
        string[] keys = [.. read.Keys.SelectMany(_ => suffixes, (key, suffix) => key + suffix)];
        return reads.Value(read.Kind, keys) is { } sql
            ? query with { Database = reads.Database, Sql = sql }
            : query with
            {
                NonSql = Member("postgres_counters", string.Join(", ", keys.Select(key => keyPrefix + key))),
                Database = reads.Database,
                RowsSql = reads.Rows(read.Kind, keys),
                Hindrance = reads.Hindrance(read.Kind, keys),
            };
    }

    /// <summary>A part without groups, which alone can be added.</summary>
    private MetricQuery PartOf(MetricQuery query, (RelationPlan Relation, QueryFragment Plan) part) =>
        part.Plan is { GroupBy.Count: > 0 } or { Operation: Operation.Histogram }
            ? query with { Hindrance = "A part is not a number." }
            : Statement(query, part);

    /// <summary>What another metric is computed from: one number.</summary>
    private MetricQuery Number(int slot)
    {
        MetricQuery query = Of(slot);
        return query.Sql is not null && program.Metrics[slot].Shape == ValueShape.Json
            ? query with { Sql = null, Hindrance = "A part is not a number." }
            : query;
    }

    private static MetricQuery Compose(MetricQuery query, CompositePlan composite, MetricQuery[] parts)
    {
        string[] databases = [.. parts.Select(part => part.Database).OfType<string>().Distinct()];
        string?[] values = [.. parts.Select(part => part.Sql ?? Number(part.NonSql))];
        string? hindrance = Array.Find(parts, part => part.Hindrance is not null)?.Hindrance
            ?? (databases.Length > 1 ? $"It {composite.VerbOf(0)} values of several databases: {string.Join(", ", databases)}." : null)
            ?? (Array.IndexOf(values, null) is >= 0 and int other ? $"It {composite.VerbOf(other)} '{parts[other].KeyPath}', which is not computed in SQL." : null);
        return hindrance is null
            ? query with
            {
                Database = databases.FirstOrDefault(),
                Sql = composite.Operation == CompositeOperation.Ratio
                    ? ExportedStatement.Ratio(values[0]!, values[1]!)
                    : ExportedStatement.Sum(values!),
            }
            : query with { Hindrance = hindrance, NonSql = MetricValue.From(-1) };
    }

    private static string? Number(MetricValue value) =>
        value.AsJson() is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;

    private static MetricValue Member(string name, string value) => MetricValue.From(
        JsonElement.Parse($$"""{"{{name}}":"{{JsonEncodedText.Encode(value)}}"}"""));
}
