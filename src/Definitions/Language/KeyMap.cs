using System.Collections;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of one kind of map, in the order in which they are shown.</summary>
/// <param name="subject">What such a map says something of, behind an article.</param>
internal sealed class KeyMap(string subject) : IReadOnlyCollection<Key>
{
    private readonly List<Key> _keys = [];
    private readonly Dictionary<string, Key> _byName = new(StringComparer.Ordinal);

    /// <summary>What such a map says something of, with its article.</summary>
    public string Subject => subject;

    public int Count => _keys.Count;

    /// <summary>The key of a name; null for none.</summary>
    public Key? Find(string name) => _byName.TryGetValue(name, out Key? key) ? key : null;

    /// <summary>Takes a key in, while the table is made.</summary>
    public T Add<T>(T key)
        where T : Key
    {
        _byName.Add(key.Name, key);
        _keys.Add(key);
        return key;
    }

    public IEnumerator<Key> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
