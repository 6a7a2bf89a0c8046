using System.Globalization;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Offline;

/// <summary>
/// The receipts that were imported, beside their cycles: a cycle that has ended takes nothing more, and one that waits is nobody's.
/// </summary>
internal sealed class KeptReceipts(IPingStore store)
{
    /// <summary>The receipt of a cycle that was imported, to the byte; null where none was.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal Task<byte[]?> FindAsync(string cycle, CancellationToken cancellationToken) =>
        store.FindKeptAsync(InstanceNames.Receipt(cycle), cancellationToken);

    /// <summary>Keeps a receipt; whether there was none before.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<bool> KeepAsync(ReceiverReceipt receipt, CancellationToken cancellationToken)
    {
        if (await FindAsync(receipt.Cycle, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        ReadOnlyMemory<byte> kept =
            await store.KeepOnceAsync(InstanceNames.Receipt(receipt.Cycle), receipt.Bytes, cancellationToken).ConfigureAwait(false);
        return kept.Span.SequenceEqual(receipt.Bytes.Span);
    }

    /// <summary>Notes a receipt as the delivery that ends its cycle, where nobody has the cycle and it waits for nothing.</summary>
    /// <returns>Whether the cycle has ended by it; otherwise the receipt stands beside the cycle.</returns>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<bool> EndAsync(CycleRecord cycle, ReceiverReceipt receipt, string who, CancellationToken cancellationToken)
    {
        Cycle taken = new(cycle.Name, cycle.Kind, cycle.DueAt, cycle.Reason);
        CycleHold? hold = cycle.State.IsFinal()
            ? null
            : await store.TakeAsync(taken, Guid.NewGuid(), TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
        return hold is not null
            && await store.RecordAsync(hold, Delivery(receipt, who), cancellationToken).ConfigureAwait(false) == CycleWrite.Done;
    }

    private static DeliveryAttempt Delivery(ReceiverReceipt receipt, string who) => new(
        DeliveryAttempt.Offline,
        "delivered_offline",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The ping went as a file; the receiver has had it as {receipt.UsageDataId} since {receipt.ReceivedAt}. {who} has imported its receipt."),
        CycleState.Sent)
    {
        UsageDataId = receipt.UsageDataId,
        Receipt = receipt.Bytes,
    };
}
