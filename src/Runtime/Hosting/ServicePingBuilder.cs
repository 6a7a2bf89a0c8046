using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>Says where the values of the ping come from.</summary>
public sealed class ServicePingBuilder
{
    internal ServicePingBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the program.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Reads a named database, PostgreSQL 14 or later. Nothing is connected before the first collection.</summary>
    /// <param name="connectionString">The connection string, as Npgsql understands it.</param>
    /// <param name="database">The name that definitions use; a later call for the same name counts.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public ServicePingBuilder UsePostgres(string connectionString, string database = "main")
    {
        NpgsqlConnectionStringBuilder checkedNow = new(connectionString);
        Services.AddSingleton(_ => new PostgresDatabase(database, NpgsqlDataSource.Create(checkedNow), isOwned: true));
        return this;
    }

    /// <summary>Reads metrics of a named database through a data source that the program owns.</summary>
    /// <param name="dataSource">The data source.</param>
    /// <param name="database">The name that definitions use; a later call for the same name counts.</param>
    public ServicePingBuilder UsePostgres(NpgsqlDataSource dataSource, string database = "main")
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        Services.AddSingleton(_ => new PostgresDatabase(database, dataSource, isOwned: false));
        return this;
    }

    /// <summary>
    /// Says which database keeps the schema <c>service_ping</c>, where a collection notes its progress so that it survives its
    /// process; always on the primary, also where reads go to a standby. By default <c>main</c>, or the first database if none is
    /// called so. It may be one that no definition reads.
    /// </summary>
    /// <param name="database">The name that was given to <c>UsePostgres</c>.</param>
    public ServicePingBuilder StoreIn(string database) => Configure(options => options.StorageDatabase = database);

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
    public ServicePingBuilder UseRedis(string configuration, string keyPrefix = "") =>
        UseRedis(ConfigurationOptions.Parse(configuration), keyPrefix);

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

    /// <summary>Keeps counters in the memory of the program, for products that run as one process, and for tests.</summary>
    /// <param name="path">
    /// The file that carries the counters over a restart. It is replaced as a whole within five seconds of a change and when the
    /// program stops; a damaged file is reported and renamed. Without a path, counters end with the program.
    /// </param>
    public ServicePingBuilder UseInProcessCounters(string? path = null)
    {
        Services.AddSingleton<ICounterStore>(provider => InProcessCounterStore.Create(path, provider));
        Services.AddSingleton(new RedisKeyPrefix(""));
        return this;
    }

    /// <summary>Sets options; may be called several times.</summary>
    /// <param name="configure">Sets them.</param>
    public ServicePingBuilder Configure(Action<ServicePingOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    private ServicePingBuilder UseRedis(RedisKeyPrefix prefix, Func<string, IServiceProvider, RedisCounterStore> create)
    {
        Services.AddSingleton<ICounterStore>(provider => create(prefix.Text, provider));
        Services.AddSingleton(prefix);
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CounterCheck>());
        return this;
    }
}
