using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>No name belongs to two metric sets, since one program makes one payload of them.</summary>
internal static class ClashRules
{
    /// <summary>Compares the project with the libraries that it refers to.</summary>
    public static void Check(Project project, IReadOnlyList<ReferencedSet>? references)
    {
        foreach (ReferencedSet set in references ?? [])
        {
            CheckKeyPaths(project, set);
            Check(
                project, set, project.TrackedEvents,
                set.Catalogue.Events, static one => one.Action, "event", EventKeys.Action);
            Check(project, set, project.KnownEvents, set.Catalogue.KnownEvents, static one => one.Name, "known event", KnownEventKeys.Name);
            Check(project, set, project.Aggregates, set.Catalogue.Aggregates, static one => one.Name, "aggregate", AggregateKeys.Name);
        }
    }

    /// <summary>What libraries define against each other, a sentence each; the project can only choose among them.</summary>
    public static IEnumerable<string> BetweenLibraries(IReadOnlyList<ReferencedSet> references)
    {
        for (int i = 0; i < references.Count; i++)
        {
            for (int j = i + 1; j < references.Count; j++)
            {
                ReferencedSet first = references[i];
                ReferencedSet second = references[j];
                HashSet<string> shared = SharedTotals(first, second);
                foreach ((string keyPath, string other) in Clashes(
                    KeyPathsOf(first).Where(path => !shared.Contains(path)), KeyPathsOf(second).Where(path => !shared.Contains(path))))
                {
                    yield return keyPath == other
                        ? $"{Both(first, second)} define the key path '{keyPath}'"
                        : $"'{keyPath}' of {Named(first)} and '{other}' of {Named(second)} cannot stand in one JSON";
                }

                foreach (string name in Same(first.Catalogue.Events, second.Catalogue.Events, static one => one.Action))
                {
                    yield return $"{Both(first, second)} define the event '{name}'";
                }

                foreach (string name in Same(first.Catalogue.KnownEvents, second.Catalogue.KnownEvents, static one => one.Name))
                {
                    yield return $"{Both(first, second)} define the known event '{name}'";
                }
            }
        }
    }

    private static void CheckKeyPaths(Project project, ReferencedSet set)
    {
        Dictionary<string, Declared<MetricDefinition>> own = new(StringComparer.Ordinal);
        foreach (DeclaredKeyPath path in project.KeyPaths)
        {
            own[path.KeyPath] = path.Metric;
        }

        foreach ((string keyPath, string other) in Clashes(own.Keys, KeyPathsOf(set)))
        {
            project.Report(
                ForeignName, own[keyPath],
                keyPath == other
                    ? $"The key path '{keyPath}' is already defined by {Named(set)}: give the metric another key path, or use the library's."
                    : $"'{keyPath}' cannot stand in one JSON with '{other}' of {Named(set)}, since one of them lies below the other, "
                        + "which is a value itself: give the metric another key path.",
                MetricKeys.KeyPath);
        }
    }

    private static void Check<T>(
        Project project, ReferencedSet set, IEnumerable<Declared<T>> own, IEnumerable<T> theirs, Func<T, string> name, string noun, string key)
    {
        HashSet<string> names = new(theirs.Select(name), StringComparer.Ordinal);
        foreach (Declared<T> declared in own)
        {
            if (names.Contains(name(declared.Definition)))
            {
                project.Report(
                    ForeignName, declared,
                    $"The {noun} '{name(declared.Definition)}' is already defined by {Named(set)}: use the library's, or choose another name.",
                    key);
            }
        }
    }

    /// <summary>The pairs of key paths of two sets that are equal, or of which one lies below the other.</summary>
    private static IEnumerable<(string KeyPath, string Other)> Clashes(IEnumerable<string> left, IEnumerable<string> right)
    {
        HashSet<string> own = new(left, StringComparer.Ordinal);
        HashSet<string> theirs = new(right, StringComparer.Ordinal);
        foreach (string keyPath in own.OrderBy(static path => path, KeyPathOrder.Instance))
        {
            if (theirs.Contains(keyPath))
            {
                yield return (keyPath, keyPath);
            }
            else if (Above(keyPath).FirstOrDefault(theirs.Contains) is { } above)
            {
                yield return (keyPath, above);
            }
        }

        foreach (string keyPath in theirs.OrderBy(static path => path, KeyPathOrder.Instance))
        {
            if (!own.Contains(keyPath) && Above(keyPath).FirstOrDefault(own.Contains) is { } above)
            {
                yield return (above, keyPath);
            }
        }
    }

    private static IEnumerable<string> Above(string keyPath)
    {
        for (int dot = keyPath.LastIndexOf('.'); dot > 0; dot = keyPath.LastIndexOf('.', dot - 1))
        {
            yield return keyPath.Substring(0, dot);
        }
    }

    private static IEnumerable<string> KeyPathsOf(ReferencedSet set) => set.Catalogue.Metrics.Select(static metric => metric.KeyPath);

    /// <summary>The totals of a category of known events, to which each set adds its own.</summary>
    private static HashSet<string> SharedTotals(ReferencedSet first, ReferencedSet second)
    {
        HashSet<string> totals = new(TotalsOf(first), StringComparer.Ordinal);
        totals.IntersectWith(TotalsOf(second));
        return totals;
    }

    private static IEnumerable<string> TotalsOf(ReferencedSet set) => set.Catalogue.Metrics
        .Where(static metric => metric.Derived is { } derived && derived.Sets.Any(static one => one.Source == SetSource.Category))
        .Select(static metric => metric.KeyPath);

    private static IEnumerable<string> Same<T>(IEnumerable<T> first, IEnumerable<T> second, Func<T, string> name) =>
        first.Select(name).Intersect(second.Select(name), StringComparer.Ordinal);

    private static string Named(ReferencedSet set) =>
        set.Name == set.Library ? $"the library '{set.Library}'" : $"the metric set '{set.Name}' of the library '{set.Library}'";

    private static string Both(ReferencedSet first, ReferencedSet second) => $"The libraries '{first.Library}' and '{second.Library}' both";
}
