namespace ServicePing.Definitions.Yaml;

/// <summary>Reads what can be read of a text whose syntax is broken: every entry on its own, so that a mistake costs only its own.</summary>
/// <remarks>
/// What is wrong was reported by the reading of the whole text. A value that cannot be read becomes a refused node, which readers
/// pass over in silence, and so nothing is said to be missing because of the mistake.
/// </remarks>
internal sealed class BrokenText
{
    /// <summary>How deep a mistake is followed; below that the whole value is lost.</summary>
    private const int MaxDepth = 8;

    private readonly FileProblems _problems;
    private readonly string _text;

    private BrokenText(FileProblems problems)
    {
        _problems = problems;
        _text = problems.Text;
    }

    /// <summary>The documents of a text.</summary>
    /// <param name="problems">The text, and what was found wrong in it.</param>
    /// <param name="readable">What was read up to the first mistake; it counts where nothing is laid out in lines.</param>
    public static IReadOnlyList<YamlNode> Read(FileProblems problems, IReadOnlyList<YamlNode> readable)
    {
        List<YamlNode> documents = new BrokenText(problems).Documents();
        return documents.Count > 0 ? documents : readable;
    }

    private List<YamlNode> Documents()
    {
        List<YamlNode> documents = [];
        List<Line> lines = [];
        for (int start = _text.Length > 0 && _text[0] == '\uFEFF' ? 1 : 0, end; start < _text.Length; start = end + 1)
        {
            end = _text.IndexOf('\n', start);
            end = end < 0 ? _text.Length : end;
            int content = start;
            while (content < end && _text[content] is ' ' or '\t')
            {
                content++;
            }

            if (IsMarker(start, end))
            {
                AddDocument(lines, documents);
            }
            else if (content < end && _text[content] is not ('#' or '\r'))
            {
                lines.Add(new Line(start, content, end));
            }
        }

        AddDocument(lines, documents);
        return documents;
    }

    private void AddDocument(List<Line> lines, List<YamlNode> documents)
    {
        Block read = new();
        Read([.. lines], read, depth: 0);
        lines.Clear();
        if (read.Entries.Count > 0)
        {
            // Where entries stand beside items, a dash too many or one that is missing is the mistake.
            read.Items.RemoveAll(static item => item is not YamlMap);
            documents.Add(read.ToMap());
        }

        if (read.Items.Count > 0)
        {
            documents.Add(read.ToList());
        }
    }

    /// <summary>Reads the entries and items of some lines, each with the lines that belong to it.</summary>
    private void Read(ReadOnlySpan<Line> lines, Block into, int depth)
    {
        while (!lines.IsEmpty)
        {
            Line head = lines[0];
            bool mayHoldItems = KeyEnd(head) is { } keyEnd && IsRestEmpty(head, keyEnd + 1);
            int next = 1;
            while (next < lines.Length
                && (lines[next].Column > head.Column || (mayHoldItems && lines[next].Column == head.Column && IsDash(lines[next]))))
            {
                next++;
            }

            ReadOne(lines.Slice(0, next), into, depth);
            lines = lines.Slice(next);
        }
    }

    private void ReadOne(ReadOnlySpan<Line> lines, Block into, int depth)
    {
        Line head = lines[0];
        if (_text[head.Content] is '?' or ':')
        {
            // Half a key; its other half is somewhere else.
            return;
        }

        YamlNode? node = ReadAlone(head, lines[lines.Length - 1].End, out bool isSound);
        if (isSound)
        {
            into.Add(node);
        }
        else if (KeyEnd(head) is { } keyEnd)
        {
            string key = _text.Substring(head.Content, keyEnd - head.Content);
            YamlNode value = ValueOf(lines, keyEnd, (node as YamlMap)?[key], depth) ?? new YamlRefused(keyEnd, keyEnd);
            into.Entries.Add(new YamlEntry(key, head.Content, keyEnd, value));
        }
        else if (IsDash(head))
        {
            Block item = new();
            int content = head.Content + 1;
            while (content < head.End && _text[content] == ' ')
            {
                content++;
            }

            if (content < head.End && depth < MaxDepth)
            {
                Read([new Line(head.Start, content, head.End), .. lines.Slice(1)], item, depth + 1);
            }

            into.Add(item.Entries.Count > 0 ? new YamlList(head.Content, lines[lines.Length - 1].End, [item.ToMap()]) : node);
        }
    }

    /// <summary>What is left of the value behind a key; null where that is nothing.</summary>
    private YamlNode? ValueOf(ReadOnlySpan<Line> lines, int keyEnd, YamlNode? readable, int depth)
    {
        if (lines.Length == 1 || depth == MaxDepth)
        {
            return readable;
        }

        if (IsRestEmpty(lines[0], keyEnd + 1))
        {
            Block below = new();
            Read(lines.Slice(1), below, depth + 1);
            return below.Entries.Count > 0 ? below.ToMap() : below.Items.Count > 0 ? below.ToList() : null;
        }

        // The lines below were indented by mistake, or the value breaks off among them.
        YamlNode? node = ReadAlone(lines[0], lines[0].End, out bool isSound);
        return isSound || readable is null or YamlRefused ? (node as YamlMap)?.Entries[0].Value : readable;
    }

    private YamlNode? ReadAlone(Line head, int end, out bool isSound)
    {
        FileProblems aside = _problems.Aside();
        string part = new string(' ', head.Column) + _text.Substring(head.Content, end - head.Content);
        IReadOnlyList<YamlNode> nodes = YamlTree.ParsePart(aside, part, head.Start);
        isSound = !aside.IsTruncated;
        return nodes.Count > 0 ? nodes[0] : null;
    }

    private bool IsMarker(int start, int end) =>
        end - start >= 3
        && (string.CompareOrdinal(_text, start, "---", 0, 3) == 0 || string.CompareOrdinal(_text, start, "...", 0, 3) == 0);

    private bool IsDash(Line line) =>
        _text[line.Content] == '-' && (line.Content + 1 == line.End || _text[line.Content + 1] is ' ' or '\r');

    private bool IsRestEmpty(Line line, int at)
    {
        while (at < line.End && _text[at] is ' ' or '\r')
        {
            at++;
        }

        return at >= line.End || _text[at] == '#';
    }

    /// <summary>Where the plain key ends with which a line begins; null where there is none.</summary>
    private int? KeyEnd(Line line)
    {
        int end = line.Content;
        while (end < line.End && (_text[end] is '_' or '-' || char.IsLetterOrDigit(_text[end])))
        {
            end++;
        }

        bool isKey = end > line.Content && end < line.End && _text[end] == ':'
            && (end + 1 == line.End || char.IsWhiteSpace(_text[end + 1]));
        return isKey ? end : null;
    }

    /// <summary>A line that holds something: where it begins, where its content begins, and where it ends.</summary>
    private readonly struct Line(int start, int content, int end)
    {
        public int Start => start;

        public int Content => content;

        public int End => end;

        public int Column => content - start;
    }

    /// <summary>What stands side by side.</summary>
    private sealed class Block
    {
        public List<YamlEntry> Entries { get; } = [];

        public List<YamlNode> Items { get; } = [];

        public void Add(YamlNode? node)
        {
            switch (node)
            {
                case YamlMap map:
                    Entries.AddRange(map.Entries);
                    break;
                case YamlList list:
                    Items.AddRange(list.Items);
                    break;
            }
        }

        public YamlMap ToMap() => new(Entries[0].KeyStart, Entries[Entries.Count - 1].Value.End, [.. Entries]);

        public YamlList ToList() => new(Items[0].Start, Items[Items.Count - 1].End, [.. Items]);
    }
}
