namespace ServicePing.Runtime.Labels;

/// <summary>What names a group: a key for each level of nesting, whatever the keys hold.</summary>
internal readonly struct GroupPath(params string[] keys) : IEquatable<GroupPath>, IComparable<GroupPath>
{
    /// <summary>All of what is not grouped.</summary>
    internal static GroupPath All => default;

    /// <summary>The keys, the outermost first.</summary>
    internal ReadOnlySpan<string> Keys => keys;

    /// <summary>About how much memory the keys take.</summary>
    internal long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (string key in Keys)
            {
                bytes += 24 + (sizeof(char) * key.Length);
            }

            return bytes;
        }
    }

    /// <summary>The path with other keys in the same places.</summary>
    internal GroupPath Select(Func<string, string> key) => new(Array.ConvertAll(keys ?? [], one => key(one)));

    public int CompareTo(GroupPath other)
    {
        ReadOnlySpan<string> others = other.Keys;
        for (int i = 0; i < Keys.Length && i < others.Length; i++)
        {
            if (string.CompareOrdinal(Keys[i], others[i]) is not 0 and int order)
            {
                return order;
            }
        }

        return Keys.Length.CompareTo(others.Length);
    }

    public bool Equals(GroupPath other) => Keys.SequenceEqual(other.Keys);

    public override bool Equals(object? obj) => obj is GroupPath other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string key in Keys)
        {
            hash.Add(key, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(" / ", keys ?? []);
}
