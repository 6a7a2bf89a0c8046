using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Prometheus;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>Says where the values of the ping come from.</summary>
/// <remarks>
/// An argument that cannot be right ends the call; what only the whole program tells, such as a database that is configured twice, ends its
/// start.
/// </remarks>
public sealed partial class ServicePingBuilder
{
    private const string Main = "main";

    private readonly ConfiguredSources _sources;

    internal ServicePingBuilder(IServiceCollection services, ConfiguredSources sources)
    {
        Services = services;
        _sources = sources;
    }

    /// <summary>The services of the program.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Reads a named database, PostgreSQL 14 or later.</summary>
    /// <param name="connectionString">The connection string, as Npgsql understands it.</param>
    /// <param name="database">The name that definitions use; each name once.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read or names no host, or there is no name.</exception>
    public ServicePingBuilder UsePostgres(string connectionString, string database = Main)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        NpgsqlConnectionStringBuilder checkedNow = Read(connectionString, database);
        return Add(database, _ => new PostgresDatabase(database, () => NpgsqlDataSource.Create(checkedNow), isOwned: true));
    }

    /// <summary>Reads metrics of a named database through a data source that the program owns.</summary>
    /// <param name="dataSource">The data source. One with <c>Multiplexing</c> holds no transaction, and its metrics are unavailable.</param>
    /// <param name="database">The name that definitions use; each name once.</param>
    /// <exception cref="ArgumentException">There is no data source or no name.</exception>
    public ServicePingBuilder UsePostgres(NpgsqlDataSource dataSource, string database = Main)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        return Add(database, _ => new PostgresDatabase(database, () => dataSource, isOwned: false));
    }

    /// <summary>
    /// Reads metrics of a named database through a data source that is asked for when it is first needed, such as one that the program has
    /// registered. It is not disposed of here: whoever made it, or the container, does that.
    /// </summary>
    /// <param name="dataSource">
    /// Finds it among the services of the program; called until it succeeds once. Where it throws or finds none, the metrics of the database
    /// are <see cref="ReadingStatus.Unavailable"/>, and the message says why.
    /// </param>
    /// <param name="database">The name that definitions use; each name once.</param>
    /// <exception cref="ArgumentException">There is no factory or no name.</exception>
    public ServicePingBuilder UsePostgres(Func<IServiceProvider, NpgsqlDataSource> dataSource, string database = Main)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        return Add(database, provider => new PostgresDatabase(database, () => dataSource(provider), isOwned: false));
    }

    /// <summary>
    /// Says which database keeps the schema <c>service_ping</c>, where a collection notes its progress so that it survives its
    /// process; always on the primary, also where reads go to a standby. By default <c>main</c>, or the first database if none is
    /// called so. It may be one that no definition reads.
    /// </summary>
    /// <param name="database">The name that was given to <c>UsePostgres</c>; the program does not start without that call.</param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public ServicePingBuilder StoreIn(string database)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        return Configure(options => options.StorageDatabase = database);
    }

    /// <summary>
    /// Computes, keeps and sends the ping once a week while the program runs, as what holds allows: without a
    /// <see cref="ServicePingOptions.Receiver"/> it is computed and kept. Of all processes of the installation one does it; each of them may
    /// have this call.
    /// </summary>
    public ServicePingBuilder RunWeekly()
    {
        Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, PingLoop>(static provider => provider.GetRequiredService<PingLoop>()));
        return this;
    }

    /// <summary>
    /// Keeps pings, their deliveries and what administrators set in a folder instead of a database, for products without PostgreSQL. The
    /// processes of one machine may share it; where it is on a network, its file locks must work there.
    /// </summary>
    /// <param name="folder">
    /// The folder, which is created when it is first needed and is to be readable by the program's user alone: the instance's private key
    /// is in it.
    /// </param>
    /// <exception cref="ArgumentException">There is no path, or it is that of a file, or has characters that no path has.</exception>
    public ServicePingBuilder KeepIn(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (folder.Contains('\0', StringComparison.Ordinal) || File.Exists(folder))
        {
            throw new ArgumentException($"'{folder}' is no path of a folder; give one, such as '/var/lib/forge/ping'.", nameof(folder));
        }

        string path = Path.GetFullPath(folder);
        _sources.Folders.Add(path);
        Services.AddSingleton<IPingStore>(provider => new FolderPingStore(path, provider.GetRequiredService<TimeProvider>()));
        return this;
    }

    /// <summary>Asks a Prometheus for the metrics whose <c>data_source</c> it is.</summary>
    /// <param name="address">
    /// Where it is, without a login: <c>https://prometheus.example.com</c>, or without a scheme, such as <c>localhost:9090</c>, and then https is tried
    /// before http.
    /// </param>
    /// <exception cref="ArgumentException">The address cannot be read, or holds a login.</exception>
    public ServicePingBuilder UsePrometheus(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (PrometheusAddress.Read(address, hasLogin: false).Count == 0)
        {
            // A login may be in it.
            throw new ArgumentException($"UsePrometheus was given no address that can be asked; it must be {PrometheusAddress.Expected}.", nameof(address));
        }

        return UsePrometheus(options => options.Address = address);
    }

    /// <summary>Asks a Prometheus for the metrics whose <c>data_source</c> it is, with a login, authorities or limits of its own.</summary>
    /// <param name="configure">Sets the options; what it sets counts more than the section <c>Prometheus</c> of the configuration.</param>
    public ServicePingBuilder UsePrometheus(Action<PrometheusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(options => configure(options.Prometheus));
    }

    /// <summary>
    /// Answers for the metrics whose definitions have <c>available_when: NAME</c>: where it says no, nothing is computed for them, and their
    /// keys are left out of the payload. Asked once a collection, before anything is read.
    /// </summary>
    /// <param name="name">The name that definitions use; each name once, and every one that a definition uses.</param>
    /// <param name="isAvailable">
    /// Answers, with the services of the program. Where it throws, the metrics are <see cref="ReadingStatus.Failed"/>.
    /// </param>
    /// <exception cref="ArgumentException">There is no name or no answer.</exception>
    public ServicePingBuilder AvailableWhen(string name, Func<IServiceProvider, bool> isAvailable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(isAvailable);
        _sources.Answers.Add(name);
        Services.AddSingleton(new AvailabilityAnswer(name, isAvailable));
        return this;
    }

    /// <summary>
    /// Sends single occurrences of the events whose definitions have <c>forward: true</c> to a Snowplow collector, as far as what holds for the
    /// ping allows. The section <c>Snowplow</c> of the configuration does the same.
    /// </summary>
    /// <param name="configure">Says to which collector, and as whose: <c>Collector</c>, <c>AppId</c> and <c>Vendor</c> are needed.</param>
    /// <exception cref="ArgumentException">There is nothing that says it.</exception>
    public ServicePingBuilder ForwardToSnowplow(Action<SnowplowOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(options => configure(options.Snowplow));
    }

    /// <summary>
    /// Hands single occurrences of the events whose definitions have <c>forward: true</c> to a forwarder of the program's, beside others. Each
    /// call adds one.
    /// </summary>
    /// <param name="forwarder">Makes it, with the services of the program; the container disposes of it.</param>
    /// <exception cref="ArgumentException">There is nothing that makes it.</exception>
    public ServicePingBuilder ForwardEventsTo(Func<IServiceProvider, IEventForwarder> forwarder)
    {
        ArgumentNullException.ThrowIfNull(forwarder);
        Services.AddSingleton(forwarder);
        return this;
    }

    /// <summary>Sets options; may be called several times, and the last word counts, also over a section of the configuration.</summary>
    /// <param name="configure">Sets them.</param>
    // Bind of a configuration may be given by name, and finds options by reflection: a program that is trimmed keeps them.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(ServicePingOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PrometheusOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(ForwardingOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(SnowplowOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(SitesOptions))]
    public ServicePingBuilder Configure(Action<ServicePingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    private ServicePingBuilder Add(string database, Func<IServiceProvider, PostgresDatabase> create)
    {
        _sources.Databases.Add(database);
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>What it says is not repeated in a message: there are passwords in it.</summary>
    private static NpgsqlConnectionStringBuilder Read(string connectionString, string database)
    {
        NpgsqlConnectionStringBuilder read;
        try
        {
            // Our transactions need connections of their own.
            read = new NpgsqlConnectionStringBuilder(connectionString) { Multiplexing = false };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            throw new ArgumentException(
                $"The connection string of the database '{database}' cannot be read: {exception.Message}", nameof(connectionString), exception);
        }

        string? problem = string.IsNullOrWhiteSpace(read.Host) ? "names no host; begin it with 'Host=…'"
            : read.MinPoolSize > read.MaxPoolSize ? "has a Minimum Pool Size above its Maximum Pool Size"
            : null;
        return problem is null
            ? read
            : throw new ArgumentException($"The connection string of the database '{database}' {problem}.", nameof(connectionString));
    }
}
