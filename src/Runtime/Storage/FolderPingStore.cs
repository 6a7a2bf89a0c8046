using System.Text;
using System.Text.Json;

namespace ServicePing.Runtime.Storage;

/// <summary>Keeps what the loop keeps in a folder, for products without PostgreSQL.</summary>
/// <remarks>
/// A step takes the folder for itself, reads the ledger and replaces it: whoever is killed at any point leaves the ledger of
/// before or of after. The processes that share the folder share a clock.
/// </remarks>
internal sealed partial class FolderPingStore(string path, TimeProvider clock) : IPingStore, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly LedgerFolder _folder = new(path);
    private readonly SemaphoreSlim _gate = new(1);

    public string Place => $"Folder '{path}'";

    public Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) => Task.FromResult(clock.GetUtcNow());

    public Task<IReadOnlyList<KeptSetting>> SettingsAsync(CancellationToken cancellationToken) =>
        ReadAsync((ledger, _) => ledger.Settings, cancellationToken);

    public Task SetAsync(string name, string? value, string who, CancellationToken cancellationToken) => StepAsync(
        (ledger, now) =>
        {
            string? before = ledger.Settings.FirstOrDefault(one => one.Name == name)?.Value;
            if (before == value)
            {
                return (ledger, true);
            }

            IEnumerable<KeptSetting> settings = ledger.Settings.Where(one => one.Name != name);
            if (value is not null)
            {
                settings = settings.Append(new KeptSetting(name, value, who, now)).OrderBy(one => one.Name, StringComparer.Ordinal);
            }

            return (ledger with
            {
                Settings = [.. settings],
                Changes = [.. ledger.Changes, new SettingChange(name, before, value, who, now)],
            }, true);
        },
        cancellationToken);

    public Task<IReadOnlyList<SettingChange>> ChangesAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SettingChange>>((ledger, _) => [.. ledger.Changes.Reverse().Take(most)], cancellationToken);

    public async Task ListenAsync(Action changed, CancellationToken cancellationToken)
    {
        DateTime? seen = null;
        while (true)
        {
            DateTime changedAt = _folder.ChangedAt;
            if (changedAt != seen)
            {
                seen = changedAt;
                changed();
            }

            await Task.Delay(LookEvery, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<ReadOnlyMemory<byte>> KeepOnceAsync(
        string name, ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken) => StepAsync<ReadOnlyMemory<byte>>(
        (ledger, _) => ledger.Instance.TryGetValue(name, out byte[]? kept)
            ? (ledger, kept)
            : (WithInstance(ledger, name, proposal), proposal),
        cancellationToken);

    public Task<byte[]?> FindKeptAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync((ledger, _) => ledger.Instance.GetValueOrDefault(name), cancellationToken);

    public Task ReplaceAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        StepAsync((ledger, _) => (WithInstance(ledger, name, value), true), cancellationToken);

    public Task ForgetAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => StepAsync(
        (ledger, _) => ledger.Instance.TryGetValue(name, out byte[]? kept) && value.Span.SequenceEqual(kept)
            ? (WithoutInstance(ledger, one => one == name), true)
            : (ledger, false),
        cancellationToken);

    public Task<KeptFact?> FindFactAsync(string name, CancellationToken cancellationToken) => ReadAsync(
        (ledger, now) => ledger.Instance.TryGetValue(name, out byte[]? kept) ? new KeptFact(name, kept, now) : null,
        cancellationToken);

    public Task<IReadOnlyList<KeptFact>> FactsAsync(string beginning, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<KeptFact>>(
            (ledger, now) =>
            [
                .. ledger.Instance
                    .Where(fact => fact.Key.StartsWith(beginning, StringComparison.Ordinal))
                    .OrderBy(fact => fact.Key, StringComparer.Ordinal)
                    .Select(fact => new KeptFact(fact.Key, fact.Value, now)),
            ],
            cancellationToken);

    public Task<bool> ExchangeAsync(
        string name,
        ReadOnlyMemory<byte>? before,
        ReadOnlyMemory<byte> value,
        AuditNote? note,
        CancellationToken cancellationToken) => StepAsync(
        (ledger, now) =>
        {
            byte[]? kept = ledger.Instance.GetValueOrDefault(name);
            if (before is { } expected ? kept is null || !expected.Span.SequenceEqual(kept) : kept is not null)
            {
                return (ledger, false);
            }

            Ledger next = WithInstance(ledger, name, value);
            if (note is not null)
            {
                SettingChange change = new(name, note.OldValue, note.NewValue, note.Who, now);
                next = next with { Changes = [.. next.Changes, change] };
            }

            return (next, true);
        },
        cancellationToken);

    public Task<string> FingerprintAsync(CancellationToken cancellationToken) => ReadAsync(
        (_, _) => PingWords.Hash(Encoding.UTF8.GetBytes($"folder/{_folder.Origin}")),
        cancellationToken);

    public void Dispose() => _gate.Dispose();

    private static Ledger WithInstance(Ledger ledger, string name, ReadOnlyMemory<byte> value) => ledger with
    {
        Instance = new Dictionary<string, byte[]>(ledger.Instance) { [name] = value.ToArray() },
    };

    private static Ledger WithoutInstance(Ledger ledger, Predicate<string> goes) => ledger with
    {
        Instance = ledger.Instance.Where(fact => !goes(fact.Key)).ToDictionary(),
    };

    private Task<T> ReadAsync<T>(Func<Ledger, DateTimeOffset, T> read, CancellationToken cancellationToken) =>
        StepAsync((ledger, now) => (ledger, read(ledger, now)), cancellationToken);

    private async Task<T> StepAsync<T>(Func<Ledger, DateTimeOffset, (Ledger Next, T Result)> step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using IDisposable alone = await _folder.EnterAsync(cancellationToken).ConfigureAwait(false);
            Ledger ledger = _folder.Load();
            (Ledger next, T result) = step(ledger, clock.GetUtcNow().ToUniversalTime());
            if (!ReferenceEquals(next, ledger))
            {
                _folder.Save(next);
            }

            return result;
        }
        catch (JsonException exception)
        {
            throw new PingStoreException(
                $"{Place}: its file ledger.json cannot be read: {exception.Message} Restore it from a backup, or move the folder away "
                + "to begin anew.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PingStoreException(
                $"{Place}: {exception.Message.TrimEnd('.')}. See that its disk has room and that the program may write there.", exception);
        }
        finally
        {
            _gate.Release();
        }
    }
}
