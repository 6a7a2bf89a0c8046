namespace ServicePing;

/// <inheritdoc cref="IPingHistory"/>
internal sealed class PingHistory(IPingStore store, ServicePingSettings settings, PingLoop loop) : IPingHistory
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
