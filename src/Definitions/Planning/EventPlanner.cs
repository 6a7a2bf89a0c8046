using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>Plans what every event moves.</summary>
internal static class EventPlanner
{
    private const string Value = "value";

    /// <summary>The plans of all events, in the order of the catalogue.</summary>
    public static EquatableArray<EventPlan> Plan(DefinitionCatalogue catalogue)
    {
        OldKeys keys = new(catalogue.KeyOverrides);
        Dictionary<string, RuleList> rules = new(StringComparer.Ordinal);
        foreach (EventDefinition definition in catalogue.Events)
        {
            rules.Add(definition.Action, new RuleList(definition, keys));
        }

        foreach (Metric metric in catalogue.Metrics)
        {
            if (metric.Definition.Status is MetricStatus.Removed or MetricStatus.Deprecated || metric.Definition.IsBroken)
            {
                continue;
            }

            foreach (EventSelection selection in metric.Definition.Events.Concat(AggregateForm.Selections(metric.Definition)))
            {
                if (rules.TryGetValue(selection.Name, out RuleList? list))
                {
                    list.Add(selection, metric.TimeFrame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays);
                }
            }
        }

        return catalogue.Events
            .Select(definition => new EventPlan(definition, rules[definition.Action].Rules.ToEquatableArray()))
            .ToEquatableArray();
    }

    /// <summary>The rules of one event, without duplicates, in the order in which they come.</summary>
    private sealed class RuleList
    {
        private readonly Dictionary<string, int> _arguments = new(StringComparer.Ordinal);
        private readonly HashSet<CounterRule> _known = [];
        private readonly OldKeys _keys;

        public RuleList(EventDefinition definition, OldKeys keys)
        {
            _keys = keys;
            foreach (string name in definition.Identifiers.Concat(
                definition.AdditionalProperties.Select(static property => property.Name)))
            {
                int position = _arguments.Count;
                _arguments[name] = _arguments.TryGetValue(name, out int first) ? first : position;
            }

            Add(new CounterRule(CounterKind.Total, keys.Total(definition.Action, isWeekly: false), IsWeekly: false, -1, []));
            Add(new CounterRule(CounterKind.Total, keys.Total(definition.Action, isWeekly: true), IsWeekly: true, -1, []));
        }

        public List<CounterRule> Rules { get; } = [];

        /// <summary>Adds the rule of a selection, unless the event lacks an argument that it needs: then it never holds.</summary>
        public void Add(EventSelection selection, bool isWeekly)
        {
            CounterKind kind = CounterKeys.KindOf(selection);
            int argument = -1;
            string? needed = kind == CounterKind.Sum ? Value : selection.UniqueIdentifier;
            if (needed is not null && !_arguments.TryGetValue(needed, out argument))
            {
                return;
            }

            ArgumentFilter[] filter = new ArgumentFilter[selection.Filter.Count];
            for (int i = 0; i < filter.Length; i++)
            {
                if (!_arguments.TryGetValue(selection.Filter[i].Property, out int position))
                {
                    return;
                }

                filter[i] = new ArgumentFilter(position, selection.Filter[i].Value, selection.Filter[i].IsNumber);
            }

            Add(new CounterRule(kind, _keys.Of(selection, isWeekly), isWeekly, argument, filter.ToEquatableArray()));
        }

        private void Add(CounterRule rule)
        {
            if (_known.Add(rule))
            {
                Rules.Add(rule);
            }
        }
    }
}
