using System.Text.Json.Nodes;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Tally.Tests;

/// <summary>An installation of Tally after its weeks: its ping, and what plain SQL and plain counting say.</summary>
internal sealed class TallyRun : IDisposable
{
    private TallyRun(TallyProgram program, int database, JsonNode ping, IReadOnlyDictionary<string, JsonNode> truth)
    {
        Database = database;
        Program = program;
        Ping = ping;
        Truth = truth;
    }

    /// <summary>The program, which still runs.</summary>
    public TallyProgram Program { get; }

    /// <summary>The number of its database in Redis.</summary>
    public int Database { get; }

    /// <summary>The payload.</summary>
    public JsonNode Ping { get; }

    /// <summary>The values by key path.</summary>
    public IReadOnlyDictionary<string, JsonNode> Truth { get; }

    /// <summary>Fills a database, lives through the weeks, and collects the ping.</summary>
    public static async Task<TallyRun> StartAsync(
        string name, IReadOnlyList<string> command, PrivatePostgres postgres, string redis, int database)
    {
        string connectionString = await postgres.CreateDatabaseAsync(name);
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await DatabaseTruth.LoadAsync(connection);

        TallyProgram program = await TallyProgram.StartAsync(command, connectionString, $"{redis},defaultDatabase={database}");
        try
        {
            await program.LiveAsync(Weeks.Acts);
            JsonNode ping = await program.PingAsync();
            Dictionary<string, JsonNode> truth = await DatabaseTruth.ValuesAsync(connection);
            foreach ((string keyPath, JsonNode value) in EventTruth.Values())
            {
                truth.Add(keyPath, value);
            }

            return new TallyRun(program, database, ping, truth);
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    public void Dispose() => Program.Dispose();
}
