namespace ServicePing;

/// <summary>Notes on which day a token was used last, after its use and at most once a day; whatever becomes of it, nobody waits.</summary>
internal sealed class TokenUses(IPingStore store)
{
    // Where it could not be written, another use writes it.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    /// <summary>Before when nothing more is written for a token.</summary>
    private readonly Dictionary<string, DateTimeOffset> _quietUntil = new(StringComparer.Ordinal);

    internal void Note(KeptFact fact, KeptToken kept)
    {
        DateOnly today = DateOnly.FromDateTime(fact.SeenAt.UtcDateTime);
        if (kept.Token.LastUsedOn >= today || !IsTurn(fact))
        {
            return;
        }

        // Nothing of the request goes along, such as a transaction that it is in.
        using AsyncFlowControl none = ExecutionContext.SuppressFlow();
        _ = Task.Run(() => WriteAsync(fact, kept with { Token = kept.Token with { LastUsedOn = today } }));
    }

    private bool IsTurn(KeptFact fact)
    {
        lock (_lock)
        {
            if (_quietUntil.TryGetValue(fact.Name, out DateTimeOffset until) && fact.SeenAt < until && until - fact.SeenAt <= Pause)
            {
                return false;
            }

            _quietUntil[fact.Name] = fact.SeenAt + Pause;
            return true;
        }
    }

    private async Task WriteAsync(KeptFact fact, KeptToken used)
    {
        try
        {
            // Where somebody else has written since, such as who has revoked it, nothing is.
            await store.ExchangeAsync(fact.Name, fact.Value, used.ToKept(), note: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PingStoreException or ObjectDisposedException)
        {
            // A day is not worth anybody's time; the program may have ended meanwhile.
        }
    }
}
