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

    private readonly TimeSpan _longestPause = limit > LeastPause ? limit : LeastPause;
    private long _begun = Stopwatch.GetTimestamp();
    private bool _isRead;

    internal SnapshotSession Session => session;

    /// <summary>Goes on at this moment.</summary>
    internal Task RenewAsync(CancellationToken cancellationToken)
    {
        (_begun, _isRead) = (Stopwatch.GetTimestamp(), false);
        return session.RenewAsync(cancellationToken);
    }

    /// <summary>
    /// Before a statement: goes on at this moment if the one that is seen has lasted too long. One that was just begun, and nothing read in,
    /// has not, however little it may last.
    /// </summary>
    internal async Task KeepShortAsync(CancellationToken cancellationToken)
    {
        if (Stopwatch.GetElapsedTime(_begun) > (_isRead ? limit : _longestPause))
        {
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        _isRead = true;
    }

    /// <summary>Waits, and holds no moment for longer than it may meanwhile.</summary>
    internal async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        for (; pause > _longestPause; pause -= _longestPause)
        {
            await Task.Delay(_longestPause, cancellationToken).ConfigureAwait(false);
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }
}
