using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The first page: how much there is, and the ways to it.</summary>
internal sealed class OverviewPage(SiteIndex index)
{
    // What people look for first.
    private const int Newest = 12;

    private readonly MetricsDictionary _dictionary = index.Dictionary;
    private readonly Links _links = new(index, new Place(""));

    internal SitePage Page() => new(_links.Place, $"Metrics of {_dictionary.Product}", Write)
    {
        Lead = "What this product counts, how each number is made, and what leaves an installation. Made from the definitions that the product is built from.",
        Current = "",
    };

    private void Write(HtmlWriter html)
    {
        MetricEntry[] present = [.. _dictionary.Metrics.Where(metric => !metric.IsRemoved)];
        int removed = _dictionary.Metrics.Count - present.Length;
        int events = _dictionary.Events.Count(one => !one.IsRemoved);
        SearchPart.WriteDoor(html, _links.Place);
        new Facts(
        [
            Card("Metrics", "metrics/", present.Length, Removed(removed)),
            Card("Events", "events/", events, Removed(_dictionary.Events.Count - events)),
            Card("Tables read", "tables/", _dictionary.Tables.Count, "column by column"),
            Card("Owners", "owners/", _dictionary.Owners.Count, "with what they own"),
        ])
        { AreCards = true }.Write(html);
        Content privacy = new Section("By privacy", Counts("Privacy", Place.OfPrivacy, present.Select(metric => metric.DataCategory)))
        {
            Lead = "Each category is switched off on its own.",
        }.Write;
        Content source = new Section("By source", Counts("Source", value => $"by/source/{Slug.Of(value)}/", present.Select(metric => metric.DataSource)))
        {
            Lead = "Where the numbers come from.",
        }.Write;
        html.Write($"""<div class="pair halves">{privacy}{source}</div>""");
        if (_dictionary.Releases.FirstOrDefault(release => release.IntroducedMetrics.Count > 0) is { } newest)
        {
            new Section($"New in {newest.Version}", _links.Metrics(newest.IntroducedMetrics.Take(Newest)))
            {
                Actions = Text.Link(_links.Place.To(Place.OfRelease(newest.Version)), $"All of {newest.Version}"),
            }.Write(html);
        }

        if (_dictionary.Expiries.Count > 0)
        {
            new Section("Coming expiries", ExpiriesPage.Table(_dictionary.Expiries.Take(5), _links))
            {
                Actions = Text.Link(_links.Place.To("expiries/"), "All expiries"),
            }.Write(html);
        }

        new Section("For machines", Machines) { Lead = "The same as files; each page has its own beside it, index.json." }.Write(html);
    }

    private static string Removed(int count) => count == 0 ? "none was removed" : $"and {Figures.Count(count)} that were removed";

    private Fact Card(string name, string folder, int count, string note) =>
        new(name, Text.Link(_links.Place.To(folder), Figures.Count(count))) { Note = note };

    private Content Counts(string facet, Func<string, string> folder, IEnumerable<string> values)
    {
        (string Value, int Count)[] counts = [.. values.CountBy(value => value).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value))];
        return new Table
        {
            Caption = $"Metrics by {facet.ToLowerInvariant()}",
            Nothing = "There are no metrics.",
            Columns = [new(facet), new("Metrics", IsNumber: true)],
            Rows = counts.Select(IReadOnlyList<Content> (one) => [Text.Link(_links.Place.To(folder(one.Value)), one.Value), Text.Of(Figures.Count(one.Count))]),
        }.Write;
    }

    private static void Machines(HtmlWriter html)
    {
        html.Write($"""<ul class="plain">{TwinFiles.Described.Select(File)}</ul>""");
    }

    private static Content File((string Name, string Says) file) => html =>
        html.Write($"""<li><a class="code" href="{file.Name:url}">{file.Name}</a> <span class="quiet">{file.Says}</span></li>""");
}
