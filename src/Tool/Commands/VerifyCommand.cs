using System.CommandLine;
using Npgsql;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping verify DIR --connection …</c>: whether the metrics can be computed from live databases.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<string?> connection = new("--connection")
        {
            Description = "How to connect to the database 'main', as Npgsql reads it; PGPASSWORD and PGPASSFILE are asked for passwords.",
        };
        Option<string[]> databases = new("--database") { Description = "How to connect to another database, as NAME=CONNECTION." };
        Option<bool> json = new("--json") { Description = "Prints a JSON array of metrics." };

        Command command = new(
            "verify", "Looks at live databases without computing anything; exits with 1 where a metric cannot be computed, 2 on wrong usage.")
        {
            root, connection, databases, json,
        };
        command.SetAction((arguments, cancellationToken) => VerifyAsync(
            arguments.GetRequiredValue(root), arguments.GetValue(connection), arguments.GetValue(databases) ?? [],
            arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(
        DirectoryInfo root, string? connection, string[] databases, bool isJson, CancellationToken cancellationToken)
    {
        List<(string Name, string Connection)> given = connection is null ? [] : [("main", connection)];
        given.AddRange(databases.Select(Named));
        if (Usage(given) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        await using PlannedProgram program = PlannedProgram.Of(
            root, builder => given.ForEach(one => builder.UsePostgres(one.Connection, one.Name)), cancellationToken);
        VerificationReport report = await program.Service<ServicePingVerifier>().VerifyAsync(cancellationToken);
        List<VerifiedMetric> metrics = [.. report.Metrics.Select(metric => new VerifiedMetric(
            program.DefinitionOf(metric.KeyPath) is { } definition
                ? Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root.FullName, definition.SourceFile))
                : null,
            metric))];
        if (isJson)
        {
            Console.Write(ReportJson.Write(metrics));
        }
        else
        {
            VerificationTable.Write(metrics);
        }

        return report.IsSound ? 0 : 1;
    }

    private static (string Name, string Connection) Named(string database)
    {
        int equals = database.IndexOf('=', StringComparison.Ordinal);
        return (database[..Math.Max(equals, 0)], database[(equals + 1)..]);
    }

    /// <summary>What is wrong with the connections; it shows nothing of them, which may hold passwords.</summary>
    private static string? Usage(List<(string Name, string Connection)> given)
    {
        if (given.Count == 0)
        {
            return "Name a database: --connection \"Host=…;Database=…;Username=…\".";
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
}
