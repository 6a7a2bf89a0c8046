using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A site that is promoted while its program runs, and one that begins with a copy of the primary's store.</summary>
public sealed class PromotedSiteTests
{
    [Fact]
    public async Task A_secondary_that_is_promoted_makes_the_ping_of_the_week_although_it_has_reported_in_it()
    {
        InstanceSites known = new(SiteRole.Secondary, "berlin", []);
        await using SiteProgram site = SiteProgram.Start(() => known);
        NextStep report = await DueAsync(site);
        Assert.StartsWith("site-", report.Cycle.Name, StringComparison.Ordinal);
        Assert.False((await site.Settings.MaySendAsync()).IsAllowed);

        known = known with { Role = SiteRole.Primary, Secondaries = ["amsterdam"] };

        NextStep ping = await DueAsync(site);
        Assert.False(ping.Cycle.Name.StartsWith("site-", StringComparison.Ordinal));
        Assert.Null(await site.Sites.LatestReportAsync());
    }

    [Fact]
    public async Task A_report_that_waits_is_neither_a_ping_nor_lost_while_the_site_is_the_primary()
    {
        InstanceSites known = new(SiteRole.Secondary, "berlin", []);
        await using SiteProgram site = SiteProgram.Start(() => known);
        Cycle cycle = new("site-2026-W40", CycleKind.Weekly, site.Clock.GetUtcNow().AddDays(8), "due");
        CycleHold hold = (await site.Store.TakeAsync(cycle, Guid.NewGuid(), TimeSpan.FromMinutes(2), default))!;
        await site.Store.LeaveAsync(hold, "waits", TimeSpan.Zero, default);
        Assert.Equal(("site-2026-W40", StepKind.Run), await NameAsync(site));

        known = known with { Role = SiteRole.Primary };
        Assert.Equal(StepKind.Wait, (await site.Loop.LookAsync(default)).Kind);

        known = known with { Role = SiteRole.Secondary };
        Assert.Equal(("site-2026-W40", StepKind.Run), await NameAsync(site));
    }

    [Fact]
    public async Task A_site_that_goes_on_with_a_copy_of_the_primarys_store_is_no_secondary_of_itself()
    {
        await using SiteProgram primary = SiteProgram.Primary("berlin", "cologne");
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());
        await using SiteProgram promoted = SiteProgram.Start(
            () => new InstanceSites(SiteRole.Primary, "berlin", ["berlin", "cologne", "amsterdam"]), primary.Folder);

        Assert.Equal(["cologne", "amsterdam"], (await promoted.Sites.ListAsync()).Select(site => site.Name));
        Assert.NotNull(await promoted.Store.FindKeptAsync("site/berlin", default));
    }

    [Fact]
    public async Task A_store_that_was_put_back_numbers_its_reports_anew()
    {
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        ServicePing.Runtime.Sites.OwnReports reports = new(secondary.Store);
        ServicePing.Runtime.Sites.SiteReport before = (await reports.FindAsync(default))!;

        await reports.BeginSeriesAsync(before, default);

        ServicePing.Runtime.Sites.SiteReport after = (await reports.FindAsync(default))!;
        Assert.NotEqual(before.Series, after.Series);
        Assert.Equal((1, before.Cycle), (after.Number, after.Cycle));
    }

    [Fact]
    public async Task Nobody_sends_while_the_program_cannot_tell_which_site_it_is()
    {
        await using SiteProgram site = SiteProgram.Start(
            () => throw new InvalidDataException("no table"),
            configure: options => (options.Receiver, options.NoticePeriod) = ("https://versions.example.com", TimeSpan.Zero));

        SendPermission permission = await site.Settings.MaySendAsync();

        Assert.False(permission.IsAllowed);
        Assert.Contains("Nobody can say which site this is", permission.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PingStoreException>(() => site.Loop.LookAsync(default));
    }

    /// <summary>The next step that is due, at the moment at which it is.</summary>
    private static async Task<NextStep> DueAsync(SiteProgram site)
    {
        NextStep step = await site.Loop.LookAsync(default);
        Assert.Equal(StepKind.Wait, step.Kind);
        site.Clock.Set(step.Cycle.DueAt);
        NextStep due = await site.Loop.LookAsync(default);
        Assert.Equal(StepKind.Run, due.Kind);
        return due;
    }

    private static async Task<(string Name, StepKind Kind)> NameAsync(SiteProgram site)
    {
        NextStep step = await site.Loop.LookAsync(default);
        return (step.Cycle.Name, step.Kind);
    }
}
