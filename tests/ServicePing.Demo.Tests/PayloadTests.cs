using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServicePing.Demo.Tests;

[Collection("demo")]
public class PayloadTests(DemoRun demo)
{
    private const string Intersection = "counts_monthly.aggregated_metrics.search_issues_and_code";

    /// <summary>What the installation says about itself; null where only the presence is known.</summary>
    private static readonly Dictionary<string, string?> Facts = new()
    {
        ["recorded_at"] = null,
        ["recording_ce_finished_at"] = null,
        ["uuid"] = "\"6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55\"",
        ["hostname"] = "\"forge.example\"",
        ["version"] = "\"2.1.0\"",
        ["edition"] = "\"Premium\"",
        ["installation_type"] = "\"source\"",
        ["database.adapter"] = "\"postgresql\"",
        ["database.version"] = null,
        ["database.size_bytes"] = null,
        ["database.flavor"] = "null",
        ["database.pg_system_id"] = null,
        ["database.replication_role"] = "\"primary\"",
        ["host.container"] = null,
        ["host.dotnet_version"] = $"\"{Environment.Version}\"",
        ["host.garbage_collector"] = null,
        ["host.locale"] = null,
        ["host.memory_limit_bytes"] = null,
        ["host.processor_architecture"] = null,
        ["host.processor_count"] = null,
        ["host.time_zone"] = null,
        ["settings.operating_system"] = null,
        ["redis.flavor"] = "\"redis\"",
        ["redis.mode"] = "\"standalone\"",
        ["redis.version"] = null,
        ["schema_inconsistencies_metric"] = "[]",
        ["index_inconsistencies_metric"] = "[]",
        ["topology"] = null,
        ["performance.requests"] = null,
        ["performance.requests_by_status"] = null,
        ["performance.request_seconds_p95"] = null,
        ["settings.search_apdex"] = null,
        ["installation_creation_date_approximation"] = null,
        ["mail.smtp_server"] = "\"mailgun\"",
        ["object_store"] = """{"artifacts":{"enabled":true,"provider":"AWS","direct_upload":false},"uploads":{"enabled":true,"provider":"Google","direct_upload":false}}""",
        ["components"] = """{"git":"2.43.0","npgsql":"10.0.3"}""",
        ["git.version"] = """{"major":2,"minor":43,"patch":0}""",
        ["license.plan"] = "\"premium\"",
        ["license.seats"] = "12500",
        ["license.expires_at"] = null,
        ["settings.collected_data_categories"] = """["standard","subscription","operational","optional"]""",
        ["settings.data_layout"] = "3",
        ["settings.ldap_enabled"] = "true",
        ["settings.signup_enabled"] = "false",
        ["settings.sign_in_providers"] = """{"ldap":true,"password":true,"saml":false}""",
    };

    [Fact]
    public void Every_database_value_equals_plain_SQL_on_the_same_rows()
    {
        Assert.True(demo.Database.Count >= 71);
        Assert.All(demo.Database, truth =>
        {
            JsonNode? value = demo.Value(truth.Key);
            Assert.True(IsSame(truth.Value, value), $"{truth.Key} is {Text(value)}, but SQL says {Text(truth.Value)}");
        });
    }

    [Fact]
    public void Totals_and_sums_of_events_are_exact()
    {
        Assert.All(demo.Events.Where(truth => !IsUnique(truth.Key)), truth =>
        {
            JsonNode? value = demo.Value(truth.Key);
            Assert.True(IsSame(truth.Value, value), $"{truth.Key} is {Text(value)}, but tracked were {Text(truth.Value)}");
        });
    }

    [Fact]
    public void Unique_counts_are_within_one_per_cent_of_those_who_were_tracked_and_never_zero()
    {
        (string KeyPath, double Tracked)[] uniques =
            [.. demo.Events.Where(truth => IsUnique(truth.Key) && !IsOfKnownEvents(truth.Key)).Select(truth => (truth.Key, (double)truth.Value))];

        Assert.True(uniques.Length >= 14);
        Assert.All(uniques, unique =>
        {
            Assert.True(unique.Tracked > 0);
            Assert.InRange((double)demo.Value(unique.KeyPath)!, unique.Tracked * 0.99, unique.Tracked * 1.01);
        });
    }

    [Fact]
    public void Known_events_and_their_aggregates_are_within_three_standard_errors()
    {
        (string KeyPath, double Tracked)[] sets =
            [.. demo.Events.Where(truth => IsOfKnownEvents(truth.Key)).Select(truth => (truth.Key, (double)truth.Value))];
        double either = (double)demo.Events["redis_hll_counters.search.search_total_unique_counts_monthly"];

        Assert.Equal(11, sets.Length);
        Assert.All(sets, set =>
        {
            // The error of who did both is that of who did either.
            double error = 3 * 0.0081 * (set.KeyPath == Intersection ? either : set.Tracked);
            Assert.True(set.Tracked > 0);
            Assert.InRange((double)demo.Value(set.KeyPath)! - set.Tracked, -Math.Max(1, error), Math.Max(1, error));
        });
    }

    [Fact]
    public void Facts_are_what_the_installation_says_about_itself()
    {
        Assert.All(Facts, fact =>
        {
            string value = Text(demo.Value(fact.Key));
            Assert.True(value == (fact.Value ?? value) && (value != "null" || fact.Value == "null"), $"{fact.Key} is {value}");
        });
    }

    [Fact]
    public async Task What_is_printed_was_kept_and_the_vendor_has_the_same_bytes()
    {
        string kept = await RunningProgram.RunAsync(
            "psql", "-XAt", "-c", "SELECT convert_from(bytes, 'UTF8') FROM service_ping.pings WHERE kind = 'all_values' ORDER BY number LIMIT 1", demo.DatabaseUrl);
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kept.TrimEnd('\n'))));
        string vendor = demo.DatabaseUrl.Replace("/forge", "/vendor", StringComparison.Ordinal);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(kept), demo.Payload));
        Assert.Contains(digest, demo.Messages, StringComparison.Ordinal);
        Assert.Equal(
            digest,
            (await RunningProgram.RunAsync("psql", "-XAt", "-c", "SELECT encode(digest, 'hex') FROM versions.pings ORDER BY received_at LIMIT 1", vendor)).Trim());
    }

    [Fact]
    public void The_payload_holds_these_key_paths_and_no_other()
    {
        string[] known = [.. Facts.Keys, .. demo.Database.Keys, .. demo.Events.Keys];

        Assert.Equal(known.Order(StringComparer.Ordinal), KeyPaths(demo.Payload, "").Order(StringComparer.Ordinal));

        IEnumerable<string> KeyPaths(JsonNode? node, string path) => known.Contains(path) || node is not JsonObject members
            ? [path]
            : members.SelectMany(member => KeyPaths(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}"));
    }

    [Fact]
    public void No_value_is_a_fallback()
    {
        Assert.DoesNotContain(Leaves(demo.Payload), leaf => Text(leaf) is "null" or "-1" or "-2" or "-3" or "-1000");
        string[] statuses = [.. demo.Messages.Split('\n').Where(line => line.Contains("metrics ", StringComparison.Ordinal))];
        Assert.Equal(2, statuses.Length);
        Assert.Contains("metrics ok", statuses[0], StringComparison.Ordinal);
        // What a secondary site alone has.
        Assert.Matches("metrics left out +│ +4 ", statuses[1]);

        // The database of the demo is nobody's service.
        static IEnumerable<JsonNode?> Leaves(JsonNode? node) => node is JsonObject members
            ? members.Where(member => member.Key != "flavor").SelectMany(member => Leaves(member.Value))
            : [node];
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static bool IsUnique(string keyPath) => keyPath.Contains("count_distinct", StringComparison.Ordinal) || IsOfKnownEvents(keyPath);

    private static bool IsOfKnownEvents(string keyPath) =>
        keyPath.StartsWith("redis_hll_counters.search.", StringComparison.Ordinal)
        || keyPath.Contains(".aggregated_metrics.", StringComparison.Ordinal);

    /// <summary>Whether two values are equal, fractions up to the digits of a double.</summary>
    private static bool IsSame(JsonNode truth, JsonNode? value) =>
        JsonNode.DeepEquals(truth, value)
        || (truth.GetValueKind() == JsonValueKind.Number
            && value?.GetValueKind() == JsonValueKind.Number
            && truth.ToJsonString().Contains('.', StringComparison.Ordinal)
            && Math.Abs(((double)value / (double)truth) - 1) < 1e-12);
}
