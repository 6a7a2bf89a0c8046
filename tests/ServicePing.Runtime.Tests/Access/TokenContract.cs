using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Access;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>What tokens do, wherever they are kept.</summary>
public abstract class TokenContract : OfflineTest
{
    private protected TokenContract(OfflinePlace place)
        : base(place)
    {
    }

    [Fact]
    public async Task A_token_is_told_once_found_by_its_text_in_every_process_and_listed_without_it()
    {
        await using ServiceProvider program = Program();
        await using ServiceProvider other = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        TokenRequest request = await RequestAsync(store) with
        {
            Scopes = [TokenScopes.Api, TokenScopes.ReadServicePing, TokenScopes.Api],
            IsAdministrator = true,
        };

        CreatedToken created = await tokens.CreateAsync(request, "ada");

        TokenLookup found = await other.GetRequiredService<ServicePingTokens>().FindAsync(created.Text);
        Assert.Equal((TokenState.Valid, true, created.Token), (found.State, found.IsValid, found.Token));
        (string id, string name, string userId, string userName) = found.Token!;
        Assert.Equal((created.Text[4..15], "CI export", "7", "Ada L."), (id, name, userId, userName));
        Assert.Equal((true, "ada", TokenState.Valid), (found.Token.IsAdministrator, found.Token.CreatedBy, found.Token.State));
        Assert.Equal([TokenScopes.ReadServicePing, TokenScopes.Api], found.Token.Scopes);
        Assert.Equal(Timestamp.InMilliseconds(request.ExpiresAt), found.Token.ExpiresAt);
        Assert.InRange(found.Token.CreatedAt - await store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);
        Assert.Equal((null, null), (found.Token.RevokedBy, found.Token.RevokedAt));
        Assert.DoesNotContain(created.Text[20..40], created.ToString(), StringComparison.Ordinal);

        // Neither the text nor its hash is anywhere but where the hash has to be.
        await PassAsync(store);
        CreatedToken second = await tokens.CreateAsync(request with { Name = "second" }, "bob");
        IReadOnlyList<AccessToken> listed = await tokens.ListAsync();
        Assert.Equal(["second", "CI export"], listed.Select(token => token.Name));
        byte[] kept = (await store.FindKeptAsync($"token/{created.Token.Id}", default))!;
        Assert.DoesNotContain(created.Text[15..58], Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
        string hash = Convert.ToBase64String(TokenText.Hash(created.Text));
        Assert.Contains(hash, Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
        IPingHistory history = program.GetRequiredService<IPingHistory>();
        Assert.DoesNotContain(created.Text[15..58], string.Concat(await history.ChangesAsync()), StringComparison.Ordinal);
        Assert.Equal(TokenState.Valid, (await tokens.FindAsync(second.Text)).State);
    }

    [Fact]
    public async Task What_is_revoked_is_refused_by_every_process_at_once_and_stays_revoked()
    {
        await using ServiceProvider program = Program();
        await using ServiceProvider other = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        ServicePingTokens others = other.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");
        Assert.True((await others.FindAsync(created.Text)).IsValid);

        AccessToken revoked = (await tokens.RevokeAsync(created.Token.Id, "bob"))!;

        Assert.Equal((TokenState.Revoked, "bob"), (revoked.State, revoked.RevokedBy));
        Assert.InRange(revoked.RevokedAt!.Value - await store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);
        foreach (ServicePingTokens every in new[] { others, tokens })
        {
            TokenLookup found = await every.FindAsync(created.Text);
            Assert.Equal((TokenState.Revoked, false), (found.State, found.IsValid));
            Assert.StartsWith("The token was revoked at 20", found.Message, StringComparison.Ordinal);
        }

        Assert.Equal("bob", (await others.RevokeAsync(created.Token.Id, "eve"))!.RevokedBy);
        Assert.Null(await tokens.RevokeAsync("00000000000", "bob"));
        Assert.Equal("bob", Assert.Single(await tokens.ListAsync()).RevokedBy);

        // One creation and one revocation.
        string until = created.Token.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string described = $"'CI export' of Ada L. (7): read_service_ping, until {until}";
        Assert.Equal(
            [($"token/{created.Token.Id}", described, null, "bob"), ($"token/{created.Token.Id}", null, described, "ada")],
            (await program.GetRequiredService<IPingHistory>().ChangesAsync())
                .Select(change => (change.Name, change.OldValue, change.NewValue, change.ChangedBy)));
    }

    [Fact]
    public async Task A_text_that_is_no_token_or_nobodys_is_told_from_one_that_has_expired()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");
        string guess = created.Text[..15] + TokenText.Create()[15..58];
        guess += TokenText.Checksum(guess.AsSpan(4));

        Assert.Equal(new TokenLookup(TokenState.Unknown, null), await tokens.FindAsync(guess));
        Assert.Equal(new TokenLookup(TokenState.Unknown, null), await tokens.FindAsync(TokenText.Create()));
        Assert.Equal(new TokenLookup(TokenState.Malformed, null), await tokens.FindAsync(created.Text[..^1] + "!"));
        Assert.Equal(new TokenLookup(TokenState.Malformed, null), await tokens.FindAsync(""));

        KeptFact fact = (await store.FindFactAsync($"token/{created.Token.Id}", default))!;
        KeptToken kept = KeptToken.FromKept(fact, store.Place);
        AccessToken ended = kept.Token with { ExpiresAt = Timestamp.InMilliseconds(fact.SeenAt) };
        await store.ReplaceAsync(fact.Name, (kept with { Token = ended }).ToKept(), default);
        TokenLookup expired = await tokens.FindAsync(created.Text);
        Assert.Equal((TokenState.Expired, false, TokenState.Expired), (expired.State, expired.IsValid, expired.Token!.State));
        Assert.StartsWith("The token has expired at 20", expired.Message, StringComparison.Ordinal);
        Assert.Equal(TokenState.Expired, Assert.Single(await tokens.ListAsync()).State);
        Assert.Null(Assert.Single(await tokens.ListAsync()).LastUsedOn);
    }

    [Fact]
    public async Task The_day_of_the_latest_use_is_written_after_it_and_once_a_day()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");
        Assert.Null(created.Token.LastUsedOn);

        // The day may end while the test runs.
        DateOnly before = DateOnly.FromDateTime((await store.NowAsync(default)).UtcDateTime);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.FindAsync(created.Text)));
        AccessToken used = await UntilUsedAsync(tokens);
        Assert.InRange(used.LastUsedOn!.Value, before, DateOnly.FromDateTime((await store.NowAsync(default)).UtcDateTime));
        Assert.Equal(created.Token with { LastUsedOn = used.LastUsedOn }, used);

        // The same day again changes nothing, and a use does not bring back what was revoked.
        byte[] kept = (await store.FindKeptAsync($"token/{created.Token.Id}", default))!;
        Assert.True((await tokens.FindAsync(created.Text)).IsValid);
        Assert.Equal(kept, await store.FindKeptAsync($"token/{created.Token.Id}", default));
        Assert.Single(await program.GetRequiredService<IPingHistory>().ChangesAsync());
    }

    [Fact]
    public async Task A_program_that_ends_has_written_the_day_of_the_use_before()
    {
        CreatedToken created;
        await using (ServiceProvider program = Program())
        {
            program.GetRequiredService<ServicePingTokens>().Patience = TimeSpan.FromMinutes(5);
            created = await program.GetRequiredService<ServicePingTokens>()
                .CreateAsync(await RequestAsync(program.GetRequiredService<IPingStore>()), "ada");
            await program.GetRequiredService<ServicePingTokens>().FindAsync(created.Text);
        }

        await using ServiceProvider next = Program();
        ServicePingTokens tokens = next.GetRequiredService<ServicePingTokens>();
        Assert.NotNull(Assert.Single(await tokens.ListAsync()).LastUsedOn);
        await tokens.DisposeAsync();
        tokens.Dispose();
        Assert.True((await tokens.FindAsync(created.Text)).IsValid);
    }

    [Fact]
    public async Task Uses_and_revocations_at_once_leave_every_token_revoked()
    {
        await using ServiceProvider program = Program();
        await using ServiceProvider other = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        ServicePingTokens others = other.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        for (int i = 0; i < 15; i++)
        {
            CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");

            Task<TokenLookup>[] uses =
                [.. Enumerable.Range(0, 4).Select(use => (use % 2 == 0 ? tokens : others).FindAsync(created.Text))];
            await Task.WhenAll(tokens.RevokeAsync(created.Token.Id, "ada"), others.RevokeAsync(created.Token.Id, "bob"));
            await Task.WhenAll(uses);

            Assert.Equal(TokenState.Revoked, (await others.FindAsync(created.Text)).State);
        }

        Assert.All(await tokens.ListAsync(), token => Assert.Equal(TokenState.Revoked, token.State));
        Assert.Equal(30, (await program.GetRequiredService<IPingHistory>().ChangesAsync()).Count);
    }

    [Theory]
    [InlineData("", "7", "Ada", "api", 10, "A name has 1 to 100 characters, no line breaks and no control characters.")]
    [InlineData("a\nb", "7", "Ada", "api", 10, "A name has 1 to 100 characters, no line breaks and no control characters.")]
    [InlineData("\ud800", "7", "Ada", "api", 10, "A name has 1 to 100 characters, no line breaks and no control characters.")]
    [InlineData("x", " ", "Ada", "api", 10, "A user's identifier has 1 to 200 characters, no line breaks and no control characters.")]
    [InlineData("x", "7", "A\0", "api", 10, "A user's name has 1 to 200 characters, no line breaks and no control characters.")]
    [InlineData("x", "7", "Ada", "", 10, "A token has a scope at least; there are read_service_ping, api, ai_workflows, site_report.")]
    [InlineData("x", "7", "Ada", "api,root", 10, "There is no scope 'root'; there are read_service_ping, api, ai_workflows, site_report.")]
    [InlineData("x", "7", "Ada", "API", 10, "There is no scope 'API'; there are read_service_ping, api, ai_workflows, site_report.")]
    [InlineData("x", "7", "Ada", "api", 400, "A token expires within a year and a day: after ")]
    [InlineData("x", "7", "Ada", "api", -1, "A token expires within a year and a day: after ")]
    public async Task What_cannot_be_is_said_and_nothing_is_kept(
        string name, string userId, string userName, string scopes, int days, string sentence)
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        DateTimeOffset expiresAt = await program.GetRequiredService<IPingStore>().NowAsync(default) + TimeSpan.FromDays(days);
        TokenRequest request = new(name, userId, userName, scopes.Split(',', StringSplitOptions.RemoveEmptyEntries), expiresAt);

        TokenException refused = await Assert.ThrowsAsync<TokenException>(() => tokens.CreateAsync(request, "ada"));

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await tokens.ListAsync());
        Assert.Empty(await program.GetRequiredService<IPingHistory>().ChangesAsync());
    }

    [Fact]
    public async Task A_year_by_a_clock_that_is_ahead_of_the_stores_is_a_year()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        DateTimeOffset ahead = await store.NowAsync(default) + TimeSpan.FromHours(14);

        CreatedToken created = await program.GetRequiredService<ServicePingTokens>()
            .CreateAsync(await RequestAsync(store) with { ExpiresAt = ahead.AddYears(1) }, "ada");

        Assert.Equal(Timestamp.InMilliseconds(ahead.AddYears(1)), created.Token.ExpiresAt);
    }

    [Fact]
    public async Task Whoever_does_something_says_who_he_is()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        TokenRequest request = await RequestAsync(program.GetRequiredService<IPingStore>());

        await Assert.ThrowsAsync<ArgumentException>(() => tokens.CreateAsync(request, " "));
        await Assert.ThrowsAsync<ArgumentException>(() => tokens.RevokeAsync("x", ""));
    }

    [Fact]
    public async Task There_is_an_end_to_the_number_of_tokens_until_some_are_revoked()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        TokenRequest request = await RequestAsync(store);
        CreatedToken first = await tokens.CreateAsync(request, "ada");
        byte[] kept = (await store.FindKeptAsync($"token/{first.Token.Id}", default))!;
        for (int i = 1; i < ServicePingTokens.Most; i++)
        {
            await store.ReplaceAsync($"token/{i:00000000000}", kept, default);
        }

        TokenException refused = await Assert.ThrowsAsync<TokenException>(() => tokens.CreateAsync(request, "ada"));
        Assert.Equal("There are 200 tokens already, and no more are possible. Revoke those that nobody uses.", refused.Message);

        await tokens.RevokeAsync("00000000001", "ada");
        CreatedToken last = await tokens.CreateAsync(request, "ada");
        Assert.True((await tokens.FindAsync(last.Text)).IsValid);
    }

    [Fact]
    public async Task Of_tokens_that_have_ended_only_the_latest_stay_when_another_is_created()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken valid = await tokens.CreateAsync(await RequestAsync(store), "ada");
        KeptFact fact = (await store.FindFactAsync($"token/{valid.Token.Id}", default))!;
        KeptToken kept = KeptToken.FromKept(fact, store.Place);
        for (int i = 1; i <= ServicePingTokens.Most + 2; i++)
        {
            AccessToken ended = kept.Token with { ExpiresAt = Timestamp.InMilliseconds(fact.SeenAt.AddMinutes(-i)) };
            await store.ReplaceAsync($"token/{i:00000000000}", new KeptToken(ended, kept.Sha256).ToKept(), default);
        }

        CreatedToken next = await tokens.CreateAsync(await RequestAsync(store), "ada");

        IReadOnlyList<AccessToken> there = await tokens.ListAsync();
        Assert.Equal(
            new[] { valid.Token.Id, next.Token.Id }.Order(StringComparer.Ordinal),
            there.Where(token => token.State == TokenState.Valid).Select(token => token.Id).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Range(1, ServicePingTokens.Most - 1).Select(i => $"{i:00000000000}"),
            there.Where(token => token.State == TokenState.Expired).Select(token => token.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_has_ended_long_ago_is_removed_and_nothing_else()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken valid = await tokens.CreateAsync(await RequestAsync(store), "ada");
        KeptFact fact = (await store.FindFactAsync($"token/{valid.Token.Id}", default))!;
        KeptToken kept = KeptToken.FromKept(fact, store.Place);
        DateTimeOffset now = fact.SeenAt;
        await AddAsync("expired_old", kept.Token with { ExpiresAt = now.AddDays(-15) });
        await AddAsync("expired_new", kept.Token with { ExpiresAt = now.AddDays(-13) });
        await AddAsync("revoked_old", kept.Token with { RevokedAt = now.AddDays(-15), RevokedBy = "bob" });
        await AddAsync("revoked_new", kept.Token with { RevokedAt = now.AddDays(-13), RevokedBy = "bob" });
        AccessToken expired = kept.Token with { ExpiresAt = now.AddDays(-15) };
        await AddAsync("revoked_after_its_end", expired with { RevokedAt = now.AddDays(-1), RevokedBy = "bob" });
        await store.ReplaceAsync("token/damaged", "{"u8.ToArray(), default);
        await store.ReplaceAsync("tokens", new byte[] { 1 }, default);

        await ServicePingTokens.RemoveOldAsync(store, weeks: 2, default);

        Assert.Equal(
            new[] { "token/" + valid.Token.Id, "token/damaged", "token/expired_new", "token/revoked_new", "tokens" }
                .Order(StringComparer.Ordinal),
            (await store.FactsAsync("token", default)).Select(one => one.Name));
        TokenStoreException damaged = await Assert.ThrowsAsync<TokenStoreException>(() => tokens.ListAsync());
        Assert.StartsWith($"{store.Place}: the token 'damaged' cannot be read: ", damaged.Message, StringComparison.Ordinal);
        Assert.True((await tokens.FindAsync(valid.Text)).IsValid);

        Task AddAsync(string id, AccessToken token) =>
            store.ReplaceAsync($"token/{id}", new KeptToken(token, kept.Sha256).ToKept(), default);
    }

    [Fact]
    public async Task What_is_exchanged_is_what_was_there_and_is_noted_once()
    {
        await using ServiceProvider program = Program();
        await using ServiceProvider other = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        IPingStore others = other.GetRequiredService<IPingStore>();
        AuditNote note = new("old", null, "ada");

        bool[] kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? store : others).ExchangeAsync("x/1", null, new byte[] { (byte)i }, note, default)));
        Assert.Single(kept, done => done);
        byte[] first = (await store.FindFactAsync("x/1", default))!.Value;
        Assert.False(await store.ExchangeAsync("x/1", new byte[] { 99 }, new byte[] { 1 }, note, default));
        Assert.False(await store.ExchangeAsync("x/2", new byte[] { 99 }, new byte[] { 1 }, note, default));
        bool[] changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? store : others).ExchangeAsync("x/1", first, new byte[] { 100, (byte)i }, note: null, default)));
        Assert.Single(changed, done => done);
        AuditNote made = new(null, "new", "ada");
        Assert.True(await store.ExchangeAsync("x/B", null, Array.Empty<byte>(), made, default));
        Assert.False(await store.ExchangeAsync("x/B", null, new byte[] { 1 }, note, default));

        IReadOnlyList<KeptFact> facts = await others.FactsAsync("x/", default);
        Assert.Equal(["x/1", "x/B"], facts.Select(fact => fact.Name));
        Assert.Equal(100, facts[0].Value[0]);
        Assert.Empty(facts[1].Value);
        Assert.InRange(facts[0].SeenAt - await store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);
        Assert.Null(await store.FindFactAsync("x/b", default));
        Assert.Empty(await store.FactsAsync("X", default));
        Assert.Equal(
            [("x/B", null, "new", "ada"), ("x/1", "old", null, "ada")],
            (await store.ChangesAsync(9, default)).Select(change => (change.Name, change.OldValue, change.NewValue, change.ChangedBy)));
    }

    private protected static async Task<TokenRequest> RequestAsync(IPingStore store) => new(
        "CI export", "7", "Ada L.", [TokenScopes.ReadServicePing], await store.NowAsync(default) + TimeSpan.FromDays(90));

    /// <summary>The use is written after it, whenever that is.</summary>
    private protected static async Task<AccessToken> UntilUsedAsync(ServicePingTokens tokens)
    {
        long started = TimeProvider.System.GetTimestamp();
        for (; TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(2); await Task.Delay(10))
        {
            if ((await tokens.ListAsync()) is [{ LastUsedOn: not null } used])
            {
                return used;
            }
        }

        throw new TimeoutException("Nobody has noted the use.");
    }
}

/// <summary>Tokens in a folder.</summary>
public sealed class FolderTokenTests() : TokenContract(new FolderPlace())
{
    [Fact]
    public async Task A_day_later_the_use_is_written_again()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");
        await tokens.FindAsync(created.Text);
        DateOnly first = (await UntilUsedAsync(tokens)).LastUsedOn!.Value;

        await UntilAsync(store, Ping.RecordedAt.AddDays(1));
        Assert.Equal(first, (await tokens.FindAsync(created.Text)).Token!.LastUsedOn);
        while (Assert.Single(await tokens.ListAsync()).LastUsedOn == first)
        {
            await Task.Delay(10);
        }

        Assert.Equal(first.AddDays(1), Assert.Single(await tokens.ListAsync()).LastUsedOn);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_told_from_a_token_that_nobody_knows()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(store), "ada");
        string folder = store.Place.Split('\'')[1];
        await File.WriteAllTextAsync(Path.Combine(folder, "ledger.json"), "{");

        foreach (string text in new[] { created.Text, TokenText.Create() })
        {
            TokenStoreException lost = await Assert.ThrowsAsync<TokenStoreException>(() => tokens.FindAsync(text));
            Assert.Equal(
                "What is kept of tokens cannot be read now, so that nobody can say whether the token is valid. Try again later.",
                lost.Message);
            Assert.Contains("its file ledger.json cannot be read", lost.InnerException!.Message, StringComparison.Ordinal);
        }

        // What is no token needs no store.
        Assert.Equal(TokenState.Malformed, (await tokens.FindAsync("spt_")).State);
    }
}

/// <summary>Tokens in PostgreSQL.</summary>
public sealed class PostgresTokenTests(PostgresServer postgres)
    : TokenContract(new PostgresPlace(postgres)), IClassFixture<PostgresServer>
{
    [Fact]
    public async Task A_database_that_cannot_be_reached_is_told_from_a_token_that_nobody_knows()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(program.GetRequiredService<IPingStore>()), "ada");
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, ping => ping.UsePostgres("Host=127.0.0.1;Port=9;Timeout=5;Gss Encryption Mode=Disable"), null, []);
        await using ServiceProvider unreachable = services.BuildServiceProvider();

        TokenStoreException lost = await Assert.ThrowsAsync<TokenStoreException>(
            () => unreachable.GetRequiredService<ServicePingTokens>().FindAsync(created.Text));
        Assert.DoesNotContain("127.0.0.1", lost.Message, StringComparison.Ordinal);
        Assert.StartsWith("Database 'main'", lost.InnerException!.Message, StringComparison.Ordinal);
        lost = await Assert.ThrowsAsync<TokenStoreException>(
            () => unreachable.GetRequiredService<ServicePingTokens>().ListAsync());
        Assert.StartsWith("Database 'main'", lost.Message, StringComparison.Ordinal);
        Assert.Equal(TokenState.Malformed, (await unreachable.GetRequiredService<ServicePingTokens>().FindAsync("x")).State);
    }

    [Fact]
    public async Task Where_the_day_of_a_use_cannot_be_written_the_token_is_as_valid_as_before()
    {
        await using ServiceProvider program = Program();
        ServicePingTokens tokens = program.GetRequiredService<ServicePingTokens>();
        CreatedToken created = await tokens.CreateAsync(await RequestAsync(program.GetRequiredService<IPingStore>()), "ada");
        await using NpgsqlCommand forbid = program.GetRequiredService<PostgresDatabase>().Source.CreateCommand("""
            CREATE FUNCTION service_ping.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON service_ping.instance FOR EACH ROW EXECUTE FUNCTION service_ping.refuse();
            """);
        await forbid.ExecuteNonQueryAsync();

        for (int i = 0; i < 20; i++)
        {
            Assert.True((await tokens.FindAsync(created.Text)).IsValid);
        }

        Assert.Null(Assert.Single(await tokens.ListAsync()).LastUsedOn);
        await Assert.ThrowsAsync<TokenStoreException>(() => tokens.RevokeAsync(created.Token.Id, "ada"));
        Assert.True((await tokens.FindAsync(created.Text)).IsValid);
    }
}
