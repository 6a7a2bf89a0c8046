using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.GitLab;

/// <summary>An aggregate that is written as a metric: the class <c>AggregatedMetric</c> with its events in the options.</summary>
internal static class AggregateForm
{
    private const string ClassName = "AggregatedMetric";

    /// <summary>Whether a metric has this form.</summary>
    public static bool Is(MetricDefinition definition) => definition.InstrumentationClass is { } name
        && (name == ClassName || name.EndsWith("::" + ClassName, StringComparison.Ordinal));

    /// <summary>The names under <c>options.events</c>.</summary>
    public static IEnumerable<string> EventNames(MetricDefinition definition) =>
        (Find(definition.Options, "events")?.Items ?? []).Select(static item => item.Text);

    /// <summary><c>options.aggregate.operator</c>; any of the events, where it is not <c>AND</c>.</summary>
    public static AggregateOperator Operator(MetricDefinition definition) =>
        Find(Aggregate(definition), "operator")?.Text == "AND" ? AggregateOperator.And : AggregateOperator.Or;

    /// <summary>What the events count once, where <c>options.aggregate.attribute</c> says it; <c>user_id</c> is <c>user.id</c>.</summary>
    public static IEnumerable<EventSelection> Selections(MetricDefinition definition)
    {
        if (!Is(definition) || definition.DataSource == DataSource.Database
            || Find(Aggregate(definition), "attribute") is not { Kind: OptionKind.String } attribute)
        {
            return [];
        }

        string unique = attribute.Text.EndsWith("_id", StringComparison.Ordinal)
            ? attribute.Text.Substring(0, attribute.Text.Length - "_id".Length) + ".id"
            : attribute.Text;
        return EventNames(definition).Select(name => new EventSelection(name, unique, EventOperator.Count, []));
    }

    private static EquatableArray<Option> Aggregate(MetricDefinition definition) => Find(definition.Options, "aggregate")?.Members ?? [];

    private static OptionValue? Find(EquatableArray<Option> options, string name) =>
        options.FirstOrDefault(option => option.Name == name)?.Value;
}
