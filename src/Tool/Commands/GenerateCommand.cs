using System.CommandLine;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping generate PROGRAM</c> and <c>non-sql PROGRAM</c>: a payload, or what of it comes from no database; nothing is kept or sent.</summary>
internal static class GenerateCommand
{
    internal static Command Create() => Create(
        "generate",
        "Computes a payload from live databases, counters and Prometheus, and prints it; nothing is kept or sent. Values of the program's own code are not asked for."
        + " Exits with 1 where one of the others could not be computed.",
        new ServerOptions(), servers => servers.All,
        (reports, cancellationToken) => reports.AllValuesAsync(PingPermissions.Everything, cancellationToken: cancellationToken));

    internal static Command CreateNonSql() => Create(
        "non-sql",
        "Prints a payload of the values that come from no database; those that do are -3, as in GitLab's export. Exits with 1 where one could not be computed.",
        new ServerOptions(), servers => [.. servers.OfCounters, .. servers.OfPrometheus],
        (reports, cancellationToken) => reports.NonSqlValuesAsync(PingPermissions.Everything, cancellationToken));

    private static Command Create(
        string name, string description, ServerOptions servers, Func<ServerOptions, IEnumerable<Option>> options,
        Func<ServicePingReports, CancellationToken, Task<ServicePingPayload>> compute)
    {
        Argument<FileSystemInfo> root = Arguments.Program();
        Option<FileInfo?> output = new("--out") { Description = "The file to write the payload to; standard output where it is left out." };
        Option<FileInfo?> report = new("--report-out") { Description = "A file to write the report to: the status, cause and duration of each value." };
        Command command = new(name, description) { root, output, report };
        foreach (Option option in options(servers))
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(root), servers.Of(arguments), compute, arguments.GetValue(output), arguments.GetValue(report), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        FileSystemInfo root, GivenServers servers, Func<ServicePingReports, CancellationToken, Task<ServicePingPayload>> compute,
        FileInfo? output, FileInfo? report, CancellationToken cancellationToken)
    {
        if (servers.AreNone)
        {
            throw new UsageException(
                "Name where the values are: --connection \"Host=…;Database=…;Username=…\", --redis localhost:6379 or --postgres-counters "
                + "\"Host=…;Database=…;Username=…\", --prometheus localhost:9090, or several where several have some.");
        }

        await servers.RefuseMissingCountersAsync(cancellationToken);

        await using PlannedProgram program = PlannedProgram.Of(root, servers.Configure, cancellationToken);
        ServicePingPayload payload;
        using (Waiting.For("computing the payload"))
        {
            payload = await compute(program.Service<ServicePingReports>(), cancellationToken);
        }

        string json = ReportJson.Indented(payload.Json);
        if (output is null)
        {
            Console.Write(json);
        }
        else
        {
            await File.WriteAllTextAsync(output.FullName, json, cancellationToken);
        }

        if (report is not null)
        {
            await File.WriteAllTextAsync(report.FullName, payload.ToReport().ToString(), cancellationToken);
        }

        // The payload alone is for machines.
        PayloadSummary.Write(payload, Console.Error);
        return payload.Metrics.Any(PayloadSummary.IsMissing) ? 1 : 0;
    }
}
