namespace ServicePing.Versions;

/// <summary>Knows where payloads have the figures of the DevOps report, and makes usage per active user of them.</summary>
internal sealed class UsageReader
{
    private readonly int _activeUsers;
    private readonly int[][] _features;

    /// <param name="activeUsers">The key path of the number of active users.</param>
    /// <param name="features">For each feature the key paths of its use in the last month, of which the first that is there counts.</param>
    internal UsageReader(string activeUsers, IReadOnlyDictionary<string, IReadOnlyList<string>> features)
    {
        List<string> keyPaths = [];
        _activeUsers = Number(activeUsers);
        _features = [.. DevOpsFeature.Names.Select(name => features.TryGetValue(name, out IReadOnlyList<string>? paths)
            ? paths.Select(Number).ToArray()
            : [])];
        Tree = new KeyPathTree(keyPaths);

        int Number(string keyPath)
        {
            int number = keyPaths.IndexOf(keyPath);
            if (number < 0)
            {
                number = keyPaths.Count;
                keyPaths.Add(keyPath);
            }

            return number;
        }
    }

    /// <summary>What to look for in a payload.</summary>
    internal KeyPathTree Tree { get; }

    /// <summary>
    /// The usage of each feature per active user. Null where the number of active users is not known or zero, or where a figure is a
    /// fallback: a report on it would be wrong. A feature that the payload does not have is not used.
    /// </summary>
    internal double[]? PerUser(Figure[] figures)
    {
        if (figures[_activeUsers].Value is not (> 0 and { } users))
        {
            return null;
        }

        double[] usage = new double[_features.Length];
        foreach ((int feature, int[] numbers) in _features.Index())
        {
            int present = Array.FindIndex(numbers, number => figures[number].IsPresent);
            if (present < 0)
            {
                continue;
            }

            if (figures[numbers[present]].Value is not { } value)
            {
                return null;
            }

            usage[feature] = value / users;
        }

        return usage;
    }
}
