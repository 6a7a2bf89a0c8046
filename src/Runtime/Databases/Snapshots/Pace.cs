namespace ServicePing;

/// <summary>Leaves the server to others between the statements of one connection, and while it is another connection's turn.</summary>
/// <param name="ratio">How long to pause, as a share of the time that statements took; 0 for full speed.</param>
/// <param name="turns">How many connections may be at a statement at once; all connections share it.</param>
internal sealed class Pace(double ratio, SemaphoreSlim turns)
{
    // Shorter pauses are gathered: a timer is no finer.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    // Well below idle_in_transaction_session_timeout.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    private TimeSpan _due;

    /// <summary>
    /// The turns of some connections: as many at once as all of them come to with their pauses, so that one works while another pauses, and
    /// the server never has more of them at once than it has on average.
    /// </summary>
    internal static SemaphoreSlim TurnsOf(int connections, double ratio) => new(Math.Max(1, (int)Math.Ceiling(connections / (1 + ratio))));

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    internal async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(turns);
    }

    internal void Worked(TimeSpan elapsed) => _due += elapsed * ratio;

    /// <summary>The pause that is due now.</summary>
    internal TimeSpan Take()
    {
        if (_due < Least)
        {
            return TimeSpan.Zero;
        }

        TimeSpan pause = _due < Most ? _due : Most;
        _due = TimeSpan.Zero;
        return pause;
    }

    /// <summary>The turn of one connection.</summary>
    internal readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
