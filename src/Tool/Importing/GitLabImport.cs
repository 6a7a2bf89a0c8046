using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Tool.Importing;

/// <summary>A tree of GitLab's as a definitions root: its files as they are, its words, and what is still to be written.</summary>
internal sealed record GitLabImport
{
    /// <summary>The files that are copied.</summary>
    internal required IReadOnlyList<ImportedFile> Files { get; init; }

    /// <summary>The text of <c>vocabulary.yml</c>; null where the tree declares no words.</summary>
    internal required string? Vocabulary { get; init; }

    /// <summary>The classes that nobody has written here.</summary>
    internal required IReadOnlyList<OpenClass> Classes { get; init; }

    /// <summary>What a build would say, the paths as they will be.</summary>
    internal required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>How many definitions of each kind there are.</summary>
    internal required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>Reads a tree.</summary>
    /// <param name="folder">Its root, or a folder that has <c>config/metrics</c> or <c>metrics</c>.</param>
    /// <param name="root">The definitions root that it is to become.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">It has no definitions.</exception>
    internal static GitLabImport Of(DirectoryInfo folder, DirectoryInfo root, CancellationToken cancellationToken)
    {
        DirectoryInfo above = folder.Name == "config" && folder.Parent is { } parent ? parent : folder;
        GitLabTree tree = new(above);
        IReadOnlyList<ImportedFile> files = tree.Files;
        if (!files.Any(file => DefinitionPath.KindOf(file.RelativePath) is not null))
        {
            throw new UsageException($"'{folder}' has neither config/metrics nor config/events, nor any other folder of GitLab's definitions: name the root of the tree.");
        }

        DefinitionFile[] meanings = [.. Read(files, null, root, cancellationToken).Select(file => file.Meaning)];
        string? vocabulary = ImportedVocabulary.Write(tree.Owners, tree.Categories, meanings);
        List<ReadFile> read = Read(files, vocabulary, root, cancellationToken);
        return new GitLabImport
        {
            Files = files,
            Vocabulary = vocabulary,
            Classes = OpenClass.Of(read.Select(file => file.Meaning), tree.Classes),
            Problems = DefinitionChecker.Check(read, new Surroundings { FindFile = path => Named(path, files), Schema = SchemaOf(files, root) }),
            Counts = new Dictionary<string, int>
            {
                ["metrics"] = meanings.Sum(file => file.Metrics.Count),
                ["events"] = meanings.Sum(file => file.Events.Count),
                ["known_events"] = meanings.Sum(file => file.KnownEvents.Count),
                ["aggregates"] = meanings.Sum(file => file.Aggregates.Count),
                ["old_keys"] = meanings.Sum(file => file.KeyOverrides.Count),
            },
        };
    }

    /// <summary>Writes the definitions root; what is there and the same stays as it is.</summary>
    /// <param name="root">The folder, which is made where it is not there.</param>
    /// <returns>How many files were written.</returns>
    /// <exception cref="UsageException">A file is there that says something else; nothing is written.</exception>
    internal int Write(DirectoryInfo root)
    {
        List<(string Path, byte[] Bytes)> all = [.. Files.Select(file => (file.RelativePath, File.ReadAllBytes(file.Source)))];
        if (Vocabulary is not null)
        {
            all.Add((ProductWords.FileName, System.Text.Encoding.UTF8.GetBytes(Vocabulary)));
        }

        all = [.. all.Select(file => (Path.Combine(root.FullName, file.Path), file.Bytes))];
        foreach ((string path, byte[] bytes) in all)
        {
            if (File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            {
                throw new UsageException(
                    $"'{Path.GetRelativePath(Environment.CurrentDirectory, path)}' is there and says something else: name another folder with --into, or move it away. Nothing is written.");
            }
        }

        List<(string Path, byte[] Bytes)> missing = all.FindAll(file => !File.Exists(file.Path));
        foreach ((string path, byte[] bytes) in missing)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        return missing.Count;
    }

    private static List<ReadFile> Read(IReadOnlyList<ImportedFile> files, string? vocabulary, DirectoryInfo root, CancellationToken cancellationToken)
    {
        List<ReadFile> read = [];
        ProductWords? words = null;
        if (vocabulary is not null
            && DefinitionReader.ReadAt(DefinitionFolder.PathOf(root, ProductWords.FileName), ProductWords.FileName, () => vocabulary, cancellationToken: cancellationToken) is { } own)
        {
            read.Add(own);
            words = own.Meaning.Words;
        }

        foreach (ImportedFile file in files)
        {
            if (DefinitionReader.ReadAt(
                DefinitionFolder.PathOf(root, file.RelativePath), file.RelativePath, () => File.ReadAllText(file.Source), words, cancellationToken) is { } one)
            {
                read.Add(one);
            }
        }

        return read;
    }

    private static DatabaseSchema? SchemaOf(IReadOnlyList<ImportedFile> files, DirectoryInfo root) =>
        files.FirstOrDefault(file => file.RelativePath == DatabaseSchema.FileName) is { } file
            ? SchemaReader.Read(File.ReadAllText(file.Source), DefinitionFolder.PathOf(root, DatabaseSchema.FileName))
            : null;

    private static NamedFile Named(string path, IReadOnlyList<ImportedFile> files) => files.FirstOrDefault(file => file.RelativePath == path) is { } found
        ? new NamedFile(found.Source, File.ReadAllText(found.Source))
        : new NamedFile("the tree", null);
}
