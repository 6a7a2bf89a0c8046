using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Tool.Drafts;

/// <summary>A draft as a file of a project, and the problems that the project has with it and would not have without.</summary>
/// <param name="Path">Where it is to lie, as people find it from where they are.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Problems">The problems.</param>
internal sealed record DraftedFile(string Path, string Text, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether a build would take it.</summary>
    internal bool IsValid => Problems.All(problem => problem.Rule.Level != RuleLevel.Error);

    /// <summary>Looks at a draft among the definitions of its project.</summary>
    /// <exception cref="UsageException">Its file is there already.</exception>
    internal static DraftedFile Of(Draft draft, DirectoryInfo root, IReadOnlyList<ReadFile> files, CancellationToken cancellationToken)
    {
        string path = DefinitionFolder.PathOf(root, draft.File);
        if (File.Exists(path))
        {
            throw new UsageException($"'{path}' is there already: name another one with --file.");
        }

        string text = draft.ToYaml();
        ReadFile read = DefinitionReader.Read(
            new SourceFile(path, draft.File, draft.Kind, text), DefinitionFolder.WordsOf(root, cancellationToken), cancellationToken);
        Surroundings surroundings = DefinitionFolder.ReadSurroundings(root);
        HashSet<Problem> before = [.. DefinitionChecker.Check(files, surroundings)];
        return new DraftedFile(path, text, [.. DefinitionChecker.Check([.. files, read], surroundings).Where(problem => !before.Contains(problem))]);
    }

    /// <summary>Writes the file.</summary>
    internal void Write()
    {
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(Path, Text);
    }
}
