using System.CommandLine;
using ServicePing.Definitions.JsonSchemas;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping schemas DIR</c>: the JSON Schemas of definition files, for editors.</summary>
internal static class SchemasCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> folder = new("DIR") { Description = "The folder to write to; it is made where it is not there." };

        Command command = new("schemas", "Writes a JSON Schema for each kind of definition file.") { folder };
        command.SetAction(arguments => Write(arguments.GetRequiredValue(folder)));
        return command;
    }

    private static int Write(DirectoryInfo folder)
    {
        folder.Create();
        foreach ((DefinitionKind kind, string name) in JsonSchema.Files)
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), JsonSchema.Write(kind));
        }

        return 0;
    }
}
