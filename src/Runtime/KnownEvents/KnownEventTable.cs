using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.KnownEvents;

/// <summary>The known events of all metric sets of the program.</summary>
internal sealed class KnownEventTable
{
    private readonly Dictionary<string, KnownEvent> _byName = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two sets count an event of one name differently.</exception>
    internal KnownEventTable(IEnumerable<MetricSet> sets)
    {
        foreach (MetricSet set in sets)
        {
            foreach (KnownEvent known in set.KnownEvents)
            {
                if (!_byName.TryAdd(known.Name, known) && _byName[known.Name] != known)
                {
                    throw new InvalidOperationException(
                        $"Known event '{known.Name}' of the metric set '{set.Name}' is counted differently in another: {known}, {_byName[known.Name]}.");
                }
            }
        }
    }

    internal KnownEvent? Find(string name) => _byName.GetValueOrDefault(name);

    internal IReadOnlyList<KnownEvent> InCategory(string category) => [.. _byName.Values.Where(known => known.Category == category)];
}
