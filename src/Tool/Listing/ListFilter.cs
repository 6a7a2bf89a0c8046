using ServicePing.Definitions.Problems;

namespace ServicePing.Tool.Listing;

/// <summary>Which definitions of a list are wanted; what is null lets all pass.</summary>
internal sealed record ListFilter
{
    internal string? Status { get; init; }

    internal string? TimeFrame { get; init; }

    internal string? DataSource { get; init; }

    internal string? DataCategory { get; init; }

    internal string? Owner { get; init; }

    internal string? Tier { get; init; }

    /// <summary>A part of the name or of the description, in letters of any case.</summary>
    internal string? Text { get; init; }

    /// <summary>Whether a definition is wanted.</summary>
    internal bool Takes(ListedDefinition one) =>
        Is(Status, one.Status) && Is(DataSource, one.DataSource) && Is(DataCategory, one.DataCategory) && Is(Owner, one.Owner)
        && (TimeFrame is null || one.TimeFrame?.Split(',').Contains(TimeFrame) == true)
        && (Tier is null || one.Tiers.Contains(Tier))
        && (Text is null || one.Name.Contains(Text, StringComparison.OrdinalIgnoreCase) || one.Description.Contains(Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What may have been meant where nothing is taken; empty where nobody can tell.</summary>
    internal string Hint(IReadOnlyCollection<ListedDefinition> all)
    {
        string owner = Owner is null ? "" : Unknown("owner", Owner, all.Select(one => one.Owner));
        string tier = Tier is null ? "" : Unknown("tier", Tier, all.SelectMany(one => one.Tiers));
        return owner + tier;
    }

    private static bool Is(string? wanted, string? word) => wanted is null || wanted == word;

    private static string Unknown(string what, string wanted, IEnumerable<string?> present)
    {
        string[] words = [.. present.OfType<string>().Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return words.Contains(wanted) ? "" : $" None has the {what} '{wanted}'.{Suggestion.For(wanted, words)}";
    }
}
