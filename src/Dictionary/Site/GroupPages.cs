using System.Globalization;
using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>What metrics and events have in common, each with its list: owners, categories, privacy, tables, releases, sets.</summary>
internal sealed class GroupPages(SiteIndex index)
{
    private readonly MetricsDictionary _dictionary = index.Dictionary;

    internal IEnumerable<SitePage> All() =>
    [
        .. Owners(), .. Categories(), .. Privacy(), .. Tables(), .. Releases(), .. Sets(),
    ];

    private IEnumerable<SitePage> Owners()
    {
        ILookup<string, MetricEntry> metrics = _dictionary.Metrics.ToLookup(metric => metric.Owner, StringComparer.Ordinal);
        ILookup<string, EventEntry> events = _dictionary.Events.ToLookup(one => one.Owner, StringComparer.Ordinal);
        yield return List("owners/", "Owners", "Who answers for what.", ["Metrics", "Events", "Contact"], _dictionary.Owners.Select(owner =>
            (owner.Name, Place.OfOwner(owner.Name), (IReadOnlyList<Content>)
            [
                Present(metrics[owner.Name]), Text.Of(Figures.Count(events[owner.Name].Count(one => !one.IsRemoved))), Text.Of(owner.Contact ?? ""),
            ])));
        foreach (OwnerEntry owner in _dictionary.Owners)
        {
            Links links = new(index, new Place(Place.OfOwner(owner.Name)));
            yield return new SitePage(links.Place, owner.Name, html =>
            {
                ListPages.Grouped(links, [.. metrics[owner.Name]]).Invoke(html);
                EventsOf(html, links, events[owner.Name]);
            })
            {
                Lead = owner.Contact is { } contact ? $"Owner. Reached at {contact}" : "Owner.",
                Current = "owners/",
            };
        }
    }

    private IEnumerable<SitePage> Categories()
    {
        ILookup<string, MetricEntry> metrics = _dictionary.Metrics.SelectMany(metric => metric.Categories.Select(name => (name, metric)))
            .ToLookup(one => one.name, one => one.metric, StringComparer.Ordinal);
        ILookup<string, EventEntry> events = _dictionary.Events.SelectMany(one => one.Categories.Select(name => (name, one)))
            .ToLookup(one => one.name, one => one.one, StringComparer.Ordinal);
        yield return List("categories/", "Product categories", "What of the product metrics and events tell of.", ["Metrics", "Events"], index.Categories.Select(name =>
            (name, Place.OfCategory(name), (IReadOnlyList<Content>)[Present(metrics[name]), Text.Of(Figures.Count(events[name].Count(one => !one.IsRemoved)))])));
        foreach (string name in index.Categories)
        {
            Links links = new(index, new Place(Place.OfCategory(name)));
            yield return new SitePage(links.Place, name, html =>
            {
                ListPages.Grouped(links, [.. metrics[name]]).Invoke(html);
                EventsOf(html, links, events[name]);
            })
            {
                Lead = "Product category.",
                Current = "categories/",
            };
        }
    }

    private IEnumerable<SitePage> Privacy()
    {
        IGrouping<string, MetricEntry>[] groups =
            [.. _dictionary.Metrics.GroupBy(metric => metric.DataCategory).OrderBy(group => group.Key, StringComparer.Ordinal)];
        yield return List("privacy/", "Privacy", "What leaves, by how private it is, and what switches it off.", ["Metrics", "Switched off by", "What is in it"], groups.Select(group =>
            (group.Key, Place.OfPrivacy(group.Key), (IReadOnlyList<Content>)
            [
                Present(group), Text.Code(group.First().Privacy.Setting), Text.Of(group.First().Privacy.Contents),
            ])));
        foreach (IGrouping<string, MetricEntry> group in groups)
        {
            Links links = new(index, new Place(Place.OfPrivacy(group.Key)));
            yield return new SitePage(links.Place, $"Privacy: {group.Key}", html =>
            {
                new Section("Switching it off", inner => inner.Write(
                    $"<p>An administrator sets {Text.Code(group.First().Privacy.Setting)} to false. What is not permitted is not computed.</p>")).Write(html);
                ListPages.Grouped(links, [.. group]).Invoke(html);
            })
            {
                Lead = group.First().Privacy.Contents,
                Current = "privacy/",
            };
        }
    }

    private IEnumerable<SitePage> Tables()
    {
        yield return List("tables/", "Tables", "Which metrics break if a table or a column goes.", ["Metrics", "Columns that are named"], _dictionary.Tables.Select(table =>
            (table.Name, Place.OfTable(table.Name), (IReadOnlyList<Content>)
            [
                Text.Of(Figures.Count(table.Metrics.Count)), Text.Of(Figures.Count(table.Columns.Count(column => column.Uses.Count > 0))),
            ])));
        foreach (TableEntry table in _dictionary.Tables)
        {
            Links links = new(index, new Place(Place.OfTable(table.Name)));
            yield return new SitePage(links.Place, table.Name, new TablePage(table, links).Write)
            {
                Lead = "What is counted over this table, column by column.",
                Current = "tables/",
                Twin = () => Twins.Of(table),
            };
        }
    }

    private IEnumerable<SitePage> Releases()
    {
        yield return List("releases/", "Releases", "What came and went.", ["Day", "Metrics that came", "That went", "Events that came"], _dictionary.Releases.Select(release =>
            (release.Version, Place.OfRelease(release.Version), (IReadOnlyList<Content>)
            [
                Text.Of(Day(release.Date)), Text.Of(Figures.Count(release.IntroducedMetrics.Count)), Text.Of(Figures.Count(release.RemovedMetrics.Count)),
                Text.Of(Figures.Count(release.IntroducedEvents.Count)),
            ])));
        foreach (ReleaseEntry release in _dictionary.Releases)
        {
            Links links = new(index, new Place(Place.OfRelease(release.Version)));
            yield return new SitePage(links.Place, $"Release {release.Version}", new ReleasePage(release, links).Write)
            {
                Lead = release.Date is null ? null : $"Released on {Day(release.Date)}.",
                Current = "releases/",
                Twin = () => Twins.Of(release),
            };
        }
    }

    private IEnumerable<SitePage> Sets()
    {
        if (_dictionary.KnownEvents.Count > 0)
        {
            yield return List("known-events/", "Known events", "Events whose unique counts are kept by their own name.", ["Category", "Counted by"], _dictionary.KnownEvents.Select(known =>
                (known.Name, Place.OfKnownEvent(known.Name), (IReadOnlyList<Content>)[Text.Of(known.Category ?? ""), Text.Of(known.Aggregation == "daily" ? "day" : "week")])));
        }

        foreach (KnownEventEntry known in _dictionary.KnownEvents)
        {
            Links links = new(index, new Place(Place.OfKnownEvent(known.Name)));
            yield return new SitePage(links.Place, known.Name, SetPages.KnownEvent(known, links)) { Current = "known-events/", Twin = () => Twins.Of(known) };
        }

        if (_dictionary.Aggregates.Count > 0)
        {
            yield return List("aggregates/", "Aggregates", "Sets of identifiers that are counted together.", ["Takes", "From"], _dictionary.Aggregates.Select(aggregate =>
                (aggregate.Name, Place.OfAggregate(aggregate.Name), (IReadOnlyList<Content>)[Text.Of(aggregate.Operator == "AND" ? "all" : "any"), Text.Of(aggregate.Source)])));
        }

        foreach (AggregateEntry aggregate in _dictionary.Aggregates)
        {
            Links links = new(index, new Place(Place.OfAggregate(aggregate.Name)));
            yield return new SitePage(links.Place, aggregate.Name, SetPages.Aggregate(aggregate, links)) { Current = "aggregates/", Twin = () => Twins.Of(aggregate) };
        }
    }

    private static SitePage List(
        string folder, string title, string lead, IReadOnlyList<string> columns,
        IEnumerable<(string Name, string Folder, IReadOnlyList<Content> Cells)> rows)
    {
        Place place = new(folder);
        return new SitePage(place, title, new Section(title, new Table
        {
            Caption = title,
            Nothing = "None.",
            Columns = [new("Name"), .. columns.Select(column => new Column(column))],
            Rows = rows.Select(IReadOnlyList<Content> (row) => [Text.Link(place.To(row.Folder), row.Name), .. row.Cells]),
        }.Write).Write)
        {
            Lead = lead,
            Current = folder,
        };
    }

    private static Content Present(IEnumerable<MetricEntry> metrics) => Text.Of(Figures.Count(metrics.Count(metric => !metric.IsRemoved)));

    private static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static void EventsOf(HtmlWriter html, Links links, IEnumerable<EventEntry> events)
    {
        EventEntry[] found = [.. events];
        if (found.Length > 0)
        {
            new Section(Figures.Count(found.Length, "event", "events"), links.Events(found)).Write(html);
        }
    }
}
