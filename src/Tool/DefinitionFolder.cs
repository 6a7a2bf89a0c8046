using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;

namespace ServicePing.Tool;

/// <summary>A definitions root on disk.</summary>
internal static class DefinitionFolder
{
    // A solution has its projects in a folder of their own, and these a root each.
    private const int DeepestRoot = 4;

    /// <summary>Reads every definition file below a root, in ordinal order of the relative paths.</summary>
    /// <param name="root">The root.</param>
    /// <param name="mayBeEmpty">Whether it may have none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">There is none.</exception>
    internal static List<ReadFile> Read(DirectoryInfo root, bool mayBeEmpty, CancellationToken cancellationToken)
    {
        ProductWords words = WordsOf(root, cancellationToken);
        List<ReadFile> files = [];
        foreach (string path in Directory.EnumerateFiles(root.FullName, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relativePath = Path.GetRelativePath(root.FullName, path).Replace('\\', '/');
            string shownPath = Path.GetRelativePath(Environment.CurrentDirectory, path);
            if (DefinitionReader.ReadAt(shownPath, relativePath, () => File.ReadAllText(path), words, cancellationToken) is { } file)
            {
                files.Add(file);
            }
        }

        return mayBeEmpty || files.Exists(file => DefinitionPath.KindOf(file.File.RelativePath) is not null)
            ? files
            : throw new UsageException(
                $"'{root}' holds no definitions: name the folder above metrics/, events/ and queries/"
                + (Meant(root) is { } meant ? $", such as '{Path.GetRelativePath(Environment.CurrentDirectory, meant)}'." : ".")
                + (files.Count > 0 ? $" {files[0].Problems[0]}" : ""));
    }

    /// <summary>The definitions root that a folder above or below it leads to.</summary>
    private static string? Meant(DirectoryInfo folder)
    {
        for (DirectoryInfo? inner = folder; inner is not null; inner = inner.Parent)
        {
            if (IsOfDefinitions(inner))
            {
                return inner.Parent?.FullName;
            }
        }

        return folder
            .EnumerateDirectories("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestRoot })
            .Where(inner => IsOfDefinitions(inner) && inner.EnumerateFiles("*.yml", SearchOption.AllDirectories).Any())
            .Select(inner => inner.Parent!.FullName)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static bool IsOfDefinitions(DirectoryInfo folder) =>
        DefinitionPath.Folders.Any(known => known.Key == folder.Name);

    /// <summary>Reads a file outside of a root, given as <c>KIND=PATH</c>.</summary>
    internal static ReadFile ReadLinked(DirectoryInfo root, string file, CancellationToken cancellationToken)
    {
        int equals = file.IndexOf('=', StringComparison.Ordinal);
        string path = file[(equals + 1)..];
        DefinitionKind kind = DefinitionPath.KindNamed(file[..Math.Max(equals, 0)])
            ?? throw new UsageException($"'{file}' is no KIND=PATH: write metric=, query=, event=, known_event=, aggregate= or override=.");
        return DefinitionReader.Read(
            new SourceFile(
                Path.GetRelativePath(Environment.CurrentDirectory, path),
                Path.GetRelativePath(root.FullName, path).Replace('\\', '/'),
                kind, File.ReadAllText(path)),
            WordsOf(root, cancellationToken), cancellationToken);
    }

    /// <summary>The words of a root's product.</summary>
    internal static ProductWords WordsOf(DirectoryInfo root, CancellationToken cancellationToken) =>
        ReadText(root, DefinitionPath.Vocabulary) is { } text
            ? DefinitionReader.ReadAt("", DefinitionPath.Vocabulary, () => text, cancellationToken: cancellationToken)?.Meaning.Words ?? ProductWords.Unread
            : ProductWords.GitLab;

    /// <summary>What a root tells besides its definitions.</summary>
    internal static Surroundings ReadSurroundings(DirectoryInfo root) => new()
    {
        Schema = ReadText(root, SchemaReader.FileName) is { } sql ? SchemaReader.Read(sql, PathOf(root, SchemaReader.FileName)) : null,
        Lockfile = ReadLockfile(root),
        FindFile = path => FindNamed(root, path),
    };

    /// <summary>A file that a definition names by its path: from the root of the repository, else from that of the definitions.</summary>
    private static NamedFile FindNamed(DirectoryInfo root, string path)
    {
        DirectoryInfo? repository = root;
        while (repository is not null && !Path.Exists(Path.Combine(repository.FullName, ".git")))
        {
            repository = repository.Parent;
        }

        string[] roots = [.. new[] { repository?.FullName, root.FullName }.OfType<string>()];
        string? found = roots.Select(one => Path.Combine(one, path)).FirstOrDefault(File.Exists);
        return found is null
            ? new NamedFile(string.Join(" or ", roots.Select(one => $"'{Path.GetRelativePath(Environment.CurrentDirectory, one)}'").Distinct()), null)
            : new NamedFile(found, File.ReadAllText(found));
    }

    /// <summary>The lockfile of a root, or null where it has none.</summary>
    internal static ReadLockfile? ReadLockfile(DirectoryInfo root) => ReadText(root, Lockfile.FileName) is { } text
        ? LockfileReader.Read(PathOf(root, Lockfile.FileName), text)
        : null;

    private static string PathOf(DirectoryInfo root, string name) =>
        Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root.FullName, name));

    private static string? ReadText(DirectoryInfo root, string name)
    {
        string path = Path.Combine(root.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
