using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Vectors;

/// <summary>What GitLab's own schema says of event definitions, valid and invalid.</summary>
public sealed class EventVectorTests
{
    public static TheoryData<string> Invalid =>
    [
        "-description", "description:", "-action", "action: Click", "action: a-b", "action: ''", "-product_group", "-introduced_by_url",
        "introduced_by_url: 1", "-milestone", "milestone: 16", "milestone: '16'", "milestone: 16.7", "-tiers", "tiers: [silver]", "tiers:", "category:", "category: 1",
        "internal_events: false", "internal_events: yes please", "internal_events:", "identifiers: [group]", "identifiers: user", "additional_properties: [label]",
        "extra_properties: [a]", "extra_trackers: a", "iglu_schema_url: 1", "product_categories: bad", "product_categories:", "status: broken", "status:",
        "status: removed", "status: removed\nmilestone_removed: '1.1'", "status: removed\nremoved_by_url: https://example.com/1",
        "status: active\nmilestone_removed: '1.1'", "status: active\nremoved_by_url: https://example.com/1", "classification:", "classification: other", "unknown: a",
    ];

    public static TheoryData<string> Valid =>
    [
        "action: 2fa_on", "introduced_by_url:", "milestone:", "milestone: '<13.9'", "tiers: []", "category: Projects::BlobController", "-internal_events", "identifiers:",
        "identifiers: []", "identifiers: [project, user, namespace, feature_enabled_by_namespace_ids]", "additional_properties: {}",
        "additional_properties: { own: { description: Mine } }", "extra_properties:", "extra_properties: { a: b }", "extra_trackers:",
        "extra_trackers: [{ tracking_class: AiTracking, protected_properties: { a: { description: b } } }]", "iglu_schema_url:", "iglu_schema_url: 'iglu:a/b'",
        "product_categories: [a]", "status: active", "status: removed\nmilestone_removed: '1.1'\nremoved_by_url: https://example.com/1", "classification: duo",
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_the_schema_refuses_is_an_error(string changes) =>
        Assert.Contains(Read(changes).Problems, problem => problem.Rule.Level == RuleLevel.Error);

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_the_schema_allows_has_no_problem(string changes) => Assert.Empty(Read(changes).Problems);

    private static ReadFile Read(string changes) => DefinitionReader.Read(new SourceFile(
        "/forge/events/a.yml", "events/a.yml", DefinitionKind.Event, Yaml.Event(changes.Split('\n'))));
}
