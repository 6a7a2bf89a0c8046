using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Which collection is taken up, by whom, and what is said where nothing can be kept.</summary>
public sealed class ResumeTests(PostgresServer postgres) : ResumeTest(postgres)
{
    [Fact]
    public async Task A_collection_that_was_cancelled_goes_on_in_the_same_process()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString);
        await InterruptAsync(ping);
        await ExecuteAsync("DELETE FROM issues");

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.True(payload.Statistics.IsResumed);
        AssertSame(expected, payload);
    }

    [Fact]
    public async Task A_collection_that_is_interrupted_again_and_again_goes_on()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString);
        await InterruptAsync(ping);
        await InterruptAsync(ping);
        await InterruptAsync(ping);

        AssertSame(expected, await ping.CollectAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_collection_may_be_cancelled_at_any_moment(int connections)
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString, options =>
        {
            options.SlicePages = (20, 20);
            options.MaxConnections = connections;
        });
        int resumed = 0;
        foreach (double share in (double[])[0.01, 0.5, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99])
        {
            using CancellationTokenSource end = new();
            Task<ServicePingPayload> collecting = ping.Collector.CollectAsync(new CancelAt(share, end), end.Token);
            Exception? cancelled = await Record.ExceptionAsync(() => collecting.WaitAsync(Patience));
            Assert.True(cancelled is null or OperationCanceledException, cancelled?.ToString());

            ServicePingPayload payload = await ping.CollectAsync();

            Assert.Equal(cancelled is not null, payload.Statistics.IsResumed);
            Assert.Equal(Values(expected), Values(payload));
            Assert.Equal(0, await KeptAsync());
            resumed += payload.Statistics.Moments.Any(moment => moment.IsResumed) ? 1 : 0;
        }

        Assert.True(resumed > 3, $"Only {resumed} collections had a relation to go on from.");

        // The sum of floating-point numbers depends on their order.
        static IEnumerable<(string, MetricValue)> Values(ServicePingPayload payload) => payload.Metrics
            .Where(metric => metric.KeyPath != "real")
            .Select(metric => (metric.KeyPath, metric.Value));
    }

    [Fact]
    public async Task Another_program_begins_its_own_collection()
    {
        await using (Ping ping = KilledProgram.Of(ConnectionString))
        {
            await InterruptAsync(ping);
        }

        await using Ping other = KilledProgram.Of(ConnectionString, options => options.Version = "1.1");
        other.Clock.Set(Ping.RecordedAt.AddHours(1));
        ServicePingPayload payload = await other.CollectAsync();

        Assert.Equal(Ping.RecordedAt.AddHours(1), payload.RecordedAt);
        Assert.False(payload.Statistics.IsResumed);
        Assert.Equal(1, await KeptAsync());
    }

    [Fact]
    public async Task A_collection_that_is_too_old_is_removed_and_not_taken_up()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString, options => options.ResumeWithin = TimeSpan.FromHours(3));
        await InterruptAsync(ping);
        ping.Clock.Set(Ping.RecordedAt.AddHours(3));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(Ping.RecordedAt.AddHours(3), payload.RecordedAt);
        Assert.False(payload.Statistics.IsResumed);
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task A_collection_from_the_future_is_not_taken_up()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString);
        ping.Clock.Set(Ping.RecordedAt.AddHours(1));
        await InterruptAsync(ping);
        ping.Clock.Set(Ping.RecordedAt);

        Assert.Equal(Ping.RecordedAt, (await ping.CollectAsync()).RecordedAt);
    }

    [Fact]
    public async Task Programs_that_collect_at_once_have_a_collection_each()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping first = KilledProgram.Of(ConnectionString);
        await using Ping second = KilledProgram.Of(ConnectionString);
        second.Clock.Set(Ping.RecordedAt.AddMilliseconds(1));
        await LowerBarrierAsync();
        Task<ServicePingPayload> firstCollecting = first.CollectAsync();
        await WaitAtBarrierAsync();
        Task<ServicePingPayload> secondCollecting = second.CollectAsync();
        await WaitAtBarrierAsync(2);
        Assert.Equal(2, await KeptAsync());
        await RaiseBarrierAsync();

        ServicePingPayload[] payloads = await Task.WhenAll(firstCollecting, secondCollecting).WaitAsync(Patience);

        Assert.Equal([Ping.RecordedAt, Ping.RecordedAt.AddMilliseconds(1)], payloads.Select(payload => payload.RecordedAt));
        Assert.All(payloads, payload => Assert.False(payload.Statistics.IsResumed));
        Assert.All(payloads, payload => Assert.Null(payload.Statistics.ResumeHindrance));
        Assert.All(payloads, payload => AssertSame(expected, payload));
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task Nothing_is_kept_where_resume_is_switched_off()
    {
        ServicePingPayload payload = await UninterruptedAsync();

        Assert.Equal("ResumeWithin is zero.", payload.Statistics.ResumeHindrance);
        Assert.True((await PlainAsync("SELECT to_regnamespace('service_ping') IS NULL")).GetBoolean());
    }

    [Fact]
    public async Task One_metric_alone_neither_resumes_nor_keeps_anything()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString);
        await InterruptAsync(ping);
        await ExecuteAsync("DELETE FROM projects");

        MetricResult<long> alone = await ping.Collector.CollectAsync(KilledProgram.Projects(ping));

        Assert.Equal(0, alone.Value);
        Assert.Equal(1, await KeptAsync());
    }

    [Fact]
    public async Task Without_the_right_to_create_the_schema_every_value_is_there_and_the_statistics_say_so()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(await ReaderAsync(""));

        ServicePingPayload payload = await ping.CollectAsync();

        AssertSame(expected, payload);
        Assert.Matches("^Database 'main': 42501: permission denied for database ", payload.Statistics.ResumeHindrance);
    }

    [Fact]
    public async Task The_rights_to_an_empty_schema_are_enough()
    {
        string reader = await ReaderAsync("CREATE SCHEMA service_ping; GRANT USAGE, CREATE ON SCHEMA service_ping TO");
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(reader);
        await InterruptAsync(ping);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.True(payload.Statistics.IsResumed);
        AssertSame(expected, payload);
    }

    [Fact]
    public async Task A_schema_that_is_lost_meanwhile_costs_no_value()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString);

        ServicePingPayload payload = await DuringAsync(ping, "DROP SCHEMA service_ping CASCADE");

        AssertSame(expected, payload);
        Assert.StartsWith("Database 'main': 42P01: ", payload.Statistics.ResumeHindrance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_lost_meanwhile_is_replaced()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString);

        ServicePingPayload payload = await DuringAsync(ping, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'ServicePing storage'
            """);

        AssertSame(expected, payload);
        Assert.Null(payload.Statistics.ResumeHindrance);
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task What_somebody_else_took_up_while_the_connection_was_lost_is_left_to_them()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString);
        await using NpgsqlConnection thief = await Plain.OpenConnectionAsync();

        ServicePingPayload payload = await DuringAsync(ping, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'ServicePing storage'
            """, async () =>
        {
            await using NpgsqlCommand steal = new(
                $"SELECT pg_advisory_lock({StorageSession.LockSpace}, id) FROM service_ping.collections", thief);
            await steal.ExecuteNonQueryAsync();
        });

        AssertSame(expected, payload);
        Assert.Equal("Database 'main': Another process has taken the collection up.", payload.Statistics.ResumeHindrance);
        Assert.Equal(1, await KeptAsync());
    }

    [Fact]
    public async Task A_finished_collection_that_could_not_be_removed_is_not_taken_up_by_the_same_process()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString);
        await DuringAsync(ping, """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No.'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON service_ping.collections FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        await ExecuteAsync("DROP TRIGGER refuse ON service_ping.collections");
        ping.Clock.Set(Ping.RecordedAt.AddHours(1));

        ServicePingPayload next = await ping.CollectAsync();

        Assert.Equal(Ping.RecordedAt.AddHours(1), next.RecordedAt);
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task A_pool_without_room_for_one_more_connection_is_left_to_the_reading()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = KilledProgram.Of(ConnectionString + ";Maximum Pool Size=1");

        ServicePingPayload payload = await ping.CollectAsync();

        AssertSame(expected, payload);
        Assert.Contains("Maximum Pool Size", payload.Statistics.ResumeHindrance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_database_may_keep_the_progress()
    {
        string other = await CopyAsync();
        await using Ping ping = KilledProgram.Of(
            builder => builder.UsePostgres(ConnectionString).UsePostgres(other, "progress").StoreIn("progress"));
        await InterruptAsync(ping);
        await ExecuteAsync("DELETE FROM projects");

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.True(payload.Statistics.IsResumed);
        Assert.Equal(200, payload.Metrics.Single(metric => metric.KeyPath == "projects").Value.AsInt64());
        Assert.True((await PlainAsync("SELECT to_regnamespace('service_ping') IS NULL")).GetBoolean());
    }

    /// <summary>A whole collection; a statement is executed while it stands at the barrier.</summary>
    private async Task<ServicePingPayload> DuringAsync(Ping ping, string sql, Func<Task>? afterwards = null)
    {
        await LowerBarrierAsync();
        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitAtBarrierAsync();
        await ExecuteAsync(sql);
        await (afterwards?.Invoke() ?? Task.CompletedTask);
        await RaiseBarrierAsync();
        return await collecting.WaitAsync(Patience);
    }

    /// <summary>How a role connects that may read all tables, and whatever else it is granted.</summary>
    private async Task<string> ReaderAsync(string grant)
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"""
            CREATE ROLE {role} LOGIN;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};
            {(grant.Length > 0 ? $"{grant} {role}" : "")}
            """);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString;
    }

    /// <summary>Cancels a collection when so much of it is done.</summary>
    private sealed class CancelAt(double share, CancellationTokenSource end) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value)
        {
            if (value.ShareDone >= share)
            {
                end.Cancel();
            }
        }
    }
}
