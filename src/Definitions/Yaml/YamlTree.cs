using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Yaml;

/// <summary>Reads a text by YamlDotNet's events; the only class that knows YamlDotNet.</summary>
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
    private readonly Anchors? _anchors;
    private readonly YamlBuilder _builder;
    private int _last;

    private YamlTree(FileProblems problems, string part, int shift)
    {
        _problems = problems;
        _anchors = problems.Kind == DefinitionKind.Aggregate ? new Anchors() : null;
        _builder = new YamlBuilder(problems, _anchors);
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

        return tree._builder.Documents;
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
        Parser parser = new(new StringReader(_part));
        while (MoveNext(parser) && Accept(parser.Current!))
        {
        }

        while (_builder.Depth > 0)
        {
            _builder.Close(_last);
        }
    }

    private bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException exception)
        {
            int start = At(exception.Start);
            Broken(SyntaxMessage.For(exception.Message, _text, start), start, At(exception.End));
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this on a flow collection that is open when the next line begins.
            int start = _builder.OpenBracket() ?? _last;
            Broken(SyntaxMessage.NeverClosed(_text, start), start, start + 1);
        }
        catch (Exception exception)
        {
            // The library's own types refuse some tags, escapes and versions with whatever they come upon.
            int start = NextText(Math.Max(_last, _shift));
            Broken(SyntaxMessage.Refused(exception.Message, _text, start), start, start + 1);
        }

        return false;
    }

    /// <summary>Where the next key or value begins, behind the sign that announces it.</summary>
    private int NextText(int at)
    {
        while (at < _text.Length && (char.IsWhiteSpace(_text[at]) || _text[at] is ':' or '-' or '?' or ','))
        {
            at++;
        }

        return at;
    }

    private void Broken(string message, int start, int end)
    {
        // What opens and never closes reaches to the end of the file; the place is where it opens.
        bool isOneLine = end > start && end <= _text.Length && _text.IndexOf('\n', start, end - start) < 0;
        _problems.IsTruncated = true;
        _problems.Add(Syntax, start, isOneLine ? end : start + 1, message);
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
                AcceptAlias(alias.Value.Value, start, end);
                return true;
            case DocumentStart:
                _anchors?.Clear();
                return true;
            case MappingStart map:
                return Open(map, isMap: true, map.Style == MappingStyle.Flow, start);
            case SequenceStart list:
                return Open(list, isMap: false, list.Style == SequenceStyle.Flow, start);
            case MappingEnd or SequenceEnd:
                _builder.Close(end);
                return true;
            default:
                return true;
        }
    }

    private void AcceptScalar(Scalar scalar, int start, int end)
    {
        if (_builder.AwaitsKey)
        {
            _builder.Name(scalar.Value, start, end);
            return;
        }

        OptionKind kind = scalar.Style == ScalarStyle.Plain ? PlainScalar.Resolve(scalar.Value) : OptionKind.String;
        YamlScalar node = new(start, _builder.Trim(start, end), kind == OptionKind.Null ? "" : scalar.Value, kind);
        _anchors?.Name(NameOf(scalar), node, size: 1);
        _builder.Add(node);
    }

    private void AcceptAlias(string name, int start, int end)
    {
        string shown = Quoting.Shorten(name);
        if (_anchors is null || _builder.AwaitsKey)
        {
            _problems.Add(Unreadable, start, end, $"The alias '*{shown}' is not supported: write the value out.");
        }
        else if (!_anchors.TryFind(name, out YamlNode node, out int size))
        {
            _problems.Add(
                Unreadable, start, end,
                $"There is no anchor '&{shown}' above this alias: name one that stands before it, or write the value out.");
        }
        else if (_builder.Size + size > Anchors.Largest)
        {
            _problems.Add(Unreadable, start, end, $"The aliases up to '*{shown}' stand for too many values: write them out.");
        }
        else
        {
            _builder.Add(node, size);
            return;
        }

        _builder.Add(new YamlRefused(start, end));
    }

    private static string NameOf(NodeEvent node) => node.Anchor.IsEmpty ? "" : node.Anchor.Value;

    private bool Open(NodeEvent node, bool isMap, bool isFlow, int start)
    {
        if (!node.Tag.IsEmpty)
        {
            RefuseTag(node, start, At(node.End));
        }

        if (_builder.AwaitsKey)
        {
            Broken("A key must be a word, here it is a list or a map: put quotes around it.", start, start + 1);
            return false;
        }

        if (_builder.Depth == MaxDepth)
        {
            _problems.IsTruncated = true;
            _problems.Add(
                Unreadable, start, start + 1, $"Lists and maps nest deeper than {MaxDepth}: close the brackets before.");
            return false;
        }

        _builder.Open(isMap, isFlow, start, NameOf(node));
        return true;
    }

    private void RefuseTag(NodeEvent node, int start, int end) =>
        _problems.Add(
            Unreadable, start, end,
            $"The tag '{Quoting.Shorten(node.Tag.Value)}' is not supported: leave it out; quotes make a text of a value.");

    private int At(Mark mark) => (int)mark.Index + _shift;
}
