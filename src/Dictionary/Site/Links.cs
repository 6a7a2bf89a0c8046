using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Names as links, as seen from one page.</summary>
internal sealed class Links(SiteIndex index, Place place)
{
    internal SiteIndex Index { get; } = index;

    internal Place Place { get; } = place;

    /// <summary>A name, with a link where it has a page.</summary>
    internal Content To(string kind, string name) => AddressOf(kind, name) is { } address ? Text.CodeLink(address, name) : Text.Code(name);

    /// <summary>The same for words that are no names of a program.</summary>
    internal Content ToWords(string kind, string name) => AddressOf(kind, name) is { } address ? Text.Link(address, name) : Text.Of(name);

    internal string? AddressOf(string kind, string name) => Index.FolderOf(kind, name) is { } folder ? Place.To(folder) : null;

    /// <summary>Names one behind the other.</summary>
    internal Content Row(string kind, IReadOnlyList<string> names, bool areWords = false) => names.Count == 0
        ? Text.Quiet("none")
        : Text.All([.. names.SelectMany((name, at) =>
            new[] { Text.Of(at == 0 ? "" : ", "), areWords ? ToWords(kind, name) : To(kind, name) })]);

    /// <summary>A link to the web; text where it leads nowhere that is harmless.</summary>
    internal static Content Web(string address) =>
        SafeUrl.Of(address) != SafeUrl.Nowhere && address.Contains("://", StringComparison.Ordinal) ? Text.Link(address, address) : Text.Of(address);

    /// <summary>Metrics with what they say, a line each.</summary>
    internal Content Metrics(IEnumerable<string> keyPaths) => html =>
    {
        MetricEntry[] found = [.. keyPaths.Select(keyPath => Index.Metrics.GetValueOrDefault(keyPath)).OfType<MetricEntry>()];
        if (found.Length == 0)
        {
            html.Write($"""<p class="nothing">None.</p>""");
            return;
        }

        html.Write($"""<ul class="entries">{found.Select(Metric)}</ul>""");
    };

    internal Content Metric(MetricEntry metric) => html =>
    {
        string address = Place.ToMetric(metric.KeyPath);
        html.Write($"""
            <li><a class="code" href="{address:url}">{metric.KeyPath}</a>{StatusBadge(metric.ShownStatus)}<p>{metric.Description}</p></li>

            """);
    };

    /// <summary>Events with what they say, a line each.</summary>
    internal Content Events(IEnumerable<EventEntry> events) => html =>
    {
        EventEntry[] found = [.. events];
        if (found.Length == 0)
        {
            html.Write($"""<p class="nothing">None.</p>""");
            return;
        }

        html.Write($"""<ul class="entries">{found.Select(Event)}</ul>""");
    };

    private Content Event(EventEntry one) => html =>
    {
        string address = Place.To(Place.OfEvent(one.Name));
        html.Write($"""
            <li><a class="code" href="{address:url}">{one.Name}</a>{StatusBadge(one.ShownStatus)}<p>{one.Description}</p></li>

            """);
    };

    /// <summary>A status that is not the usual one.</summary>
    internal static Content StatusBadge(string status) => html =>
    {
        if (status != "active")
        {
            html.Write($" {Text.Badge(ToneOf(status), status)}");
        }
    };

    internal static Tone ToneOf(string status) => status switch
    {
        "active" => Tone.Good,
        "broken" => Tone.Bad,
        "removed" => Tone.Neutral,
        _ => Tone.Warning,
    };
}
