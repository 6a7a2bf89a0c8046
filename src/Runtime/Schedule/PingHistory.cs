using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Schedule;

/// <inheritdoc cref="IPingHistory"/>
internal sealed class PingHistory(IPingStore store, ServicePingSettings settings, ServicePingReports reports, PingLoop loop)
    : IPingHistory
{
    public Task<IReadOnlyList<PingCycle>> CyclesAsync(int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return ReadAsync<IReadOnlyList<PingCycle>>(async () =>
            [.. (await store.CyclesAsync(most, cancellationToken).ConfigureAwait(false)).Select(PingCycle.Of)]);
    }

    public Task<IReadOnlyList<PingDelivery>> DeliveriesAsync(string cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return ReadAsync<IReadOnlyList<PingDelivery>>(async () =>
            [.. (await store.DeliveriesAsync(cycle, cancellationToken).ConfigureAwait(false)).Select(PingDelivery.Of)]);
    }

    public Task<ReadOnlyMemory<byte>?> PingAsync(string cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return ReadAsync(async () =>
            (await store.FindPingAsync(PingKind.AllValues, cycle, cancellationToken).ConfigureAwait(false))?.Bytes);
    }

    public Task<KeptReport?> KeptAsync(PingKind kind, string cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return ShownAsync(() => store.FindPingAsync(Known(kind), cycle, cancellationToken), cancellationToken);
    }

    public Task<KeptReport?> LatestAsync(PingKind kind, CancellationToken cancellationToken) =>
        ShownAsync(() => store.LatestPingAsync(Known(kind), cancellationToken), cancellationToken);

    public Task<DevOpsReport?> DevOpsReportAsync(CancellationToken cancellationToken) =>
        ReadAsync(() => store.LatestReportAsync(cancellationToken));

    public Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, 1_000);
        return ReadAsync(() => store.SentAsync(weeks, cancellationToken));
    }

    public Task<IReadOnlyList<SettingChange>> ChangesAsync(int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return ReadAsync(() => store.ChangesAsync(most, cancellationToken));
    }

    public Task<PingOutlook> OutlookAsync(CancellationToken cancellationToken) => ReadAsync(async () =>
    {
        NextStep step = await loop.LookAsync(cancellationToken).ConfigureAwait(false);
        SendPermission permission = await settings.MaySendAsync(cancellationToken).ConfigureAwait(false);
        return new PingOutlook(step.Cycle.DueAt, step.Cycle.Name, permission, settings.Current.Receiver);
    });

    public Task<PingCycle> SendNowAsync(string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        return ReadAsync(async () => PingCycle.Of(await loop.RunNowAsync(who, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>The settings are asked after the ping was read: what is switched off meanwhile is not shown.</summary>
    private Task<KeptReport?> ShownAsync(Func<Task<KeptPing?>> find, CancellationToken cancellationToken) => ReadAsync(async () =>
        await find().ConfigureAwait(false) is { } ping
            ? KeptReport.Of(
                ping.Record, Permitted(ping.Bytes, await settings.RefreshAsync(cancellationToken).ConfigureAwait(false)))
            : null);

    private PermittedReport Permitted(ReadOnlyMemory<byte> kept, PingSettings now)
    {
        if (!now.IsConfirmed || now.Problems is [_, ..])
        {
            string problem = now.Problems is [var first, ..] ? first : "";
            return PermittedReport.Nothing($"Nothing is shown while nobody can say what is permitted. {problem}".TrimEnd());
        }

        try
        {
            return reports.Permitted(kept, now.Permissions);
        }
        catch (FormatException exception)
        {
            return PermittedReport.Nothing(exception.Message);
        }
    }

    private static PingKind Known(PingKind kind) => Enum.IsDefined(kind)
        ? kind
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of ping.");

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            throw new PingHistoryException(exception);
        }
    }
}
