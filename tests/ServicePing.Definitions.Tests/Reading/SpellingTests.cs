using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>One meaning has many spellings in YAML; all of them are read alike.</summary>
public sealed class SpellingTests
{
    private const string Description = "description: Issues that are open";
    private const string Tiers = "tiers: [free, premium, ultimate]";

    /// <summary>Lines of the usual metric, and another spelling of them.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { Description, "description: 'Issues that are open'" },
        { Description, "description: \"Issues that are\\x20open\"" },
        { Description, "description: Issues\n  that are\n  open" },
        { Description, "description:\n  Issues that\n  are open" },
        { Description, "description: >-\n  Issues\n  that are open" },
        { Description, "description: |-\n  Issues that are open" },
        { Description, "description: >-2\n  Issues that are open" },
        { Description, "description: |2-\n  Issues that are open\n\n" },
        { Description, "description: \"Issues\n  that are \\\n  open\"" },
        { Description, "description: 'Issues that\n  are open'" },
        { Description, "\"description\": Issues that are open" },
        { Description, "'description' : Issues that are open" },
        { Description, "? description\n: Issues that are open" },
        { Description, "description: Issues that are open   # all of them" },
        { Description, "# A comment\n\n   # another one\ndescription: Issues that are open" },
        { Description, "description:    Issues that are open  " },
        { Tiers, "tiers:\n- free\n- premium\n- ultimate" },
        { Tiers, "tiers:\n    - free\n    - 'premium'\n    # the largest\n    - \"ultimate\"" },
        { Tiers, "tiers: [ free , premium,ultimate, ]" },
        { Tiers, "tiers: [\n  free, # small\n  premium,\n  'ultimate'\n]" },
        { Tiers, "tiers:\n  [free, premium,\n   ultimate]" },
        { "status: active", "status:\n    active" },
        { "milestone: \"1.0\"", "milestone: '1.0'" },
        { "milestone: \"1.0\"", "milestone: |-\n  1.0" },
        { "options: { a: 1, b: [x, { c: }], d: 'e' }", "options:\n  a: 1\n  b:\n  - x\n  - c:\n  d: e" },
        { "options: { a: 1, b: [x, { c: }], d: 'e' }", "options: {a: 1, b: [x, c: ], \"d\": e}" },
        { "options: { a: 1, b: [x, { c: }], d: 'e' }", "options: { a: 1,\n  b: [ x, { c: ~ } ],\n  d: 'e' }" },
        { "options: { a: 1, b: [x, { c: }], d: 'e' }", "options:\n  a: 1\n  b:\n    - x\n    - { c: null }\n  'd': \"e\"" },
        { "events: [{ name: a, filter: { label: b } }, { name: c }]", "events:\n  - name: a\n    filter:\n      label: b\n  - name: c" },
        { "events: [{ name: a, filter: { label: b } }, { name: c }]", "events:\n-   name: a\n    filter: { label: b }\n-\n    name: c" },
        { "events: [{ name: a, filter: { label: b } }, { name: c }]", "events:\n- filter:\n    'label': 'b'\n  name: a\n- { name: c }" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_spelling_has_the_same_meaning(string usual, string other)
    {
        string text = usual.StartsWith("events", StringComparison.Ordinal) ? Yaml.EventMetric(usual) : Yaml.Metric(usual);
        Assert.Contains(usual, text, StringComparison.Ordinal);
        DefinitionFile expected = Read(text);
        foreach (string spelled in (string[])
        [
            text.Replace(usual, other), "---\n" + text.Replace(usual, other) + "...\n",
            "%YAML 1.2\n---\n" + text.Replace(usual, other), "\uFEFF# first\n" + text.Replace(usual, other),
            "- " + text.Replace(usual, other).TrimEnd().Replace("\n", "\n  ") + "\n",
            text.Replace(usual, other).Replace("\n", "\r\n"), text.Replace(usual, other).TrimEnd(),
        ])
        {
            Assert.Equal(expected, Read(spelled));
        }
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("on")]
    [InlineData("0b1")]
    [InlineData("1_000")]
    [InlineData("2026-01-01")]
    [InlineData("12:30")]
    [InlineData("http://example.com/#a")]
    [InlineData("a: b")]
    [InlineData("#a")]
    [InlineData("it's")]
    public void Only_the_core_schema_makes_more_of_a_word_than_a_text(string text)
    {
        string plain = text is "a: b" or "#a" ? $"'{text}'" : text;
        Assert.Equal(text, Assert.Single(Read(Yaml.Metric($"name: {plain}")).Metrics).Name);
    }

    private static DefinitionFile Read(string text)
    {
        ReadFile file = DefinitionReader.Read(new SourceFile("/forge/metrics/a.yml", "metrics/a.yml", DefinitionKind.Metric, text));
        Assert.Empty(file.Problems);
        return file.Meaning;
    }
}
