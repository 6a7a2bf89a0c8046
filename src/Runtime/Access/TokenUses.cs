using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Access;

/// <summary>
/// Notes on which day a token was used last, after its use and at most once a day; whatever becomes of it, nobody waits.
/// </summary>
internal sealed class TokenUses(IPingStore store) : IAsyncDisposable
{
    // Where it could not be written, another use writes it.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>Before when nothing more is written for a token.</summary>
    private readonly Dictionary<string, DateTimeOffset> _quietUntil = new(StringComparer.Ordinal);

    private Task _writing = Task.CompletedTask;
    private bool _hasEnded;

    /// <summary>For how long the program's end waits for what is being written.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    internal void Note(KeptFact fact, KeptToken kept)
    {
        DateOnly today = DateOnly.FromDateTime(fact.SeenAt.UtcDateTime);
        if (kept.Token.LastUsedOn >= today)
        {
            return;
        }

        lock (_lock)
        {
            TimeSpan quiet = _quietUntil.GetValueOrDefault(fact.Name) - fact.SeenAt;
            if (_hasEnded || (quiet > TimeSpan.Zero && quiet <= Pause))
            {
                return;
            }

            _quietUntil[fact.Name] = fact.SeenAt + Pause;

            // Nothing of the request goes along, such as a transaction that it is in.
            using AsyncFlowControl none = ExecutionContext.SuppressFlow();
            Task write = Task.Run(() => WriteAsync(fact, kept with { Token = kept.Token with { LastUsedOn = today } }));
            _writing = _writing.IsCompleted ? write : Task.WhenAll(_writing, write);
        }
    }

    /// <summary>Comes back once nothing is written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Task writing;
        lock (_lock)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
            writing = _writing;
        }

        _end.CancelAfter(Patience);
        await writing.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task WriteAsync(KeptFact fact, KeptToken used)
    {
        try
        {
            // Where somebody else has written since, such as who has revoked it, nothing is.
            await store.ExchangeAsync(fact.Name, fact.Value, used.ToKept(), note: null, _end.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A day is not worth anybody's time.
        }
    }
}
