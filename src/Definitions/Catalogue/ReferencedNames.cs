using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Finds what references define, by name; where two define one name, the first does.</summary>
internal sealed class ReferencedNames(IReadOnlyList<ReferencedSet> sets)
{
    private Dictionary<string, (ReferencedSet Set, EventDefinition Definition)>? _events;
    private Dictionary<string, (ReferencedSet Set, KnownEventDefinition Definition)>? _knownEvents;
    private Dictionary<string, (ReferencedSet Set, int Slot)>? _metrics;

    public IReadOnlyDictionary<string, (ReferencedSet Set, EventDefinition Definition)> Events =>
        _events ??= Index(static set => set.Catalogue.Events, static one => one.Action);

    public IReadOnlyDictionary<string, (ReferencedSet Set, KnownEventDefinition Definition)> KnownEvents =>
        _knownEvents ??= Index(static set => set.Catalogue.KnownEvents, static one => one.Name);

    /// <summary>Every key path, with its position in the catalogue of its set.</summary>
    public IReadOnlyDictionary<string, (ReferencedSet Set, int Slot)> Metrics
    {
        get
        {
            if (_metrics is null)
            {
                _metrics = new(StringComparer.Ordinal);
                foreach (ReferencedSet set in sets)
                {
                    for (int slot = 0; slot < set.Catalogue.Metrics.Count; slot++)
                    {
                        string keyPath = set.Catalogue.Metrics[slot].KeyPath;
                        if (!_metrics.ContainsKey(keyPath))
                        {
                            _metrics.Add(keyPath, (set, slot));
                        }
                    }
                }
            }

            return _metrics;
        }
    }

    /// <summary>The metric definitions of references with the shared calculations that they may name.</summary>
    public IEnumerable<(MetricDefinition Definition, CalculationBinder Calculations)> CalculatedMetrics()
    {
        foreach (ReferencedSet set in sets)
        {
            CalculationBinder calculations = new(set.Catalogue.Calculations);
            foreach (Metric metric in set.Catalogue.Metrics)
            {
                yield return (metric.Definition, calculations);
            }
        }
    }

    private Dictionary<string, (ReferencedSet Set, T Definition)> Index<T>(Func<ReferencedSet, IEnumerable<T>> all, Func<T, string> name)
    {
        Dictionary<string, (ReferencedSet Set, T Definition)> byName = new(StringComparer.Ordinal);
        foreach (ReferencedSet set in sets)
        {
            foreach (T one in all(set))
            {
                if (!byName.ContainsKey(name(one)))
                {
                    byName.Add(name(one), (set, one));
                }
            }
        }

        return byName;
    }
}
