using System.CommandLine;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Lineage;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping lineage DIR [NAME] --assembly LIBRARY</c>: from events, tables and series to the keys of the payload.</summary>
internal static class LineageCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Argument<string?> name = new("NAME")
        {
            Description = "Only what leads to this event, table, series of Prometheus, sketch or key path, and what it leads to.",
            Arity = ArgumentArity.ZeroOrOne,
        };

        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<bool> json = new("--json") { Description = "Prints a JSON array of steps." };

        Command command = new("lineage", "Prints where values come from, a step a line; exits with 1 where nothing has the name.")
        {
            root, name, assemblies, json,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Print(
            arguments.GetRequiredValue(root), arguments.GetValue(name), arguments.GetRequiredValue(assemblies), arguments.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Print(DirectoryInfo root, string? name, FileInfo[] assemblies, bool isJson, CancellationToken cancellationToken)
    {
        LineageGraph graph = LineageGraph.Of(CatalogueBuilder.Build(
            DefinitionFolder.Read(root, assemblies.Length > 0, cancellationToken).Select(file => file.Meaning), AssemblyCatalogue.ReadSets(assemblies)));
        IReadOnlyList<LineageEdge> edges = name is null ? graph.Edges : graph.Around(name);
        if (isJson)
        {
            Console.Write(ReportJson.Write(edges.Select(edge => new LineageStep(Kind(edge.From), edge.From.Name, Kind(edge.To), edge.To.Name))));
        }
        else
        {
            foreach (LineageEdge edge in edges)
            {
                Console.WriteLine($"{Kind(edge.From)} {edge.From.Name} -> {Kind(edge.To)} {edge.To.Name}");
            }
        }

        if (edges.Count > 0 || name is null)
        {
            return 0;
        }

        Console.Error.WriteLine($"Nothing has the name '{name}': write an event, a table, a series, a sketch or a key path, with the suffix of its period.");
        return 1;
    }

    private static string Kind(LineageNode node) =>
        node.Kind == LineageKind.KnownEvent ? "known_event" : node.Kind.ToString().ToLowerInvariant();
}

/// <summary>A step on the way of values.</summary>
/// <param name="FromKind">What it begins with: <c>event</c>, <c>known_event</c>, <c>table</c>, <c>series</c>, <c>sketch</c> or <c>metric</c>.</param>
/// <param name="From">Its name.</param>
/// <param name="ToKind">What it leads to.</param>
/// <param name="To">Its name.</param>
internal sealed record LineageStep(string FromKind, string From, string ToKind, string To);
