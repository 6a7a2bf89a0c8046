using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>What tells of people stays on the customer's machines.</summary>
internal static class PrivacyRules
{
    public static void Check(Project project, CalculationBinder calculations)
    {
        Dictionary<string, EventDefinition> events = new(StringComparer.Ordinal);
        foreach (Declared<EventDefinition> @event in project.TrackedEvents)
        {
            events[@event.Definition.Action] = @event.Definition;
            CheckProperties(project, @event);
            if (@event.Definition.IsForwarded)
            {
                CheckForwarded(project, @event);
            }
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            CheckTotals(project, metric, events);
            CheckCategory(project, metric);
            if (metric.Definition.Query is { } query)
            {
                CheckGroups(project, metric, query, [MetricKeys.Query, QueryKeys.GroupBy]);
            }
        }

        foreach (Declared<SharedCalculation> calculation in project.Calculations)
        {
            CheckGroups(project, calculation, calculation.Definition.Query, [MetricKeys.Query, QueryKeys.GroupBy]);
        }
    }

    private static void CheckProperties(Project project, Declared<EventDefinition> @event)
    {
        foreach (AdditionalProperty property in @event.Definition.AdditionalProperties)
        {
            if (property.Type is PropertyType.Any or PropertyType.String && property.Values.IsEmpty
                && TellingWords.ArePersonal(property.Name))
            {
                project.Report(
                    PersonalProperty, @event,
                    $"The name '{property.Name}' suggests values that point at a person or a machine: "
                    + "pass a category of them instead, or list the 'values' that are allowed.",
                    EventKeys.AdditionalProperties, property.Name);
            }
        }
    }

    /// <summary>What is forwarded leaves as the caller has passed it.</summary>
    private static void CheckForwarded(Project project, Declared<EventDefinition> @event)
    {
        foreach (AdditionalProperty property in @event.Definition.AdditionalProperties)
        {
            // Whatever is passed as 'value' is a number.
            if (property.Type is PropertyType.Any or PropertyType.String && property.Values.IsEmpty && property.Name != "value")
            {
                project.Report(
                    ForwardedText, @event,
                    $"Each '{property.Name}' that '{@event.Definition.Action}' is called with is forwarded as it is: list the 'values' that are allowed, "
                    + "give it another 'type', or take 'forward' out.",
                    EventKeys.AdditionalProperties, property.Name);
            }
        }
    }

    /// <summary>The fields of a count by value are sent as they are.</summary>
    private static void CheckTotals(Project project, Declared<MetricDefinition> metric, Dictionary<string, EventDefinition> events)
    {
        for (int i = 0; i < metric.Definition.Events.Count; i++)
        {
            EventSelection selection = metric.Definition.Events[i];
            if (selection.Operator == EventOperator.Total && selection.UniqueIdentifier is { } unique
                && events.TryGetValue(selection.Name, out EventDefinition? selected)
                && selected.AdditionalProperties.ToList().Find(property => property.Name == unique) is { } property
                && property.Type is PropertyType.Any or PropertyType.String && property.Values.IsEmpty)
            {
                project.Report(
                    FreeTextLeaves, metric,
                    $"Every '{unique}' that '{selection.Name}' was ever called with becomes a key of the payload: "
                    + "list its 'values' in the event, or count it without 'operator: total'.",
                    MetricKeys.Events, i, SelectionKeys.Unique);
            }
        }
    }

    /// <summary>What people do is theirs to withhold; facts about the installation are not.</summary>
    private static void CheckCategory(Project project, Declared<MetricDefinition> metric)
    {
        if (metric.Definition is
            {
                DataCategory: DataCategory.Standard or DataCategory.Subscription,
                DataSource: DataSource.InternalEvents or DataSource.RedisHll or DataSource.Redis,
            })
        {
            project.Report(
                BehaviourIsOptional, metric,
                "A count of what people do cannot be switched off in the category "
                + $"'{Words.Of(Words.DataCategories, metric.Definition.DataCategory)}': write optional, or operational.",
                MetricKeys.DataCategory);
        }
    }

    private static void CheckGroups<T>(Project project, Declared<T> declared, QueryDefinition query, object[] path)
    {
        // Listed values are the vendor's own words.
        for (int i = 0; i < query.GroupBy.Count && query.GroupValues.IsEmpty; i++)
        {
            string text = query.GroupBy[i];
            foreach (ShownName shown in ShownNames.Of(text, Sources(query)))
            {
                if (TellingWords.ArePersonal(shown.Name) || (!shown.IsHashed && TellingWords.AreWritten(shown.Name)))
                {
                    string words = text.Substring(shown.Start, shown.Length);
                    project.ReportWords(
                        GroupTells, declared,
                        $"Each value of '{text.Trim()}' becomes a key of the payload, and {Suspect(shown, words, text)} suggests what people "
                        + "wrote or who they are: group by a category instead.",
                        shown.Start, shown.Length, [.. path, i]);
                }
            }
        }

        for (int i = 0; i < query.Parts.Count; i++)
        {
            CheckGroups(project, declared, query.Parts[i], [MetricKeys.Query, QueryKeys.Parts, i, QueryKeys.GroupBy]);
        }
    }

    private static EquatableArray<string> Sources(QueryDefinition query) =>
        query.IsDerived ? [new FromItem(query.From!, query.Alias).ToString(), .. query.Joins] : query.Joins;

    private static string Suspect(ShownName shown, string words, string text) =>
        shown.IsBehind ? $"'{shown.Name}', which stands behind '{words}',"
        : words == text.Trim() ? "the name"
        : $"'{shown.Name}' in it";
}
