namespace ServicePing.Runtime.Storage;

/// <summary>A fact of the instance that follows from the one before, whoever else changes it meanwhile.</summary>
internal static class ExchangedFact
{
    /// <summary>Each that fails means that another process has succeeded, so that these are never reached by chance.</summary>
    private const int Attempts = 100;

    /// <summary>Replaces what is kept under a name by what follows from it.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="name">The name.</param>
    /// <param name="next">What follows from what is kept, null for nothing: its result, and what is kept then, null where that stays as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal static async Task<T> ExchangeAsync<T>(
        IPingStore store, string name, Func<KeptFact?, DateTimeOffset, (T Result, ReadOnlyMemory<byte>? Kept)> next, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            KeptFact? fact = await store.FindFactAsync(name, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = fact?.SeenAt ?? await store.NowAsync(cancellationToken).ConfigureAwait(false);
            (T result, ReadOnlyMemory<byte>? kept) = next(fact, now);

            // The word null alone would become a memory that is empty.
            ReadOnlyMemory<byte>? before = fact is null ? default(ReadOnlyMemory<byte>?) : fact.Value;
            if (kept is not { } value || await store.ExchangeAsync(name, before, value, note: null, cancellationToken).ConfigureAwait(false))
            {
                return result;
            }
        }

        throw new PingStoreException($"{store.Place}: '{name}' was changed by others each time it was to be written; see which programs write it.");
    }
}
