using ServicePing.Definitions.Locking;
using ServicePing.Dictionary;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>What the pages say, before it is shown.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("counts.issues", "The number of rows of issues where issues.state_id = 1 and author_id IS NOT NULL.")]
    [InlineData("counts.issues_weekly", "The number of rows of issues where issues.state_id = 1 and author_id IS NOT NULL, and whose created_at lies between nine and two days before the ping.")]
    [InlineData("counts.authors", "The number of different values of author_id in the rows of issues whose created_at lies between thirty and two days before the ping.")]
    [InlineData("counts.sum", "The sum of counts.issues and counts.joined.")]
    [InlineData("counts.share", "counts.joined divided by counts.issues.")]
    [InlineData("counts.created_weekly", "How often create_issue happened in the last complete week.")]
    [InlineData("counts.creators_monthly", "How many different values of user came with create_issue in the last four complete weeks.")]
    [InlineData("settings.seats", "The program computes it in its own code: SeatsMetric.")]
    [InlineData("counts.old", "It was removed: it is neither computed nor sent, and this page is a record of it.")]
    [InlineData("counts_weekly.aggregated_metrics.compliance_users", "How many different identifiers are in any of g_compliance_view and i_compliance_edit, over a week.")]
    public async Task How_a_number_is_made_is_said_in_plain_words(string keyPath, string words) =>
        Assert.Equal(words, (await MetricAsync(keyPath)).PlainWords);

    [Theory]
    [InlineData("number", "{ operation: max, from: issues, column: state_id }", "The largest state_id in the rows of issues.", "1234")]
    [InlineData("number", "{ operation: min, from: issues, column: state_id }", "The smallest state_id in the rows of issues.", "1234")]
    [InlineData("number", "{ operation: percentile, from: issues, column: state_id, percentile: 95 }",
        "The state_id that is exceeded by no more than 5 in a hundred of the rows of issues that have one.", "1234")]
    [InlineData("boolean", "{ operation: exists, from: issues, where: state_id = 2 }", "Whether there is a row of issues where state_id = 2.", "true")]
    [InlineData("object", "{ operation: count, from: issues, group_by: state_id, values: [1, 2, \"\"] }",
        "The number of rows of issues, for each state_id of 1, 2 and none, and for all others together.", """{"": 5, "1": 5, "2": 5, "other": 5}""")]
    [InlineData("object", "{ operation: count, from: issues, group_by: state_id, max_groups: 3 }",
        "The number of rows of issues, for each state_id of the 3 with the largest values, and for all others together.", """{"a": 5, "b": 3}""")]
    public async Task Every_operation_and_choice_of_groups_has_its_words_and_an_example(string type, string query, string words, string example)
    {
        string yaml = SmallProject.Metric("counts.one", "database", "all", $"query: {query}").Replace("value_type: number", $"value_type: {type}", StringComparison.Ordinal);
        SmallProject project = new() { Files = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["metrics/one.yml"] = yaml, ["vocabulary.yml"] = "tiers: [free, premium]" } };

        MetricEntry metric = (await project.DictionaryAsync()).Metrics.Single(one => one.KeyPath == "counts.one");

        Assert.Equal((words, example), (metric.PlainWords, metric.Sample));
    }

    [Theory]
    [InlineData("counts.issues_monthly", "sql", "Exact, as of one moment: all connections read one snapshot of the database.", "28 days: from thirty days before the ping to two days before it.")]
    [InlineData("counts.creators_monthly", "counters", "An estimate by a HyperLogLog, as Redis reckons it: a standard error of 0.81 %.", "The last four complete ISO weeks, Monday to Sunday in UTC; the week that is running never counts.")]
    [InlineData("counts.share", "ratio", "As precise as what it divides, but for the rounding of binary fractions; where one of the two has no value, or the second is 0, it is -1.", "All that there is, from the beginning.")]
    [InlineData("counts.sum", "sum", "As precise as what it adds up; where one part has no value, the sum is -1.", "All that there is, from the beginning.")]
    public async Task Precision_and_days_are_those_of_the_calculation(string keyPath, string kind, string precision, string days)
    {
        CalculationEntry calculation = (await MetricAsync(keyPath)).Calculation;
        Assert.Equal((kind, precision, days), (calculation.Kind, calculation.Precision, calculation.Days));
    }

    [Fact]
    public async Task The_statement_to_run_by_hand_and_the_one_of_the_pass_are_those_that_the_runtime_composes()
    {
        IReadOnlyList<CodeEntry> texts = (await MetricAsync("counts.issues_weekly")).Calculation.Texts;

        Assert.Equal(["SQL to run by hand", "SQL as sent in a pass"], texts.Select(text => text.Title));
        Assert.Contains("'2025-12-27 00:00:00", texts[0].Text, StringComparison.Ordinal);
        Assert.Contains("recorded at 2026-01-05 00:00 UTC", texts[0].Note, StringComparison.Ordinal);
        Assert.Contains("$2", texts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_counters_are_those_of_the_plan_with_their_weeks()
    {
        Assert.Equal("{event_counters}_create_issue-YYYY-WW", (await MetricAsync("counts.created_weekly")).Calculation.Texts[0].Text);
        Assert.Equal("{hll_counters}_create_issue-user-YYYY-WW", (await MetricAsync("counts.creators_monthly")).Calculation.Texts[0].Text);
    }

    [Theory]
    [InlineData(null, null, "Keys of counters", "{hll_counters}_create_issue-user-YYYY-WW", null)]
    [InlineData("redis", "forge:", "Keys in Redis", "forge:{hll_counters}_create_issue-user-YYYY-WW", null)]
    [InlineData("process", "", "Keys of the program's own counters", "{hll_counters}_create_issue-user-YYYY-WW", null)]
    [InlineData("postgres", "forge:", "Keys in PostgreSQL", "forge:{hll_counters}_create_issue-user-YYYY-WW", "SQL of what it is made from")]
    public async Task Counters_are_shown_as_the_store_has_them(string? kind, string? prefix, string title, string key, string? statement)
    {
        DictionaryInput input = new SmallProject().Input() with { Counters = kind is null ? null : new CounterStoreEntry(kind, prefix) };
        MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(input);
        CalculationEntry calculation = dictionary.Metrics.Single(metric => metric.KeyPath == "counts.creators_monthly").Calculation;

        Assert.Equal((title, key), (calculation.Texts[0].Title, calculation.Texts[0].Text));
        Assert.Equal(prefix is null, calculation.Texts[0].Note.Contains("A prefix of the product's own may stand before.", StringComparison.Ordinal));
        Assert.Equal(statement, calculation.Texts.Skip(1).SingleOrDefault()?.Title);
        Assert.Equal(("set", 4), (calculation.Counters!.Keeps, calculation.Counters.Weeks));
        Assert.Equal(kind, dictionary.CounterStore?.Kind);
    }

    [Fact]
    public async Task Counters_in_PostgreSQL_have_the_statement_that_gives_the_value_and_so_has_their_sum()
    {
        DictionaryInput input = new SmallProject()
            .With("metrics/both.yml", SmallProject.Metric("counts.both", "database", "[28d]", "query: { operation: add, metrics: [counts.created, counts.created] }"))
            .Input() with { Counters = new CounterStoreEntry("postgres", "forge:") };
        MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(input);

        foreach (string keyPath in new[] { "counts.created_monthly", "counts.both_monthly" })
        {
            CodeEntry statement = dictionary.Metrics.Single(metric => metric.KeyPath == keyPath).Calculation.Texts.Single(text => text.Title == "SQL to run by hand");
            Assert.StartsWith("On the database 'counters', in the time zone UTC", statement.Note, StringComparison.Ordinal);
            Assert.Contains("'forge:{event_counters}_create_issue-2026-01'", statement.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Counters_of_an_installation_are_shown_as_its_own_store_has_them()
    {
        MetricsDictionary made = await DictionaryMaker.MakeAsync(new SmallProject()
            .With("metrics/both.yml", SmallProject.Metric("counts.both", "database", "[28d]", "query: { operation: add, metrics: [counts.created, counts.created] }"))
            .Input() with { Counters = new CounterStoreEntry("postgres", "forge:") });
        DateTimeOffset now = new(2026, 11, 21, 2, 15, 0, TimeSpan.Zero);

        MetricsDictionary shown = new CountedDictionary(
            new CounterStoreEntry("redis", "shop:"), now, keyPath => keyPath == "counts.sum" ? new CounterSql("main", "SELECT 1", null) : null).Of(made);
        Assert.Equal(["Keys in Redis"], Of(shown, "counts.created_monthly").Texts.Select(text => text.Title));
        Assert.Equal("shop:{event_counters}_create_issue-YYYY-WW", Of(shown, "counts.created_monthly").Texts[0].Text);
        Assert.Empty(Of(shown, "counts.both_monthly").Texts);
        Assert.Equal("SELECT 1;", Of(shown, "counts.sum").Texts.Single(text => text.Title == "SQL to run by hand").Text);

        CalculationEntry nowhere = Of(new CountedDictionary(new CounterStoreEntry("none", ""), now, _ => null).Of(made), "counts.created_monthly");
        Assert.Equal("The program keeps no counters here, so that nothing computes it.", nowhere.Hindrance);

        static CalculationEntry Of(MetricsDictionary dictionary, string keyPath) => dictionary.Metrics.Single(metric => metric.KeyPath == keyPath).Calculation;
    }

    [Fact]
    public async Task Lineage_goes_both_ways_and_through_subqueries()
    {
        MetricEntry joined = await MetricAsync("counts.joined");
        Assert.Equal(["table issues", "table labels", "table projects"], joined.Before.Select(one => $"{one.Kind} {one.Name}"));
        Assert.Equal(["metric counts.share", "metric counts.sum"], joined.Behind.Select(one => $"{one.Kind} {one.Name}"));

        LineageEntry part = (await MetricAsync("counts.sum")).Before.Single(one => one.Name == "counts.issues");
        Assert.Equal(["table issues"], part.Further.Select(one => $"{one.Kind} {one.Name}"));
        Assert.Equal(["indicator gmau"], (await MetricAsync("counts.authors")).Behind.Select(one => $"{one.Kind} {one.Name}"));
    }

    [Fact]
    public async Task A_table_says_which_metrics_break_with_each_column()
    {
        TableEntry issues = (await new SmallProject().DictionaryAsync()).Tables.Single(table => table.Name == "issues");

        Assert.Equal(["id", "state_id", "author_id", "project_id", "created_at", "title"], issues.Columns.Select(column => column.Name));
        Assert.Equal(
            ["counts.authors column", "counts.issues where", "counts.issues_monthly where", "counts.issues_weekly where"],
            issues.Columns.Single(column => column.Name == "author_id").Uses.Select(use => $"{use.Metric} {string.Join(' ', use.Keys)}"));
        Assert.Equal(
            ["counts.authors", "counts.issues_monthly", "counts.issues_weekly"],
            issues.Columns.Single(column => column.Name == "created_at").Uses.Select(use => use.Metric));
        Assert.Empty(issues.Columns.Single(column => column.Name == "title").Uses);
        Assert.Empty(issues.Unclear);
        Assert.DoesNotContain("counts.old", issues.Metrics);
        Assert.NotEmpty(issues.Passes);
    }

    [Fact]
    public async Task A_category_names_the_setting_that_switches_it_off()
    {
        PrivacyEntry privacy = (await MetricAsync("counts.issues")).Privacy;
        Assert.Equal(("optional", "include_optional_metrics"), (privacy.Category, privacy.Setting));
    }

    [Fact]
    public async Task Samples_are_made_up_unless_a_payload_has_them()
    {
        DictionaryInput input = new SmallProject().Input() with { Payload = """{"counts":{"issues":109599}}"""u8.ToArray() };
        IReadOnlyList<MetricEntry> metrics = (await DictionaryMaker.MakeAsync(input)).Metrics;

        Assert.Equal(("109599", true), Sample("counts.issues"));
        Assert.Equal(("1234", false), Sample("counts.issues_weekly"));

        (string, bool) Sample(string keyPath) =>
            metrics.Where(metric => metric.KeyPath == keyPath).Select(metric => (metric.Sample, metric.IsSampleReal)).Single();
    }

    [Fact]
    public async Task What_a_metric_has_cost_is_told_by_the_report_of_a_collection()
    {
        DictionaryInput input = new SmallProject().Input() with
        {
            Report = """{"recorded_at":"2026-11-21T02:15:00.123Z","metrics":{"counts.issues":{"status":"ok","value":1,"duration_ms":12.5},"counts.sum":{}}}"""u8.ToArray(),
        };
        IReadOnlyList<MetricEntry> metrics = (await DictionaryMaker.MakeAsync(input)).Metrics;

        Assert.Equal(new CostEntry("2026-11-21T02:15:00.123Z", "ok", 12.5), metrics.Single(metric => metric.KeyPath == "counts.issues").Cost);
        Assert.All(metrics.Where(metric => metric.KeyPath != "counts.issues"), metric => Assert.Null(metric.Cost));
    }

    [Fact]
    public async Task An_event_tells_its_counters_and_metrics()
    {
        EventEntry entry = Assert.Single((await new SmallProject().DictionaryAsync()).Events);

        Assert.Equal(["counts.created_monthly", "counts.created_weekly", "counts.creators_monthly"], entry.Metrics);
        Assert.Contains(entry.Counters, counter => counter is { Key: "{hll_counters}_create_issue-user-YYYY-WW", Counted: "user" });
        Assert.Equal(["bug", "idea"], entry.Properties.Single().Values);
    }

    [Fact]
    public async Task History_is_told_by_lockfiles_and_what_they_alone_know_is_kept()
    {
        SmallProject before = new SmallProject()
            .With("metrics/gone.yml", SmallProject.Metric("counts.gone", "system", "none", "instrumentation_class: GoneMetric"))
            .With("metrics/authors.yml", SmallProject.Metric("counts.authors", "database", "28d", "query: { operation: distinct_count, from: issues, column: project_id }"));
        Lockfile first = LockfileRecorder.Record(before.Input().Files);
        MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(new SmallProject().Input() with
        {
            Version = "1.10",
            Releases = [new PastRelease("1.9", first)],
        });

        ReleaseEntry release = dictionary.Releases[0];
        Assert.Equal(("1.10", "1.9"), (release.Version, release.ComparedWith));
        Assert.Equal(["counts.authors changed", "counts.gone removed"], release.Changes.Select(change => $"{change.Name} {change.Change}"));
        HistoryEntry history = Assert.Single(dictionary.Metrics.Single(metric => metric.KeyPath == "counts.authors").History);
        Assert.Equal(["calculation"], history.Fields.Select(field => field.Name));
        Assert.Equal([new GoneEntry("metric", "counts.gone", "1.9")], dictionary.Gone);
    }

    [Fact]
    public async Task Releases_come_newest_first_by_their_numbers_and_expiries_earliest_first()
    {
        MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(new SmallProject()
            .With("metrics/late.yml", SmallProject.Metric("counts.late", "system", "none", "instrumentation_class: A", "expires: \"10.0\"").Replace("1.2", "1.10", StringComparison.Ordinal))
            .Input() with
            {
                Dates = new Dictionary<string, DateOnly> { ["3.0"] = new(2026, 12, 17) },
            });

        Assert.Equal(["1.10", "1.5", "1.2"], dictionary.Releases.Select(release => release.Version));
        Assert.Equal(["3.0 12/17/2026", "10.0 "], dictionary.Expiries.Select(one => FormattableString.Invariant($"{one.Version} {one.Date}")));
    }

    [Theory]
    [InlineData("1.9", "1.10")]
    [InlineData("<13.9", "13.9")]
    [InlineData("1.9-rc1", "1.9")]
    [InlineData("13.9", "13.10")]
    [InlineData("1", "1.0")]
    [InlineData("9", "<13.9")]
    [InlineData("", "0.1")]
    public void Versions_are_ordered_by_their_numbers(string earlier, string later)
    {
        Assert.True(VersionOrder.Instance.Compare(earlier, later) < 0);
        Assert.True(VersionOrder.Instance.Compare(later, earlier) > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare(later, later));
    }

    private static async Task<MetricEntry> MetricAsync(string keyPath) =>
        (await new SmallProject().DictionaryAsync()).Metrics.Single(metric => metric.KeyPath == keyPath);
}
