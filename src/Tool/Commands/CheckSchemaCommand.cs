using System.CommandLine;
using Npgsql;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Objects;
using ServicePing.Shared.Schemas;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping check-schema DIR --connection …</c>: whether a live database is as <c>schema.sql</c> says.</summary>
internal static class CheckSchemaCommand
{
    /// <summary>How many seconds the database may take.</summary>
    private const int Patience = 120;

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

        SchemaObjects said = DeclaredObjects.Read(await File.ReadAllTextAsync(path, cancellationToken));
        SchemaObjects live;
        using (Waiting.For("reading the database"))
        {
            await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
            await using NpgsqlConnection open = await database.OpenConnectionAsync(cancellationToken);
            live = await LiveObjects.ReadAsync(open, Patience, cancellationToken);
        }

        IReadOnlyList<SchemaInconsistency> found = SchemaDifferences.Between(said, live);
        if (isJson)
        {
            Console.Write(ReportJson.Write(found.Select(InconsistencyEntry.Of).Distinct()));
        }
        else
        {
            foreach (SchemaInconsistency one in found)
            {
                Console.WriteLine($"{one.Type}: {Sentence(one)}");
            }

            Console.WriteLine(found.Count == 0 ? $"The database is as {shown} says" : $"{found.Count} inconsistencies between {shown} and the database");
        }

        return found.Count == 0 ? 0 : 1;
    }

    /// <summary>What differs, for people.</summary>
    private static string Sentence(SchemaInconsistency found) => (found.Said, found.Live) switch
    {
        ({ } said, null) => $"the database has no {Words(said)}",
        (null, { } live) => $"the file has no {Words(live)}",
        ({ } said, { } live) => $"{said.Shown} is {said.Definition} in the file and {live.Definition} in the database",
        _ => "",
    };

    private static string Words(SchemaObject one) => one.Kind switch
    {
        SchemaObjectKind.Table => $"{one.Definition.Split(',')[0]} {one.Shown}",
        SchemaObjectKind.Index => $"index {one.Shown} of {one.Table}",
        SchemaObjectKind.ForeignKey => $"foreign key {one.Shown}",
        _ => $"{one.Kind.ToString().ToLowerInvariant()} {one.Shown}",
    };
}

/// <summary>An inconsistency in the shape of GitLab's metric.</summary>
internal sealed record InconsistencyEntry(string ObjectName, string InconsistencyType, string ObjectType)
{
    internal static InconsistencyEntry Of(SchemaInconsistency one) => new(one.ObjectName, one.Type, one.ObjectType);
}
