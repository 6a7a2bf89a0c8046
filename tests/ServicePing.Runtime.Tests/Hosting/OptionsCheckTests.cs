using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>What is wrong with the configuration of a program is said when it starts, all at once, with the call and the way out.</summary>
public sealed class OptionsCheckTests
{
    public static TheoryData<string, Action<ServicePingOptions>> Wrong => new()
    {
        { "Uuid is ' '", options => options.Uuid = " " },
        { "Uuid is 'a?b'", options => options.Uuid = "a\0b" },
        { "Hostname is ''", options => options.Hostname = "" },
        { "Hostname is null", options => options.Hostname = null! },
        { "Version is '\u2003'", options => options.Version = "\u2003" },
        { "Edition is '?'", options => options.Edition = "\n" },
        { "InstallationType is ' '", options => options.InstallationType = " " },
        { "SpoolInterval is 00:00:00;", options => options.SpoolInterval = TimeSpan.Zero },
        { "SpoolFolder is ' '; it must be a text", options => options.SpoolFolder = " " },
        { "SpoolFolder is '", options => options.SpoolFolder = typeof(OptionsCheckTests).Assembly.Location },
        { "FlushInterval is 00:00:00; it must be 00:00:00.0010000 to 24.00:00:00", options => options.FlushInterval = TimeSpan.Zero },
        { "FlushInterval is -00:00:01", options => options.FlushInterval = TimeSpan.FromSeconds(-1) },
        { "FlushInterval is 49.", options => options.FlushInterval = TimeSpan.FromMilliseconds(uint.MaxValue) },
        { "ShutdownTimeout is -00:00:00.0010000", options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan },
        { "TrackingMemory is 0; it must be 1024 bytes or more", options => options.TrackingMemory = 0 },
        { "TrackingMemory is -1", options => options.TrackingMemory = -1 },
        { "MaxLabels is 0; it must be 1 or more", options => options.MaxLabels = 0 },
        { "MaxLabelLength is -1; it must be 1 or more", options => options.MaxLabelLength = -1 },
        { "StatementTarget is 00:00:00", options => options.StatementTarget = TimeSpan.Zero },
        { "StatementTarget is 00:00:20; it must not be above ServicePingOptions.StatementTimeout, which is 00:00:15", options => options.StatementTarget = TimeSpan.FromSeconds(20) },
        { "StatementTimeout is 00:00:00", options => options.StatementTimeout = TimeSpan.Zero },
        { "StatementTimeout is 00:00:00.0005000", options => options.StatementTimeout = TimeSpan.FromMicroseconds(500) },
        { "LockTimeout is 00:00:00", options => options.LockTimeout = TimeSpan.Zero },
        { "MaxConnections is 0; it must be 1 to 1000", options => options.MaxConnections = 0 },
        { "MaxConnections is -2", options => options.MaxConnections = -2 },
        { "MaxConnections is 2147483647", options => options.MaxConnections = int.MaxValue },
        { "ReconnectFor is -00:00:01", options => options.ReconnectFor = TimeSpan.FromSeconds(-1) },
        { "PauseRatio is NaN; it must be 0 to 1000", options => options.PauseRatio = double.NaN },
        { "PauseRatio is -0.5", options => options.PauseRatio = -0.5 },
        { "PauseRatio is Infinity", options => options.PauseRatio = double.PositiveInfinity },
        { "SnapshotLimit is -00:00:01", options => options.SnapshotLimit = TimeSpan.FromSeconds(-1) },
        { "StatementBudget is 00:00:00; it must be 00:00:00.0010000 to", options => options.StatementBudget = TimeSpan.Zero },
        { "MetricMemory is 1023; it must be 1024 bytes or more", options => options.MetricMemory = 1023 },
        { "ResumeWithin is -00:00:01", options => options.ResumeWithin = TimeSpan.FromSeconds(-1) },
        { "ResumeWithin is 10675199", options => options.ResumeWithin = TimeSpan.MaxValue },
        { "CounterTimeout is 00:00:00", options => options.CounterTimeout = TimeSpan.Zero },
        { "FactTimeout is -00:00:00.0010000", options => options.FactTimeout = Timeout.InfiniteTimeSpan },
        { "EventContexts is a set with '{gold}'", options => options.EventContexts.Add("{gold}") },
        { "EventContexts is a set with ''", options => options.EventContexts.Add("") },
        { "HashCounters is a set with ' '", options => options.HashCounters.Add(" ") },
        { "LeftOutMetrics is a set with ''", options => options.LeftOutMetrics.Add("") },
        { "LeftOutOwners is a set with '?'", options => options.LeftOutOwners.Add("\n") },
        { "RegistrationFeatures is a set with ''", options => options.RegistrationFeatures.Add("") },
        { "Receiver cannot be sent to; it must be an address", options => options.Receiver = "http://example.com" },
        { "Schedule is 'friday'; it must be a day and a time, UTC", options => options.Schedule = "friday" },
        { "Proxy is no proxy; it must be an address such as", options => options.Proxy = "proxy.example.com:3128" },
        { "CertificateAuthorities is ' '", options => options.CertificateAuthorities = " " },
        { "ReceiverKeys is a set with 'MFkw'", options => options.ReceiverKeys.Add("MFkw") },
        { "NoticePeriod is -00:00:01", options => options.NoticePeriod = TimeSpan.FromSeconds(-1) },
        { "Prometheus.Address cannot be asked; it must be an http or https address", options => options.Prometheus.Address = "http://reader:geheim@prometheus" },
        { "Prometheus.Address cannot be asked", options => options.Prometheus.Address = "ftp://prometheus" },
        { "Prometheus.ConsulAddress cannot be asked", options => options.Prometheus.ConsulAddress = "http://consul?token=geheim" },
        { "Prometheus.Username and ServicePingOptions.Prometheus.Password make a login together", options => options.Prometheus.Username = "reader" },
        { "Prometheus.BearerToken has characters that no login has", options => options.Prometheus.BearerToken = "geheim\r\nX-Admin: 1" },
        { "Prometheus.BearerTokenFile is ' '", options => options.Prometheus.BearerTokenFile = " " },
        { "Prometheus.CertificateAuthorities is ' '", options => options.Prometheus.CertificateAuthorities = " " },
        { "Prometheus.ConnectTimeout is 00:00:00", options => options.Prometheus.ConnectTimeout = TimeSpan.Zero },
        { "Prometheus.QueryTimeout is 00:00:00", options => options.Prometheus.QueryTimeout = TimeSpan.Zero },
        { "Prometheus.Timeout is 00:00:00", options => options.Prometheus.Timeout = TimeSpan.Zero },
        { "Prometheus.MaxAnswerBytes is 1023; it must be 1024 bytes or more", options => options.Prometheus.MaxAnswerBytes = 1023 },
        { "Prometheus.Topology.SeriesPrefix is 'a b'; it must begin a name in Prometheus", options => options.Prometheus.Topology.SeriesPrefix = "a b" },
        { "Prometheus.MaxSeries is 0; it must be 1 or more", options => options.Prometheus.MaxSeries = 0 },
        { "RetentionWeeks is 0; it must be 1 to 1,000 weeks", options => options.RetentionWeeks = 0 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_its_range_ends_the_start_and_is_named(string problem, Action<ServicePingOptions> set) =>
        Assert.StartsWith("ServicePingOptions." + problem, Assert.Single(ProblemsOf(ping => ping.Configure(set))), StringComparison.Ordinal);

    [Fact]
    public void Options_that_nobody_has_set_are_good() => Start(ping => ping.Configure(_ => { }));

    [Fact]
    public void The_ends_of_all_ranges_are_good() => Start(ping => ping.Configure(options =>
    {
        options.Uuid = "";
        options.FlushInterval = Timeout.InfiniteTimeSpan;
        options.ShutdownTimeout = options.ReconnectFor = options.SnapshotLimit = options.ResumeWithin = TimeSpan.Zero;
        options.TrackingMemory = options.MetricMemory = 1024;
        options.StatementBudget = TimeSpan.FromMilliseconds(1);
        options.MaxLabels = options.MaxLabelLength = 1;
        options.StatementTarget = options.StatementTimeout = options.LockTimeout = TimeSpan.FromMilliseconds(1);
        options.CounterTimeout = options.FactTimeout = TimeSpan.FromDays(24);
        options.MaxConnections = 1000;
        options.PauseRatio = 1000;
        options.EventContexts.Add("premium_trial-1:x");
    }));

    [Fact]
    public void A_spool_of_counters_that_are_forgotten_ends_the_start()
    {
        Assert.StartsWith(
            "SpoolFolder keeps what was tracked for the next process",
            Assert.Single(ProblemsOf(ping => ping.UseInProcessCounters().Configure(options => options.SpoolFolder = "spool"))),
            StringComparison.Ordinal);
        Start(ping => ping.UseInProcessCounters("counters.bin").Configure(options => options.SpoolFolder = "spool"));
    }

    /// <summary>A test that keeps counters in memory leaves the spools of its machine alone.</summary>
    [Fact]
    public void A_program_under_test_has_no_spool() => Start(ping =>
    {
        ping.UseRedis("localhost").Configure(options => options.SpoolFolder = "spool");
        TrackingObservation.KeepCountersInMemory(ping.Services);
    });

    [Fact]
    public void All_problems_are_said_at_once()
    {
        string[] problems = [.. ProblemsOf(ping => ping
            .UsePostgres("Host=a").UsePostgres("Host=b").UsePostgres("Host=c", "ci")
            .UseRedis("localhost").UseInProcessCounters().UsePostgresCounters("Host=a")
            .StoreIn("other")
            .Configure(options => options.MaxConnections = 0))];

        Assert.Equal(
            [
                "ServicePingOptions.MaxConnections is 0; it must be 1 to 1000.",
                "UsePostgres is called more than once for the database 'main'; take one call out, or give it another name.",
                "Counters have one place, and UseRedis and UseInProcessCounters and UsePostgresCounters are called; take all but one out.",
                "StoreIn names the database 'other', and there is 'main', 'main', 'ci'; call UsePostgres for 'other', or name another.",
            ],
            problems);
    }

    [Fact]
    public void What_is_wrong_across_several_calls_of_AddServicePing_is_found()
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UsePostgres("Host=a"));
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UsePostgres("Host=b"));
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException exception =
            Assert.Throws<OptionsValidationException>(() => provider.GetServices<IHostedService>().Count());
        Assert.Contains("'main'", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_a_host_is_told_when_it_asks_for_the_collector()
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.Configure(options => options.MaxConnections = 0));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ServicePingCollector>);
    }

    public static TheoryData<string, Action<ServicePingBuilder>> Calls => new()
    {
        { "connectionString", ping => ping.UsePostgres((string)null!) },
        { "connectionString", ping => ping.UsePostgres("") },
        { "connectionString", ping => ping.UsePostgres("  ") },
        { "connectionString", ping => ping.UsePostgres("Host=localhost;Nonsense=1") },
        { "connectionString", ping => ping.UsePostgres("Host=localhost;Port=x") },
        { "connectionString", ping => ping.UsePostgres("Database=product") },
        { "connectionString", ping => ping.UsePostgres("Host=a;Minimum Pool Size=5;Maximum Pool Size=2") },
        { "database", ping => ping.UsePostgres("Host=a", "") },
        { "database", ping => ping.UsePostgres("Host=a", null!) },
        { "dataSource", ping => ping.UsePostgres((NpgsqlDataSource)null!) },
        { "dataSource", ping => ping.UsePostgres((Func<IServiceProvider, NpgsqlDataSource>)null!) },
        { "database", ping => ping.UsePostgres(_ => null!, " ") },
        { "database", ping => ping.StoreIn(null!) },
        { "database", ping => ping.StoreIn("") },
        { "configuration", ping => ping.UseRedis((string)null!) },
        { "configuration", ping => ping.UseRedis(" ") },
        { "configuration", ping => ping.UseRedis("localhost,nonsense=1") },
        { "configuration", ping => ping.UseRedis("password=x") },
        { "connection", ping => ping.UseRedis((IConnectionMultiplexer)null!) },
        { "connection", ping => ping.UseRedis((Func<IServiceProvider, IConnectionMultiplexer>)null!) },
        { "connectionString", ping => ping.UsePostgresCounters(" ") },
        { "connectionString", ping => ping.UsePostgresCounters("Host=localhost;Nonsense=1") },
        { "connectionString", ping => ping.UsePostgresCounters("Database=product") },
        { "dataSource", ping => ping.UsePostgresCounters((NpgsqlDataSource)null!) },
        { "dataSource", ping => ping.UsePostgresCounters((Func<IServiceProvider, NpgsqlDataSource>)null!) },
        { "keyPrefix", ping => ping.UsePostgresCounters("Host=a", "{x}") },
        { "path", ping => ping.UseInProcessCounters("") },
        { "path", ping => ping.UseInProcessCounters("a\0b") },
        { "path", ping => ping.UseInProcessCounters("folder/") },
        { "path", ping => ping.UseInProcessCounters(Path.GetTempPath()) },
        { "configure", ping => ping.Configure(null!) },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void An_argument_that_cannot_be_right_ends_its_call(string parameter, Action<ServicePingBuilder> call)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(
            () => ServicePingServiceCollectionExtensions.AddServicePing(new ServiceCollection(), call));

        Assert.Equal(parameter, exception.ParamName);
    }

    [Fact]
    public void No_password_is_repeated()
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => ServicePingServiceCollectionExtensions.AddServicePing(
            new ServiceCollection(), ping => ping.UsePostgres("Host=a;Password=secret;Port=secret")));

        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CE", null)]
    [InlineData("Cloud", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("ce", "ServicePingOptions.Edition is 'ce'; it must be one of the vocabulary's editions, which are CE, BE, Cloud")]
    [InlineData("XE\n", "ServicePingOptions.Edition is 'XE?'; it must be one of")]
    public void An_edition_is_one_of_the_vocabularies(string? edition, string? problem)
    {
        MetricSet[] sets = [new TestSet { EditionList = { "CE", "BE" } }, new TestSet { SetName = "Library" }, new TestSet { SetName = "Other", EditionList = { "Cloud", "CE" } }];
        void Configure(ServicePingBuilder ping) => ping.Configure(options => options.Edition = edition);

        if (problem is null)
        {
            Start(Configure, sets);
        }
        else
        {
            Assert.Contains(ProblemsOf(Configure, sets), found => found.StartsWith(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Where_no_vocabulary_has_editions_any_is_good() => Start(ping => ping.Configure(options => options.Edition = "XE"), new TestSet());

    private static IEnumerable<string> ProblemsOf(Action<ServicePingBuilder> configure, params MetricSet[] sets) =>
        Assert.Throws<OptionsValidationException>(() => Start(configure, sets)).Failures;

    private static void Start(Action<ServicePingBuilder> configure, params MetricSet[] sets)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, sets);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Single(provider.GetServices<IHostedService>());
    }
}
