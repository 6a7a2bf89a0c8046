using System.Text.Json;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing;

/// <summary>
/// Hands what secondary sites compute to the primary, for products that carry it by a channel of their own, such as the status that a site
/// sends; docs/secondary-sites.md describes it.
/// </summary>
/// <remarks>Registered by <c>AddServicePing</c>. Where <see cref="SitesOptions.Primary"/> is set, a secondary does it by itself.</remarks>
public sealed class ServicePingSites
{
    private readonly IPingStore _store;
    private readonly KnownSites _sites;
    private readonly PingProgram _program;
    private readonly LiveOptions _options;
    private readonly TimeProvider _clock;

    internal ServicePingSites(IPingStore store, KnownSites sites, PingProgram program, LiveOptions options, TimeProvider clock) =>
        (_store, _sites, _program, _options, _clock) = (store, sites, program, options, clock);

    /// <summary>Reads what this secondary has computed last, to be handed to the primary as it is, as often as one likes.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>UTF-8 JSON; null where this site is no secondary now, or has computed nothing under its name yet.</returns>
    /// <exception cref="SiteReportException">The store cannot be read.</exception>
    public Task<ReadOnlyMemory<byte>?> LatestReportAsync(CancellationToken cancellationToken = default) => InStoreAsync<ReadOnlyMemory<byte>?>(async () =>
    {
        InstanceSites sites = await _sites.ReadAsync(cancellationToken).ConfigureAwait(false);
        return sites.Role == SiteRole.Secondary
            && await new OwnReports(_store).FindAsync(cancellationToken).ConfigureAwait(false) is { } report
            && report.Site == sites.Name
                ? (report with { ToldAt = _clock.GetUtcNow() }).ToJson()
                : default(ReadOnlyMemory<byte>?);
    });

    /// <summary>Takes what a secondary has handed over: it may come again, late and out of order.</summary>
    /// <param name="site">Which site has handed it over, as the channel knows: a report of another one is refused.</param>
    /// <param name="report">What <see cref="LatestReportAsync"/> gave there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SiteReportException">It is refused, or the store cannot be used.</exception>
    public Task<SiteReportOutcome> AcceptAsync(string site, ReadOnlyMemory<byte> report, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(site);
        return InStoreAsync(async () =>
        {
            SiteReport read = SiteReport.Read(report);
            InstanceSites sites = await _sites.ReadAsync(cancellationToken).ConfigureAwait(false);
            Judge(site, read, sites);
            return await KeepAsync(read, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Lists what the primary knows of each secondary: those that are enabled first, then those that have reported and are not.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Nothing on a secondary.</returns>
    /// <exception cref="SiteReportException">The store cannot be read.</exception>
    public Task<IReadOnlyList<SiteStatus>> ListAsync(CancellationToken cancellationToken = default) => InStoreAsync<IReadOnlyList<SiteStatus>>(async () =>
    {
        InstanceSites sites = await _sites.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (sites.Role == SiteRole.Secondary)
        {
            return [];
        }

        DateTimeOffset now = await _store.NowAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, KeptSite> kept = await ReadAllAsync(_store, cancellationToken).ConfigureAwait(false);
        return
        [
            .. sites.Secondaries.Select(name => StatusOf(name, isEnabled: true)),
            .. kept.Keys.Where(name => name != sites.Name && !sites.Secondaries.Contains(name)).Select(name => StatusOf(name, isEnabled: false)),
        ];

        SiteStatus StatusOf(string name, bool isEnabled) => !kept.TryGetValue(name, out KeptSite? site)
            ? new SiteStatus(name, isEnabled, IsStale: true)
            : new SiteStatus(name, isEnabled, site.IsStaleAt(now, _options.Value.Sites.StaleAfter))
            {
                ReportedAt = site.ReceivedAt,
                Age = site.AgeAt(now),
                ClockSkew = site.ClockSkew,
                Version = site.Report.Version,
                Failures = site.Report.Statuses,
            };
    });

    /// <summary>What is kept of all sites, by their names, whether they are enabled or not.</summary>
    /// <exception cref="PingStoreException">The store cannot be read.</exception>
    internal static async Task<Dictionary<string, KeptSite>> ReadAllAsync(IPingStore store, CancellationToken cancellationToken) =>
        (await store.FactsAsync(InstanceNames.Sites, cancellationToken).ConfigureAwait(false))
            .ToDictionary(fact => fact.Name[InstanceNames.Sites.Length..], KeptSite.Read, StringComparer.Ordinal);

    private void Judge(string site, SiteReport report, InstanceSites sites)
    {
        if (sites.Role != SiteRole.Primary)
        {
            throw new SiteReportException(
                SiteReportProblem.NotPrimary, "This site is a secondary itself and takes no reports; hand it to the primary.");
        }

        if (report.Site != site)
        {
            throw new SiteReportException(
                SiteReportProblem.UnknownSite,
                $"The report is of the site '{EgressText.Line(report.Site, 100)}', and '{EgressText.Line(site, 100)}' has handed it over; each site hands over its own.");
        }

        if (!sites.Secondaries.Contains(site))
        {
            throw new SiteReportException(
                SiteReportProblem.UnknownSite,
                site == sites.Name
                    ? $"'{EgressText.Line(site, 100)}' is this site, the primary; a secondary has another {nameof(SitesOptions.Name)}."
                    : $"No secondary site '{EgressText.Line(site, 100)}' is enabled; name it under {nameof(ServicePingOptions.Sites)}:{nameof(SitesOptions.Secondaries)}.");
        }

        // Key paths that this version does not know are kept: the site may be ahead in an update.
        foreach (MetricPlan metric in ReportedMetrics(_program))
        {
            if (report.Values.TryGetValue(metric.KeyPath, out JsonElement value) && Expected(metric.Shape, value) is { } expected)
            {
                throw SiteReport.Malformed($"'values' has '{metric.KeyPath}', which must be {expected} or null");
            }
        }
    }

    /// <summary>The metrics that sites report.</summary>
    internal static IEnumerable<MetricPlan> ReportedMetrics(PingProgram program) =>
        program.Work.Sites.SelectMany(list => list.Parts).Distinct().Order().Select(slot => program.Metrics[slot]);

    /// <summary>What a value must be that is none; null where it is one.</summary>
    private static string? Expected(ValueShape shape, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        _ when shape == ValueShape.Boolean => value.ValueKind == JsonValueKind.Number ? "true, false" : null,
        JsonValueKind.Number when shape != ValueShape.Integer => value.TryGetDouble(out double number) && double.IsFinite(number) ? null : "a finite number",
        JsonValueKind.Number when value.TryGetInt64(out _) => null,
        _ => shape == ValueShape.Integer ? "a whole number" : "a number",
    };

    private Task<SiteReportOutcome> KeepAsync(SiteReport report, CancellationToken cancellationToken) => ExchangedFact.ExchangeAsync(
        _store,
        InstanceNames.Site(report.Site),
        (fact, now) =>
        {
            KeptSite? before = fact is null ? null : KeptSite.Read(fact);
            SiteReportOutcome outcome = before?.OutcomeOf(report) ?? SiteReportOutcome.Accepted;
            ReadOnlyMemory<byte>? after = outcome == SiteReportOutcome.Accepted ? (before?.Take(report, now) ?? new KeptSite(report, now)).ToJson() : default(ReadOnlyMemory<byte>?);
            return (outcome, after);
        },
        cancellationToken);

    private static async Task<T> InStoreAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            throw new SiteReportException(SiteReportProblem.StoreUnavailable, exception.Message, exception);
        }
    }
}
