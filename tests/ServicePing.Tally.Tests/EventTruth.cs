using System.Text.Json.Nodes;

namespace ServicePing.Tally.Tests;

/// <summary>What the metrics over events must come to, counted from what was done and by nothing of ServicePing.</summary>
internal static class EventTruth
{
    /// <summary>The values by key path.</summary>
    public static Dictionary<string, JsonNode> Values()
    {
        Dictionary<string, JsonNode> values = [];
        Always("counts.count_total_create_invoice", acts => acts.Of(Deed.Create).Count());
        Always("counts.count_total_send_invoice_by_post", acts => acts.Of(Deed.Send).Count(act => act.Channel == "post"));
        Always("counts.count_total_send_invoice_on_line", acts => acts.Of(Deed.Send).Count(act => act.Channel is "mail" or "portal"));
        Always("counts.count_total_large_payment", acts => acts.Of(Deed.Pay).Count(act => act.Cents >= 50_000));
        Always("counts.count_total_send_or_delete", acts => acts.Of(Deed.Send, Deed.Delete).Count());
        Always("sums.sum_value_from_record_payment", acts => acts.Of(Deed.Pay).Sum(act => act.Cents));
        Always("pages.counts.open_dashboard", acts => acts.Of(Deed.OpenDashboard, Deed.OpenEmptyDashboard).Count());
        Always("pages.counts.empty_dashboards", acts => acts.Of(Deed.OpenEmptyDashboard).Count());
        Windows("counts.invoices_sent_by_channel", acts => new JsonObject
        {
            ["label"] = new JsonObject(acts.Of(Deed.Send).CountBy(act => act.Channel)
                .Select(channel => KeyValuePair.Create<string, JsonNode?>(channel.Key, channel.Value))),
        });

        Unique("redis_hll_counters.invoicing.count_distinct_member_id_from_create_invoice", act => act.User, Deed.Create);
        Unique("redis_hll_counters.invoicing.count_distinct_account_id_from_invoicing", act => act.Account, Deed.Create, Deed.Send);
        Windows(
            "redis_hll_counters.invoicing.count_distinct_member_id_from_send_invoice_by_mail",
            acts => acts.Of(Deed.Send).Where(act => act.Channel == "mail").DistinctBy(act => act.User).Count());
        Unique("pages.redis_hll_counters.people_at_dashboards", act => act.User, Deed.OpenDashboard, Deed.OpenEmptyDashboard);
        Unique("redis_hll_counters.export.i_export_pdf", act => act.User, Deed.ExportPdf);
        Unique("redis_hll_counters.export.i_export_xml", act => act.User, Deed.ExportXml);
        Unique("redis_hll_counters.export.export_total_unique_counts", act => act.User, Deed.ExportPdf, Deed.ExportXml);
        values["counts_weekly.aggregated_metrics.export_of_any_kind"] = People(Weeks.Last(1), Deed.ExportPdf, Deed.ExportXml).Count;
        values["counts_monthly.aggregated_metrics.export_of_any_kind"] = People(Weeks.Last(4), Deed.ExportPdf, Deed.ExportXml).Count;
        values["counts_monthly.aggregated_metrics.export_of_both_kinds"] =
            People(Weeks.Last(4), Deed.ExportPdf).Intersect(People(Weeks.Last(4), Deed.ExportXml)).Count();
        return values;

        void Always(string keyPath, Func<IEnumerable<Act>, JsonNode> value)
        {
            values[keyPath] = value(Weeks.Acts);
            Windows(keyPath, value);
        }

        void Windows(string keyPath, Func<IEnumerable<Act>, JsonNode> value)
        {
            values[keyPath + "_weekly"] = value(Weeks.Last(1));
            values[keyPath + "_monthly"] = value(Weeks.Last(4));
        }

        void Unique(string keyPath, Func<Act, int> what, params Deed[] deeds) =>
            Windows(keyPath, acts => acts.Of(deeds).DistinctBy(what).Count());
    }

    private static HashSet<int> People(IEnumerable<Act> acts, params Deed[] deeds) => [.. acts.Of(deeds).Select(act => act.User)];

    private static IEnumerable<Act> Of(this IEnumerable<Act> acts, params Deed[] deeds) => acts.Where(act => deeds.Contains(act.Deed));
}
