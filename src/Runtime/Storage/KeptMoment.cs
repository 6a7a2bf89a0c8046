using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Storage;

/// <summary>Moments that are kept of the instance.</summary>
internal static class KeptMoment
{
    /// <summary>The moment that is kept under a name; where there is none, this one from now on.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal static async Task<DateTimeOffset> KeepOnceAsync(
        IPingStore store, string name, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        byte[] proposal = Encoding.ASCII.GetBytes(moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        ReadOnlyMemory<byte> kept = await store.KeepOnceAsync(name, proposal, cancellationToken).ConfigureAwait(false);
        return DateTimeOffset.Parse(Encoding.ASCII.GetString(kept.Span), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
