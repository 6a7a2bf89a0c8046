using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Prometheus;
using ServicePing.Definitions.Reading;
using ServicePing.Tests;
using static ServicePing.Definitions.Tests.Rules.RuleExample;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>PromQL of definitions: what is wrong with it, and what becomes of it.</summary>
public sealed class PromQlTests
{
    private const string File = "metrics/counts_all/other.yml";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        InFile("SP0640", File, Of("sum(rate(a[5m]))[|)|]"), Of("sum(rate(a[5m]))"), "closes nothing"),
        InFile("SP0640", File, Of("sum by (job) (up)", "value_type: object", "group_by: [|instance|]"), Of("sum by (job, instance) (up)", "value_type: object", "group_by: instance"), "which keeps job"),
        InFile("SP0640", File, Of("up", "value_type: object", "group_by: [job, [|a-b|]]"), Of("up", "value_type: object", "group_by: [job, a_b]"), "no name of a label"),
        InFile("SP0641", File, Of("sum([|raet|](a[5m]))"), Of("sum(rate(a[5m]))"), "Did you mean 'rate'?"),
        InFile("SP0642", File, Of("sum(up)", "time_frame: [|7d|]"), Of("sum(avg_over_time(up[7d]))", "time_frame: 7d"), "looks at one moment"),
        InFile("SP0612", File, Of("sum(avg_over_time(up[7d]))", "[|time_frame|]: [7d, 28d]"), Of("sum(avg_over_time(up[7d]))", "time_frame: 7d"), "7d and 28d the same value"),
        InFile("SP0611", File, Of("up", "value_type: object", "group_by: job", "values: [a]").Replace("values: [a]", "[|values|]: [a]"), Of("up", "value_type: object", "group_by: job"), "status=~\"ok|failed\""),
        InFile("SP0611", File, Of("up", "value_type: object", "group_by: job", "max_groups: [|3|]"), Of("topk(3, up)", "value_type: object", "group_by: job"), "topk(20, …)"),
        InFile("SP0611", File, Of("up", "[|where|]: a = 1"), Of("up"), "cannot stand beside 'promql'"),
        InFile("SP0611", File, Of("up", "value_type: object", "list_of: [job, up]").Replace("list_of: [job, up]", "[|list_of|]: [job, up]").Replace("value_type: object", "value_type: number"), Of("up", "value_type: object", "group_by: job", "list_of: [job, up]"), "'list_of'"),
        InFile("SP0611", File, Of("up", "value_type: [|object|]"), Of("up", "value_type: object", "group_by: job"), "type number"),
        new(
            "SP0613",
            () => TestProject.Forge().With("queries/q.yml", Latency).With(File, Calculated("options: { quantile: 0.9, range: [|soon|] }")),
            () => TestProject.Forge().With("queries/q.yml", Latency).With(File, Calculated("options: { quantile: 0.9, range: 30m, handler: /api }")),
            "duration such as 5m"),
    ];

    private const string Latency = """
        instrumentation_class: LatencyMetric
        parameters: { quantile:, range:, handler: }
        query:
          promql: histogram_quantile(:quantile, sum by (le) (rate(http_seconds_bucket{handler=~:handler}[:range])))
        """;

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("sum«(»up", "never closed")]
    [InlineData("up«{»job=\"a\"", "never closed")]
    [InlineData("rate(up«[»5m)", "never closed")]
    [InlineData("sum(up«}»)", "closes nothing")]
    [InlineData("up{job=«\"»a}", "never closed")]
    [InlineData("up «# all»", "A comment stands")]
    [InlineData("rate(up[«5min»])", "neither a number nor a duration")]
    [InlineData("rate(up[«1m1h»])", "from the largest to the smallest")]
    [InlineData("rate(up[«0s»])", "not all zero")]
    [InlineData("rate(up«[»])", "The range is empty")]
    [InlineData("rate(up[«five»])", "is no range")]
    [InlineData("max_over_time(up[1h:5m«:»1m])", "")]
    [InlineData("rate(up[«$»__rate_interval])", "variable of a dashboard")]
    [InlineData("up «offset»", "how far back")]
    [InlineData("up offset «yesterday»", "no duration")]
    [InlineData("up«[»5m]", "put it into a function")]
    [InlineData("«\"text\"»", "This is a text")]
    [InlineData("up «+»", "Nothing follows")]
    [InlineData("up{«job»}", "compared by =")]
    [InlineData("up{job«==»\"a\"}", "compared by =")]
    [InlineData("up{job=«a»}", "put quotes around it")]
    [InlineData("up{job«=»}", "put quotes around it")]
    [InlineData("up{job=\"a\" «env»=\"b\"}", "A comma stands between")]
    [InlineData("up{«5»=\"a\"}", "is no label")]
    [InlineData("sum(«{»})", "every series")]
    [InlineData("«rate»(up[5m], 1)", "takes 1 argument, here are 2")]
    [InlineData("«histogram_quantile»(up)", "takes 2 arguments, here are 1")]
    [InlineData("«time»(up)", "takes 0 arguments")]
    [InlineData("«topk» by (job) (up)", "takes 2 arguments")]
    [InlineData("«round»()", "1 to 2 arguments, here are 0")]
    [InlineData("«label_join»(up, \"a\")", "3 or more arguments")]
    [InlineData("up{job=«:recorded_at»}", "is a moment")]
    [InlineData("rate(up[«:recorded_at»])", "is a moment")]
    [InlineData("sum by («:recorded_at») (up)", "is a moment")]
    public void What_Prometheus_refuses_is_an_error_at_its_place(string marked, string message)
    {
        int start = Math.Max(marked.IndexOf('«'), 0);
        PromQlFlaw flaw = Assert.Single(PromQlCheck.Flaws(marked.Replace("«", "").Replace("»", ""), _ => false));
        Assert.Equal("SP0640", flaw.Rule.Id);
        Assert.Contains(message, flaw.Message, StringComparison.Ordinal);
        if (message.Length > 0)
        {
            Assert.Equal(start, flaw.Token.Start);
        }
    }

    [Fact]
    public void A_parameter_that_nobody_declares_is_an_error() =>
        Assert.Equal("SP0613", Assert.Single(PromQlCheck.Flaws("up{job=:job}", _ => false)).Rule.Id);

    [Theory]
    [InlineData("a + on (job) group_left (b) c", "a c")]
    [InlineData("sum by (le, job) (rate(x_bucket{le!~\"a.*\"}[5m] offset 1d)) / :recorded_at", "x_bucket")]
    [InlineData(":node_memory:sum + job:up:avg5m", ":node_memory:sum job:up:avg5m")]
    [InlineData("count({__name__=\"up\", job=\"a\"} @ start())", "up")]
    [InlineData("count({\"http.requests\", job=\"a\"}) / count({__name__=~\"up|down\"})", "http.requests")]
    [InlineData("sum(up) without (job) > bool Inf", "up")]
    public void The_metrics_of_a_text_are_known(string promQl, string metrics)
    {
        Assert.Empty(PromQlCheck.Flaws(promQl, _ => false));
        Assert.Equal(metrics, string.Join(' ', PromText.Metrics(promQl)));
    }

    [Theory]
    [InlineData("sum(up)", "")]
    [InlineData("sum by (a, b) (rate(up[5m]))", "a,b")]
    [InlineData("sum(up) by (a)", "a")]
    [InlineData("topk by (a) (3, up)", null)]
    [InlineData("count_values(\"version\", build)", null)]
    [InlineData("sum without (a) (up)", null)]
    [InlineData("sum by (a) (up) / sum by (a) (down)", null)]
    [InlineData("label_replace(sum(up), \"a\", \"\", \"\", \"\")", null)]
    [InlineData("sum by (a", null)]
    [InlineData("sum", null)]
    public void The_labels_that_an_aggregation_keeps_are_known_where_they_are_certain(string promQl, string? labels) =>
        Assert.Equal(labels, PromText.KeptLabels(promQl) is { } kept ? string.Join(',', kept) : null);

    [Fact]
    public void A_query_is_planned_in_the_pieces_between_which_the_moment_stands()
    {
        Plan plan = TestProject.Of("metrics/a.yml", Of("sum(a @ :recorded_at) / (:recorded_at - max(b))")).Plan();
        PrometheusPlan planned = Assert.Single(plan.Prometheus);
        Assert.Equal(["sum(a @ ", ") / (", " - max(b))"], planned.Query);
        Assert.Empty(planned.Labels);
        Assert.Equal(ValueShape.Double, plan.Metrics[0].Shape);
        Assert.Null(plan.Metrics[0].Unplanned);
    }

    [Fact]
    public void Labels_make_an_object_or_a_list_of_objects()
    {
        Plan plan = TestProject
            .Of("metrics/a.yml", Of("sum by (job, env) (up)", "value_type: object", "group_by: [env, job]", "list_of: [env, job, up]"))
            .Plan();
        PrometheusPlan planned = Assert.Single(plan.Prometheus);
        Assert.Equal(["env", "job"], planned.Labels);
        Assert.Equal(["env", "job", "up"], planned.Members);
        Assert.Equal(ValueShape.Json, plan.Metrics[0].Shape);
    }

    [Theory]
    [InlineData("options: { quantile: 0.9, range: 30m, handler: '/api\"}) or vector(1) # \\' }", """histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket{handler=~"/api\"}) or vector(1) # \\"}[30m])))""")]
    [InlineData("options: { quantile: -1, range: 1h30m, handler: 500 }", """histogram_quantile((-1), sum by (le) (rate(http_seconds_bucket{handler=~"500"}[1h30m])))""")]
    [InlineData("options: { quantile: text, range: 5m, handler: \"a\\nb\" }", """histogram_quantile("text", sum by (le) (rate(http_seconds_bucket{handler=~"a\x0ab"}[5m])))""")]
    public void Options_are_filled_in_so_that_no_text_can_be_more_than_a_text(string options, string expected)
    {
        Plan plan = TestProject.Of("metrics/a.yml", Calculated(options)).With("queries/q.yml", Latency).Plan();
        Assert.Equal([expected], Assert.Single(plan.Prometheus).Query);
    }

    [Fact]
    public void An_option_that_is_missing_is_named()
    {
        Problem problem = Assert.Single(TestProject.Of("metrics/a.yml", Calculated("options: { quantile: 0.9, range: 5m }")).With("queries/q.yml", Latency).Check());
        Assert.Equal("SP0613", problem.Rule.Id);
        Assert.Contains("'handler'", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>The calculation is that of docs/prometheus.md.</summary>
    [CorpusFact]
    public void GitLab_s_own_definition_is_computed_by_a_shared_calculation()
    {
        TestProject project = TestProject
            .Of("metrics/apdex.yml", System.IO.File.ReadAllText(Path.Combine(CorpusFiles.GitLab, "metrics", "settings", "20210321224827_gitaly_apdex.yml")))
            .With("queries/apdex.yml", "instrumentation_class: GitalyApdexMetric\nquery:\n  promql: avg_over_time(gitlab_usage_ping:gitaly_apdex:ratio_avg_over_time_5m[1w])\n");
        Assert.DoesNotContain(project.Check(), problem => problem.Rule.Level != RuleLevel.Info);
        Assert.Equal(["avg_over_time(gitlab_usage_ping:gitaly_apdex:ratio_avg_over_time_5m[1w])"], Assert.Single(project.Plan().Prometheus).Query);
    }

    [Theory]
    [InlineData("sum( rate (a{b=\"c  d\"} [5m]) )\n", "sum(rate(a{b=\"c  d\"}[5m]))")]
    [InlineData("sum by(a)(b)", "sum by (a) (b)")]
    public void Space_changes_no_promise(string left, string right) => Assert.Equal(PromText.Canonical(left), PromText.Canonical(right));

    [Theory]
    [InlineData("a{b=\"c  d\"}", "a{b=\"c d\"}")]
    [InlineData("a offset 5m", "aoffset5m")]
    [InlineData("a and b", "aandb")]
    public void What_means_something_else_is_another_promise(string left, string right) => Assert.NotEqual(PromText.Canonical(left), PromText.Canonical(right));

    private static string Of(string promQl, params string[] more)
    {
        string[] ofQuery = ["group_by", "list_of", "values", "max_groups", "where"];
        bool IsOfQuery(string line) => ofQuery.Any(key => line.Replace("[|", "").StartsWith(key, StringComparison.Ordinal));
        return Yaml.Metric(["key_path: counts.other", "data_source: prometheus", "time_frame: none", .. more.Where(line => !IsOfQuery(line))])
            + $"query:\n  promql: {promQl}\n" + string.Concat(more.Where(IsOfQuery).Select(line => $"  {line}\n"));
    }

    private static string Calculated(string options) => Yaml.Metric(
        "key_path: counts.other", "data_source: prometheus", "time_frame: none", "instrumentation_class: LatencyMetric", options);
}
