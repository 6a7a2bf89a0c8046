using System.CommandLine;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Tool.Schemas;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping schema dump DIR --connection …</c>: writes <c>schema.sql</c> from a live database.</summary>
internal static class SchemaCommand
{
    internal static Command Create() => new("schema", "Works with schema.sql, which queries are checked against.") { Dump() };

    private static Command Dump()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<string> connection = ServerOptions.Connection();
        Option<string?> output = new("--out") { Description = "The file to write, or - for standard output; schema.sql of the definitions root where it is left out." };

        Command command = new("dump", "Writes the schema of a live database to schema.sql; two databases that are alike give the same text.") { root, connection, output };
        command.SetAction((arguments, cancellationToken) => WriteAsync(
            arguments.GetValue(output) ?? Path.Combine(arguments.GetRequiredValue(root).FullName, DatabaseSchema.FileName),
            ServerOptions.Checked(arguments.GetRequiredValue(connection)), cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(string path, string connection, CancellationToken cancellationToken)
    {
        string text;
        using (Waiting.For("reading the database"))
        {
            text = await LiveSchema.ReadAsync(connection, cancellationToken);
        }

        if (path == "-")
        {
            Console.Write(text);
            return 0;
        }

        DatabaseSchema schema = SchemaReader.Read(text);
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, path);
        if (schema.Tables.Count == 0)
        {
            Console.Error.WriteLine($"The database has no table, so that {shown} is not written: connect to the one that the product uses.");
            return 1;
        }

        bool isSame = File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) == text;
        if (!isSame)
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            await File.WriteAllTextAsync(path, text, cancellationToken);
        }

        Console.WriteLine($"{shown} is {(isSame ? "up to date" : "written")}: {schema.Tables.Count} tables and views");
        return 0;
    }
}
