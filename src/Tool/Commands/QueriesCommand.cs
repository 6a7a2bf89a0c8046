using System.CommandLine;
using System.Text.Json;
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
        Option<DateTimeOffset?> recordedAt = Arguments.RecordedAt("now");

        Command command = new("queries", "Prints the SQL of every metric, ready to be run by hand.") { root, passes, json, recordedAt };
        command.SetAction((arguments, cancellationToken) => PrintAsync(
            arguments.GetRequiredValue(root), arguments.GetValue(passes), arguments.GetValue(json), arguments.GetValue(recordedAt),
            cancellationToken));
        return command;
    }

    private static async Task<int> PrintAsync(
        FileSystemInfo root, bool isPasses, bool isJson, DateTimeOffset? recordedAt, CancellationToken cancellationToken)
    {
        await using PlannedProgram program = PlannedProgram.Of(root, _ => { }, cancellationToken);
        ServicePingQueries queries = program.Service<ServicePingQueries>();
        Console.Write((isPasses, isJson) switch
        {
            (false, false) => QueryText.Write(queries.OfMetrics(recordedAt)),
            (false, true) => Indented(queries.ToJson(recordedAt)),
            (true, false) => QueryText.Write(queries.OfPasses()),
            (true, true) => ReportJson.Write(queries.OfPasses()),
        });
        return 0;
    }

    private static string Indented(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ReportJson.Write(document.RootElement);
    }
}
