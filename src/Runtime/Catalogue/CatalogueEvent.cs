using System.Collections.Frozen;
using ServicePing.Runtime.Catalogue;

namespace ServicePing;

/// <summary>What the definition of an event says.</summary>
public sealed record CatalogueEvent
{
    /// <summary>The event's name.</summary>
    public required string Action { get; init; }

    /// <summary>The metric set that defines it, such as <c>Forge</c>.</summary>
    public required string Set { get; init; }

    /// <summary>What happened when the event is tracked; empty where the definition does not say it.</summary>
    public required string Description { get; init; }

    /// <summary>The group that owns the event; empty where the definition does not say it.</summary>
    public required string ProductGroup { get; init; }

    /// <summary>Whether the program may track it; others are records of an older kind, or removed.</summary>
    public required bool IsTracked { get; init; }

    /// <summary>Who and where, such as <c>user</c> and <c>project</c>.</summary>
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>The names of the further values that the event carries.</summary>
    public required IReadOnlyList<string> AdditionalProperties { get; init; }

    /// <summary>The only values of those further values that have a list of them, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether each occurrence is handed on by itself, where the program forwards events.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>Why and since when the event is to be tracked no more, though it is counted; null where it may be.</summary>
    public CatalogueDeprecation? Deprecation { get; init; }

    /// <summary>The definition's file, relative to the definitions root of its project, with forward slashes.</summary>
    public required string SourceFile { get; init; }

    internal static CatalogueEvent Of(CatalogueRow row, string set) => new()
    {
        Action = row.Text("action"),
        Set = set,
        Description = row.Text("description"),
        ProductGroup = row.Text("product_group"),
        IsTracked = row.Text("internal_events") == "true" && row.Text("status") != "removed",
        Identifiers = row.Texts("identifiers"),
        AdditionalProperties = [.. row.Find("additional_properties")?.Members.Select(member => member.Name) ?? []],
        Values = (row.Find("additional_properties")?.Members ?? [])
            .Select(property => (property.Name, List: property.Value.Members.FirstOrDefault(field => field.Name == "values").Value))
            .Where(property => property.List is not null)
            .ToFrozenDictionary(property => property.Name, property => property.List.Texts, StringComparer.Ordinal),
        IsForwarded = row.Text("forward") == "true",
        Deprecation = CatalogueDeprecation.Of(row),
        SourceFile = row.Text(CatalogueRow.FilePath),
    };
}
