using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>A key path means for ever what it meant when it was recorded.</summary>
internal static class LockedMetricRules
{
    private const string NewKeyPath = "or give the metric a new key path and keep this one with 'status: removed'";
    private const string NotKnown = $"which {Lockfile.FileName} does not know yet: {LockfileRules.Update}.";

    public static void Check(Project project, CalculationBinder calculations, ReadLockfile lockfile)
    {
        Dictionary<string, LockedMetric> promises = lockfile.Meaning.Metrics.ToDictionary(
            static metric => metric.KeyPath, StringComparer.Ordinal);
        HashSet<string> defined = new(StringComparer.Ordinal);
        foreach (Declared<MetricDefinition> declared in project.Metrics)
        {
            foreach (Metric metric in TimeFrameExpansion.Expand(declared.Definition))
            {
                if (!defined.Add(metric.KeyPath) || !project.CanBeRead(declared.File))
                {
                    continue;
                }

                if (!promises.TryGetValue(metric.KeyPath, out LockedMetric? promise))
                {
                    project.Report(
                        OutOfDate, declared, $"'{metric.KeyPath}' is not in {Lockfile.FileName} yet: {LockfileRules.Update}.", MetricKeys.KeyPath);
                }
                else if (promise.Status == MetricStatus.Removed || declared.Definition.Status == MetricStatus.Removed)
                {
                    CompareStatus(project, declared, lockfile, promise);
                }
                else
                {
                    Compare(project, declared, lockfile, promise, LockfileRecorder.Record(metric, calculations));
                }
            }
        }

        LockfileRules.CheckDeleted(project, lockfile, lockfile.Meaning.Metrics.Where(
            metric => metric.Status != MetricStatus.Removed && !defined.Contains(metric.KeyPath)));
    }

    private static void CompareStatus(
        Project project, Declared<MetricDefinition> declared, ReadLockfile lockfile, LockedMetric promise)
    {
        if (declared.Definition.Status != MetricStatus.Removed)
        {
            project.Report(
                ReusedName, declared, lockfile.PlaceOf(promise),
                $"'{promise.KeyPath}' was the key path of a metric that is removed, and never means anything else: "
                + "choose another key path.",
                MetricKeys.KeyPath);
        }
        else if (promise.Status != MetricStatus.Removed)
        {
            project.Report(OutOfDate, declared, lockfile.PlaceOf(promise), $"'{promise.KeyPath}' is removed, {NotKnown}", MetricKeys.Status);
        }
    }

    private static void Compare(
        Project project, Declared<MetricDefinition> declared, ReadLockfile lockfile, LockedMetric promise, LockedMetric current)
    {
        if (promise == current)
        {
            return;
        }

        bool isFrozen = true;
        for (int i = 0; i < promise.Fields.Count; i++)
        {
            (LockedField old, LockedField now) = (promise.Fields[i], current.Fields[i]);
            if (old == now)
            {
                continue;
            }

            string change = $"'{old.Name}' of '{promise.KeyPath}' was {old.Value} and is {now.Value}";
            switch (old.Name)
            {
                case "unit" when old.Value.Length > 0:
                    Report(
                        FrozenAttribute,
                        $"'unit' of '{promise.KeyPath}' was {old.Value} and is {(now.Value.Length > 0 ? now.Value : "not given")}, so that its values cannot be "
                        + $"compared: write {old.Value} again, {NewKeyPath}.", current.Unit.Length > 0 ? old.Name : MetricKeys.KeyPath);
                    break;
                case "unit":
                    Report(OutOfDate, $"'unit' of '{promise.KeyPath}' is {now.Value}, {NotKnown}", old.Name);
                    break;
                case "time_frame" or "value_type" or "data_source":
                    isFrozen = false;
                    Report(
                        FrozenAttribute, $"{change}, so that its values cannot be compared: write {old.Value} again, {NewKeyPath}.",
                        old.Name);
                    break;
                case "data_category" when current.DataCategory < promise.DataCategory:
                    Report(
                        LoweredCategory, $"{change}, which is less private than promised: write {old.Value} again, {NewKeyPath}.",
                        old.Name);
                    break;
                case "calculation" when isFrozen:
                    Report(
                        ChangedCalculation,
                        $"{change}, so that its values cannot be compared: write the calculation as it was, {NewKeyPath}.",
                        KeyOfCalculation(declared.Definition));
                    break;
                case "data_category" or "status":
                    Report(OutOfDate, $"{change}, {NotKnown}", old.Name);
                    break;
            }
        }

        void Report(Rule rule, string message, string key) =>
            project.Report(rule, declared, lockfile.PlaceOf(promise), message, key);
    }

    private static string KeyOfCalculation(MetricDefinition definition) =>
        definition.Query is not null ? MetricKeys.Query
        : !definition.Events.IsEmpty ? MetricKeys.Events
        : definition.InstrumentationClass is not null ? MetricKeys.InstrumentationClass
        : MetricKeys.KeyPath;
}
