using System.Text.Json;

namespace ServicePing.Tool.Importing;

/// <summary>A tree of GitLab's: where its definitions, events and words lie, and where they are to lie here.</summary>
/// <param name="tree">The root of the tree, or its <c>config</c>.</param>
internal sealed class GitLabTree(DirectoryInfo tree)
{
    /// <summary>The folders of each generation of the tree, and what they are here.</summary>
    private static readonly (string There, string Here)[] Folders =
    [
        ("config/metrics", "metrics"), ("metrics", "metrics"), ("ee/config/metrics", "metrics/ee"),
        ("config/events", "events"), ("events", "events"), ("ee/config/events", "events/ee"),
        ("lib/gitlab/usage_data_counters/known_events", "known_events"), ("known_events", "known_events"),
        ("ee/lib/gitlab/usage_data_counters/known_events", "known_events/ee"), ("ee/lib/ee/gitlab/usage_data_counters/known_events", "known_events/ee"),
        ("lib/gitlab/usage_data_counters/aggregated_metrics", "aggregates"), ("aggregates", "aggregates"),
        ("config/metrics/aggregates", "aggregates"), ("ee/config/metrics/aggregates", "aggregates/ee"),
    ];

    private static readonly string[] Instrumentations =
    [
        "lib/gitlab/usage/metrics/instrumentations", "ee/lib/gitlab/usage/metrics/instrumentations", "ee/lib/ee/gitlab/usage/metrics/instrumentations",
    ];

    private static readonly string[] Overrides = ["hll_redis_key_overrides.yml", "total_counter_redis_key_overrides.yml"];

    /// <summary>The files that can be taken as they are, in ordinal order of where they are to lie.</summary>
    internal IReadOnlyList<ImportedFile> Files =>
    [
        .. Folders.SelectMany(folder => In(folder.There, folder.Here)).Concat(OldKeys()).Concat(ValueSchemas()).Concat(Schema())
            .DistinctBy(file => file.RelativePath, StringComparer.Ordinal)
            .OrderBy(file => file.RelativePath, StringComparer.Ordinal),
    ];

    /// <summary>The groups that may own definitions; none where the tree does not say.</summary>
    internal IReadOnlyList<string> Owners => Find("config/metrics/schema/product_groups.json", "metrics/schema/product_groups.json") is { } file
        && JsonElement.Parse(File.ReadAllBytes(file)).TryGetProperty("enum", out JsonElement words)
        ? [.. words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]
        : [];

    /// <summary>The categories of features; none where the tree does not say.</summary>
    internal IReadOnlyList<string> Categories => Find("config/feature_categories.yml", "feature_categories.yml") is { } file
        ? [.. File.ReadLines(file).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim().Trim('"', '\'')).Where(word => word.Length > 0)]
        : [];

    /// <summary>The Ruby files of instrumentation classes, by the name of the class without its modules.</summary>
    internal IReadOnlyDictionary<string, string> Classes => Instrumentations
        .Select(folder => Path.Combine(tree.FullName, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.rb", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal)
        .GroupBy(file => string.Concat(Path.GetFileNameWithoutExtension(file).Split('_').Select(Capital)), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(files => files.Key, files => Path.GetRelativePath(tree.FullName, files.First()), StringComparer.OrdinalIgnoreCase);

    private IEnumerable<ImportedFile> In(string there, string here)
    {
        string folder = Path.Combine(tree.FullName, there);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (here is not ("metrics" or "metrics/ee") || !path.StartsWith("aggregates/", StringComparison.Ordinal))
            {
                yield return new ImportedFile(file, $"{here}/{path}");
            }
        }
    }

    private IEnumerable<ImportedFile> OldKeys() => Overrides
        .Select(name => (Name: name, File: Find($"lib/gitlab/usage_data_counters/{name}", $"overrides/{name}")))
        .Where(one => one.File is not null)
        .Select(one => new ImportedFile(one.File!, $"overrides/{one.Name}"));

    /// <summary>What definitions name in <c>value_json_schema</c>, by its path from the root of the tree.</summary>
    private IEnumerable<ImportedFile> ValueSchemas()
    {
        foreach ((string there, string here) in new[] { ("config", "config"), ("ee/config", "ee/config"), ("", "config") })
        {
            string folder = Path.Combine(tree.FullName, there, "metrics", "objects_schemas");
            if (Directory.Exists(folder))
            {
                foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
                {
                    yield return new ImportedFile(file, $"{here}/metrics/objects_schemas/{Path.GetFileName(file)}");
                }
            }
        }
    }

    private IEnumerable<ImportedFile> Schema() => Find("db/structure.sql") is { } file ? [new ImportedFile(file, "schema.sql")] : [];

    private string? Find(params string[] paths) => paths.Select(path => Path.Combine(tree.FullName, path)).FirstOrDefault(File.Exists);

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}

/// <summary>A file that is taken as it is.</summary>
/// <param name="Source">Where it lies.</param>
/// <param name="RelativePath">Where it is to lie, below the definitions root.</param>
internal sealed record ImportedFile(string Source, string RelativePath);
