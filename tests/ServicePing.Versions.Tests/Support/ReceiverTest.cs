using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace ServicePing.Versions.Tests;

/// <summary>A receiver on an empty database.</summary>
public abstract class ReceiverTest(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    /// <summary>What takes this long hangs.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected string ConnectionString { get; private set; } = "";

    private protected Receiver Receiver { get; private set; } = null!;

    /// <summary>The key pair of an instance.</summary>
    private protected InstanceSigner Signer { get; } = new();

    public async Task InitializeAsync()
    {
        ConnectionString = await postgres.CreateAsync();
        Receiver = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        Signer.Dispose();
        await Receiver.DisposeAsync();
    }

    /// <summary>How the receiver of this test starts.</summary>
    private protected virtual Task<Receiver> StartAsync() => Receiver.StartAsync(ConnectionString);

    /// <summary>The one value of a SELECT.</summary>
    protected async Task<T> AskAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private protected Task<Answer> PostAsync(string path, string json) =>
        Receiver.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    private protected async Task<Answer> PingAsync(SentPing ping, int status)
    {
        Answer answer = await Receiver.PingAsync(ping);
        Assert.True(answer.Status == status, answer.ToString());
        return answer;
    }

    protected async Task UntilAsync(string condition)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !await AskAsync<bool>(condition); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < Patience, $"It did not happen in time: {condition}");
        }
    }

    private protected static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];
}
