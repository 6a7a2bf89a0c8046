using System.CommandLine;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping verify PROGRAM --connection …</c>: whether the metrics can be computed from live databases.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        Argument<FileSystemInfo> root = Arguments.Program();
        ServerOptions servers = new();
        Option<bool> json = new("--json") { Description = "Prints a JSON array of metrics, and of what is wrong with the counter store." };

        Command command = new(
            "verify",
            "Looks at live databases, counters and Prometheus without computing anything; exits with 1 where a metric cannot be computed or a counter not be"
            + " written and read, 2 on wrong usage.")
        {
            root,
        };
        foreach (Option option in servers.All)
        {
            command.Options.Add(option);
        }

        command.Options.Add(json);
        command.SetAction((arguments, cancellationToken) => VerifyAsync(
            arguments.GetRequiredValue(root), servers.Of(arguments), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(FileSystemInfo root, GivenServers servers, bool isJson, CancellationToken cancellationToken)
    {
        if (servers.AreNone)
        {
            throw new UsageException(
                "Name a database: --connection \"Host=…;Database=…;Username=…\", a counter store: --redis localhost:6379 or --postgres-counters "
                + "\"Host=…;Database=…;Username=…\", or a Prometheus: --prometheus localhost:9090.");
        }

        await servers.RefuseMissingCountersAsync(cancellationToken);

        await using PlannedProgram program = PlannedProgram.Of(root, servers.Configure, cancellationToken);
        VerificationReport report;
        using (Waiting.For("looking at the servers"))
        {
            report = await program.Service<ServicePingVerifier>().VerifyAsync(cancellationToken);
        }

        // Nobody has asked for what is not given.
        report = report with { Metrics = [.. report.Metrics.Where(metric => IsAsked(program.DefinitionOf(metric.KeyPath)?.DataSource, servers))] };

        List<VerifiedMetric> metrics = [.. report.Metrics.Select(metric => new VerifiedMetric(
            program.DefinitionOf(metric.KeyPath) is not { SourceFile: var file } ? null
                : program.IsCompiled ? file
                : Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(root.FullName, file)),
            metric))];
        if (isJson)
        {
            Console.Write(ReportJson.Write<IReadOnlyList<object>>(
                [.. metrics, .. servers.CounterStore is null ? [] : new[] { new VerifiedCounters(report.Counters) }]));
        }
        else
        {
            VerificationTable.Write(metrics);
            if (servers.CounterStore is { } store)
            {
                VerificationTable.Write(store, report.Counters);
            }
        }

        return report.IsSound ? 0 : 1;
    }

    private static bool IsAsked(Definitions.Model.DataSource? source, GivenServers servers) =>
        source == Definitions.Model.DataSource.Prometheus ? servers.Prometheus is not null : servers.Databases.Count > 0;
}
