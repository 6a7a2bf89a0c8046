using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What is around the sample of a rule's page, which the page tells in words or takes for granted.</summary>
internal static class RuleSurroundings
{
    private const string Schema = """
        CREATE TYPE payment_state AS ENUM ('open', 'paid');
        CREATE TABLE projects (id bigint PRIMARY KEY, name text, visibility_level integer, created_at timestamptz);
        CREATE TABLE issues (id bigint PRIMARY KEY, project_id bigint NOT NULL, author_id bigint NOT NULL, state_id smallint NOT NULL, title text, locale text, weight integer,
            external_key text, settings jsonb, due_on date, created_at timestamptz NOT NULL, closed_at timestamptz);
        CREATE TABLE notes (id bigint PRIMARY KEY, issue_id bigint NOT NULL);
        CREATE TABLE votes (id bigint PRIMARY KEY, issue_id bigint NOT NULL, score integer);
        CREATE TABLE payments (id bigint PRIMARY KEY, state payment_state);
        CREATE TABLE releases (id bigint PRIMARY KEY);
        CREATE TABLE milestone_releases (id bigint PRIMARY KEY, release_id bigint NOT NULL);
        CREATE INDEX ON issues (author_id);
        CREATE VIEW active_users AS SELECT id FROM issues;

        """;

    internal static TestProject Of(string rule) => rule switch
    {
        "SP0103" or "SP0104" => Metrics("counts.issues_open"),
        "SP0202" => Metrics("counts.issues", "counts.notes", "counts.epics"),
        "SP0301" or "SP0803" => new TestProject().In(around => around with { ProductVersion = new ProductVersion(2, 1) }),
        "SP0307" or "SP0618" => Metrics("counts.issues", "counts.notes"),
        "SP0310" => Metrics("counts.issues_open").With("metrics/old.yml", Removed("counts.issues_old")),
        "SP0311" => Metrics("counts.issues_open", "counts.issues_closed").With("metrics/old.yml", Removed("counts.issues_old")),
        "SP0308" => new TestProject().With("metrics/sample0.yml", Removed("counts.issues")).Recorded(),
        "SP0401" => Recorded("metrics", Yaml.Metric("key_path: counts.issues", Count)),
        "SP0402" => Recorded("metrics", Yaml.Metric("query: { operation: count, from: issues, where: issues.state_id = 1 }")),
        "SP0403" => Recorded("events", Yaml.Event("-additional_properties")),
        "SP0404" => Recorded("metrics", Yaml.Metric("key_path: counts.issues", Count)),
        "SP0406" => new TestProject().Recorded(),
        "SP0408" => Recorded("events", Yaml.Event("action: close_issue", "-identifiers", "-additional_properties")),
        "SP0012" or "SP0013" => new TestProject().In(around => around with
        {
            FindFile = path => rule == "SP0013" ? null : path.EndsWith("/topology.json", StringComparison.Ordinal) ? new NamedFile(path, "{}") : new NamedFile("'.'", null),
        }),
        "SP0701" => Used("CreateIssue").With("events/create_issue.yml", Yaml.Event())
            .With("metrics/both.yml", Yaml.EventMetric("key_path: counts.both", "events: [{ name: create_issue }, { name: reopen_issue }]")),
        "SP0702" => Used().SwitchOff("SP0701").With("events/reopen_issue.yml", Yaml.Event("action: reopen_issue")),
        "SP0706" => Used("ReopenIssue"),
        "SP0710" => new TestProject().In(around => around with
        {
            Use = new ProgramUse("Forge", [], [new MetricUse("counts.sample", new RelatedPlace("/forge/Report.cs", default))]),
        }),
        "SP0606" or "SP0612" or "SP0615" or "SP0617" or "SP0504" or "SP0616" or "SP0204" => new TestProject().With("events/sample0.yml", Yaml.Event()),
        "SP0503" => new TestProject().With(
            "events/sample0.yml", Yaml.Event("action: search_projects", "additional_properties: { label: { description: What was searched } }")),
        "SP0613" => new TestProject().With("queries/imports.yml", """
            instrumentation_class: CountBulkImportsEntitiesMetric
            parameters: { source_type: { values: { group_entity: 0, project_entity: 1 } } }
            query: { operation: count, from: imports, where: source_type = :source_type }
            """),
        "SP0621" or "SP0623" => KnownEvents(),
        "SP0625" => new TestProject().With("events/create_issue.yml", Yaml.Event())
            .With("metrics/creators.yml", Yaml.EventMetric("time_frame: 28d", "events: [{ name: create_issue, unique: user.id }]")),
        "SP0626" => new TestProject().With("events/create_issue.yml", Yaml.Event()).With("events/close_issue.yml", Yaml.Event("action: close_issue")),
        "SP0801" => new TestProject().WithSchema(Schema),
        "SP0627" => new TestProject(),
        "SP0635" => Metrics("counts.issues", "counts.epics").With("metrics/groups.yml", Yaml.Metric(
            "key_path: counts.issues_by_state", "value_type: object", "query: { operation: count, from: issues, group_by: state_id }")),
        _ when int.Parse(rule[2..], System.Globalization.CultureInfo.InvariantCulture) is > 600 and < 700 => new TestProject().WithSchema(Schema),
        _ => new TestProject(),
    };

    private const string Count = "query: { operation: count, from: issues }";

    /// <summary>The lockfile has what the page says that it had.</summary>
    private static TestProject Recorded(string folder, string text) => new TestProject().With($"{folder}/sample0.yml", text).Recorded();

    private static TestProject Used(params string[] events) => new TestProject().In(around => around with { Use = new ProgramUse("Forge", [.. events], []) });

    private static TestProject KnownEvents() => new TestProject().With("known_events/projects.yml", """
        - { name: g_project_view, redis_slot: project, aggregation: weekly }
        - { name: g_project_edit, redis_slot: project, aggregation: weekly }

        """);

    private static TestProject Metrics(params string[] keyPaths)
    {
        TestProject project = new();
        foreach (string keyPath in keyPaths)
        {
            project.With($"metrics/{keyPath}.yml", Yaml.Metric($"key_path: {keyPath}", Count));
        }

        return project;
    }

    private static string Removed(string keyPath) => Yaml.Metric(
        $"key_path: {keyPath}", "status: removed", "milestone_removed: \"2.0\"", "removed_by_url:", Count);
}
