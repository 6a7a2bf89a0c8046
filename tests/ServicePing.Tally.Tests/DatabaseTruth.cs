using System.Text.Json.Nodes;
using Npgsql;

namespace ServicePing.Tally.Tests;

/// <summary>The database of a test: how it is filled, and what plain SQL says of it.</summary>
internal static class DatabaseTruth
{
    /// <summary>Makes the tables and fills them.</summary>
    public static async Task LoadAsync(NpgsqlConnection connection)
    {
        foreach (string script in new[]
        {
            await File.ReadAllTextAsync(ServicePing.Tests.Repository.PathOf("samples/Tally/ServicePing/schema.sql")),
            await File.ReadAllTextAsync(ServicePing.Tests.Repository.PathOf("samples/Tally.Pages/ServicePing/schema.sql")),
            Resource("rows.sql"),
            "ANALYZE",
        })
        {
            await using NpgsqlCommand command = new(script, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The values of the metrics over the database, by key path.</summary>
    public static async Task<Dictionary<string, JsonNode>> ValuesAsync(NpgsqlConnection connection)
    {
        Dictionary<string, JsonNode> values = [];
        await using NpgsqlCommand command = new(Resource("truth.sql"), connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                values.Add(reader.GetString(0), JsonNode.Parse(reader.GetString(1))!);
            }
        }
        while (await reader.NextResultAsync());
        return values;
    }

    private static string Resource(string name)
    {
        using StreamReader reader = new(typeof(DatabaseTruth).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
