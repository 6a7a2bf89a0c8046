using System.Diagnostics;

namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>Leaves the server of one database to others: all connections share it.</summary>
/// <param name="ratio">How long the server rests, as a share of the time that statements took; 0 for full speed.</param>
/// <param name="connections">How many connections there are. At full speed all work at once, otherwise one after the other.</param>
internal sealed class Pace(double ratio, int connections) : IDisposable
{
    // Shorter rests are gathered: a timer is no finer.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _turns = new(ratio > 0 ? 1 : Math.Max(1, connections));
    private readonly Lock _lock = new();
    private TimeSpan _due;
    private long _restsUntil = Stopwatch.GetTimestamp();

    /// <summary>How long to leave the server alone from now on.</summary>
    internal TimeSpan Rest
    {
        get
        {
            lock (_lock)
            {
                TimeSpan rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _restsUntil);
                return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Waits until the server has rested and it is this connection's turn, which ends when it is disposed.</summary>
    /// <param name="letGoAsync">Gives back what others might wait for meanwhile.</param>
    /// <param name="pauseAsync">Lets the connection wait for some time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<Turn> TurnAsync(
        Func<CancellationToken, Task> letGoAsync, Func<TimeSpan, CancellationToken, Task> pauseAsync, CancellationToken cancellationToken)
    {
        if (_turns.Wait(0, CancellationToken.None))
        {
            if (Rest == TimeSpan.Zero)
            {
                return new Turn(_turns);
            }

            _turns.Release();
        }

        // A migration would wait out a rest for a lock; and hold up, behind itself, the connection that this one waits for.
        await letGoAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await pauseAsync(Rest, cancellationToken).ConfigureAwait(false);
            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Rest == TimeSpan.Zero)
            {
                return new Turn(_turns);
            }

            // Another connection has worked meanwhile.
            _turns.Release();
        }
    }

    /// <summary>Notes a statement, after which the server is due a rest.</summary>
    internal void Worked(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _due += elapsed * ratio;
            if (_due >= Least)
            {
                _restsUntil = Math.Max(_restsUntil, Stopwatch.GetTimestamp()) + (long)(_due.TotalSeconds * Stopwatch.Frequency);
                _due = TimeSpan.Zero;
            }
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>The turn of one connection.</summary>
    internal readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
