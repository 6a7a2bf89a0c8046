using System.Globalization;
using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>Events that wait to be forwarded survive the process where there is a spool, once and without identifiers.</summary>
public sealed partial class ForwardingSpoolTests : ForwardingTest
{
    private string Spool => Path.Combine(Folder, "spool");

    private string[] Files => Directory.Exists(Spool) ? Directory.GetFiles(Spool, "*.events") : [];

    [Fact]
    public async Task What_waits_when_a_process_is_killed_is_forwarded_by_the_next_one()
    {
        long seen = 0;
        Collector.Answer = _ => (503, []);
        using (ForwardingProcess process = ForwardingProcess.Start(Folder, Collector.Address, Spool, []))
        {
            // Whatever was tracked before the file was written is in it.
            await process.UntilAsync((tracked, _, _) => (seen = tracked) >= 40);
            HashSet<DateTime> writes = [];
            await process.UntilAsync((_, _, _) => Files is [var file] && writes.Add(File.GetLastWriteTimeUtc(file)) && writes.Count > 3);
            await process.KillAsync();
        }

        Assert.DoesNotContain("\"user\":\"7\"", await File.ReadAllTextAsync(Assert.Single(Files)), StringComparison.Ordinal);
        Collector.Events.Clear();
        Collector.Answer = _ => (200, []);
        await using (ForwardingProgram next = StartWithSpool())
        {
            // The process that was killed had the clock of the machine.
            next.Clock.Set(TimeProvider.System.GetUtcNow());
            _ = next.Event;
            await ForwardingProgram.UntilAsync(() => next.Statistics.Recovered >= seen && next.Statistics.Pending == 0);
            Assert.Equal(next.Statistics.Recovered, next.Statistics.Forwarded);
            Assert.Contains(next.Log, line => line.Contains("are taken over from its spool", StringComparison.Ordinal));
        }

        long[] came = [.. Collector.Events.Values.Select(one => long.Parse(one.Event.GetProperty("se_va").GetString()!, CultureInfo.InvariantCulture)).Order()];
        Assert.Equal(Enumerable.Range(1, came.Length).Select(number => (long)number), came);
        Assert.True(came.Length >= seen);
        Assert.All(Collector.Events.Values, one => Assert.NotEmpty(CollectorDouble.Standard(one.Event).GetProperty("identifiers").GetProperty("user").GetString()!));
        Assert.Empty(Collector.Problems);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task What_is_left_at_the_end_is_kept_as_it_was_and_taken_over_once()
    {
        Collector.Answer = _ => (503, []);
        ForwardingProgram first = StartWithSpool(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        first.Event.Track(7, "bug", 3, "idea", true);
        first.Event.Track(8, "bug", 2.5);
        await first.DisposeAsync();
        Assert.Contains(first.Log, line => line.StartsWith("The program ends before 2 events for 'snowplow' could be forwarded; they are in its spool", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Log, line => line.Contains("lost", StringComparison.Ordinal));

        string[] ids = [.. Id().Matches(await File.ReadAllTextAsync(Assert.Single(Files))).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(2, ids.Length);
        Collector.Events.Clear();
        Collector.Answer = _ => (200, []);
        RecordingForwarder own = new("own");
        await using (ForwardingProgram second = StartWithSpool(build: ping => ping.ForwardEventsTo(_ => own)))
        {
            second.Quiet.Track(1);
            _ = second.Event;
            await Collector.HasAsync(2);
            await ForwardingProgram.UntilAsync(() => second.Tracker.Statistics.Forwarding.Sum(one => one.Forwarded) == 2);
        }

        Assert.Empty(own.Taken);
        Assert.Equal(ids, Collector.Events.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(Collector.Events.Values, one => CollectorDouble.Standard(one.Event).GetProperty("extra").GetRawText() == """{"kind":"idea","draft":true}""");
        Assert.Empty(Files);

        await using ForwardingProgram third = StartWithSpool();
        _ = third.Event;
        third.Event.Track(9, "bug", 9);
        await Collector.HasAsync(3);
        Assert.Equal(0, third.Statistics.Recovered);
    }

    [Fact]
    public async Task Nothing_of_it_leaves_where_nothing_may_leave_any_more_and_nothing_stays()
    {
        Collector.Answer = _ => (503, []);
        ForwardingProgram first = StartWithSpool(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        first.Event.Track(7, "bug", 3);
        await first.DisposeAsync();
        Assert.Single(Files);

        Collector.Events.Clear();
        await using (ForwardingProgram second = StartWithSpool(options => options.Enabled = false))
        {
            _ = second.Event;
            await ForwardingProgram.UntilAsync(() => second.Statistics.DroppedBy.GetValueOrDefault("not_permitted") == 1);
        }

        Assert.Empty(Collector.Events);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_torn_end_is_left_out_and_a_file_of_something_else_stays()
    {
        ForwardingProgram first = StartWithSpool(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300), collector: "http://127.0.0.1:1");
        first.Event.Track(7, "bug", 1);
        first.Event.Track(8, "bug", 2);
        await first.DisposeAsync();
        string file = Assert.Single(Files);
        byte[] content = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, content[..^9]);
        string other = file.Replace(".events", "x.events", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(other, content[(content.AsSpan().IndexOf((byte)'\n') + 1)..]);

        await using (ForwardingProgram second = StartWithSpool())
        {
            _ = second.Event;
            await Collector.HasAsync(1);
            await ForwardingProgram.UntilAsync(() => second.Statistics is { Recovered: 1, Forwarded: 1 });
        }

        Assert.Equal("1", Assert.Single(Collector.Events.Values).Event.GetProperty("se_va").GetString());
        Assert.Equal([other], Files);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_holds_up_nothing_and_is_told_once()
    {
        await using ForwardingProgram program = StartWithSpool(options => options.SpoolInterval = TimeSpan.FromMilliseconds(50));
        _ = program.Event;
        await File.WriteAllTextAsync(Spool, "no folder");
        Collector.Answer = _ => (503, []);
        program.Event.Track(7, "bug", 1);
        await ForwardingProgram.UntilAsync(() => program.Log.ToArray().Any(line => line.StartsWith("The spool of events for 'snowplow' cannot be written", StringComparison.Ordinal)));

        Collector.Answer = _ => (200, []);
        await Collector.HasAsync(1);
        await ForwardingProgram.UntilAsync(() => program.Statistics.Forwarded == 1);
        Assert.Single(program.Log, line => line.StartsWith("The spool of events for 'snowplow' cannot be written", StringComparison.Ordinal));
    }

    private ForwardingProgram StartWithSpool(Action<ServicePingOptions>? set = null, Action<ServicePingBuilder>? build = null, string? collector = null) => ForwardingProgram.Start(
        Folder,
        collector ?? Collector.Address,
        options =>
        {
            (options.SpoolFolder, options.SpoolInterval) = (Spool, TimeSpan.FromMilliseconds(100));
            set?.Invoke(options);
        },
        build,
        counters: Path.Combine(Folder, "counters"));

    [GeneratedRegex("\"id\":\"([0-9a-f-]+)\"")]
    private static partial Regex Id();
}
