using System.CommandLine;
using ServicePing.Definitions.Model;
using ServicePing.Tool.Listing;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping list DIR</c>: the metrics, or definitions of another kind, one a line.</summary>
internal static class ListCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        Option<string> kind = new Option<string>("--kind") { Description = "What to list.", DefaultValueFactory = _ => "metric" }
            .AcceptOnlyFromAmong(DefinitionListing.Kinds);
        Option<string?> owner = new("--owner") { Description = "Only those of this owner, product_group in definitions." };
        Option<string?> source = OneOf("--source", "Only metrics from this data source.", Words.DataSources.Select(word => word.Text));
        Option<string?> status = OneOf("--status", "Only those in this place of their life.", Words.MetricStatuses.Select(word => word.Text).Append("deprecated"));
        Option<string?> timeFrame = OneOf("--time-frame", "Only those of this period.", Words.TimeFrames.Select(word => word.Text));
        Option<string?> category = OneOf("--category", "Only metrics of this data category.", Words.DataCategories.Select(word => word.Text));
        Option<string?> tier = new("--tier") { Description = "Only those of this tier." };
        Option<string?> search = new("--search") { Description = "Only those whose name or description has this text." };
        Option<bool> json = new("--json") { Description = "Prints a JSON array of definitions." };

        Command command = new("list", "Prints the metrics, or definitions of another kind, one a line; exits with 1 where a filter leaves none.")
        {
            root, assemblies, kind, owner, source, status, timeFrame, category, tier, search, json,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Print(
            arguments.GetRequiredValue(kind),
            DefinitionFolder.FilesOf(arguments.GetRequiredValue(root), arguments.GetRequiredValue(assemblies), cancellationToken),
            new ListFilter
            {
                Owner = arguments.GetValue(owner),
                DataSource = arguments.GetValue(source),
                Status = arguments.GetValue(status),
                TimeFrame = arguments.GetValue(timeFrame),
                DataCategory = arguments.GetValue(category),
                Tier = arguments.GetValue(tier),
                Text = arguments.GetValue(search),
            },
            arguments.GetValue(json))));
        return command;
    }

    private static Option<string?> OneOf(string name, string description, IEnumerable<string> words) =>
        new Option<string?>(name) { Description = description }.AcceptOnlyFromAmong([.. words]);

    private static int Print(string kind, DefinitionFile[] files, ListFilter filter, bool isJson)
    {
        List<ListedDefinition> all = [.. DefinitionListing.Of(kind, files)];
        List<ListedDefinition> taken = all.FindAll(filter.Takes);
        if (isJson)
        {
            Console.Write(ReportJson.Write(taken));
        }
        else
        {
            ListLines.Write(kind, taken);
        }

        if (taken.Count > 0 || filter == new ListFilter())
        {
            return 0;
        }

        Console.Error.WriteLine($"Of {all.Count} the options leave none: take one of them away.{filter.Hint(all)}");
        return 1;
    }
}
