using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Assertions;

/// <summary>Which calls are as expected.</summary>
public class ExpectationTests
{
    [Fact]
    public async Task An_argument_that_is_not_named_may_be_anything_and_null_is_none()
    {
        await using ServicePingTest ping = Board.Run();
        BoardEvents events = Board.Of(ping);
        events.CreateIssue(user: 7, project: 1, @namespace: EventValue.None, label: BoardEvents.CreateIssueLabel.Bug, weight: 3);

        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce();
        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7);
        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7, project: 1, @namespace: EventValue.None, label: BoardEvents.CreateIssueLabel.Bug, weight: 3);
        ping.Events.CreateIssue.ShouldHaveBeenTracked(project: 1.0);
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked(user: "7");
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked(label: BoardEvents.CreateIssueLabel.Feature);
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked(weight: null);
        Assert.Throws<ServicePingAssertionException>(() => ping.Events.CreateIssue.ShouldHaveBeenTracked(label: null));
        Assert.Equal(3, Assert.Single(ping.Events.CreateIssue.With(user: 7).Calls).Arguments.Single(one => one.Name == "weight").Value.AsNumber());
    }

    [Fact]
    public async Task A_value_that_no_definition_lists_is_expected_as_it_is_counted()
    {
        await using ServicePingTest ping = Board.Run();
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2, label: BoardEvents.CreateIssueLabelOf("fax"));

        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(label: BoardEvents.CreateIssueLabel.Other);
        ping.Event("create_issue").With("label", "other").ShouldHaveBeenTrackedOnce();
        Assert.Equal(["'label' is none of bug, feature: it is counted as 'other'."], Assert.Single(ping.Calls).Remarks);
    }

    [Fact]
    public async Task An_event_that_is_tracked_by_name_is_the_same_as_by_its_method()
    {
        await using ServicePingTest ping = Board.Run();
        EventTracker tracker = ping.Services.GetRequiredService<EventTracker>();
        tracker.TrackByName("create_issue", new Dictionary<string, EventValue> { ["user"] = 7, ["label"] = "bug", ["colour"] = "red" });
        tracker.TrackByName("erase_issue", new Dictionary<string, EventValue> { ["user"] = 7 });

        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7, label: BoardEvents.CreateIssueLabel.Bug);
        Assert.Equal(["Event 'create_issue' declares no additional property 'colour'."], ping.Calls[0].Remarks);
        Assert.Equal("No event of the program is called 'erase_issue'.", ping.Calls[1].Suppressed);
    }

    [Fact]
    public async Task An_event_that_no_metric_counts_is_tracked()
    {
        await using ServicePingTest ping = Board.Run();
        Board.Of(ping).CloseIssue(user: 7);

        ping.Events.CloseIssue.ShouldHaveBeenTrackedOnce(user: 7);
        Assert.Empty(Assert.Single(ping.Calls).Remarks);
    }

    [Fact]
    public async Task A_label_that_is_too_long_is_remarked()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.MaxLabelLength = 4));
        Board.Of(ping).OpenBoard(user: 7, label: "columns");

        ping.Events.OpenBoard.ShouldHaveBeenTrackedOnce(label: "columns");
        Assert.Equal(["'label' has more than 4 characters (MaxLabelLength): it is counted as 'other'."], Assert.Single(ping.Calls).Remarks);
    }

    [Fact]
    public async Task What_is_switched_off_counts_for_nothing()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.TrackEvents = false));
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);
        ping.Services.GetRequiredService<EventTracker>().Counters.Increment("web_ide_previews_count");
        ping.Services.GetRequiredService<BoardKnownEvents>().GSearchIssues(7);

        ping.Events.CreateIssue.ShouldNotHaveBeenTracked();
        ping.Counter("web_ide_previews_count").ShouldNotHaveBeenTracked();
        ping.KnownEvent("g_search_issues").ShouldNotHaveBeenTracked();
        Assert.All(ping.Calls, call => Assert.Equal("The option TrackEvents is false.", call.Suppressed));
        Assert.Equal(3, ping.Calls.Count);
    }

    [Fact]
    public async Task A_delegate_that_throws_is_a_reason()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.DoNotTrack = () => throw new InvalidOperationException("No request.")));
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);

        Assert.Equal("The option DoNotTrack or IsEventEnabled throws: No request.", Assert.Single(ping.Calls).Suppressed);
    }

    [Fact]
    public async Task Names_that_are_misspelled_are_no_failures_of_the_product()
    {
        await using ServicePingTest ping = Board.Run();

        Assert.Equal("The program has no event 'create_isue'. (Parameter 'name')", Assert.Throws<ArgumentException>(() => ping.Event("create_isue")).Message);
        Assert.Equal(
            "'create_issue' has no argument 'usr'; it has user, project, namespace, label, weight. (Parameter 'argument')",
            Assert.Throws<ArgumentException>(() => ping.Event("create_issue").With("usr", 7)).Message);
        Assert.Throws<ArgumentException>(() => ping.KnownEvent("g_search"));
    }

    [Fact]
    public async Task A_known_event_of_several_identifiers_has_each_of_them()
    {
        await using ServicePingTest ping = Board.Run();
        ping.Services.GetRequiredService<BoardKnownEvents>().GSearchIssues([7, 8, 9]);

        ping.KnownEvent("g_search_issues").With("id", 8).ShouldHaveBeenTrackedOnce();
        ping.KnownEvent("g_search_issues").With("id", 6).ShouldNotHaveBeenTracked();
    }
}
