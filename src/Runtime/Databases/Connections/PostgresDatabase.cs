using Npgsql;

namespace ServicePing.Runtime.Databases.Connections;

/// <summary>A named database of the program.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable, IDisposable
{
    private readonly Func<NpgsqlDataSource?> _find;
    private readonly bool _isOwned;
    private readonly string _call;
    private readonly Lock _lock = new();
    private NpgsqlDataSource? _source;

    internal PostgresDatabase(string name, NpgsqlDataSource source, bool isOwned)
        : this(name, () => source, isOwned)
    {
    }

    /// <param name="name">The name that definitions use.</param>
    /// <param name="find">Finds where connections come from; asked again as long as it fails.</param>
    /// <param name="isOwned">Whether what it finds ends with the program's container.</param>
    /// <param name="call">The call that has named it, for messages.</param>
    internal PostgresDatabase(string name, Func<NpgsqlDataSource?> find, bool isOwned, string call = "UsePostgres")
    {
        _call = call;
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
            return Checked(_find() ?? throw new InvalidOperationException($"The factory that was given to {_call} has returned null."));
        }
        catch (Exception exception)
        {
            throw new NpgsqlException($"The database '{Name}' has no data source: {exception.Message}", exception);
        }
    }

    /// <summary>Connections that are shared between statements hold no transaction: others would find themselves in ours.</summary>
    private NpgsqlDataSource Checked(NpgsqlDataSource source) =>
        new NpgsqlConnectionStringBuilder(source.ConnectionString).Multiplexing
            ? throw new InvalidOperationException(
                $"With Multiplexing a connection is not ours for a transaction. Give {_call} a data source without it, or a connection string.")
            : source;
}
