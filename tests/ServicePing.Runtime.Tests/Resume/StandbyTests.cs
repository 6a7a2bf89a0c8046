using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Progress is kept on the primary, wherever reads go.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;

    public async Task InitializeAsync()
    {
        _primary = await PrivatePostgres.StartAsync();
        await ExecuteAsync("CREATE TABLE items AS SELECT generate_series(1, 100) AS id");
        _standby = await _primary.StartStandbyAsync();
    }

    public async Task DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task Where_reads_go_to_a_standby_progress_is_kept_on_the_primary()
    {
        ServicePingPayload payload = await CollectAsync(
            $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port};Target Session Attributes=prefer-standby");

        Assert.Null(payload.Statistics.ResumeHindrance);
        Assert.Equal("""{"items":100,"on_standby":100}""", payload.ToString());
        Assert.Equal(StorageSchema.Migrations.Count, await ExecuteAsync("SELECT count(*) FROM service_ping.migrations"));
    }

    [Fact]
    public async Task A_standby_alone_keeps_nothing_and_its_values_are_right()
    {
        ServicePingPayload payload = await CollectAsync($"Host=127.0.0.1:{_standby.Port}");

        Assert.StartsWith("Database 'main': 25006: ", payload.Statistics.ResumeHindrance, StringComparison.Ordinal);
        Assert.Equal("""{"items":100,"on_standby":100}""", payload.ToString());
    }

    [Fact]
    public async Task Without_a_primary_nothing_is_kept_and_the_values_are_right()
    {
        await _primary.StopAsync();

        ServicePingPayload payload = await CollectAsync(
            $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port};Target Session Attributes=prefer-standby");

        Assert.StartsWith("Database 'main': ", payload.Statistics.ResumeHindrance, StringComparison.Ordinal);
        Assert.Equal("""{"items":100,"on_standby":100}""", payload.ToString());
    }

    private static async Task<ServicePingPayload> CollectAsync(string hosts)
    {
        TestSet set = new();
        DatabaseTest.AddMetric(set, "items", ValueShape.Integer, "items", new(0, Operation.Count));
        QueryFragment onStandby = new(0, Operation.Count) { Filter = "pg_is_in_recovery()" };
        DatabaseTest.AddMetric(set, "on_standby", ValueShape.Integer, "items", onStandby);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(hosts + ";Username=postgres;Database=postgres"), set);
        return await ping.CollectAsync();
    }

    private async Task<long?> ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(_primary.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return (long?)await command.ExecuteScalarAsync();
    }
}
