using Npgsql;
using ServicePing.Testing;

namespace Board.Tests;

/// <summary>One server for all tests, and a database for each.</summary>
public sealed class BoardFixture : IAsyncLifetime
{
    private static readonly TaskCompletionSource AllAreThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int s_running;
    private static int s_databases;
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(() => PrivatePostgres.StartAsync());

    public Task InitializeAsync() => Server.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The product over a database of its own, with what the test sees of it.</summary>
    public static async Task<ServicePingTest> StartAsync(Func<bool>? doNotTrack = null)
    {
        string connection = await (await Server.Value).CreateDatabaseAsync($"board_{Interlocked.Increment(ref s_databases)}");
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand command = database.CreateCommand(
            "CREATE TABLE issues (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state_id integer NOT NULL)");
        await command.ExecuteNonQueryAsync();
        return ServicePingTest.Start(services => services.AddBoard(connection, doNotTrack), new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Ends when so many tests are running at the same time.</summary>
    public static Task TogetherAsync(int tests)
    {
        if (Interlocked.Increment(ref s_running) == tests)
        {
            AllAreThere.SetResult();
        }

        return AllAreThere.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
