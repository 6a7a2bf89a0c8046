using System.Diagnostics;

namespace ServicePing;

/// <summary>
/// What a connection sees that walks by key: another moment at each slice, and none for longer than a snapshot may be held.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="limit">How long a snapshot may be held.</param>
internal sealed class ShortMoment(SnapshotSession session, TimeSpan limit)
{
    // More often it is not worth the way to the server while nothing is read.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private long _begun = Stopwatch.GetTimestamp();

    internal SnapshotSession Session => session;

    /// <summary>Goes on at this moment.</summary>
    internal Task RenewAsync(CancellationToken cancellationToken)
    {
        _begun = Stopwatch.GetTimestamp();
        return session.RenewAsync(cancellationToken);
    }

    /// <summary>Goes on at this moment if the one that is seen has lasted too long.</summary>
    internal Task KeepShortAsync(CancellationToken cancellationToken) =>
        Stopwatch.GetElapsedTime(_begun) > limit ? RenewAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Waits, and holds no moment for longer than it may meanwhile.</summary>
    internal async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        TimeSpan most = limit > LeastPause ? limit : LeastPause;
        for (; pause > most; pause -= most)
        {
            await Task.Delay(most, cancellationToken).ConfigureAwait(false);
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }
}
