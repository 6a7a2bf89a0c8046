using ServicePing.Pages;

namespace ServicePing;

/// <summary>Which secondary sites there are, and when each has last told its numbers.</summary>
internal sealed class SitesPage(PageServices services)
{
    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        IReadOnlyList<SiteStatus> sites = await services.Sites.ListAsync(call.End).ConfigureAwait(false);
        return new View("Sites", new Table
        {
            Caption = "Secondary sites",
            Nothing = "There is none: this installation is the only site, or a secondary itself.",
            Columns = [new("Site"), new("Last report"), new("Age"), new("In the ping"), new("Version"), new("What is wrong")],
            Rows = sites.Select(IReadOnlyList<Content> (site) =>
                [
                    Text.Code(site.Name),
                    Text.Of(site.ReportedAt is { } at ? Figures.Moment(at) : "never"),
                    Text.Of(site.Age is { } age ? $"{(int)age.TotalDays} d {age.Hours} h" : ""),
                    Text.Of(!site.IsEnabled ? "no, it is not enabled" : site.IsStale ? "as null" : "with its numbers"),
                    Text.Of(site.Version ?? ""),
                    Text.Of(string.Join(", ", Problems(site))),
                ]),
        }.Write)
        {
            Lead = "Each secondary computes its own numbers once a week and hands them to this site, whose ping has them.",
        };
    }

    private static IEnumerable<string> Problems(SiteStatus site)
    {
        if (site.ClockSkew is { } skew)
        {
            yield return $"its clock is {Figures.Elapsed(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead" : "behind")}";
        }

        foreach ((string keyPath, string status) in site.Failures.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            yield return $"{keyPath}: {status}";
        }
    }
}
