using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;
using ServicePing.Dictionary;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Drafts;

/// <summary>What the definitions and the schema of a project propose for another definition.</summary>
/// <param name="files">The definitions.</param>
/// <param name="words">The words of the product.</param>
/// <param name="schema">The database; null where nobody describes it.</param>
internal sealed class Proposals(IReadOnlyList<DefinitionFile> files, ProductWords words, DatabaseSchema? schema)
{
    private readonly DefinitionCatalogue _catalogue = CatalogueBuilder.Build(files);
    private readonly MetricDefinition[] _metrics = [.. files.SelectMany(file => file.Metrics).Where(metric => metric.Status != Model.MetricStatus.Removed)];

    internal ProductWords Words => words;

    /// <summary>The tables and views that a query may walk, as <c>from</c> names them.</summary>
    internal IReadOnlyList<string> Tables { get; } = schema is not { } described ? [] :
    [
        .. described.Tables.Where(table => table.PartitionOf is null)
            .Select(table => described.SearchPath.Contains(table.Name.Schema) ? table.Name.Name : table.Name.ToString()),
    ];

    /// <summary>The events that the program may track.</summary>
    internal IReadOnlyList<EventDefinition> Events => _catalogue.Events;

    internal IReadOnlyList<string> KnownEvents => [.. _catalogue.KnownEvents.Select(known => known.Name)];

    /// <summary>The columns of a table; none where nobody knows.</summary>
    internal IReadOnlyList<Column> ColumnsOf(string table) => schema is null ? [] : Find(table, schema)?.Columns ?? [];

    /// <summary>Whether a key path is taken, with any suffix of a period.</summary>
    internal bool IsTaken(string keyPath) => _metrics.Any(metric => metric.KeyPath == keyPath) || _catalogue.Metrics.Any(metric => metric.KeyPath == keyPath);

    /// <summary>The key paths of the metrics, as their definitions have them.</summary>
    internal IEnumerable<string> KeyPaths => _metrics.Select(metric => metric.KeyPath);

    /// <summary>The periods of a metric, by the key path of its definition; none where there is no such metric.</summary>
    internal IReadOnlyList<string> FramesOf(string keyPath) =>
        [.. _metrics.Where(metric => metric.KeyPath == keyPath).SelectMany(metric => metric.TimeFrames).Select(Definitions.Dictionary.DefinitionWords.Of)];

    /// <summary>Whether an event is defined.</summary>
    internal bool IsEvent(string action) => files.Any(file => file.Events.Any(one => one.Action == action));

    /// <summary>The owner of most definitions.</summary>
    internal string? Owner => MostUsed(_metrics.Select(metric => metric.ProductGroup).Where(owner => owner.Length > 0));

    /// <summary>The version that the last definitions came with.</summary>
    internal string? Milestone => _metrics.Select(metric => metric.Milestone)
        .Concat(files.SelectMany(file => file.Events).Select(one => one.Milestone ?? ""))
        .Where(version => version.Length > 0 && !version.StartsWith('<'))
        .Max(VersionOrder.Instance);

    /// <summary>The tiers of most definitions; all of the vocabulary where there are none.</summary>
    internal string? Tiers => MostUsed(_metrics.Select(metric => string.Join(", ", metric.Tiers)).Where(tiers => tiers.Length > 0))
        ?? (words.Tiers.IsEmpty ? null : string.Join(", ", words.Tiers));

    /// <summary>The identifiers of most events.</summary>
    internal string? Identifiers => MostUsed(_catalogue.Events.Select(one => string.Join(", ", one.Identifiers)).Where(names => names.Length > 0));

    /// <summary>The source of most metrics.</summary>
    internal string Source => MostUsed(_metrics.Select(metric => Definitions.Dictionary.DefinitionWords.Of(metric.DataSource))) ?? "database";

    /// <summary>What the vocabulary says for a key of definitions at a place, so that they need not; null for nothing.</summary>
    internal DefaultValue? Default(string key, string relativePath) => Defaults.Of(key, words, relativePath);

    /// <summary>The folder in which most definitions of an owner lie, with a slash at its end.</summary>
    internal string FolderOf(string kind, string owner) => MostUsed(
        (kind == "events" ? files.SelectMany(file => file.Events).Where(one => one.ProductGroup == owner).Select(one => one.SourceFile)
            : _metrics.Where(metric => metric.ProductGroup == owner).Select(metric => metric.SourceFile))
        .Where(file => file.StartsWith(kind + "/", StringComparison.Ordinal))
        .Select(file => file[..(file.LastIndexOf('/') + 1)])) ?? kind + "/";

    private static Table? Find(string table, DatabaseSchema schema)
    {
        int dot = table.IndexOf('.', StringComparison.Ordinal);
        return new SchemaLookup(schema).FindTable(dot < 0 ? null : table[..dot], table[(dot + 1)..]);
    }

    /// <summary>The most frequent, of equals the first in ordinal order; null of none.</summary>
    private static string? MostUsed(IEnumerable<string> all) => all
        .CountBy(one => one, StringComparer.Ordinal)
        .OrderByDescending(counted => counted.Value).ThenBy(counted => counted.Key, StringComparer.Ordinal)
        .Select(counted => counted.Key)
        .FirstOrDefault();
}
