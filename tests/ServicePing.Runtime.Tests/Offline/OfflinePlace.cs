using Npgsql;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Where an installation keeps its pings, with the clock that counts there.</summary>
internal abstract class OfflinePlace
{
    /// <summary>The program's own clock.</summary>
    internal SettableClock Clock { get; } = new(Ping.RecordedAt);

    internal abstract Task BeginAsync();

    internal abstract void Keep(ServicePingBuilder ping);

    /// <summary>Comes back once it is so late there.</summary>
    internal abstract Task UntilAsync(IPingStore store, DateTimeOffset moment);

    internal abstract Task EndAsync();
}

/// <summary>In a folder it is as late as the program says.</summary>
internal sealed class FolderPlace : OfflinePlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offline").FullName;

    internal override Task BeginAsync() => Task.CompletedTask;

    internal override void Keep(ServicePingBuilder ping) => ping.KeepIn(_folder);

    internal override Task UntilAsync(IPingStore store, DateTimeOffset moment)
    {
        Clock.Set(moment);
        return Task.CompletedTask;
    }

    internal override Task EndAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>In PostgreSQL the server's clock counts, whatever that of the program says.</summary>
internal sealed class PostgresPlace(PostgresServer postgres) : OfflinePlace
{
    private string _connectionString = "";

    internal override async Task BeginAsync() =>
        _connectionString = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));

    internal override void Keep(ServicePingBuilder ping) => ping.UsePostgres(_connectionString);

    internal override async Task UntilAsync(IPingStore store, DateTimeOffset moment)
    {
        while (await store.NowAsync(default) < moment)
        {
            await Task.Delay(10);
        }
    }

    internal override Task EndAsync()
    {
        using NpgsqlConnection connection = new(_connectionString);
        NpgsqlConnection.ClearPool(connection);
        return Task.CompletedTask;
    }
}
