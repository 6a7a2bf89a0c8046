using System.CommandLine;
using ServicePing.Dictionary;
using ServicePing.Tool.Dictionary;
using ServicePing.Tool.Listing;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping show [DIR] NAME</c>: what there is to say of a metric, an event, a table or an owner.</summary>
internal static class ShowCommand
{
    internal static Command Create()
    {
        NameArgument name = new(
            "NAME", "the name of a metric, event, known event, aggregate, table or owner.",
            files => DefinitionListing.Kinds.SelectMany(kind => DefinitionListing.Of(kind, files)).Select(one => one.Name));
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<bool> json = new("--json") { Description = "Prints a JSON object of what has the name, in the shape of all.json of the dictionary." };

        Command command = new("show", "Prints all that is to be said of a name; exits with 1 where nothing has it.") { name.Words, assemblies, json };
        CounterOptions counters = new();
        foreach (Option option in counters.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) =>
        {
            (DirectoryInfo root, string wanted) = name.Of(arguments);
            return PrintAsync(root, wanted, arguments.GetRequiredValue(assemblies), counters.Of(arguments), arguments.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> PrintAsync(
        DirectoryInfo root, string name, FileInfo[] assemblies, CounterStoreEntry? counters, bool isJson, CancellationToken cancellationToken)
    {
        MetricsDictionary all;
        using (Waiting.For("reading the definitions"))
        {
            all = await DictionaryMaker.MakeAsync(new DictionaryInput
            {
                Product = "",
                Files = DefinitionFolder.FilesOf(root, assemblies, cancellationToken),
                Schema = DefinitionFolder.ReadSurroundings(root).Schema,
                Counters = counters,
            });
        }

        MetricsDictionary named = NamedEntries.Of(all, name);
        if (NamedEntries.IsEmpty(named))
        {
            Console.Error.WriteLine($"Nothing has the name '{name}'.{NamedEntries.Hint(all, name)} 'serviceping list --search TEXT' looks for a part of one.");
            return 1;
        }

        if (isJson)
        {
            Console.Write(System.Text.Encoding.UTF8.GetString(Twins.Of(named).Span));
        }
        else
        {
            new EntryText(file => DefinitionFolder.PathOf(root, file)).Write(named);
        }

        return 0;
    }
}
