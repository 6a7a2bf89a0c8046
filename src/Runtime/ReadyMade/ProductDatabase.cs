using Microsoft.Extensions.Options;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Facts;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>The server of the program's own database: the one named <c>main</c>, or the first.</summary>
internal sealed class ProductDatabase(IEnumerable<PostgresDatabase> databases, IOptions<ServicePingOptions> options)
{
    /// <summary>The one value of a query; none where it is NULL.</summary>
    /// <exception cref="FactFailureException">There is no database, it cannot be reached, or it refuses.</exception>
    internal Task<T?> AskAsync<T>(string sql, CancellationToken cancellationToken) => AskAsync(
        async (connection, seconds, token) =>
        {
            await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = seconds };
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            return await reader.ReadAsync(token).ConfigureAwait(false) && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
        },
        cancellationToken);

    /// <summary>What is read through a connection, in so many seconds.</summary>
    /// <exception cref="FactFailureException">There is no database, it cannot be reached, or it refuses.</exception>
    internal async Task<T> AskAsync<T>(Func<NpgsqlConnection, int, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        PostgresDatabase database = databases.FirstOrDefault(one => one.Name == "main") ?? databases.FirstOrDefault()
            ?? throw FactFailureException.Unavailable("The program has no database; call UsePostgres.");
        NpgsqlConnection connection;
        try
        {
            connection = await database.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw new FactFailureException(SqlFailure.Unreachable(database.Name, exception));
        }

        await using (connection)
        {
            try
            {
                return await read(connection, (int)Math.Ceiling(options.Value.StatementTimeout.TotalSeconds), cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                throw new FactFailureException(SqlFailure.Of(exception));
            }
        }
    }
}
