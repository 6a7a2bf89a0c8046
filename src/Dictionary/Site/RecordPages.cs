using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Pages at addresses of names that are none of today's, so that no link that somebody kept leads nowhere.</summary>
internal static class RecordPages
{
    /// <summary>Names whose metrics have a suffix each, and lead to the first of these.</summary>
    internal static IEnumerable<(Place Place, string Name, string Target)> Redirects(SiteIndex index) => index.Dictionary.Metrics
        .Where(metric => metric.DefinedAs is { } name && !index.Metrics.ContainsKey(name))
        .DistinctBy(metric => metric.DefinedAs)
        .Select(metric => (new Place(Place.OfMetric(metric.DefinedAs!)), metric.DefinedAs!, metric.KeyPath));

    /// <summary>A page that leads on by itself.</summary>
    internal static Content Redirect(Place place, string name, string target) => html =>
    {
        string address = place.ToMetric(target);
        string content = $"0; url={address}";
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{DictionarySite.Policy}">
            <title>{name}</title>
            <meta http-equiv="refresh" content="{content}">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <main><h1>{name}</h1><p>It has a key path for each period: <a href="{address:url}">{target}</a></p></main>
            </body>
            </html>

            """);
    };

    /// <summary>Names that only lockfiles know.</summary>
    internal static IEnumerable<SitePage> Gone(SiteIndex index)
    {
        foreach (GoneEntry gone in index.Dictionary.Gone)
        {
            bool isMetric = gone.Subject == "metric";
            Links links = new(index, new Place(isMetric ? Place.OfMetric(gone.Name) : Place.OfEvent(gone.Name)));
            yield return new SitePage(links.Place, gone.Name, new Notice(Tone.Neutral, "No definition tells of it any more")
            {
                Body = html => html.Write($"<p>The last release that had it is {links.ToWords("release", gone.LastRelease)}.</p>"),
            }.Write)
            {
                Current = isMetric ? "metrics/" : "events/",
            };
        }
    }
}
