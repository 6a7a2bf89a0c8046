using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The pages that are lists, all of which need no script.</summary>
internal sealed class ListPages(SiteIndex index)
{
    private readonly MetricsDictionary _dictionary = index.Dictionary;

    internal IEnumerable<SitePage> All()
    {
        yield return Metrics();
        yield return Removed();
        yield return Events();
        foreach (Facet facet in Facet.Listed)
        {
            foreach (SitePage page in Of(facet))
            {
                yield return page;
            }
        }
    }

    /// <summary>The list that the search narrows; without a script it is all there, section by section.</summary>
    private SitePage Metrics()
    {
        Links links = new(index, new Place("metrics/"));
        MetricEntry[] present = [.. _dictionary.Metrics.Where(metric => !metric.IsRemoved)];
        int removed = _dictionary.Metrics.Count - present.Length;
        return new SitePage(links.Place, "Metrics and events", html =>
        {
            SearchPart.Write(html, links.Place);
            html.Write($"""<div data-list>""");
            Hidden(html, links, removed);
            Narrowed(html, links);
            foreach (IGrouping<string, MetricEntry> section in present.GroupBy(metric => metric.KeyPath.Split('.')[0], StringComparer.Ordinal))
            {
                new Section($"{section.Key}: {Figures.Count(section.Count())}", links.Metrics(section.Select(metric => metric.KeyPath))).Write(html);
            }

            html.Write($"""</div>""");
        })
        {
            Lead = $"{Figures.Count(present.Length, "metric", "metrics")}, {Figures.Count(_dictionary.Events.Count(one => !one.IsRemoved), "event", "events")}.",
            Current = "metrics/",
            IsSearched = true,
        };
    }

    private static void Hidden(HtmlWriter html, Links links, int removed)
    {
        if (removed > 0)
        {
            string address = links.Place.To("removed/");
            html.Write($"""
                <p class="hidden-count">{Figures.Count(removed, "removed metric is", "removed metrics are")} not shown: <a href="{address:url}">show</a></p>

                """);
        }
    }

    /// <summary>Links to lists by each facet.</summary>
    private void Narrowed(HtmlWriter html, Links links) => new Section("Shorter lists", new Facts(
    [
        .. Facet.Listed.Select(facet => (facet.Title, Values: ValuesOf(facet).Select(value => Value(facet, value, links)).ToArray()))
            .Where(facet => facet.Values.Length > 0)
            .Select(facet => new Fact(facet.Title, Text.All([.. facet.Values.SelectMany((value, at) => new[] { Text.Of(at == 0 ? "" : " · "), value })]))),
    ]).Write)
    {
        Lead = "Also by owner, category, privacy, table and release: in the navigation.",
    }.Write(html);

    private Content Value(Facet facet, string value, Links links) => html =>
    {
        string address = links.Place.To(FolderOf(facet, value));
        string count = Figures.Count(_dictionary.Metrics.Count(metric => facet.OfMetric(metric).Contains(value)));
        html.Write($"""<a href="{address:url}">{value}</a> <span class="quiet">{count}</span>""");
    };

    private SitePage Removed()
    {
        Links links = new(index, new Place("removed/"));
        return new SitePage(links.Place, "Removed metrics", new Section(
            Figures.Count(_dictionary.Metrics.Count(metric => metric.IsRemoved), "metric", "metrics"),
            links.Metrics(_dictionary.Metrics.Where(metric => metric.IsRemoved).Select(metric => metric.KeyPath))).Write)
        {
            Lead = "Records of what was reported once. None of them is computed or sent.",
            Current = "metrics/",
        };
    }

    private SitePage Events()
    {
        Links links = new(index, new Place("events/"));
        EventEntry[] present = [.. _dictionary.Events.Where(one => !one.IsRemoved)];
        EventEntry[] removed = [.. _dictionary.Events.Where(one => one.IsRemoved)];
        return new SitePage(links.Place, "Events", html =>
        {
            new Section(Figures.Count(present.Length, "event", "events"), links.Events(present)).Write(html);
            if (removed.Length > 0)
            {
                new Section($"Removed: {Figures.Count(removed.Length)}", inner => inner.Write($"""
                    <details><summary>{Figures.Count(removed.Length, "removed event is", "removed events are")} not shown: show</summary>
                    {links.Events(removed)}</details>
                    """)).Write(html);
            }
        })
        {
            Lead = "What the program tracks.",
            Current = "events/",
        };
    }

    private string[] ValuesOf(Facet facet) =>
        [.. _dictionary.Metrics.SelectMany(facet.OfMetric).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string FolderOf(Facet facet, string value) => $"by/{facet.Name}/{Slug.Of(value)}/";

    private IEnumerable<SitePage> Of(Facet facet)
    {
        foreach (string value in ValuesOf(facet))
        {
            Links links = new(index, new Place(FolderOf(facet, value)));
            MetricEntry[] found = [.. _dictionary.Metrics.Where(metric => facet.OfMetric(metric).Contains(value))];
            yield return new SitePage(links.Place, $"{facet.Title}: {value}", Grouped(links, found).Invoke) { Current = "metrics/" };
        }
    }

    /// <summary>Metrics of a list: those that are there first, then removed ones, folded, with their number.</summary>
    internal static Content Grouped(Links links, IReadOnlyList<MetricEntry> found) => html =>
    {
        MetricEntry[] present = [.. found.Where(metric => !metric.IsRemoved)];
        MetricEntry[] removed = [.. found.Where(metric => metric.IsRemoved)];
        new Section(Figures.Count(present.Length, "metric", "metrics"), links.Metrics(present.Select(metric => metric.KeyPath))).Write(html);
        if (removed.Length > 0)
        {
            new Section($"Removed: {Figures.Count(removed.Length)}", inner => inner.Write($"""
                <details><summary>{Figures.Count(removed.Length, "removed metric is", "removed metrics are")} not shown: show</summary>
                {links.Metrics(removed.Select(metric => metric.KeyPath))}</details>
                """)).Write(html);
        }
    };
}
