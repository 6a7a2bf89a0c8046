using System.Globalization;
using Npgsql;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Definitions.Yaml;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Corpus;

/// <summary>The classes behind the integration, import and deployment metrics of the corpus, written as shared calculations.</summary>
public sealed class SharedCalculationTests
{
    private static readonly DateTimeOffset RecordedAt = new(2026, 2, 16, 12, 0, 0, TimeSpan.Zero);

    [CorpusFact]
    public void Every_definition_that_names_them_is_served_without_a_problem()
    {
        List<ReadFile> files = Files();
        Assert.Equal(
            [
                ("ActiveGroupIntegrationsMetric", 48), ("ActiveGroupsInheritingIntegrationsMetric", 48),
                ("ActiveInstanceIntegrationsMetric", 48), ("ActiveProjectIntegrationsMetric", 48),
                ("ActiveProjectsInheritingIntegrationsMetric", 48), ("CountBulkImportsEntitiesMetric", 14),
                ("CountDeploymentsMetric", 6),
            ],
            files.SelectMany(file => file.Meaning.Metrics)
                .GroupBy(metric => metric.InstrumentationClass!, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count()))
                .OrderBy(count => count.Key, StringComparer.Ordinal));
        Assert.Empty(DefinitionChecker.Check(files, new Surroundings { Classes = [], Schema = SchemaReader.Read(Text("schema.sql")) }));
        Assert.All(Plan(files).Metrics, metric => Assert.Equal(
            metric.Metric.Definition.Status == MetricStatus.Removed, metric.Unplanned is not null));
    }

    [CorpusFact]
    public void Options_become_the_literals_that_they_stand_for()
    {
        Plan plan = Plan(Files());
        Assert.Equal(
            "active AND project_id IS NOT NULL AND type = 'asana'", Filter(plan, "counts.projects_asana_active"));
        Assert.Equal(
            "active AND group_id IS NOT NULL AND inherit_from_id IS NOT NULL AND type = 'slack'",
            Filter(plan, "counts.groups_inheriting_slack_active"));
        Assert.Equal("active AND instance AND type = 'jira'", Filter(plan, "counts.instances_jira_active"));
        Assert.Equal(
            "source_type = 0 AND status = (-1)",
            Filter(plan, "usage_activity_by_stage_monthly.manage.group_imports.gitlab_migration_failed"));
        Assert.Equal(
            "source_type = 1 AND status = 2 AND has_failures = false",
            Filter(plan, "usage_activity_by_stage_monthly.manage.project_imports.gitlab_migration_finished_without_failures"));
        Assert.Null(Filter(plan, "counts.deployments"));
        Assert.Equal("status = 3", Filter(plan, "counts_monthly.failed_deployments"));
    }

    [CorpusFact]
    public async Task Every_value_equals_what_the_rows_say()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync();
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("forge"));
        Plan plan = Plan(Files());
        Rows rows = new(plan);
        await RunAsync(database, Text("schema.sql"));
        await RunAsync(database, rows.Sql());

        int above = 0;
        foreach (RelationPlan relation in plan.Relations)
        {
            foreach (FragmentPlan fragment in relation.Fragments)
            {
                Metric metric = plan.Metrics[fragment.Slot].Metric;
                long expected = rows.Count(metric);
                Assert.Equal((metric.KeyPath, expected), (metric.KeyPath, await CountAsync(database, relation, fragment)));
                above += expected > 0 ? 1 : 0;
            }
        }

        Assert.InRange(above, plan.Relations.Sum(relation => relation.Fragments.Count) * 9 / 10, int.MaxValue);
    }

    private static List<ReadFile> Files()
    {
        List<ReadFile> files = ((string[])["integrations", "bulk_imports", "deployments"]).Select(name => $"queries/{name}.yml")
            .Select(path => DefinitionReader.Read(new SourceFile(path, path, DefinitionKind.Query, Text(path)))).ToList();
        HashSet<string> names =
            [.. files.SelectMany(file => file.Meaning.Calculations).Select(calculation => calculation.InstrumentationClass)];
        files.AddRange(GitLabDefinitions.Load()
            .Where(source => source.Kind == DefinitionKind.Metric)
            .Select(source => DefinitionReader.Read(source))
            .Where(file => file.Meaning.Metrics[0].InstrumentationClass is { } name && names.Contains(name)));
        return files;
    }

    private static Plan Plan(List<ReadFile> files) => Planner.Plan(CatalogueBuilder.Build(files.Select(file => file.Meaning)));

    private static string? Filter(Plan plan, string keyPath) => plan.Relations
        .SelectMany(relation => relation.Fragments)
        .Single(fragment => plan.Metrics[fragment.Slot].Metric.KeyPath == keyPath).Filter;

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Corpus", "Calculations", path));

    private static async Task<long> CountAsync(NpgsqlDataSource database, RelationPlan relation, FragmentPlan fragment)
    {
        string window = fragment.Window == TimeFrame.All
            ? "$1::timestamptz IS NOT NULL"
            : $"{fragment.TimestampColumn} BETWEEN $1 - interval '30 days' AND $1 - interval '2 days'";
#pragma warning disable CA2100 // The plan's own fragments are what is tried.
        await using NpgsqlCommand command = database.CreateCommand(
            $"SELECT count(*) FROM {relation.Table} WHERE {window} AND ({fragment.Filter ?? "true"})");
#pragma warning restore CA2100
        command.Parameters.AddWithValue(RecordedAt.UtcDateTime);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // The texts are this test's own.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Rows of all tables, and what each metric must say of them, computed in C#.</summary>
    private sealed class Rows
    {
        private readonly List<(string Type, bool Active, bool Project, bool Group, bool Instance, bool Inherits)> _integrations = [];
        private readonly List<(int Source, int Status, bool? Failures, DateTimeOffset At)> _imports = [];
        private readonly List<(int Status, DateTimeOffset At)> _deployments = [];

        public Rows(Plan plan)
        {
            Random random = new(20260216);
            foreach (string type in plan.Metrics.Select(metric => Option(metric.Metric, "type")).OfType<string>().Distinct())
            {
                for (int i = 0; i < 60; i++)
                {
                    int owner = random.Next(3);
                    _integrations.Add((type, random.Next(4) > 0, owner == 0, owner == 1, owner == 2, owner < 2 && random.Next(2) == 0));
                }
            }

            for (int i = 0; i < 3000; i++)
            {
                DateTimeOffset at = RecordedAt.AddMinutes(-random.Next(60 * 24 * 60));
                _imports.Add((random.Next(2), random.Next(-1, 4), random.Next(5) switch { 0 => null, < 3 => true, _ => false }, at));
                _deployments.Add((random.Next(5), at));
            }

            // Both ends of the window belong to it.
            _deployments.Add((3, RecordedAt.AddDays(-30)));
            _deployments.Add((3, RecordedAt.AddDays(-2)));
        }

        public string Sql() => FormattableString.Invariant(
            $"""
            INSERT INTO projects VALUES (1, 'forge', now());
            INSERT INTO groups VALUES (1, 'forge', now());
            INSERT INTO integrations (id, type, created_at) VALUES (0, 'template', now());
            INSERT INTO integrations (id, type, active, project_id, group_id, instance, inherit_from_id, created_at) VALUES
            {string.Join(",\n", _integrations.Select((row, at) => $"({at + 1}, '{row.Type}', {Sql(row.Active)}, {(row.Project ? 1 : "NULL")}, {(row.Group ? 1 : "NULL")}, {Sql(row.Instance)}, {(row.Inherits ? 0 : "NULL")}, now())"))};
            INSERT INTO bulk_import_entities (source_type, status, has_failures, created_at) VALUES
            {string.Join(",\n", _imports.Select(row => $"({row.Source}, {row.Status}, {(row.Failures is { } failures ? Sql(failures) : "NULL")}, '{row.At:O}')"))};
            INSERT INTO deployments (status, created_at) VALUES
            {string.Join(",\n", _deployments.Select(row => $"({row.Status}, '{row.At:O}')"))};
            """);

        public long Count(Metric metric)
        {
            string? type = Option(metric, "type");
            bool isMonth = metric.TimeFrame == TimeFrame.TwentyEightDays;
            bool InWindow(DateTimeOffset at) => !isMonth || (at >= RecordedAt.AddDays(-30) && at <= RecordedAt.AddDays(-2));
            return metric.Definition.InstrumentationClass switch
            {
                "ActiveProjectIntegrationsMetric" => _integrations.Count(row => row.Active && row.Type == type && row.Project),
                "ActiveGroupIntegrationsMetric" => _integrations.Count(row => row.Active && row.Type == type && row.Group),
                "ActiveInstanceIntegrationsMetric" => _integrations.Count(row => row.Active && row.Type == type && row.Instance),
                "ActiveProjectsInheritingIntegrationsMetric" =>
                    _integrations.Count(row => row.Active && row.Type == type && row.Project && row.Inherits),
                "ActiveGroupsInheritingIntegrationsMetric" =>
                    _integrations.Count(row => row.Active && row.Type == type && row.Group && row.Inherits),
                "CountDeploymentsMetric" => _deployments.Count(row =>
                    InWindow(row.At) && (type == "all" || row.Status == (type == "success" ? 2 : 3))),
                _ => _imports.Count(row =>
                    InWindow(row.At)
                    && row.Source == (Option(metric, "source_type") == "project_entity" ? 1 : 0)
                    && Fits(Option(metric, "status"), row.Status.ToString(CultureInfo.InvariantCulture))
                    && Fits(Option(metric, "has_failures"), row.Failures is { } failures ? Sql(failures) : "")),
            };
        }

        private static bool Fits(string? option, string value) => option is null || option == value;

        private static string Sql(bool value) => value ? "true" : "false";

        private static string? Option(Metric metric, string name) =>
            metric.Definition.Options.FirstOrDefault(option => option.Name == name)?.Value.Text;
    }
}
