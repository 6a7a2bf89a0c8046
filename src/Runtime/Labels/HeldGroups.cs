namespace ServicePing.Runtime.Labels;

/// <summary>Groups that keep to the limits: those that do not are united with each other, so that nothing is lost.</summary>
/// <typeparam name="T">What a group has come to.</typeparam>
/// <param name="Groups">The groups, one a path.</param>
/// <param name="Beyond">How many were united because there were too many; those of fewest are.</param>
internal sealed record HeldGroups<T>(IReadOnlyDictionary<GroupPath, T> Groups, int Beyond)
{
    /// <summary>Holds groups to the limits.</summary>
    /// <param name="groups">The groups, whose keys are as somebody wrote them.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="unite">What two groups together have come to.</param>
    /// <param name="size">Which groups matter most.</param>
    internal static HeldGroups<T> Of(
        IEnumerable<KeyValuePair<GroupPath, T>> groups, LabelLimits limits, Func<T, T, T> unite, Func<T, double> size)
    {
        Dictionary<GroupPath, T> held = [];
        foreach ((GroupPath path, T value) in groups)
        {
            Add(path.Select(limits.Label), value);
        }

        KeyValuePair<GroupPath, T>[] beyond = held.Count <= limits.Most ? [] :
        [
            .. held.Where(group => !IsOther(group.Key))
                .OrderByDescending(group => size(group.Value)).ThenBy(group => group.Key)
                .Skip(limits.Most),
        ];
        foreach ((GroupPath path, T value) in beyond)
        {
            held.Remove(path);
            Add(path.Select(_ => LabelLimits.Other), value);
        }

        return new HeldGroups<T>(held, beyond.Length);

        void Add(GroupPath path, T value) =>
            held[path] = held.TryGetValue(path, out T? before) ? unite(before, value) : value;
    }

    private static bool IsOther(GroupPath path) => !path.Keys.ContainsAnyExcept(LabelLimits.Other);
}
