using System.Diagnostics;
using Npgsql;

namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>One moment of a database, seen through several connections.</summary>
internal sealed class SharedSnapshot : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ServicePingOptions _options;
    private readonly SnapshotSession _first;
    private readonly long _begun = Stopwatch.GetTimestamp();

    private SharedSnapshot(NpgsqlDataSource source, ServicePingOptions options, SnapshotSession first)
    {
        _source = source;
        _options = options;
        _first = first;
        TakenAt = first.Begun;
    }

    /// <summary>The connection that holds the snapshot for the others; it works as they do.</summary>
    internal SnapshotSession First => _first;

    /// <summary>When the snapshot was taken, by the server's clock.</summary>
    internal DateTimeOffset TakenAt { get; }

    /// <summary>How long the snapshot has been held.</summary>
    internal TimeSpan Held => Stopwatch.GetElapsedTime(_begun);

    internal static async Task<SharedSnapshot> TakeAsync(
        NpgsqlDataSource source,
        ServicePingOptions options,
        CancellationToken cancellationToken)
    {
        SnapshotSession first =
            await SnapshotSession.OpenAsync(source, options, snapshot: null, cancellationToken).ConfigureAwait(false);
        return new SharedSnapshot(source, options, first);
    }

    /// <summary>One more connection, to the same moment or not; null where there is none or it leads to another server.</summary>
    internal async Task<SnapshotSession?> JoinAsync(bool isShared, CancellationToken cancellationToken)
    {
        try
        {
            string? snapshot = isShared ? _first.Snapshot : null;
            return await SnapshotSession.OpenAsync(_source, _options, snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _first.DisposeAsync();
}
