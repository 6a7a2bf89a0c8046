using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A database with tables of every kind and random rows, and plain SQL to compare with.</summary>
public abstract class DatabaseTest(PostgresServer postgres) : IAsyncLifetime
{
    protected string ConnectionString { get; private set; } = "";

    protected NpgsqlDataSource Plain { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        ConnectionString = await CopyAsync();
        Plain = NpgsqlDataSource.Create(ConnectionString);
    }

    public async Task DisposeAsync() => await Plain.DisposeAsync();

    /// <summary>How to connect to one more database of the same rows.</summary>
    protected Task<string> CopyAsync() => postgres.CopyAsync();

    protected async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Plain.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one value of a plain SELECT, as JSON.</summary>
    protected async Task<JsonElement> PlainAsync(string sql)
    {
        await using NpgsqlConnection connection = await Plain.OpenConnectionAsync();
        await using (NpgsqlCommand zone = new("SET TimeZone = 'UTC'", connection))
        {
            await zone.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand command = new($"SELECT to_jsonb(({sql}))::text", connection);
        return JsonElement.Parse((string)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>A condition of plain SQL: the moment falls into the window.</summary>
    protected static string Within(string column, int firstDay, int lastDay) =>
        $"{column} BETWEEN '{Moment(firstDay)}' AND '{Moment(lastDay)}'";

    internal static void AddMetric(TestSet set, string keyPath, ValueShape shape, string table, QueryFragment fragment, params string[] joins)
    {
        int slot = set.Add(keyPath, shape, timeFrame: fragment.Window);
        set.RelationPlans.Add(new RelationPlan("main", null, table, joins, [fragment with { Slot = slot }]));
    }

    private static string Moment(int day) =>
        Ping.RecordedAt.AddDays(day).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00";
}
