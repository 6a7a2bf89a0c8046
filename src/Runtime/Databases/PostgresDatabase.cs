using Npgsql;

namespace ServicePing;

/// <summary>A named database of the program.</summary>
/// <param name="name">The name that definitions use.</param>
/// <param name="source">Where connections come from.</param>
/// <param name="isOwned">Whether the source ends with the program's container.</param>
internal sealed class PostgresDatabase(string name, NpgsqlDataSource source, bool isOwned) : IAsyncDisposable
{
    internal string Name => name;

    internal NpgsqlDataSource Source => source;

    public ValueTask DisposeAsync() => isOwned ? source.DisposeAsync() : ValueTask.CompletedTask;
}
