using System.CommandLine;
using ServicePing.Definitions.Schema;
using ServicePing.Tool.Reports;
using ServicePing.Tool.Schemas;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping check-schema DIR --connection …</c>: whether a live database is as <c>schema.sql</c> says.</summary>
internal static class CheckSchemaCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<string> connection = ServerOptions.Connection();
        Option<bool> json = new("--json") { Description = "Prints a JSON array of inconsistencies, in the shape of GitLab's schema_inconsistencies_metric." };

        Command command = new("check-schema", "Compares a live database with schema.sql; exits with 1 where they differ.") { root, connection, json };
        command.SetAction((arguments, cancellationToken) => CheckAsync(
            arguments.GetRequiredValue(root), ServerOptions.Checked(arguments.GetRequiredValue(connection)), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(DirectoryInfo root, string connection, bool isJson, CancellationToken cancellationToken)
    {
        string path = Path.Combine(root.FullName, DatabaseSchema.FileName);
        string shown = DefinitionFolder.PathOf(root, DatabaseSchema.FileName);
        if (!File.Exists(path))
        {
            throw new UsageException($"'{shown}' is not there: 'serviceping schema dump --connection …' writes it.");
        }

        string live;
        using (Waiting.For("reading the database"))
        {
            live = await LiveSchema.ReadAsync(connection, cancellationToken);
        }

        IReadOnlyList<FoundInconsistency> found = SchemaComparison.Between(await File.ReadAllTextAsync(path, cancellationToken), live);
        if (isJson)
        {
            Console.Write(ReportJson.Write(found.Select(one => one.Shape)));
        }
        else
        {
            foreach (FoundInconsistency one in found)
            {
                Console.WriteLine($"{one.Shape.InconsistencyType}: {one.Says}");
            }

            Console.WriteLine(found.Count == 0 ? $"The database is as {shown} says" : $"{found.Count} inconsistencies between {shown} and the database");
        }

        return found.Count == 0 ? 0 : 1;
    }
}
