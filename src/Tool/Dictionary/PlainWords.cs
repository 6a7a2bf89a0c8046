using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using Catalogue = ServicePing.Definitions.Catalogue;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>How a number is made, in a sentence for people who read no SQL.</summary>
internal sealed class PlainWords(Plan plan)
{
    private readonly Dictionary<int, CompositePlan> _composites = plan.Composites.ToDictionary(one => one.Slot);
    private readonly Dictionary<int, CounterReadPlan> _counters = plan.CounterReads.ToDictionary(read => read.Slot);
    private readonly Dictionary<int, AggregatePlan> _aggregates = plan.Aggregates.ToDictionary(one => one.Slot);

    internal string Of(int slot, QueryDefinition? query)
    {
        PlannedMetric planned = plan.Metrics[slot];
        MetricDefinition definition = planned.Metric.Definition;
        return definition.Status switch
        {
            Model.MetricStatus.Removed => "It was removed: it is neither computed nor sent, and this page is a record of it.",
            Model.MetricStatus.Deprecated => "It is deprecated: the payload has -1000 in its place, and nothing is computed.",
            _ => Composed(slot) ?? Computed(query, planned.Metric) ?? Counted(slot, definition) ?? Together(slot) ?? Elsewhere(definition),
        };
    }

    private string? Composed(int slot) =>
        !_composites.TryGetValue(slot, out CompositePlan? composite) ? null
        : composite.Operation == CompositeOperation.Ratio ? $"{KeyPathOf(composite.Parts[0])} divided by {KeyPathOf(composite.Parts[1])}."
        : composite.Operation == CompositeOperation.Sites ? $"A list with an object for each secondary site of {List([.. composite.Parts.Select(KeyPathOf)])}, as that site has reported them; null where it has not."
        : $"The sum of {List([.. composite.Parts.Select(KeyPathOf)])}.";

    private string KeyPathOf(int slot) =>
        slot < plan.Metrics.Count ? plan.Metrics[slot].Metric.KeyPath : plan.ReferencedMetrics[slot - plan.Metrics.Count];

    private static string? Computed(QueryDefinition? query, Catalogue.Metric metric) => query switch
    {
        null => null,
        { PromQl: not null } => "The value of a query to Prometheus.",
        { Value: not null } => "A constant that stands in the definition.",
        { Parts.IsEmpty: false } => $"The sum of {query.Parts.Count} parts: {string.Join("; ", query.Parts.Select(part => Rows(part, metric.TimeFrame)))}.",
        { Operation: not null, From: not null } => Capital(Rows(query, metric.TimeFrame)) + ".",
        _ => null,
    };

    private static string Rows(QueryDefinition query, Model.TimeFrame frame)
    {
        string column = List([.. query.Columns]);
        string from = query.IsDerived ? $"{query.Alias}, which is {OneLine(query.From!)}," : query.Alias is null ? query.From! : $"{query.From} ({query.Alias})";
        string what = query.Operation switch
        {
            Operation.DistinctCount => $"the number of different values of {column} in the rows of {from}",
            Operation.EstimateBatchDistinctCount => $"an estimate of the number of different values of {column} in the rows of {from}",
            Operation.Sum => $"the sum of {column} over the rows of {from}",
            Operation.Average => $"the average of {column} over the rows of {from}",
            Operation.Max => $"the largest {column} in the rows of {from}",
            Operation.Min => $"the smallest {column} in the rows of {from}",
            Operation.Percentile => $"the {column} that is exceeded by no more than {100 - query.Percentile} in a hundred of the rows of {from} that have one",
            Operation.Exists => $"whether there is a row of {from}",
            Operation.Histogram => $"how many values of {column} have one row of {from}, how many have two, and so on, counting rows",
            _ when query.Columns.IsEmpty => $"the number of rows of {from}",
            _ => $"the number of rows of {from} that have a {column}",
        };
        string joins = query.Joins.IsEmpty ? "" : $", joined with others ({string.Join("; ", query.Joins.Select(OneLine))}),";
        string where = query.Where.IsEmpty ? "" : $" where {string.Join(" and ", query.Where.Select(OneLine))}";
        string window = Window(query, frame);
        string and = where.Length > 0 && window.Length > 0 ? ", and" : "";
        return (what + joins + where + and + window).TrimEnd(',') + Groups(query);
    }

    private static string Groups(QueryDefinition query)
    {
        string keys = List([.. query.GroupBy]);
        return query switch
        {
            { GroupBy.IsEmpty: true } => "",
            { ListOf.IsEmpty: false } => Groups(query with { ListOf = [] }) + $", as a list of objects with {List([.. query.ListOf])}",
            { GroupValues.IsEmpty: false } =>
                $", for each {keys} of {List([.. query.GroupValues.Select(value => value.Length == 0 ? "none" : value)])}, and for all others together",
            { MaxGroups: 1 } => $", for the {keys} of the largest value, and for all others together",
            { MaxGroups: { } most } => $", for each {keys} of the {most} with the largest values, and for all others together",
            _ => $", for each {keys}",
        };
    }

    private static string Window(QueryDefinition query, Model.TimeFrame frame) => frame switch
    {
        Model.TimeFrame.SevenDays => $" whose {query.TimestampColumn} lies between nine and two days before the ping",
        Model.TimeFrame.TwentyEightDays => $" whose {query.TimestampColumn} lies between thirty and two days before the ping",
        _ => "",
    };

    private string? Counted(int slot, MetricDefinition definition)
    {
        if (!_counters.TryGetValue(slot, out CounterReadPlan? read))
        {
            return null;
        }

        string window = read.Window switch
        {
            Model.TimeFrame.SevenDays => " in the last complete week",
            Model.TimeFrame.TwentyEightDays => " in the last four complete weeks",
            _ => ", since counting began",
        };
        string names = List([.. definition.Events.Select(Selected).Distinct(StringComparer.Ordinal)]);
        if (names.Length == 0)
        {
            names = List([.. read.Keys]);
        }

        string who = List([.. definition.Events.Select(one => one.UniqueIdentifier ?? "").Where(one => one.Length > 0).Distinct(StringComparer.Ordinal)]);
        return read.Kind switch
        {
            CounterKind.Unique when who.Length > 0 => $"How many different values of {who} came with {names}{window}.",
            CounterKind.Unique => $"How many different identifiers {names} was counted for{window}.",
            CounterKind.UniqueTotals => $"How often {names} happened{window}, for each value of {who}.",
            CounterKind.Sum => $"The sum of the values that came with {names}{window}.",
            _ => $"How often {names} happened{window}.",
        };
    }

    private static string Selected(EventSelection selection) => selection.Filter.IsEmpty
        ? selection.Name
        : $"{selection.Name} ({string.Join(", ", selection.Filter.Select(filter => Condition(filter.Property, [.. filter.Values])))})";

    /// <summary>What an event must be to be counted: <c>label is bug or idea</c>, <c>value is 1 or from 10 to 100</c>.</summary>
    internal static string Condition(string property, IReadOnlyList<FilterValue> values) => $"{property} is {string.Join(" or ", values.Select(value => value switch
    {
        { IsRange: false } => value.Text,
        { From: null } => $"at most {value.To}",
        { To: null } => $"at least {value.From}",
        _ => $"from {value.From} to {value.To}",
    }))}";

    private string? Together(int slot) => _aggregates.TryGetValue(slot, out AggregatePlan? plan)
        ? $"How many different identifiers are in {(plan.Operator == AggregateOperator.And ? "all" : "any")} of {List([.. plan.Sets.Select(set => set.Name)])}"
            + (plan.Window switch
            {
                Model.TimeFrame.SevenDays => ", over a week.",
                Model.TimeFrame.TwentyEightDays => ", over four weeks.",
                _ => ".",
            })
        : null;

    private static string Elsewhere(MetricDefinition definition) => definition switch
    {
        { DataSource: Model.DataSource.Prometheus } => "The value of a query to Prometheus.",
        { InstrumentationClass: { } name } => $"The program computes it in its own code: {name}.",
        _ => "Nothing says how it is computed.",
    };

    private static string List(string[] items) => items.Length switch
    {
        0 => "",
        1 => items[0],
        > 8 => $"{string.Join(", ", items.Take(7))} and {items.Length - 7} others",
        _ => $"{string.Join(", ", items.Take(items.Length - 1))} and {items[^1]}",
    };

    private static string OneLine(string sql) => string.Join(' ', sql.Split((char[])['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
