using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ServicePing.Tool.Connections;

/// <summary>The servers that a command is to look at.</summary>
/// <param name="Databases">How to connect to each database, by the name that definitions use.</param>
/// <param name="Redis">How to connect to the Redis of the counters; null for none.</param>
/// <param name="PostgresCounters">How to connect to the PostgreSQL of the counters; null for none.</param>
/// <param name="CounterPrefix">What all keys of counters begin with.</param>
/// <param name="Prometheus">Where Prometheus is; null for none.</param>
/// <param name="PrometheusTokenFile">The file with the bearer token of Prometheus; null for none.</param>
internal sealed record GivenServers(
    IReadOnlyList<(string Name, string Connection)> Databases, string? Redis, string? PostgresCounters, string CounterPrefix, string? Prometheus,
    string? PrometheusTokenFile)
{
    /// <summary>What keeps the counters, in words; null where no store is given.</summary>
    internal string? CounterStore => Redis is not null ? "Redis" : PostgresCounters is not null ? "PostgreSQL" : null;

    /// <summary>Whether there is no server at all.</summary>
    internal bool AreNone => this is { Databases: [], CounterStore: null, Prometheus: null };

    /// <summary>Tells a program of the servers.</summary>
    internal void Configure(ServicePingBuilder builder)
    {
        // Whoever looks leaves nothing behind: a collection that is kept to go on with would make tables.
        builder.Configure(options => options.ResumeWithin = TimeSpan.Zero);
        foreach ((string name, string connection) in Databases)
        {
            builder.UsePostgres(connection, name);
        }

        if (Redis is not null)
        {
            builder.UseRedis(Redis, CounterPrefix);
        }

        if (PostgresCounters is not null)
        {
            builder.UsePostgresCounters(PostgresCounters, CounterPrefix);
        }

        if (Prometheus is not null)
        {
            builder.UsePrometheus(Prometheus).UsePrometheus(options => options.BearerTokenFile = PrometheusTokenFile);
        }
    }

    /// <summary>What was given, once it can be read; messages show nothing of it, since it may hold passwords.</summary>
    /// <exception cref="UsageException">One of them cannot be read.</exception>
    internal static GivenServers Read(
        string? main, IEnumerable<string> databases, string? redis = null, string? postgresCounters = null, string counterPrefix = "",
        string? prometheus = null, string? prometheusTokenFile = null)
    {
        List<(string Name, string Connection)> given = main is null ? [] : [("main", main)];
        given.AddRange(databases.Select(Named));
        if (redis is not null && postgresCounters is not null)
        {
            throw new UsageException("Counters have one place, and both --redis and --postgres-counters are given; take one out.");
        }

        if (redis is not null)
        {
            RefuseCounters(
                builder => builder.UseRedis(redis, counterPrefix), "The configuration of Redis cannot be read: write \"localhost:6379,user=…,password=…\".");
        }

        if (postgresCounters is not null)
        {
            RefuseCounters(
                builder => builder.UsePostgresCounters(postgresCounters, counterPrefix),
                "The connection of the counters cannot be read: write \"Host=…;Database=…;Username=…\".");
        }

        foreach ((string name, string connection) in given)
        {
            Refuse(name, connection);
        }

        if (prometheus is not null)
        {
            RefusePrometheus(prometheus);
        }

        return new GivenServers(given, redis, postgresCounters, counterPrefix, prometheus, prometheusTokenFile);
    }

    private static (string Name, string Connection) Named(string database)
    {
        int equals = database.IndexOf('=', StringComparison.Ordinal);
        return (database[..Math.Max(equals, 0)], database[(equals + 1)..]);
    }

    private static void Refuse(string name, string connection)
    {
        try
        {
            if (name.Length == 0 || new NpgsqlConnectionStringBuilder(connection).Host is null)
            {
                throw new UsageException("A database is named as --database NAME=\"Host=…;Database=…;Username=…\".");
            }
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"The connection of '{name}' cannot be read: write \"Host=…;Database=…;Username=…\".", exception);
        }
    }

    private static void RefusePrometheus(string prometheus)
    {
        try
        {
            ServicePingServiceCollectionExtensions.AddServicePing(new ServiceCollection(), builder => builder.UsePrometheus(prometheus));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(
                "The address of Prometheus cannot be read: write \"https://prometheus.example.com\" or \"localhost:9090\", and a token into a file that "
                + "--prometheus-token-file names.",
                exception);
        }
    }

    private static void RefuseCounters(Action<ServicePingBuilder> use, string message)
    {
        try
        {
            ServicePingServiceCollectionExtensions.AddServicePing(new ServiceCollection(), use);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.ParamName == "keyPrefix" ? exception.Message : message, exception);
        }
    }
}
