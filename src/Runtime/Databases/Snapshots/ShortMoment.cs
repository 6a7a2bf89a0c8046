using System.Diagnostics;

namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>
/// What a connection sees that walks by key: another moment at each slice, and none for longer than a snapshot may be held.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="options">How long a snapshot may be held, and a connection wait.</param>
internal sealed class ShortMoment(SnapshotSession session, ServicePingOptions options)
{
    // More often it is not worth the way to the server while nothing is read.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _limit = options.SnapshotLimit;
    private readonly TimeSpan _longestPause = options.SnapshotLimit > LeastPause ? options.SnapshotLimit : LeastPause;
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
        if (Stopwatch.GetElapsedTime(_begun) > (_isRead ? _limit : _longestPause))
        {
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        _isRead = true;
    }

    /// <summary>Waits, and holds no moment for longer than it may meanwhile.</summary>
    internal async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        TimeSpan step = _longestPause < options.LongestPause ? _longestPause : options.LongestPause;
        for (; pause > step; pause -= step)
        {
            await Task.Delay(step, cancellationToken).ConfigureAwait(false);
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }
}
