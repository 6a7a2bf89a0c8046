using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Verification;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What a host says of its counters when it starts, and a verification when it is asked.</summary>
public sealed class CounterCheckTests
{
    private readonly List<string> _log = [];

    [Fact]
    public async Task A_host_whose_Redis_is_down_starts_at_once_and_says_so()
    {
        await using Ping ping = Program("127.0.0.1:1");
        Stopwatch watch = Stopwatch.StartNew();
        CounterCheck check = await StartAsync(ping);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await check.Done;
        Assert.Single(_log);
    }

    [Fact]
    public async Task A_host_says_at_its_start_which_right_its_user_lacks()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(
            new PrivateRedisOptions { Users = ["ping on >secret ~* +@all -expire -config"] });
        await using Ping ping = Program(redis.ConnectionString + ",user=ping,password=secret");
        CounterCheck check = await StartAsync(ping);
        await check.Done;

        string line = Assert.Single(_log, line => line.Contains("EXPIRE", StringComparison.Ordinal) && line.Contains("script", StringComparison.Ordinal));
        Assert.Contains("ACL SETUSER", line, StringComparison.Ordinal);
        Assert.All(_log, line => Assert.Contains("EXPIRE", line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_host_whose_Redis_is_well_says_nothing()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using Ping ping = Program(redis.ConnectionString);
        CounterCheck check = await StartAsync(ping);
        await check.Done;
        await check.StopAsync(CancellationToken.None);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_program_that_ends_at_once_looks_at_nothing()
    {
        await using Ping ping = Program("127.0.0.1:1");
        CounterCheck check = ping.Services.GetServices<IHostedService>().OfType<CounterCheck>().Single();
        await check.StartAsync(CancellationToken.None);
        await check.StopAsync(CancellationToken.None);
        await check.Done;
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_verification_looks_at_the_keys_of_the_program()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Users = ["ping on >secret ~{*}serviceping:* ~{serviceping}* ~{event_counters}* ~{event_sums}* +@all"],
        });
        await using Ping ping = Program(redis.ConnectionString + ",user=ping,password=secret");
        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();

        Assert.False(report.IsSound);
        MetricFinding finding = Assert.Single(report.Counters);
        Assert.Contains(EventSet.Labels, finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain(EventSet.Total, finding.Cause, StringComparison.Ordinal);
    }

    private Ping Program(string redis) => Ping.Of(
        builder =>
        {
            builder.UseRedis(redis).Configure(options => options.CounterTimeout = TimeSpan.FromSeconds(10));
            builder.Services.AddSingleton(CategoryLog.Of("ServicePing.CounterCheck", new ListLogger(_log)));
        },
        EventSet.Create());

    private static async Task<CounterCheck> StartAsync(Ping ping)
    {
        CounterCheck check = ping.Services.GetServices<IHostedService>().OfType<CounterCheck>().Single();
        await check.StartAsync(CancellationToken.None);
        ping.Clock.Advance(CounterCheck.Pause);
        return check;
    }
}
