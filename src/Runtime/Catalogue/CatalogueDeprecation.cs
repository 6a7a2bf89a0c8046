using System.Globalization;
using ServicePing.Runtime.Catalogue;

namespace ServicePing;

/// <summary>Why and since when something is to be used no more, though it goes on as before.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Since">The day since which that holds.</param>
/// <param name="Until">The last day on which it may be relied on; null where none is set.</param>
public sealed record CatalogueDeprecation(string Reason, DateOnly Since, DateOnly? Until)
{
    internal static CatalogueDeprecation? Of(CatalogueRow row)
    {
        IReadOnlyList<(string Name, CatalogueValue Value)> fields = row.Find("deprecated")?.Members ?? [];
        string? Text(string name) => fields.FirstOrDefault(field => field.Name == name).Value?.TextOrNull;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : null;
        return Day("since") is { } since ? new CatalogueDeprecation(Text("reason") ?? "", since, Day("until")) : null;
    }
}
