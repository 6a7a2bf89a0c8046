using System.Globalization;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>For whoever writes a firewall's rules: every host and port, and how much leaves in a week.</summary>
internal sealed class HostsPage(PageServices services)
{
    private const int Weeks = 12;

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        IReadOnlyList<EgressDestination> hosts = await services.Egress.ListAsync(call.End).ConfigureAwait(false);
        PingSettings settings = services.Settings.Current;
        IReadOnlyList<EgressWeek> weeks = await services.History.SentAsync(Weeks, call.End).ConfigureAwait(false);
        return new View("Hosts and ports", html =>
        {
            new Section("What may be contacted", new Table
            {
                Caption = "Hosts and ports that the service ping may contact",
                Nothing = "Nobody. There is no receiver, so no connection is opened and no name is looked up.",
                Columns = [new("Host"), new("Port", IsNumber: true), new("What for")],
                Rows = hosts.Select(IReadOnlyList<Content> (host) =>
                    [Text.Code(host.Host), Text.Of(host.Port.ToString(CultureInfo.InvariantCulture)), Text.Of(host.Purpose)]),
            }.Write)
            {
                Lead = settings.IsEnabled
                    ? "This is the whole list. The databases and the Redis of the product are not on it, as you know them."
                    : "The ping is off, so none of them is contacted, unless somebody has asked to erase.",
            }.Write(html);
            long most = weeks.Select(week => week.SentBytes).DefaultIfEmpty().Max();
            new Section("Bytes a week", weeks.Count == 0
                ? inner => inner.Write($"""<p class="nothing">Nothing has left yet.</p>""")
                : Text.All(
                    new BarChart(
                        $"Bytes sent in each of the last {Weeks} weeks, at most {Figures.Bytes(most)}",
                        [.. weeks.Select(week => new Bar($"{week.Week}, {week.Receiver}", week.SentBytes, Figures.Bytes(week.SentBytes)))],
                        most).Write,
                    new Table
                    {
                        Caption = "Bytes sent by week",
                        Columns = [new("Week"), new("Receiver"), new("Attempts", IsNumber: true), new("Bytes", IsNumber: true)],
                        Rows = weeks.Select(IReadOnlyList<Content> (week) =>
                            [
                            Text.Of(week.Week),
                            Text.Code(week.Receiver),
                            Text.Of(Figures.Count(week.Attempts)),
                            Text.Of(Figures.Count(week.SentBytes)),
                        ]),
                    }.Write))
            {
                Lead = "The bodies of pings as they have left, compressed, by the week of the attempt.",
            }.Write(html);
        })
        {
            Lead = "For a firewall's rules, and for whoever asks what leaves.",
        };
    }
}
