using Npgsql;

namespace ServicePing.Versions;

/// <summary>The database of the receiver: its connections, with the schema in place, its signing key and its numbers.</summary>
internal sealed class ReceiverDatabase(NpgsqlDataSource source, bool isOwn, ReceiverKey? configuredKey) : IAsyncDisposable
{
    private const int NumbersTaken = 1000;

    private readonly SemaphoreSlim _preparing = new(1);
    private readonly SemaphoreSlim _numbering = new(1);
    private volatile ReceiverKey? _key;
    private long _nextNumber;
    private long _endOfNumbers;

    /// <summary>Opens a connection to the primary; the first time the schema is brought up to date.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the schema cannot be made.</exception>
    internal async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = source is NpgsqlMultiHostDataSource hosts
            ? await hosts.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellationToken).ConfigureAwait(false)
            : await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_key is null)
            {
                await PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The key that signs.</summary>
    internal async Task<ReceiverKey> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is null)
        {
            await using NpgsqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        return _key!;
    }

    /// <summary>A number for a ping, which no other gets.</summary>
    internal async Task<long> NextNumberAsync(CancellationToken cancellationToken)
    {
        await _numbering.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_nextNumber == _endOfNumbers)
            {
                await using NpgsqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
                _nextNumber = (long)(await connection.ScalarAsync(
                    "SELECT nextval('versions.usage_data_ids')", [], cancellationToken).ConfigureAwait(false))!;
                _endOfNumbers = _nextNumber + NumbersTaken;
            }

            return _nextNumber++;
        }
        finally
        {
            _numbering.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwn)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        _key?.Dispose();
        configuredKey?.Dispose();
        _preparing.Dispose();
        _numbering.Dispose();
    }

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_key is not null)
            {
                return;
            }

            await ReceiverSchema.MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
            _key = configuredKey ?? ReceiverKey.FromPkcs8((byte[])(await connection.ScalarAsync(
                "SELECT private_key FROM versions.signing_keys ORDER BY id DESC LIMIT 1", [], cancellationToken)
                .ConfigureAwait(false))!);
        }
        finally
        {
            _preparing.Release();
        }
    }
}
