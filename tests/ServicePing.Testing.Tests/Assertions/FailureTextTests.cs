using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Assertions;

/// <summary>What a failing test says. The texts lie in <c>Golden/</c>.</summary>
public class FailureTextTests
{
    [Fact]
    public async Task The_nearest_calls_come_first_and_what_differs_is_marked()
    {
        await using ServicePingTest ping = Board.Run();
        BoardEvents events = Board.Of(ping);
        events.CreateIssue(user: 7, project: 1, @namespace: 12, label: BoardEvents.CreateIssueLabel.Feature, weight: 3);
        events.CreateIssue(user: 8, project: 2, @namespace: EventValue.None, label: BoardEvents.CreateIssueLabel.Bug);
        events.CreateIssue(user: "seven \"7\"\n", project: 3, @namespace: 12);
        events.CloseIssue(user: 7);

        Golden.Is("nearest", Failure(() => ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7, label: BoardEvents.CreateIssueLabel.Bug)));
    }

    [Fact]
    public async Task Calls_that_are_too_many_are_shown()
    {
        await using ServicePingTest ping = Board.Run();
        BoardEvents events = Board.Of(ping);
        for (int project = 1; project <= 7; project++)
        {
            events.CreateIssue(user: 7, project: project, @namespace: 12);
        }

        Golden.Is("too-many", Failure(() => ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7)));
        Golden.Is("not-at-all", Failure(() => ping.Events.CreateIssue.ShouldNotHaveBeenTracked(user: 7, project: 2)));
    }

    [Fact]
    public async Task A_name_that_was_never_tracked_lists_those_that_were()
    {
        await using ServicePingTest ping = Board.Run();
        Golden.Is("nothing", Failure(() => ping.Events.CreateIssue.ShouldHaveBeenTracked()));

        Board.Of(ping).CloseIssue(user: 7);
        Board.Of(ping).CloseIssue(user: 8);
        Board.Of(ping).OpenBoard(user: 7);
        Golden.Is("another", Failure(() => ping.Events.CreateIssue.ShouldHaveBeenTracked()));
    }

    [Fact]
    public async Task What_was_suppressed_is_shown_with_the_reason()
    {
        bool doesNotTrack = false;
        await using ServicePingTest ping = Board.Run(board => board.Configure(options =>
        {
            options.DoNotTrack = () => doesNotTrack;
            options.IsEventEnabled = name => name != "open_board";
        }));
        BoardEvents events = Board.Of(ping);
        events.CreateIssue(user: EventValue.None, project: 1, @namespace: 12, label: BoardEvents.CreateIssueLabelOf("fax"));
        doesNotTrack = true;
        events.CreateIssue(user: 7, project: 1, @namespace: 12, label: BoardEvents.CreateIssueLabel.Bug);
        doesNotTrack = false;
        events.OpenBoard(user: 7, label: "grid");

        Golden.Is("do-not-track", Failure(() => ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7, label: BoardEvents.CreateIssueLabel.Bug)));
        Golden.Is("disabled", Failure(() => ping.Events.OpenBoard.ShouldHaveBeenTracked()));
    }

    [Fact]
    public async Task Known_events_and_counters_are_told_in_the_same_way()
    {
        await using ServicePingTest ping = Board.Run();
        ping.Services.GetRequiredService<BoardKnownEvents>().GSearchIssues(7, context: "gold");
        ping.Services.GetRequiredService<EventTracker>().Counters.Increment("web_ide_previews_count", by: 2);

        Golden.Is("known-event", Failure(() => ping.KnownEvent("g_search_issues").With("id", 7).ShouldHaveBeenTrackedOnce()));
        Golden.Is("counter", Failure(() => ping.Counter("web_ide_previews_count").With("by", 1).ShouldHaveBeenTracked(times: 2)));
    }

    private static string Failure(Action assertion) => Assert.Throws<ServicePingAssertionException>(assertion).Message;
}
