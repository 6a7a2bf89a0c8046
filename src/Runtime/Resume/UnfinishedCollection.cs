using Npgsql;
using ServicePing.Runtime.Databases;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Resume;

/// <summary>A collection under way, whose finished relations are kept so that a later process can go on with it.</summary>
/// <remarks>
/// What goes wrong with the database that keeps it costs no value: the collection goes on, and <see cref="Hindrance"/> says why
/// not everything was kept.
/// </remarks>
internal sealed class UnfinishedCollection : IAsyncDisposable
{
    private readonly UnfinishedCollections? _all;
    private readonly PingWork? _work;
    private readonly int _id;
    private readonly SemaphoreSlim _gate = new(1);
    private StorageSession? _session;

    /// <summary>A collection that is claimed through a session, which becomes its own.</summary>
    internal UnfinishedCollection(
        UnfinishedCollections all, PingWork work, int id, StorageSession session, DateTimeOffset recordedAt)
    {
        _all = all;
        _work = work;
        _id = id;
        _session = session;
        RecordedAt = recordedAt;
    }

    /// <summary>A collection that is not kept.</summary>
    internal UnfinishedCollection(DateTimeOffset recordedAt, string hindrance)
    {
        RecordedAt = recordedAt;
        Hindrance = hindrance;
    }

    /// <summary>The moment from which every window is computed, in whichever process.</summary>
    internal DateTimeOffset RecordedAt { get; }

    /// <summary>Whether an earlier process began it.</summary>
    internal bool IsResumed { get; init; }

    /// <summary>What earlier processes have finished.</summary>
    internal IReadOnlyList<SettledRelation> Earlier { get; init; } = [];

    /// <summary>Why not everything is kept; null while it is.</summary>
    internal string? Hindrance { get; private set; }

    /// <summary>Keeps a relation; after a failure, no further one.</summary>
    internal async Task KeepAsync(SettledRelation relation, CancellationToken cancellationToken)
    {
        if (Hindrance is null)
        {
            await TryAsync(
                session => UnfinishedCollections.KeepAsync(session, _work!, _id, relation, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what was kept, because the payload is complete.</summary>
    internal async Task CompleteAsync()
    {
        if (_all is not null)
        {
            _all.NoteComplete(_id);
            await TryAsync(
                session => UnfinishedCollections.RemoveAsync(session, _id), CancellationToken.None).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        await LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Writes through the session; where that was lost meanwhile, once more through another.</summary>
    private async Task TryAsync(Func<StorageSession, Task> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Hindrance ??= _all!.HindranceOf(exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task WriteAsync(Func<StorageSession, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            _session ??= await _all!.ClaimAsync(_id, cancellationToken).ConfigureAwait(false);
            await write(_session).ConfigureAwait(false);
        }
        catch (NpgsqlException) when (_session is { IsUsable: false })
        {
            await LeaveAsync().ConfigureAwait(false);
            _session = await _all!.ClaimAsync(_id, cancellationToken).ConfigureAwait(false);
            await write(_session).ConfigureAwait(false);
        }
    }

    private async Task LeaveAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
