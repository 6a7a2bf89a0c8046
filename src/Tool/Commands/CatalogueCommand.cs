using System.CommandLine;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping catalogue DIR --assembly LIBRARY</c>: all definitions of one kind as one list.</summary>
internal static class CatalogueCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<string> kind = new Option<string>("--kind")
        {
            Description = "What to list.",
            DefaultValueFactory = _ => "metric",
        }.AcceptOnlyFromAmong("metric", "query", "event", "known_event", "aggregate", "override");
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<bool> json = new("--json") { Description = "Prints JSON instead of YAML." };
        Option<bool> paths = new("--include-paths") { Description = "Adds the file of each definition." };

        Command command = new("catalogue", "Prints definitions as one YAML list, with GitLab's names and in the order of its files.")
        {
            root, assemblies, kind, json, paths,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Print(
            arguments.GetRequiredValue(root), arguments.GetRequiredValue(assemblies), arguments.GetRequiredValue(kind),
            arguments.GetValue(json), arguments.GetValue(paths), cancellationToken)));
        return command;
    }

    private static int Print(
        DirectoryInfo root, FileInfo[] assemblies, string kind, bool isJson, bool includesPaths, CancellationToken cancellationToken)
    {
        DefinitionKind listed = DefinitionPath.KindNamed(kind) ?? DefinitionKind.Metric;
        DefinitionList list = DefinitionList.Of(
            DefinitionFolder.FilesOf(root, assemblies, cancellationToken), listed, includesPaths);
        Console.Write(isJson ? list.ToJson() : list.ToYaml());
        return 0;
    }
}
