namespace ServicePing.Definitions.Yaml;

/// <summary>The anchors of a document, and the nodes that their aliases stand for.</summary>
/// <remarks>
/// Only lists of aggregates may have them, as GitLab's do. An alias is the anchored node itself, at its own place: what is
/// wrong there is reported there.
/// </remarks>
internal sealed class Anchors
{
    /// <summary>How many nodes one alias may stand for, those of aliases below it counted again.</summary>
    public const int Largest = 10_000;

    private readonly Dictionary<string, (YamlNode Node, int Size)> _nodes = new(StringComparer.Ordinal);

    public void Clear() => _nodes.Clear();

    /// <summary>Names a node. Its own content was read before, so that no alias can stand inside of what it stands for.</summary>
    /// <param name="anchor">The name; empty for a node without an anchor.</param>
    /// <param name="node">The node.</param>
    /// <param name="size">How many nodes it is, aliases written out.</param>
    public void Name(string anchor, YamlNode node, int size)
    {
        if (anchor.Length > 0)
        {
            _nodes[anchor] = (node, size);
        }
    }

    public bool TryFind(string anchor, out YamlNode node, out int size)
    {
        bool isKnown = _nodes.TryGetValue(anchor, out (YamlNode Node, int Size) found);
        (node, size) = found;
        return isKnown;
    }

    /// <summary>Puts the entries of maps below <c>&lt;&lt;</c> behind those of the map, which win.</summary>
    public static YamlEntry[] Merge(YamlEntry[] entries)
    {
        if (!entries.Any(static entry => entry.Key == "<<"))
        {
            return entries;
        }

        List<YamlEntry> merged = [.. entries.Where(static entry => entry.Key != "<<")];
        foreach (YamlEntry entry in entries)
        {
            if (entry.Key == "<<")
            {
                foreach (YamlNode node in entry.Value is YamlList list ? list.Items : [entry.Value])
                {
                    foreach (YamlEntry inherited in (node as YamlMap)?.Entries ?? [])
                    {
                        if (!merged.Any(own => own.Key == inherited.Key))
                        {
                            merged.Add(inherited);
                        }
                    }
                }
            }
        }

        return [.. merged];
    }
}
