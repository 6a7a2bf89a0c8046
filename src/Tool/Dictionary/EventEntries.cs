using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>The events, those that are records only included.</summary>
internal sealed class EventEntries(DictionaryInput input, Plan plan, DefinitionCatalogue catalogue, ReleaseHistory history)
{
    private readonly Dictionary<string, EventPlan> _plans = plan.Events.ToDictionary(one => one.Event.Action, StringComparer.Ordinal);
    private readonly ILookup<string, string> _metrics = catalogue.Metrics
        .SelectMany(metric => metric.Definition.Events.Select(selection => selection.Name).Distinct().Select(name => (Event: name, metric.KeyPath)))
        .ToLookup(one => one.Event, one => one.KeyPath, StringComparer.Ordinal);

    /// <summary>Every event by name; of two that have one name, the one that may be tracked.</summary>
    internal IEnumerable<EventEntry> All() => input.Files
        .SelectMany(file => file.Events)
        .OrderBy(one => one.IsRemoved).ThenBy(one => !one.InternalEvents).ThenBy(one => one.SourceFile, StringComparer.Ordinal)
        .DistinctBy(one => one.Action, StringComparer.Ordinal)
        .OrderBy(one => one.Action, StringComparer.Ordinal)
        .Select(Entry);

    private EventEntry Entry(EventDefinition definition) => new()
    {
        Name = definition.Action,
        Description = definition.Description,
        Status = definition.IsRemoved ? "removed" : "active",
        Owner = definition.ProductGroup,
        OwnerContact = catalogue.Words.Owners.FirstOrDefault(one => one.Name == definition.ProductGroup) is { Contact: { Length: > 0 } contact }
            ? contact
            : null,
        Tiers = definition.Tiers,
        Categories = definition.ProductCategories,
        Classification = definition.Classification,
        IsForwarded = definition.IsForwarded,
        Milestone = definition.Milestone ?? "",
        MilestoneRemoved = definition.MilestoneRemoved,
        Deprecated = DictionaryMaker.Deprecation(definition.Deprecated),
        IntroducedByUrl = definition.IntroducedByUrl,
        RemovedByUrl = definition.RemovedByUrl,
        Identifiers = [.. definition.Identifiers.Select(Identifier)],
        Properties =
        [
            .. definition.AdditionalProperties.Select(property =>
                new PropertyEntry(property.Name, property.Description, DefinitionWords.Of(property.Type), property.Values)),
        ],
        Counters = _plans.TryGetValue(definition.Action, out EventPlan? counted) ? [.. counted.Rules.Select(rule => Counter(rule, definition))] : [],
        Metrics = [.. _metrics[definition.Action]],
        Calls = CallEntries.OfEvent(input.Calls, definition.Action),
        History = history.Of("event", definition.Action),
        SourceFile = definition.SourceFile,
        Definition = DictionaryMaker.Yaml(new DefinitionFile { Events = [definition] }, DefinitionKind.Event),
    };

    private IdentifierEntry Identifier(string name) => new(
        name,
        catalogue.Words.Identifiers.FirstOrDefault(one => one.Name == name) switch
        {
            null or { Type: IdentifierType.Any } => "",
            { Type: IdentifierType.Own, TypeName: var own } => own,
            { Type: var type } => type.ToString().ToLowerInvariant(),
        });

    private static CounterEntry Counter(CounterRule rule, EventDefinition definition)
    {
        (string keeps, string command) = rule.Kind switch
        {
            CounterKind.Unique => ("different values", "PFADD"),
            CounterKind.UniqueTotals => ("calls for each value", "HINCRBY"),
            CounterKind.Sum => ("a sum", "INCRBYFLOAT"),
            _ => ("calls", "INCR"),
        };
        return new CounterEntry(
            rule.IsWeekly ? rule.Key + "-YYYY-WW" : rule.Key,
            keeps,
            command,
            rule.Argument < 0 ? null : Argument(rule.Argument, definition),
            rule.Filter.IsEmpty ? null : string.Join(" and ", rule.Filter
                .GroupBy(filter => Argument(filter.Argument, definition), filter => filter.Value)
                .Select(filter => PlainWords.Condition(filter.Key, [.. filter]))));
    }

    private static string Argument(int position, EventDefinition definition) => position < definition.Identifiers.Count
        ? definition.Identifiers[position]
        : definition.AdditionalProperties[position - definition.Identifiers.Count].Name;
}
