using ServicePing.Dictionary;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What may be shown of a dictionary is made once, and anew where anything that decides on it has changed.</summary>
public sealed class ShownDictionaryTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly ShownDictionary _dictionary = new(() => Twins.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "ServicePing.dictionary.json"))));

    [Fact]
    public async Task Whoever_asks_under_the_same_settings_gets_the_same_files()
    {
        await using PingHost host = await PingHost.StartAsync();

        IReadOnlyDictionary<string, SiteFile> made = await FilesAsync(host);
        Assert.Same(made, await FilesAsync(host));

        await host.Get<ServicePingSettings>().SetAsync(SettingNames.RegistrationFeaturesEnabled, "true", "somebody");
        Assert.Same(made, await FilesAsync(host));
    }

    [Fact]
    public async Task Other_permissions_a_computed_ping_and_a_kept_one_make_them_anew()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
        IPingHistory history = host.Get<IPingHistory>();
        List<IReadOnlyDictionary<string, SiteFile>> made = [await FilesAsync(host)];

        await host.Get<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "settings.secret", "somebody");
        made.Add(await FilesAsync(host));
        await host.Get<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "settings.other", "somebody");
        made.Add(await FilesAsync(host));

        ServicePingPayload computed = await host.Get<ServicePingReports>().AllValuesAsync(PingPermissions.Everything);
        made.Add(await FilesAsync(host, computed));
        Assert.Same(made[^1], await FilesAsync(host, computed));
        made.Add(await FilesAsync(host, await host.Get<ServicePingReports>().AllValuesAsync(PingPermissions.Everything)));

        await history.SendNowAsync("A test");
        made.Add(await FilesAsync(host));
        Assert.Same(made[^1], await FilesAsync(host));

        Assert.Same(made[^1], await FilesAsync(host, now: Day.AddHours(11)));
        made.Add(await FilesAsync(host, now: Day.AddHours(12)));

        Assert.Equal(made.Count, made.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.DoesNotContain(made[1].Keys, path => path.StartsWith("metrics/settings.secret/", StringComparison.Ordinal));
        Assert.Contains("metrics/settings.secret/index.html", made[2].Keys);
    }

    private async Task<IReadOnlyDictionary<string, SiteFile>> FilesAsync(PingHost host, ServicePingPayload? preview = null, DateTimeOffset? now = null) => _dictionary.Files(
        new ShownMetrics(host.Get<ServicePingCatalogue>(), await host.Get<ServicePingSettings>().RefreshAsync()),
        preview,
        await host.Get<IPingHistory>().LatestAsync(PingKind.AllValues),
        now ?? Day,
        new CountedDictionary(new CounterStoreEntry(CounterStoreEntry.Process, ""), now ?? Day, _ => null));
}
