using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Connections;

namespace ServicePing.Tests;

public sealed class PostgresCounterStoreTests(CounterDatabaseServer server) : CounterStoreContract, IClassFixture<CounterDatabaseServer>
{
    private protected override ICounterStore Store => server.Store;

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) => server.PassAsync(keys, time);
}

/// <summary>A product beside others in one schema, as a user who owns nothing and may do what the page says.</summary>
public sealed class LimitedPostgresCounterStoreTests(LimitedCounterDatabase server) : CounterStoreContract, IClassFixture<LimitedCounterDatabase>
{
    private protected override ICounterStore Store => server.Store;

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) =>
        server.Owner.PassAsync(keys.Select(key => LimitedCounterDatabase.Prefix + key), time);

    [Fact]
    public async Task Nothing_is_missing_to_the_look_at_the_start() => Assert.Empty(await Store.CheckAsync(["a"], CancellationToken.None));

    /// <summary>Weeks come and go under the rights of their owner.</summary>
    [Fact]
    public async Task A_user_who_owns_nothing_tidies_up() => await ((PostgresCounterStore)Store).TidyAsync(CancellationToken.None);
}

/// <summary>Behind a pooler by transaction each statement may go to another session, and nothing may depend on one.</summary>
public sealed class PooledPostgresCounterStoreTests : CounterStoreContract, IClassFixture<CounterDatabaseServer>, IClassFixture<PoolerServer>, IAsyncLifetime
{
    private readonly CounterDatabaseServer _server;
    private readonly PostgresCounterStore _store;

    public PooledPostgresCounterStoreTests(CounterDatabaseServer server, PoolerServer pooler)
    {
        _server = server;
        _store = PostgresStores.Over(pooler.Server.ConnectionStringOf(server.ConnectionString));
    }

    private protected override ICounterStore Store => _store;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Nothing_is_missing_to_the_look_at_the_start_and_weeks_come_and_go()
    {
        Assert.Empty(await _store.CheckAsync(["a"], CancellationToken.None));
        await _store.TidyAsync(CancellationToken.None);
    }

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) => _server.PassAsync(keys, time);
}

/// <summary>A database of counters, made by its first use.</summary>
public class CounterDatabaseServer : IAsyncLifetime
{
    private readonly PostgresServer _server = new();

    public string ConnectionString { get; private set; } = null!;

    internal PostgresCounterStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        ConnectionString = await _server.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
        Store = PostgresStores.Over(ConnectionString);
    }

    public async Task DisposeAsync() => await Store.DisposeAsync();

    internal Task PassAsync(IEnumerable<string> keys, TimeSpan time) => PostgresStores.ExecuteAsync(
        ConnectionString,
        "UPDATE service_ping_counters.counters SET expires_at = expires_at - $2 WHERE key = ANY ($1)",
        keys.ToArray(),
        time);
}

/// <summary>The same, used by somebody with the rights of the documentation.</summary>
public sealed class LimitedCounterDatabase : IAsyncLifetime
{
    internal const string Prefix = "forge:";

    public CounterDatabaseServer Owner { get; } = new();

    internal PostgresCounterStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Owner.InitializeAsync();
        Assert.Empty(await Owner.Store.CheckAsync([], CancellationToken.None));
        string user = "ping_" + Guid.NewGuid().ToString("N")[..8];
        await PostgresStores.ExecuteAsync(Owner.ConnectionString, $"CREATE USER {user}");
        foreach (string grant in PostgresStores.DocumentedGrants())
        {
            await PostgresStores.ExecuteAsync(Owner.ConnectionString, grant.Replace("ping;", user + ";", StringComparison.Ordinal));
        }

        Store = PostgresStores.Over(new NpgsqlConnectionStringBuilder(Owner.ConnectionString) { Username = user }.ConnectionString, Prefix);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Owner.DisposeAsync();
    }
}

internal static class PostgresStores
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    internal static PostgresCounterStore Over(string connectionString, string keyPrefix = "", TimeSpan? timeout = null) => new(
        new CounterDatabase(new PostgresDatabase("counters", NpgsqlDataSource.Create(connectionString), isOwned: true)),
        timeout ?? Timeout,
        NullLogger.Instance,
        keyPrefix);

    /// <summary>The statements with which the documentation lets a user count who owns nothing.</summary>
    internal static IReadOnlyList<string> DocumentedGrants() =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "postgres-counters.md"))
            .SkipWhile(line => !line.StartsWith("-- Or another role", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("GRANT ", StringComparison.Ordinal)),
    ];

    internal static async Task<object?> ExecuteAsync(string connectionString, string sql, params object[] parameters)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync();
    }
}
