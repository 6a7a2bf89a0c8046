using System.Globalization;
using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Which metrics are to go, and with which version.</summary>
internal static class ExpiriesPage
{
    internal static SitePage Of(SiteIndex index)
    {
        Links links = new(index, new Place("expiries/"));
        Section byVersion = new("By version", Table(index.Dictionary.Expiries, links))
        {
            Actions = Text.Link(links.Place.ToFile(TwinFiles.Calendar), "Subscribe: expiries.ics"),
        };
        Section byDay = new("Deprecated, by the last day to rely on them", LastDays(index.Dictionary.LastDays, links));
        return new SitePage(links.Place, "Coming expiries", html =>
        {
            byVersion.Write(html);
            byDay.Write(html);
        })
        {
            Lead = "What is to be removed after a version, and what is deprecated with a last day.",
            Current = "expiries/",
        };
    }

    private static Content LastDays(IEnumerable<LastDayEntry> days, Links links) => new Table
    {
        Caption = "Last days",
        Nothing = "Nothing that is deprecated has a last day.",
        Columns = [new("Day"), new("Metrics"), new("Events")],
        Rows = days.Select(IReadOnlyList<Content> (one) => [Text.Of(one.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), links.Row("metric", one.Metrics), links.Row("event", one.Events)]),
    }.Write;

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
