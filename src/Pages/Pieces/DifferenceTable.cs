using System.Globalization;

namespace ServicePing.Pages;

/// <summary>A difference as a table: what was, what is, and by how much a number has grown.</summary>
/// <param name="Difference">What differs.</param>
internal sealed record DifferenceTable(Difference Difference)
{
    internal required string Caption { get; init; }

    /// <summary>What the first value is called.</summary>
    internal required string Before { get; init; }

    /// <summary>What the second value is called.</summary>
    internal required string After { get; init; }

    /// <summary>Where a path leads; null for nowhere.</summary>
    internal Func<string, string?> LinkOf { get; init; } = static _ => null;

    internal void Write(HtmlWriter html) => new Table
    {
        Caption = Caption,
        Nothing = "Both are the same.",
        Columns = [new("Metric"), new(Before, IsNumber: true), new(After, IsNumber: true), new("Change", IsNumber: true)],
        Rows = Difference.Changes.Select(IReadOnlyList<Content> (change) =>
        [
            LinkOf(change.Path) is { } address ? Text.CodeLink(address, change.Path) : Text.Code(change.Path),
            Value(change.Before),
            Value(change.After),
            Kind(change),
        ]),
    }.Write(html);

    private static Content Value(string? value) => value is null ? Text.Quiet("–") : Text.Code(value);

    private static Content Kind(Change change) => change switch
    {
        { Before: null } => Text.Badge(Tone.Good, "new"),
        { After: null } => Text.Badge(Tone.Warning, "gone"),
        { Growth: { } growth } => Text.Of(growth.ToString("+#,0.##;−#,0.##;0", CultureInfo.InvariantCulture)),
        _ => Text.Badge(Tone.Neutral, "changed"),
    };
}
