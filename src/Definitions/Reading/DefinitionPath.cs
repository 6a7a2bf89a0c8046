using ServicePing.Definitions.Model;

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

        return null;
    }
}
