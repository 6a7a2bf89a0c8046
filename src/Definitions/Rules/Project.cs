using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>A project's definitions beside their files: what the rules that need more than one file look at.</summary>
internal sealed class Project
{
    private readonly Dictionary<SourceFile, DefinitionPlaces> _places = new(ReferenceComparer.Instance);
    private readonly HashSet<SourceFile> _unreadable = new(ReferenceComparer.Instance);
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(Rule Rule, string Path, SourceSpan Span)> _reported = [];

    public Project(IReadOnlyList<ReadFile> files)
    {
        foreach (ReadFile file in files.OrderBy(static file => file.File.RelativePath, StringComparer.Ordinal))
        {
            if (file.Problems.Any(static problem => problem.Rule is { Group: Shape, Level: RuleLevel.Error }))
            {
                _unreadable.Add(file.File);
            }

            Words = file.Meaning.Words ?? Words;
            bool isSound = file.Problems.All(static problem => problem.Rule.Level != RuleLevel.Error);
            Declare(Metrics, file, isSound, file.Meaning.Metrics);
            Declare(Events, file, isSound, file.Meaning.Events);
            Declare(Calculations, file, isSound, file.Meaning.Calculations);
            Declare(KnownEvents, file, isSound, file.Meaning.KnownEvents);
            Declare(Aggregates, file, isSound, file.Meaning.Aggregates);
            Declare(KeyOverrides, file, isSound, file.Meaning.KeyOverrides);
        }

        LiveMetrics = Metrics.FindAll(static metric => metric.Definition.Status != MetricStatus.Removed);
        TrackedEvents = Events.FindAll(static one => one.Definition is { InternalEvents: true, IsRemoved: false });
        foreach (Declared<MetricDefinition> metric in Metrics)
        {
            foreach (Metric expanded in TimeFrameExpansion.Expand(metric.Definition))
            {
                KeyPaths.Add(new DeclaredKeyPath(expanded.KeyPath, metric));
            }
        }

        KeyPaths.Sort(static (left, right) => KeyPathOrder.Instance.Compare(left.KeyPath, right.KeyPath));
    }

    /// <summary>Every metric definition, ordered by file.</summary>
    public List<Declared<MetricDefinition>> Metrics { get; } = [];

    /// <summary>The metrics that are not removed: what is a record of the past is not checked against the present.</summary>
    public List<Declared<MetricDefinition>> LiveMetrics { get; }

    /// <summary>Every event definition, ordered by file.</summary>
    public List<Declared<EventDefinition>> Events { get; } = [];

    /// <summary>The events that the program tracks, and that are not removed.</summary>
    public List<Declared<EventDefinition>> TrackedEvents { get; }

    /// <summary>Every shared calculation, ordered by file.</summary>
    public List<Declared<SharedCalculation>> Calculations { get; } = [];

    /// <summary>Every known event, ordered by file.</summary>
    public List<Declared<KnownEventDefinition>> KnownEvents { get; } = [];

    /// <summary>Every aggregate, ordered by file.</summary>
    public List<Declared<AggregateDefinition>> Aggregates { get; } = [];

    /// <summary>Every old key, ordered by file.</summary>
    public List<Declared<KeyOverride>> KeyOverrides { get; } = [];

    /// <summary>The product's own words.</summary>
    public ProductWords Words { get; } = GitLabWords.All;

    /// <summary>Every key path after time-frame expansion, in order.</summary>
    public List<DeclaredKeyPath> KeyPaths { get; } = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Two definitions in the order of their files, so that the later one is told of the earlier one.</summary>
    public static (Declared<MetricDefinition> Later, Declared<MetricDefinition> Earlier) InOrder(
        Declared<MetricDefinition> left, Declared<MetricDefinition> right)
    {
        int order = string.CompareOrdinal(left.File.RelativePath, right.File.RelativePath);
        return order > 0 || (order == 0 && left.Index >= right.Index) ? (left, right) : (right, left);
    }

    /// <summary>Whether every file could be read as a whole, so that what is not defined is really not there.</summary>
    public bool IsComplete => _unreadable.Count == 0;

    /// <summary>Whether a file could be read as a whole.</summary>
    public bool CanBeRead(SourceFile file) => !_unreadable.Contains(file);

    /// <summary>Reports something in a file that holds no definition.</summary>
    public void Report(Problem problem) => Add(problem);

    /// <summary>Reports something at a value of a definition, named by the keys and positions that lead to it.</summary>
    public void Report<T>(Rule rule, Declared<T> declared, string message, params object[] path) =>
        Add(new Problem(rule, declared.File.Path, Place(declared, path), message));

    /// <summary>Reports words of a text, by their offset and length in it; the whole text where those are not in the file so.</summary>
    public void ReportWords<T>(Rule rule, Declared<T> declared, string message, int offset, int length, object[] path) =>
        Add(new Problem(rule, declared.File.Path, PlacesOf(declared.File).Find(declared.Index, path, offset, length), message));

    /// <summary>Reports something that a second definition takes part in.</summary>
    public void Report<T>(Rule rule, Declared<T> declared, Declared<T> related, string message, params object[] path) =>
        Add(new Problem(
            rule, declared.File.Path, Place(declared, path), message,
            [new RelatedPlace(related.File.Path, Place(related, path))]));

    /// <summary>Reports something that places elsewhere take part in.</summary>
    public void Report<T>(
        Rule rule, Declared<T> declared, IEnumerable<RelatedPlace> related, string message, params object[] path) =>
        Add(new Problem(rule, declared.File.Path, Place(declared, path), message, related.ToEquatableArray()));

    /// <summary>Reports something that a place elsewhere takes part in.</summary>
    public void Report<T>(Rule rule, Declared<T> declared, RelatedPlace related, string message, params object[] path) =>
        Report(rule, declared, [related], message, path);

    private static void Declare<T>(List<Declared<T>> all, ReadFile file, bool isSound, EquatableArray<T> definitions)
    {
        for (int i = 0; i < definitions.Count; i++)
        {
            all.Add(new Declared<T>(file.File, i, isSound, definitions[i]));
        }
    }

    /// <summary>Definitions with several time frames break a rule once a frame; one message at a place is enough.</summary>
    private void Add(Problem problem)
    {
        if (_reported.Add((problem.Rule, problem.Path, problem.Span)))
        {
            _problems.Add(problem);
        }
    }

    private SourceSpan Place<T>(Declared<T> declared, object[] path) => PlacesOf(declared.File).Find(declared.Index, path);

    private DefinitionPlaces PlacesOf(SourceFile file)
    {
        if (!_places.TryGetValue(file, out DefinitionPlaces? places))
        {
            _places.Add(file, places = new DefinitionPlaces(file));
        }

        return places;
    }
}

/// <summary>A definition and its file.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">The position among the readable definitions of the file.</param>
/// <param name="IsSound">Whether the file alone has no error, so that what is absent is really not there.</param>
/// <param name="Definition">The definition.</param>
internal sealed record Declared<T>(SourceFile File, int Index, bool IsSound, T Definition);

/// <summary>A key path after time-frame expansion, and where it comes from.</summary>
internal readonly record struct DeclaredKeyPath(string KeyPath, Declared<MetricDefinition> Metric);

/// <summary>Tells files apart by identity: comparing whole texts would cost more than the rules.</summary>
internal sealed class ReferenceComparer : IEqualityComparer<SourceFile>
{
    public static ReferenceComparer Instance { get; } = new();

    public bool Equals(SourceFile? x, SourceFile? y) => ReferenceEquals(x, y);

    public int GetHashCode(SourceFile obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
}
