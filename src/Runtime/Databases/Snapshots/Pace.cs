namespace ServicePing;

/// <summary>Leaves the server to others between the statements of one connection.</summary>
/// <param name="ratio">How long to pause, as a share of the time that statements took; 0 for full speed.</param>
internal sealed class Pace(double ratio)
{
    // Shorter pauses are gathered: a timer is no finer.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    // Well below idle_in_transaction_session_timeout.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    private TimeSpan _due;

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
}
