using Npgsql;

namespace Forge.Api;

/// <summary>What a request has made or changed, and where.</summary>
internal readonly record struct Row(long Id, long Project, long Namespace);

internal static class RowQuery
{
    /// <summary>Runs a statement that returns the keys of a <see cref="Row"/>; null when it found nothing to work on.</summary>
    public static async Task<Row?> QueryRowAsync(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        foreach (object parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new Row(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }
}
