using System.Diagnostics;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using Xunit.Abstractions;

namespace ServicePing.Definitions.Tests.Corpus;

public sealed class CorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_file_is_read_and_checked_without_error()
    {
        List<SourceFile> sources = CorpusFiles.Load();
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
    public void Reading_checking_and_planning_is_fast()
    {
        List<SourceFile> sources = CorpusFiles.Load();
        for (int round = 0; round < 6; round++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            List<ReadFile> files = sources.ConvertAll(source => DefinitionReader.Read(source));
            TimeSpan read = Stopwatch.GetElapsedTime(start);
            long readBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            start = Stopwatch.GetTimestamp();
            DefinitionChecker.Check(files, []);
            TimeSpan check = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            DefinitionCatalogue catalogue = CatalogueBuilder.Build(files.Select(file => file.Meaning));
            TimeSpan build = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            Planner.Plan(catalogue);
            TimeSpan plan = Stopwatch.GetElapsedTime(start);
            output.WriteLine($"read {read.TotalMilliseconds:F1} ms ({read.TotalMicroseconds / sources.Count:F1} µs, {readBytes / sources.Count} B a file), check {check.TotalMilliseconds:F1} ms, catalogue {build.TotalMilliseconds:F1} ms, plan {plan.TotalMilliseconds:F1} ms");
        }
    }
}
