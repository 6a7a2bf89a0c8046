using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Verification;
using StackExchange.Redis;

namespace ServicePing;

public sealed partial class ServicePingBuilder
{
    private const string Counters = "counters";

    /// <summary>
    /// Keeps counters in Redis. A host looks once, beside its start, whether the user may do what is needed, and logs what is missing;
    /// a server that is down delays nothing.
    /// </summary>
    /// <param name="configuration">
    /// The configuration, as StackExchange.Redis reads it, such as <c>localhost:6379</c> or
    /// <c>sentinel1:26379,serviceName=main,user=ping,password=…</c>.
    /// </param>
    /// <param name="keyPrefix">
    /// What all keys begin with, so that several products may share a Redis: up to 100 letters, digits and <c>: . _ - /</c>; nothing by
    /// default.
    /// </param>
    /// <exception cref="ArgumentException">The configuration or the prefix cannot be read.</exception>
    public ServicePingBuilder UseRedis(string configuration, string keyPrefix = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return UseRedis(Read(configuration), keyPrefix);
    }

    /// <summary>Keeps counters in Redis, with options that no text has, such as an authority to trust.</summary>
    /// <param name="configuration">
    /// The options, which are copied. The connection never gives up, queues nothing while there is none, and waits for answers as long as
    /// <see cref="ServicePingOptions.CounterTimeout"/> says.
    /// </param>
    /// <param name="keyPrefix">What all keys begin with, as above.</param>
    /// <exception cref="ArgumentException">There is no server among the options, or the prefix cannot be read.</exception>
    public ServicePingBuilder UseRedis(ConfigurationOptions configuration, string keyPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.EndPoints.Count == 0)
        {
            throw new ArgumentException("UseRedis was given no server: write \"localhost:6379\".", nameof(configuration));
        }

        ConfigurationOptions options = configuration.Clone();
        return UseRedis(RedisKeyPrefix.Of(keyPrefix), (prefix, provider) => RedisCounterStore.Create(options, prefix, provider));
    }

    /// <summary>Keeps counters in Redis through a connection that the program owns.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="keyPrefix">What all keys begin with, as above.</param>
    /// <exception cref="ArgumentException">The prefix cannot be read.</exception>
    public ServicePingBuilder UseRedis(IConnectionMultiplexer connection, string keyPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(connection);
        return UseRedis(
            RedisKeyPrefix.Of(keyPrefix),
            (prefix, provider) => RedisCounterStore.Create(new RedisConnection(connection), prefix, provider));
    }

    /// <summary>
    /// Keeps counters in Redis through a connection that is asked for when it is first needed, such as one that the program has registered.
    /// It is not closed here: whoever made it, or the container, does that.
    /// </summary>
    /// <param name="connection">
    /// Finds it among the services of the program; called until it succeeds once, on a thread of the pool. Where it throws or finds none, what
    /// is tracked is kept, and metrics of counters are <see cref="ReadingStatus.Unavailable"/>; the message says why.
    /// </param>
    /// <param name="keyPrefix">What all keys begin with, as above.</param>
    /// <exception cref="ArgumentException">There is no factory, or the prefix cannot be read.</exception>
    public ServicePingBuilder UseRedis(Func<IServiceProvider, IConnectionMultiplexer> connection, string keyPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(connection);
        return UseRedis(
            RedisKeyPrefix.Of(keyPrefix),
            (prefix, provider) => RedisCounterStore.Create(
                new RedisConnection(() => LastFlush.Before(provider, connection(provider))), prefix, provider));
    }

    /// <summary>
    /// Keeps counters in PostgreSQL, 14 or later, for products without Redis: in the schema <c>service_ping_counters</c> of a database with
    /// the encoding UTF-8, which the first flush makes where it is missing. A host looks once, beside its start, whether the user may do
    /// what is needed, and logs what is missing; a server that is down delays nothing.
    /// </summary>
    /// <param name="connectionString">
    /// The connection string, as Npgsql understands it. Counters are written on the primary; name all hosts of which one may be it.
    /// </param>
    /// <param name="keyPrefix">
    /// What all keys begin with, so that several products may share the schema: up to 100 letters, digits and <c>: . _ - /</c>; nothing by
    /// default.
    /// </param>
    /// <exception cref="ArgumentException">The connection string cannot be read or names no host, or the prefix cannot be read.</exception>
    public ServicePingBuilder UsePostgresCounters(string connectionString, string keyPrefix = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        NpgsqlConnectionStringBuilder checkedNow = Read(connectionString, Counters);
        return UsePostgresCounters(keyPrefix, isOwned: true, _ => NpgsqlDataSource.Create(checkedNow));
    }

    /// <summary>Keeps counters in PostgreSQL through a data source that the program owns.</summary>
    /// <param name="dataSource">The data source; one with <c>Multiplexing</c> is not taken.</param>
    /// <param name="keyPrefix">What all keys begin with, as above.</param>
    /// <exception cref="ArgumentException">There is no data source, or the prefix cannot be read.</exception>
    public ServicePingBuilder UsePostgresCounters(NpgsqlDataSource dataSource, string keyPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return UsePostgresCounters(keyPrefix, isOwned: false, _ => dataSource);
    }

    /// <summary>
    /// Keeps counters in PostgreSQL through a data source that is asked for when it is first needed, such as one that the program has
    /// registered. It is not disposed of here: whoever made it, or the container, does that.
    /// </summary>
    /// <param name="dataSource">
    /// Finds it among the services of the program; called until it succeeds once. Where it throws or finds none, what is tracked is kept, and
    /// metrics of counters are <see cref="ReadingStatus.Unavailable"/>; the message says why.
    /// </param>
    /// <param name="keyPrefix">What all keys begin with, as above.</param>
    /// <exception cref="ArgumentException">There is no factory, or the prefix cannot be read.</exception>
    public ServicePingBuilder UsePostgresCounters(Func<IServiceProvider, NpgsqlDataSource> dataSource, string keyPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return UsePostgresCounters(keyPrefix, isOwned: false, provider => LastFlush.Before(provider, dataSource(provider)));
    }

    /// <summary>Keeps counters in the memory of the program, for products that run as one process, and for tests.</summary>
    /// <param name="path">
    /// The file that carries the counters over a restart. It is replaced as a whole within five seconds of a change and when the
    /// program stops; a damaged file is reported and renamed. Without a path, counters end with the program.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty, or that of a folder, or has characters that no path has.</exception>
    public ServicePingBuilder UseInProcessCounters(string? path = null)
    {
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            if (path.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
            {
                throw new ArgumentException($"'{path}' is no path of a file; give one, such as 'counters.bin'.", nameof(path));
            }
        }

        _sources.ForgetsCounters = path is null;
        Services.AddSingleton(new CounterPlace(CounterStoreKind.InProcess, ""));
        return Add(nameof(UseInProcessCounters), provider => InProcessCounterStore.Create(path, provider));
    }

    private ServicePingBuilder UseRedis(RedisKeyPrefix prefix, Func<string, IServiceProvider, RedisCounterStore> create)
    {
        Services.AddSingleton(new CounterPlace(CounterStoreKind.Redis, prefix.Text));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CounterCheck>());
        return Add(nameof(UseRedis), provider => create(prefix.Text, provider));
    }

    private ServicePingBuilder UsePostgresCounters(string keyPrefix, bool isOwned, Func<IServiceProvider, NpgsqlDataSource> find)
    {
        RedisKeyPrefix prefix = RedisKeyPrefix.Of(keyPrefix);
        Services.AddSingleton(new CounterPlace(CounterStoreKind.Postgres, prefix.Text));
        Services.AddSingleton(new ShownReads(Counters, prefix.Text));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CounterCheck>());
        return Add(nameof(UsePostgresCounters), provider => PostgresCounterStore.Create(
            new PostgresDatabase(Counters, () => find(provider), isOwned, nameof(UsePostgresCounters)), prefix.Text, provider));
    }

    private ServicePingBuilder Add(string call, Func<IServiceProvider, ICounterStore> create)
    {
        _sources.CounterStores.Add(call);
        Services.AddSingleton(create);
        return this;
    }

    private static ConfigurationOptions Read(string configuration)
    {
        ConfigurationOptions read;
        try
        {
            read = ConfigurationOptions.Parse(configuration);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new ArgumentException($"The configuration of Redis cannot be read: {exception.Message}", nameof(configuration), exception);
        }

        return read.EndPoints.Count > 0
            ? read
            : throw new ArgumentException("The configuration of Redis names no server; begin it with one, such as 'localhost:6379'.", nameof(configuration));
    }
}
