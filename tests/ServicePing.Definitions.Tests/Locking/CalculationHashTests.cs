using ServicePing.Definitions.Locking;

namespace ServicePing.Definitions.Tests.Locking;

/// <summary>Which changes of a definition change what is counted.</summary>
public sealed class CalculationHashTests
{
    private const string Query = "query: { operation: count, from: issues, where: [issues.state_id = 1, weight > 2] }";

    /// <summary>A definition, and one that gives the same values.</summary>
    public static TheoryData<string, string> Equal => new()
    {
        { Query, "query: { operation: count, from: issues, where: [weight > 2, issues.state_id = 1] }" },
        { Query, "query: { operation: count, from: issues, where: 'weight>2 and (ISSUES.State_Id  =  1)', database: main }" },
        { Query, "query: { operation: count, from: issues, where: ['\"issues\".\"state_id\" = 1', 'weight > 2 /* big */'], batch: { size: 9 } }" },
        { Query, Query + "\ninstrumentation_class: CountOpenIssuesMetric" },
        { "query: { operation: sum, from: issues, column: weight }", "query: { operation: sum, from: issues, column: issues.weight }" },
        { "query: { operation: count, from: t, where: a != 1 }", "query: { operation: count, from: t, where: A <> 1 }" },
        { "query: { operation: count, from: t, where: a BETWEEN 1 AND 2 AND b }", "query: { operation: count, from: t, where: [b, a between 1 and 2] }" },
        { "query: { operation: count, from: t AS i, where: I.a = 1 }", "query: { operation: count, from: t I, where: i.a=1 }" },
        { "query: { operation: add, metrics: [counts.a, counts.b] }", "query: { operation: add, metrics: [counts.b, counts.a] }" },
        { "instrumentation_class: CountImportsMetric\noptions: { source: group }", "query: { operation: count, from: imports, where: [kind = 0, done] }" },
        { "data_source: internal_events\nevents: [{ name: a }, { name: b }]", "data_source: internal_events\nevents: [{ name: b }, { name: a }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { label: x, value: 1 } }]", "data_source: internal_events\nevents: [{ name: a, filter: { value: 1, label: x } }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { label: [x, y] } }]", "data_source: internal_events\nevents: [{ name: a, filter: { label: [y, x] } }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { label: x } }]", "data_source: internal_events\nevents: [{ name: a, filter: { label: [x] } }]" },
        { "data_source: redis\noptions: { event: a, prefix: p }", "data_source: redis\noptions: { prefix: p, event: 'a' }" },
    };

    /// <summary>A definition, and one that gives other values.</summary>
    public static TheoryData<string, string> Different => new()
    {
        { Query, "query: { operation: count, from: issues, where: issues.state_id = 1 }" },
        { Query, "query: { operation: count, from: issues, where: 'issues.state_id = 1 OR weight > 2' }" },
        { Query, "query: { operation: count, from: Issues, where: [issues.state_id = 1, weight > 2] }" },
        { Query, "query: { operation: count, from: archive.issues, where: [issues.state_id = 1, weight > 2] }" },
        { Query, "query: { operation: count, database: ci, from: issues, where: [issues.state_id = 1, weight > 2] }" },
        { Query, "query: { operation: count, from: issues, column: author_id, where: [issues.state_id = 1, weight > 2] }" },
        { Query, "query: { operation: count, from: issues, where: [issues.state_id = 1, weight > 2], batch: { start: 10 } }" },
        { "query: { operation: count, from: t AS i, where: i.a = 1 }", "query: { operation: count, from: t AS j, where: i.a = 1 }" },
        { "query: { operation: count, from: t, where: a = 'X' }", "query: { operation: count, from: t, where: a = 'x' }" },
        { "query: { operation: count, from: t, where: a = 1 }", "query: { operation: count, from: t, where: '\"A\" = 1' }" },
        { "query: { operation: add, parts: [{ operation: count, from: a }] }", "query: { operation: add, parts: [{ operation: count, from: b }] }" },
        { "query: { operation: ratio, numerator: counts.a, denominator: counts.b }", "query: { operation: ratio, numerator: counts.b, denominator: counts.a }" },
        { "instrumentation_class: CountImportsMetric\noptions: { source: group }", "instrumentation_class: CountImportsMetric\noptions: { source: project }" },
        { "data_source: internal_events\nevents: [{ name: a }]", "data_source: internal_events\nevents: [{ name: a, unique: user.id }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { weight: 1 } }]", "data_source: internal_events\nevents: [{ name: a, filter: { weight: '1' } }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { label: x } }]", "data_source: internal_events\nevents: [{ name: a, filter: { label: [x, y] } }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { weight: { from: 1 } } }]", "data_source: internal_events\nevents: [{ name: a, filter: { weight: { to: 1 } } }]" },
        { "data_source: internal_events\nevents: [{ name: a, filter: { weight: { from: 1, to: 2 } } }]", "data_source: internal_events\nevents: [{ name: a, filter: { weight: [1, 2] } }]" },
        { "data_source: redis\noptions: { event: a, prefix: p }", "data_source: redis\noptions: { event: a, prefix: q }" },
        { "data_source: system\ninstrumentation_class: AMetric", "data_source: system\ninstrumentation_class: BMetric" },
        { "data_source: system\nquery: { value: 1 }", "data_source: system\nquery: { value: '1' }" },
        { "data_source: prometheus\nquery: { promql: up }", "data_source: prometheus\nquery: { promql: down }" },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void What_changes_no_value_keeps_the_hash(string left, string right) => Assert.Equal(Hash(left), Hash(right));

    [Theory]
    [MemberData(nameof(Different))]
    public void What_changes_values_changes_the_hash(string left, string right) => Assert.NotEqual(Hash(left), Hash(right));

    [Fact]
    public void The_clock_s_column_counts_only_where_there_is_a_period()
    {
        const string closed = "query: { operation: count, from: issues, timestamp_column: closed_at }";
        const string created = "query: { operation: count, from: issues }";

        Assert.Equal(Hash(created), Hash(closed));
        Assert.NotEqual(Hash(created + "\ntime_frame: 7d"), Hash(closed + "\ntime_frame: 7d"));
    }

    /// <summary>These are in the lockfiles of released products: never change them.</summary>
    [Theory]
    [InlineData(Query, "05b06f132cb8fdfc")]
    [InlineData("instrumentation_class: CountImportsMetric\noptions: { source: group }\ntime_frame: 28d", "4e9250d05a5e43e3")]
    [InlineData("query: { operation: histogram, from: t, column: a, buckets: 1..9, joins: [JOIN b ON b.id = t.b_id] }", "fe1c741b3191bccb")]
    [InlineData("data_source: internal_events\nevents: [{ name: a, unique: user.id, filter: { label: x } }]", "3e832f0a9c65a041")]
    [InlineData("data_source: redis\noptions: { event: a, prefix: p, list: [1, { deep: true }] }\ninstrumentation_class: RedisMetric", "27a12831c8ef2a55")]
    [InlineData("data_source: prometheus\nvalue_type: object\nquery: { promql: 'sum by (job) (up @ :recorded_at)', group_by: job }", "1a9fac4aa925ae99")]
    public void A_hash_is_for_ever(string definition, string hash) => Assert.Equal(hash, Hash(definition));

    private static string Hash(string lines) => LockfileRecorder.Record(TestProject
        .Of("metrics/one.yml", Yaml.Metric([.. lines.Split('\n')]))
        .With("queries/imports.yml", """
            instrumentation_class: CountImportsMetric
            parameters: { source: { values: { group: 0, project: 1 } } }
            query: { operation: count, from: imports, where: done, when: { source: kind = :source } }
            """)
        .Read().Select(file => file.Meaning)).Metrics[0].Calculation;
}
