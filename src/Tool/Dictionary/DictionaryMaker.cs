using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Lineage;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Schema;
using ServicePing.Dictionary;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Plans;
using Catalogue = ServicePing.Definitions.Catalogue;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>Makes a dictionary from definitions, their plan, their SQL and what releases promised.</summary>
internal sealed class DictionaryMaker
{
    private readonly DictionaryInput _input;
    private readonly DefinitionCatalogue _catalogue;
    private readonly Plan _plan;
    private readonly IReadOnlyList<PassQuery> _passes;
    private readonly ComputedMetrics _computed;
    private readonly SampleValues _samples;
    private readonly MeasuredCosts _costs;
    private readonly ReleaseHistory _history;
    private readonly LineageTrees _lineage;
    private readonly Dictionary<string, QueryDefinition> _queries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueryReads> _reads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keyPaths;
    private readonly ILookup<MetricDefinition, string> _frames;
    private readonly PlainWords _words;

    private DictionaryMaker(DictionaryInput input, DefinitionCatalogue catalogue, Plan plan, ServicePingQueries queries)
    {
        _input = input;
        _catalogue = catalogue;
        _plan = plan;
        _passes = queries.OfPasses();
        _computed = new ComputedMetrics(plan, queries.OfMetrics(input.RecordedAt), _passes, new CounterTexts(input.Counters, input.RecordedAt));
        _samples = new SampleValues(input.Payload);
        _costs = new MeasuredCosts(input.Report);
        _history = new ReleaseHistory(input);
        _keyPaths = catalogue.Metrics.Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);
        _frames = catalogue.Metrics.ToLookup(
            metric => metric.Definition, metric => metric.KeyPath, (IEqualityComparer<MetricDefinition>)ReferenceEqualityComparer.Instance);
        _words = new PlainWords(plan);
        CalculationBinder calculations = new(catalogue.Calculations);
        SchemaLookup? schema = input.Schema is { } read ? new SchemaLookup(read) : null;
        foreach (Catalogue.Metric metric in catalogue.Metrics)
        {
            if (calculations.Shown(metric.Definition) is { } query)
            {
                _queries[metric.KeyPath] = query;
                if (metric.Definition.Status != Model.MetricStatus.Removed)
                {
                    _reads[metric.KeyPath] = QueryReads.Of(query, metric.TimeFrame is Model.TimeFrame.SevenDays or Model.TimeFrame.TwentyEightDays, schema);
                }
            }
        }

        _lineage = new LineageTrees(LineageGraph.Of(catalogue), _reads);
    }

    internal static async Task<MetricsDictionary> MakeAsync(DictionaryInput input)
    {
        DefinitionCatalogue catalogue = CatalogueBuilder.Build([.. input.Files, .. input.Standard]);
        Plan plan = Planner.Plan(catalogue);
        await using PlannedProgram program = PlannedProgram.Of("Definitions", plan, builder => KeptCounters.Configure(builder, input.Counters));
        return new DictionaryMaker(input, catalogue, plan, program.Service<ServicePingQueries>()).Make();
    }

    private MetricsDictionary Make()
    {
        MetricEntry[] metrics = [.. _plan.Metrics.Select(Entry)];
        EventEntry[] events = [.. new EventEntries(_input, _plan, _catalogue, _history).All()];
        return new MetricsDictionary
        {
            Product = _input.Product,
            Version = _input.Version,
            SourceAddress = _input.SourceAddress,
            CounterStore = _input.Counters,
            Metrics = metrics,
            Events = events,
            KnownEvents = [.. _catalogue.KnownEvents.Select(KnownEvent)],
            Aggregates = [.. _catalogue.Aggregates.Select(Aggregate)],
            Tables = [.. new TableEntries(_input.Schema, _reads, _passes).All()],
            Owners = Owners(metrics, events),
            Releases = _history.Releases(metrics, events),
            Expiries = _history.Expiries(metrics),
            LastDays = ReleaseHistory.LastDays(metrics, events),
            Gone = _history.Gone(metrics, events),
        };
    }

    private MetricEntry Entry(PlannedMetric planned, int slot)
    {
        Catalogue.Metric metric = planned.Metric;
        MetricDefinition definition = metric.Definition;
        QueryDefinition? query = _queries.GetValueOrDefault(metric.KeyPath);
        IReadOnlyList<LineageEntry> before = _lineage.Before(metric.KeyPath);
        (string sample, bool isReal) = _samples.Of(metric.KeyPath, planned.Shape, query);
        return new MetricEntry
        {
            KeyPath = metric.KeyPath,
            Description = definition.Description,
            PlainWords = _words.Of(slot, query),
            Status = DefinitionWords.Of(definition.Status),
            TimeFrame = DefinitionWords.Of(metric.TimeFrame),
            ValueType = DefinitionWords.Of(definition.ValueType),
            Unit = definition.Unit,
            DataSource = DefinitionWords.Of(definition.DataSource),
            DataCategory = DefinitionWords.Of(definition.DataCategory),
            Owner = definition.ProductGroup,
            OwnerContact = ContactOf(definition.ProductGroup),
            Tiers = definition.Tiers,
            Categories = definition.ProductCategories,
            Indicators = definition.PerformanceIndicatorTypes,
            Operation = query?.Operation is { } operation ? DefinitionWords.Of(operation) : null,
            InstrumentationClass = definition.InstrumentationClass,
            Milestone = definition.Milestone,
            MilestoneRemoved = definition.MilestoneRemoved,
            IntroducedByUrl = definition.IntroducedByUrl,
            RemovedByUrl = definition.RemovedByUrl,
            RepairIssueUrl = definition.RepairIssueUrl,
            ReplacedBy = Replacement(metric),
            Expires = definition.Expires,
            Deprecated = Deprecation(definition.Deprecated),
            AvailableWhen = definition.AvailableWhen,
            DefinedAs = definition.KeyPath == metric.KeyPath ? null : definition.KeyPath,
            OtherFrames = [.. _frames[definition].Where(other => other != metric.KeyPath)],
            Calculation = _computed.Of(slot, query),
            Before = before,
            Behind = _lineage.Behind(metric.KeyPath, definition.PerformanceIndicatorTypes),
            Tracked = CallEntries.Before(_input.Calls, before),
            Reads = _reads.TryGetValue(metric.KeyPath, out QueryReads? reads) ? Reads(reads) : [],
            Privacy = PrivacyWords.Of(planned),
            Sample = sample,
            IsSampleReal = isReal,
            Cost = _costs.Of(metric.KeyPath),
            History = _history.Of("metric", metric.KeyPath),
            SourceFile = definition.SourceFile,
            Definition = metric.IsDefined ? Yaml(new DefinitionFile { Metrics = [definition] }, DefinitionKind.Metric) : "",
        };
    }

    /// <summary>A definition as one would write it.</summary>
    internal static string Yaml(DefinitionFile file, DefinitionKind kind)
    {
        string[] lines = DefinitionList.Of([file], kind).ToYaml().Split('\n');
        return string.Join("\n", lines.Skip(1).Select(line => line.Length > 1 ? line[2..] : line));
    }

    internal static DeprecationEntry? Deprecation(Model.Deprecation? deprecated) =>
        deprecated is null ? null : new DeprecationEntry(deprecated.Reason, deprecated.Since, deprecated.Until);

    /// <summary>The metric that replaces one, in the same period where it has that.</summary>
    private string? Replacement(Catalogue.Metric metric)
    {
        if (metric.Definition.ReplacedBy is not { } other)
        {
            return null;
        }

        string suffixed = other + metric.KeyPath[Math.Min(metric.Definition.KeyPath.Length, metric.KeyPath.Length)..];
        return _keyPaths.Contains(suffixed) ? suffixed : other;
    }

    private static ReadEntry[] Reads(QueryReads reads) =>
    [
        .. reads.Columns.GroupBy(read => (read.Table, read.Column))
            .Select(group => new ReadEntry(group.Key.Table, group.Key.Column, [.. group.Select(read => read.Key)])),
    ];

    private string? ContactOf(string owner) =>
        _catalogue.Words.Owners.FirstOrDefault(one => one.Name == owner) is { Contact: { Length: > 0 } contact } ? contact : null;

    private OwnerEntry[] Owners(IReadOnlyList<MetricEntry> metrics, IReadOnlyList<EventEntry> events) =>
    [
        .. metrics.Select(metric => metric.Owner).Concat(events.Select(one => one.Owner)).Concat(_catalogue.Words.Owners.Select(one => one.Name))
            .Where(owner => owner.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(owner => new OwnerEntry(owner, ContactOf(owner))),
    ];

    private KnownEventEntry KnownEvent(KnownEventDefinition known) => new()
    {
        Name = known.Name,
        Category = known.Category,
        Slot = known.Slot,
        Aggregation = DefinitionWords.Of(known.Aggregation),
        ExpiryDays = known.ExpiryDays ?? (known.Aggregation == Model.EventAggregation.Daily ? 29 : 42),
        FeatureFlag = known.FeatureFlag,
        Key = KeyOf(known),
        Metrics = _lineage.MetricsBehind(new LineageNode(LineageKind.KnownEvent, known.Name)),
        Calls = CallEntries.OfKnownEvent(_input.Calls, known.Name),
        SourceFile = known.SourceFile,
    };

    private static string KeyOf(KnownEventDefinition known)
    {
        string name = known.Slot is { Length: > 0 } slot
            ? known.Name.Replace(slot, $"{{{slot}}}", StringComparison.Ordinal)
            : $"{{{known.Name}}}";
        return known.Aggregation == Model.EventAggregation.Daily ? $"YYYY-DDD-{name}" : $"{name}-YYYY-WW";
    }

    private AggregateEntry Aggregate(AggregateDefinition aggregate) => new()
    {
        Name = aggregate.Name,
        Operator = DefinitionWords.Of(aggregate.Operator),
        Source = DefinitionWords.Of(aggregate.Source),
        TimeFrames = [.. aggregate.TimeFrames.Select(DefinitionWords.Of)],
        Events = aggregate.Events,
        FeatureFlag = aggregate.FeatureFlag,
        Metrics = [.. aggregate.TimeFrames.Distinct().Order().Select(aggregate.KeyPathOf).OfType<string>().Where(_keyPaths.Contains)],
        SourceFile = aggregate.SourceFile,
    };
}
