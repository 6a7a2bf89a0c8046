namespace ServicePing.Runtime.Catalogue;

/// <summary>A value of an embedded catalogue: a scalar as written, a list or a map.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A scalar's text.</param>
/// <param name="Members">The entries of a map; the elements of a list, without names.</param>
internal sealed record CatalogueValue(
    CatalogueValueKind Kind, string Text, IReadOnlyList<(string Name, CatalogueValue Value)> Members)
{
    /// <summary>The text; null for an empty value.</summary>
    internal string? TextOrNull => Kind == CatalogueValueKind.Null ? null : Text;

    /// <summary>The texts of a list, or the one text.</summary>
    internal IReadOnlyList<string> Texts =>
        Kind == CatalogueValueKind.List ? [.. Members.Select(member => member.Value.Text)] : [Text];
}

/// <summary>What a <see cref="CatalogueValue"/> is.</summary>
internal enum CatalogueValueKind
{
    String,
    Number,
    Boolean,
    Null,
    List,
    Map,
}
