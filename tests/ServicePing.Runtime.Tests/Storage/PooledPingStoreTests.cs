namespace ServicePing.Tests;

/// <summary>Pings in PostgreSQL behind a pooler by transaction: all holds, but that nobody is told of changes.</summary>
public sealed class PooledPingStoreTests(StoreDatabase database, PoolerServer pooler)
    : PostgresStoreContract(database), IClassFixture<PoolerServer>
{
    private protected override bool Tells => false;

    private protected override string Reach(string connectionString) => pooler.Server.ConnectionStringOf(connectionString);
}
