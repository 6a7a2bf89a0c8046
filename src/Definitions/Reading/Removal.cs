using ServicePing.Definitions.Language;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>What a removed definition must tell: since when, and by which change.</summary>
internal static class Removal
{
    public static void Check(MapReader reader)
    {
        if (reader.Problems.IsTruncated || reader.Map.Older is not null)
        {
            return;
        }

        if (!reader.Has(MetricKeys.MilestoneRemoved))
        {
            reader.Report(
                RemovedWithoutRecord, MetricKeys.Status,
                "A removed definition needs 'milestone_removed': add the version that removed it, such as \"2.0\".");
        }

        if (!reader.Has(MetricKeys.RemovedByUrl))
        {
            reader.Report(
                RemovedWithoutRecord, MetricKeys.Status,
                "A removed definition needs 'removed_by_url': add the address of the change that removed it.");
        }
    }

    /// <summary>What an event that says it is active must not tell.</summary>
    public static void Forbid(MapReader reader)
    {
        foreach (Key key in (Key[])[EventKeys.MilestoneRemoved, EventKeys.RemovedByUrl])
        {
            if (reader.Has(key) && reader.Map.Older is null)
            {
                reader.Report(NotAllowed, key, $"An active event has no '{key}': leave it out, or write 'status: removed'.");
            }
        }
    }
}
