using Npgsql;
using ServicePing;

namespace Tally.Facts;

/// <summary>What ready-made metrics ask of Tally: since when there are accounts, and by which server invoices are mailed.</summary>
internal sealed class Surroundings(NpgsqlDataSource database, IConfiguration configuration) : IInstanceSurroundings
{
    public async ValueTask<DateTimeOffset?> FirstUsedAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT min(created_at) FROM accounts");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime first ? first : null;
    }

    public ValueTask<string?> MailServerAsync(CancellationToken cancellationToken) => new(configuration["Mail:Server"] ?? "");
}
