using System.CommandLine;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Lineage;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping lineage DIR [NAME] --assembly LIBRARY</c>: from events and tables to the keys of the payload.</summary>
internal static class LineageCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Argument<string?> name = new("NAME")
        {
            Description = "Only what leads to this event, table, sketch or key path, and what it leads to.",
            Arity = ArgumentArity.ZeroOrOne,
        };

        Option<FileInfo[]> assemblies = Arguments.Assemblies();

        Command command = new("lineage", "Prints where values come from, a step a line; exits with 1 where nothing has the name.")
        {
            root, name, assemblies,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Print(
            arguments.GetRequiredValue(root), arguments.GetValue(name), arguments.GetRequiredValue(assemblies), cancellationToken)));
        return command;
    }

    private static int Print(DirectoryInfo root, string? name, FileInfo[] assemblies, CancellationToken cancellationToken)
    {
        LineageGraph graph = LineageGraph.Of(CatalogueBuilder.Build(
            DefinitionFolder.Read(root, assemblies.Length > 0, cancellationToken).Select(file => file.Meaning), AssemblyCatalogue.ReadSets(assemblies)));
        IReadOnlyList<LineageEdge> edges = name is null ? graph.Edges : graph.Around(name);
        foreach (LineageEdge edge in edges)
        {
            Console.WriteLine($"{Show(edge.From)} -> {Show(edge.To)}");
        }

        if (edges.Count > 0 || name is null)
        {
            return 0;
        }

        Console.Error.WriteLine($"Nothing has the name '{name}': write an event, a table, a sketch or a key path, with the suffix of its period.");
        return 1;
    }

    private static string Show(LineageNode node) =>
        $"{(node.Kind == LineageKind.KnownEvent ? "known_event" : node.Kind.ToString().ToLowerInvariant())} {node.Name}";
}
