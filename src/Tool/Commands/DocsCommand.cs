using System.CommandLine;
using System.Reflection;
using ServicePing.Tool.Dictionary;
using ServicePing.Tool.Documentation;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping docs --site FOLDER</c>: the documentation of this version, for people without a way to the internet.</summary>
internal static class DocsCommand
{
    internal static Command Create()
    {
        Option<DirectoryInfo> site = new("--site")
        {
            Description = "The folder to write the pages to, which a browser opens from there.",
            Required = true,
        };
        Command command = new("docs", "Writes the documentation of this version as a site.") { site };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Write(arguments.GetRequiredValue(site), cancellationToken)));
        return command;
    }

    private static int Write(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        string pages = DocumentationFolder.Path
            ?? throw new UsageException("The pages did not come along with this tool; run it from its package.");
        string version = typeof(DocsCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        int count = new SiteFolder(folder).Write([.. DocumentationSite.Files(DocumentationFolder.Read(pages), version)], cancellationToken);
        Console.WriteLine($"{Path.Combine(folder.ToString(), "index.html")} is written, with {count - 1} files beside it");
        return 0;
    }
}
