using System.CommandLine;
using ServicePing.Definitions.Catalogue;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping typescript DIR --assembly LIBRARY --out FILE</c>: what browsers may track, as types.</summary>
internal static class TypeScriptCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<FileInfo?> output = new("--out") { Description = "The file to write, such as events.d.ts; standard output where it is left out." };
        Option<string> module = new("--module")
        {
            Description = "The name by which the code imports the module of the npm package; one with a scope as --module=@scope/name.",
            DefaultValueFactory = _ => "serviceping",
        };

        Command command = new("typescript", "Writes the events and counters that browsers may track as types, so that a wrong name does not compile.")
        {
            root, assemblies, output, module,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Write(
            arguments.GetRequiredValue(root), arguments.GetRequiredValue(assemblies), arguments.GetValue(output), arguments.GetRequiredValue(module),
            cancellationToken)));
        return command;
    }

    private static int Write(DirectoryInfo root, FileInfo[] assemblies, FileInfo? file, string module, CancellationToken cancellationToken)
    {
        string types = TypeScriptDeclarations.Write(
            CatalogueBuilder.Build(DefinitionFolder.FilesOf(root, assemblies, cancellationToken)),
            module);
        if (file is null)
        {
            Console.Write(types);
            return 0;
        }

        file.Directory?.Create();
        File.WriteAllText(file.FullName, types);
        Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, file.FullName)} is written");
        return 0;
    }
}
