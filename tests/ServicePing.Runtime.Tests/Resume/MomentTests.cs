using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>The payload says which of its parts share one moment.</summary>
public sealed class MomentTests(PostgresServer postgres) : ResumeTest(postgres)
{
    [Fact]
    public async Task What_one_snapshot_shows_is_one_moment_by_the_servers_clock()
    {
        DateTimeOffset before = await NowAsync();

        CollectionMoment moment = Assert.Single((await UninterruptedAsync()).Statistics.Moments);

        Assert.Equal(("main", false, false), (moment.Database, moment.InKeyRanges, moment.IsResumed));
        Assert.Equal(["issues", "projects", "builds"], moment.Relations.Select(relation => relation.Name));
        Assert.Equal(["builds", "users"], moment.Relations[2].KeyPaths);
        Assert.InRange(moment.TakenAt, before, await NowAsync());
        Assert.Equal(TimeSpan.Zero, moment.TakenAt.Offset);
    }

    [Fact]
    public async Task Relations_of_different_snapshots_have_different_moments()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString, options => options.SnapshotLimit = TimeSpan.Zero);

        IReadOnlyList<CollectionMoment> moments = (await ping.CollectAsync()).Statistics.Moments;

        Assert.Equal(3, moments.Select(moment => moment.TakenAt).Distinct().Count());
        Assert.Equal(moments.Select(moment => moment.TakenAt).Order(), moments.Select(moment => moment.TakenAt));
        Assert.All(moments, moment => Assert.Single(moment.Relations));
    }

    [Fact]
    public async Task A_relation_that_is_read_in_key_ranges_has_no_single_moment()
    {
        await ExecuteAsync("""
            CREATE TABLE long (id bigint PRIMARY KEY, state text);
            INSERT INTO long SELECT n, (n % 4)::text FROM generate_series(1, 130000) n;
            """);
        TestSet set = new();
        set.RelationPlans.Add(new RelationPlan(
            "main", "public", "long", [], [new(set.Add("all"), Operation.Count) { Filter = "long.state <> '9'" }]));
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SnapshotLimit = TimeSpan.FromMilliseconds(1);
                options.SlicePages = (20, 20);
            }),
            set);

        IReadOnlyList<CollectionMoment> moments = (await ping.CollectAsync()).Statistics.Moments;

        CollectionMoment ranges = Assert.Single(moments, moment => moment.InKeyRanges);
        Assert.Equal("public.long", Assert.Single(ranges.Relations).Name);
        Assert.Equal(["projects"], Assert.Single(moments, moment => !moment.InKeyRanges).Relations[0].KeyPaths);
    }

    [Fact]
    public async Task What_could_not_be_reached_has_no_moment_and_is_read_by_the_next_collection()
    {
        await using PrivatePostgres away = await PrivatePostgres.StartAsync();
        string other = await away.CreateDatabaseAsync("other");
        TestSet set = new();
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        set.RelationPlans.Add(new RelationPlan("other", null, "pg_language", [], [new(set.Add("other"), Operation.Count)]));
        AddMetric(set, "waits", ValueShape.Integer, "builds", new(0, Operation.Count) { Filter = "waits(builds.id)" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).UsePostgres(other, "other").Configure(options =>
            {
                options.ReconnectFor = TimeSpan.FromMilliseconds(100);
                options.StatementTimeout = TimeSpan.FromMinutes(2);
                options.LockTimeout = TimeSpan.FromMinutes(2);
            }),
            set);
        await away.StopAsync();
        await InterruptAsync(ping);
        await away.RestartAsync();

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.True(payload.Statistics.IsResumed);
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Equal(
            [("main", "builds", false), ("main", "projects", true), ("other", "pg_language", false)],
            payload.Statistics.Moments.Select(moment => (moment.Database, moment.Relations[0].Name, moment.IsResumed)).Order());
    }

    private async Task<DateTimeOffset> NowAsync() => (await PlainAsync("SELECT clock_timestamp()")).GetDateTimeOffset();
}
