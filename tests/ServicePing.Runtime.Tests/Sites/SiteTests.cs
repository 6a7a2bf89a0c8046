using System.Text;
using System.Text.Json.Nodes;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What a secondary has computed, and what becomes of it at the primary: late, often, out of order, with wrong clocks.</summary>
public sealed class SiteTests
{
    private const string Numbers = """{"projects_count":5,"replication_enabled":true,"fetches_count_weekly":2.5}""";
    private const string Nothing = """{"projects_count":null,"replication_enabled":null,"fetches_count_weekly":null}""";

    [Fact]
    public async Task A_primary_lists_what_each_secondary_has_reported_in_the_order_of_the_definition()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin", "cologne");
        await using SiteProgram secondary = SiteProgram.Secondary();
        CycleRecord cycle = await secondary.ComputeAsync();
        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.Contains("for the product to hand over", cycle.Reason, StringComparison.Ordinal);

        Assert.Equal(SiteReportOutcome.Accepted, await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync()));

        Assert.Equal($"[{Numbers},{Nothing}]", await primary.ListAsync());
        MetricReading reading = await primary.ReadAsync();
        Assert.Equal((ReadingStatus.Ok, "'cologne' has never reported, and its values are null."), (reading.Status, reading.Message));
        Assert.Equal("Site 2 has never reported, and its values are null.", reading.ExportedError);
    }

    [Fact]
    public async Task A_secondary_computes_its_own_metrics_and_a_primary_does_not()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();

        Assert.Null(JsonNode.Parse((await primary.Collector.CollectAsync()).Json.Span)!["site"]);
        JsonNode own = JsonNode.Parse((await secondary.Collector.CollectAsync()).Json.Span)!;
        Assert.Equal(Numbers, new JsonObject
        {
            ["projects_count"] = own["site"]!["projects_count"]!.DeepClone(),
            ["replication_enabled"] = own["site"]!["replication_enabled"]!.DeepClone(),
            ["fetches_count_weekly"] = own["site"]!["fetches_count_weekly"]!.DeepClone(),
        }.ToJsonString());
        Assert.Null(own["sites"]);
    }

    [Fact]
    public async Task What_a_secondary_could_not_compute_is_null_and_no_fallback()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        secondary.Fails = true;
        await secondary.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());

        Assert.Equal("""[{"projects_count":null,"replication_enabled":true,"fetches_count_weekly":2.5}]""", await primary.ListAsync());
        SiteStatus status = Assert.Single(await primary.Sites.ListAsync());
        Assert.Equal(("site.projects_count", "timed_out"), (Assert.Single(status.Failures).Key, status.Failures["site.projects_count"]));
    }

    [Fact]
    public async Task A_site_that_is_cut_off_for_weeks_is_null_with_its_age_and_is_back_with_its_next_report()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());
        primary.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal($"[{Numbers}]", await primary.ListAsync());

        primary.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal($"[{Nothing}]", await primary.ListAsync());
        Assert.Equal("Site 1 has last reported 23 days ago, and its values are null.", (await primary.ReadAsync()).ExportedError);

        // What had come before makes it no younger: its collection stands still while its status goes on.
        Assert.Equal(SiteReportOutcome.Known, await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync()));
        Assert.Equal($"[{Nothing}]", await primary.ListAsync());

        secondary.Clock.Advance(TimeSpan.FromDays(23));
        await secondary.ComputeAsync();
        Assert.Equal(SiteReportOutcome.Accepted, await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync()));
        Assert.Equal($"[{Numbers}]", await primary.ListAsync());
        Assert.Null((await primary.ReadAsync()).Message);
    }

    [Theory]
    [InlineData(-400, "behind")]
    [InlineData(400, "ahead")]
    public async Task No_clock_of_a_secondary_decides_which_report_is_newer_or_how_old_it_is(int days, string word)
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());

        // The clock jumps, and the next report seems to be from another year.
        secondary.Clock.Set(secondary.Clock.GetUtcNow().AddDays(days));
        secondary.Projects = 6;
        await secondary.ComputeAsync();
        Assert.Equal(SiteReportOutcome.Accepted, await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync()));
        SiteStatus status = Assert.Single(await primary.Sites.ListAsync());
        Assert.Equal((false, TimeSpan.Zero, TimeSpan.FromDays(days)), (status.IsStale, status.Age, status.ClockSkew));
        Assert.Equal($"'berlin' has a clock that is 400 days {word}.", (await primary.ReadAsync()).Message);

        primary.Clock.Advance(TimeSpan.FromDays(16));
        Assert.True(Assert.Single(await primary.Sites.ListAsync()).IsStale);
    }

    [Fact]
    public async Task A_report_that_comes_after_a_later_one_changes_nothing()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        ReadOnlyMemory<byte> first = await secondary.ReportAsync();
        secondary.Clock.Advance(TimeSpan.FromDays(7));
        secondary.Projects = 6;
        await secondary.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());

        Assert.Equal(SiteReportOutcome.Older, await primary.Sites.AcceptAsync("berlin", first));
        Assert.StartsWith("""[{"projects_count":6""", await primary.ListAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_with_a_new_store_is_heard_and_its_former_store_no_more()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram former = SiteProgram.Secondary();
        await former.ComputeAsync();
        former.Clock.Advance(TimeSpan.FromDays(7));
        await former.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await former.ReportAsync());
        await using SiteProgram rebuilt = SiteProgram.Secondary();
        rebuilt.Projects = 7;
        await rebuilt.ComputeAsync();

        Assert.Equal(SiteReportOutcome.Accepted, await primary.Sites.AcceptAsync("berlin", await rebuilt.ReportAsync()));

        former.Clock.Advance(TimeSpan.FromDays(7));
        await former.ComputeAsync();
        Assert.Equal(SiteReportOutcome.Older, await primary.Sites.AcceptAsync("berlin", await former.ReportAsync()));
        Assert.StartsWith("""[{"projects_count":7""", await primary.ListAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_taken_once_by_however_many_at_once()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        ReadOnlyMemory<byte> report = await secondary.ReportAsync();

        SiteReportOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => primary.Sites.AcceptAsync("berlin", report))));

        Assert.Single(outcomes, outcome => outcome == SiteReportOutcome.Accepted);
        Assert.Equal(7, outcomes.Count(outcome => outcome == SiteReportOutcome.Known));
    }

    [Fact]
    public async Task A_site_that_is_not_enabled_is_refused_and_so_is_one_that_hands_over_anothers()
    {
        await using SiteProgram primary = SiteProgram.Primary("cologne", "amsterdam");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        ReadOnlyMemory<byte> report = await secondary.ReportAsync();

        await AssertRefusedAsync(primary, "berlin", report, SiteReportProblem.UnknownSite, "No secondary site 'berlin' is enabled; name it under Sites:Secondaries.");
        await AssertRefusedAsync(primary, "cologne", report, SiteReportProblem.UnknownSite, "each site hands over its own");
        await AssertRefusedAsync(
            primary, "amsterdam", SiteProgram.With(report, "site", "amsterdam"), SiteReportProblem.UnknownSite, "'amsterdam' is this site, the primary");
        await AssertRefusedAsync(secondary, "berlin", report, SiteReportProblem.NotPrimary, "This site is a secondary itself");
        Assert.Equal($"[{Nothing}]", await primary.ListAsync());
    }

    [Theory]
    [InlineData("values", """{"site.projects_count":"5"}""", "'values' has 'site.projects_count', which must be a number, true, false or null")]
    [InlineData("values", """{"site.projects_count":5.5}""", "'site.projects_count', which must be a whole number or null")]
    [InlineData("values", """{"site.projects_count":true}""", "'site.projects_count', which must be a whole number or null")]
    [InlineData("values", """{"site.replication_enabled":1}""", "'site.replication_enabled', which must be true, false or null")]
    [InlineData("values", """{"site.fetches_count_weekly":1e999}""", "'site.fetches_count_weekly', which must be a finite number or null")]
    [InlineData("values", "[]", "'values' must be an object")]
    [InlineData("statuses", """{"site.projects_count":5}""", "'statuses' has 'site.projects_count', which must be a word")]
    [InlineData("number", "0", "'number' must be a whole number from 1")]
    [InlineData("series", "\"x\"", "'series' must be a UUID")]
    [InlineData("recorded_at", "\"soon\"", "'recorded_at' must be a moment")]
    [InlineData("site", "\"\"", "'site' must be a text")]
    public async Task A_report_that_is_none_is_refused_with_its_place(string member, string value, string message)
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();

        ReadOnlyMemory<byte> report = SiteProgram.With(await secondary.ReportAsync(), member, JsonNode.Parse(value));

        await AssertRefusedAsync(primary, "berlin", report, SiteReportProblem.Malformed, message);
        await AssertRefusedAsync(primary, "berlin", Encoding.UTF8.GetBytes("{"), SiteReportProblem.Malformed, "it is no JSON");
        await AssertRefusedAsync(primary, "berlin", new byte[(1 << 20) + 1], SiteReportProblem.Malformed, "1048576 at most are taken");
        Assert.Equal($"[{Nothing}]", await primary.ListAsync());
    }

    [Fact]
    public async Task A_metric_that_only_the_secondarys_version_has_does_not_keep_the_others_out()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        JsonNode values = JsonNode.Parse((await secondary.ReportAsync()).Span)!["values"]!.DeepClone();
        values["site.of_tomorrow"] = 3;

        Assert.Equal(
            SiteReportOutcome.Accepted, await primary.Sites.AcceptAsync("berlin", SiteProgram.With(await secondary.ReportAsync(), "values", values)));
        Assert.Equal($"[{Numbers}]", await primary.ListAsync());
    }

    [Fact]
    public async Task A_list_without_sites_is_left_out()
    {
        await using SiteProgram primary = SiteProgram.Primary();

        Assert.Null(await primary.ListAsync());
        Assert.Equal(ReadingStatus.LeftOut, (await primary.ReadAsync()).Status);
    }

    private static async Task AssertRefusedAsync(
        SiteProgram program, string site, ReadOnlyMemory<byte> report, SiteReportProblem problem, string message)
    {
        SiteReportException refused = await Assert.ThrowsAsync<SiteReportException>(() => program.Sites.AcceptAsync(site, report));
        Assert.Equal(problem, refused.Problem);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
