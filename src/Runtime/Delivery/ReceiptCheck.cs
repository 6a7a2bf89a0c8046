using System.Text;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>
/// Whether a receipt counts, the same for one that answers a ping and for one that people bring: it is of the very bytes that are kept, and
/// of the receiver that was seen before.
/// </summary>
internal sealed class ReceiptCheck(IPingStore store, ServicePingOptions options)
{
    /// <summary>What is said of a key that is not the receiver's.</summary>
    internal const string OtherKey =
        "The receipt is signed with another key than the receiver's. Ask the vendor whether the key was changed, and if so name both in "
        + $"{nameof(ServicePingOptions.ReceiverKeys)}.";

    /// <summary>Why an answer without a receipt does not count, in a sentence; null where it does.</summary>
    internal string? ProblemWithoutReceipt => options.ReceiverKeys.Count == 0 ? null
        : $"It has no receipt, and {nameof(ServicePingOptions.ReceiverKeys)} names receivers that sign one.";

    /// <summary>Why a receipt whose signature fits does not count, in a sentence; null where it does.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="claim">The ping that was sent.</param>
    /// <param name="receiver">Where it was sent to; null where people carry it to one that the program does not know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<string?> ProblemAsync(
        ReceiverReceipt receipt, PingClaim claim, Uri? receiver, CancellationToken cancellationToken)
    {
        string? problem = receipt.Uuid != claim.Uuid ? "It is the receipt of another installation: its uuid is not that of the ping."
            : receipt.Cycle != claim.Cycle ? $"It is the receipt of another cycle: '{EgressText.Line(receipt.Cycle)}'."
            : receipt.Digest != claim.Digest
                ? $"The receiver holds other bytes under the cycle '{receipt.Cycle}' than those that are kept here. A copy of this "
                    + "installation may report under the same uuid; give it one of its own."
            : null;

        // A receipt that does not fit must not say whose key is trusted.
        return problem
            ?? (await IsReceiverAsync(receipt.Key, receiver, cancellationToken).ConfigureAwait(false) ? null : OtherKey);
    }

    /// <summary>Whether a key is that of a receiver; the first that is asked for is, unless the options name those that are.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<bool> IsReceiverAsync(string key, Uri? receiver, CancellationToken cancellationToken)
    {
        if (options.ReceiverKeys.Count > 0)
        {
            return options.ReceiverKeys.Contains(key);
        }

        byte[] bytes = Encoding.ASCII.GetBytes(key);
        ReadOnlyMemory<byte> kept = await store.KeepOnceAsync(NameOf(receiver), bytes, cancellationToken).ConfigureAwait(false);
        return kept.Span.SequenceEqual(bytes);
    }

    /// <summary>Of each receiver on its own: whoever is told to send to another has to do with another key.</summary>
    private static string NameOf(Uri? receiver) => InstanceNames.ReceiverKey(receiver is null ? "" : EgressDestination.Shown(receiver));
}
