using Npgsql;

namespace ServicePing;

/// <summary>A named database of the program.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable, IDisposable
{
    private readonly Func<NpgsqlDataSource?> _find;
    private readonly bool _isOwned;
    private readonly Lock _lock = new();
    private NpgsqlDataSource? _source;

    internal PostgresDatabase(string name, NpgsqlDataSource source, bool isOwned)
        : this(name, () => source, isOwned)
    {
    }

    /// <param name="name">The name that definitions use.</param>
    /// <param name="find">Finds where connections come from; asked again as long as it fails.</param>
    /// <param name="isOwned">Whether what it finds ends with the program's container.</param>
    internal PostgresDatabase(string name, Func<NpgsqlDataSource?> find, bool isOwned)
    {
        Name = name;
        _find = find;
        _isOwned = isOwned;
    }

    internal string Name { get; }

    /// <summary>Where connections come from.</summary>
    /// <exception cref="NpgsqlException">There is none, and why.</exception>
    internal NpgsqlDataSource Source
    {
        get
        {
            lock (_lock)
            {
                return _source ??= Find();
            }
        }
    }

    public ValueTask DisposeAsync() => _isOwned && _source is { } source ? source.DisposeAsync() : ValueTask.CompletedTask;

    public void Dispose()
    {
        if (_isOwned)
        {
            _source?.Dispose();
        }
    }

    private NpgsqlDataSource Find()
    {
        try
        {
            return _find() ?? throw new InvalidOperationException("The factory that was given to UsePostgres has returned null.");
        }
        catch (Exception exception)
        {
            throw new NpgsqlException($"The database '{Name}' has no data source: {exception.Message}", exception);
        }
    }
}
