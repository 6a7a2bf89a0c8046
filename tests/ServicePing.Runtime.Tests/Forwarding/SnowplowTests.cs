using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Snowplow;

namespace ServicePing.Tests;

/// <summary>Events that are forwarded reach a collector as Snowplow's protocol and the published schemas want them, and no others do.</summary>
public sealed partial class SnowplowTests : ForwardingTest
{
    [Fact]
    public async Task What_opts_in_arrives_and_what_does_not_never()
    {
        await using ForwardingProgram program = Start();

        program.Event.Track(7, "bug", 3, "idea", true);
        program.Quiet.Track(7);
        program.Event.Track(8, EventValue.None, 2.5, "bug", EventValue.None);

        await Collector.HasAsync(2);
        Assert.DoesNotContain(Collector.Bodies, body => body.Contains("quiet", StringComparison.Ordinal));
        JsonElement[] events = [.. Collector.Events.Values.Select(one => one.Event).OrderBy(one => one.GetProperty("se_va").GetString(), StringComparer.Ordinal)];
        Assert.Equal(("e", "2.5"), (Text(events[0], "se_ac"), Text(events[0], "se_va")));
        Assert.Equal(("bug", "3", "forge"), (Text(events[1], "se_la"), Text(events[1], "se_va"), Text(events[1], "aid")));
        Assert.False(events[0].TryGetProperty("se_la", out _));
        Assert.Equal("""{"kind":"idea","draft":true}""", CollectorDouble.Standard(events[1]).GetProperty("extra").GetRawText());
        Assert.Equal(Ping.RecordedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Text(events[1], "dtm"));
        await ForwardingProgram.UntilAsync(() => program.Statistics is { Forwarded: 2, Pending: 0, Dropped: 0 });
    }

    /// <summary>What administrators can read of what leaves is what leaves.</summary>
    [Fact]
    public async Task The_page_shows_an_event_as_it_leaves()
    {
        string page = await File.ReadAllTextAsync(Repository.PathOf("docs", "snowplow.md"));
        JsonNode shown = JsonNode.Parse(Example().Match(page).Groups[1].Value)!;
        string folder = Path.Combine(Folder, "page");
        await using (ForwardingProgram program = ForwardingProgram.Start(folder, Collector.Address, options => options.Snowplow.Vendor = CollectorDouble.Vendor))
        {
            program.Event.Track(7, "bug", 3, EventValue.None, true);
            await Collector.HasAsync(1);
        }

        JsonElement came = Collector.Events.Values.Single().Event;
        JsonNode left = JsonNode.Parse(came.GetRawText())!;
        left["co"] = JsonNode.Parse(Text(came, "co"));
        JsonNode standard = left["co"]!["data"]![1]!["data"]!;
        (left["eid"], left["dtm"], left["stm"], left["tv"]) = ((string)shown["eid"]!, (string)shown["dtm"]!, (string)shown["stm"]!, (string)shown["tv"]!);
        left["co"]!["data"]![0]!["data"]!["event_name"] = "create_issue";
        (left["se_ac"], standard["unique_instance_id"], standard["identifiers"]!["user"]) = ((string)shown["se_ac"]!, "UNIQUE", "PSEUDONYM");

        Assert.Equal(shown.ToJsonString(), left.ToJsonString().Replace(CollectorDouble.Vendor, "com.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Identifiers_leave_as_pseudonyms_that_are_the_same_each_time_and_another_installations_are_others()
    {
        string other = Path.Combine(Folder, "other");
        string[] seen = [await PseudonymAsync(Folder), await PseudonymAsync(Folder), await PseudonymAsync(other)];

        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0], seen[2]);
        Assert.All(Collector.Bodies, body =>
        {
            Assert.DoesNotContain("4711", body, StringComparison.Ordinal);
            Assert.DoesNotContain("raw-", body, StringComparison.Ordinal);
        });

        // Who has the secret finds the identifier by trying, and nobody else does.
        string secret = await SecretAsync(Folder);
        Assert.Equal(Hash("user:4711" + secret), seen[0]);
        Assert.DoesNotContain(seen[0], new[] { "4711", "user4711", "user:4711", "4711raw-uuid", "user:4711raw-uuid" }.Select(Hash));
    }

    [Fact]
    public async Task The_installation_is_a_pseudonym_too_and_its_own_names_are_there_where_it_says_so()
    {
        await using (ForwardingProgram program = Start())
        {
            program.Event.Track(1, "bug", 1);
            await Collector.HasAsync(1);
        }

        await using (ForwardingProgram program = Start(options => (options.Snowplow.IncludeHostname, options.Snowplow.IncludeInstanceId) = (true, true)))
        {
            program.Event.Track(2, "bug", 2);
            await Collector.HasAsync(2);
        }

        JsonElement[] standards = [.. Collector.Events.Values.OrderBy(one => Text(one.Event, "se_va"), StringComparer.Ordinal).Select(one => CollectorDouble.Standard(one.Event))];
        Assert.Equal(Text(standards[0], "unique_instance_id"), Text(standards[1], "unique_instance_id"));
        Assert.False(standards[0].TryGetProperty("host_name", out _) || standards[0].TryGetProperty("instance_id", out _));
        Assert.Equal(("raw-host", "raw-uuid"), (Text(standards[1], "host_name"), Text(standards[1], "instance_id")));
    }

    [Fact]
    public async Task A_text_is_written_as_a_label_and_what_may_not_be_is_other()
    {
        await using ForwardingProgram program = Start(options => options.MaxLabelLength = 10);

        program.Event.Track(1, " a\nb ", 1, "somebody's words");
        program.Event.Track(1, "much longer than ten", 2, "bug");

        await Collector.HasAsync(2);
        JsonElement[] events = [.. Collector.Events.Values.Select(one => one.Event).OrderBy(one => Text(one, "se_va"), StringComparer.Ordinal)];
        Assert.Equal(["a\uFFFDb", "other"], events.Select(one => Text(one, "se_la")));
        Assert.Equal(["other", "bug"], events.Select(one => Text(CollectorDouble.Standard(one).GetProperty("extra"), "kind")));
    }

    [Fact]
    public async Task An_event_whose_answer_was_lost_comes_again_under_the_same_id()
    {
        int answers = 0;
        Collector.Answer = _ => (Interlocked.Increment(ref answers) <= 2 ? 0 : 200, []);
        await using ForwardingProgram program = Start();

        program.Event.Track(1, "bug", 1);

        await ForwardingProgram.UntilAsync(() => program.Statistics.Forwarded == 1);
        Assert.Equal(3, Assert.Single(Collector.Events.Values).Times);
        Assert.Equal(2, program.Statistics.FailedAttempts);
        Assert.Empty(Collector.Problems);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        int answers = 0;
        Collector.Answer = _ => (Interlocked.Increment(ref answers) <= 2 ? status : 200, []);
        await using ForwardingProgram program = Start();

        program.Event.Track(1, "bug", 1);
        program.Event.Track(2, "bug", 2);

        await Collector.HasAsync(2);
        await ForwardingProgram.UntilAsync(() => program.Statistics is { Forwarded: 2, FailedAttempts: 2, Dropped: 0, LastError: null });
        Assert.Single(program.Log, line => line.Contains($"cannot be forwarded; up to 10000 wait. The collector has answered with {status}.", StringComparison.Ordinal));
        Assert.Single(program.Log, line => line.Contains("forwarded again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_collector_is_waited_for_as_long_as_it_asks()
    {
        List<long> moments = [];
        Collector.Answer = _ =>
        {
            lock (moments)
            {
                moments.Add(Environment.TickCount64);
                return moments.Count == 1 ? (503, ["Retry-After: 2"]) : (200, []);
            }
        };
        await using ForwardingProgram program = Start();

        program.Event.Track(1, "bug", 1);

        await Collector.HasAsync(1);
        Assert.InRange(moments[1] - moments[0], 1_900, 60_000);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_would_be_refused_again_is_dropped_and_counted_and_later_events_go_on(int status)
    {
        int answers = 0;
        Collector.Answer = _ => Interlocked.Increment(ref answers) == 1 ? (status, ["Location: https://elsewhere.invalid/"]) : (200, []);
        await using ForwardingProgram program = Start();

        program.Event.Track(1, "bug", 1);
        await ForwardingProgram.UntilAsync(() => program.Statistics.DroppedBy.GetValueOrDefault("refused") == 1);
        Assert.StartsWith("The collector ", program.Statistics.LastError, StringComparison.Ordinal);
        Assert.Single(program.Log, line => line.Contains("are dropped (refused)", StringComparison.Ordinal));
        program.Event.Track(2, "bug", 2);

        await Collector.HasAsync(1);
        await ForwardingProgram.UntilAsync(() => program.Statistics is { Forwarded: 1, Dropped: 1, Pending: 0 });
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved_until_it_is_taken()
    {
        Collector.Answer = events => (events > 2 ? 413 : 200, []);
        await using ForwardingProgram program = Start(options => options.Forwarding.BatchAge = TimeSpan.FromSeconds(1));

        for (int i = 0; i < 11; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        await Collector.HasAsync(11);
        Assert.All(Collector.Events.Values, one => Assert.Equal(1, one.Times));
        Assert.Contains(Collector.Batches, events => events > 2);
    }

    [Fact]
    public async Task One_event_that_is_too_large_alone_is_dropped()
    {
        Collector.Answer = _ => (413, []);
        await using ForwardingProgram program = Start();

        program.Event.Track(1, "bug", 1);

        await ForwardingProgram.UntilAsync(() => program.Statistics.DroppedBy.GetValueOrDefault("too_large") == 1);
    }

    [Fact]
    public async Task An_outage_is_survived_without_a_loss()
    {
        int port = FreePort();
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, FormattableString.Invariant($"http://127.0.0.1:{port}"));
        program.Event.Track(1, "bug", 1);
        await ForwardingProgram.UntilAsync(() => program.Statistics.FailedAttempts > 1);
        Assert.StartsWith("To the collector: The collector cannot be reached: nobody listens there.", program.Statistics.LastError, StringComparison.Ordinal);
        program.Event.Track(2, "bug", 2);

        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        using CancellationTokenSource end = new();
        Task relaying = RelayAsync(listener, Collector.Port, end.Token);

        await Collector.HasAsync(2);
        await end.CancelAsync();
        await relaying;
        listener.Dispose();
    }

    [Fact]
    public async Task What_is_tried_for_as_long_as_it_may_be_is_dropped()
    {
        Collector.Answer = _ => (503, []);
        await using ForwardingProgram program = Start(options => options.Forwarding.RetryFor = TimeSpan.FromMilliseconds(300));

        program.Event.Track(1, "bug", 1);

        await ForwardingProgram.UntilAsync(() => program.Statistics.DroppedBy.GetValueOrDefault("gave_up") == 1);
        Assert.True(program.Statistics.FailedAttempts > 1);
    }

    /// <summary>A redirect is followed as that of a ping: to the same host alone.</summary>
    [Fact]
    public async Task The_list_of_hosts_has_the_collector_and_the_proxy_to_it()
    {
        await using ForwardingProgram program = ForwardingProgram.Start(
            Folder, "https://collector.example.com", options => options.Proxy = "http://proxy.example.com:3128");

        IReadOnlyList<EgressDestination> hosts = await program.Services.GetRequiredService<ServicePingEgress>().ListAsync();

        Assert.Equal(["proxy.example.com:3128", "collector.example.com:443"], hosts.Select(host => host.ToString()));
        Assert.Contains("Snowplow", hosts[1].Purpose, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tracker_says_its_version() => Assert.Matches("^serviceping-[0-9]", SnowplowPayload.Tracker);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> SecretAsync(string folder)
    {
        await using ForwardingProgram program = ForwardingProgram.Start(folder, collector: null);
        byte[]? kept = await program.Services.GetRequiredService<Runtime.Storage.IPingStore>().FindKeptAsync("forwarding_secret", default);
        return Encoding.ASCII.GetString(Assert.IsType<byte[]>(kept));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RelayAsync(TcpListener listener, int port, CancellationToken end)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(end);
                using TcpClient there = new();
                await there.ConnectAsync(IPAddress.Loopback, port, end);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(there.GetStream(), end),
                    there.GetStream().CopyToAsync(client.GetStream(), end));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task<string> PseudonymAsync(string folder)
    {
        int before = Collector.Events.Count;
        HashSet<string> known = [.. Collector.Events.Keys];
        await using ForwardingProgram program = ForwardingProgram.Start(folder, Collector.Address);
        program.Event.Track(4711, "bug", 1);
        await Collector.HasAsync(before + 1);
        JsonElement one = Collector.Events.Single(entry => !known.Contains(entry.Key)).Value.Event;
        return Text(CollectorDouble.Standard(one).GetProperty("identifiers"), "user");
    }

    [GeneratedRegex(@"```json\n(\{\n  ""e"": ""se"".*?\n\})\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
