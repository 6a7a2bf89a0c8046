using System.CommandLine;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.JsonSchemas;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping schemas DIR [--definitions ROOT]</c>: the JSON Schemas of definition files, for editors.</summary>
internal static class SchemasCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> folder = new("DIR") { Description = "The folder to write to; it is made where it is not there." };

        Option<DirectoryInfo?> root = new("--definitions")
        {
            Description = "The definitions root whose vocabulary.yml gives the words that are allowed; GitLab's words where it is left out.",
        };

        Command command = new("schemas", "Writes a JSON Schema for each kind of definition file.") { folder, root };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(
            Write(arguments.GetRequiredValue(folder), arguments.GetValue(root), cancellationToken)));
        return command;
    }

    private static int Write(DirectoryInfo folder, DirectoryInfo? root, CancellationToken cancellationToken)
    {
        ProductWords words = root is null ? GitLabWords.All : DefinitionFolder.WordsOf(root, cancellationToken);
        folder.Create();
        foreach ((DefinitionKind kind, string name) in JsonSchema.Files)
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), JsonSchema.Write(kind, words));
        }

        return 0;
    }
}
