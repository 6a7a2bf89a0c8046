namespace ServicePing;

/// <summary>
/// What the latest reports may show now, looked for at most once a second: whoever asks more often is spared the store, and what an
/// administrator switches off is gone at once from this process and within a second from others.
/// </summary>
internal sealed class ShownReports(
    Func<PingKind, CancellationToken, Task<KeptReport?>> look, ServicePingSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Remembered?[] _shown = new Remembered?[Enum.GetValues<PingKind>().Length];

    /// <summary>The latest report of a kind; null where there is none.</summary>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    internal async Task<PermittedReport?> LatestAsync(PingKind kind, CancellationToken cancellationToken)
    {
        long now = clock.GetTimestamp();
        if (Volatile.Read(ref _shown[(int)kind]) is { } shown
            && settings.Current is { IsConfirmed: true } holds
            && holds.Permissions == shown.Under
            && clock.GetElapsedTime(shown.At, now) < Lifetime)
        {
            return shown.Report;
        }

        // What is permitted is taken before the look, so that a change in between makes the next request look anew.
        PingPermissions under = await settings.PermissionsAsync(cancellationToken).ConfigureAwait(false);
        PermittedReport? report = (await look(kind, cancellationToken).ConfigureAwait(false))?.Content;
        Volatile.Write(ref _shown[(int)kind], new Remembered(settings.Current.Permissions == under ? under : null, now, report));
        return report;
    }

    private sealed record Remembered(PingPermissions? Under, long At, PermittedReport? Report);
}
