using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Watching;

/// <summary><c>serviceping events watch</c> beside a program that counts in a real Redis.</summary>
public sealed partial class EventsCommandTests : IDisposable
{
    private static readonly string s_program = typeof(EventsCommandTests).Assembly.Location;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-watch-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_moves_is_a_line_with_its_step_and_what_it_holds()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using ServiceProvider program = ProgramOf(redis);
        Task<ProgramRun> watching = Watch("--redis", redis.ConnectionString, "--redis-prefix", "acme:", "--every", "0.1", "--for", "6");

        int calls = await TrackUntilAsync(watching, program);

        ProgramRun run = await watching;
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("watching 3 counters of 2 events; Ctrl+C ends it\n", run.Errors);
        Match[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Line().Match(line))];
        Assert.All(lines, line => Assert.True(line.Success));
        Match[] all = [.. lines.Where(line => line.Groups["key"].Value == "acme:{event_counters}_send_mail")];
        Assert.NotEmpty(all);

        // Each step leads from one line to the next, to no more than was tracked.
        for (int at = 1; at < all.Length; at++)
        {
            Assert.Equal(Number(all[at - 1], "now") + Number(all[at], "step"), Number(all[at], "now"));
        }

        Assert.InRange(Number(all[^1], "now"), 1, calls);
        Assert.Contains(lines, line => line.Groups["event"].Value == "g_mail_read" && line.Groups["kept"].Value == "different values of id");
    }

    [Fact]
    public async Task Machines_get_an_object_a_line_of_the_events_that_are_asked_for()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using ServiceProvider program = ProgramOf(redis);
        Task<ProgramRun> watching = Watch(
            "--redis", redis.ConnectionString, "--redis-prefix", "acme:", "--every", "0.1", "--for", "6", "--json", "--event", "g_mail_read");

        await TrackUntilAsync(watching, program);

        ProgramRun run = await watching;
        JsonElement[] rows = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal("g_mail_read", row.GetProperty("event").GetString()));
        Assert.Equal("different_values", rows[0].GetProperty("kind").GetString());
        Assert.True(rows[0].GetProperty("now").GetDouble() > rows[0].GetProperty("before").GetDouble());
    }

    [Fact]
    public async Task A_store_that_goes_away_is_told_once_and_what_it_holds_is_no_movement_when_it_is_back()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using ServiceProvider program = ProgramOf(redis);
        program.GetRequiredService<AcmeEvents>().SendMail(7);
        await program.GetRequiredService<EventTracker>().FlushAsync();
        Task<ProgramRun> watching = Watch("--redis", redis.ConnectionString + ",connectTimeout=500,asyncTimeout=500", "--redis-prefix", "acme:", "--every", "0.2", "--for", "8");
        await Task.Delay(TimeSpan.FromSeconds(3));

        await redis.DisposeAsync();

        ProgramRun run = await watching;
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("not all counters can be read: ", run.Errors, StringComparison.Ordinal);
        Assert.InRange(run.Errors.Split('\n').Length, 3, 6);
    }

    [Theory]
    [InlineData("Name the counter store: --redis localhost:6379, or --postgres-counters \"Host=…;Database=…;Username=…\".")]
    [InlineData("--every is a number of seconds from 0.1 to 60.", "--redis", "localhost", "--every", "0")]
    [InlineData("--for is a number of seconds from 0.1 to 86400.", "--redis", "localhost", "--for", "-1")]
    [InlineData("The counters cannot be read: ", "--redis", "127.0.0.1:1,connectTimeout=300")]
    public async Task Wrong_usage_is_told_in_a_sentence(string message, params string[] options)
    {
        ProgramRun run = await Watch(options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_nothing_has_is_told_with_the_nearest()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();

        ProgramRun run = await Watch("--redis", redis.ConnectionString, "--event", "send_mial");

        Assert.Equal((2, "No event and no known event of the program is called 'send_mial'. Did you mean 'send_mail'?\n"), (run.ExitCode, run.Errors));
    }

    private static double Number(Match line, string group) => double.Parse(line.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static ServiceProvider ProgramOf(PrivateRedis redis)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, builder => builder.UseRedis(redis.ConnectionString, "acme:"), [AcmeMetricSet.Instance]);
        services.AddSingleton<AcmeEvents>().AddSingleton<AcmeKnownEvents>();
        return services.BuildServiceProvider();
    }

    /// <summary>Somebody who clicks through the program while it is watched.</summary>
    private static async Task<int> TrackUntilAsync(Task watching, ServiceProvider program)
    {
        int calls = 0;
        while (!watching.IsCompleted)
        {
            program.GetRequiredService<AcmeEvents>().SendMail(++calls);
            program.GetRequiredService<AcmeKnownEvents>().GMailRead(calls);
            await program.GetRequiredService<EventTracker>().FlushAsync();
            await Task.WhenAny(watching, Task.Delay(150));
        }

        return calls;
    }

    private Task<ProgramRun> Watch(params string[] options) => ToolRun.Of(_folder.FullName, ["events", "watch", s_program, .. options]);

    [GeneratedRegex(@"^\d\d:\d\d:\d\d  (?<event>\w+)  (?<step>[+-][\d.]+) → (?<now>[\d.]+)  (?<kept>.+?)  (?<key>\S+)$")]
    private static partial Regex Line();
}
