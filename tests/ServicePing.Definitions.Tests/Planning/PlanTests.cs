using ServicePing.Definitions.Planning;

namespace ServicePing.Definitions.Tests.Planning;

public sealed class PlanTests
{
    [Fact]
    public void Add_takes_metrics_of_the_same_frame()
    {
        Plan plan = new TestProject()
            .With(
                "metrics/a.yml",
                Yaml.Metric("key_path: a", "time_frame: [28d, all]", "query: { operation: add, metrics: [b, c] }"))
            .With(
                "metrics/b.yml", Yaml.Metric("key_path: b", "time_frame: [7d, 28d, all]", "query: { operation: count, from: t }"))
            .With("metrics/c.yml", Yaml.EventMetric("key_path: c", "time_frame: all"))
            .With("metrics/d.yml", Yaml.EventMetric("key_path: c_monthly", "time_frame: 28d"))
            .Plan();
        Assert.Equal(
            ["a", "a_monthly", "b", "b_monthly", "b_weekly", "c", "c_monthly"],
            plan.Metrics.Select(metric => metric.Metric.KeyPath));
        Assert.Equal([new CompositePlan(0, CompositeOperation.Add, [2, 5]), new CompositePlan(1, CompositeOperation.Add, [3, 6])], plan.Composites);
    }

    [Fact]
    public void Sites_report_whole_key_paths_of_any_frame_in_their_order()
    {
        Plan plan = new TestProject()
            .With("metrics/a.yml", Yaml.Metric("key_path: a", "value_type: object", "time_frame: all", "query: { operation: sites, metrics: [s.c_weekly, s.b] }"))
            .With("metrics/b.yml", Yaml.Metric("key_path: s.b", "time_frame: all", "query: { operation: count, from: t }"))
            .With("metrics/c.yml", Yaml.Metric("key_path: s.c", "time_frame: [7d, all]", "query: { operation: count, from: t }"))
            .Plan();
        Assert.Equal(["a", "s.b", "s.c", "s.c_weekly"], plan.Metrics.Select(metric => metric.Metric.KeyPath));
        Assert.Equal([new CompositePlan(0, CompositeOperation.Sites, [3, 1])], plan.Composites);
        Assert.Equal((ValueShape.Json, null), (plan.Metrics[0].Shape, plan.Metrics[0].Unplanned));
    }

    [Fact]
    public void A_ratio_takes_metrics_of_the_same_frame_in_their_order()
    {
        Plan plan = new TestProject()
            .With("metrics/a.yml", Yaml.Metric("key_path: a", "time_frame: [28d, all]", "query: { operation: ratio, numerator: c, denominator: b }"))
            .With("metrics/b.yml", Yaml.Metric("key_path: b", "time_frame: [28d, all]", "query: { operation: count, from: t }"))
            .With("metrics/c.yml", Yaml.EventMetric("key_path: c", "time_frame: [28d, all]"))
            .Plan();
        Assert.Equal([new CompositePlan(0, CompositeOperation.Ratio, [4, 2]), new CompositePlan(1, CompositeOperation.Ratio, [5, 3])], plan.Composites);
        Assert.Equal(ValueShape.Double, plan.Metrics[0].Shape);
    }

    [Fact]
    public void An_alias_qualifies_columns_and_keeps_a_relation_apart()
    {
        Plan plan = new TestProject()
            .With("metrics/a.yml", Yaml.Metric("key_path: a", "time_frame: 7d", "query: { operation: sum, from: shop.orders AS o, column: amount, where: o.paid, batch: { column: id } }"))
            .With("metrics/b.yml", Yaml.Metric("key_path: b", "query: { operation: count, from: shop.orders }"))
            .With("metrics/c.yml", Yaml.Metric("key_path: c", "query: { operation: count, from: shop.orders orders }"))
            .Plan();
        Assert.Equal([("shop", "orders", null), ("shop", "orders", "o")], plan.Relations.Select(relation => (relation.Schema, relation.Table, relation.Alias)));
        FragmentPlan sum = Assert.Single(plan.Relations[1].Fragments);
        Assert.Equal(("o.amount", "o.created_at", "o.id"), (sum.Columns[0], sum.TimestampColumn, sum.Batch!.Column));
    }

    [Fact]
    public void A_subquery_is_a_relation_of_its_own()
    {
        Plan plan = new TestProject()
            .With("metrics/a.yml", Yaml.Metric("key_path: a", "query: { operation: count, from: '(SELECT 1 FROM orders WHERE paid_at < :recorded_at) AS \"Paid\"', where: b > 1 }"))
            .With("metrics/b.yml", Yaml.Metric("key_path: b", "query: { operation: distinct_count, column: n, from: '(SELECT 1 FROM orders WHERE paid_at < :recorded_at) AS \"Paid\"' }"))
            .With("metrics/c.yml", Yaml.Metric("key_path: c", "query: { operation: count, from: '(SELECT 2 FROM orders) AS \"Paid\"' }"))
            .Plan();
        Assert.Equal(
            [("\"Paid\"", "(SELECT 1 FROM orders WHERE paid_at < $1)"), ("\"Paid\"", "(SELECT 2 FROM orders)")],
            plan.Relations.Select(relation => (relation.Table, relation.Rows)));
        Assert.Equal(["", "\"Paid\".n"], plan.Relations[0].Fragments.Select(fragment => string.Join(',', fragment.Columns)));
    }

    [Fact]
    public void Add_over_parts_makes_a_fragment_each()
    {
        Plan plan = TestProject.Of("metrics/a.yml", Yaml.Metric(
            "time_frame: 7d", "query: { operation: add, parts: [{ operation: count, from: t }, { operation: sum, from: u, column: a }, { operation: count, from: t, where: x }] }")).Plan();
        Assert.Equal(
            [("t", 0), ("t", 2), ("u", 1)],
            plan.Relations.SelectMany(relation => relation.Fragments.Select(fragment => (relation.Table, fragment.Part))));
        Assert.Equal(ValueShape.Decimal, plan.Metrics[0].Shape);
    }

    [Theory]
    [InlineData("999", ValueShape.Integer, "999")]
    [InlineData("-1.50", ValueShape.Double, "-1.50")]
    [InlineData("0x1F", ValueShape.Double, "31")]
    [InlineData(".inf", ValueShape.Double, "null")]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", ValueShape.Double, "null")]
    public void A_constant_is_written_as_json(string value, ValueShape shape, string json)
    {
        Plan plan = TestProject.Of("metrics/a.yml", Yaml.Metric($"query: {{ value: {value} }}")).Plan();
        Assert.Equal([new ConstantPlan(0, json)], plan.Constants);
        Assert.Equal(shape, plan.Metrics[0].Shape);
    }

    [Fact]
    public void A_fact_is_called_with_its_options()
    {
        Plan plan = TestProject.Of("metrics/a.yml", Yaml.Metric(
            "data_source: system", "instrumentation_class: SettingMetric", "options: "
            + "{ name: \"a \\\"b\\\"\\n\", deep: { on: true, none: , list: [1, x] } }")).Plan(
                );
        Assert.Equal([new FactPlan(0, "SettingMetric", """{"name":"a \"b\"\u000a","deep":{"on":true,"none":null,"list":[1,"x"]}}""")], plan.Facts);
        Assert.Equal(ValueShape.Double, plan.Metrics[0].Shape);
    }

    [Theory]
    [InlineData("value_type: string", ValueShape.Text)]
    [InlineData("value_type: boolean", ValueShape.Boolean)]
    [InlineData("value_type: object", ValueShape.Json)]
    [InlineData("query: { operation: count, from: t }", ValueShape.Integer)]
    [InlineData("query: { operation: distinct_count, from: t }", ValueShape.Integer)]
    [InlineData("query: { operation: estimate_batch_distinct_count, from: t }", ValueShape.Double)]
    [InlineData("query: { operation: average, from: t, column: a }", ValueShape.Double)]
    [InlineData("query: { operation: sum, from: t, column: a }", ValueShape.Decimal)]
    [InlineData("query: { operation: max, from: t, column: a }", ValueShape.Decimal)]
    [InlineData("query: { operation: min, from: t, column: a }", ValueShape.Decimal)]
    [InlineData("query: { operation: percentile, from: t, column: a, percentile: 95 }", ValueShape.Decimal)]
    [InlineData("value_type: boolean\nquery: { operation: exists, from: t }", ValueShape.Boolean)]
    [InlineData("query: { operation: add, parts: [{ operation: count, from: t }, { operation: max, from: t, column: a }] }", ValueShape.Decimal)]
    [InlineData("data_source: internal_events\nevents: [{ name: a }]", ValueShape.Integer)]
    [InlineData("data_source: internal_events\nevents: [{ name: a, operator: sum(value) }]", ValueShape.Double)]
    [InlineData("data_source: internal_events\nevents: [{ name: a, operator: total, unique: label }]", ValueShape.Json)]
    public void A_value_has_the_type_of_its_calculation(string change, ValueShape shape) =>
        Assert.Equal(shape, TestProject.Of("metrics/a.yml", Yaml.Metric(change.Split('\n'))).Plan().Metrics[0].Shape);

    [Theory]
    [InlineData("name: x", "No query")]
    [InlineData("status: removed\ninstrumentation_class: AMetric", "removed")]
    [InlineData("query: { operation: add, metrics: [nothing] }", "'nothing'")]
    [InlineData("query: { operation: add, metrics: [counts.issues_open] }", "itself")]
    [InlineData("query: { operation: ratio, numerator: nothing, denominator: counts.issues_open }", "divides 'nothing'")]
    [InlineData("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_open }", "itself")]
    [InlineData("query: { operation: ratio, numerator: counts.issues_open }", "no denominator")]
    [InlineData("query: { operation: add, parts: [{ value: 1 }] }", "Part 1")]
    [InlineData("query: { operation: count }", "no table")]
    [InlineData("query: { from: t }", "no operation")]
    [InlineData("data_source: internal_events", "no events")]
    [InlineData("data_source: redis", "no counter")]
    [InlineData("data_source: redis_hll\noptions: { events: [a] }", "all time")]
    public void What_nothing_computes_says_why(string change, string reason)
    {
        Plan plan = TestProject.Of("metrics/a.yml", Yaml.Metric(change.Split('\n'))).Plan();
        Assert.Contains(reason, plan.Metrics[0].Unplanned, StringComparison.Ordinal);
        Assert.EndsWith(".", plan.Metrics[0].Unplanned, StringComparison.Ordinal);
        Assert.Equal(
            0, plan.Relations.Count + plan.CounterReads.Count + plan.Facts.Count + plan.Composites.Count + plan.Constants.Count + plan.Prometheus.Count);
    }
}
