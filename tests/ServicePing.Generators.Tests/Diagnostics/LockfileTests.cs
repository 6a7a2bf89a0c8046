using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>The lockfile as an additional file, and suppressions, in the compiler.</summary>
public class LockfileTests
{
    private const string Path = "metrics/issues.yml";

    [Fact]
    public async Task A_broken_promise_is_reported_with_the_line_of_the_lockfile()
    {
        TestProject project = Recorded().Edit(Path, text => text.Replace("optional", "standard", StringComparison.Ordinal));

        Diagnostic diagnostic = Assert.Single(await project.AnalyzeAsync());

        Assert.Equal("SP0404", diagnostic.Id);
        FileLinePositionSpan promise = Assert.Single(diagnostic.AdditionalLocations).GetLineSpan();
        Assert.Equal((TestProject.Root + Lockfile.FileName, 3), (promise.Path, promise.StartLinePosition.Line));
    }

    [Fact]
    public async Task A_deleted_definition_is_reported_in_the_lockfile()
    {
        TestProject project = Recorded();
        project = project with { Files = [.. project.Files.Where(file => !file.Path.EndsWith(Path, StringComparison.Ordinal))] };

        Diagnostic analyzed = Assert.Single(await project.AnalyzeAsync());
        Diagnostic generated = Assert.Single(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);

        Assert.Equal(["SP0405", "SP0405"], [analyzed.Id, generated.Id]);
        Assert.Equal(TestProject.Root + Lockfile.FileName, analyzed.Location.GetLineSpan().Path);
        Assert.Equal(analyzed.Location.GetLineSpan(), generated.Location.GetLineSpan());
    }

    [Fact]
    public void An_edit_of_the_lockfile_checks_again_and_reads_nothing_else()
    {
        TestProject project = Recorded().WithProperty("RunAnalyzers", "false");
        GeneratorOutcome before = project.Generate();
        TestProject edited = project.Edit(Lockfile.FileName, text => text.Replace("time_frame=all", "time_frame=7d", StringComparison.Ordinal));

        GeneratorOutcome after = before.Then(edited);

        Assert.Empty(before.Diagnostics);
        Assert.Equal("SP0401", Assert.Single(after.Diagnostics).Id);
        Assert.Equal([Stages.ProblemFiles, Stages.Problems, "SourceOutput", Stages.Texts], after.ChangedStages);
        Assert.Empty(after.FilesChangedSince(before));
    }

    [Fact]
    public void A_lockfile_that_stays_as_it_is_is_not_read_again()
    {
        TestProject project = Recorded().WithProperty("RunAnalyzers", "false");
        GeneratorOutcome before = project.Generate();
        int reads = project.Files[^1].Reads;

        GeneratorOutcome after = before.Then(project.WithSource("namespace Forge; public class Added { public int Value => 1; }"));

        Assert.Empty(after.ChangedStages);
        Assert.Equal(reads, project.Files[^1].Reads);
        Assert.EndsWith(Lockfile.FileName, project.Files[^1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_a_suppression_changes_no_code()
    {
        TestProject project = Recorded();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.Edit(Path, text => text + "no_lint: [{ rule: SP0402, reason: Never shipped }]\n"));

        Assert.Empty(after.ChangedStages);
    }

    [Fact]
    public void An_edit_of_a_suppression_checks_again_where_the_generator_reports()
    {
        TestProject project = Recorded().WithProperty("RunAnalyzers", "false");
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.Edit(Path, text => text + "no_lint: [{ rule: SP0402, reason: Never shipped }]\n"));

        Assert.Equal("SP0801", Assert.Single(after.Diagnostics).Id);
        Assert.Empty(after.FilesChangedSince(before));
    }

    [Fact]
    public async Task A_suppression_holds_in_the_analyzer_and_in_the_generator_until_the_product_s_version_ends_it()
    {
        TestProject project = Recorded().Edit(Path, text => text.Replace("from: issues", "from: snippets", StringComparison.Ordinal)
            + "no_lint: [{ rule: SP0402, reason: Never shipped, until: '2.1' }]\n");

        foreach ((string version, string[] ids) in new[] { ("2.1.4", Array.Empty<string>()), ("2.2.0-rc.1", ["SP0402", "SP0803"]) })
        {
            TestProject versioned = project.WithProperty("ServicePingProductVersion", version);
            Assert.Equal(ids, (await versioned.AnalyzeAsync()).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
            Assert.Equal(
                ids,
                versioned.WithProperty("RunAnalyzers", "false").Generate().Diagnostics.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        }
    }

    private static TestProject Recorded()
    {
        TestProject project = new TestProject().With(Path, Yaml.Count("counts.issues"));
        return project.With(Lockfile.FileName, LockfileWriter.Write(LockfileRecorder.Record(
            project.Files.Select(file => DefinitionReader.Read(new SourceFile(
                file.Path, Path, ServicePing.Definitions.Model.DefinitionKind.Metric, file.GetText().ToString())).Meaning))));
    }
}
