using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Yaml;

/// <summary>Puts the nodes of a text together, in the order in which they begin and end there.</summary>
internal sealed class YamlBuilder(FileProblems problems, Anchors? anchors)
{
    private readonly List<YamlNode> _documents = [];
    private readonly List<YamlEntry> _entries = new(32);
    private readonly List<YamlNode> _items = new(8);
    private readonly Stack<OpenNode> _open = new(4);

    /// <summary>The roots, empty ones left out.</summary>
    public IReadOnlyList<YamlNode> Documents => _documents;

    /// <summary>How many maps and lists are open.</summary>
    public int Depth => _open.Count;

    /// <summary>How many nodes there are, with those that aliases stand for.</summary>
    public int Size { get; private set; }

    /// <summary>Whether what comes next is the key of a map.</summary>
    public bool AwaitsKey => _open.Count > 0 && _open.Peek() is { IsMap: true, Key: null };

    /// <summary>Where the innermost open bracket stands; null where none is open.</summary>
    public int? OpenBracket()
    {
        foreach (OpenNode open in _open)
        {
            if (open.IsFlow)
            {
                return open.Start;
            }
        }

        return null;
    }

    /// <summary>Takes the key of the entry whose value comes next.</summary>
    public void Name(string key, int start, int end)
    {
        OpenNode map = _open.Peek();
        map.Key = key;
        map.KeyStart = start;
        map.KeyEnd = end;
    }

    /// <summary>Begins a map or a list.</summary>
    public void Open(bool isMap, bool isFlow, int start, string anchor) =>
        _open.Push(new OpenNode(isMap, isFlow, start, isMap ? _entries.Count : _items.Count, anchor, Size));

    /// <summary>Ends the innermost map or list.</summary>
    public void Close(int end)
    {
        OpenNode open = _open.Pop();
        end = open.IsFlow ? end + 1 : Trim(open.Start, end);
        YamlNode node = open.IsMap ? Map(open, end) : List(open, end);
        anchors?.Name(open.Anchor, node, Size - open.SizeBefore + 1);
        Add(node);
    }

    /// <summary>Adds a node where it stands.</summary>
    /// <param name="node">The node.</param>
    /// <param name="size">How many nodes it counts for.</param>
    public void Add(YamlNode node, int size = 1)
    {
        Size += size;
        if (_open.Count == 0)
        {
            if (node is not YamlScalar { Kind: OptionKind.Null })
            {
                _documents.Add(node);
            }
        }
        else if (AwaitsKey)
        {
            // An alias as a key; it was reported.
            Name("", node.Start, node.End);
        }
        else if (_open.Peek() is { IsMap: true } map)
        {
            _entries.Add(new YamlEntry(map.Key!, map.KeyStart, map.KeyEnd, node));
            map.Key = null;
        }
        else
        {
            _items.Add(node);
        }
    }

    /// <summary>Block nodes end where the next node begins; the space between belongs to nobody.</summary>
    public int Trim(int start, int end)
    {
        end = Math.Min(end, problems.Text.Length);
        while (end > start && char.IsWhiteSpace(problems.Text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private YamlMap Map(OpenNode open, int end)
    {
        if (open.Key is not null)
        {
            // The text broke off behind a key.
            _entries.Add(new YamlEntry(open.Key, open.KeyStart, open.KeyEnd, new YamlRefused(open.KeyEnd, open.KeyEnd)));
        }

        YamlEntry[] all = [.. _entries.GetRange(open.First, _entries.Count - open.First)];
        _entries.RemoveRange(open.First, all.Length);
        YamlEntry[] entries = DuplicateKeys.Leave(all, problems);
        return new YamlMap(open.Start, end, anchors is null ? entries : Anchors.Merge(entries));
    }

    private YamlList List(OpenNode open, int end)
    {
        YamlNode[] items = [.. _items.GetRange(open.First, _items.Count - open.First)];
        _items.RemoveRange(open.First, items.Length);
        return new YamlList(open.Start, end, items);
    }

    /// <summary>A map or list whose end has not come yet.</summary>
    private sealed class OpenNode(bool isMap, bool isFlow, int start, int first, string anchor, int sizeBefore)
    {
        public bool IsMap => isMap;

        public bool IsFlow => isFlow;

        public int Start => start;

        /// <summary>Where its entries or items begin among those of all open nodes.</summary>
        public int First => first;

        public string Anchor => anchor;

        /// <summary>The size of everything before it.</summary>
        public int SizeBefore => sizeBefore;

        /// <summary>The key whose value has not come yet.</summary>
        public string? Key { get; set; }

        public int KeyStart { get; set; }

        public int KeyEnd { get; set; }
    }
}
