using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Planning;

public sealed class PlanInputTests
{
    [Fact]
    public void Nothing_is_planned_otherwise_without_the_words_for_people()
    {
        foreach (List<SourceFile> corpus in new[] { GitLabDefinitions.Load(), GitLabDefinitions.LoadHistoric() })
        {
            DefinitionFile[] files = [.. corpus.Select(source => DefinitionReader.Read(source).Meaning)];

            Plan whole = Planner.Plan(CatalogueBuilder.Build(files));
            Plan wordless = Planner.Plan(CatalogueBuilder.Build(files.Select(PlanInput.Of)));

            Assert.NotEmpty(whole.Metrics);
            Assert.Equal(whole.Metrics.Select(Planned), wordless.Metrics.Select(Planned));
            Assert.Equal(whole.Events.Select(Planned), wordless.Events.Select(Planned));
            Assert.Equal(whole with { Metrics = [], Events = [] }, wordless with { Metrics = [], Events = [] });
        }
    }

    [Fact]
    public void An_edit_of_words_leaves_the_input_as_it_was_and_any_other_does_not()
    {
        const string metric = "description: Issues\nproduct_group: plan\nmilestone: \"1.0\"\ntiers: [free]";
        const string @event = "description: An issue was created\nproduct_group: plan\nadditional_properties: { label: { description: Its type } }";
        DefinitionFile before = Read(metric, @event);

        DefinitionFile words = Read(
            "description: Open issues\nproduct_group: team\nmilestone: \"1.1\"\ntiers: [premium]\nproduct_categories: [planning]",
            "description: An issue is there\nproduct_group: team\nadditional_properties: { label: { description: Its kind } }");
        DefinitionFile others = Read(metric + "\noptions: { name: issues }", @event);
        DefinitionFile properties = Read(metric, @event.Replace("label", "property", StringComparison.Ordinal));

        Assert.NotEqual(before, words);
        Assert.Equal(PlanInput.Of(before), PlanInput.Of(words));
        Assert.NotEqual(PlanInput.Of(before), PlanInput.Of(others));
        Assert.NotEqual(PlanInput.Of(before), PlanInput.Of(properties));
    }

    private static object Planned(PlannedMetric planned) =>
        (planned.Metric.KeyPath, planned.Metric.TimeFrame, planned.Shape, planned.Unplanned);

    private static object Planned(EventPlan planned) =>
        (planned.Event.Action, planned.Event.Identifiers, planned.Event.AdditionalProperties.Select(property => property.Name).ToEquatableArray(), planned.Rules);

    private static DefinitionFile Read(string metric, string @event)
    {
        DefinitionFile metrics = DefinitionReader.Read(new SourceFile(
            "metrics/a.yml", "metrics/a.yml", DefinitionKind.Metric, $"key_path: counts.a\ntime_frame: all\ndata_source: system\n{metric}\n")).Meaning;
        DefinitionFile events = DefinitionReader.Read(new SourceFile(
            "events/a.yml", "events/a.yml", DefinitionKind.Event, $"action: create_issue\ninternal_events: true\n{@event}\n")).Meaning;
        return metrics with { Events = events.Events };
    }
}
