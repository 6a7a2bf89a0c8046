using System.Globalization;
using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Which metrics are to go, and with which version.</summary>
internal static class ExpiriesPage
{
    internal static SitePage Of(SiteIndex index)
    {
        Links links = new(index, new Place("expiries/"));
        return new SitePage(links.Place, "Coming expiries", new Section("By version", Table(index.Dictionary.Expiries, links))
        {
            Actions = Text.Link(links.Place.ToFile(TwinFiles.Calendar), "Subscribe: expiries.ics"),
        }.Write)
        {
            Lead = "Metrics whose definition says after which version they are to be removed.",
            Current = "expiries/",
        };
    }

    internal static Content Table(IEnumerable<ExpiryEntry> expiries, Links links) => new Table
    {
        Caption = "Expiries",
        Nothing = "No metric expires.",
        Columns = [new("With"), new("Day"), new("Metrics")],
        Rows = expiries.Select(IReadOnlyList<Content> (one) =>
        [
            Text.Of(one.Version),
            one.Date is { } date ? Text.Of(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : Text.Quiet("not known"),
            links.Row("metric", one.Metrics),
        ]),
    }.Write;
}
