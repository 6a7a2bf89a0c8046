using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads one definition file. Never throws on bad text: what cannot be read becomes a problem with its place.</summary>
public static class DefinitionReader
{
    /// <summary>Reads a file by its place below the definitions root; null where it is no definition file.</summary>
    /// <param name="path">The path to show in problems.</param>
    /// <param name="relativePath">The path below the definitions root, with forward slashes.</param>
    /// <param name="text">Gives the text where it is needed.</param>
    /// <param name="words">The words of the product; GitLab's where null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ReadFile? ReadAt(
        string path, string relativePath, Func<string> text, ProductWords? words = null, CancellationToken cancellationToken = default)
    {
        if (DefinitionPath.KindOf(relativePath) is { } kind)
        {
            return Read(new SourceFile(path, relativePath, kind, text()), words, cancellationToken);
        }

        return DefinitionPath.Misplaced(path, relativePath) is { } problem
            ? new ReadFile(new SourceFile(path, relativePath, default, ""), new DefinitionFile(), [problem])
            : null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="words">The words of the product; GitLab's where null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ReadFile Read(SourceFile file, ProductWords? words = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileProblems problems = new(file, words ?? GitLabWords.All);
        DefinitionFile meaning = new();
        try
        {
            meaning = Read(file, problems);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add(
                InternalFailure, 0, 0,
                $"The reader failed ({exception.GetType().Name}: {exception.Message}): please report it with this file.");
        }

        return new ReadFile(file, meaning, problems.InOrder()) { HasSuppressions = problems.HasSuppressions };
    }

    /// <summary>The maps that are definitions, in the order of the text: a document each, or the elements of a list.</summary>
    internal static IReadOnlyList<YamlMap> Definitions(FileProblems problems)
    {
        List<YamlMap> maps = [];
        foreach (YamlNode document in YamlTree.Parse(problems))
        {
            foreach (YamlNode node in document is YamlList list ? list.Items : [document])
            {
                if (node is YamlMap map)
                {
                    maps.Add(Defaults.Complete(OlderForm.Modernise(map, problems), problems));
                }
                else if (node is not YamlRefused)
                {
                    problems.Add(WrongType, node, $"A definition is a map, here is {node.Describe()}: write 'key: value' lines.");
                }
            }
        }

        return maps;
    }

    private static DefinitionFile Read(SourceFile file, FileProblems problems)
    {
        IReadOnlyList<YamlMap> maps = Definitions(problems);
        if (maps.Count == 0 && problems.IsEmpty)
        {
            problems.Add(Unreadable, 0, 0, file.Kind == DefinitionKind.Vocabulary
                ? "The file declares no word: write some, or delete the file."
                : "The file holds no definition: write one, or delete the file.");
        }

        return file.Kind switch
        {
            DefinitionKind.Metric => new() { Metrics = All(maps, map => MetricReader.Read(map, problems, file.RelativePath)) },
            DefinitionKind.Event => new() { Events = All(maps, map => EventReader.Read(map, problems, file.RelativePath)) },
            DefinitionKind.Query => new() { Calculations = All(maps, map => CalculationReader.Read(map, problems, file.RelativePath)) },
            DefinitionKind.KnownEvent => new()
            {
                KnownEvents = All(maps, map => KnownEventReader.Read(map, problems, file.RelativePath)),
            },
            DefinitionKind.Vocabulary => new() { Words = VocabularyReader.Read(maps, problems) },
            DefinitionKind.Aggregate => new() { Aggregates = All(maps, map => AggregateReader.Read(map, problems, file.RelativePath)) },
            _ => new() { KeyOverrides = OverrideReader.Read(maps, problems, file.RelativePath) },
        };
    }

    private static EquatableArray<T> All<T>(IReadOnlyList<YamlMap> maps, Func<YamlMap, T?> read)
        where T : class
    {
        List<T> definitions = new(maps.Count);
        foreach (YamlMap map in maps)
        {
            if (read(map) is { } definition)
            {
                definitions.Add(definition);
            }
        }

        return definitions.ToEquatableArray();
    }
}

/// <summary>What was read from one file: its meaning, and what is wrong with it.</summary>
/// <param name="File">The file.</param>
/// <param name="Meaning">What the definitions say; readable parts of a broken file are in it.</param>
/// <param name="Problems">Everything that this file alone does wrong, in the order of the text.</param>
public sealed record ReadFile(SourceFile File, DefinitionFile Meaning, EquatableArray<Problem> Problems)
{
    /// <summary>Whether a definition is excused from rules, so that problems must be compared with that.</summary>
    public bool HasSuppressions { get; init; }
}
