using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The dictionary as files that a browser opens from a disk: no server, no network, and no script that has to run.</summary>
internal static class DictionarySite
{
    /// <summary>Nothing is run or loaded but what lies in the folder.</summary>
    internal const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:";

    private const string Assets = "assets/";

    private static readonly Asset Style = Asset.Of(typeof(DictionarySite).Assembly, "ServicePing.Dictionary", "dictionary.css", "text/css; charset=utf-8");

    private static readonly Asset Search = Asset.Of(
        typeof(DictionarySite).Assembly, "ServicePing.Dictionary", "search.js", "text/javascript; charset=utf-8");

    /// <summary>What the search looks through; it has the same name in every site.</summary>
    internal const string IndexFile = Assets + "search-index.js";

    /// <summary>Every file, the same for the same dictionary wherever it is made.</summary>
    /// <param name="dictionary">What it says.</param>
    internal static IEnumerable<SiteFile> Files(MetricsDictionary dictionary)
    {
        SiteIndex index = new(dictionary);
        foreach (Asset asset in (Asset[])[.. Asset.All, Style, Search])
        {
            yield return new SiteFile(Assets + asset.Name, () => asset.Bytes);
        }

        yield return new SiteFile(IndexFile, () => SearchIndex.Write(dictionary));
        foreach (SitePage page in Pages(index))
        {
            yield return new SiteFile(page.Place.File, () => HtmlWriter.Render(Frame(index, page, null).Write))
            {
                Hosted = host => HtmlWriter.Render(Frame(index, page, host).Write),
            };
            if (page.Twin is { } twin)
            {
                yield return new SiteFile(page.Place.Folder + "index.json", twin);
            }
        }

        foreach ((Place place, string name, string target) in RecordPages.Redirects(index))
        {
            yield return new SiteFile(place.File, () => HtmlWriter.Render(RecordPages.Redirect(place, name, target)));
        }

        foreach (SiteFile twin in TwinFiles.Of(index))
        {
            yield return twin;
        }
    }

    private static IEnumerable<SitePage> Pages(SiteIndex index) =>
    [
        new OverviewPage(index).Page(),
        .. new ListPages(index).All(),
        .. index.Dictionary.Metrics.Select(metric => Page(index, metric)),
        .. index.Dictionary.Events.Select(one => Page(index, one)),
        .. new GroupPages(index).All(),
        ExpiriesPage.Of(index),
        .. RecordPages.Gone(index),
    ];

    private static SitePage Page(SiteIndex index, MetricEntry metric)
    {
        Links links = new(index, new Place(Place.OfMetric(metric.KeyPath)));
        return new SitePage(links.Place, metric.KeyPath, new MetricPage(metric, links).Write)
        {
            Hosted = host => new MetricPage(metric, links, host).Write,
            Lead = metric.Description,
            Current = "metrics/",
            Twin = () => Twins.Of(metric),
        };
    }

    private static SitePage Page(SiteIndex index, EventEntry one)
    {
        Links links = new(index, new Place(Place.OfEvent(one.Name)));
        return new SitePage(links.Place, one.Name, new EventPage(one, links).Write)
        {
            Lead = one.Description,
            Current = "events/",
            Twin = () => Twins.Of(one),
        };
    }

    private static PageFrame Frame(SiteIndex index, SitePage page, HostedSite? host)
    {
        MetricsDictionary dictionary = index.Dictionary;
        return new PageFrame
        {
            Site = new Site
            {
                Name = "Metrics dictionary",
                Subject = $"{dictionary.Product} {dictionary.Version}".Trim(),
                Home = page.Place.To(""),
                Assets = page.Place.ToFile(Assets),
                Navigation = Navigation(dictionary, page.Place, host),
            },
            Title = page.Title,
            Lead = page.Lead,
            Current = page.Place.To(page.Current),
            Policy = Policy,
            Styles = [page.Place.ToFile(Assets + Style.Name)],
            Scripts = page.IsSearched ? [page.Place.ToFile(IndexFile), page.Place.ToFile(Assets + Search.Name)] : [],
            Twin = page.Twin is null ? null : "index.json",
            Body = host is not null && page.Hosted is { } hosted ? hosted(host) : page.Body,
        };
    }

    private static IReadOnlyList<NavigationGroup> Navigation(MetricsDictionary dictionary, Place place, HostedSite? host)
    {
        List<NavigationItem> counted = [new("Metrics", place.To("metrics/")), new("Events", place.To("events/"))];
        if (dictionary.KnownEvents.Count > 0)
        {
            counted.Add(new("Known events", place.To("known-events/")));
        }

        if (dictionary.Aggregates.Count > 0)
        {
            counted.Add(new("Aggregates", place.To("aggregates/")));
        }

        return
        [
            new(null, [.. host is null ? (NavigationItem[])[] : [host.Back with { Address = place.ToFile(host.Back.Address) }], new("Overview", place.To(""))]),
            new("What is counted", counted),
            new("By",
            [
                new("Owners", place.To("owners/")), new("Product categories", place.To("categories/")), new("Privacy", place.To("privacy/")),
                new("Tables", place.To("tables/")),
            ]),
            new("Over time", [new("Releases", place.To("releases/")), new("Expiries", place.To("expiries/"))]),
        ];
    }
}
