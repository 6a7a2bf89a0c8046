using ServicePing.Runtime.Events;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sources;

namespace ServicePing.Runtime.Verification;

/// <summary>The keys that a program reads and writes at one moment, without prefix.</summary>
internal static class CounterKeys
{
    internal static IReadOnlyCollection<string> Of(
        PingProgram program, IReadOnlyList<MetricSet> sets, ServicePingOptions options, DateTimeOffset now)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (CounterReadPlan plan in program.Work.CounterReads)
        {
            keys.UnionWith(new MetricQuestion(plan, now, LabelLimits.Of(options)).Reads.SelectMany(read => read.Keys));
        }

        foreach (CellPlan cell in new CounterTable(sets, options).Cells)
        {
            keys.UnionWith(cell.KeysOn(today).Select(key => key.Key));
        }

        return keys;
    }
}
