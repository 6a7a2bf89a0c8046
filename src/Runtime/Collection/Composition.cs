using System.Text.Json;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>Fills the slots that no source reads: constants, aggregates over sketches, sums and ratios of other metrics, and what nothing computes.</summary>
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
        HashSet<int> composites = [.. run.Work.Composites.Select(composite => composite.Slot)];
        for (int slot = 0; slot < run.Metrics.Count; slot++)
        {
            if (run.Readings[slot] is null && !composites.Contains(slot))
            {
                run.Readings.Fail(slot, Absence(run.Metrics[slot]));
            }
        }

        Compose(run);
    }

    /// <summary>A sum may add up other sums: each is taken once its parts are known. What is left then is computed from itself.</summary>
    private static void Compose(CollectionRun run)
    {
        List<CompositePlan> open = [.. run.Work.Composites];
        while (open.RemoveAll(composite => TryCompose(composite, run)) > 0)
        {
        }

        foreach (CompositePlan composite in open)
        {
            run.Readings.Fail(composite.Slot, new Failure(ReadingStatus.Failed, "The metric is computed from itself.", IsUnexpected: true));
        }
    }

    private static bool TryCompose(CompositePlan composite, CollectionRun run)
    {
        MetricReading?[] parts = [.. composite.Parts.Select(part => run.Readings[part])];
        if (Array.Exists(parts, part => part is null))
        {
            return false;
        }

        // What failed is worse than what has no data, and that than what is switched off.
        int failing = Array.FindIndex(
            parts, part => part!.Status is not (ReadingStatus.Ok or ReadingStatus.NoData or ReadingStatus.SwitchedOff));
        failing = failing >= 0 ? failing : Array.FindIndex(parts, part => part!.Status == ReadingStatus.NoData);
        failing = failing >= 0 ? failing : Array.FindIndex(parts, part => part!.Status == ReadingStatus.SwitchedOff);
        if (failing >= 0)
        {
            run.Readings.Fail(composite.Slot, FailureOf(composite, failing, parts[failing]!));
            return true;
        }

        MetricValue value;
        Failure? failure;
        if (composite.Operation == CompositeOperation.Ratio)
        {
            Division.TryDivide(parts[0]!.Value, parts[1]!.Value, out value, out failure);
        }
        else
        {
            Addition.TryAdd([.. parts.Select(part => part!.Value)], out value, out string? problem);
            failure = problem is null ? null : Addition.FailureOf(problem);
        }

        if (failure is null)
        {
            run.Readings.Ok(composite.Slot, value, TimeSpan.Zero);
        }
        else
        {
            run.Readings.Fail(composite.Slot, failure);
        }

        return true;
    }

    /// <summary>Why a metric that is computed from another has no value.</summary>
    private static Failure FailureOf(CompositePlan composite, int part, MetricReading failed)
    {
        ReadingStatus status = failed.Status is ReadingStatus.TimedOut or ReadingStatus.NoData or ReadingStatus.SwitchedOff
            ? failed.Status
            : ReadingStatus.Failed;
        string which = composite.Operation == CompositeOperation.Add ? "which is added" : part == 0 ? "the numerator" : "the denominator";
        return new Failure(status, $"'{failed.KeyPath}', {which}, has no value: {failed.Message ?? failed.Status.Word()}")
        {
            LogReason = composite.Operation == CompositeOperation.Add
                ? "A metric that is added has no value."
                : "A metric that is divided, or divided by, has no value.",
            FollowsFrom = composite.Parts[part],
        };
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
