using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Reading;

/// <summary>Tells from a file's place below the definitions root what it holds; its content never decides.</summary>
public static class DefinitionPath
{
    /// <summary>The folders below the definitions root, and what their <c>.yml</c> files hold.</summary>
    public static IReadOnlyList<KeyValuePair<string, DefinitionKind>> Folders { get; } =
    [
        new("metrics", DefinitionKind.Metric),
        new("queries", DefinitionKind.Query),
        new("events", DefinitionKind.Event),
        new("known_events", DefinitionKind.KnownEvent),
        new("aggregates", DefinitionKind.Aggregate),
        new("overrides", DefinitionKind.Override),
    ];

    /// <summary>The file of the product's own words, in the definitions root.</summary>
    public const string Vocabulary = ProductWords.FileName;

    /// <summary>What a file from elsewhere holds, by the word that its project says: <c>metric</c>, <c>known_event</c>; null for another.</summary>
    public static DefinitionKind? KindNamed(string word) => word switch
    {
        "metric" => DefinitionKind.Metric,
        "query" => DefinitionKind.Query,
        "event" => DefinitionKind.Event,
        "known_event" => DefinitionKind.KnownEvent,
        "aggregate" => DefinitionKind.Aggregate,
        "override" => DefinitionKind.Override,
        _ => null,
    };

    /// <summary>What a file holds, or null where it is no definition file.</summary>
    /// <param name="relativePath">The path below the definitions root, with forward slashes.</param>
    public static DefinitionKind? KindOf(string relativePath)
    {
        if (!relativePath.EndsWith(".yml", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (KeyValuePair<string, DefinitionKind> folder in Folders)
        {
            if (relativePath.Length > folder.Key.Length
                && relativePath[folder.Key.Length] == '/'
                && relativePath.StartsWith(folder.Key, StringComparison.Ordinal))
            {
                return folder.Value;
            }
        }

        return relativePath == Vocabulary ? DefinitionKind.Vocabulary : null;
    }

    /// <summary>What is wrong with the place of a YAML file below the root that nobody will read; null for any other file.</summary>
    /// <param name="path">The path to show in the problem.</param>
    /// <param name="relativePath">The path below the definitions root, with forward slashes.</param>
    public static Problem? Misplaced(string path, string relativePath)
    {
        bool isYaml = relativePath.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
        if ((!isYaml && !relativePath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) || KindOf(relativePath) is not null)
        {
            return null;
        }

        string renamed = relativePath.Substring(0, relativePath.LastIndexOf('.')) + ".yml";
        return new Problem(
            Problems.Rules.Misplaced, path, default,
            KindOf(renamed) is not null
                ? $"The file is not read, since its name does not end in '.yml': rename it to {Quoting.Shorten(renamed)}."
                : "The file is not read, since it lies in none of the folders of definitions: move it to "
                + $"{string.Join(", ", Folders.Select(static folder => folder.Key + "/"))}, or out of the definitions root.");
    }
}
