using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>
/// Which events the program's delegates leave uncounted now, as far as they tell without a request: so that a counter that holds nothing,
/// because nothing may be counted, is not taken for no use.
/// </summary>
/// <remarks>
/// The delegates may say yes today and have said no yesterday. A counter that holds something was counted, so that its value stands, with a
/// remark.
/// </remarks>
internal sealed class EventSwitches
{
    private readonly CollectionRun _run;
    private readonly ServicePingOptions _options;
    private readonly bool _isAllOff;
    private readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string[]> _names = [];
    private readonly HashSet<int> _intersections = [];

    private EventSwitches(CollectionRun run, ServicePingOptions options)
    {
        _run = run;
        _options = options;
        _isAllOff = Answer(() => options.DoNotTrack?.Invoke() == true);
        foreach (var (slot, names) in Names(run).GroupBy(one => one.Slot, one => one.Name).Select(one => (one.Key, one.Distinct().ToArray())))
        {
            _names.Add(slot, names);
            foreach (string name in names)
            {
                _answers.TryAdd(name, _isAllOff || IsOff(name));
            }
        }

        _intersections.UnionWith(run.Work.Aggregates.Where(plan => plan.Operator == AggregateOperator.And).Select(plan => plan.Slot));
    }

    /// <summary>Asks the delegates, away from the request that may have asked for the collection; null where there are none.</summary>
    internal static async Task<EventSwitches?> AskAsync(CollectionRun run, ServicePingOptions options)
    {
        if (options.DoNotTrack is null && options.IsEventEnabled is null && options.IsFeatureEnabled is null)
        {
            return null;
        }

        Task<EventSwitches> asking;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            asking = Task.Run(() => new EventSwitches(run, options));
        }

        return await asking.ConfigureAwait(false);
    }

    /// <summary>Says of a metric that was read what of it is not counted.</summary>
    internal void Mark(int slot)
    {
        if (!_names.TryGetValue(slot, out string[]? names) || _run.Readings[slot] is not { Status: ReadingStatus.Ok } reading)
        {
            return;
        }

        string[] off = Array.FindAll(names, name => _answers[name]);
        if (off.Length == 0)
        {
            return;
        }

        string remark = _isAllOff
            ? "ServicePingOptions.DoNotTrack leaves events uncounted."
            : $"The program has switched off and does not count: {string.Join(", ", off)}.";
        if (IsNothing(reading.Value) && (off.Length == names.Length || _intersections.Contains(slot)))
        {
            _run.Readings.Fail(slot, new Failure(ReadingStatus.SwitchedOff, remark), reading.Duration);
        }
        else
        {
            _run.Readings.Remark(slot, remark);
        }
    }

    private static bool IsNothing(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Integer or MetricValueKind.Decimal or MetricValueKind.Double => value.AsDouble() == 0,
        MetricValueKind.Json => !value.ToJson().EnumerateObject().Any(),
        _ => false,
    };

    private bool IsOff(string name) =>
        Answer(() => _options.IsEventEnabled?.Invoke(name) == false)
        || (_run.KnownEvents.Find(name)?.FeatureFlag is { } flag && Answer(() => _options.IsFeatureEnabled?.Invoke(flag) == false));

    /// <summary>A delegate that cannot answer without a request says nothing.</summary>
    private static bool Answer(Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>The events that move the counters of each metric, by the names with which the delegates are asked about them.</summary>
    private static IEnumerable<(int Slot, string Name)> Names(CollectionRun run)
    {
        ILookup<string, string> byKey = (
            from set in run.Sets
            from plan in set.Events
            from rule in plan.Rules
            select (rule.Key, plan.Name)).ToLookup(one => one.Key, one => one.Name, StringComparer.Ordinal);
        foreach (CounterReadPlan read in run.Work.CounterReads)
        {
            foreach ((string name, string key) in read.NamedKeys)
            {
                foreach (string mover in Movers(byKey, key, run.Metrics[read.Slot].DataSource == DataSource.RedisHll ? name : null))
                {
                    yield return (read.Slot, mover);
                }
            }
        }

        foreach (AggregatePlan plan in run.Work.Aggregates)
        {
            foreach (CountedSet set in plan.Sets)
            {
                IEnumerable<string> movers = set.Source switch
                {
                    SetSource.KnownEvent => [set.Name],
                    SetSource.Category => run.KnownEvents.InCategory(set.Name).Select(known => known.Name),
                    SetSource.Counter => Movers(byKey, set.Name, CounterReadPlan.NameOf(set.Name)),
                    _ => [],
                };
                foreach (string mover in movers)
                {
                    yield return (plan.Slot, mover);
                }
            }
        }
    }

    private static IEnumerable<string> Movers(ILookup<string, string> byKey, string key, string? name) =>
        byKey.Contains(key) ? byKey[key]
        : name is not null ? [name]
        : [(key.StartsWith("USAGE_", StringComparison.Ordinal) ? key["USAGE_".Length..] : key).ToLowerInvariant()];
}
