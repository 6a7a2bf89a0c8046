using ServicePing.Runtime.Aggregates;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>Computes aggregates over the sketches that database metrics of the same collection have kept.</summary>
internal static class SketchAggregates
{
    internal static void Complete(CollectionRun run)
    {
        foreach (AggregatePlan plan in run.Work.Aggregates.Where(plan => plan.IsOfSketches && run.Readings[plan.Slot] is null))
        {
            run.Readings.Answer(plan.Slot, () => Complete(plan, run));
        }
    }

    private static void Complete(AggregatePlan plan, CollectionRun run)
    {
        HyperLogLog?[] sketches = [.. plan.Sets.Select(set => run.Sketches.Find(set.Name, plan.Window))];
        int missing = Array.IndexOf(sketches, null);
        if (missing >= 0)
        {
            run.Readings.Fail(plan.Slot, new Failure(
                ReadingStatus.Failed,
                $"No metric of the same time frame has kept a sketch '{plan.Sets[missing].Name}': there is none, or it has failed.")
            {
                LogReason = "No metric of the same time frame has kept a sketch that it takes.",
                FollowsFrom = run.Work.KeepersOf(plan)
                    .Where(slot => run.Readings[slot] is { } keeper && keeper.Status.IsFailure())
                    .Select(slot => (int?)slot)
                    .FirstOrDefault(),
            });
        }
        else
        {
            run.Readings.Set(plan.Slot, SetCount.Of(plan.Operator, sketches!), TimeSpan.Zero);
        }
    }
}
