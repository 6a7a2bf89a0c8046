using System.Globalization;
using ServicePing.Runtime.Access;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>
/// Personal access tokens of the service ping's own, for scripts that call its API; docs/tokens.md describes them.
/// </summary>
/// <remarks>
/// Registered by <c>AddServicePing</c>, and kept where cycles and settings are, for all processes of the installation. Of the text
/// of a token, which has 256 random bits, only its SHA-256 is kept. Each look for one asks the store anew, by one statement: what is
/// revoked is refused by every process at once.
/// </remarks>
public sealed class ServicePingTokens : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How many tokens there may be that are neither expired nor revoked, and how many of those that are stay for their age.
    /// </summary>
    public const int Most = 200;

    private readonly IPingStore _store;
    private readonly TokenUses _uses;

    internal ServicePingTokens(IPingStore store)
    {
        _store = store;
        _uses = new TokenUses(store);
    }

    /// <summary>For how long the program's end waits for the days of use that are being written.</summary>
    internal TimeSpan Patience
    {
        set => _uses.Patience = value;
    }

    /// <summary>Creates a token and notes that among the changes of settings.</summary>
    /// <param name="request">What it is to be.</param>
    /// <param name="who">Who creates it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The token with its text, which is told this once.</returns>
    /// <exception cref="ArgumentException">It is not said who creates it.</exception>
    /// <exception cref="TokenException">The request is not as it has to be, or there are too many tokens.</exception>
    /// <exception cref="TokenStoreException">
    /// The store cannot be used. Should a token be kept all the same, nobody knows its text.
    /// </exception>
    public Task<CreatedToken> CreateAsync(TokenRequest request, string who, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        return InStoreAsync(async () =>
        {
            DateTimeOffset now = Timestamp.InMilliseconds(await _store.NowAsync(cancellationToken).ConfigureAwait(false));
            if (request.Problem(now) is { } problem)
            {
                throw new TokenException(problem);
            }

            IReadOnlyList<KeptToken> there = await AllAsync(cancellationToken).ConfigureAwait(false);
            if (there.Count(one => one.Token.State == TokenState.Valid) >= Most)
            {
                throw new TokenException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"There are {Most} tokens already, and no more are possible. Revoke those that nobody uses."));
            }

            // A script that takes a token for each of its runs must not fill the store.
            foreach (KeptToken one in there
                .Where(one => one.Token.State != TokenState.Valid)
                .OrderByDescending(one => one.EndsAt)
                .Skip(Most - 1))
            {
                await _store.ForgetAsync(InstanceNames.Token(one.Token.Id), one.ToKept(), cancellationToken).ConfigureAwait(false);
            }

            string text = TokenText.Create();
            KeptToken kept = new(
                new AccessToken(TokenText.IdOf(text), request.Name, request.UserId, request.UserName)
                {
                    Scopes = [.. TokenScopes.All.Where(scope => request.Scopes.Contains(scope, StringComparer.Ordinal))],
                    IsAdministrator = request.IsAdministrator,
                    State = TokenState.Valid,
                    CreatedBy = who,
                    CreatedAt = now,
                    ExpiresAt = Timestamp.InMilliseconds(request.ExpiresAt),
                },
                TokenText.Hash(text));
            string name = InstanceNames.Token(kept.Token.Id);
            AuditNote note = new(null, kept.Description, who);
            return await _store.ExchangeAsync(name, before: null, kept.ToKept(), note, cancellationToken).ConfigureAwait(false)
                ? new CreatedToken(kept.Token, text)
                : throw new TokenException("Another token has the same name by chance; create it again.");
        });
    }

    /// <summary>All tokens, also those that have ended and were not removed yet; the latest first.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TokenStoreException">The store cannot be used.</exception>
    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken = default) =>
        InStoreAsync<IReadOnlyList<AccessToken>>(async () =>
        [
            .. (await AllAsync(cancellationToken).ConfigureAwait(false))
                .Select(kept => kept.Token)
                .OrderByDescending(token => token.CreatedAt)
                .ThenBy(token => token.Id, StringComparer.Ordinal),
        ]);

    /// <summary>
    /// Revokes a token for good, and notes that among the changes of settings; one that was revoked before stays as it is.
    /// </summary>
    /// <param name="id">What names the token.</param>
    /// <param name="who">Who revokes it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The token as it is now; null where there is none of this name.</returns>
    /// <exception cref="ArgumentException">It is not said who revokes it.</exception>
    /// <exception cref="TokenStoreException">The store cannot be used.</exception>
    public Task<AccessToken?> RevokeAsync(string id, string who, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        return InStoreAsync<AccessToken?>(async () =>
        {
            string name = InstanceNames.Token(id);
            while (await _store.FindFactAsync(name, cancellationToken).ConfigureAwait(false) is { } fact)
            {
                KeptToken kept = KeptToken.FromKept(fact, _store.Place);
                if (kept.Token.State == TokenState.Revoked)
                {
                    return kept.Token;
                }

                AccessToken revoked = kept.Token with
                {
                    State = TokenState.Revoked,
                    RevokedBy = who,
                    RevokedAt = Timestamp.InMilliseconds(fact.SeenAt),
                };
                AuditNote note = new(kept.Description, null, who);
                ReadOnlyMemory<byte> value = (kept with { Token = revoked }).ToKept();
                if (await _store.ExchangeAsync(name, fact.Value, value, note, cancellationToken).ConfigureAwait(false))
                {
                    return revoked;
                }
            }

            return null;
        });
    }

    /// <summary>
    /// Looks for a token by its text. A text that has not the form of a token, or a checksum that does not fit, is found out without
    /// the store.
    /// </summary>
    /// <param name="text">The text, as whoever calls has sent it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it may be used, and the token where there is one.</returns>
    /// <exception cref="TokenStoreException">
    /// The store cannot be used: whether the token is valid cannot be said. The message may be told to whoever calls; the cause is
    /// the inner exception's.
    /// </exception>
    public Task<TokenLookup> FindAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !TokenText.IsWellFormed(text)
            ? Task.FromResult(new TokenLookup(TokenState.Malformed, null))
            : InStoreAsync(async () =>
            {
                string name = InstanceNames.Token(TokenText.IdOf(text));
                KeptFact? fact = await _store.FindFactAsync(name, cancellationToken).ConfigureAwait(false);
                if (fact is null || KeptToken.FromKept(fact, _store.Place) is var kept && !kept.IsOf(text))
                {
                    return new TokenLookup(TokenState.Unknown, null);
                }

                if (kept.Token.State == TokenState.Valid)
                {
                    _uses.Note(fact, kept);
                }

                return new TokenLookup(kept.Token.State, kept.Token);
            }, "What is kept of tokens cannot be read now, so that nobody can say whether the token is valid. Try again later.");
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Waits a little for the days of use that are being written.</summary>
    public ValueTask DisposeAsync() => _uses.DisposeAsync();

    /// <summary>Forgets tokens that expired or were revoked more than so many weeks ago; one that cannot be read stays.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal static async Task RemoveOldAsync(IPingStore store, int weeks, CancellationToken cancellationToken)
    {
        foreach (KeptFact fact in await store.FactsAsync(InstanceNames.Tokens, cancellationToken).ConfigureAwait(false))
        {
            if (EndOf(fact, store.Place) is { } end && end < fact.SeenAt - TimeSpan.FromDays(7L * weeks))
            {
                await store.ForgetAsync(fact.Name, fact.Value, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static DateTimeOffset? EndOf(KeptFact fact, string place)
    {
        try
        {
            return KeptToken.FromKept(fact, place).EndsAt;
        }
        catch (PingStoreException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<KeptToken>> AllAsync(CancellationToken cancellationToken) =>
    [
        .. (await _store.FactsAsync(InstanceNames.Tokens, cancellationToken).ConfigureAwait(false))
            .Select(fact => KeptToken.FromKept(fact, _store.Place)),
    ];

    /// <param name="work">What is done in the store.</param>
    /// <param name="said">What is said where the store cannot be used, instead of its own words, which may name a server.</param>
    private static async Task<T> InStoreAsync<T>(Func<Task<T>> work, string? said = null)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            throw new TokenStoreException(said ?? exception.Message, exception);
        }
    }
}
