using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Importing;

/// <summary><c>serviceping import</c>: a tree of GitLab's, and a payload.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private const string Metric = """
        key_path: counts.issues
        description: Issues that exist in all projects
        product_group: project_management
        product_categories: [team_planning]
        value_type: number
        status: active
        milestone: "15.0"
        introduced_by_url: https://gitlab.example/changes/1
        time_frame: all
        data_source: database
        data_category: optional
        instrumentation_class: CountIssuesMetric
        options: { state: opened }
        tiers: [free, premium, ultimate]

        """;

    private static readonly string[] Common =
        ["--owner", "planning", "--tiers", "free", "--milestone", "1.0", "--link", "https://example.com/changes/1"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-import-");

    public void Dispose() => _folder.Delete(recursive: true);

    [CorpusFact]
    public async Task Definitions_of_the_corpus_validate_once_they_are_imported()
    {
        ProgramRun run = await Run("import", "gitlab", Path.Combine(CorpusFiles.Folder!.FullName, "gitlab-18.9"), "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        JsonElement report = JsonElement.Parse(run.Output);
        Assert.Equal((2656, 912), (report.GetProperty("counts").GetProperty("metrics").GetInt32(), report.GetProperty("counts").GetProperty("events").GetInt32()));
        JsonElement issues = report.GetProperty("classes").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "CountIssuesMetric");
        Assert.Equal("query", issues.GetProperty("needs").GetString());
        Assert.Contains("counts.issues", issues.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetString()));

        ProgramRun validation = await Run("validate", "ServicePing");
        Assert.Equal((0, ""), (validation.ExitCode, validation.Errors));
        Assert.DoesNotContain(": error ", validation.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SP0007", validation.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SP0012", validation.Output, StringComparison.Ordinal);
        Assert.Contains("contact: group::", await File.ReadAllTextAsync(PathOf("ServicePing", "vocabulary.yml")), StringComparison.Ordinal);

        ProgramRun again = await Run("import", "gitlab", CorpusFiles.GitLab);
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.Contains("\n0 files are written to ServicePing\n", again.Output, StringComparison.Ordinal);
    }

    [CorpusFact]
    public async Task Older_definitions_known_events_and_aggregates_are_imported()
    {
        ProgramRun run = await Run("import", "gitlab", CorpusFiles.Historic, "--into", "old");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.True(File.Exists(PathOf("old", "known_events", "common.yml")));
        Assert.True(File.Exists(PathOf("old", "aggregates", "common.yml")));
        Assert.Equal(0, (await Run("validate", "old")).ExitCode);
        Assert.Contains("known_event ", (await Run("lineage", "old")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_tree_finds_its_places()
    {
        Write("tree/config/metrics/counts_all/issues.yml", Metric);
        Write("tree/ee/config/metrics/counts_all/epics.yml", Metric.Replace("counts.issues", "counts.epics", StringComparison.Ordinal));
        Write("tree/config/metrics/aggregates/a.yml", "- { name: both, operator: OR, source: redis, time_frame: [7d], events: [g_one_view, g_one_edit] }\n");
        Write("tree/lib/gitlab/usage_data_counters/known_events/k.yml", """
            - { name: g_one_view, category: one, redis_slot: one, aggregation: weekly }
            - { name: g_one_edit, category: one, redis_slot: one, aggregation: weekly }
            """);
        Write("tree/lib/gitlab/usage_data_counters/hll_redis_key_overrides.yml", "\"{hll_counters}_g_one_view\": one_view\n");
        Write("tree/lib/gitlab/usage/metrics/instrumentations/count_issues_metric.rb", "");
        Write("tree/config/metrics/schema/product_groups.json", """{ "type": "string", "enum": ["project_management", "code_review"] }""");
        Write("tree/config/feature_categories.yml", "---\n- team_planning\n- code_review\n");
        Write("tree/db/structure.sql", "CREATE TABLE issues (id bigint PRIMARY KEY);");

        ProgramRun run = await Run("import", "gitlab", "tree");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "  CountIssuesMetric  database, counts.epics counts.issues, options state, lib/gitlab/usage/metrics/instrumentations/count_issues_metric.rb\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nmetrics: 2, known events: 2, aggregates: 1, old keys: 1, and the words of the tree\n7 files are written to ServicePing\nNext: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["aggregates/a.yml", "known_events/k.yml", "metrics/counts_all/issues.yml", "metrics/ee/counts_all/epics.yml", "overrides/hll_redis_key_overrides.yml", "schema.sql", "vocabulary.yml"],
            Files("ServicePing"));
        Assert.Equal(
            """
            owners:
              code_review:
                contact: group::code_review
              project_management:
                contact: group::project_management
            categories:
            - code_review
            - team_planning

            """,
            await File.ReadAllTextAsync(PathOf("ServicePing", "vocabulary.yml")));
        Assert.Equal(Metric, await File.ReadAllTextAsync(PathOf("ServicePing", "metrics", "counts_all", "issues.yml")));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_a_definition_with_an_error_is_told()
    {
        Write("tree/config/metrics/issues.yml", Metric.Replace("time_frame: all", "time_frame: 30d", StringComparison.Ordinal));

        ProgramRun run = await Run("import", "gitlab", "tree", "--dry-run");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ServicePing/metrics/issues.yml(9,13): error SP0005: '30d' is no value of 'time_frame'", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nNothing is written: leave --dry-run out.\n", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("ServicePing")));
    }

    [Fact]
    public async Task What_is_there_and_says_something_else_is_left_as_it_is()
    {
        Write("tree/config/metrics/issues.yml", Metric);
        Write("tree/config/metrics/others.yml", Metric.Replace("counts.issues", "counts.others", StringComparison.Ordinal));
        Write("ServicePing/metrics/others.yml", Metric);

        ProgramRun run = await Run("import", "gitlab", "tree");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("'ServicePing/metrics/others.yml' is there and says something else: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["metrics/others.yml"], Files("ServicePing"));
    }

    [Fact]
    public async Task A_payload_becomes_drafts()
    {
        Write("payload.json", """
            {
              "uuid": "6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55", "recorded_at": "2026-11-21T03:52:53.292Z", "edition": "EE",
              "counts": { "issues": 5, "issues_weekly": 1, "issues_monthly": 3, "epics": 7, "issues_by_state": { "1": 2, "2": 3 }, "old_monthly": 4 },
              "usage_activity_by_stage_monthly": { "plan": { "notes": 9 } },
              "settings": { "ldap_enabled": false, "languages": ["en"], "name": "Forge" }
            }
            """);

        ProgramRun run = await Run(["import", "json", "payload.json", .. Common]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\n8 drafts, 3 key paths that are defined already or that every installation reports\n", run.Output, StringComparison.Ordinal);
        ProgramRun list = await Run("list", "--json");
        Assert.Equal(
            [
                ("counts.epics", "all", "number", "database"), ("counts.issues", "all", "number", "database"), ("counts.issues_by_state", "none", "object", "system"),
                ("counts.issues_monthly", "28d", "number", "database"), ("counts.issues_weekly", "7d", "number", "database"), ("counts.old_monthly", "28d", "number", "database"),
                ("settings.languages", "none", "object", "system"), ("settings.ldap_enabled", "none", "boolean", "system"), ("settings.name", "none", "string", "system"),
                ("usage_activity_by_stage_monthly.plan.notes", "28d", "number", "database"),
            ],
            JsonElement.Parse(list.Output).EnumerateArray().Select(one => (
                one.GetProperty("name").GetString(), one.GetProperty("time_frame").GetString(), one.GetProperty("value_type").GetString(),
                one.GetProperty("data_source").GetString())).Order());
        Assert.Contains("time_frame:\n- \"7d\"\n- \"28d\"\n- all\n", await File.ReadAllTextAsync(PathOf("ServicePing", "metrics", "counts", "issues.yml")), StringComparison.Ordinal);
        ProgramRun validation = await Run("validate");
        Assert.Equal(0, validation.ExitCode);
        Assert.DoesNotContain(": error ", validation.Output, StringComparison.Ordinal);

        ProgramRun again = await Run(["import", "json", "payload.json", "--json", .. Common]);
        Assert.Equal((0, 0), (again.ExitCode, JsonElement.Parse(again.Output).GetProperty("drafts").GetArrayLength()));
    }

    [Fact]
    public async Task A_key_that_no_key_path_may_have_is_told()
    {
        Write("payload.json", """{ "counts": { "issues": 1 }, "Version": "1.0" }""");

        ProgramRun run = await Run(["import", "json", "payload.json", "--dry-run", .. Common]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\nVersion: left out, as a key path has small letters, digits and underscores between its dots\n", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("ServicePing")));
    }

    [Theory]
    [InlineData("neither config/metrics nor config/events", "import", "gitlab", "empty")]
    [InlineData("nowhere", "import", "gitlab", "nowhere")]
    [InlineData("Required argument missing", "import", "gitlab")]
    [InlineData("Required command was not provided.", "import")]
    [InlineData("'list.json' is no payload: it holds no JSON object.", "import", "json", "list.json")]
    [InlineData("'broken.json' is no payload: ", "import", "json", "broken.json")]
    [InlineData("There is no answer for --owner (", "import", "json", "payload.json")]
    [InlineData("--milestone: 'one' is no version: write it like 1.0.", "import", "json", "payload.json", "--owner", "planning", "--milestone", "one")]
    public async Task Wrong_usage_is_refused_in_a_sentence(string message, params string[] arguments)
    {
        Directory.CreateDirectory(PathOf("empty"));
        Write("list.json", "[]");
        Write("broken.json", "{");
        Write("payload.json", """{ "counts": { "issues": 1 } }""");

        ProgramRun run = await Run(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("ServicePing")));
    }

    private IEnumerable<string> Files(string root) => Directory.EnumerateFiles(PathOf(root), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(PathOf(root), file)).Order(StringComparer.Ordinal);

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);

    private string PathOf(params string[] path) => Path.Combine([_folder.FullName, .. path]);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }
}
