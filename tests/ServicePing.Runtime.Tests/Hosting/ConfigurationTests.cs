using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A section of the configuration sets options, says what it cannot, and takes effect again when it is reloaded.</summary>
public sealed class ConfigurationTests
{
    private readonly List<string> _log = [];

    private const string KeyOfReceiver =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZJTnEsPin+/t1IoGwTImW2pgArdidKlCSpVQmlpMKAlSJB5BFyq+kolDwgGVqgZ0JpXJcxs687oGhoPGKZgSug==";

    /// <summary>A value for each key, other than the default.</summary>
    private static readonly Dictionary<string, string?> Values = new()
    {
        ["Uuid"] = "u", ["Hostname"] = "h", ["Version"] = "9.8", ["Edition"] = "e", ["InstallationType"] = "i",
        ["FlushInterval"] = "00:00:07", ["ShutdownTimeout"] = "00:00:08", ["TrackingMemory"] = "2048", ["MaxLabels"] = "11", ["MaxLabelLength"] = "12", ["TrackEvents"] = "false",
        ["SpoolFolder"] = "spooled", ["SpoolInterval"] = "00:00:09", ["SpoolToDisk"] = "True",
        ["WriteThrough"] = "True", ["StatementTarget"] = "00:00:00.25", ["StatementTimeout"] = "00:01:00", ["LockTimeout"] = "00:00:03",
        ["MaxConnections"] = "5", ["ReconnectFor"] = "00:00:11", ["PauseRatio"] = "0.5", ["SnapshotLimit"] = "00:00:12",
        ["StatementBudget"] = "00:00:16", ["MetricMemory"] = "4096",
        ["ResumeWithin"] = "1.00:00:00", ["CounterTimeout"] = "00:00:13", ["FactTimeout"] = "00:00:14",
        ["EventContexts:0"] = "gold", ["HashCounters:0"] = "PODS",
        ["Enabled"] = "false", ["GenerationEnabled"] = "true", ["IncludeStandardMetrics"] = "false", ["IncludeSubscriptionMetrics"] = "true",
        ["IncludeOperationalMetrics"] = "false", ["IncludeOptionalMetrics"] = "true", ["RegistrationFeaturesEnabled"] = "true",
        ["LeftOutMetrics:0"] = "counts.issues", ["LeftOutOwners:0"] = "planning", ["RegistrationFeatures:0"] = "wiki",
        ["Receiver"] = "https://versions.example.com", ["Schedule"] = "friday 13:17", ["NoticePeriod"] = "00:00:15", ["RetentionWeeks"] = "16",
        ["Proxy"] = "http://proxy.example.com:3128", ["CertificateAuthorities"] = "ca.pem",
        ["ReceiverKeys:0"] = KeyOfReceiver,
        ["Prometheus:Address"] = "prometheus:9090", ["Prometheus:ConsulAddress"] = "http://consul:8500", ["Prometheus:Username"] = "reader", ["Prometheus:Password"] = "p",
        ["Prometheus:BearerToken"] = "t", ["Prometheus:BearerTokenFile"] = "token.txt", ["Prometheus:CertificateAuthorities"] = "prometheus.pem",
        ["Prometheus:ConnectTimeout"] = "00:00:17", ["Prometheus:QueryTimeout"] = "00:00:18", ["Prometheus:Timeout"] = "00:00:19",
        ["Prometheus:MaxAnswerBytes"] = "2049", ["Prometheus:MaxSeries"] = "20",
        ["Prometheus:Topology:SeriesPrefix"] = "forge", ["Prometheus:Topology:Jobs:forge-web"] = "web",
        ["Forwarding:QueueSize"] = "17", ["Forwarding:BatchSize"] = "18", ["Forwarding:BatchAge"] = "00:00:19", ["Forwarding:RetryFor"] = "00:00:20",
        ["Sites:Role"] = "secondary", ["Sites:Name"] = "berlin", ["Sites:Secondaries:0"] = "cologne", ["Sites:Primary"] = "https://forge.example.com/api/v4",
        ["Sites:Token"] = "spt_1", ["Sites:CertificateAuthorities"] = "/sites.pem", ["Sites:StaleAfter"] = "20.00:00:00",
        ["Snowplow:Collector"] = "https://collector.example.com", ["Snowplow:AppId"] = "a", ["Snowplow:Namespace"] = "n", ["Snowplow:Vendor"] = "com.example",
        ["Snowplow:Environment"] = "staging", ["Snowplow:Source"] = "s", ["Snowplow:IncludeInstanceId"] = "true", ["Snowplow:IncludeHostname"] = "true",
    };

    public static TheoryData<string> Properties =>
        [.. OptionName.All.Where(name => !typeof(Delegate).IsAssignableFrom(name.Property.PropertyType)).Select(name => name.Key)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_option_that_is_no_delegate_is_a_key(string name)
    {
        Dictionary<string, string?> values = Values.Where(one => IsOf(name, one.Key) || IsNeededBeside(name, one.Key))
            .ToDictionary(one => "ServicePing:" + one.Key.ToUpperInvariant(), one => one.Value);
        Assert.NotEmpty(values);
        OptionName option = OptionName.All.Single(one => one.Key == name);

        // What makes a login together.
        bool isPart = name is "Prometheus:Username" or "Prometheus:Password";
        using ServiceProvider provider = Program(isPart
            ? new() { ["ServicePing:Prometheus:Username"] = Values["Prometheus:Username"], ["ServicePing:Prometheus:Password"] = Values["Prometheus:Password"] }
            : values);
        ServicePingOptions options = provider.GetRequiredService<IOptions<ServicePingOptions>>().Value;

        Assert.NotEqual(Shown(option.ValueOf(new ServicePingOptions())), Shown(option.ValueOf(options)));
        Assert.Contains(Values.Single(one => IsOf(name, one.Key)).Value!, Shown(option.ValueOf(options)), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_log);

        static bool IsOf(string name, string key) => key == name || key.StartsWith(name + ":", StringComparison.Ordinal);

        static bool IsNeededBeside(string name, string other) =>
            (name == "Snowplow:Collector" && other is "Snowplow:AppId" or "Snowplow:Vendor")
            || (name == "Sites:Role" && other == "Sites:Name")
            || (name == "Sites:Primary" && other == "Sites:Token");
    }

    [Fact]
    public void What_code_sets_counts_more_than_the_configuration()
    {
        using ServiceProvider provider = Program(
            new() { ["ServicePing:Edition"] = "file", ["ServicePing:Uuid"] = "u" }, ping => ping.Configure(options => options.Edition = "code"));
        ServicePingOptions options = provider.GetRequiredService<IOptions<ServicePingOptions>>().Value;

        Assert.Equal(("u", "code"), (options.Uuid, options.Edition));
    }

    [Theory]
    [InlineData("Editon", " Did you mean 'Edition'?")]
    [InlineData("tracking_memory", " Did you mean 'TrackingMemory'?")]
    [InlineData("FlushIntervall", " Did you mean 'FlushInterval'?")]
    [InlineData("Snowplow:Colector", " Did you mean 'Snowplow:Collector'?")]
    [InlineData("Nonsense", "does nothing.")]
    [InlineData("Prometheus:Adress", " Did you mean 'Prometheus:Address'?")]
    public void A_key_that_is_none_is_a_warning_with_the_nearest(string key, string end)
    {
        using ServiceProvider provider = Program(new() { ["ServicePing:" + key] = "1" });
        _ = provider.GetRequiredService<EventTracker>();

        string line = Assert.Single(_log);
        Assert.Contains($"'ServicePing:{key}'", line, StringComparison.Ordinal);
        Assert.EndsWith(end, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_not_there_is_a_warning()
    {
        using ServiceProvider provider = Program(new() { ["ServicePng:Edition"] = "e" });
        _ = provider.GetRequiredService<EventTracker>();

        Assert.Contains("no section 'ServicePing'", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FlushInterval", "5", "a time as [days.]hours:minutes:seconds")]
    [InlineData("FlushInterval", "24:00:00", "a time as")]
    [InlineData("FlushInterval", "00:05", "a time as")]
    [InlineData("FactTimeout", "", "a time as")]
    [InlineData("LockTimeout", "2s", "a time as")]
    [InlineData("TrackEvents", "yes", "true or false")]
    [InlineData("TrackEvents", "0", "true or false")]
    [InlineData("TrackingMemory", "256MB", "a whole number of bytes")]
    [InlineData("TrackingMemory", "1e9", "a whole number of bytes")]
    [InlineData("MaxConnections", "2.5", "a whole number")]
    [InlineData("MaxConnections", "99999999999", "a whole number")]
    [InlineData("PauseRatio", "0,5", "a number, such as 0.5")]
    [InlineData("EventContexts", "gold", "a list of texts: EventContexts:0")]
    public void A_value_that_cannot_be_read_ends_the_start_with_path_value_and_what_was_expected(string key, string value, string expected)
    {
        string problem = Assert.Single(ProblemsOf(new() { ["ServicePing:" + key] = value }));

        Assert.StartsWith($"ServicePing:{key} is '{value}', which cannot be read; expected {expected}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_with_a_configuration_is_said_at_once()
    {
        string[] problems = [.. ProblemsOf(new()
        {
            ["ServicePing:MaxConnections"] = "none",
            ["ServicePing:DoNotTrack"] = "true",
            ["ServicePing:Uuid:Value"] = "u",
            ["ServicePing:LockTimeout"] = "-00:00:01",
        })];

        Assert.Equal(4, problems.Length);
        Assert.Contains("ServicePing:DoNotTrack is a delegate and has no value in a configuration; set it by Configure of AddServicePing.", problems);
        Assert.Contains("ServicePing:Uuid is a section, which cannot be read; expected a text.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("ServicePingOptions.LockTimeout (ServicePing:LockTimeout) is -00:00:01;", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_in_place_of_a_section_ends_the_start() =>
        Assert.Contains("ServicePing:Snowplow is 'on', which cannot be read", Assert.Single(ProblemsOf(new() { ["ServicePing:Snowplow"] = "on" })), StringComparison.Ordinal);

    [Fact]
    public async Task A_reload_changes_what_the_next_payload_says()
    {
        IConfigurationRoot configuration = Configuration(new() { ["ServicePing:Edition"] = "CE" });
        await using ServiceProvider provider = ProgramOf(configuration, standard: StandardMetricSet.Instance);
        ServicePingCollector collector = provider.GetRequiredService<ServicePingCollector>();
        Assert.Equal("CE", (await collector.CollectAsync(StandardMetrics.Edition)).Value);

        configuration["ServicePing:Edition"] = "EE";
        configuration["ServicePing:Uuid"] = "u";
        configuration.Reload();

        Assert.Equal("EE", (await collector.CollectAsync(StandardMetrics.Edition)).Value);
        Assert.Equal("u", (await collector.CollectAsync(StandardMetrics.Uuid)).Value);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_reload_switches_tracking_off_and_on_and_loses_nothing_that_was_counted()
    {
        IConfigurationRoot configuration = Configuration(new() { ["ServicePing:Edition"] = "CE" });
        ScriptedStore store = new();
        TestSet set = EventSet.Create();
        await using ServiceProvider provider = ProgramOf(configuration, ping => ping.Services.AddSingleton<ICounterStore>(store), set: set);
        EventTracker tracker = provider.GetRequiredService<EventTracker>();
        TrackedEvent tracked = tracker.EventsOf(set)[0];

        tracked.Track(1, "x", 1);
        configuration["ServicePing:TrackEvents"] = "false";
        configuration.Reload();
        tracked.Track(2, "x", 1);
        bool isTracked = tracker.TrackByName("e", new Dictionary<string, EventValue> { ["user"] = 3 }).IsTracked;
        await tracker.FlushAsync();
        Assert.Equal(1, store.Counts[EventSet.Total]);
        Assert.False(isTracked);

        configuration["ServicePing:TrackEvents"] = "true";
        configuration.Reload();
        tracked.Track(4, "x", 1);
        await tracker.FlushAsync();
        Assert.Equal(2, store.Counts[EventSet.Total]);
        Assert.Equal(2, tracker.Statistics.Tracked);
        Assert.Equal(0, tracker.Statistics.Dropped);
    }

    [Fact]
    public void What_only_a_start_can_change_stays_and_is_said_once()
    {
        IConfigurationRoot configuration = Configuration(new() { ["ServicePing:FlushInterval"] = "00:00:02" });
        using ServiceProvider provider = ProgramOf(configuration);
        IOptions<ServicePingOptions> options = provider.GetRequiredService<IOptions<ServicePingOptions>>();
        Assert.Equal(TimeSpan.FromSeconds(2), options.Value.FlushInterval);

        configuration["ServicePing:FlushInterval"] = "00:00:09";
        configuration["ServicePing:EventContexts:0"] = "gold";
        configuration.Reload();
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(2), options.Value.FlushInterval);
        Assert.Equal(["default"], options.Value.EventContexts);
        Assert.Equal(2, _log.Count);
        Assert.Contains("ServicePingOptions.FlushInterval stays '00:00:02' until the program starts again; the configuration says '00:00:09' now.", _log);
    }

    [Fact]
    public void A_reload_that_is_wrong_is_refused_and_said_and_the_program_goes_on()
    {
        IConfigurationRoot configuration = Configuration(new() { ["ServicePing:Edition"] = "CE" });
        using ServiceProvider provider = ProgramOf(configuration);
        IOptions<ServicePingOptions> options = provider.GetRequiredService<IOptions<ServicePingOptions>>();
        Assert.Equal("CE", options.Value.Edition);

        configuration["ServicePing:Edition"] = "EE";
        configuration["ServicePing:MaxConnections"] = "0";
        configuration.Reload();
        Assert.Equal("CE", options.Value.Edition);
        Assert.Contains("MaxConnections (ServicePing:MaxConnections) is 0", Assert.Single(_log), StringComparison.Ordinal);

        configuration["ServicePing:MaxConnections"] = "3";
        configuration.Reload();
        Assert.Equal(("EE", 3), (options.Value.Edition, options.Value.MaxConnections));
    }

    [Fact]
    public void A_section_may_have_another_name_and_null_is_as_if_it_were_not_there()
    {
        IConfigurationRoot configuration = Configuration(new() { ["Usage:Edition"] = "e", ["Usage:Hostname"] = null, ["Usage:FlushInterval"] = null });
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, configuration.GetSection("Usage"), configure: null);
        using ServiceProvider provider = services.BuildServiceProvider();
        ServicePingOptions options = provider.GetRequiredService<IOptions<ServicePingOptions>>().Value;

        Assert.Equal(("e", Environment.MachineName), (options.Edition, options.Hostname));
    }

    [Fact]
    public void The_page_of_options_lists_them_all()
    {
        string page = File.ReadAllText(Path.Combine(Repository(), "docs", "configuration.md"));

        foreach (OptionName option in OptionName.All)
        {
            bool isLive = ConfigurationKeys.All.Any(key => key.Name == option.Key && key.IsLive);
            string row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| `{option.Key}` |", StringComparison.Ordinal));
            Assert.EndsWith(isLive ? "| at once |" : "| at the start |", row, StringComparison.Ordinal);
        }

        Assert.Equal(
            OptionName.All.Count(),
            page.Split('\n').Count(line => line.EndsWith("| at once |", StringComparison.Ordinal) || line.EndsWith("| at the start |", StringComparison.Ordinal)));
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BannedSymbols.txt")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static string Shown(object? value) => value switch
    {
        IDictionary<string, string> named => string.Join(",", named.Select(one => $"{one.Key}={one.Value}")),
        IEnumerable<string> texts when value is not string => string.Join(",", texts),
        double number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static IConfigurationRoot Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private ServiceProvider Program(Dictionary<string, string?> values, Action<ServicePingBuilder>? configure = null) =>
        ProgramOf(Configuration(values), configure);

    private ServiceProvider ProgramOf(
        IConfiguration configuration, Action<ServicePingBuilder>? configure = null, MetricSet? standard = null, MetricSet? set = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<ILogger<ServicePingOptions>>(new ListLogger<ServicePingOptions>(_log));
        ServicePingServiceCollectionExtensions.AddServicePing(services, configuration, configure, standard, set is null ? [] : [set]);
        return services.BuildServiceProvider();
    }

    private IEnumerable<string> ProblemsOf(Dictionary<string, string?> values)
    {
        using ServiceProvider provider = Program(values);
        return Assert.Throws<OptionsValidationException>(() => provider.GetServices<IHostedService>().Count()).Failures;
    }
}
