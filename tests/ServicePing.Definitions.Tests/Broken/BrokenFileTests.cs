using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Broken;

/// <summary>Broken files and what their writers are told.</summary>
public sealed class BrokenFileTests
{
    /// <summary>The files of cases.</summary>
    public static TheoryData<string> Files => [.. Names];

    private static readonly string[] Names = ["metrics.txt", "queries.txt", "events.txt", "yaml.txt", "lists.txt", "vocabulary.txt"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_broken_text_gives_its_messages(string file)
    {
        GoldenFile golden = GoldenFile.Load(file);
        if (GoldenFile.IsWriting)
        {
            golden.Write(one => Messages(file, one));
            golden = GoldenFile.Load(file);
        }

        Assert.Equal(
            golden.Cases.SelectMany(one => one.Messages.Prepend("## " + one.Name)),
            golden.Cases.SelectMany(one => Messages(file, one).Prepend("## " + one.Name)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_message_has_a_place_in_the_file_a_cause_and_an_action(string file) =>
        Assert.All(GoldenFile.Load(file).Cases, one =>
        {
            IReadOnlyList<Problem> problems = Check(file, one, out string text);
            Assert.NotEmpty(problems);
            Assert.All(problems, problem =>
            {
                Assert.InRange(problem.Span.Start + problem.Span.Length, problem.Span.Start, text.Length);
                Assert.NotEqual("SP9001", problem.Rule.Id);
                Assert.DoesNotContain('\n', problem.Message);
                Assert.InRange(problem.Message.Length, 20, 400);
                Assert.Matches("(: |[.] |; ).*[.?]$", problem.Message);
            });
        });

    [Fact]
    public void There_are_at_least_two_hundred() =>
        Assert.True(Names.Sum(file => GoldenFile.Load(file).Cases.Count) >= 200);

    private static IEnumerable<string> Messages(string file, GoldenCase one) => Check(file, one, out _).Select(problem =>
        $"{problem.Span.StartLine + 1}:{problem.Span.StartColumn + 1}-{problem.Span.EndLine + 1}:{problem.Span.EndColumn + 1} "
        + $"{problem.Rule.Level.ToString().ToLowerInvariant()} {problem.Rule.Id}: {problem.Message}");

    private static IReadOnlyList<Problem> Check(string file, GoldenCase one, out string text)
    {
        string plain = GoldenFile.Plain(one.Text);
        (string path, text) = file switch
        {
            "metrics.txt" or "queries.txt" => ("metrics/broken.yml", Yaml.Metric(["query: { operation: count, from: issues }", .. Entries(plain)])),
            "events.txt" => ("events/broken.yml", Yaml.Event(Entries(plain))),
            "yaml.txt" => ("metrics/broken.yml", plain),
            _ => (one.Name.Split(':')[0], plain + "\n"),
        };
        SourceFile source = new("/forge/" + path, path, DefinitionPath.KindOf(path)!.Value, text);
        return DefinitionChecker.Check([DefinitionReader.Read(source)]);
    }

    /// <summary>Lines that are indented belong to the entry above.</summary>
    private static string[] Entries(string text) => text.Replace("\n ", "\r", StringComparison.Ordinal).Split('\n')
        .Select(entry => entry.Replace("\r", "\n ", StringComparison.Ordinal)).ToArray();
}
