using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What every store of pings does, in PostgreSQL.</summary>
public abstract class PostgresStoreContract(StoreDatabase database) : PingStoreContract, IClassFixture<StoreDatabase>, IAsyncLifetime
{
    private ServiceProvider _services = null!;
    private ServiceProvider _others = null!;

    private protected override IPingStore Store => _services.GetRequiredService<IPingStore>();

    private protected override IPingStore Other => _others.GetRequiredService<IPingStore>();

    private protected string ConnectionString => database.ConnectionString;

    /// <summary>A look at what is kept, past the store.</summary>
    private protected NpgsqlDataSource Plain { get; private set; } = null!;

    /// <summary>Tests of one class run one after the other: each finds the database without the schema.</summary>
    public async Task InitializeAsync()
    {
        _services = Program(Reach(ConnectionString));
        _others = Program(Reach(ConnectionString));
        Plain = NpgsqlDataSource.Create(ConnectionString);
        await ExecuteAsync($"""
            SET client_min_messages = warning;
            DROP SCHEMA IF EXISTS service_ping CASCADE;
            """);
        await Store.SettingsAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _others.DisposeAsync();
        await Plain.DisposeAsync();
    }

    /// <summary>How the stores reach the database.</summary>
    private protected virtual string Reach(string connectionString) => connectionString;

    private protected override Task PassAsync(TimeSpan time)
    {
        string age = $"interval '{time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds'";
        return ExecuteAsync($"""
            UPDATE service_ping.cycles
            SET lease_until = lease_until - {age}, next_attempt_at = next_attempt_at - {age}, changed_at = changed_at - {age};
            UPDATE service_ping.pings SET kept_at = kept_at - {age};
            UPDATE service_ping.audit SET changed_at = changed_at - {age};
            """);
    }

    private protected override Task DamageAsync(PingRecord ping, bool removes) => ExecuteAsync(removes
        ? $"DELETE FROM service_ping.pings WHERE number = {ping.Number}"
        : $"UPDATE service_ping.pings SET bytes = set_byte(bytes, 0, 99) WHERE number = {ping.Number}");

    private protected async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Plain.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private protected static ServiceProvider Program(string? connectionString)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, ping => _ = connectionString is null ? ping : ping.UsePostgres(connectionString), null, []);
        return services.BuildServiceProvider();
    }
}
