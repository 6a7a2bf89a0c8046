using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Tests;

/// <summary>Several metric sets make one program.</summary>
public sealed class ProgramMergeTests
{
    [Fact]
    public void Metrics_of_all_sets_stand_in_the_order_of_the_payload()
    {
        TestSet first = new() { SetName = "First" };
        first.Add("counts.z");
        first.Add("counts.a.b");
        TestSet second = new() { SetName = "Second" };
        second.Add("counts-x");
        second.Add("counts.m");

        PingProgram program = ProgramMerge.Merge(null, [first, second]);

        Assert.Equal(["counts.a.b", "counts.m", "counts.z", "counts-x"], program.Metrics.Select(metric => metric.KeyPath));
        Assert.Equal([2, 0], [program.SlotOf(first, 0), program.SlotOf(first, 1)]);
        Assert.Equal([3, 1], [program.SlotOf(second, 0), program.SlotOf(second, 1)]);
    }

    [Fact]
    public void A_relation_that_two_sets_read_is_walked_once()
    {
        TestSet first = Reading("First", "a", "issues");
        TestSet second = Reading("Second", "b", "issues");
        TestSet third = Reading("Third", "c", "issues", "JOIN projects USING (id)");

        PingProgram program = ProgramMerge.Merge(null, [third, first, second]);

        Assert.Equal(2, program.Work.Relations.Count);
        RelationPlan shared = program.Work.Relations.Single(relation => relation.Joins.Count == 0);
        Assert.Equal([0, 1], shared.Fragments.Select(fragment => fragment.Slot));
    }

    [Fact]
    public void A_table_under_another_alias_and_rows_of_another_subquery_are_relations_of_their_own()
    {
        RelationPlan[] relations =
        [
            new("main", null, "issues", [], [new(0, Operation.Count)]),
            new("main", null, "issues", [], [new(0, Operation.Count)]) { Alias = "i" },
            new("main", null, "i", [], [new(0, Operation.Count)]) { Rows = "(SELECT 1)" },
            new("main", null, "i", [], [new(0, Operation.Count)]) { Rows = "(SELECT 2)" },
        ];
        TestSet[] sets = [.. relations.SelectMany((relation, i) => new[] { Of(relation, $"first{i}"), Of(relation, $"second{i}") })];

        PingProgram program = ProgramMerge.Merge(null, sets);

        Assert.Equal(
            relations.Select(relation => relation.From).Order(StringComparer.Ordinal),
            program.Work.Relations.Select(relation => relation.From).Order(StringComparer.Ordinal));
        Assert.All(program.Work.Relations, relation => Assert.Equal(2, relation.Fragments.Count));

        static TestSet Of(RelationPlan relation, string name)
        {
            TestSet set = new() { SetName = name };
            set.Add(name);
            set.RelationPlans.Add(relation);
            return set;
        }
    }

    [Fact]
    public void A_clash_names_both_sets()
    {
        InvalidOperationException clash = Assert.Throws<InvalidOperationException>(
            () => ProgramMerge.Merge(null, [Reading("Forge", "counts.issues", "issues"), Reading("Plugins", "counts.issues", "issues")]));

        Assert.Equal("Key path 'counts.issues' is defined by two metric sets: 'Forge' and 'Plugins'.", clash.Message);
    }

    [Fact]
    public async Task The_standard_set_gives_way_but_still_supplies_values_that_nobody_else_does()
    {
        TestSet standard = new() { SetName = "Standard" };
        standard.AddFact("hostname", () => MetricValue.From("standard host"));
        standard.AddFact("uuid", () => MetricValue.From("standard uuid"));
        standard.AddFact("version", () => MetricValue.From("standard version"));
        standard.AddFact("recorded_at", () => MetricValue.From("standard moment"));
        TestSet program = new() { SetName = "GitLab" };
        int version = program.AddFact("version", () => MetricValue.From("own version"));
        int uuid = program.Add("uuid", ValueShape.Text, source: DataSource.Database, timeFrame: TimeFrame.None);
        program.FactPlans.Add(new FactPlan(uuid, "UuidMetric", "{}", Read: null));
        program.Add("recorded_at", ValueShape.Text, source: DataSource.System, unplanned: "It has neither class nor query.");
        await using Ping ping = Ping.Of(standard, _ => { }, program);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            """{"hostname":"standard host","recorded_at":"standard moment","uuid":"standard uuid","version":"own version"}""",
            payload.ToString());
        Assert.Equal(DataSource.Database, payload.Metrics[2].Source);
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Equal("own version", (await ping.Collector.CollectAsync(new Metric<string>(standard, 2))).Value);
        Assert.Equal("own version", (await ping.Collector.CollectAsync(new Metric<string>(program, version))).Value);
    }

    [Fact]
    public async Task A_set_that_is_not_part_of_the_program_is_an_error()
    {
        await using Ping ping = Ping.Of(_ => { }, new TestSet());
        TestSet stranger = new() { SetName = "Stranger" };
        stranger.Add("a");

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => ping.Collector.CollectAsync(new Metric<long>(stranger, 0)));
        Assert.Contains("'Stranger'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ping.Tracker.EventsOf(stranger));
    }

    private static TestSet Reading(string name, string keyPath, string table, params string[] joins)
    {
        TestSet set = new() { SetName = name };
        set.RelationPlans.Add(new RelationPlan("main", null, table, joins, [new QueryFragment(set.Add(keyPath), Operation.Count)]));
        return set;
    }
}
