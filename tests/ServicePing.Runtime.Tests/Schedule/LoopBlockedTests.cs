using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Somebody holds the row of the cycle for longer than its lease: nobody can renew or take it meanwhile.</summary>
public sealed class LoopBlockedTests(PostgresServer postgres) : LoopFaultTest(postgres)
{
    [Fact]
    public async Task Of_those_that_wait_for_the_row_beyond_the_lease_one_has_the_cycle_and_its_owner_writes_and_sends_nothing()
    {
        Three.Start("hold kept");
        await Three.CycleAsync(cycle => cycle.State == CycleState.Kept);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Database);
        await using NpgsqlConnection blocker = await source.OpenConnectionAsync();
        await using (NpgsqlTransaction transaction = await blocker.BeginTransactionAsync())
        {
            await ScalarAsync(blocker, "SELECT true FROM service_ping.cycles FOR UPDATE");

            // They try once the lease has run out.
            await using NpgsqlConnection look = await source.OpenConnectionAsync();
            await LoopInstallation.WhenAsync(
                () => ScalarAsync(look, """
                    SELECT count(*)
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO service_ping.cycles %'
                    """),
                waiting => waiting is > 0L);
            await transaction.RollbackAsync();
        }

        CycleRecord cycle = await Three.EndAsync();
        Three.Release();
        await Task.Delay(LoopProgram.Quick.OwnerStopsAfter);

        await Three.AssertOnePingAsync(cycle);
        Assert.Equal(cycle, await Three.Store.FindCycleAsync(cycle.Name, default));
        Assert.Equal(1, Three.Receiver.Requests.Count(path => path == "/usage_data"));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
