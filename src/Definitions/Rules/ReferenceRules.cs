using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>What a metric names is there: events, replacements, parts, options of shared calculations.</summary>
internal static class ReferenceRules
{
    public static void Check(
        Project project, DefinitionCatalogue catalogue, ReferencedNames references, CalculationBinder calculations)
    {
        CheckReplacements(project, references);
        CheckEvents(project, references);
        CheckOptions(project, calculations);
        CheckParts(project, catalogue, calculations);
    }

    private static void CheckReplacements(Project project, ReferencedNames references)
    {
        HashSet<string>? keyPaths = null;
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.ReplacedBy is not { } replacement)
            {
                continue;
            }

            keyPaths ??=
            [
                .. project.KeyPaths.Select(static path => path.KeyPath),
                .. project.Metrics.Select(static known => known.Definition.KeyPath),
                .. references.Metrics.Keys,
            ];
            if (!keyPaths.Contains(replacement))
            {
                project.Report(
                    UnknownReplacement, metric,
                    $"'{replacement}' is no key path of the project: "
                    + $"name the metric to use instead.{Suggestion.For(replacement, keyPaths)}", MetricKeys.ReplacedBy);
            }
            else if (replacement == metric.Definition.KeyPath)
            {
                project.Report(
                    UnknownReplacement, metric, $"'{replacement}' replaces itself: name another metric, or leave the key out.",
                    MetricKeys.ReplacedBy);
            }
        }
    }

    private static void CheckEvents(Project project, ReferencedNames references)
    {
        Dictionary<string, EventDefinition> events = new(StringComparer.Ordinal);
        foreach (Declared<EventDefinition> declared in project.Events)
        {
            // Among events of one name the one that the program tracks counts.
            if (!events.TryGetValue(declared.Definition.Action, out EventDefinition? known) || !known.InternalEvents)
            {
                events[declared.Definition.Action] = declared.Definition;
            }
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.DataSource != DataSource.InternalEvents)
            {
                continue;
            }

            for (int i = 0; i < metric.Definition.Events.Count; i++)
            {
                EventSelection selection = metric.Definition.Events[i];
                if (!events.TryGetValue(selection.Name, out EventDefinition? selected))
                {
                    if (references.Events.TryGetValue(selection.Name, out (ReferencedSet Set, EventDefinition Definition) found))
                    {
                        selected = found.Definition;
                    }
                }

                if (selected is null)
                {
                    project.Report(
                        UnknownEvent, metric,
                        $"The event '{selection.Name}' is not defined: "
                        + $"add it to the events, or name one of them.{Suggestion.For(selection.Name, events.Keys.Concat(references.Events.Keys))}",
                        MetricKeys.Events, i, SelectionKeys.Name);
                }
                else
                {
                    CheckSelected(project, metric, i, selected);
                }
            }
        }
    }

    private static void CheckSelected(Project project, Declared<MetricDefinition> metric, int position, EventDefinition selected)
    {
        EventSelection selection = metric.Definition.Events[position];
        if (!selected.InternalEvents || selected.IsRemoved)
        {
            project.Report(
                UnknownEvent, metric,
                $"The event '{selection.Name}' is not tracked, since its definition "
                + $"{(selected.IsRemoved ? "is removed" : "lacks 'internal_events: true'")}: "
                + "mend the event, or remove the metric.", MetricKeys.Events, position, SelectionKeys.Name);
            return;
        }

        if (selection.UniqueIdentifier is { } unique && !Declares(selected, unique))
        {
            Undeclared(project, metric, selected, unique, MetricKeys.Events, position, SelectionKeys.Unique);
        }

        if (selection.Operator == EventOperator.SumOfValue && !Declares(selected, "value"))
        {
            Undeclared(project, metric, selected, "value", MetricKeys.Events, position, SelectionKeys.Operator);
        }

        foreach (EventFilter filter in selection.Filter)
        {
            if (!Declares(selected, filter.Property))
            {
                Undeclared(project, metric, selected, filter.Property, MetricKeys.Events, position, SelectionKeys.Filter, filter.Property);
            }
            else
            {
                CheckValues(project, metric, selected, filter, position);
            }
        }
    }

    private static void CheckValues(
        Project project, Declared<MetricDefinition> metric, EventDefinition selected, EventFilter filter, int position)
    {
        EquatableArray<string> values = ValuesOf(selected, filter.Property);
        foreach (FilterValue value in filter.Values)
        {
            if (values.IsEmpty || (value.IsRange ? values.Any(value.Holds) : values.Contains(value.Text)))
            {
                continue;
            }

            project.Report(
                FilterOutsideValues, metric,
                $"'{filter.Property}' of the event '{selected.Action}' is never '{Quoting.Shorten(value.Text)}', so that the selection "
                + $"finds nothing: use one of {string.Join(", ", values.Select(static value => Quoting.Shorten(value)))}, "
                + $"or add the value to the event.{Suggestion.For(value.Text, values)}",
                MetricKeys.Events, position, SelectionKeys.Filter, filter.Property);
        }

        PropertyType? type = selected.AdditionalProperties.FirstOrDefault(property => property.Name == filter.Property)?.Type;
        if (values.IsEmpty && type is PropertyType.String or PropertyType.Boolean && filter.Values.FirstOrDefault(static value => value.IsRange) is { } range)
        {
            project.Report(
                FilterOutsideValues, metric,
                $"'{filter.Property}' of the event '{selected.Action}' is never a number, so that the selection finds nothing in {range.Text}: "
                + "name its values, or let the event have 'type: number'.",
                MetricKeys.Events, position, SelectionKeys.Filter, filter.Property);
        }
    }

    private static void Undeclared(
        Project project, Declared<MetricDefinition> metric, EventDefinition selected, string name, params object[] path)
    {
        IEnumerable<string> declared = selected.Identifiers.Concat(
            selected.AdditionalProperties.Select(static property => property.Name));
        project.Report(
            UndeclaredProperty, metric,
            $"The event '{selected.Action}' has no '{name}', so that the selection finds nothing: "
            + $"declare it there as an identifier or an additional property.{Suggestion.For(name, declared)}", path);
    }

    /// <summary>The only values of a property; none where it may have any. What is not among them is counted as 'other'.</summary>
    private static EquatableArray<string> ValuesOf(EventDefinition definition, string name)
    {
        AdditionalProperty? property = definition.AdditionalProperties.FirstOrDefault(property => property.Name == name);
        return property is null || property.Values.IsEmpty || property.Values.Contains("other")
            ? property?.Values ?? []
            : [.. property.Values, "other"];
    }

    private static bool Declares(EventDefinition definition, string name)
    {
        foreach (string identifier in definition.Identifiers)
        {
            if (identifier == name)
            {
                return true;
            }
        }

        foreach (AdditionalProperty property in definition.AdditionalProperties)
        {
            if (property.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckOptions(Project project, CalculationBinder calculations)
    {
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.Query is not null || calculations.Find(metric.Definition) is not { } calculation)
            {
                continue;
            }

            if (CalculationBinder.Values(calculation, metric.Definition.Options, out _) is { } mismatch)
            {
                project.Report(
                    CalculationOptions, metric, $"{mismatch.Message}{Suggestion.For(mismatch.Given, mismatch.Allowed)}",
                    MetricKeys.Options, mismatch.Option);
            }
            else if (calculations.Bind(metric.Definition).Hindrance is { } hindrance)
            {
                project.Report(
                    CalculationOptions, metric, $"{hindrance.TrimEnd('.')}: add it under 'options'.", MetricKeys.InstrumentationClass);
            }
        }
    }

    private static void CheckParts(Project project, DefinitionCatalogue catalogue, CalculationBinder calculations)
    {
        CompositePlanner? planner = null;
        HashSet<MetricDefinition>? reported = null;
        for (int slot = 0; slot < catalogue.Metrics.Count; slot++)
        {
            MetricDefinition definition = catalogue.Metrics[slot].Definition;
            if (definition.Status == MetricStatus.Removed
                || calculations.Bind(definition).Query is not { Operands.IsEmpty: false } query)
            {
                continue;
            }

            planner ??= new CompositePlanner(catalogue, calculations);
            planner.Parts(slot, query, out OperandHindrance? hindrance);
            bool isOfSites = query.Operation == Operation.Sites;
            (Rule rule, string wayOut) = (
                UnknownPart,
                isOfSites ? "name whole key paths of metrics, with their suffix" : "name key paths without suffix of metrics that have the same time frame");
            if (hindrance is null)
            {
                hindrance = planner.NoNumber(query, catalogue.Metrics[slot].TimeFrame);
                (rule, wayOut) = (PartIsNumber, isOfSites ? "name a metric whose value is a number, or true or false" : "name a metric whose value is a number");
            }

            if (hindrance is not null && (reported ??= []).Add(definition)
                && project.Metrics.Find(metric => ReferenceEquals(metric.Definition, definition)) is { } metric)
            {
                project.Report(
                    rule, metric,
                    $"{hindrance.Message.TrimEnd('.')}: {wayOut}.",
                    definition.Query is null ? [MetricKeys.InstrumentationClass] : [MetricKeys.Query, QueryRules.PathOf(query, hindrance.Operand)[0]]);
            }
        }
    }
}
