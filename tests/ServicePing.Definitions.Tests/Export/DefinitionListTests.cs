using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Export;

public sealed class DefinitionListTests
{
    [Fact]
    public void A_metric_is_written_with_GitLab_s_names_in_the_order_of_its_files() =>
        Assert.Equal(
            """
            ---
            - data_category: optional
              key_path: counts.issues
              description: "Issues: all of them"
              product_group: planning
              value_type: number
              status: active
              milestone: "1.0"
              introduced_by_url: https://example.com/changes/12
              time_frame:
              - "7d"
              - all
              data_source: database
              query:
                operation: count
                from: issues
                where:
                - state = 1
                - "title <> 'x'"
                batch:
                  size: 100
              tiers:
              - free

            """.ReplaceLineEndings("\n"),
            List(DefinitionKind.Metric, Yaml.Metric(
                "key_path: counts.issues", "description: 'Issues: all of them'", "time_frame: [7d, all]", "tiers: [free]",
                "query: { operation: count, from: issues, where: [state = 1, title <> 'x'], batch: { size: 100 } }")).ToYaml());

    [Fact]
    public void Paths_are_added_on_demand() =>
        Assert.EndsWith(
            "  file_path: events/one.yml\n",
            DefinitionList.Of([Read(DefinitionKind.Event, Yaml.Event(), "events/one.yml")], DefinitionKind.Event, includesPaths: true).ToYaml(),
            StringComparison.Ordinal);

    [Fact]
    public void JSON_has_a_definition_a_line() =>
        Assert.Equal(
            "[\n{\"name\":\"a_view\",\"aggregation\":\"daily\",\"expiry\":3}\n]\n",
            List(DefinitionKind.KnownEvent, "- { name: a_view, aggregation: daily, expiry: 3 }").ToJson());

    [Fact]
    public void An_empty_list_is_one_in_both()
    {
        DefinitionList empty = DefinitionList.Of([], DefinitionKind.Metric);
        Assert.Equal(("--- []\n", "[]\n"), (empty.ToYaml(), empty.ToJson()));
    }

    [CorpusFact]
    public void Every_metric_of_the_corpus_is_read_back_to_the_same_meaning() => ReadBack(DefinitionKind.Metric);

    [CorpusFact]
    public void Every_event_of_the_corpus_is_read_back_to_the_same_meaning() => ReadBack(DefinitionKind.Event);

    private static void ReadBack(DefinitionKind kind)
    {
        List<DefinitionFile> files =
            [.. GitLabDefinitions.Load().Where(source => source.Kind == kind).Select(source => DefinitionReader.Read(source).Meaning)];

        DefinitionFile again = Read(kind, DefinitionList.Of(files, kind).ToYaml(), "");

        Assert.Equal(
            files.SelectMany(file => file.Metrics).OrderBy(metric => metric.SourceFile, StringComparer.Ordinal)
                .Select(metric => metric with { SourceFile = "" }),
            again.Metrics);
        Assert.Equal(
            files.SelectMany(file => file.Events).OrderBy(@event => @event.SourceFile, StringComparer.Ordinal)
                .Select(@event => @event with { SourceFile = "" }),
            again.Events);
        Assert.True(again.Metrics.Count + again.Events.Count > 900);
    }

    [Theory]
    [InlineData(DefinitionKind.Query, "instrumentation_class: CountImportsMetric\nparameters: { source: { values: { group: 0, \"on\": \"x'y\", all: } }, status: }\nquery: { operation: count, from: t, when: { source: a = :source, status: \"b = :status\" } }")]
    [InlineData(DefinitionKind.Aggregate, "- { name: all_of_it, operator: AND, source: redis, time_frame: [7d, 28d], events: [a, b], feature_flag: f }")]
    [InlineData(DefinitionKind.Override, "create_issue-user: OLD\n'{event_counters}_create_issue': USAGE_ISSUES\n")]
    [InlineData(DefinitionKind.KnownEvent, "- { name: g_project_view, redis_slot: project, category: projects, aggregation: weekly, feature_flag: x }")]
    [InlineData(DefinitionKind.Event, "action: search\ndescription: \"Someone \\\"searches\\\": - 2.0 # really\"\nproduct_group: a\nmilestone:\nintroduced_by_url:\ntiers: [free]\ninternal_events: true\nadditional_properties: { label: { description: 'yes', type: string, values: ['on', '1', a b] } }")]
    public void Definitions_of_the_other_kinds_are_read_back_to_the_same_meaning(DefinitionKind kind, string text)
    {
        DefinitionFile file = Read(kind, text, "");

        Assert.Equal(file, Read(kind, DefinitionList.Of([file], kind).ToYaml(), ""));
    }

    private static DefinitionList List(DefinitionKind kind, string text) => DefinitionList.Of([Read(kind, text, "")], kind);

    private static DefinitionFile Read(DefinitionKind kind, string text, string path)
    {
        ReadFile file = DefinitionReader.Read(new SourceFile(path, path, kind, text));
        Assert.DoesNotContain(file.Problems, problem => problem.Rule.Level == RuleLevel.Error);
        return file.Meaning;
    }
}
