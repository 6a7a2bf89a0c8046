using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Old Redis keys belong to counters that are kept, each to one.</summary>
internal static class OverrideRules
{
    public static void Check(Project project)
    {
        if (project.KeyOverrides.Count == 0)
        {
            return;
        }

        HashSet<string> keys = Keys(project);
        Dictionary<string, Declared<KeyOverride>> paths = new(StringComparer.Ordinal);
        Dictionary<string, Declared<KeyOverride>> oldKeys = new(StringComparer.Ordinal);
        foreach (Declared<KeyOverride> current in project.KeyOverrides)
        {
            KeyOverride entry = current.Definition;
            string path = Quoting.Shorten(entry.Path);
            if (!keys.Contains(entry.Path))
            {
                project.Report(
                    UnusedOverride, current,
                    $"No metric and no event has the counter '{path}': take the entry out, or mend the name."
                    + Suggestion.For(entry.Path, keys), OverrideKeys.Path);
            }

            if (!paths.TryGetValue(entry.Path, out Declared<KeyOverride>? first))
            {
                paths.Add(entry.Path, current);
            }
            else
            {
                project.Report(
                    SharedOverride, current, first,
                    $"'{path}' already has an old key in {first.File.RelativePath}, which counts: keep one of the two entries.",
                    OverrideKeys.Path);
                continue;
            }

            if (!oldKeys.TryGetValue(entry.Replacement, out first))
            {
                oldKeys.Add(entry.Replacement, current);
            }
            else
            {
                project.Report(
                    SharedOverride, current, first,
                    $"'{Quoting.Shorten(first.Definition.Path)}' has the same old key, so that both count into one "
                    + "counter: take one of the two entries out.", OverrideKeys.Replacement);
            }
        }
    }

    /// <summary>What an entry may name: whole keys, and keys without their hash tag.</summary>
    private static HashSet<string> Keys(Project project)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (Declared<EventDefinition> declared in project.Events)
        {
            Add(CounterKeys.Total(declared.Definition.Action));
        }

        foreach (Declared<MetricDefinition> metric in project.Metrics)
        {
            foreach (EventSelection selection in metric.Definition.Events)
            {
                Add(CounterKeys.Of(selection));
                Add(CounterKeys.Total(selection.Name));
            }

            if (metric.Definition.DataSource == DataSource.RedisHll)
            {
                foreach (Option option in metric.Definition.Options.Where(static option => option.Name == "events"))
                {
                    keys.UnionWith(option.Value.Items.Select(static item => item.Text));
                }
            }
        }

        return keys;

        void Add(string key)
        {
            if (keys.Add(key))
            {
                keys.Add(CounterKeys.WithoutTag(key));
            }
        }
    }
}
