using System.Diagnostics;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Reading;

public sealed class BrokenTextTests
{
    /// <summary>Milliseconds, on a machine that does other things as well; what grows with the square takes minutes.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    /// <summary>Texts as people, editors and accidents leave them.</summary>
    public static TheoryData<string> Texts =>
    [
        "", " \n\n", "---\n", "---\n...\n", "# only a comment\n", "\uFEFF", "key_path", "- a\n- b", "42", "~", "\"text\"",
        "key_path: [a, b\ndescription: x", "key_path: {a: b\nc: d", "key_path: 'a", "key_path: \"a", "key_path: \"a\\q\"", "key_path: a: b",
        "key_path: @a", "key_path: `a", "key_path: %a", "key_path: ]", "key_path: }", "key_path: ,", "key_path: - a", "key_path: a\n b: c",
        "key_path: a\n\tdescription: b", "\tkey_path: a", "key_path:\n\t- a", "key_path: a\nb", "- a\nb: c", "a: b\n- c", "%YAML 9.9\n---\na: b",
        "key_path: *a", "key_path: &a b", "a: &a [*a]", "<<: *base", "*a : b", "key_path: !ruby/object:Foo a", "key_path: !!binary aGVsbG8=", "? [a, b]\n: c",
        "? {a: b}\n: c", "key_path: a\0b", "\0\0\0\0", "PK\u0003\u0004\uFFFD\uFFFD", "key_path: \uFFFD", "key_path: a\rdescription", "{{ key }}: a", "key_path: {{ a }}",
        "key_path: |\n  a\n b\nc: d", "key_path: >\n", "key_path: [", "key_path: {", "[", "{", "[[[", "]", "}", ":", "::", "-", "?", "!", "&", "*", "|", ">", "'", "\"",
        "key_path: a\nkey_path: b", "key_path: 1", "key_path: []", "key_path: {}", "key_path:", "key_path: ''", "key_path: true", "key_path: a\ntime_frame: {}",
        "key_path: a\nevents: a", "key_path: a\nevents: [a]", "key_path: a\nevents: [{}]", "key_path: a\nevents: [{name: }]", "key_path: a\nevents: [{name: a, filter: a}]",
        "key_path: a\nquery: a", "key_path: a\nquery: []", "key_path: a\nquery: {}", "key_path: a\nquery: {where: {}}", "key_path: a\nquery: {parts: a}",
        "key_path: a\nquery: {parts: [{parts: [{}]}]}", "key_path: a\nquery: {batch: 1}", "key_path: a\nquery: {batch: {size: a}}", "key_path: a\nquery: {buckets: 1..b}",
        "key_path: a\noptions: 1", "key_path: a\ntiers: {free: true}", "key_path: a\ntiers: [1, [2], {3: 4}]", "key_path: a\nno_lint: SP0001", "key_path: \u2028\u0085",
        "key_path: a\nquery: {operation: count, from: t, where: 'a = $tag$ x'}", "key_path: a\nquery: {operation: count, from: t, where: '/* x'}",
        "key_path: a\nquery: {operation: count, from: '\"', column: ''}", "key_path: a # x\n  b", "key_path: \"a\n", "---\nkey_path: a\n--- !x\nkey_path: b",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_broken_text_is_a_problem_with_a_place_and_an_action(string text)
    {
        foreach (DefinitionKind kind in (DefinitionKind[])[DefinitionKind.Metric, DefinitionKind.Event, DefinitionKind.Query])
        {
            ReadFile file = Read(text, kind);
            Assert.NotEmpty(file.Problems);
            Assert.All(file.Problems, problem =>
            {
                Assert.Equal("/forge/file.yml", problem.Path);
                Assert.InRange(problem.Span.Start, 0, text.Length);
                Assert.InRange(problem.Span.Start + problem.Span.Length, problem.Span.Start, text.Length);
                Assert.DoesNotContain('\n', problem.Message);
                Assert.NotEqual("SP9001", problem.Rule.Id);
                Assert.True(problem.Message.Contains(':') || problem.Message.Contains(". "), problem.Message);
            });
            Assert.All(DefinitionChecker.Check([file]), problem => Assert.NotEqual("SP9001", problem.Rule.Id));
        }
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Texts.Count >= 100);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void Ten_thousand_open_brackets_are_refused_at_once(string bracket)
    {
        long start = Stopwatch.GetTimestamp();
        Problem problem = Assert.Single(
            Read("a: " + string.Concat(Enumerable.Repeat(bracket, 10_000)), DefinitionKind.Metric).Problems, problem => problem.Rule.Id is "SP0008" or "SP0001");
        Assert.True(Stopwatch.GetElapsedTime(start) < Moment);
        Assert.Contains("close", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_indented_lines_are_refused_at_once()
    {
        string text = string.Concat(Enumerable.Range(0, 3_000).Select(depth => new string(' ', depth) + "a:\n"));
        Assert.Contains(Read(text, DefinitionKind.Metric).Problems, problem => problem.Rule.Id == "SP0008");
    }

    [Fact]
    public void A_huge_scalar_is_shown_in_part()
    {
        Problem problem = Assert.Single(
            Read(Yaml.Metric("status: " + new string('x', 1_000_000)), DefinitionKind.Metric).Problems);
        Assert.InRange(problem.Message.Length, 50, 300);
    }

    [Fact]
    public void A_map_of_many_keys_is_read_in_a_moment()
    {
        string text = Yaml.Metric(
            "options:\n" + string.Join("\n", Enumerable.Range(0, 20_000).Select(number => $"  key{number}: {number}")));
        long start = Stopwatch.GetTimestamp();
        Assert.Empty(Read(text, DefinitionKind.Metric).Problems);
        Assert.True(Stopwatch.GetElapsedTime(start) < Moment);
    }

    [Fact]
    public void A_text_cut_off_anywhere_never_makes_the_reader_fail()
    {
        string text = Yaml.Query(
            "operation: count", "from: issues", "where: [\"a = 'b'\", c > :recorded_at]", "batch: { column: id, size: 10 }");
        for (int length = 0; length < text.Length; length++)
        {
            Assert.All(
                Read(text[..length], DefinitionKind.Metric).Problems, problem => Assert.NotEqual("SP9001", problem.Rule.Id));
        }
    }

    [Fact]
    public void Random_damage_never_makes_the_reader_fail()
    {
        string text = Yaml.EventMetric(
            "time_frame: [7d, 28d]", "events:\n- name: create_issue\n  unique: user.id\n  filter: { label: \"bug\" }");
        const string Damage = "[]{}:,'\"&*!|>%@`-?#\t\r\n \0\uFFFD\u0085é$;()";
        Random random = new(20261121);
        for (int i = 0; i < 20_000; i++)
        {
            char[] damaged = text.ToCharArray();
            for (int hit = random.Next(1, 4); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = Damage[random.Next(Damage.Length)];
            }

            ReadFile file = Read(new string(damaged), DefinitionKind.Metric);
            foreach (Problem problem in file.Problems)
            {
                Assert.True(problem.Rule.Id != "SP9001", problem.Message + "\n" + file.File.Text);
                Assert.True(problem.Span.Start + problem.Span.Length <= file.File.Text.Length);
            }
        }
    }

    private static ReadFile Read(string text, DefinitionKind kind) => DefinitionReader.Read(
        new SourceFile("/forge/file.yml", "file.yml", kind, text));
}
