using System.Globalization;
using System.Text.Json;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What an administrator has switched off is shown by nothing any more, whatever was kept or shown before.</summary>
public sealed class OptOutTests
{
    private const string Root = "/api/v4/usage_data/";

    // What the program defines, as its definitions say it.
    private static readonly (string KeyPath, string Category, string Owner)[] Defined =
    [
        ("counts.count_total_create_issue", "optional", "planning"),
        ("counts.count_total_create_bug", "optional", "planning"),
        ("counts.count_total_close_issue", "operational", "planning"),
        ("counts.count_total_request_service_ping_via_rest", "operational", "administration"),
        ("counts.web_ide_commits", "optional", "editing"),
        ("license_plan", "subscription", "administration"),
        ("settings.adapter", "operational", "administration"),
        ("settings.secret", "optional", "editing"),
        ("redis_hll_counters.search.g_search_issues_monthly", "optional", "search"),
    ];

    private static readonly string[] Reports = ["service_ping", "queries", "non_sql_metrics"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_endpoint_shows_what_is_not_permitted_now(int seed)
    {
        Random random = new(seed);
        await using PingHost host = await PingHost.StartAsync(options =>
        {
            options.QueriesApi = true;
            options.NonSqlMetricsApi = true;
        });
        await host.Get<IPingHistory>().SendNowAsync("the tests");
        foreach (string report in Reports)
        {
            // Shown whole once, so that whatever is remembered holds everything.
            Assert.Equal(Defined.Select(one => one.KeyPath).Order(), ShownOf(await ReadAsync(host, report)).Order());
        }

        for (int round = 0; round < 12; round++)
        {
            Dictionary<string, object?> settings = Draw(random);
            Reply changed = await new Call("PUT", Root + "settings").AsAdministrator().Json(JsonSerializer.Serialize(settings)).SendAsync(host);
            Assert.True(changed.Status == 200, changed.ToString());

            string[] permitted = [.. Defined.Where(one => IsPermitted(one, settings)).Select(one => one.KeyPath).Order()];
            foreach (string report in Reports)
            {
                Assert.Equal(permitted, ShownOf(await ReadAsync(host, report)).Order());
            }

            Reply export = await new Call("GET", Root + "export").AsAdministrator().SendAsync(host);
            if (permitted.Length < Defined.Length || settings["include_standard_metrics"] is false)
            {
                Assert.True(export.Status == 409, export.ToString());
                Assert.DoesNotContain("only with consent", export.Text, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(200, export.Status);
            }

            Reply history = await new Call("GET", Root + "history").AsAdministrator().SendAsync(host);
            Assert.DoesNotContain("only with consent", history.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_reason_of_a_cycle_names_no_metric_that_is_not_shown()
    {
        const string Reason = "The ping that was kept holds 'settings.secret', which is not permitted any more; 'nothing.of.ours' stays.";
        await using PingHost host = await PingHost.StartAsync();
        ServicePingCatalogue catalogue = host.Get<ServicePingCatalogue>();

        PingSettings before = await host.Get<ServicePingSettings>().RefreshAsync();
        PingSettings after = await host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "the tests");

        Assert.Equal(Reason, new ShownMetrics(catalogue, before).Reason(Reason));
        Assert.Equal(
            "The ping that was kept holds a metric, which is not permitted any more; 'nothing.of.ours' stays.",
            new ShownMetrics(catalogue, after).Reason(Reason));
    }

    private static Dictionary<string, object?> Draw(Random random)
    {
        Dictionary<string, object?> settings = [];
        foreach (string category in new[] { "standard", "subscription", "operational", "optional" })
        {
            settings[$"include_{category}_metrics"] = random.Next(4) > 0;
        }

        settings["left_out_metrics"] = random.Next(2) == 0 ? null : Some(random, [.. Defined.Select(one => one.KeyPath)]);
        settings["left_out_owners"] = random.Next(2) == 0 ? null : Some(random, ["planning", "administration", "editing", "search"]);
        return settings;
    }

    private static string[] Some(Random random, string[] all) => [.. random.GetItems(all, random.Next(1, 3)).Distinct()];

    private static bool IsPermitted((string KeyPath, string Category, string Owner) metric, Dictionary<string, object?> settings) =>
        settings[$"include_{metric.Category}_metrics"] is true
        && !IsAmong(settings["left_out_metrics"], metric.KeyPath)
        && !IsAmong(settings["left_out_owners"], metric.Owner);

    private static bool IsAmong(object? list, string name) => list is string[] names && names.Contains(name);

    private static async Task<JsonElement> ReadAsync(PingHost host, string report)
    {
        Reply reply = await new Call("GET", Root + report).AsAdministrator().SendAsync(host);
        Assert.True(reply.Status == 200, string.Create(CultureInfo.InvariantCulture, $"{report}: {reply}"));
        return reply.Json;
    }

    /// <summary>The key paths of the program's own metrics that a report has.</summary>
    private static IEnumerable<string> ShownOf(JsonElement report) => Defined
        .Select(one => one.KeyPath)
        .Where(keyPath =>
        {
            JsonElement here = report;
            return keyPath.Split('.').All(name => here.ValueKind == JsonValueKind.Object && here.TryGetProperty(name, out here));
        });
}
