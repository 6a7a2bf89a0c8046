using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>Leaves out of a payload what a feature flag keeps back.</summary>
internal static class FeatureFlags
{
    /// <summary>Asks once for each flag, before anything is read.</summary>
    internal static void Ask(CollectionRun run, Func<string, bool>? isEnabled)
    {
        if (isEnabled is null)
        {
            return;
        }

        foreach (var flagged in run.Scope.Flagged.Where(plan => plan.FeatureFlag is not null).GroupBy(plan => plan.FeatureFlag!))
        {
            try
            {
                if (!isEnabled(flagged.Key))
                {
                    foreach (AggregatePlan plan in flagged)
                    {
                        run.Readings.LeaveOut(plan.Slot, $"The feature flag '{flagged.Key}' is off.");
                    }
                }
            }
            catch (Exception exception)
            {
                foreach (AggregatePlan plan in flagged)
                {
                    run.Readings.Fail(plan.Slot, Failure.Of(exception) with { Place = $"Feature flag '{flagged.Key}'" });
                }
            }
        }
    }
}
