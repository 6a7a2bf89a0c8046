using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Fills the slots that no source reads: constants, aggregates over sketches, sums of other metrics, and what nothing computes.</summary>
internal static class Composition
{
    internal static void Complete(CollectionRun run)
    {
        foreach (ConstantPlan constant in run.Work.Constants)
        {
            run.Readings.Answer(
                constant.Slot, () => run.Readings.Ok(constant.Slot, Constant(JsonElement.Parse(constant.Json)), TimeSpan.Zero));
        }

        SketchAggregates.Complete(run);
        HashSet<int> sums = [.. run.Work.Sums.Select(sum => sum.Slot)];
        for (int slot = 0; slot < run.Metrics.Count; slot++)
        {
            if (run.Readings[slot] is null && !sums.Contains(slot))
            {
                run.Readings.Fail(slot, Absence(run.Metrics[slot]));
            }
        }

        AddUp(run);
    }

    /// <summary>A sum may add up other sums: each is taken once its parts are known. What is left then adds up itself.</summary>
    private static void AddUp(CollectionRun run)
    {
        List<SumPlan> open = [.. run.Work.Sums];
        while (open.RemoveAll(sum => TryAdd(sum, run)) > 0)
        {
        }

        foreach (SumPlan sum in open)
        {
            run.Readings.Fail(sum.Slot, new Failure(ReadingStatus.Failed, "The metric adds up itself.", IsUnexpected: true));
        }
    }

    private static bool TryAdd(SumPlan sum, CollectionRun run)
    {
        MetricReading?[] parts = [.. sum.Parts.Select(part => run.Readings[part])];
        if (Array.Exists(parts, part => part is null))
        {
            return false;
        }

        // What failed is worse than what is switched off.
        int failing = Array.FindIndex(parts, part => part!.Status is not (ReadingStatus.Ok or ReadingStatus.SwitchedOff));
        failing = failing >= 0 ? failing : Array.FindIndex(parts, part => part!.Status == ReadingStatus.SwitchedOff);
        if (failing >= 0)
        {
            MetricReading failed = parts[failing]!;
            string message = $"'{failed.KeyPath}', which is added, has no value: {failed.Message ?? failed.Status.Word()}";
            ReadingStatus status = failed.Status is ReadingStatus.TimedOut or ReadingStatus.SwitchedOff ? failed.Status : ReadingStatus.Failed;
            run.Readings.Fail(sum.Slot, new Failure(status, message)
            {
                LogReason = "A metric that is added has no value.",
                FollowsFrom = sum.Parts[failing],
            });
            return true;
        }

        if (Addition.TryAdd([.. parts.Select(part => part!.Value)], out MetricValue total, out string? problem))
        {
            run.Readings.Ok(sum.Slot, total, TimeSpan.Zero);
        }
        else
        {
            run.Readings.Fail(sum.Slot, Addition.FailureOf(problem));
        }

        return true;
    }

    private static MetricValue Constant(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when ExactNumber.TryDecimal(json.GetRawText(), out decimal number) => MetricValue.From(number),
        JsonValueKind.String => MetricValue.From(json.GetString()),
        JsonValueKind.True or JsonValueKind.False => MetricValue.From(json.GetBoolean()),
        _ => MetricValue.From(json),
    };

    private static Failure Absence(MetricPlan metric) => metric.Status switch
    {
        MetricStatus.Deprecated => new Failure(ReadingStatus.Deprecated, "The definition is deprecated."),
        MetricStatus.Removed => new Failure(ReadingStatus.Removed, "The definition is removed."),
        _ => new Failure(ReadingStatus.NotImplemented, metric.Unplanned ?? "Nothing in this program computes the metric."),
    };
}
