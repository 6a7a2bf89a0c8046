using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>Answers what holds for the ping now, and why; an administrator's changes go through it.</summary>
/// <remarks>
/// Registered by <c>AddServicePing</c>. From its first use it follows what other processes change: within a second where the
/// store tells of changes, otherwise within 15 seconds. What is sent asks anew.
/// </remarks>
public sealed class ServicePingSettings : IAsyncDisposable, IDisposable
{
    private const string Moved = "environment";

    private readonly IPingStore _store;
    private readonly LiveOptions _options;
    private readonly KnownSites _sites;
    private readonly SoleAdministrator _administrator;
    private readonly SettingsFollower _follower;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _lock = new();
    private IReadOnlyList<KeptSetting>? _kept;
    private string? _problem;
    private string? _withheld;
    private volatile PingSettings? _current;
    private bool _follows;

    internal ServicePingSettings(IPingStore store, LiveOptions options, KnownSites sites, IInstanceUsers? users, TimeProvider clock)
    {
        _store = store;
        _options = options;
        _sites = sites;
        _administrator = new SoleAdministrator(users, clock);
        _follower = new SettingsFollower(store, clock, end => RefreshAsync(asksUsers: false, end));
    }

    /// <summary>Tells, on whatever thread has noticed it, that a setting is another one than before.</summary>
    internal event Action? Changed;

    /// <summary>What holds as far as is known; before anything was read, nothing is sent.</summary>
    public PingSettings Current
    {
        get
        {
            if (_current is null)
            {
                Follow();
            }

            return _current!;
        }
    }

    /// <summary>Looks what holds now.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What holds; where what administrators have set cannot be read, that which was read before, not confirmed.</returns>
    public Task<PingSettings> RefreshAsync(CancellationToken cancellationToken = default)
    {
        Follow();
        return RefreshAsync(asksUsers: true, cancellationToken);
    }

    /// <summary>Looks what a ping may hold now.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PingPermissions> PermissionsAsync(CancellationToken cancellationToken = default) =>
        (await RefreshAsync(cancellationToken).ConfigureAwait(false)).Permissions;

    /// <summary>Sets a setting for all processes of the installation, and notes the change.</summary>
    /// <param name="name">Its name, one of <see cref="SettingNames"/>.</param>
    /// <param name="value">Its value as a text; null for what holds where no administrator has set it.</param>
    /// <param name="who">Who changes it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What holds then.</returns>
    /// <exception cref="ArgumentException">It is not said who changes it.</exception>
    /// <exception cref="SettingException">
    /// There is no such setting, the value is none, the configuration has decided, or the store cannot be written.
    /// </exception>
    public Task<PingSettings> SetAsync(string name, string? value, string who, CancellationToken cancellationToken = default) =>
        SetAsync([KeyValuePair.Create(name, value)], who, cancellationToken);

    /// <summary>Sets several settings for all processes of the installation, and notes each change; all are judged before the first is set.</summary>
    /// <param name="changes">A name of <see cref="SettingNames"/> with its value each; null for what holds where no administrator has set it.</param>
    /// <param name="who">Who changes them, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What holds then.</returns>
    /// <exception cref="ArgumentException">It is not said who changes them.</exception>
    /// <exception cref="SettingException">
    /// One of them may not be set, as <see cref="Judge"/> says, and none is; or the store cannot be written.
    /// </exception>
    public async Task<PingSettings> SetAsync(
        IReadOnlyCollection<KeyValuePair<string, string?>> changes, string who, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        foreach ((string name, string? value) in changes)
        {
            Judge(name, value);
        }

        foreach ((string name, string? value) in changes)
        {
            await WriteAsync(() => _store.SetAsync(name, value, who, cancellationToken)).ConfigureAwait(false);
        }

        return await RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Judges whether an administrator may set a setting to a value; nothing is changed.</summary>
    /// <param name="name">Its name, one of <see cref="SettingNames"/>.</param>
    /// <param name="value">Its value as a text; null for what holds where no administrator has set it.</param>
    /// <exception cref="SettingException">There is no such setting, the value is none, or the configuration has decided.</exception>
    public void Judge(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        SettingDefinition definition = SettingDefinition.Find(name) ?? throw new SettingException(
            $"There is no setting '{name}'; there are {string.Join(", ", SettingDefinition.All.Select(one => one.Name))}.");
        if (value is not null && !definition.IsValid(value))
        {
            throw new SettingException($"'{value}' is no value of the setting '{name}'; expected {definition.Expected}.");
        }

        SettingValue now = SettingsReckoning.Of(_options.Value, [], problem: null, withheld: null)[name];
        if (now.IsLocked)
        {
            string place = now.Source == SettingSource.Environment
                ? "the variable DO_NOT_TRACK of the environment"
                : SettingsReckoning.Called(_options.Value, definition.Option);
            throw new SettingException($"The setting '{name}' is locked: {place} has decided. Change it there.")
            {
                IsLocked = true,
            };
        }
    }

    /// <summary>
    /// Looks whether a ping may be sent now: it is on, what administrators have set was read just now, nobody has to be asked,
    /// the notice period is over, and this is neither a secondary site nor a copy of the installation. The first look at a ping that is on and has a receiver
    /// begins the notice.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SendPermission> MaySendAsync(CancellationToken cancellationToken = default)
    {
        PingSettings settings = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (settings.DisabledReason is { } disabled)
        {
            return new SendPermission(false, disabled);
        }

        if (!settings.IsConfirmed || settings.Problems is [_, ..])
        {
            return new SendPermission(false, settings.Problems[0]);
        }

        if (settings.Receiver is null)
        {
            return new SendPermission(false, $"There is no receiver; set {nameof(ServicePingOptions.Receiver)}.");
        }

        try
        {
            if (await _sites.IsSecondaryAsync(cancellationToken).ConfigureAwait(false))
            {
                return new SendPermission(false, "This site is a secondary, and the primary sends the ping.");
            }

            return await new FirstSend(_store).PermitAsync(_options.Value, cancellationToken).ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            return new SendPermission(false, exception.Message);
        }
    }

    /// <summary>
    /// Looks whether single events may leave now, which is as private as a metric of the category optional: all that a ping needs but a receiver,
    /// and optional metrics are not left out.
    /// </summary>
    /// <exception cref="PingStoreException">What administrators have set cannot be read, so that nobody knows.</exception>
    internal async Task<SendPermission> MayForwardAsync(CancellationToken cancellationToken)
    {
        PingSettings settings = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (settings.DisabledReason is { } disabled)
        {
            return new SendPermission(false, disabled);
        }

        if (!settings.IsConfirmed)
        {
            throw new PingStoreException(settings.Problems[0]);
        }

        return settings.Problems is [var problem, ..] ? new SendPermission(false, problem)
            : !settings.Permissions.Categories.Contains(DataCategory.Optional)
                ? new SendPermission(false, "Metrics of the category optional are left out, and single events are no less private.")
            : await new FirstSend(_store).PermitAsync(_options.Value, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Somebody says that the installation was moved and not copied, so that it goes on under its identifier. A copy is given a
    /// <see cref="ServicePingOptions.Uuid"/> of its own instead.
    /// </summary>
    /// <param name="who">Who says so, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">It is not said who says so.</exception>
    /// <exception cref="SettingException">The store cannot be written.</exception>
    public async Task NoteMovedAsync(string who, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        await WriteAsync(async () =>
        {
            string here = await new InstanceIdentity(_store).NoteMovedAsync(_options.Value.Uuid, cancellationToken).ConfigureAwait(false);
            await _store.SetAsync(Moved, here, who, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _follower.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _follower.DisposeAsync();

    private async Task<PingSettings> RefreshAsync(bool asksUsers, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<KeptSetting>? kept = _kept;
            string? problem = null;
            try
            {
                kept = await _store.SettingsAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PingStoreException exception)
            {
                problem = $"What administrators have set cannot be read. {exception.Message}";
            }

            bool hasDecided = _options.Value.Enabled is not null || kept?.Any(setting => setting.Name == SettingNames.Enabled) == true;
            string? withheld = await _administrator.WithheldAsync(hasDecided, asksUsers, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                (_kept, _problem, _withheld) = (kept, problem, withheld);
                return Reckon();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            throw new SettingException($"Nothing was changed. {exception.Message}", exception);
        }
    }

    private PingSettings Reckon()
    {
        PingSettings? before = _current;
        _current = SettingsReckoning.Of(_options.Value, _kept, _problem, _withheld);
        if (before is not null && !before.Values.SequenceEqual(_current.Values))
        {
            Changed?.Invoke();
        }

        return _current;
    }

    /// <summary>Begins to follow what others change, once.</summary>
    private void Follow()
    {
        lock (_lock)
        {
            if (_follows)
            {
                return;
            }

            _follows = true;
            Reckon();
        }

        _options.OnChange(_ =>
        {
            lock (_lock)
            {
                Reckon();
            }
        });
        _follower.Begin();
    }
}
