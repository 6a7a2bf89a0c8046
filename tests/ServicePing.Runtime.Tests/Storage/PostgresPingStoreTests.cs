using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Pings in PostgreSQL: what terminated connections, locks, missing rights and stopped processes do to them.</summary>
public sealed class PostgresPingStoreTests(StoreDatabase database) : PostgresStoreContract(database)
{
    [Fact]
    public async Task People_with_psql_see_pings_as_jsonb()
    {
        await KeptAsync("a", """{"b":{"t":"\u0000\\u0000\\\u0000é\u0000\u0000"},"a":1.50}"""u8.ToArray());

        Assert.Equal("1.50", await ScalarAsync("SELECT payload ->> 'a' FROM service_ping.readable_pings"));
        Assert.Equal(
            "\ufffd\\u0000\\\ufffdé\ufffd\ufffd", await ScalarAsync("SELECT payload -> 'b' ->> 't' FROM service_ping.readable_pings"));
    }

    [Fact]
    public async Task A_hash_that_was_changed_with_the_bytes_shows_at_the_next_ping_and_at_the_last()
    {
        await KeptAsync("1", [1]);
        await KeptAsync("2", [2]);
        await ExecuteAsync("UPDATE service_ping.pings SET bytes = 'x', sha256 = sha256('x') WHERE number = 1");
        Assert.Equal(
            "Ping 2 (2) does not follow the ping before it: one of them was changed.",
            (await Store.VerifyAsync(PingKind.AllValues, default)).Problem);

        await ExecuteAsync("UPDATE service_ping.pings SET previous_sha256 = sha256('x'), bytes = 'y', sha256 = sha256('y') WHERE number = 2");
        Assert.Equal(
            "Ping 2 is not the one that was kept last: it was changed.", (await Store.VerifyAsync(PingKind.AllValues, default)).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_waits_for_the_row_looks_at_the_clock_once_it_has_it(bool runsOut)
    {
        await TakeAsync("a");
        await ExecuteAsync($"UPDATE service_ping.cycles SET lease_until = clock_timestamp() + interval '{(runsOut ? "1 second" : "1 hour")}'");
        await using NpgsqlConnection blocker = await Plain.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await blocker.BeginTransactionAsync();
        await using NpgsqlCommand hold = new("SELECT FROM service_ping.cycles FOR UPDATE", blocker);
        await hold.ExecuteNonQueryAsync();

        Task<CycleHold?> taking = Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default);
        await UntilAsync("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        if (runsOut)
        {
            await UntilAsync("SELECT lease_until < clock_timestamp() FROM service_ping.cycles");
        }

        await transaction.RollbackAsync();
        Assert.Equal(runsOut ? 2 : null, (await taking)?.Fence);
        if (runsOut)
        {
            Assert.Equal("True", await ScalarAsync("SELECT lease_until > clock_timestamp() + interval '50 minutes' FROM service_ping.cycles"));
        }
    }

    [Fact]
    public async Task Who_waits_for_a_renewal_does_not_take_the_cycle()
    {
        await TakeAsync("a");
        await ExecuteAsync("UPDATE service_ping.cycles SET lease_until = clock_timestamp() - interval '1 second'");
        await using NpgsqlConnection blocker = await Plain.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await blocker.BeginTransactionAsync();
        await using NpgsqlCommand renew = new("UPDATE service_ping.cycles SET lease_until = clock_timestamp() + interval '1 hour'", blocker);
        await renew.ExecuteNonQueryAsync();

        Task<CycleHold?> taking = Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default);
        await UntilAsync("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await transaction.CommitAsync();

        Assert.Null(await taking);
    }

    [Fact]
    public async Task A_process_that_is_killed_loses_its_cycle_when_the_lease_has_run_out()
    {
        using HoldingProgram program = HoldingProgram.Start("hold", ConnectionString);
        Assert.Equal("1", await program.ReadAsync());
        await program.KillAsync();
        Assert.Null(await TakeAsync("a"));

        await PassAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(2, (await TakeAsync("a"))!.Fence);
    }

    [Fact]
    public async Task A_process_that_is_stopped_for_longer_than_its_lease_writes_nothing_any_more()
    {
        using HoldingProgram program = HoldingProgram.Start("hold", ConnectionString);
        Assert.Equal("1", await program.ReadAsync());
        program.Stop();
        await PassAsync(TimeSpan.FromMinutes(61));
        CycleHold taken = (await TakeAsync("a"))!;
        Assert.Equal(KeepOutcome.Kept, await Store.KeepAsync(taken, Draft("mine"), default));
        program.Continue();
        await program.SayAsync("write");

        Assert.Equal("Lost Lost Lost Lost", await program.ReadAsync());
        Assert.Equal("mine"u8.ToArray(), (await Store.FindPingAsync(PingKind.AllValues, "a", default))!.Bytes.ToArray());
        await program.KillAsync();
    }

    [Fact]
    public async Task Connections_that_are_terminated_cost_nothing_that_was_told_to_be_done()
    {
        HashSet<string> kept = [];
        for (int i = 0; i < 30; i++)
        {
            string name = $"{i}";
            CycleHold hold = (await RepeatAsync(async () => await TakeAsync(name) ?? await TakenByUsAsync(name)))!;
            Task terminating = ExecuteAsync("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """);
            await RepeatAsync(async () =>
            {
                KeepOutcome outcome = await Store.KeepAsync(hold, Draft(name), default);
                Assert.NotEqual(KeepOutcome.Lost, outcome);
                return outcome;
            });
            await terminating;
            kept.Add(name);
        }

        Assert.Equal(new ChainVerdict(30, null), await RepeatAsync(() => Store.VerifyAsync(PingKind.AllValues, default)));
        Assert.Equal(kept, (await RepeatAsync(() => Store.PingsAsync(PingKind.AllValues, 99, default))).Select(ping => ping.Cycle).ToHashSet());

        async Task<T> RepeatAsync<T>(Func<Task<T>> step)
        {
            while (true)
            {
                try
                {
                    return await step();
                }
                catch (PingStoreException)
                {
                    // The next attempt may have the answer of the one that was lost.
                }
            }
        }

        // The answer to the first attempt was lost, though the cycle was taken.
        async Task<CycleHold> TakenByUsAsync(string name) => new(name, (await Store.FindCycleAsync(name, default))!.Fence, CycleState.Due, 0);
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_said_and_reads_go_on()
    {
        await KeptAsync("a", [1]);
        CycleHold hold = new("a", 1, CycleState.Kept, 0);
        await ExecuteAsync($"ALTER DATABASE \"{Name}\" SET default_transaction_read_only = on");
        await using ServiceProvider services = Program(ConnectionString + ";Application Name=later");
        IPingStore store = services.GetRequiredService<IPingStore>();
        await store.SettingsAsync(default);
        await ExecuteAsync($"ALTER DATABASE \"{Name}\" RESET default_transaction_read_only");

        PingStoreException refused = await Assert.ThrowsAsync<PingStoreException>(
            () => store.MoveAsync(hold, CycleState.Sent, "x", default));

        Assert.Equal(
            "Database 'main': 25006: cannot execute UPDATE in a read-only transaction. "
            + "Pings are kept on a primary: give UsePostgres one, and its name to StoreIn.",
            refused.Message);
        Assert.NotNull(await store.FindPingAsync(PingKind.AllValues, "a", default));
        Assert.Equal(CycleState.Kept, (await store.FindCycleAsync("a", default))!.State);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_said()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE ROLE {role} LOGIN");
        string connectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString;
        await using (ServiceProvider services = Program(connectionString))
        {
            PingStoreException refused = await Assert.ThrowsAsync<PingStoreException>(
                () => services.GetRequiredService<IPingStore>().TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default));
            Assert.StartsWith("Database 'main': 42501: permission denied for schema service_ping.", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("the rights on the schema service_ping that the page 'storage' lists.", refused.Message, StringComparison.Ordinal);
        }

        // What the page lists is enough.
        await ExecuteAsync($"""
            GRANT USAGE ON SCHEMA service_ping TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA service_ping TO {role};
            """);
        await using ServiceProvider granted = Program(connectionString);
        IPingStore store = granted.GetRequiredService<IPingStore>();
        CycleHold hold = (await store.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default))!;
        Assert.Equal(KeepOutcome.Kept, await store.KeepAsync(hold, Draft("{}"), default));
        await store.SetAsync("x", "1", "ada", default);
        await store.RemoveOldAsync(1, default);
        Assert.Equal(EnvironmentState.Same, await new InstanceIdentity(store).EnvironmentAsync("u", default));
    }

    [Fact]
    public async Task A_schema_that_was_dropped_is_made_again()
    {
        await ExecuteAsync("DROP SCHEMA service_ping CASCADE");
        await Assert.ThrowsAsync<PingStoreException>(() => TakeAsync("a"));
        Assert.Equal(1, (await TakeAsync("a"))!.Fence);
    }

    [Fact]
    public async Task A_copy_in_another_database_is_another_environment()
    {
        Assert.Equal(EnvironmentState.Same, await new InstanceIdentity(Store).EnvironmentAsync("u", default));
        await DisposeAsync();
        string copy = Guid.NewGuid().ToString("N");
        await using NpgsqlDataSource server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres" });
        await using (NpgsqlCommand create = server.CreateCommand($"CREATE DATABASE \"{copy}\" TEMPLATE \"{Name}\""))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using ServiceProvider services = Program(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Database = copy }.ConnectionString);
        Assert.Equal(
            EnvironmentState.Changed,
            await new InstanceIdentity(services.GetRequiredService<IPingStore>()).EnvironmentAsync("u", default));
    }

    [Fact]
    public async Task A_program_without_a_database_is_told_what_to_call()
    {
        await using ServiceProvider services = Program(null);
        PingStoreException refused = await Assert.ThrowsAsync<PingStoreException>(
            () => services.GetRequiredService<IPingStore>().SettingsAsync(default));
        Assert.Contains("call UsePostgres", refused.Message, StringComparison.Ordinal);
    }

    private string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    private async Task UntilAsync(string condition)
    {
        while (await ScalarAsync(condition) != "True")
        {
            await Task.Delay(20);
        }
    }

    private async Task<string?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = Plain.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
