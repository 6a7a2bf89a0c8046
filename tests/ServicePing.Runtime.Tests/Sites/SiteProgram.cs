using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>One site of a product that has several, with a store of its own, and a channel of the product's between them.</summary>
internal sealed class SiteProgram : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Ping _ping;

    private SiteProgram(string folder, Ping ping) => (_folder, _ping) = (folder, ping);

    internal const string Listed = "sites.node_usage";

    /// <summary>What a secondary of the tests counts.</summary>
    internal long Projects { get; set; } = 5;

    internal bool Fails { get; set; }

    internal SettableClock Clock => _ping.Clock;

    internal ServicePingCollector Collector => _ping.Collector;

    internal ServicePingSites Sites => _ping.Services.GetRequiredService<ServicePingSites>();

    internal IPingStore Store => _ping.Services.GetRequiredService<IPingStore>();

    internal PingLoop Loop => _ping.Services.GetRequiredService<PingLoop>();

    internal ServicePingSettings Settings => _ping.Services.GetRequiredService<ServicePingSettings>();

    /// <param name="known">Which site it is, and what it knows of others; asked at each step.</param>
    /// <param name="from">A folder whose contents the store begins with.</param>
    internal static SiteProgram Start(Func<InstanceSites> known, string? from = null, Action<ServicePingOptions>? configure = null)
    {
        string folder = Directory.CreateTempSubdirectory("serviceping-site-").FullName;
        if (from is not null)
        {
            foreach (string file in Directory.GetFiles(from).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }

        SiteProgram site = null!;
        TestSet set = new();
        int projects = set.AddFact("site.projects_count", () => site.Fails ? throw new TimeoutException("slow") : MetricValue.From(site.Projects), ValueShape.Integer);
        int enabled = set.AddFact("site.replication_enabled", () => MetricValue.From(true), ValueShape.Boolean);
        int fetches = set.AddFact("site.fetches_count_weekly", () => MetricValue.From(2.5), ValueShape.Double);
        set.AvailabilityPlans.Add(new AvailabilityPlan("secondary_site", [projects, enabled, fetches]));
        int list = set.Add(Listed, ValueShape.Json);
        set.CompositePlans.Add(new CompositePlan(list, CompositeOperation.Sites, [projects, enabled, fetches]));
        Ping ping = Ping.Of(
            builder =>
            {
                builder.KeepIn(folder).Configure(options => configure?.Invoke(options));
                builder.Services.AddSingleton<IInstanceSites>(new Known(known));
            },
            set);
        return site = new SiteProgram(folder, ping);
    }

    internal static SiteProgram Primary(params string[] secondaries) =>
        Start(() => new InstanceSites(SiteRole.Primary, "amsterdam", secondaries));

    internal static SiteProgram Secondary(string name = "berlin") => Start(() => new InstanceSites(SiteRole.Secondary, name, []));

    internal string Folder => _folder;

    /// <summary>Has it compute its report, as its loop does each week.</summary>
    internal Task<CycleRecord> ComputeAsync() => Loop.RunNowAsync("the tests", default);

    /// <summary>What a ping lists, as JSON.</summary>
    internal async Task<string?> ListAsync() =>
        JsonNode.Parse((await Collector.CollectAsync()).Json.Span)!["sites"]?["node_usage"]?.ToJsonString();

    internal async Task<MetricReading> ReadAsync() => (await Collector.CollectAsync()).Metrics.Single(metric => metric.KeyPath == Listed);

    internal async Task<ReadOnlyMemory<byte>> ReportAsync() => (await Sites.LatestReportAsync())!.Value;

    /// <summary>A report with a member that is another.</summary>
    internal static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> report, string member, JsonNode? value)
    {
        JsonNode json = JsonNode.Parse(report.Span)!;
        json[member] = value;
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await _ping.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Known(Func<InstanceSites> known) : IInstanceSites
    {
        public ValueTask<InstanceSites> ReadAsync(CancellationToken cancellationToken) => new(known());
    }
}
