using System.CommandLine;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping queries PROGRAM</c>: the SQL of every metric, or of the passes that compute them, without a database.</summary>
internal static class QueriesCommand
{
    internal static Command Create()
    {
        Argument<FileSystemInfo> root = Arguments.Program();
        Option<bool> passes = new("--passes") { Description = "The statements that a collection sends, each for many metrics." };
        Option<bool> json = new("--json")
        {
            Description = "Prints JSON: GitLab's export of queries, in the shape of the payload; with --passes an array.",
        };
        Option<bool> yaml = new("--yaml") { Description = "Prints YAML: GitLab's export of queries, in the shape of the payload." };
        Option<DateTimeOffset?> recordedAt = Arguments.RecordedAt("now");
        ServerOptions servers = new();

        Command command = new("queries", "Prints the SQL of every metric, ready to be run by hand; no server is asked, and the one of the counters says how they are read.") { root, passes, json, yaml, recordedAt };
        foreach (Option option in servers.OfCounters)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(yaml) && (result.GetValue(json) || result.GetValue(passes)))
            {
                result.AddError("--yaml is a form of its own: leave --json and --passes out.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PrintAsync(
            arguments.GetRequiredValue(root), servers.Of(arguments), arguments.GetValue(passes), arguments.GetValue(json), arguments.GetValue(yaml),
            arguments.GetValue(recordedAt), cancellationToken));
        return command;
    }

    private static async Task<int> PrintAsync(
        FileSystemInfo root, GivenServers servers, bool isPasses, bool isJson, bool isYaml, DateTimeOffset? recordedAt,
        CancellationToken cancellationToken)
    {
        await using PlannedProgram program = PlannedProgram.Of(root, servers.Configure, cancellationToken);
        ServicePingQueries queries = program.Service<ServicePingQueries>();
        Console.Write((isPasses, isJson) switch
        {
            (false, false) when isYaml => QueryYaml.Write(queries.ToJson(recordedAt)),
            (false, false) => QueryText.Write(queries.OfMetrics(recordedAt)),
            (false, true) => ReportJson.Indented(queries.ToJson(recordedAt)),
            (true, false) => QueryText.Write(queries.OfPasses()),
            (true, true) => ReportJson.Write(queries.OfPasses()),
        });
        return 0;
    }
}
