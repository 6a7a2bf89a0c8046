using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>Known events, aggregates and old keys, of which a file has many.</summary>
public sealed class ListTests
{
    [Fact]
    public void Every_key_of_a_known_event_is_read()
    {
        Assert.Equal(
            [
                new KnownEventDefinition
                {
                    Name = "g_compliance_dashboard",
                    Category = "compliance",
                    Slot = "compliance",
                    Aggregation = EventAggregation.Daily,
                    ExpiryDays = 29,
                    FeatureFlag = "track_unique_visits",
                    SourceFile = "known_events/file.yml",
                },
                new KnownEventDefinition { Name = "search", SourceFile = "known_events/file.yml" },
            ],
            Clean("known_events", """
                # Compliance
                - name: g_compliance_dashboard
                  redis_slot: compliance
                  category: compliance
                  aggregation: daily
                  expiry: 29
                  feature_flag: track_unique_visits

                - { name: search, aggregation: weekly, redis_slot: , category: }
                """).KnownEvents);
    }

    [Fact]
    public void Every_key_of_an_aggregate_is_read()
    {
        Assert.Equal(
            [
                new AggregateDefinition
                {
                    Name = "compliance_union",
                    Operator = AggregateOperator.And,
                    Source = AggregateSource.Database,
                    TimeFrames = [TimeFrame.SevenDays, TimeFrame.All],
                    Events = ["a", "b"],
                    FeatureFlag = "union",
                    SourceFile = "aggregates/file.yml",
                },
            ],
            Clean("aggregates", """
                - name: compliance_union
                  operator: AND
                  source: database
                  time_frame: [7d, all]
                  events:
                    - 'a'
                    - 'b'
                  feature_flag: union
                """).Aggregates);
    }

    [Fact]
    public void Old_keys_are_read_by_what_they_replace()
    {
        Assert.Equal(
            [
                new KeyOverride("{event_counters}_create_snippet", "USAGE_SNIPPET_CREATE", "overrides/file.yml"),
                new KeyOverride("ci_template_included-filter:[label:npm,property:false]-project", "p_ci_npm", "overrides/file.yml"),
            ],
            Clean("overrides", """
                ---
                '{event_counters}_create_snippet': USAGE_SNIPPET_CREATE
                ci_template_included-filter:[label:npm,property:false]-project: p_ci_npm
                """).KeyOverrides);
    }

    [Theory]
    [InlineData("metrics", 2)]
    [InlineData("events", 2)]
    [InlineData("queries", 2)]
    [InlineData("known_events", 2)]
    [InlineData("aggregates", 2)]
    [InlineData("overrides", 2)]
    public void Definitions_of_every_kind_come_as_a_list_or_as_documents(string folder, int count)
    {
        string[] texts = Enumerable.Range(0, count).Select(number => folder switch
        {
            "metrics" => Yaml.Metric($"key_path: counts.a{number}"),
            "events" => Yaml.Event($"action: a{number}"),
            "queries" => $"instrumentation_class: A{number}Metric\nquery: {{ operation: count, from: t }}\n",
            "known_events" => $"name: a{number}\naggregation: weekly\n",
            "aggregates" => $"name: a{number}\noperator: OR\nsource: redis\ntime_frame: [7d]\nevents: [a]\n",
            _ => $"a{number}: A{number}\n",
        }).ToArray();
        string list = string.Concat(texts.Select(text => "- " + text.TrimEnd().Replace("\n", "\n  ") + "\n"));

        DefinitionFile expected = Clean(folder, string.Join("---\n", texts));
        Assert.Equal(expected, Clean(folder, list));
        Assert.Equal(
            count,
            expected.Metrics.Count + expected.Events.Count + expected.Calculations.Count + expected.KnownEvents.Count
            + expected.Aggregates.Count + expected.KeyOverrides.Count);
    }

    [Fact]
    public void Aggregates_may_share_events_by_alias_and_keys_by_merge()
    {
        AggregateDefinition[] aggregates = [.. Clean("aggregates", """
            - &first
              name: first
              operator: OR
              source: redis
              time_frame: &frames [7d, 28d]
              events: &events
                - a
                - &b b
            - name: second
              operator: AND
              source: redis
              time_frame: *frames
              events: *events
            - <<: *first
              name: third
              events: [*b]
            - <<: [{ name: unused, source: database }, *first]
              name: fourth
            """).Aggregates];
        Assert.Equal(
            ["first Or Redis a b", "second And Redis a b", "third Or Redis b", "fourth Or Database a b"],
            aggregates.Select(static one => $"{one.Name} {one.Operator} {one.Source} {string.Join(" ", one.Events)}"));
        Assert.All(aggregates, static one => Assert.Equal([TimeFrame.SevenDays, TimeFrame.TwentyEightDays], one.TimeFrames));
    }

    [Theory]
    [InlineData("- name: [|*a|]\n", "no anchor '&a' above")]
    [InlineData("- &a { name: a, events: [[|*a|]] }\n", "no anchor '&a' above")]
    [InlineData("- &a { name: a }\n---\n- [|*a|]\n", "no anchor '&a' above")]
    [InlineData("- { &a name: a, [|*a|] : b }\n", "not supported")]
    public void An_alias_stands_for_a_node_that_is_complete(string text, string message)
    {
        (string plain, int start, int end) = Unmark(text);
        Problem problem = Read("aggregates", plain).Problems.First(problem => problem.Rule.Id == "SP0008");
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((start, end), (problem.Span.Start, problem.Span.Start + problem.Span.Length));
    }

    [Fact]
    public void Aliases_cannot_grow_without_end()
    {
        string text = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(
            level => $"- &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
        Assert.Contains(
            Read("aggregates", text).Problems, problem => problem.Message.Contains("too many values", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_wrong_at_an_anchor_is_reported_once()
    {
        const string Entry = "operator: OR\n  source: redis\n  time_frame: [7d]\n";
        Problem problem = Assert.Single(Read(
            "aggregates", $"- name: a\n  {Entry}  events: &e [b, 1]\n- name: c\n  {Entry}  events: *e\n").Problems);
        Assert.Equal(("SP0004", 4), (problem.Rule.Id, problem.Span.StartLine));
    }

    [Fact]
    public void Anchors_stay_refused_where_they_hide_what_a_definition_says() =>
        Assert.Equal(
            ["SP0008", "SP0008"],
            Read("known_events", "- &a { name: a, aggregation: weekly }\n- *a\n").Problems.Select(problem => problem.Rule.Id));

    private static DefinitionFile Clean(string folder, string text)
    {
        ReadFile file = Read(folder, text);
        Assert.Empty(file.Problems);
        return file.Meaning;
    }

    private static ReadFile Read(string folder, string text) => DefinitionReader.Read(new SourceFile(
        $"/forge/{folder}/file.yml", $"{folder}/file.yml", DefinitionPath.KindOf($"{folder}/file.yml")!.Value, text));

    private static (string Text, int Start, int End) Unmark(string text)
    {
        int start = text.IndexOf("[|", StringComparison.Ordinal);
        int end = text.IndexOf("|]", StringComparison.Ordinal) - 2;
        return (text.Replace("[|", "").Replace("|]", ""), start, end);
    }
}
