using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Definitions.Tests;

/// <summary>A project's definition files; <c>[|word|]</c> marks where a problem is expected.</summary>
internal sealed class TestProject
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private Surroundings _surroundings = new() { ProductVersion = new ProductVersion(2, 0) };
    private readonly HashSet<string> _off = [];

    /// <summary>A small real project: metrics of four sources, two events, a shared calculation.</summary>
    public static TestProject Forge() => new TestProject()
        .With("metrics/counts_all/issues.yml", Yaml.Query("operation: count", "from: issues", "where: issues.state_id = 1"))
        .With("metrics/counts_all/projects.yml", Yaml.Metric(
            "key_path: counts.projects_by_state", "value_type: object", "time_frame: [7d, 28d, all]",
            "query: { operation: count, from: projects, group_by: state }"))
        .With("metrics/counts_all/imports.yml", Yaml.Metric(
            "key_path: counts.imports_group", "instrumentation_class: CountImportsMetric", "options: { source: group }"))
        .With("metrics/counts_all/created.yml", Yaml.EventMetric(
            "key_path: counts.issues_created", "time_frame: [7d, 28d, all]", "events: [{ name: create_issue, filter: { label: bug } }]"))
        .With("metrics/counts_7d/creators.yml", Yaml.EventMetric(
            "key_path: counts.issue_creators", "time_frame: [7d, 28d]", "events: [{ name: create_issue, unique: user.id }]"))
        .With("metrics/settings/edition.yml", Yaml.Metric(
            "key_path: settings.edition", "data_source: system", "value_type: string", "time_frame: none", "instrumentation_class: EditionMetric"))
        .With("events/create_issue.yml", Yaml.Event())
        .With("events/close_issue.yml", Yaml.Event("action: close_issue", "additional_properties: {}", "identifiers: [user]"))
        .With("events/archive_project.yml", Yaml.Event(
            "action: archive_project", "additional_properties: {}", "identifiers: [user]", "tiers: [premium, ultimate]"))
        .With("metrics/counts_all/old.yml", Yaml.Metric(
            "key_path: counts.old", "status: removed", "milestone_removed: \"1.1\"", "removed_by_url:"))
        .With("queries/imports.yml", """
            instrumentation_class: CountImportsMetric
            parameters: { source: { values: { group: 0, project: 1 } }, status: }
            query:
              operation: count
              from: imports
              where: created_at > :recorded_at - interval '1 year'
              when: { source: source_type = :source, status: status = :status }
            """);

    public static TestProject Of(string path, string text) => new TestProject().With(path, text);

    public TestProject With(string path, string text)
    {
        _texts[path] = text;
        return this;
    }

    public TestProject WithSchema(string sql) => With(DatabaseSchema.FileName, sql)
        .In(surroundings => surroundings with { Schema = SchemaReader.Read(Unmark(sql), "/forge/" + DatabaseSchema.FileName) });

    /// <summary>Leaves a rule's problems out, as a severity of <c>none</c> does.</summary>
    public TestProject SwitchOff(string? rule)
    {
        _off.Add(rule ?? "");
        return this;
    }

    /// <summary>Says more of what is around the definitions.</summary>
    public TestProject In(Func<Surroundings, Surroundings> change)
    {
        _surroundings = change(_surroundings);
        return this;
    }

    /// <summary>The file with the mark.</summary>
    public (string Path, string Text) Marked()
    {
        (string path, string text) = _texts.Single(file => file.Value.Contains("[|", StringComparison.Ordinal));
        return (path, text);
    }

    public string TextOf(string path) => _texts[path];

    public TestProject Without(string path)
    {
        _texts.Remove(path);
        return this;
    }

    /// <summary>Records the definitions as they are now in a lockfile.</summary>
    public TestProject Recorded(Func<string, string>? edit = null)
    {
        string text = LockfileWriter.Write(LockfileRecorder.Record(Read().Select(file => file.Meaning)));
        return With(Lockfile.FileName, edit?.Invoke(text) ?? text);
    }

    public List<ReadFile> Read()
    {
        ProductWords? words = _texts.TryGetValue(DefinitionPath.Vocabulary, out string? vocabulary)
            ? DefinitionReader.ReadAt("", DefinitionPath.Vocabulary, () => Unmark(vocabulary))!.Meaning.Words
            : null;
        return
        [
            .. _texts.Select(file => DefinitionReader.ReadAt("/forge/" + file.Key, file.Key, () => Unmark(file.Value), words)).OfType<ReadFile>(),
        ];
    }

    public IReadOnlyList<Problem> Check(params InstrumentationClass[] classes)
    {
        Surroundings surroundings = _surroundings with
        {
            Lockfile = _texts.TryGetValue(Lockfile.FileName, out string? promises)
                ? LockfileReader.Read("/forge/" + Lockfile.FileName, Unmark(promises))
                : null,
            Classes =
            [
                new InstrumentationClass("EditionMetric", Model.ValueType.String),
                new InstrumentationClass("TopologyMetric", Model.ValueType.Object), .. classes,
            ],
        };
        return [.. DefinitionChecker.Check(Read(), surroundings).Where(problem => !_off.Contains(problem.Rule.Id))];
    }

    public DefinitionCatalogue Catalogue() => CatalogueBuilder.Build(Read().Select(file => file.Meaning));

    public Plan Plan() => Planner.Plan(Catalogue());

    /// <summary>The only problem, which stands at the marked word.</summary>
    public Problem Single(params InstrumentationClass[] classes)
    {
        IReadOnlyList<Problem> problems = Check(classes);
        Assert.True(problems.Count == 1, "One problem expected:\n" + string.Join("\n", problems));
        (string path, string text) = Marked();
        int start = text.IndexOf("[|", StringComparison.Ordinal);
        int end = text.IndexOf("|]", StringComparison.Ordinal) - 2;
        Assert.Equal("/forge/" + path, problems[0].Path);
        Assert.Equal(
            (Unmark(text)[start..end], start), (
                Unmark(text).Substring(problems[0].Span.Start, problems[0].Span.Length), problems[0].Span.Start));
        return problems[0];
    }

    private static string Unmark(string text) => text.Replace("[|", "").Replace("|]", "");
}
