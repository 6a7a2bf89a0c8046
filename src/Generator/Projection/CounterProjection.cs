using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Joins the counters of metrics that differ in their windows at most, such as those of one definition.</summary>
internal static class CounterProjection
{
    public static IReadOnlyList<CounterRow> Rows(EquatableArray<CounterReadPlan> reads)
    {
        List<CounterRow> rows = [];
        List<CounterSlot> slots = [];
        for (int i = 0; i < reads.Count; i++)
        {
            slots.Add(new CounterSlot(reads[i].Slot, reads[i].Window));
            if (i + 1 == reads.Count || !AreOne(reads[i], reads[i + 1]))
            {
                rows.Add(new CounterRow(slots.ToEquatableArray(), reads[i].Kind, reads[i].Keys, reads[i].Names));
                slots.Clear();
            }
        }

        return rows;
    }

    private static bool AreOne(CounterReadPlan read, CounterReadPlan next) =>
        read.Kind == next.Kind && read.Keys == next.Keys && read.Names == next.Names;
}
