using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What holds for the ping, what wins, and what is said where nothing may be sent.</summary>
public sealed class ServicePingSettingsTests(PostgresServer postgres, PoolerServer pooler)
    : IClassFixture<PostgresServer>, IClassFixture<PoolerServer>, IDisposable
{
    private const string Receiver = "https://versions.example.com";

    private readonly SettableClock _clock = new(Ping.RecordedAt);
    private readonly string _folder = Directory.CreateTempSubdirectory("settings").FullName;

    [Fact]
    public async Task Everything_has_its_default_and_nothing_is_sent_without_a_receiver()
    {
        await using ServiceProvider program = Program();
        ServicePingSettings settings = Of(program);
        Assert.False(settings.Current.IsEnabled);

        PingSettings now = await settings.RefreshAsync();

        Assert.All(now.Values, value => Assert.Equal((SettingSource.Default, false), (value.Source, value.IsLocked)));
        Assert.True(now is { IsEnabled: true, IsGenerationEnabled: true, AreRegistrationFeaturesUnlocked: false, IsConfirmed: true });
        Assert.Equal(PingPermissions.Everything, await settings.PermissionsAsync());
        Assert.Equal(new SendPermission(false, "There is no receiver; set Receiver."), await settings.MaySendAsync());
    }

    /// <summary>In GitLab 9.3 to 13.12.3 a false in the configuration did not switch the ping off.</summary>
    [Fact]
    public async Task A_configured_false_wins_over_what_is_kept_and_locks()
    {
        await using (ServiceProvider before = Program(options => options.Receiver = Receiver))
        {
            await Of(before).SetAsync(SettingNames.Enabled, "true", "ada");
        }

        await using ServiceProvider program = Program(options => (options.Enabled, options.Receiver) = (false, Receiver));
        ServicePingSettings settings = Of(program);
        PingSettings now = await settings.RefreshAsync();

        Assert.Equal(
            new SettingValue(SettingNames.Enabled, "false", SettingSource.Configuration)
            {
                ChangedBy = "ada",
                ChangedAt = Ping.RecordedAt,
            },
            now[SettingNames.Enabled]);
        Assert.Equal((false, "The configuration has switched it off."), (now.IsEnabled, now.DisabledReason));
        Assert.Equal(new SendPermission(false, "The configuration has switched it off."), await settings.MaySendAsync());
        SettingException locked = await Assert.ThrowsAsync<SettingException>(() => settings.SetAsync(SettingNames.Enabled, "true", "eve"));
        Assert.Equal("The setting 'enabled' is locked: ServicePingOptions.Enabled has decided. Change it there.", locked.Message);
    }

    [Theory]
    [InlineData(null, null, null, true, "Default")]
    [InlineData(null, "false", null, false, "Administrator")]
    [InlineData(true, "false", null, true, "Configuration")]
    [InlineData(null, "true", "1", false, "Environment")]
    [InlineData(null, null, "yes", false, "Environment")]
    [InlineData(null, null, "0", true, "Default")]
    [InlineData(null, null, "", true, "Default")]
    [InlineData(null, "true", "False", true, "Administrator")]
    [InlineData(true, null, "1", true, "Configuration")]
    [InlineData(false, "true", "0", false, "Configuration")]
    public async Task The_configuration_wins_then_the_environment_then_the_administrator(
        bool? configured, string? kept, string? doNotTrack, bool isEnabled, string source)
    {
        await using ServiceProvider program = Program(options =>
        {
            options.Enabled = configured;
            options.Variable = name => name == "DO_NOT_TRACK" ? doNotTrack : null;
        });
        await program.GetRequiredService<IPingStore>().SetAsync(SettingNames.Enabled, kept, "ada", default);

        PingSettings now = await Of(program).RefreshAsync();

        Assert.Equal((isEnabled, Enum.Parse<SettingSource>(source)), (now.IsEnabled, now[SettingNames.Enabled].Source));
        Assert.Equal(isEnabled, now.DisabledReason is null);
    }

    [Theory]
    [InlineData("true", "false", "true", "true", null, true, true, true)]
    [InlineData("false", "true", "true", "true", null, false, true, false)]
    [InlineData("false", "false", "true", "true", null, false, false, false)]
    [InlineData("true", "true", "false", "true", null, true, true, false)]
    [InlineData("true", "true", "true", "false", null, true, true, true)]
    [InlineData("true", "true", "true", "false", "", true, true, true)]
    [InlineData("true", "true", "true", "false", "CE", true, true, true)]
    [InlineData("true", "true", "true", "false", "Premium", true, true, false)]
    [InlineData("true", "true", "true", "true", "Premium", true, true, true)]
    public async Task What_follows_from_the_settings_follows_from_all_of_them(
        string enabled, string generation, string features, string optional, string? edition, bool isEnabled, bool isGenerated, bool isUnlocked)
    {
        await using ServiceProvider program = Program(options =>
        {
            options.Edition = edition;
            options.RegistrationFeatures.Add("wiki");
        });
        ServicePingSettings settings = Of(program);
        await settings.SetAsync(SettingNames.Enabled, enabled, "ada");
        await settings.SetAsync(SettingNames.GenerationEnabled, generation, "ada");
        await settings.SetAsync(SettingNames.RegistrationFeaturesEnabled, features, "ada");
        PingSettings now = await settings.SetAsync(SettingNames.IncludeOptionalMetrics, optional, "ada");

        Assert.Equal(
            (isEnabled, isGenerated, isUnlocked), (now.IsEnabled, now.IsGenerationEnabled, now.AreRegistrationFeaturesUnlocked));
        IRegistrationFeatures registered = program.GetRequiredService<IRegistrationFeatures>();
        Assert.Equal(isUnlocked, registered.IsUnlocked("wiki"));
        Assert.False(registered.IsUnlocked("Wiki"));
    }

    [Fact]
    public async Task Permissions_come_of_the_settings_and_each_change_is_noted()
    {
        await using ServiceProvider program = Program(options => options.LeftOutOwners.Add("planning"));
        ServicePingSettings settings = Of(program);
        await settings.SetAsync(SettingNames.IncludeOperationalMetrics, "false", "ada");
        await settings.SetAsync(SettingNames.LeftOutMetrics, "counts.b\ncounts.a", "bob");

        Assert.Equal(
            new PingPermissions
            {
                Categories = [DataCategory.Standard, DataCategory.Subscription, DataCategory.Optional],
                LeftOutKeyPaths = ["counts.a", "counts.b"],
                LeftOutOwners = ["planning"],
            },
            await settings.PermissionsAsync());
        await settings.SetAsync(SettingNames.LeftOutMetrics, null, "eve");
        Assert.Empty((await settings.PermissionsAsync()).LeftOutKeyPaths);
        Assert.Equal(
            ["eve", "bob", "ada"],
            (await program.GetRequiredService<IPingStore>().ChangesAsync(9, default)).Select(change => change.ChangedBy));
    }

    [Theory]
    [InlineData("enabld", "true", "There is no setting 'enabld'; there are enabled, ")]
    [InlineData("enabled", "yes", "'yes' is no value of the setting 'enabled'; expected 'true' or 'false'.")]
    [InlineData("receiver", "http://versions.example.com", "'http://versions.example.com' is no value of the setting 'receiver'; expected an address")]
    [InlineData("receiver", "https://a:b@example.com", "'https://a:b@example.com' is no value")]
    [InlineData("schedule", "friday 25:00", "'friday 25:00' is no value of the setting 'schedule'; expected a day and a time, UTC")]
    [InlineData("schedule", "5 13:00", "'5 13:00' is no value")]
    public async Task What_is_no_setting_or_no_value_is_refused(string name, string value, string message)
    {
        await using ServiceProvider program = Program();
        SettingException refused = await Assert.ThrowsAsync<SettingException>(() => Of(program).SetAsync(name, value, "ada"));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await program.GetRequiredService<IPingStore>().ChangesAsync(9, default));
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_notice_period_which_begins_once()
    {
        await using ServiceProvider program = Program(options => options.Receiver = Receiver);
        ServicePingSettings settings = Of(program);
        DateTimeOffset end = Ping.RecordedAt.AddHours(24);
        SendPermission waits = new(false, $"The notice period ends at {Timestamp.Format(end)}; nothing is sent before.") { From = end };
        Assert.Equal(waits, await settings.MaySendAsync());

        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await using (ServiceProvider other = Program(options => options.Receiver = Receiver))
        {
            Assert.Equal(waits, await Of(other).MaySendAsync());
        }

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new SendPermission(true, "The ping is on.") { From = end }, await settings.MaySendAsync());
        await settings.SetAsync(SettingNames.Enabled, "false", "ada");
        Assert.Equal(new SendPermission(false, "It was switched off by ada."), await settings.MaySendAsync());
        await settings.SetAsync(SettingNames.Enabled, "true", "ada");
        Assert.True((await settings.MaySendAsync()).IsAllowed);
    }

    [Theory]
    [InlineData(1, 8, false, false)]
    [InlineData(1, 6, false, true)]
    [InlineData(1, 8, true, true)]
    [InlineData(1, null, false, true)]
    [InlineData(2, 8, false, true)]
    public async Task A_single_administrator_is_asked_first(int users, int? days, bool hasLicense, bool isEnabled)
    {
        DateTimeOffset? since = days is { } age ? Ping.RecordedAt.AddDays(-age) : null;
        await using ServiceProvider program = Program(users: new Users(() => new InstanceUsers(users, since, hasLicense)));
        ServicePingSettings settings = Of(program);
        Assert.Equal(isEnabled, (await settings.RefreshAsync()).IsEnabled);

        Assert.True((await settings.SetAsync(SettingNames.Enabled, "true", "ada")).IsEnabled);
    }

    [Fact]
    public async Task Where_users_cannot_be_counted_nothing_is_sent()
    {
        await using ServiceProvider program = Program(users: new Users(() => throw new TimeoutException("secret")));
        PingSettings now = await Of(program).RefreshAsync();

        Assert.False(now.IsEnabled);
        Assert.Equal(
            "Whether the only administrator has to be asked is not known: TimeoutException was thrown by IInstanceUsers.", now.DisabledReason);
    }

    [Fact]
    public async Task Settings_that_contradict_each_other_are_said_and_nothing_is_sent()
    {
        await using ServiceProvider program = Program(options => (options.Enabled, options.GenerationEnabled) = (true, false));
        PingSettings now = await Of(program).RefreshAsync();

        Assert.True(now is { IsEnabled: false, IsGenerationEnabled: false });
        Assert.StartsWith(
            "The ping is on, and ServicePingOptions.GenerationEnabled is false: nothing is computed or sent.",
            Assert.Single(now.Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_and_cannot_be_read_is_said_and_nothing_is_sent()
    {
        await using ServiceProvider program = Program(options => options.Receiver = Receiver);
        await program.GetRequiredService<IPingStore>().SetAsync(SettingNames.Schedule, "whenever", "ada", default);

        SendPermission permission = await Of(program).MaySendAsync();

        Assert.False(permission.IsAllowed);
        Assert.StartsWith("The setting 'schedule' is kept as 'whenever', which cannot be read;", permission.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_sends_nothing_until_somebody_says_that_it_was_moved()
    {
        await using ServiceProvider program = Program(options => (options.Receiver, options.Uuid, options.NoticePeriod) = (Receiver, "u", TimeSpan.Zero));
        ServicePingSettings settings = Of(program);
        Assert.True((await settings.MaySendAsync()).IsAllowed);
        await program.GetRequiredService<IPingStore>().ReplaceAsync("fingerprint/u", "elsewhere"u8.ToArray(), default);

        SendPermission copied = await settings.MaySendAsync();
        Assert.False(copied.IsAllowed);
        Assert.Contains("it was moved or copied", copied.Reason, StringComparison.Ordinal);

        await settings.NoteMovedAsync("ada");
        Assert.True((await settings.MaySendAsync()).IsAllowed);
        Assert.Equal("ada", (await program.GetRequiredService<IPingStore>().ChangesAsync(1, default))[0].ChangedBy);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_stops_sending_and_leaves_the_last_word_standing()
    {
        await using ServiceProvider program = Program(options => (options.Receiver, options.NoticePeriod) = (Receiver, TimeSpan.Zero));
        ServicePingSettings settings = Of(program);
        Assert.True((await settings.MaySendAsync()).IsAllowed);
        string ledger = Path.Combine(_folder, "ledger.json");
        string content = await File.ReadAllTextAsync(ledger);
        await File.WriteAllTextAsync(ledger, "{");

        SendPermission permission = await settings.MaySendAsync();
        Assert.False(permission.IsAllowed);
        Assert.StartsWith("What administrators have set cannot be read. Folder '", permission.Reason, StringComparison.Ordinal);
        Assert.True(settings.Current is { IsEnabled: true, IsConfirmed: false });
        SettingException refused = await Assert.ThrowsAsync<SettingException>(() => settings.SetAsync(SettingNames.Enabled, "false", "ada"));
        Assert.StartsWith("Nothing was changed. Folder '", refused.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(ledger, content);
        Assert.False((await settings.SetAsync(SettingNames.Enabled, "false", "ada")).IsEnabled);
        await File.WriteAllTextAsync(ledger, "{");
        Assert.Equal("It was switched off by ada.", (await settings.RefreshAsync()).DisabledReason);
        await using ServiceProvider fresh = Program(options => options.Receiver = Receiver);
        Assert.Equal("What administrators have set is not known yet.", (await Of(fresh).MaySendAsync()).Reason);
    }

    [Fact]
    public async Task A_change_is_seen_by_other_programs_over_the_same_database()
    {
        string database = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
        await using ServiceProvider one = Program(database: database);
        await using ServiceProvider two = Program(database: database);
        await Of(two).RefreshAsync();

        // The clock of the second stands still: it is told, and does not look.
        await Of(one).SetAsync(SettingNames.Enabled, "false", "ada");
        await UntilAsync(() => !Of(two).Current.IsEnabled);
        Assert.Equal("ada", Of(two).Current[SettingNames.Enabled].ChangedBy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_no_room_to_listen_or_is_behind_a_pooler_is_left_to_looking(bool isPooled)
    {
        string database = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
        await using ServiceProvider one = Program(database: database);
        await using ServiceProvider two = Program(
            database: isPooled ? pooler.Server.ConnectionStringOf(database) : database + ";Maximum Pool Size=3");
        await Of(two).RefreshAsync();
        await Of(one).SetAsync(SettingNames.Enabled, "false", "ada");

        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(15));
            return !Of(two).Current.IsEnabled;
        });
    }

    [Fact]
    public async Task A_reload_of_the_configuration_holds_at_once()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ServicePing:Edition"] = "CE" }).Build();
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, configuration, ping => ping.KeepIn(_folder), null, []);
        await using ServiceProvider program = services.BuildServiceProvider();
        ServicePingSettings settings = Of(program);
        Assert.True((await settings.RefreshAsync()).IsEnabled);

        configuration["ServicePing:Enabled"] = "false";
        configuration.Reload();

        Assert.False(settings.Current.IsEnabled);
        SettingException locked = await Assert.ThrowsAsync<SettingException>(() => settings.SetAsync(SettingNames.Enabled, "true", "eve"));
        Assert.Contains("locked: ServicePing:Enabled has decided", locked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_ends_the_program_waits_until_its_store_is_used_no_more()
    {
        TaskCompletionSource looks = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim goesOn = new();
        ServiceProvider program = Program(users: new Users(() =>
        {
            looks.SetResult();
            goesOn.Wait();
            return new InstanceUsers(2, null, HasLicense: false);
        }));
        _ = Of(program).Current;
        await looks.Task;

        ValueTask ending = program.DisposeAsync();

        Assert.False(ending.IsCompleted);
        goesOn.Set();
        await ending;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ServicePingSettings Of(IServiceProvider program) => program.GetRequiredService<ServicePingSettings>();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (long started = TimeProvider.System.GetTimestamp(); !isSo(); await Task.Delay(20))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(2), "It did not happen in time.");
        }
    }

    private ServiceProvider Program(
        Action<ServicePingOptions>? configure = null, IInstanceUsers? users = null, string? database = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        if (users is not null)
        {
            services.AddSingleton(users);
        }

        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping =>
            {
                _ = database is null ? ping.KeepIn(_folder) : ping.UsePostgres(database);
                ping.Configure(options => options.Variable = _ => null);
                ping.Configure(configure ?? (_ => { }));
            },
            null,
            []);
        return services.BuildServiceProvider();
    }

    private sealed class Users(Func<InstanceUsers> count) : IInstanceUsers
    {
        public Task<InstanceUsers> CountAsync(CancellationToken cancellationToken) => Task.FromResult(count());
    }
}
