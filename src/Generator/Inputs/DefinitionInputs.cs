using Microsoft.CodeAnalysis.Diagnostics;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;

namespace ServicePing.Generators.Inputs;

/// <summary>Which additional files are definitions, and of what.</summary>
/// <param name="Root">The definitions root, a whole path that ends in a slash; empty where there is none.</param>
/// <param name="Linked">The files from elsewhere.</param>
internal sealed record DefinitionInputs(string Root, EquatableArray<LinkedFile> Linked)
{
    public static DefinitionInputs From(AnalyzerConfigOptions options)
    {
        string root = Normal(Unescaped(options, "ServicePingDefinitionsRoot")).TrimEnd('/');
        return new DefinitionInputs(
            root.Length == 0 ? "" : root + "/",
            ReadLinked(Unescaped(options, "ServicePingLinkedFiles")));
    }

    /// <summary>What a file holds and where it is below the root; null for a file that is no definition.</summary>
    public DefinitionPlace? Find(string path)
    {
        path = Normal(path);
        if (Root.Length > 0 && path.StartsWith(Root, StringComparison.OrdinalIgnoreCase))
        {
            string relative = path.Substring(Root.Length);
            if (DefinitionPath.KindOf(relative) is { } kind)
            {
                return new DefinitionPlace(relative, kind);
            }
        }

        foreach (LinkedFile file in Linked)
        {
            if (string.Equals(file.Path, path, StringComparison.OrdinalIgnoreCase))
            {
                return new DefinitionPlace(RelativeTo(Root, path), file.Kind);
            }
        }

        return null;
    }

    /// <summary>Whether a file may declare the product's own words, as far as its name tells; <see cref="Find"/> knows.</summary>
    public static bool MayBeVocabulary(string path) => path.EndsWith(DefinitionPath.Vocabulary, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file is the snapshot of the database's schema, <c>schema.sql</c> in the definitions root.</summary>
    public bool IsSchema(string path) => IsInRoot(path, DatabaseSchema.FileName);

    /// <summary>Whether a file is the lockfile, <c>servicepings.lock</c> in the definitions root.</summary>
    public bool IsLockfile(string path) => IsInRoot(path, Lockfile.FileName);

    private bool IsInRoot(string path, string name) =>
        Root.Length > 0 && string.Equals(Normal(path), Root + name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The targets escape paths, since a # or ; would cut the value on its way to the compiler.</summary>
    private static string Unescaped(AnalyzerConfigOptions options, string name) =>
        Uri.UnescapeDataString(GeneratorOptions.Property(options, name));

    /// <summary>Reads <c>metric=/a/b.yml|event=/c/d.yml</c>.</summary>
    private static EquatableArray<LinkedFile> ReadLinked(string property)
    {
        List<LinkedFile> files = [];
        foreach (string entry in property.Split('|'))
        {
            int equals = entry.IndexOf('=');
            if (equals > 0 && DefinitionPath.KindNamed(entry.Substring(0, equals).Trim()) is { } kind)
            {
                files.Add(new LinkedFile(kind, Normal(entry.Substring(equals + 1).Trim())));
            }
        }

        return files.ToEquatableArray();
    }

    /// <summary>The path as seen from the root, so that it is the same on every machine.</summary>
    private static string RelativeTo(string root, string path)
    {
        string[] from = root.TrimEnd('/').Split('/');
        string[] to = path.Split('/');
        int common = 0;
        while (common < from.Length && common < to.Length - 1 && from[common] == to[common])
        {
            common++;
        }

        return common == 0
            ? path
            : string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    /// <summary>Forward slashes and no <c>..</c>: the compiler is told <c>/app/../shared/a.yml</c>.</summary>
    private static string Normal(string path)
    {
        path = path.Replace('\\', '/');
        if (!path.Contains("/."))
        {
            return path;
        }

        List<string> segments = [];
        foreach (string segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 1)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return string.Join("/", segments);
    }
}

/// <summary>A definition file outside the definitions root.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Path">Its whole path, with forward slashes.</param>
internal sealed record LinkedFile(DefinitionKind Kind, string Path);

/// <summary>What a definition file holds, and where it is.</summary>
/// <param name="RelativePath">The path seen from the definitions root, with forward slashes.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record DefinitionPlace(string RelativePath, DefinitionKind Kind);
