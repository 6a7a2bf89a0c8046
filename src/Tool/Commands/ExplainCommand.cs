using System.CommandLine;
using ServicePing.Dictionary;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Dictionary;
using ServicePing.Tool.Explaining;
using ServicePing.Tool.Listing;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping explain [DIR] KEY_PATH</c>: how a value comes about, from its definition to its SQL and cost.</summary>
internal static class ExplainCommand
{
    internal static Command Create()
    {
        NameArgument name = new(
            "KEY_PATH", "the key path of a metric; without the suffix of a period, all its periods.",
            files => DefinitionListing.Of("metric", files).Select(one => one.Name));
        Option<FileInfo[]> assemblies = Arguments.Assemblies();
        ServerOptions servers = new();
        CounterOptions counters = new();
        Option<FileInfo> report = Arguments.Report();
        Option<DateTimeOffset?> recordedAt = Arguments.RecordedAt("now");
        Option<bool> json = new("--json") { Description = "Prints a JSON array of the metrics, each with what the database tells." };

        Command command = new("explain", "Prints how a value comes about: its definition, SQL or counters, days, precision and cost; exits with 1 where no metric has the name.")
        {
            name.Words, assemblies, report, recordedAt, json,
        };
        foreach (Option option in servers.OfDatabases.Concat(counters.All))
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) =>
        {
            (DirectoryInfo root, string wanted) = name.Of(arguments);
            DictionaryInput input = new()
            {
                Product = "",
                Files = DefinitionFolder.FilesOf(root, arguments.GetRequiredValue(assemblies), cancellationToken),
                Schema = DefinitionFolder.ReadSurroundings(root).Schema,
                Counters = counters.Of(arguments),
                Report = SiteOptions.ReportOf(arguments.GetValue(report)),
                RecordedAt = arguments.GetValue(recordedAt) ?? TimeProvider.System.GetUtcNow(),
            };
            return PrintAsync(root, wanted, input, servers.Of(arguments), arguments.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> PrintAsync(
        DirectoryInfo root, string name, DictionaryInput input, GivenServers servers, bool isJson, CancellationToken cancellationToken)
    {
        MetricsDictionary all;
        using (Waiting.For("reading the definitions"))
        {
            all = await DictionaryMaker.MakeAsync(input);
        }

        MetricsDictionary named = NamedEntries.Of(all, name);
        if (named.Metrics.Count == 0)
        {
            Console.Error.WriteLine(NamedEntries.IsEmpty(named)
                ? $"No metric has the key path '{name}'.{NamedEntries.Hint(all, name)} 'serviceping list --search TEXT' looks for a part of one."
                : $"'{name}' is no metric: 'serviceping show {name}' tells of it, and of the metrics that are made from it.");
            return 1;
        }

        IReadOnlyList<Explanation> explanations = await Explainer.ExplainAsync(named, input, servers, cancellationToken);
        if (isJson)
        {
            Console.Write(ReportJson.Write(explanations));
        }
        else
        {
            ExplanationText text = new(file => DefinitionFolder.PathOf(root, file));
            foreach (Explanation explanation in explanations)
            {
                text.Write(explanation);
            }
        }

        return explanations.All(explanation => explanation.Database?.CanBeComputed != false) ? 0 : 1;
    }
}
