using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>What emitters print in cases that the projects of <see cref="SnapshotTests"/> do not have, and nothing else of those files.</summary>
public class BranchSnapshotTests
{
    /// <summary>Every operation, and every property of a fragment.</summary>
    [Fact]
    public void Relations_with_every_kind_of_fragment_are_as_they_were_reviewed()
    {
        string[] queries =
        [
            "{ operation: distinct_count, database: replica, from: shop.orders, column: [buyer_id, shop_id], where: [total > 0, orders.paid], timestamp_column: paid_at }",
            "{ operation: estimate_batch_distinct_count, database: replica, from: shop.orders, column: buyer_id, sketch: buyers }",
            "{ operation: average, database: replica, from: shop.orders, column: total, batch: { column: number, size: 1000, start: 1, finish: 99 } }",
            "{ operation: histogram, database: replica, from: shop.orders, column: buyer_id, buckets: 1..10 }",
            "{ operation: sum, database: replica, from: shop.orders, column: total, group_by: [shop_id, state] }",
            "{ operation: max, database: replica, from: shop.orders, column: total, group_by: state, values: [paid, \"it's\", 3] }",
            "{ operation: min, database: replica, from: shop.orders, column: total, group_by: shop_id, max_groups: 20 }",
            "{ operation: percentile, database: replica, from: shop.orders, column: total, percentile: 95 }",
            "{ operation: exists, database: replica, from: shop.orders, where: paid }",
            "{ operation: add, parts: [{ operation: count, database: replica, from: shop.orders }, { operation: count, database: replica, from: shop.orders, where: paid }] }",
        ];
        TestProject project = new();
        foreach ((int number, string query) in queries.Index())
        {
            bool isObject = query.Contains("group_by", StringComparison.Ordinal) || query.Contains("histogram", StringComparison.Ordinal);
            project = project.With($"metrics/metric_{number}.yml", Yaml.Metric(
                $"orders.metric_{number}", "database", $"query: {query}", number == 0 ? "[7d, 28d]" : "all", isObject ? "object" : query.Contains("exists", StringComparison.Ordinal) ? "boolean" : "number"));
        }

        Matches("Relations", project, file => file.Contains("Relation", StringComparison.Ordinal));
    }

    /// <summary>The head of a class stands in its first source.</summary>
    [Fact]
    public void Second_sources_of_a_class_are_as_they_were_reviewed()
    {
        TestProject project = new();
        for (int number = 0; number <= 128; number++)
        {
            project = project
                .With($"events/do_{number:000}.yml", Yaml.Event($"do_{number:000}", "identifiers: [user]"))
                .With($"known_events/did_{number:000}.yml", $"- {{ name: did_{number:000}, category: deeds, aggregation: weekly }}\n");
        }

        Matches("SecondSources", project, file => file.EndsWith("Events.01.g.cs", StringComparison.Ordinal));
    }

    private static void Matches(string folder, TestProject project, Func<string, bool> isReviewed) => Snapshot.Matches(
        folder, project.Generate().Compiles().Texts.Where(file => isReviewed(file.Key)).ToDictionary(file => file.Key, file => file.Value));
}
