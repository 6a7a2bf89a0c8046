using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Tests;

/// <summary>What administrators are shown of single events is what left.</summary>
public sealed class ForwardedViewTests : ForwardingTest
{
    [Fact]
    public async Task The_body_of_each_request_is_kept_byte_for_byte_the_latest_first()
    {
        await using ForwardingProgram program = Start();
        program.Event.Track(7, "bug", 1, "idea", true);
        await ForwardingProgram.UntilAsync(() => program.Statistics.Forwarded == 1);
        program.Event.Track(8, "bug", 2);
        await ForwardingProgram.UntilAsync(() => Shown(program).Latest.Count == 2);

        IReadOnlyList<ForwardedBatch> latest = Shown(program).Latest;
        Assert.Equal(Collector.Bodies.Reverse(), latest.Select(batch => Encoding.UTF8.GetString(batch.Body.Span)));
        Assert.All(latest, batch => Assert.Equal(("snowplow", "forwarded", 1, Ping.RecordedAt), (batch.Forwarder, batch.Outcome, batch.Events, batch.At)));
        Assert.Equal(2, Assert.Single(Shown(program).Statistics).Forwarded);
    }

    [Fact]
    public async Task What_the_collector_has_refused_left_as_well()
    {
        Collector.Answer = _ => (400, []);
        await using ForwardingProgram program = Start();
        program.Event.Track(7, "bug", 1);
        await ForwardingProgram.UntilAsync(() => program.Statistics.Dropped == 1);

        Assert.Equal("refused", Assert.Single(Shown(program).Latest).Outcome);
    }

    [Fact]
    public async Task A_forwarder_of_the_program_shows_what_it_was_handed_without_identifiers()
    {
        RecordingForwarder own = new("own");
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, collector: null, build: ping => ping.ForwardEventsTo(_ => own));
        program.Event.Track(4711, "bug", 1);
        await ForwardingProgram.UntilAsync(() => Shown(program).Latest.Count == 1);

        string body = Encoding.UTF8.GetString(Shown(program).Latest[0].Body.Span);
        Assert.DoesNotContain("4711", body, StringComparison.Ordinal);
        JsonElement one = JsonElement.Parse(body)[0];
        Assert.Equal(("e", "bug"), (one.GetProperty("name").GetString(), one.GetProperty("additional_properties").GetProperty("label").GetString()));
        Assert.Equal(own.Taken.Single().Pseudonyms["user"], one.GetProperty("pseudonyms").GetProperty("user").GetString());
    }

    [Fact]
    public async Task So_many_are_kept_and_no_more_bytes_than_that()
    {
        RecordingForwarder own = new("own");
        await using ForwardingProgram program = ForwardingProgram.Start(
            Folder, collector: null, options => (options.Forwarding.BatchSize, options.Forwarding.BatchAge, options.MaxLabelLength) = (1, TimeSpan.Zero, 60_000),
            ping => ping.ForwardEventsTo(_ => own));
        for (int i = 0; i < 60; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        await ForwardingProgram.UntilAsync(() => program.Statistics.Forwarded == 60);
        Assert.Equal(50, Shown(program).Latest.Count);
        Assert.Contains("\"value\":\"59\"", Encoding.UTF8.GetString(Shown(program).Latest[0].Body.Span), StringComparison.Ordinal);

        for (int i = 0; i < 40; i++)
        {
            program.Event.Track(i, new string('x', 50_000), i);
        }

        await ForwardingProgram.UntilAsync(() => program.Statistics.Forwarded == 100);
        Assert.InRange(Shown(program).Latest.Sum(batch => batch.Body.Length), 900_000, 1 << 20);
    }

    [Fact]
    public async Task Where_it_is_off_there_is_nothing_but_that()
    {
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, collector: null);
        program.Event.Track(7, "bug", 1);

        ServicePingForwarding shown = Shown(program);
        Assert.Equal((false, 0, 0), (shown.IsOn, shown.Statistics.Count, shown.Latest.Count));
    }

    private static ServicePingForwarding Shown(ForwardingProgram program) => program.Services.GetRequiredService<ServicePingForwarding>();
}
