using Npgsql;
using ServicePing;

namespace Forge.Facts;

/// <summary>The version of the database server, such as <c>15.3</c>.</summary>
[InstrumentationClass]
internal sealed class DatabaseVersionMetric(NpgsqlDataSource database) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command =
            database.CreateCommand("SELECT split_part(current_setting('server_version'), ' ', 1)");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>The size of the database on disk, in bytes.</summary>
[InstrumentationClass]
internal sealed class DatabaseSizeMetric(NpgsqlDataSource database) : IFact<long>
{
    public async ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>Whether the database is a standby, which follows another one and takes no writes.</summary>
[InstrumentationClass]
internal sealed class DatabaseIsStandbyMetric(NpgsqlDataSource database) : IFact<bool>
{
    public async ValueTask<bool> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT pg_is_in_recovery()");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
