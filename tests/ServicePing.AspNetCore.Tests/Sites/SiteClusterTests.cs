using System.Net;
using System.Net.Http.Headers;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.AspNetCore.Tests;

/// <summary>
/// A product at two sites as it is run: a PostgreSQL each, of which the second follows the first and takes no writes, a Prometheus, a store
/// of the second's own, and HTTP between them.
/// </summary>
public sealed class SiteClusterTests : IAsyncLifetime
{
    private const string Nothing = """{"orders_count":null,"replication_enabled":null,"requests_count_weekly":null}""";

    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;
    private PrivatePostgres _tracking = null!;
    private PrivatePrometheus _prometheus = null!;
    private string _shop = null!;

    public async Task InitializeAsync()
    {
        _primary = await PrivatePostgres.StartAsync();
        _shop = await _primary.CreateDatabaseAsync("shop");
        await AskAsync(_shop, "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 5)");
        _standby = await _primary.StartStandbyAsync();
        _tracking = await PrivatePostgres.StartAsync();
        _prometheus = await PrivatePrometheus.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        await _tracking.DisposeAsync();
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task A_secondary_computes_on_its_standby_and_the_primary_lists_it_until_the_secondary_is_promoted()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using SiteHost amsterdam = await SiteHost.StartAsync(
            _shop, store: null, _prometheus.Address, ("Sites:Name", "amsterdam"), ("Sites:Secondaries:0", "berlin"), ("Receiver", receiver.Address));
        Assert.Equal($"[{Nothing}]", await amsterdam.ListAsync());

        await using SiteHost berlin = await SiteHost.StartAsync(
            On(_standby),
            await _tracking.CreateDatabaseAsync("berlin"),
            _prometheus.Address,
            ("Sites:Role", "secondary"), ("Sites:Name", "berlin"), ("Sites:Primary", amsterdam.Api), ("Sites:Token", await amsterdam.TokenAsync("berlin")),
            ("Receiver", receiver.Address));
        PingCycle report = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.Equal(("sent", "The primary has the report."), (report.State, report.Reason));
        Assert.Equal("""[{"orders_count":5,"replication_enabled":true,"requests_count_weekly":42}]""", await amsterdam.ListAsync());

        // A secondary tells the vendor nothing, and knows of no list.
        Assert.Equal("This site is a secondary, and the primary sends the ping.", (await berlin.Get<ServicePingSettings>().MaySendAsync()).Reason);
        Assert.Null(await berlin.ListAsync());
        Assert.Empty(receiver.Paths);

        // The primary is lost. Its store, with berlin's own report, is in the database that berlin's PostgreSQL has by now.
        await FollowAsync();
        await amsterdam.DisposeAsync();
        await _primary.KillAsync();
        Assert.Equal(true, await AskAsync(On(_standby), "SELECT pg_promote()"));
        berlin.Configure(("Sites:Role", "primary"), ("Sites:Secondaries:0", "berlin"), ("Sites:Secondaries:1", "cologne"));
        PingCycle ping = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.True(ping.State == "sent", ping.Reason);
        Assert.Equal("/usage_data", receiver.Paths.First());
        Assert.Null(await berlin.Get<ServicePingSites>().LatestReportAsync());

        // The same with the store that was copied: the row of berlin is there, and berlin is none of its own secondaries.
        await using SiteHost copied = await SiteHost.StartAsync(
            On(_standby), store: null, _prometheus.Address, ("Sites:Name", "berlin"), ("Sites:Secondaries:0", "berlin"), ("Sites:Secondaries:1", "cologne"));
        Assert.Equal($"[{Nothing}]", await copied.ListAsync());
        Assert.Equal(["cologne"], (await copied.Get<ServicePingSites>().ListAsync()).Select(site => site.Name));

        // A standby of the new primary is a secondary as the first one was.
        await using PrivatePostgres next = await _standby.StartStandbyAsync();
        await using SiteHost cologne = await SiteHost.StartAsync(
            On(next),
            await _tracking.CreateDatabaseAsync("cologne"),
            _prometheus.Address,
            ("Sites:Role", "secondary"), ("Sites:Name", "cologne"), ("Sites:Primary", copied.Api), ("Sites:Token", await copied.TokenAsync("cologne")));
        await cologne.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.StartsWith("""[{"orders_count":5,""", await copied.ListAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secondary_that_is_cut_off_tries_again_and_one_whose_store_was_put_back_is_heard()
    {
        await using SiteHost amsterdam = await SiteHost.StartAsync(
            _shop, store: null, _prometheus.Address, ("Sites:Name", "amsterdam"), ("Sites:Secondaries:0", "berlin"));
        string tracking = await _tracking.CreateDatabaseAsync("berlin_store");
        await using SiteHost berlin = await SiteHost.StartAsync(
            On(_standby), tracking, _prometheus.Address,
            ("Sites:Role", "secondary"), ("Sites:Name", "berlin"), ("Sites:Primary", "http://127.0.0.1:9/api/v4"), ("Sites:Token", "spt_none"));

        PingCycle waits = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.Equal("sending", waits.State);
        berlin.Configure(("Sites:Primary", amsterdam.Api));
        waits = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.Equal(("sending", "The primary has answered with 401."), (waits.State, waits.Reason[..34]));
        Assert.Equal($"[{Nothing}]", await amsterdam.ListAsync());

        berlin.Configure(("Sites:Token", await amsterdam.TokenAsync("berlin")));
        await AskAsync(tracking, "CREATE TABLE before AS SELECT * FROM service_ping.instance");
        Assert.Equal("sent", (await berlin.Get<IPingHistory>().SendNowAsync("the tests")).State);
        Assert.Equal("sent", (await berlin.Get<IPingHistory>().SendNowAsync("the tests")).State);

        // A backup of the store is restored: its numbers begin where the primary was long ago.
        await AskAsync(tracking, "UPDATE service_ping.instance i SET value = b.value FROM before b WHERE b.name = i.name AND i.name = 'site_report'");
        await AskAsync(_shop, "INSERT INTO orders VALUES (6)");
        await FollowAsync();
        waits = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.Equal("sending", waits.State);
        Assert.Contains("numbered anew", waits.Reason, StringComparison.Ordinal);
        Assert.Equal("sent", (await berlin.Get<IPingHistory>().SendNowAsync("the tests")).State);
        Assert.StartsWith("""[{"orders_count":6,""", await amsterdam.ListAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_taken_from_the_token_of_its_site_alone_and_administrators_see_each_site()
    {
        await using SiteHost amsterdam = await SiteHost.StartAsync(
            _shop, store: null, _prometheus.Address, ("Sites:Name", "amsterdam"), ("Sites:Secondaries:0", "berlin"), ("Sites:Secondaries:1", "cologne"));
        await using SiteHost berlin = await SiteHost.StartAsync(
            On(_standby), await _tracking.CreateDatabaseAsync("berlin_http"), _prometheus.Address, ("Sites:Role", "secondary"), ("Sites:Name", "berlin"));
        PingCycle kept = await berlin.Get<IPingHistory>().SendNowAsync("the tests");
        Assert.Contains("for the product to hand over", kept.Reason, StringComparison.Ordinal);
        byte[] report = (await berlin.Get<ServicePingSites>().LatestReportAsync())!.Value.ToArray();
        using HttpClient client = new();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(null, report));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(await amsterdam.TokenAsync("cologne"), report));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(await OtherTokenAsync(), report));
        string token = await amsterdam.TokenAsync("berlin");
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(token, "{}"u8.ToArray()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(token, new byte[(1 << 20) + 1]));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(token, report));

        string sites = await client.GetStringAsync(new Uri($"{amsterdam.Api}/usage_data/sites"));
        Assert.Contains("""{"name":"berlin","is_enabled":true,"is_stale":false,""", sites, StringComparison.Ordinal);
        Assert.Contains("""{"name":"cologne","is_enabled":true,"is_stale":true,"reported_at":null,""", sites, StringComparison.Ordinal);
        using HttpRequestMessage asks = new(HttpMethod.Get, $"{amsterdam.Api}/usage_data/settings");
        asks.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(asks)).StatusCode);

        async Task<HttpStatusCode> PostAsync(string? bearer, byte[] body)
        {
            using HttpRequestMessage message = new(HttpMethod.Post, $"{amsterdam.Api}/usage_data/site_report")
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            message.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
            using HttpResponseMessage response = await client.SendAsync(message);
            return response.StatusCode;
        }

        async Task<string> OtherTokenAsync() => (await amsterdam.Get<ServicePingTokens>().CreateAsync(
            new TokenRequest("berlin", "1", "admin", [TokenScopes.Api], TimeProvider.System.GetUtcNow().AddDays(1)) { IsAdministrator = true }, "the tests")).Text;
    }

    private static string On(PrivatePostgres server) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "shop" }.ConnectionString;

    private static async Task<object?> AskAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until the standby has what the primary has by now.</summary>
    private async Task FollowAsync()
    {
        object? all = await AskAsync(_shop, "SELECT pg_current_wal_insert_lsn()::text");
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!Equals(await AskAsync(On(_standby), $"SELECT pg_last_wal_replay_lsn() >= '{all}'::pg_lsn"), true))
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
