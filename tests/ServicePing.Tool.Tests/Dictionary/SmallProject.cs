using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Dictionary;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>A project that has some of everything.</summary>
internal sealed record SmallProject
{
    internal IReadOnlyDictionary<string, string> Files { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["vocabulary.yml"] = """
            owners:
              planning: { contact: "#planning" }
              growth: { contact: growth@example.com }
            """,
        ["metrics/issues.yml"] = Metric(
            "counts.issues", "database", "[7d, 28d, all]",
            "query: { operation: count, from: issues, where: [\"issues.state_id = 1\", \"author_id IS NOT NULL\"] }", "product_categories: [team_planning]"),
        ["metrics/authors.yml"] = Metric(
            "counts.authors", "database", "28d", "query: { operation: distinct_count, from: issues, column: author_id }", "performance_indicator_type: [gmau]"),
        ["metrics/joined.yml"] = Metric(
            "counts.joined", "database", "all",
            "query: { operation: count, from: issues, joins: [\"JOIN projects p ON p.id = issues.project_id\"], where: [\"p.id IN (SELECT project_id FROM labels WHERE colour = 'red')\"] }"),
        ["metrics/sum.yml"] = Metric("counts.sum", "database", "all", "query: { operation: add, metrics: [counts.issues, counts.joined] }"),
        ["metrics/share.yml"] = Metric("counts.share", "database", "all", "query: { operation: ratio, numerator: counts.joined, denominator: counts.issues }"),
        ["metrics/created.yml"] = Metric("counts.created", "internal_events", "[7d, 28d]", "events: [{ name: create_issue }]"),
        ["metrics/creators.yml"] = Metric("counts.creators", "internal_events", "[28d]", "events: [{ name: create_issue, unique: user.id }]"),
        ["metrics/seats.yml"] = Metric("settings.seats", "license", "none", "instrumentation_class: SeatsMetric", "expires: \"3.0\""),
        ["metrics/old.yml"] = Metric("counts.old", "database", "all", "query: { operation: count, from: issues }", "milestone_removed: \"1.5\"\nreplaced_by: counts.issues")
            .Replace("status: active", "status: removed", StringComparison.Ordinal),
        ["metrics/broken.yml"] = Metric("counts.broken", "system", "none", "instrumentation_class: BrokenMetric", "repair_issue_url: https://example.com/issues/9")
            .Replace("status: active", "status: broken", StringComparison.Ordinal),
        ["events/create_issue.yml"] = """
            action: create_issue
            description: Someone creates an issue
            internal_events: true
            product_group: planning
            milestone: "1.2"
            introduced_by_url: https://example.com/changes/74
            tiers: [free]
            identifiers: [user, project]
            additional_properties:
              label: { description: The first label, type: string, values: [bug, idea] }
            """,
        ["known_events/list.yml"] = """
            - { name: g_compliance_view, category: compliance, redis_slot: compliance, aggregation: weekly }
            - { name: i_compliance_edit, category: compliance, redis_slot: compliance, aggregation: weekly }
            """,
        ["aggregates/list.yml"] = """
            - { name: compliance_users, operator: OR, source: redis, time_frame: [7d, 28d], events: [g_compliance_view, i_compliance_edit] }
            """,
    };

    internal string? Schema { get; init; } = """
        CREATE TABLE issues (id bigint PRIMARY KEY, state_id smallint NOT NULL, author_id bigint, project_id bigint, created_at timestamptz, title text);
        CREATE TABLE projects (id bigint PRIMARY KEY, name text);
        CREATE TABLE labels (id bigint PRIMARY KEY, project_id bigint, colour text);
        """;

    internal static string Metric(string keyPath, string source, string timeFrame, params string[] more) => $"""
        key_path: {keyPath}
        description: What {keyPath} says
        product_group: planning
        value_type: number
        status: active
        milestone: "1.2"
        introduced_by_url: https://example.com/changes/12
        time_frame: {timeFrame}
        data_source: {source}
        data_category: optional
        tiers: [free, premium]
        {string.Join("\n", more)}

        """;

    internal SmallProject With(string path, string text) => this with
    {
        Files = new SortedDictionary<string, string>(Files.ToDictionary(), StringComparer.Ordinal) { [path] = text },
    };

    internal DictionaryInput Input(bool isReversed = false)
    {
        ProductWords words = Read("vocabulary.yml", GitLabWords.All).Words!;
        IEnumerable<DefinitionFile> read = Files.Keys.Select(path => Read(path, words));
        return new DictionaryInput
        {
            Product = "Shop",
            Files = [.. isReversed ? read.Reverse() : read],
            Schema = Schema is null ? null : SchemaReader.Read(Schema),
        };
    }

    internal Task<MetricsDictionary> DictionaryAsync() => DictionaryMaker.MakeAsync(Input());

    /// <summary>Every file of the site, by path.</summary>
    internal static SortedDictionary<string, byte[]> SiteOf(MetricsDictionary dictionary) => new(
        DictionarySite.Files(dictionary).ToDictionary(file => file.Path, file => file.Bytes().ToArray()), StringComparer.Ordinal);

    /// <summary>Writes the definitions below a folder.</summary>
    internal void WriteTo(string root)
    {
        foreach ((string path, string text) in Files.Append(new("schema.sql", Schema ?? "")))
        {
            string file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private DefinitionFile Read(string path, ProductWords words) =>
        DefinitionReader.ReadAt(path, path, () => Files[path], words)!.Meaning;
}
