using System.Text.Json.Nodes;

namespace Forge.Demo;

/// <summary>What the metrics over events must come to, counted from what happened and by nothing of ServicePing.</summary>
internal sealed class Truth
{
    private readonly JsonObject _values = [];
    private readonly IReadOnlyList<Occurrence> _all;
    private readonly IReadOnlyList<Occurrence> _month;
    private readonly IReadOnlyList<Occurrence> _week;

    private Truth(IReadOnlyList<Occurrence> occurrences, DateTimeOffset now)
    {
        // The last one and the last four complete weeks, Monday to Sunday.
        DateTimeOffset end = Traffic.Monday(now, weeksAgo: 0);
        _all = occurrences;
        _month = [.. occurrences.Where(one => one.At >= Traffic.Monday(now, weeksAgo: 4) && one.At < end)];
        _week = [.. occurrences.Where(one => one.At >= Traffic.Monday(now, weeksAgo: 1) && one.At < end)];
    }

    /// <summary>The values by key path.</summary>
    /// <param name="occurrences">What happened.</param>
    /// <param name="now">The moment of the ping.</param>
    public static JsonObject Of(IReadOnlyList<Occurrence> occurrences, DateTimeOffset now)
    {
        Truth truth = new(occurrences, now);

        truth.Always("counts.count_total_create_issue", those => those.Of("create_issue").Count());
        truth.Always("counts.count_total_create_bug", those => those.Of("create_issue").Count(one => one.Detail == "bug"));
        truth.Always("counts.count_total_push_or_merge", those => those.Of("push_commits", "merge_merge_request").Count());
        truth.Always("counts.count_total_export_project", those => those.Of("export_project").Count());
        truth.Always(
            "counts.count_total_retry_build_after_timeout",
            those => those.Of("retry_build").Count(one => one.Detail == "timeout"));
        truth.Always("sums.sum_value_from_push_commits", those => those.Of("push_commits").Sum(one => one.Value));

        truth.Windows("counts.searches_by_scope", those => new JsonObject
        {
            ["label"] = new JsonObject(those.Of("search").CountBy(one => one.Detail)
                .Select(scope => KeyValuePair.Create<string, JsonNode?>(scope.Key, scope.Value))),
        });

        truth.Windows(
            "redis_hll_counters.planning.count_distinct_user_id_from_create_issue",
            those => those.Of("create_issue").DistinctBy(one => one.User).Count());
        truth.Windows(
            "redis_hll_counters.planning.count_distinct_project_id_from_create_issue",
            those => those.Of("create_issue").DistinctBy(one => one.Project).Count());
        truth.Windows(
            "redis_hll_counters.planning.count_distinct_user_id_from_close_issue",
            those => those.Of("close_issue").DistinctBy(one => one.User).Count());
        truth.Windows(
            "redis_hll_counters.planning.count_distinct_user_id_from_planning",
            those => those.Of("create_issue", "close_issue", "create_note").DistinctBy(one => one.User).Count());
        truth.Windows(
            "redis_hll_counters.code_review.count_distinct_user_id_from_approve_or_merge",
            those => those.Of("approve_merge_request", "merge_merge_request").DistinctBy(one => one.User).Count());
        truth.Windows(
            "redis_hll_counters.ci.count_distinct_user_id_from_run_pipeline",
            those => those.Of("run_pipeline").DistinctBy(one => one.User).Count());
        truth.Windows(
            "redis_hll_counters.delivery.count_distinct_project_id_from_deploy_to_production",
            those => those.Of("deploy").Where(one => one.Detail == "production").DistinctBy(one => one.Project).Count());
        truth.Windows(
            "redis_hll_counters.access.count_distinct_namespace_id_from_invite_member",
            those => those.Of("invite_member").DistinctBy(one => one.Namespace).Count());

        foreach ((string known, string[] scopes) in (IEnumerable<(string, string[])>)
        [
            ("redis_hll_counters.search.g_search_issues", ["issues"]),
            ("redis_hll_counters.search.g_search_merge_requests", ["merge_requests"]),
            ("redis_hll_counters.search.g_search_code", ["code"]),
            ("redis_hll_counters.search.search_total_unique_counts", ["issues", "merge_requests", "code"]),
        ])
        {
            truth.Windows(known, those => those.Searchers(scopes).Count);
        }

        truth._values["counts_weekly.aggregated_metrics.search_work"] = truth._week.Searchers("issues", "merge_requests").Count;
        truth._values["counts_monthly.aggregated_metrics.search_work"] = truth._month.Searchers("issues", "merge_requests").Count;
        truth._values["counts_monthly.aggregated_metrics.search_issues_and_code"] =
            truth._month.Searchers("issues").Intersect(truth._month.Searchers("code")).Count();
        return truth._values;
    }

    private void Always(string keyPath, Func<IEnumerable<Occurrence>, JsonNode> value)
    {
        Windows(keyPath, value);
        _values[keyPath] = value(_all);
    }

    private void Windows(string keyPath, Func<IEnumerable<Occurrence>, JsonNode> value)
    {
        _values[$"{keyPath}_weekly"] = value(_week);
        _values[$"{keyPath}_monthly"] = value(_month);
    }
}

internal static class OccurrenceFilter
{
    public static IEnumerable<Occurrence> Of(this IEnumerable<Occurrence> occurrences, params string[] events) =>
        occurrences.Where(one => events.Contains(one.Event));

    /// <summary>Who searched in any of the scopes.</summary>
    public static HashSet<long> Searchers(this IEnumerable<Occurrence> occurrences, params string[] scopes) =>
        [.. occurrences.Of("search").Where(one => scopes.Contains(one.Detail)).Select(one => one.User)];
}
