using System.Text.RegularExpressions;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;
using Xunit.Abstractions;

namespace ServicePing.Definitions.Tests.Corpus;

public sealed class CorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_file_is_read_and_checked_without_error()
    {
        List<SourceFile> sources = GitLabDefinitions.Load();
        Assert.Equal(2656, sources.Count(source => source.Kind == DefinitionKind.Metric));
        Assert.Equal(912, sources.Count(source => source.Kind == DefinitionKind.Event));

        List<ReadFile> files = sources.ConvertAll(source => DefinitionReader.Read(source));
        IReadOnlyList<Problem> problems = DefinitionChecker.Check(files);

        Assert.Empty(problems.Where(problem => problem.Rule.Level == RuleLevel.Error).Select(problem => problem.ToString()));
        Assert.All(files, file => Assert.Equal(1, file.Meaning.Metrics.Count + file.Meaning.Events.Count));
        foreach (IGrouping<string, Problem> group in problems.GroupBy(problem => problem.Rule.Id))
        {
            output.WriteLine($"{group.Key} {group.Count()}: {group.First().Message}");
        }
    }

    [CorpusFact]
    public void Every_older_file_is_read_and_checked_without_error()
    {
        List<ReadFile> files = GitLabDefinitions.LoadHistoric().ConvertAll(source => DefinitionReader.Read(source));
        Assert.Equal(18, files.Count);
        Assert.Equal(12, files.Sum(file => file.Meaning.Metrics.Count));
        Assert.Equal(349, files.Sum(file => file.Meaning.KnownEvents.Count));
        Assert.Equal(4, files.Sum(file => file.Meaning.Aggregates.Count));

        IReadOnlyList<Problem> problems = DefinitionChecker.Check(files);
        Assert.Empty(problems.Where(problem => problem.Rule.Level == RuleLevel.Error).Select(problem => problem.ToString()));
        Assert.Equal(12, problems.Count(problem => problem.Rule.Id == "SP0009"));
        foreach (Problem problem in problems)
        {
            output.WriteLine(problem.ToString());
        }
    }

    [CorpusFact]
    public void Reading_a_file_allocates_less_than_30_kilobytes()
    {
        List<SourceFile> sources = GitLabDefinitions.Load();
        DefinitionReader.Read(sources[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (SourceFile source in sources)
        {
            DefinitionReader.Read(source);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / sources.Count, 1, 30_000);
    }

    /// <summary>What lines of text say without any YAML: key paths with their suffixes, statuses, and names of selected events.</summary>
    [CorpusFact]
    public void Key_paths_statuses_and_events_are_those_of_the_text()
    {
        foreach (SourceFile source in GitLabDefinitions.Load().Where(source => source.Kind == DefinitionKind.Metric))
        {
            DefinitionFile meaning = DefinitionReader.Read(source).Meaning;
            string frames = Regex.Match(source.Text, @"^time_frame:[ ]*(\[[^\]]*\]|(\n\s*- \S+)+|\S+)", RegexOptions.Multiline).Groups[1].Value;
            string keyPath = Word(source.Text, "key_path");
            bool isList = frames.Contains('[', StringComparison.Ordinal) || frames.Contains('-', StringComparison.Ordinal);
            IEnumerable<string> expected = isList
                ? Regex.Matches(frames, "7d|28d|all").Select(frame => keyPath + frame.Value switch { "7d" => "_weekly", "28d" => "_monthly", _ => "" })
                : [keyPath];
            DefinitionCatalogue catalogue = CatalogueBuilder.Build([meaning]);
            Assert.Equal(expected.Order(KeyPathOrder.Instance), catalogue.Metrics.Select(metric => metric.KeyPath));

            MetricDefinition definition = Assert.Single(meaning.Metrics);
            Assert.Equal(Word(source.Text, "status"), definition.Status.ToString().ToLowerInvariant());
            Assert.Equal(Word(source.Text, "data_source"), Words.Of(Words.DataSources, definition.DataSource));
            string events = Regex.Match(source.Text, @"^events:\s*\n((\s+.*|- .*)\n)+", RegexOptions.Multiline).Value;
            Assert.Equal(
                Regex.Matches(events, @"^\s*(?:- )?name: *[""']?([^""'\s]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value),
                definition.Events.Select(selection => selection.Name));
            Assert.Equal(
                Regex.Matches(events, @"^\s*(?:- )?unique: *[""']?([^""'\s]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value),
                definition.Events.Where(selection => selection.Unique is not null).Select(selection => selection.Unique));
        }
    }

    private static string Word(string text, string key) =>
        Regex.Match(text, $@"^{key}:\s*[""']?([^""'\s#]+)", RegexOptions.Multiline).Groups[1].Value;

    [CorpusFact]
    public void Every_key_path_has_a_place_in_the_plan()
    {
        Plan plan = GitLabDefinitions.Plan();
        Assert.Equal(3140, plan.Metrics.Count);
        Assert.Equal(
            plan.Metrics.Count, plan.Metrics.Select(metric => metric.Metric.KeyPath).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            plan.Metrics.Select(metric => metric.Metric.KeyPath).Order(KeyPathOrder.Instance),
            plan.Metrics.Select(metric => metric.Metric.KeyPath));
        Assert.Equal(505, plan.Events.Count);
    }

    [CorpusFact]
    public void Every_live_metric_over_counters_is_read_from_keys_that_are_safe()
    {
        Plan plan = GitLabDefinitions.Plan();
        HashSet<int> read = [.. plan.CounterReads.Select(counter => counter.Slot)];
        Assert.All(
            Enumerable.Range(0, plan.Metrics.Count),
            slot => Assert.Equal(
                plan.Metrics[slot].Metric.Definition is
                {
                    Status: not MetricStatus.Removed, DataSource: DataSource.InternalEvents or DataSource.RedisHll or DataSource.Redis,
                },
                read.Contains(slot)));
        Assert.All(
            plan.CounterReads.Where(counter => counter.Kind == CounterKind.Unique).SelectMany(counter => counter.Keys),
            key => Assert.Matches(@"\A(\w|-|:)*\{\w*\}(\w|-|:|\[|,|\])*\z", key));
    }
}
