using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>Keeps counters in Redis. Nothing is connected before the first flush or collection.</summary>
    /// <param name="configuration">The configuration, as StackExchange.Redis reads it, such as <c>localhost:6379</c>.</param>
    /// <exception cref="ArgumentException">The configuration cannot be read.</exception>
    public ServicePingBuilder UseRedis(string configuration)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        Services.AddSingleton<ICounterStore>(provider => RedisCounterStore.Create(new RedisConnection(options), provider));
        return this;
    }

    /// <summary>Keeps counters in Redis through a connection that the program owns.</summary>
    /// <param name="connection">The connection.</param>
    public ServicePingBuilder UseRedis(IConnectionMultiplexer connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Services.AddSingleton<ICounterStore>(provider => RedisCounterStore.Create(new RedisConnection(connection), provider));
        return this;
    }

    /// <summary>Keeps counters in the memory of the program, for products that run as one process, and for tests.</summary>
    /// <param name="path">
    /// The file that carries the counters over a restart. It is replaced as a whole within five seconds of a change and when the
    /// program stops; a damaged file is reported and renamed. Without a path, counters end with the program.
    /// </param>
    public ServicePingBuilder UseInProcessCounters(string? path = null)
    {
        Services.AddSingleton<ICounterStore>(provider => InProcessCounterStore.Create(path, provider));
        return this;
    }

    /// <summary>Sets options; may be called several times.</summary>
    /// <param name="configure">Sets them.</param>
    public ServicePingBuilder Configure(Action<ServicePingOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
