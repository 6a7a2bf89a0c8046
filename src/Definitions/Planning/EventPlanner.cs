using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>Plans what every event moves.</summary>
internal sealed class EventPlanner
{
    private const string Value = "value";

    private readonly DefinitionCatalogue _catalogue;
    private readonly Dictionary<string, RuleList> _rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RuleList> _referenced = new(StringComparer.Ordinal);

    public EventPlanner(DefinitionCatalogue catalogue)
    {
        _catalogue = catalogue;
        OldKeys keys = new(catalogue.KeyOverrides);
        foreach (EventDefinition definition in catalogue.Events)
        {
            RuleList list = new(definition, keys);
            list.AddTotals();
            _rules.Add(definition.Action, list);
        }

        ReferencedNames references = new(catalogue.References);
        foreach (Metric metric in catalogue.Metrics)
        {
            if (metric.Definition.Status is MetricStatus.Removed or MetricStatus.Deprecated || metric.Definition.IsBroken)
            {
                continue;
            }

            bool isWeekly = metric.TimeFrame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;
            foreach (EventSelection selection in metric.Definition.Events)
            {
                Find(selection.Name, references, keys)?.Add(selection, isWeekly);
            }

            foreach (EventSelection selection in AggregateForm.Selections(metric.Definition))
            {
                Find(selection.Name, references, keys)?.Add(selection, isWeekly);
            }
        }
    }

    /// <summary>The plans of the project's own events, in the order of the catalogue.</summary>
    public EquatableArray<EventPlan> Own() =>
        _catalogue.Events.Select(definition => _rules[definition.Action].Build()).ToEquatableArray();

    /// <summary>The plans of the events of references that metrics select, ordered by name; their totals are the references' own.</summary>
    public EquatableArray<EventPlan> Referenced() => _referenced.Values.Select(static list => list.Build()).ToEquatableArray();

    private RuleList? Find(string name, ReferencedNames references, OldKeys keys)
    {
        if (_rules.TryGetValue(name, out RuleList? list) || _referenced.TryGetValue(name, out list))
        {
            return list;
        }

        if (references.Events.TryGetValue(name, out (ReferencedSet Set, EventDefinition Definition) found))
        {
            _referenced.Add(name, list = new RuleList(found.Definition, keys));
        }

        return list;
    }

    /// <summary>The rules of one event, without duplicates, in the order in which they come.</summary>
    private sealed class RuleList
    {
        private readonly List<CounterRule> _rules = [];
        private readonly EventDefinition _definition;
        private readonly OldKeys _keys;

        public RuleList(EventDefinition definition, OldKeys keys)
        {
            _definition = definition;
            _keys = keys;
        }

        public EventPlan Build() => new(_definition, _rules.ToEquatableArray());

        /// <summary>Adds the counts of all calls, which every event has.</summary>
        public void AddTotals()
        {
            Add(new CounterRule(CounterKind.Total, _keys.Total(_definition.Action, isWeekly: false), IsWeekly: false, -1, []));
            Add(new CounterRule(CounterKind.Total, _keys.Total(_definition.Action, isWeekly: true), IsWeekly: true, -1, []));
        }

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

            List<ArgumentFilter> filter = [];
            foreach (EventFilter condition in selection.Filter)
            {
                int position = Position(condition.Property);
                if (position < 0)
                {
                    return;
                }

                filter.AddRange(condition.Values.Select(value => new ArgumentFilter(position, value)));
            }

            Add(new CounterRule(kind, _keys.Of(selection, isWeekly), isWeekly, argument, filter.ToEquatableArray()));
        }

        private void Add(CounterRule rule)
        {
            if (!_rules.Contains(rule))
            {
                _rules.Add(rule);
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
