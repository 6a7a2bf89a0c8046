using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Yaml;

/// <summary>Gathers what one file does wrong, and knows by which words.</summary>
internal sealed class FileProblems(SourceFile file, ProductWords words)
{
    private readonly List<Problem> _problems = [];
    private LineMap? _lines;

    public string Text => file.Text;

    public DefinitionKind Kind => file.Kind;

    public string RelativePath => file.RelativePath;

    /// <summary>The words of the product.</summary>
    public ProductWords Words { get; set; } = words;

    public int Count => _problems.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>Whether the text broke off, so that what seems to be missing may only be unread.</summary>
    public bool IsTruncated { get; set; }

    /// <summary>Whether a definition is excused from rules.</summary>
    public bool HasSuppressions { get; set; }

    /// <summary>Gathers what a second look at the same text finds, which the first has reported.</summary>
    public FileProblems Aside() => new(file, Words);

    public void Add(Rule rule, YamlNode node, string message) => Add(rule, node.Start, node.End, message);

    public void Add(Rule rule, int start, int end, string message) =>
        _problems.Add(new Problem(rule, file.Path, Span(start, end), message));

    public void Add(Rule rule, int start, int end, string message, int relatedStart, int relatedEnd) =>
        _problems.Add(new Problem(
            rule, file.Path, Span(start, end), message, [new RelatedPlace(file.Path, Span(relatedStart, relatedEnd))]));

    /// <summary>All problems in the order of the text, each once: what an alias repeats is wrong in one place.</summary>
    public EquatableArray<Problem> InOrder() =>
        _problems.Count == 0 ? [] : _problems.Distinct().OrderBy(static problem => problem.Span.Start).ToEquatableArray();

    private SourceSpan Span(int start, int end) => (_lines ??= new LineMap(file.Text)).Span(start, end);
}
