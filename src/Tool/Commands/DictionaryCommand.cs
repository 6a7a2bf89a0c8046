using System.CommandLine;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Dictionary;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping dictionary DIR --assembly LIBRARY --markdown FILE</c>: the metrics of a program as a page for people.</summary>
internal static class DictionaryCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<FileInfo?> markdown = new("--markdown") { Description = "The file to write; standard output where it is left out." };

        Option<FileInfo[]> assemblies = Arguments.Assemblies();

        Command command = new("dictionary", "Writes the dictionary of the metrics and events as Markdown.") { root, assemblies, markdown };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Write(
            arguments.GetRequiredValue(root), arguments.GetRequiredValue(assemblies), arguments.GetValue(markdown), cancellationToken)));
        return command;
    }

    private static int Write(DirectoryInfo root, FileInfo[] assemblies, FileInfo? file, CancellationToken cancellationToken)
    {
        string page = MarkdownDictionary.Write(CatalogueBuilder.Build(
        [
            .. DefinitionFolder.Read(root, assemblies.Length > 0, cancellationToken).Select(read => read.Meaning),
            .. assemblies.SelectMany(AssemblyCatalogue.Read),
        ]));
        if (file is null)
        {
            Console.Write(page);
            return 0;
        }

        file.Directory?.Create();
        File.WriteAllText(file.FullName, page);
        Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, file.FullName)} is written");
        return 0;
    }
}
