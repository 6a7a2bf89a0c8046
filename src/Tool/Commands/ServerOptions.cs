using System.CommandLine;
using ServicePing.Tool.Connections;

namespace ServicePing.Tool.Commands;

/// <summary>How commands are told of databases, counters and Prometheus.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "How to connect to the database 'main', as Npgsql reads it; PGPASSWORD and PGPASSFILE are asked for passwords.",
    };

    private readonly Option<string[]> _databases = new("--database") { Description = "How to connect to another database, as NAME=CONNECTION." };

    private readonly Option<string?> _redis = new("--redis")
    {
        Description = "How to connect to the Redis of the counters, as StackExchange.Redis reads it.",
    };

    private readonly Option<string?> _postgresCounters = new("--postgres-counters")
    {
        Description = "How to connect to the PostgreSQL of the counters, as given to UsePostgresCounters.",
    };

    private readonly Option<string> _counterPrefix = new("--counter-prefix", "--redis-prefix")
    {
        Description = "What all keys of counters begin with, as given to UseRedis or UsePostgresCounters.",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _prometheus = new("--prometheus")
    {
        Description = "Where Prometheus is: https://prometheus.example.com, or localhost:9090.",
    };

    private readonly Option<string?> _prometheusTokenFile = new("--prometheus-token-file")
    {
        Description = "A file with the bearer token that Prometheus asks for.",
    };

    /// <summary>How to connect to the database <c>main</c>, for commands that need nothing else.</summary>
    internal static Option<string> Connection() => new("--connection")
    {
        Description = "How to connect to the database, as Npgsql reads it; PGPASSWORD and PGPASSFILE are asked for passwords.",
        Required = true,
    };

    /// <summary>The connection that such a command was given.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal static string Checked(string connection) => GivenServers.Read(connection, []).Databases[0].Connection;

    /// <summary>The options of databases.</summary>
    internal IEnumerable<Option> OfDatabases => [_connection, _databases];

    /// <summary>The options of the counter store.</summary>
    internal IEnumerable<Option> OfCounters => [_redis, _postgresCounters, _counterPrefix];

    /// <summary>The options of Prometheus.</summary>
    internal IEnumerable<Option> OfPrometheus => [_prometheus, _prometheusTokenFile];

    /// <summary>All of them.</summary>
    internal IEnumerable<Option> All => [.. OfDatabases, .. OfCounters, .. OfPrometheus];

    /// <summary>What was given.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal GivenServers Of(ParseResult arguments) => GivenServers.Read(
        arguments.GetValue(_connection), arguments.GetValue(_databases) ?? [], arguments.GetValue(_redis),
        arguments.GetValue(_postgresCounters), arguments.GetValue(_counterPrefix) ?? "", arguments.GetValue(_prometheus), arguments.GetValue(_prometheusTokenFile));
}
