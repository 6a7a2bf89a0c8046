using System.Diagnostics;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Broken;

/// <summary>Real definitions, damaged: the reader and the rules never fail, never hang, and always have a place and an action.</summary>
public sealed class FuzzTests
{
    private const int Seed = 20261121;

    /// <summary>Rules that need more than one file look at so many at once.</summary>
    private const int ProjectSize = 50;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>A hundred thousand in every run, two million in a long one.</summary>
    private static int Mutants => Environment.GetEnvironmentVariable("SERVICEPING_LONG") == "1" ? 2_000_000 : 100_000;

    [CorpusFact]
    public void No_damaged_definition_makes_the_reader_or_a_rule_fail()
    {
        List<SourceFile> sources = [.. GitLabDefinitions.Load(), .. GitLabDefinitions.LoadHistoric()];
        Parallel.For(0, Mutants / ProjectSize, project =>
        {
            Mutation mutation = new(Seed + project);
            List<ReadFile> files = [];
            for (int i = 0; i < ProjectSize; i++)
            {
                SourceFile source = sources[mutation.Below(sources.Count)];
                string text = mutation.Of(source.Text, sources[mutation.Below(sources.Count)].Text);
                files.Add(Read(source with { Text = text, Path = $"{source.Path}#{i}" }));
            }

            foreach (Problem problem in DefinitionChecker.Check(files))
            {
                Assert.True(problem.Rule.Id != "SP9001", $"Project {project}: {problem}");
            }
        });
    }

    [CorpusFact]
    public void A_damaged_definition_is_read_the_same_way_each_time()
    {
        List<SourceFile> sources = GitLabDefinitions.Load();
        Mutation mutation = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            SourceFile source = sources[mutation.Below(sources.Count)];
            source = source with { Text = mutation.Of(source.Text, sources[mutation.Below(sources.Count)].Text) };
            ReadFile first = DefinitionReader.Read(source);
            ReadFile second = DefinitionReader.Read(source);
            Assert.Equal((first.Meaning, first.Problems), (second.Meaning, second.Problems));
        }
    }

    private static ReadFile Read(SourceFile source)
    {
        long start = Stopwatch.GetTimestamp();
        ReadFile file = DefinitionReader.Read(source);
        Assert.True(Stopwatch.GetElapsedTime(start) < Longest, source.Text);
        foreach (Problem problem in file.Problems)
        {
            bool isSound = problem.Rule.Id != "SP9001"
                && problem.Span.Start >= 0
                && problem.Span.Length >= 0
                && problem.Span.Start + problem.Span.Length <= source.Text.Length
                && !problem.Message.Contains('\n')
                && problem.Message.Length > 0;
            Assert.True(isSound, $"{problem}\n{source.Text}");
        }

        return file;
    }
}
