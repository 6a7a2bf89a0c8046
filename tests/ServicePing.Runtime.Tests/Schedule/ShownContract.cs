using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>What an administrator sees of what is kept, wherever it is kept.</summary>
public abstract class ShownContract : OfflineTest
{
    private protected ShownContract(OfflinePlace place)
        : base(place)
    {
    }

    [Fact]
    public async Task What_is_switched_off_is_not_shown_of_a_ping_that_was_kept_before()
    {
        await using ServiceProvider program = Program();
        await using ServiceProvider other = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        Assert.Null(await history.LatestAsync(PingKind.AllValues));
        Assert.Null(await history.KeptAsync(PingKind.AllValues, Week));
        CycleHold hold = await KeepAsync(store);
        byte[] queries = """{"counts":{"a":"SELECT 1","b":"SELECT 2"}}"""u8.ToArray();
        await store.KeepAsync(hold, new PingDraft(PingKind.Queries, Ping.RecordedAt, queries), default);

        KeptReport whole = (await history.LatestAsync(PingKind.AllValues))!;
        Assert.Equal((PingKind.AllValues, Week, Ping.RecordedAt), (whole.Kind, whole.Cycle, whole.RecordedAt));
        Assert.Equal(SomePing.Length, whole.Size);
        Assert.Equal(PingWords.Hash(SomePing), whole.Sha256);
        Assert.Equal(SomePing, whole.Content.Json!.Value.ToArray());
        Assert.Equal((0, null), (whole.Content.LeftOut, whole.Content.Hindrance));
        Assert.InRange(whole.KeptAt - await store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);

        // Another process has switched it off.
        await other.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "counts.a", "ada");

        KeptReport?[] shownNow = [await history.LatestAsync(PingKind.AllValues), await history.KeptAsync(PingKind.AllValues, Week)];
        foreach (KeptReport? shown in shownNow)
        {
            Assert.Equal($$$"""{"uuid":"{{{Uuid}}}","counts":{"b":2}}""", Text(shown));
            Assert.Equal((1, whole.Sha256, whole.Size), (shown!.Content.LeftOut, shown.Sha256, shown.Size));
        }

        Assert.Equal("""{"counts":{"b":"SELECT 2"}}""", Text(await history.LatestAsync(PingKind.Queries)));
        Assert.Null(await history.LatestAsync(PingKind.NonSql));

        // The test's metrics are optional.
        await other.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "ada");
        Assert.Equal("{}", Text(await history.LatestAsync(PingKind.AllValues)));
        Assert.Equal("{}", Text(await history.LatestAsync(PingKind.Queries)));
        Assert.Equal(SomePing, (await history.PingAsync(Week))!.Value.ToArray());
    }

    [Fact]
    public async Task Nothing_is_shown_while_nobody_can_say_what_is_permitted()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        await KeepAsync(store);
        await store.SetAsync(SettingNames.LeftOutMetrics, "\n", "a later version", default);

        PermittedReport content = (await program.GetRequiredService<IPingHistory>().LatestAsync(PingKind.AllValues))!.Content;

        Assert.Null(content.Json);
        Assert.StartsWith(
            "Nothing is shown while nobody can say what is permitted. The setting 'left_out_metrics' is kept as",
            content.Hindrance,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_and_the_answer_about_features_are_shown_the_latest_first()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        Assert.Null(await history.DevOpsReportAsync());
        Assert.Empty(await history.ChangesAsync());
        await program.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.Enabled, "false", "ada");
        await program.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.Enabled, "true", "bob");
        foreach (string cycle in new[] { "2026-W47", Week })
        {
            CycleHold hold = await KeepAsync(store, cycle);
            double percentage = cycle == Week ? 31.37 : 10;
            await store.RecordAsync(
                hold,
                new DeliveryAttempt("https://example.com:443", "delivered", "It went so.", CycleState.Sent)
                {
                    Report = new DevOpsAnswer([.. Enumerable.Repeat(new FeatureUse(10.2, 3.2, percentage), 9)]),
                },
                default);
            await PassAsync(store);
        }

        DevOpsReport report = (await history.DevOpsReportAsync())!;
        Assert.Equal((Week, 31.37), (report.Cycle, report.Features[8].Percentage));
        Assert.InRange(report.ReceivedAt - await store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);
        Assert.Equal(
            [("enabled", "false", "true", "bob"), ("enabled", null, "false", "ada")],
            (await history.ChangesAsync()).Select(change => (change.Name, change.OldValue, change.NewValue, change.ChangedBy)));
        Assert.Equal("bob", Assert.Single(await history.ChangesAsync(1)).ChangedBy);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => history.ChangesAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => history.LatestAsync((PingKind)3));
    }

    [Fact]
    public async Task The_bytes_that_have_left_are_told_by_week_and_receiver()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        Assert.Empty(await history.SentAsync());

        // The week may end while the test runs.
        DateOnly before = Monday(await store.NowAsync(default));
        await SendAsync("1", ("https://b.example:443", 0), ("https://b.example:443", 17_000_000_000));
        await SendAsync("2", ("https://a.example:443", 300), ("https://b.example:443", 5));
        await SendAsync("3", ("offline", 0));
        DateOnly after = Monday(await store.NowAsync(default));

        IReadOnlyList<EgressWeek> weeks = await history.SentAsync();
        Assert.All(weeks, week => Assert.InRange(week.BeginsOn, before, after));
        Assert.All(weeks, week => Assert.Equal(DayOfWeek.Monday, week.BeginsOn.DayOfWeek));
        Assert.Equal(
            [("https://a.example:443", 1, 300), ("https://b.example:443", 3, 17_000_000_005)],
            weeks.GroupBy(week => week.Receiver)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Sum(week => week.Attempts), group.Sum(week => week.SentBytes))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => history.SentAsync(0));

        async Task SendAsync(string cycle, params (string Receiver, long Bytes)[] attempts)
        {
            CycleHold hold = await KeepAsync(store, cycle);
            foreach ((string receiver, long bytes) in attempts)
            {
                DeliveryAttempt attempt = new(receiver, "x", "It went so.", CycleState.Sending) { SentBytes = bytes };
                await store.RecordAsync(hold, attempt, default);
            }
        }

        static DateOnly Monday(DateTimeOffset now) =>
            DateOnly.FromDateTime(IsoWeek.Of(now.UtcDateTime).Begins);
    }

    [Theory]
    [InlineData("2026-11-23", "2026-W48")]
    [InlineData("2024-12-30", "2025-W01")]
    [InlineData("2020-12-28", "2020-W53")]
    public void A_week_has_the_name_that_ISO_gives_it(string monday, string name) => Assert.Equal(
        name, new EgressWeek(DateOnly.Parse(monday, System.Globalization.CultureInfo.InvariantCulture), "x", 1, 1).Week);

    private protected static string Text(KeptReport? report) => Encoding.UTF8.GetString(report!.Content.Json!.Value.Span);
}

/// <summary>What an administrator sees of what is kept in a folder.</summary>
public sealed class FolderShownTests() : ShownContract(new FolderPlace())
{
    [Fact]
    public async Task Weeks_begin_on_Mondays_and_those_that_are_too_old_are_not_told()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        DateTimeOffset sunday = new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero);
        for (int i = 0; i < 4; i++)
        {
            await UntilAsync(store, sunday.AddSeconds(i % 2).AddDays(7 * (i / 2)));
            CycleHold hold = await KeepAsync(store, $"{i}");
            DeliveryAttempt attempt = new("x", "x", "It went so.", CycleState.Sent) { SentBytes = 1 << i };
            await store.RecordAsync(hold, attempt, default);
        }

        // Monday, 2026-11-30.
        Assert.Equal(
            ["2026-W49 8", "2026-W48 6", "2026-W47 1"],
            (await history.SentAsync()).Select(week => $"{week.Week} {week.SentBytes}"));
        Assert.Equal(["2026-W49 8", "2026-W48 6"], (await history.SentAsync(2)).Select(week => $"{week.Week} {week.SentBytes}"));
        Assert.Equal(["2026-W49 8"], (await history.SentAsync(1)).Select(week => $"{week.Week} {week.SentBytes}"));
    }
}

/// <summary>What an administrator sees of what is kept in PostgreSQL.</summary>
public sealed class PostgresShownTests(PostgresServer postgres)
    : ShownContract(new PostgresPlace(postgres)), IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Weeks_begin_on_Mondays_and_those_that_are_too_old_are_not_told()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        CycleHold hold = await KeepAsync(store);
        for (int i = 0; i < 5; i++)
        {
            await store.RecordAsync(
                hold, new DeliveryAttempt("x", "x", "It went so.", CycleState.Sending) { SentBytes = 1 << i }, default);
        }

        // Around the beginnings of the running week and of the one before.
        await using NpgsqlCommand age = program.GetRequiredService<PostgresDatabase>().Source.CreateCommand("""
            UPDATE service_ping.deliveries
            SET ended_at = date_trunc('week', clock_timestamp(), 'UTC') + CASE attempt
                WHEN 1 THEN interval '-7 days -1 microsecond'
                WHEN 2 THEN interval '-7 days'
                WHEN 3 THEN interval '-1 microsecond'
                ELSE interval '0' END
            """);
        await age.ExecuteNonQueryAsync();

        Assert.Equal([24L, 6, 1], (await history.SentAsync()).Select(week => week.SentBytes));
        Assert.Equal([24L, 6], (await history.SentAsync(2)).Select(week => week.SentBytes));
        EgressWeek running = Assert.Single(await history.SentAsync(1));
        Assert.Equal((24, 2, DayOfWeek.Monday), (running.SentBytes, running.Attempts, running.BeginsOn.DayOfWeek));
    }

    [Fact]
    public async Task Nothing_is_shown_while_settings_cannot_be_read()
    {
        await using ServiceProvider program = Program();
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        await KeepAsync(program.GetRequiredService<IPingStore>());
        await program.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "counts.a", "ada");
        await using NpgsqlCommand rename = program.GetRequiredService<PostgresDatabase>().Source.CreateCommand(
            "ALTER TABLE service_ping.settings RENAME TO elsewhere");
        await rename.ExecuteNonQueryAsync();

        PermittedReport content = (await history.LatestAsync(PingKind.AllValues))!.Content;

        Assert.Null(content.Json);
        Assert.Contains("What administrators have set cannot be read.", content.Hindrance, StringComparison.Ordinal);
    }
}
