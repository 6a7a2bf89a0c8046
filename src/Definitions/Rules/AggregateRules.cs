using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Aggregates are defined once, and what they take together is there and can be united.</summary>
internal static class AggregateRules
{
    public static void Check(Project project, ReferencedNames references, CalculationBinder calculations)
    {
        if (project.Aggregates.Count == 0)
        {
            return;
        }

        Dictionary<string, KnownEventDefinition> known = new(StringComparer.Ordinal);
        foreach (Declared<KnownEventDefinition> declared in project.KnownEvents)
        {
            if (!known.ContainsKey(declared.Definition.Name))
            {
                known.Add(declared.Definition.Name, declared.Definition);
            }
        }

        foreach ((ReferencedSet _, KnownEventDefinition definition) in references.KnownEvents.Values)
        {
            if (!known.ContainsKey(definition.Name))
            {
                known.Add(definition.Name, definition);
            }
        }

        Dictionary<string, HashSet<TimeFrame>> sketches = Sketches(
            [.. project.Metrics.Select(metric => (metric.Definition, calculations)), .. references.CalculatedMetrics()]);
        Dictionary<string, Declared<AggregateDefinition>> names = new(StringComparer.Ordinal);
        foreach (Declared<AggregateDefinition> current in project.Aggregates)
        {
            AggregateDefinition aggregate = current.Definition;
            if (names.TryGetValue(aggregate.Name, out Declared<AggregateDefinition>? first))
            {
                project.Report(
                    DuplicateEntry, current, first,
                    $"The aggregate '{aggregate.Name}' is already defined in {first.File.RelativePath}: "
                    + "give one of the two another name.", AggregateKeys.Name);
                continue;
            }

            names.Add(aggregate.Name, current);
            if (aggregate.Source == AggregateSource.Redis)
            {
                CheckEvents(project, current, known);
            }
            else
            {
                CheckSketches(project, current, sketches);
            }
        }
    }

    private static void CheckEvents(
        Project project, Declared<AggregateDefinition> declared, Dictionary<string, KnownEventDefinition> known)
    {
        AggregateDefinition aggregate = declared.Definition;
        KnownEventDefinition? first = null;
        for (int i = 0; i < aggregate.Events.Count; i++)
        {
            string name = aggregate.Events[i];
            if (!known.TryGetValue(name, out KnownEventDefinition? current))
            {
                project.Report(
                    UnknownMember, declared,
                    $"There is no known event '{name}', so that the aggregate is taken without it: add it to known_events/, or "
                    + $"take it out.{Suggestion.For(name, known.Keys)}", AggregateKeys.Events, i);
                continue;
            }

            first ??= current;
            string? mismatch = current switch
            {
                { Slot: null } when aggregate.Events.Count > 1 =>
                    $"'{name}' has no 'redis_slot', and only events of one slot can be united: give it the slot of the others",
                _ when current.Slot != first.Slot =>
                    $"'{name}' has the slot '{current.Slot}', and '{first.Name}' has '{first.Slot}': give all events one slot",
                _ when current.Aggregation != first.Aggregation =>
                    $"'{name}' is counted {Words.Of(Words.EventAggregations, current.Aggregation)}, and '{first.Name}' "
                    + $"{Words.Of(Words.EventAggregations, first.Aggregation)}: give all events one 'aggregation'",
                _ => null,
            };
            if (mismatch is not null)
            {
                project.Report(MixedAggregate, declared, $"{mismatch}, or take it out of the aggregate.", AggregateKeys.Events, i);
            }
        }
    }

    private static void CheckSketches(
        Project project, Declared<AggregateDefinition> declared, Dictionary<string, HashSet<TimeFrame>> sketches)
    {
        AggregateDefinition aggregate = declared.Definition;
        for (int i = 0; i < aggregate.Events.Count; i++)
        {
            string name = aggregate.Events[i];
            if (!sketches.TryGetValue(name, out HashSet<TimeFrame>? frames))
            {
                project.Report(
                    UnknownMember, declared,
                    $"No metric keeps a sketch '{name}', so that the aggregate has no value: add 'sketch: {name}' to the query "
                    + $"that counts it.{Suggestion.For(name, sketches.Keys)}", AggregateKeys.Events, i);
                continue;
            }

            foreach (TimeFrame frame in aggregate.TimeFrames)
            {
                if (!frames.Contains(frame))
                {
                    string word = Words.Of(Words.TimeFrames, frame);
                    project.Report(
                        AggregateFrame, declared,
                        $"The sketch '{name}' is not kept for '{word}': add {word} to the 'time_frame' of its metric, or take it "
                        + "out here.", AggregateKeys.TimeFrame);
                }
            }
        }
    }

    /// <summary>The sketches that live metrics keep, and for which periods.</summary>
    private static Dictionary<string, HashSet<TimeFrame>> Sketches(
        IEnumerable<(MetricDefinition Definition, CalculationBinder Calculations)> metrics)
    {
        Dictionary<string, HashSet<TimeFrame>> sketches = new(StringComparer.Ordinal);
        foreach ((MetricDefinition definition, CalculationBinder calculations) in metrics)
        {
            QueryDefinition? query = calculations.Bind(definition).Query ?? calculations.Find(definition)?.Query;
            if (definition.Status is MetricStatus.Removed or MetricStatus.Deprecated || query is null)
            {
                continue;
            }

            foreach (QueryDefinition part in query.Parts.IsEmpty ? [query] : query.Parts)
            {
                if (part.Sketch is { } name)
                {
                    if (!sketches.TryGetValue(name, out HashSet<TimeFrame>? frames))
                    {
                        sketches.Add(name, frames = []);
                    }

                    frames.UnionWith(definition.TimeFrames);
                }
            }
        }

        return sketches;
    }
}
