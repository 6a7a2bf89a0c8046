using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Reports;

namespace ServicePing.Tests;

/// <summary>What was kept while it was permitted does not leave once it is not.</summary>
public sealed class KeptPermissionTests
{
    [Fact]
    public async Task A_ping_may_leave_under_the_permissions_that_it_was_made_under()
    {
        Random random = new(4711);
        for (int round = 0; round < 30; round++)
        {
            TestSet set = RandomSet(random);
            PingPermissions then = RandomPermissions(random, set);
            PingPermissions now = RandomPermissions(random, set);
            await using Ping ping = Ping.Of(_ => { }, set);
            ReadOnlyMemory<byte> json = (await ping.Collector.CollectAsync(then)).Json;

            Assert.Null(Violation(ping, then, json));
            Assert.Null(Violation(ping, PingPermissions.Everything, json));

            PayloadReader held = PayloadReader.Parse(json);
            bool isHeld = set.MetricPlans.Any(metric => IsRefused(now, metric)
                && held.Find(metric.KeyPath, out string? _) != PayloadContent.Absent);
            Assert.Equal(isHeld, Violation(ping, now, json) is not null);
        }
    }

    [Theory]
    [InlineData("""{"a":{"b":1}}""", "The ping that was kept holds 'a.b', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"a":{"b":null}}""", "The ping that was kept holds 'a.b', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"a":{"b":{"x":1}}}""", "The ping that was kept holds 'a.b', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"a":{"b":1},"a":{"c":2}}""", "The ping that was kept holds 'a.b', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"a":{"\u0062":1}}""", "The ping that was kept holds 'a.b', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"gone":1}""", "The ping that was kept holds 'gone', which is not permitted any more. The metric is left out by its key path.")]
    [InlineData("""{"old":{"x":1}}""", "The ping that was kept holds 'old', which is not permitted any more. The program has no such metric, hence nobody knows its category and owner.")]
    [InlineData("""{"a":1}""", "The ping that was kept holds 'a', which is not permitted any more. The program has no such metric, hence nobody knows its category and owner.")]
    [InlineData("""{"a":{"c":{"any":{"depth":[1]}}},"d":1}""", null)]
    [InlineData("""{"a":{}}""", null)]
    [InlineData("""{"a":{"c":1""", "The ping that was kept is no JSON, so that nobody can say whether what it holds is permitted.")]
    [InlineData("secret", "The ping that was kept is no JSON, so that nobody can say whether what it holds is permitted.")]
    [InlineData("[]", "The ping that was kept is no JSON object, so that nobody can say whether what it holds is permitted.")]
    public async Task Whatever_is_not_permitted_is_found_wherever_it_stands(string json, string? violation)
    {
        TestSet set = new();
        foreach (string keyPath in new[] { "a.b", "a.c", "d" })
        {
            set.AddFact(keyPath, () => MetricValue.From("x"));
        }

        await using Ping ping = Ping.Of(_ => { }, set);

        Assert.Equal(violation, Violation(
            ping, PingPermissions.Everything with { LeftOutKeyPaths = ["a.b", "gone"] }, Encoding.UTF8.GetBytes(json)));
        Assert.Null(Violation(ping, PingPermissions.Everything, Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public async Task An_owner_who_is_left_out_since_holds_the_ping_back()
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, _ => { });
        ReadOnlyMemory<byte> json = (await ping.CollectAsync()).Json;

        Assert.EndsWith(
            "The owner 'service_ping' is left out.",
            Violation(ping, PingPermissions.Everything with { LeftOutOwners = ["service_ping"] }, json),
            StringComparison.Ordinal);
        Assert.Null(Violation(ping, PingPermissions.Everything with { LeftOutOwners = ["others"] }, json));
    }

    internal static string? Violation(Ping ping, PingPermissions permissions, ReadOnlyMemory<byte> json) => KeptPermission.Violation(
        ping.Services.GetRequiredService<PingProgram>(), ping.Services.GetRequiredService<ServicePingCatalogue>(), permissions, json);

    internal static TestSet RandomSet(Random random)
    {
        TestSet set = new();
        for (int i = 0; i < 12; i++)
        {
            int slot = set.AddFact($"{"abc"[random.Next(3)]}.{"de"[random.Next(2)]}.m{i}", () => MetricValue.From("x"));
            set.MetricPlans[slot] = set.MetricPlans[slot] with { DataCategory = (DataCategory)random.Next(4) };
        }

        return set;
    }

    internal static PingPermissions RandomPermissions(Random random, TestSet set) => new()
    {
        Categories = [.. Enum.GetValues<DataCategory>().Where(_ => random.Next(6) > 0)],
        LeftOutKeyPaths = [.. set.MetricPlans.Select(metric => metric.KeyPath).Where(_ => random.Next(12) == 0)],
    };

    private static bool IsRefused(PingPermissions permissions, MetricPlan metric) =>
        !permissions.Categories.Contains(metric.DataCategory) || permissions.LeftOutKeyPaths.Contains(metric.KeyPath);
}
