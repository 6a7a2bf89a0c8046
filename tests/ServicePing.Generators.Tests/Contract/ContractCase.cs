using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators.Tests.Sets;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Contract;

/// <summary>A rule as users meet it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Breaks">A project that breaks it where it is marked.</param>
/// <param name="Keeps">A similar one that keeps to every rule.</param>
internal sealed record ContractCase(string Rule, TestProject Breaks, TestProject Keeps)
{
    private const string Metric = "metrics/issues.yml";
    private const string Event = "events/create_issue.yml";

    private static readonly string Issues = Yaml.Count("counts.issues");
    private static readonly string Created = Yaml.Metric("counts.created", "internal_events", "events: [{ name: create_issue }]");

    /// <summary>
    /// Whether the analyzer alone can tell: a generator does not see what C# does with the members that it makes, and is handed definitions only.
    /// </summary>
    public bool NeedsAnalyzer { get; init; }

    /// <summary>At least one of each family, and of each thing besides definitions that a rule looks at.</summary>
    public static IReadOnlyList<ContractCase> All { get; } =
    [
        InFile("SP0001", Metric, Issues, "description: What counts.issues counts", "description: {|SP0001:'|}Issues"),
        InFile("SP0002", Metric, Yaml.Count("counts.issues", more: "  where: state_id = 1"), "where", "{|SP0002:wehre|}"),
        InFile("SP0005", Metric, "# 💥 a remark\n" + Issues, "status: active", "status: {|SP0005:actve|}"),
        InFile("SP0005", Metric, Issues, "time_frame: all", "time_frame: {|SP0005:8d|}"),
        InProject("SP0013", new TestProject().With("schemas/issues.json", "{}"),
            Metric, Issues + "\nvalue_json_schema: schemas/issues.json", "schemas/issues.json", "{|SP0013:schemas/other.json|}") with { NeedsAnalyzer = true },
        new("SP0101",
            new TestProject().With("metrics/a.yml", Issues).With("metrics/b.yml", Issues.Replace(
                "key_path: counts.issues", "key_path: {|SP0101:counts.issues|}", StringComparison.Ordinal)),
            new TestProject().With("metrics/a.yml", Issues).With("metrics/b.yml", Yaml.Count("counts.merge_requests"))),
        InFile("SP0105", Metric, Issues, "key_path: counts.issues", "key_path: {|SP0105:Counts.Issues|}"),
        InProject("SP0112", References(), "metrics/mails.yml", Yaml.Count("counts.mails"), "key_path: counts.mails", "key_path: {|SP0112:acme.mails|}"),
        InFile("SP0201", Metric, Issues, "description: What counts.issues counts", "description: {|SP0201:TODO|}"),
        InFile("SP0203", Metric, Issues, "https://example.com/changes/1", "{|SP0203:ftp://example.com/changes/1|}"),
        InProject("SP0301", Version("2.0.0"), Metric, Issues + "\nexpires: '3.0'", "'3.0'", "{|SP0301:'1.9'|}"),
        InFile("SP0305", Metric,
            Issues.Replace("status: active", "status: broken\nrepair_issue_url: https://example.com/issues/1", StringComparison.Ordinal),
            "broken\nrepair_issue_url: https://example.com/issues/1", "{|SP0305:broken|}"),
        InProject("SP0401", Recorded(Issues), Metric, Issues, "time_frame: all", "time_frame: {|SP0401:none|}"),
        InProject("SP0404", Recorded(Issues), Metric, Issues, "optional", "{|SP0404:standard|}"),
        InProject("SP0502", new TestProject().With("metrics/created.yml", Created), Event,
            Yaml.Event("create_issue", "additional_properties: { kind: { description: The kind of the issue } }"),
            "kind: {", "{|SP0502:page_url|}: {"),
        InFile("SP0507", Metric,
            Yaml.Metric("counts.issues", "database", "query: { operation: count, from: issues, group_by: state_id }", valueType: "object"),
            "state_id", "{|SP0507:issues.title|}"),
        InProject("SP0601", new TestProject().With("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY, state smallint, weight integer);"),
            Metric, Yaml.Count("counts.issues", more: "  where: state = 1 AND weight > 2"), "weight", "{|SP0601:wieght|}"),
        InFile("SP0611", Metric, Yaml.Metric("counts.issues", "database", "query: { operation: sum, from: issues, column: weight }"),
            "sum, from: issues, column: weight", "{|SP0611:sum|}, from: issues"),
        InFile("SP0614", Metric, Yaml.Count("counts.issues", more: "  where: created_at > :recorded_at"), ":recorded_at", "{|SP0614:now|}()"),
        InProject("SP0615", new TestProject().With(Event, Yaml.Event("create_issue")), "metrics/created.yml", Created, "name: create_issue", "name: {|SP0615:create_isue|}"),
        Idle(),
        InProject("SP0707", Seats("long"), "metrics/seats.yml",
            Yaml.Metric("license.seats", "license", "instrumentation_class: SeatsMetric", timeFrame: "none"), "SeatsMetric", "{|SP0707:SeatMetric|}"),
        new("SP0708",
            Seats("bool").With("metrics/seats.yml", Yaml.Metric("license.seats", "license", "instrumentation_class: {|SP0708:SeatsMetric|}", timeFrame: "none")),
            Seats("long").With("metrics/seats.yml", Yaml.Metric("license.seats", "license", "instrumentation_class: SeatsMetric", timeFrame: "none"))),
        RemovedButUsed(),
        InFile("SP0801", Metric, Issues, "tiers:", "no_lint: [{ rule: {|SP0801:SP0105|}, reason: Known }]\ntiers:"),
        InFile("SP0802", Metric, Issues, "tiers:", "no_lint: [{ rule: {|SP0802:SP0999|}, reason: Known }]\ntiers:"),
    ];

    private static ContractCase InFile(string rule, string path, string keeps, string sound, string marked) =>
        InProject(rule, new TestProject(), path, keeps, sound, marked);

    private static ContractCase InProject(string rule, TestProject project, string path, string keeps, string sound, string marked)
    {
        string breaks = keeps.Replace(sound, marked, StringComparison.Ordinal);
        Assert.Contains("{|" + rule, breaks, StringComparison.Ordinal);
        return new(rule, project.With(path, breaks), project.With(path, keeps));
    }

    private static ContractCase Idle()
    {
        TestProject program = new TestProject().WithProperty("ServicePingIsProgram", "true").With("metrics/created.yml", Created);
        TestProject caller = program
            .With(Event, Yaml.Event("create_issue").Replace("The event create_issue", "An issue is created", StringComparison.Ordinal))
            .WithSource("internal sealed class Issues(Forge.ForgeEvents events) { public void Create() => events.CreateIssue(); }");
        return new(
            "SP0701",
            caller.Edit(Event, text => text.Replace("action: create_issue", "action: {|SP0701:create_issue|}", StringComparison.Ordinal))
                .Edit("metrics/created.yml", text => text.Replace("name: create_issue", "name: {|SP0702:create_issue|}", StringComparison.Ordinal)) with
            {
                Sources = [],
            },
            caller);
    }

    private static ContractCase RemovedButUsed()
    {
        TestProject user = new TestProject().WithProperty("ServicePingIsProgram", "true").WithSource("""
            #pragma warning disable CS0618
            class Report { public object Value => Forge.ForgeMetrics.Counts.Issues; }
            """);
        string Removed(string word) => Issues.Replace("status: active", $"""
            status: {word}
            milestone_removed: "1.1"
            removed_by_url:
            """, StringComparison.Ordinal);
        return new("SP0710", user.With(Metric, Removed("{|SP0710:removed|}")), user.With(Metric, Issues)) { NeedsAnalyzer = true };
    }

    private static TestProject References() =>
        new() { References = [AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true)] };

    private static TestProject Version(string version) => new TestProject().WithProperty("ServicePingProductVersion", version);

    private static TestProject Recorded(string text) => new TestProject().With(Lockfile.FileName, LockfileWriter.Write(LockfileRecorder.Record(
        [DefinitionReader.Read(new SourceFile(TestProject.Root + Metric, Metric, DefinitionKind.Metric, text)).Meaning])));

    private static TestProject Seats(string type) => new TestProject().WithSource($$"""
        using System.Threading;
        using System.Threading.Tasks;
        using ServicePing;

        [InstrumentationClass]
        internal sealed class SeatsMetric : IFact<{{type}}>
        {
            public ValueTask<{{type}}> ReadAsync(FactContext context, CancellationToken cancellationToken) => default;
        }
        """);
}
