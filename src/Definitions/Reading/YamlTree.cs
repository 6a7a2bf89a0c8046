using ServicePing.Definitions.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Builds the nodes of a text from YamlDotNet's events; the only class that knows YamlDotNet.</summary>
/// <remarks>
/// Whatever is wrong becomes a problem, and what was read up to there stays; <see cref="BrokenText"/> finds what stands below.
/// </remarks>
internal sealed class YamlTree
{
    /// <summary>How deep maps and lists may nest; no definition needs a tenth of it.</summary>
    private const int MaxDepth = 64;

    private readonly FileProblems _problems;
    private readonly string _text;
    private readonly string _part;
    private readonly int _shift;
    private readonly List<YamlNode> _documents = [];
    private readonly List<YamlEntry> _entries = new(32);
    private readonly List<YamlNode> _items = new(8);
    private readonly Stack<Open> _open = new(4);
    private readonly Anchors? _anchors;
    private int _nodes;
    private int _last;

    private YamlTree(FileProblems problems, string part, int shift)
    {
        _problems = problems;
        _anchors = problems.Kind == DefinitionKind.Aggregate ? new Anchors() : null;
        _text = problems.Text;
        _part = part;
        _shift = shift;
    }

    /// <summary>The roots of the documents of a text, empty ones left out.</summary>
    public static IReadOnlyList<YamlNode> Parse(FileProblems problems)
    {
        if (PlainYaml.Parse(problems) is { } root)
        {
            return [root];
        }

        IReadOnlyList<YamlNode> documents = ParseEvents(problems);
        return problems.IsTruncated ? BrokenText.Read(problems, documents) : documents;
    }

    /// <summary>The same of any text, up to the first mistake.</summary>
    public static IReadOnlyList<YamlNode> ParseEvents(FileProblems problems)
    {
        int shift = problems.Text.Length > 0 && problems.Text[0] == '\uFEFF' ? 1 : 0;
        return ParsePart(problems, shift == 0 ? problems.Text : problems.Text.Substring(shift), shift);
    }

    /// <summary>The same of a part of a text.</summary>
    /// <param name="problems">The whole text, and where its problems go.</param>
    /// <param name="part">The part.</param>
    /// <param name="shift">How far places in the whole are behind those in the part.</param>
    public static IReadOnlyList<YamlNode> ParsePart(FileProblems problems, string part, int shift)
    {
        YamlTree tree = new(problems, part, shift);
        if (tree.IsText())
        {
            tree.Parse();
        }

        return tree._documents;
    }

    private bool IsText()
    {
        int inPart = _part.AsSpan().IndexOfAny('\0', '\uFFFD');
        if (inPart >= 0)
        {
            int odd = inPart + _shift;
            _problems.IsTruncated = true;
            _problems.Add(Unreadable, odd, odd + 1, _text[odd] == '\0'
                ? "The file is binary: a definition is text. Save it as UTF-8."
                : "The file holds bytes that are not UTF-8. Save it as UTF-8.");
        }

        return inPart < 0;
    }

    private void Parse()
    {
        try
        {
            Parser parser = new(new StringReader(_part));
            while (parser.MoveNext() && Accept(parser.Current!))
            {
            }
        }
        catch (YamlException exception)
        {
            int start = At(exception.Start);
            Broken(SyntaxMessage.For(exception.Message, _text, start), start, At(exception.End));
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this on a flow collection that is open when the next line begins.
            int start = OpenBracket() ?? _last;
            Broken(SyntaxMessage.NeverClosed(_text, start), start, start + 1);
        }

        while (_open.Count > 0)
        {
            Close(_last);
        }
    }

    private void Broken(string message, int start, int end)
    {
        // What opens and never closes reaches to the end of the file; the place is where it opens.
        bool isOneLine = end > start && end <= _text.Length && _text.IndexOf('\n', start, end - start) < 0;
        _problems.IsTruncated = true;
        _problems.Add(Syntax, start, isOneLine ? end : start + 1, message);
    }

    private int? OpenBracket()
    {
        foreach (Open open in _open)
        {
            if (open.IsFlow)
            {
                return open.Start;
            }
        }

        return null;
    }

    private bool Accept(ParsingEvent current)
    {
        int start = At(current.Start);
        int end = At(current.End);
        _last = Math.Max(_last, end);
        if (current is NodeEvent node && !node.Anchor.IsEmpty && _anchors is null)
        {
            _problems.Add(
                Unreadable, start, end,
                $"The anchor '&{Quoting.Shorten(node.Anchor.Value)}' is not supported: write the value out where it is needed.");
        }

        switch (current)
        {
            case Scalar scalar:
                if (!scalar.Tag.IsEmpty)
                {
                    RefuseTag(scalar, start, end);
                }

                AcceptScalar(scalar, start, end);
                return true;
            case AnchorAlias alias:
                return AcceptAlias(alias.Value.Value, start, end);
            case DocumentStart:
                _anchors?.Clear();
                return true;
            case MappingStart map:
                return OpenNode(map, isMap: true, map.Style == MappingStyle.Flow, start);
            case SequenceStart list:
                return OpenNode(list, isMap: false, list.Style == SequenceStyle.Flow, start);
            case MappingEnd or SequenceEnd:
                Close(end);
                return true;
            default:
                return true;
        }
    }

    private void AcceptScalar(Scalar scalar, int start, int end)
    {
        if (_open.Count > 0 && _open.Peek() is { IsMap: true, Key: null } map)
        {
            map.Key = scalar.Value;
            map.KeyStart = start;
            map.KeyEnd = end;
            return;
        }

        OptionKind kind = scalar.Style == ScalarStyle.Plain ? PlainScalar.Resolve(scalar.Value) : OptionKind.String;
        YamlScalar node = new(start, Trim(start, end), kind == OptionKind.Null ? "" : scalar.Value, kind);
        _anchors?.Name(NameOf(scalar), node, size: 1);
        AcceptNode(node);
    }

    private bool AcceptAlias(string name, int start, int end)
    {
        string shown = Quoting.Shorten(name);
        bool isKey = _open.Count > 0 && _open.Peek() is { IsMap: true, Key: null };
        if (_anchors is null || isKey)
        {
            _problems.Add(Unreadable, start, end, $"The alias '*{shown}' is not supported: write the value out.");
        }
        else if (!_anchors.TryFind(name, out YamlNode node, out int size))
        {
            _problems.Add(
                Unreadable, start, end,
                $"There is no anchor '&{shown}' above this alias: name one that stands before it, or write the value out.");
        }
        else if (_nodes + size > Anchors.Largest)
        {
            _problems.Add(Unreadable, start, end, $"The aliases up to '*{shown}' stand for too many values: write them out.");
        }
        else
        {
            _nodes += size - 1;
            return AcceptNode(node);
        }

        return AcceptNode(new YamlRefused(start, end));
    }

    private static string NameOf(NodeEvent node) => node.Anchor.IsEmpty ? "" : node.Anchor.Value;

    private bool OpenNode(NodeEvent node, bool isMap, bool isFlow, int start)
    {
        if (!node.Tag.IsEmpty)
        {
            RefuseTag(node, start, At(node.End));
        }

        if (_open.Count > 0 && _open.Peek() is { IsMap: true, Key: null })
        {
            Broken("A key must be a word, here it is a list or a map: put quotes around it.", start, start + 1);
            return false;
        }

        if (_open.Count == MaxDepth)
        {
            _problems.IsTruncated = true;
            _problems.Add(
                Unreadable, start, start + 1, $"Lists and maps nest deeper than {MaxDepth}: close the brackets before.");
            return false;
        }

        _open.Push(new Open(isMap, isFlow, start, isMap ? _entries.Count : _items.Count, NameOf(node), _nodes));
        return true;
    }

    private void RefuseTag(NodeEvent node, int start, int end) =>
        _problems.Add(
            Unreadable, start, end,
            $"The tag '{Quoting.Shorten(node.Tag.Value)}' is not supported: leave it out; quotes make a text of a value.");

    private void Close(int end)
    {
        Open open = _open.Pop();
        end = open.IsFlow ? end + 1 : Trim(open.Start, end);
        if (open.IsMap)
        {
            if (open.Key is not null)
            {
                // The text broke off behind a key.
                _entries.Add(new YamlEntry(open.Key, open.KeyStart, open.KeyEnd, new YamlRefused(open.KeyEnd, open.KeyEnd)));
            }

            YamlEntry[] entries = [.. _entries.GetRange(open.First, _entries.Count - open.First)];
            _entries.RemoveRange(open.First, entries.Length);
            DuplicateKeys.Report(entries, _problems);
            Accept(open, new YamlMap(open.Start, end, _anchors is null ? entries : Anchors.Merge(entries)));
        }
        else
        {
            YamlNode[] items = [.. _items.GetRange(open.First, _items.Count - open.First)];
            _items.RemoveRange(open.First, items.Length);
            Accept(open, new YamlList(open.Start, end, items));
        }
    }

    private void Accept(Open open, YamlNode node)
    {
        _anchors?.Name(open.Anchor, node, _nodes - open.NodesBefore + 1);
        AcceptNode(node);
    }

    private bool AcceptNode(YamlNode node)
    {
        _nodes++;
        if (_open.Count == 0)
        {
            if (node is not YamlScalar { Kind: OptionKind.Null })
            {
                _documents.Add(node);
            }
        }
        else if (_open.Peek() is { IsMap: true } map)
        {
            if (map.Key is null)
            {
                // An alias as a key; it was reported.
                map.Key = "";
                map.KeyStart = node.Start;
                map.KeyEnd = node.End;
                return true;
            }

            _entries.Add(new YamlEntry(map.Key, map.KeyStart, map.KeyEnd, node));
            map.Key = null;
        }
        else
        {
            _items.Add(node);
        }

        return true;
    }

    private int At(Mark mark) => (int)mark.Index + _shift;

    /// <summary>Block nodes end where the next node begins; the space between belongs to nobody.</summary>
    private int Trim(int start, int end)
    {
        end = Math.Min(end, _text.Length);
        while (end > start && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>A map or list whose end has not come yet.</summary>
    private sealed class Open(bool isMap, bool isFlow, int start, int first, string anchor, int nodesBefore)
    {
        public bool IsMap => isMap;

        public bool IsFlow => isFlow;

        public int Start => start;

        /// <summary>Where its entries or items begin among those of all open nodes.</summary>
        public int First => first;

        public string Anchor => anchor;

        public int NodesBefore => nodesBefore;

        /// <summary>The key whose value has not come yet.</summary>
        public string? Key { get; set; }

        public int KeyStart { get; set; }

        public int KeyEnd { get; set; }
    }
}
