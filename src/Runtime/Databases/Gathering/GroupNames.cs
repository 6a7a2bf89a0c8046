using Npgsql;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>
/// The names of groups whose values may have several texts, by the place of the key and what tells it from others: of all texts that
/// were seen the least, so that neither the width of slices nor their order changes a name.
/// </summary>
internal sealed class GroupNames
{
    // An entry of a dictionary, and what two texts take beside their characters.
    private const long BytesOfName = 100;

    private readonly Dictionary<(int Place, string Identity), string> _names = [];

    /// <summary>About how much memory the names take.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Where the name of each key is in a row, the first at a place; -1 for a key that names itself.</summary>
    internal static int[] Places(IReadOnlyList<GroupKey> keys, int first) =>
        [.. keys.Select(key => key.Name is null ? -1 : first++)];

    /// <summary>Takes the names that a row has for the keys of a group.</summary>
    internal void Add(GroupPath group, NpgsqlDataReader row, int[] places)
    {
        for (int place = 0; place < places.Length; place++)
        {
            if (places[place] >= 0)
            {
                Add((place, group.Keys[place]), row.IsDBNull(places[place]) ? "" : row.GetString(places[place]));
            }
        }
    }

    internal void Add(GroupNames other)
    {
        foreach (((int Place, string Identity) key, string name) in other._names)
        {
            Add(key, name);
        }
    }

    /// <summary>A path of names.</summary>
    internal GroupPath NameOf(GroupPath group)
    {
        if (_names.Count == 0)
        {
            return group;
        }

        string[] names = group.Keys.ToArray();
        for (int place = 0; place < names.Length; place++)
        {
            names[place] = _names.GetValueOrDefault((place, names[place]), names[place]);
        }

        return new GroupPath(names);
    }

    private void Add((int Place, string Identity) key, string name)
    {
        if (!_names.TryGetValue(key, out string? before) || string.CompareOrdinal(name, before) < 0)
        {
            _names[key] = name;
            Bytes += before is null
                ? BytesOfName + (sizeof(char) * (key.Identity.Length + name.Length))
                : sizeof(char) * (name.Length - before.Length);
        }
    }
}
