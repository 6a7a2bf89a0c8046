using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Dictionary;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>How each value comes about, to the letter: statements, keys and rules, as the plan and the runtime have them.</summary>
internal sealed class ComputedMetrics
{
    // What a page can show of a statement that many metrics share; whole it stands on the page of its table.
    private const int LongestPass = 6_000;

    private readonly Plan _plan;
    private readonly CounterTexts _texts;
    private readonly Dictionary<string, MetricQuery> _queries;
    private readonly ILookup<string, PassQuery> _passes;
    private readonly Dictionary<int, CounterReadPlan> _counters;
    private readonly Dictionary<int, AggregatePlan> _aggregates;
    private readonly Dictionary<int, FactPlan> _facts;
    private readonly Dictionary<int, CompositeOperation> _composites;

    internal ComputedMetrics(Plan plan, IReadOnlyList<MetricQuery> queries, IReadOnlyList<PassQuery> passes, CounterTexts texts)
    {
        _plan = plan;
        _texts = texts;
        _queries = queries.ToDictionary(query => query.KeyPath, StringComparer.Ordinal);
        _passes = passes.SelectMany(pass => pass.KeyPaths.Select(keyPath => (KeyPath: keyPath, Pass: pass)))
            .ToLookup(one => one.KeyPath, one => one.Pass, StringComparer.Ordinal);
        _counters = plan.CounterReads.ToDictionary(read => read.Slot);
        _aggregates = plan.Aggregates.ToDictionary(one => one.Slot);
        _facts = plan.Facts.ToDictionary(fact => fact.Slot);
        _composites = plan.Composites.ToDictionary(one => one.Slot, one => one.Operation);
    }

    internal CalculationEntry Of(int slot, QueryDefinition? query)
    {
        PlannedMetric planned = _plan.Metrics[slot];
        string keyPath = planned.Metric.KeyPath;
        Model.TimeFrame frame = planned.Metric.TimeFrame;
        if (planned.Metric.Definition.Status is Model.MetricStatus.Removed or Model.MetricStatus.Deprecated)
        {
            return new CalculationEntry { Kind = "none", Precision = "Nothing is computed.", Days = "None." };
        }

        MetricQuery? shown = _queries.GetValueOrDefault(keyPath);
        if (_counters.TryGetValue(slot, out CounterReadPlan? read))
        {
            return Counters(read, shown);
        }

        if (_aggregates.TryGetValue(slot, out AggregatePlan? aggregate))
        {
            return Together(aggregate);
        }

        if (_composites.TryGetValue(slot, out CompositeOperation operation))
        {
            (string kind, string precision) = operation == CompositeOperation.Sites
                ? ("sites", "As precise as what each site computes by itself; null where a site has not reported, or not for long.")
                : operation == CompositeOperation.Ratio
                ? ("ratio", "As precise as what it divides, but for the rounding of binary fractions; where one of the two has no value, or the second is 0, it is -1.")
                : ("sum", "As precise as what it adds up; where one part has no value, the sum is -1.");
            return new CalculationEntry
            {
                Kind = kind,
                Precision = precision,
                Days = DaysOf(query is null ? Model.DataSource.System : planned.Metric.Definition.DataSource, frame),
                Texts = Statements(keyPath, shown),
            };
        }

        if (query is { Operation: not null } && planned.Unplanned is null && (shown?.Sql is not null || _passes.Contains(keyPath)))
        {
            return new CalculationEntry
            {
                Kind = "sql",
                Precision = PrecisionOf(query),
                Days = DaysOf(Model.DataSource.Database, frame),
                Texts = Statements(keyPath, shown),
                Hindrance = shown?.Hindrance,
            };
        }

        return Elsewhere(slot, planned, query);
    }

    private CodeEntry[] Statements(string keyPath, MetricQuery? shown)
    {
        List<CodeEntry> texts = [];
        if (shown?.Sql is { } sql)
        {
            texts.Add(_texts.Statement(shown.Database, sql));
        }

        foreach (PassQuery pass in _passes[keyPath].Where(pass => pass.Sql.Length <= LongestPass))
        {
            string others = pass.KeyPaths.Count == 1 ? "for this metric alone" : $"for {pass.KeyPaths.Count} metrics at once";
            texts.Add(new CodeEntry(
                "SQL as sent in a pass",
                $"Sent for each slice of {pass.Relation}, walked by {pass.WalkedBy}, {others}. $1 is the moment of the ping; $2 and $3 bound 7d, $4 and $5 28d; "
                + "$6 and $7 bound the slice. A collection looks at the database first and may choose better.",
                pass.Sql + ";"));
        }

        return [.. texts];
    }

    private static string PrecisionOf(QueryDefinition query) => query.Operation switch
    {
        Operation.EstimateBatchDistinctCount =>
            "An estimate with a standard error of 0.81 %; exact where the values are whole numbers.",
        Operation.Average => "Exact but for the rounding of binary fractions.",
        _ => "Exact, as of one moment: all connections read one snapshot of the database.",
    };

    private static string DaysOf(Model.DataSource source, Model.TimeFrame frame) => (source, frame) switch
    {
        (_, Model.TimeFrame.All) => "All that there is, from the beginning.",
        (_, Model.TimeFrame.None) => "No period: it says how things are at the moment of the ping.",
        (Model.DataSource.Database, Model.TimeFrame.SevenDays) => "7 days: from nine days before the ping to two days before it.",
        (Model.DataSource.Database, _) => "28 days: from thirty days before the ping to two days before it.",
        (Model.DataSource.Redis or Model.DataSource.RedisHll or Model.DataSource.InternalEvents, Model.TimeFrame.SevenDays) =>
            "The last complete ISO week, Monday to Sunday in UTC; the week that is running never counts.",
        (Model.DataSource.Redis or Model.DataSource.RedisHll or Model.DataSource.InternalEvents, _) =>
            "The last four complete ISO weeks, Monday to Sunday in UTC; the week that is running never counts.",
        (_, Model.TimeFrame.SevenDays) => "7 days, as the program's own code reckons them.",
        _ => "28 days, as the program's own code reckons them.",
    };

    private CalculationEntry Counters(CounterReadPlan read, MetricQuery? shown)
    {
        (string keeps, string precision) = read.Kind switch
        {
            CounterKind.Unique => ("set", "An estimate by a HyperLogLog, as Redis reckons it: a standard error of 0.81 %."),
            CounterKind.UniqueTotals => ("labels", "Exact; of a value that people write, only the first ones have a field of their own."),
            CounterKind.Sum => ("sum", "Exact but for the rounding of binary fractions."),
            _ => ("number", "Exact."),
        };
        ReadCountersEntry counters = new()
        {
            Keeps = keeps,
            Weeks = read.Window switch
            {
                Model.TimeFrame.SevenDays => 1,
                Model.TimeFrame.TwentyEightDays => 4,
                _ => 0,
            },
            Keys = [.. read.Keys],
        };
        return new CalculationEntry
        {
            Kind = "counters",
            Precision = precision,
            Days = DaysOf(Model.DataSource.Redis, read.Window),
            Texts = _texts.Of(counters, shown is null ? null : new CounterSql(shown.Database, shown.Sql, shown.RowsSql)),
            Counters = counters,
        };
    }

    private static CalculationEntry Together(AggregatePlan plan)
    {
        bool isOfSketches = plan.Sets.Any(set => set.Source == SetSource.Sketch);
        return new CalculationEntry
        {
            Kind = "sets",
            Precision = plan.Operator == AggregateOperator.And && plan.Sets.Count > 1
                ? "An intersection, estimated by inclusion and exclusion: its error is that of its largest sets and does not shrink with it; the reading states the bound."
                : "An estimate by a HyperLogLog: a standard error of 0.81 %.",
            Days = DaysOf(isOfSketches ? Model.DataSource.Database : Model.DataSource.RedisHll, plan.Window),
            Texts =
            [
                new CodeEntry(
                    "Sets that are counted together",
                    plan.FeatureFlag is { } flag ? $"Left out where the feature flag {flag} is off." : "Each with where it lies.",
                    string.Join("\n", plan.Sets.Select(set => $"{Lies(set.Source)} {set.Name}"))),
            ],
        };
    }

    private static string Lies(SetSource source) => source switch
    {
        SetSource.KnownEvent => "known event",
        SetSource.Category => "all known events of",
        SetSource.Sketch => "sketch",
        _ => "counter",
    };

    private CalculationEntry Elsewhere(int slot, PlannedMetric planned, QueryDefinition? query)
    {
        MetricDefinition definition = planned.Metric.Definition;
        if (query is { Value: not null })
        {
            return new CalculationEntry { Kind = "constant", Precision = "Exact: it stands in the definition.", Days = "No period." };
        }

        if (query is { PromQl: { } promQl })
        {
            return new CalculationEntry
            {
                Kind = "prometheus",
                Precision = "As precise as what Prometheus has.",
                Days = DaysOf(Model.DataSource.System, planned.Metric.TimeFrame),
                Texts = [new CodeEntry("PromQL", "Asked at the moment of the ping.", promQl)],
                Hindrance = planned.Unplanned,
            };
        }

        if (_facts.TryGetValue(slot, out FactPlan? fact))
        {
            return new CalculationEntry
            {
                Kind = "program",
                Precision = "As precise as the program's own code.",
                Days = DaysOf(Model.DataSource.System, planned.Metric.TimeFrame),
                Texts = fact.OptionsJson == "{}"
                    ? [new CodeEntry("Class", "Called by generated code; a class marked [InstrumentationClass].", fact.InstrumentationClass)]
                    : [new CodeEntry("Class and its options", "Called by generated code; a class marked [InstrumentationClass].", $"{fact.InstrumentationClass} {fact.OptionsJson}")],
            };
        }

        return new CalculationEntry
        {
            Kind = "none",
            Precision = "There is no value: the payload has the fallback, and the status says why.",
            Days = DaysOf(definition.DataSource, planned.Metric.TimeFrame),
            Hindrance = planned.Unplanned ?? _queries.GetValueOrDefault(planned.Metric.KeyPath)?.Hindrance,
        };
    }
}
