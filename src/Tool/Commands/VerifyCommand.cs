using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping verify PROGRAM --connection …</c>: whether the metrics can be computed from live databases.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        Argument<FileSystemInfo> root = Arguments.Program();
        Option<string?> connection = new("--connection")
        {
            Description = "How to connect to the database 'main', as Npgsql reads it; PGPASSWORD and PGPASSFILE are asked for passwords.",
        };
        Option<string[]> databases = new("--database") { Description = "How to connect to another database, as NAME=CONNECTION." };
        Option<string?> redis = new("--redis")
        {
            Description = "How to connect to the Redis of the counters, as StackExchange.Redis reads it.",
        };
        Option<string> redisPrefix = new("--redis-prefix")
        {
            Description = "What all keys of the product begin with, as given to UseRedis.",
            DefaultValueFactory = _ => "",
        };
        Option<bool> json = new("--json") { Description = "Prints a JSON array of metrics, and of what is wrong with Redis." };

        Command command = new(
            "verify",
            "Looks at live databases and Redis without computing anything; exits with 1 where a metric cannot be computed or a counter not be"
            + " written and read, 2 on wrong usage.")
        {
            root, connection, databases, redis, redisPrefix, json,
        };
        command.SetAction((arguments, cancellationToken) => VerifyAsync(
            arguments.GetRequiredValue(root), arguments.GetValue(connection), arguments.GetValue(databases) ?? [],
            arguments.GetValue(redis), arguments.GetValue(redisPrefix) ?? "", arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(
        FileSystemInfo root,
        string? connection,
        string[] databases,
        string? redis,
        string redisPrefix,
        bool isJson,
        CancellationToken cancellationToken)
    {
        List<(string Name, string Connection)> given = connection is null ? [] : [("main", connection)];
        given.AddRange(databases.Select(Named));
        if (Usage(given, redis, redisPrefix) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        await using PlannedProgram program = PlannedProgram.Of(
            root,
            builder =>
            {
                given.ForEach(one => builder.UsePostgres(one.Connection, one.Name));
                if (redis is not null)
                {
                    builder.UseRedis(redis, redisPrefix);
                }
            },
            cancellationToken);
        VerificationReport report = await program.Service<ServicePingVerifier>().VerifyAsync(cancellationToken);
        if (given.Count == 0)
        {
            // Nobody has asked for the databases.
            report = report with { Metrics = [] };
        }

        List<VerifiedMetric> metrics = [.. report.Metrics.Select(metric => new VerifiedMetric(
            program.DefinitionOf(metric.KeyPath) is not { SourceFile: var file } ? null
                : program.IsCompiled ? file
                : Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root.FullName, file)),
            metric))];
        if (isJson)
        {
            Console.Write(ReportJson.Write<IReadOnlyList<object>>(
                [.. metrics, .. redis is null ? [] : new[] { new VerifiedCounters(report.Counters) }]));
        }
        else
        {
            VerificationTable.Write(metrics);
            if (redis is not null)
            {
                VerificationTable.Write(report.Counters);
            }
        }

        return report.IsSound ? 0 : 1;
    }

    private static (string Name, string Connection) Named(string database)
    {
        int equals = database.IndexOf('=', StringComparison.Ordinal);
        return (database[..Math.Max(equals, 0)], database[(equals + 1)..]);
    }

    /// <summary>What is wrong with the connections; it shows nothing of them, which may hold passwords.</summary>
    private static string? Usage(List<(string Name, string Connection)> given, string? redis, string redisPrefix)
    {
        if (given.Count == 0 && redis is null)
        {
            return "Name a database: --connection \"Host=…;Database=…;Username=…\", or a Redis: --redis localhost:6379.";
        }

        if (redis is not null && RedisUsage(redis, redisPrefix) is { } problem)
        {
            return problem;
        }

        foreach ((string name, string connection) in given)
        {
            try
            {
                if (name.Length == 0 || new NpgsqlConnectionStringBuilder(connection).Host is null)
                {
                    return "A database is named as --database NAME=\"Host=…;Database=…;Username=…\".";
                }
            }
            catch (ArgumentException)
            {
                return $"The connection of '{name}' cannot be read: write \"Host=…;Database=…;Username=…\".";
            }
        }

        return null;
    }

    private static string? RedisUsage(string redis, string redisPrefix)
    {
        try
        {
            ServicePingServiceCollectionExtensions.AddServicePing(new ServiceCollection(), builder => builder.UseRedis(redis, redisPrefix));
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.ParamName == "keyPrefix"
                ? exception.Message
                : "The configuration of Redis cannot be read: write \"localhost:6379,user=…,password=…\".";
        }
    }
}
