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

            bool isWeekly = metric.TimeFrame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;
            foreach (EventSelection selection in metric.Definition.Events)
            {
                AddRule(selection, isWeekly);
            }

            foreach (EventSelection selection in AggregateForm.Selections(metric.Definition))
            {
                AddRule(selection, isWeekly);
            }
        }

        void AddRule(EventSelection selection, bool isWeekly)
        {
            if (rules.TryGetValue(selection.Name, out RuleList? list))
            {
                list.Add(selection, isWeekly);
            }
        }

        return catalogue.Events
            .Select(definition => new EventPlan(definition, rules[definition.Action].Rules.ToEquatableArray()))
            .ToEquatableArray();
    }

    /// <summary>The rules of one event, without duplicates, in the order in which they come.</summary>
    private sealed class RuleList
    {
        private readonly EventDefinition _definition;
        private readonly OldKeys _keys;

        public RuleList(EventDefinition definition, OldKeys keys)
        {
            _definition = definition;
            _keys = keys;
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
            if (needed is not null && (argument = Position(needed)) < 0)
            {
                return;
            }

            ArgumentFilter[] filter = selection.Filter.IsEmpty ? [] : new ArgumentFilter[selection.Filter.Count];
            for (int i = 0; i < filter.Length; i++)
            {
                int position = Position(selection.Filter[i].Property);
                if (position < 0)
                {
                    return;
                }

                filter[i] = new ArgumentFilter(position, selection.Filter[i].Value, selection.Filter[i].IsNumber);
            }

            Add(new CounterRule(kind, _keys.Of(selection, isWeekly), isWeekly, argument, filter.ToEquatableArray()));
        }

        private void Add(CounterRule rule)
        {
            if (!Rules.Contains(rule))
            {
                Rules.Add(rule);
            }
        }

        /// <summary>The position of an argument among identifiers and additional properties; -1 for none.</summary>
        private int Position(string argument)
        {
            for (int i = 0; i < _definition.Identifiers.Count; i++)
            {
                if (_definition.Identifiers[i] == argument)
                {
                    return i;
                }
            }

            for (int i = 0; i < _definition.AdditionalProperties.Count; i++)
            {
                if (_definition.AdditionalProperties[i].Name == argument)
                {
                    return _definition.Identifiers.Count + i;
                }
            }

            return -1;
        }
    }
}
