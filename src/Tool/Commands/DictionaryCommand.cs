using System.CommandLine;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Model;
using ServicePing.Dictionary;
using ServicePing.Tool.Calls;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping dictionary DIR --assembly LIBRARY --site FOLDER --markdown FILE</c>: the metrics of a program for people.</summary>
internal static class DictionaryCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<FileInfo?> markdown = new("--markdown") { Description = "The file to write as Markdown; standard output where it is left out, and no site is asked for." };
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<string[]> linked = new("--file")
        {
            Description = "A definition file from elsewhere, as KIND=PATH, such as metric=../shared/issues.yml.",
        };
        Option<FileInfo> references = new Option<FileInfo>("--references")
        {
            Description = "A text file with the path of an assembly a line, as builds write it: definitions that any of them carries are added.",
        }.AcceptExistingOnly();
        SiteOptions site = new();

        Command command = new("dictionary", "Writes the dictionary of the metrics and events, as a site or as Markdown.") { root, assemblies, references, linked, markdown };
        foreach (System.CommandLine.Option option in site.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) =>
        {
            site.Check(arguments);
            DirectoryInfo folder = arguments.GetRequiredValue(root);
            FileInfo[] libraries = arguments.GetRequiredValue(assemblies);
            CarriedSet[] referenced = AssemblyCatalogue.References(arguments.GetValue(references));
            return WriteAsync(
                arguments,
                FilesOf(folder, libraries, referenced, arguments.GetValue(linked) ?? [], cancellationToken),
                CallsOf(arguments.GetValue(site.Program), folder, libraries, referenced),
                folder, arguments.GetValue(markdown), site, cancellationToken);
        });
        return command;
    }

    private static ProgramCalls? CallsOf(FileInfo? program, DirectoryInfo root, FileInfo[] assemblies, CarriedSet[] referenced) => program is null
        ? null
        : ProgramCalls.Of(program, [.. assemblies.Select(AssemblyCatalogue.Find).OfType<CarriedSet>(), .. referenced], ProgramCalls.RootOf(root));

    private static DefinitionFile[] FilesOf(
        DirectoryInfo root, FileInfo[] assemblies, CarriedSet[] referenced, string[] linked, CancellationToken cancellationToken)
    {
        bool mayBeEmpty = assemblies.Length + linked.Length + referenced.Length > 0;
        return
        [
            .. DefinitionFolder.Read(root, mayBeEmpty, cancellationToken).Select(read => read.Meaning),
            .. linked.Select(file => DefinitionFolder.ReadLinked(root, file, cancellationToken).Meaning),
            .. assemblies.SelectMany(AssemblyCatalogue.Read),
            .. referenced.SelectMany(set => set.Files),
        ];
    }

    private static async Task<int> WriteAsync(
        ParseResult arguments, DefinitionFile[] files, ProgramCalls? calls, DirectoryInfo root, FileInfo? markdown, SiteOptions site, CancellationToken cancellationToken)
    {
        IReadOnlyList<DefinitionFile> standard = StandardDefinitions.Besides(files);
        DirectoryInfo? folder = arguments.GetValue(site.Site);
        FileInfo? packed = arguments.GetValue(site.Packed);
        if (folder is not null || packed is not null)
        {
            (IReadOnlyList<PastRelease> releases, IReadOnlyDictionary<string, DateOnly> dates) = site.ReleasesOf(arguments, root);
            MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(new DictionaryInput
            {
                Product = arguments.GetValue(site.Product) ?? "the product",
                Version = arguments.GetValue(site.Version),
                Files = files,
                Standard = standard,
                Schema = DefinitionFolder.ReadSurroundings(root).Schema,
                Releases = releases,
                Dates = dates,
                Payload = SiteOptions.PayloadOf(arguments.GetValue(site.Payload)),
                Report = SiteOptions.ReportOf(arguments.GetValue(site.Report)),
                Calls = calls,
                Counters = site.Counters.Of(arguments),
                SourceAddress = SiteOptions.SourceAddressOf(arguments.GetValue(site.SourceAddress)),
                RecordedAt = arguments.GetValue(site.RecordedAt) ?? DictionaryInput.DefaultMoment,
            });
            if (folder is not null)
            {
                int count = new SiteFolder(folder).Write([.. DictionarySite.Files(dictionary)], cancellationToken);
                Console.WriteLine($"{Shown(new FileInfo(Path.Combine(folder.FullName, "index.html")))} is written, with {count - 1} files beside it");
            }

            if (packed is not null)
            {
                packed.Directory?.Create();
                await File.WriteAllBytesAsync(packed.FullName, Twins.Packed(dictionary), cancellationToken);
                Console.WriteLine($"{Shown(packed)} is written");
            }
        }

        if (markdown is not null)
        {
            markdown.Directory?.Create();
            await File.WriteAllTextAsync(markdown.FullName, MarkdownDictionary.Write(CatalogueBuilder.Build([.. files, .. standard])), cancellationToken);
            Console.WriteLine($"{Shown(markdown)} is written");
        }
        else if (folder is null && packed is null)
        {
            Console.Write(MarkdownDictionary.Write(CatalogueBuilder.Build([.. files, .. standard])));
        }

        return 0;
    }

    private static string Shown(FileInfo file) => Path.GetRelativePath(Environment.CurrentDirectory, file.FullName);
}
