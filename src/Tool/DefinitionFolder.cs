using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Tool;

/// <summary>A definitions root on disk.</summary>
internal static class DefinitionFolder
{
    // A solution has its projects in a folder of their own, and these a root each.
    private const int DeepestRoot = 5;

    private static readonly EnumerationOptions Reachable = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

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
                + (Roots(root) is [var meant, ..] ? $", such as '{Shown(meant)}'." : ".")
                + (files.Count > 0 ? $" {files[0].Problems[0]}" : ""));
    }

    /// <summary>The definitions root that a folder lies in, or leads to.</summary>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    internal static DirectoryInfo Around(DirectoryInfo folder) => Roots(folder) switch
    {
        [var only] => new DirectoryInfo(Shown(only)),
        [] => throw new UsageException("There are no definitions here: name the folder above metrics/, events/ and queries/ as DIR."),
        var several => throw new UsageException($"There are several definitions roots here: name one of {string.Join(", ", several.Select(Shown))} as DIR."),
    };

    /// <summary>The files of a project, those that libraries carry included.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    internal static DefinitionFile[] FilesOf(DirectoryInfo root, FileInfo[] assemblies, CancellationToken cancellationToken) =>
    [
        .. Read(root, assemblies.Length > 0, cancellationToken).Select(file => file.Meaning),
        .. assemblies.SelectMany(AssemblyCatalogue.Read),
    ];

    /// <summary>The definitions root that a folder lies in; else those below it, of the least depth.</summary>
    private static string[] Roots(DirectoryInfo folder)
    {
        for (DirectoryInfo? inner = folder; inner is not null; inner = inner.Parent)
        {
            if (IsOfDefinitions(inner) && inner.Parent is { } root)
            {
                return [root.FullName];
            }
        }

        List<DirectoryInfo> level = [folder];
        for (int depth = 0; depth < DeepestRoot && level.Count > 0; depth++)
        {
            string[] found = [.. level.Where(IsRoot).Select(root => root.FullName).Order(StringComparer.Ordinal)];
            if (found.Length > 0)
            {
                return found;
            }

            level = [.. level.SelectMany(FoldersIn).Where(inner => !IsOutput(inner))];
        }

        return [];
    }

    /// <summary>Whether a folder is there and has definitions in the folders below it.</summary>
    internal static bool IsRoot(DirectoryInfo root) => FoldersIn(root)
        .Any(inner => IsOfDefinitions(inner) && inner.EnumerateFiles("*.yml", SearchOption.AllDirectories).Any());

    /// <summary>The folders in a folder; none where it is not there, or not any more.</summary>
    private static DirectoryInfo[] FoldersIn(DirectoryInfo outer)
    {
        try
        {
            return outer.GetDirectories("*", Reachable);
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether a folder is what tools write, and nobody keeps definitions in.</summary>
    private static bool IsOutput(DirectoryInfo folder) => folder.Name is "bin" or "obj" or "artifacts" or "node_modules";

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
            : GitLabWords.All;

    /// <summary>What a root tells besides its definitions.</summary>
    internal static Surroundings ReadSurroundings(DirectoryInfo root) => new()
    {
        Schema = ReadText(root, DatabaseSchema.FileName) is { } sql ? SchemaReader.Read(sql, PathOf(root, DatabaseSchema.FileName)) : null,
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

    /// <summary>A file of a root as people find it from where they are.</summary>
    internal static string PathOf(DirectoryInfo root, string name) => Shown(Path.Combine(root.FullName, name));

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);

    private static string? ReadText(DirectoryInfo root, string name)
    {
        string path = Path.Combine(root.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
