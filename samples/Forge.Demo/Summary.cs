using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServicePing;
using Spectre.Console;

namespace Forge.Demo;

/// <summary>What a collection cost and how a ping was delivered, as tables.</summary>
internal static class Summary
{
    public static Table Of(CollectionStatistics statistics, long rows)
    {
        Table table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("Collection")
            .AddColumn(new TableColumn("").RightAligned());
        foreach ((ReadingStatus status, int metrics) in statistics.MetricsByStatus)
        {
            Row($"metrics {JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()).Replace('-', ' ')}", Number(metrics));
        }

        Row("SQL statements", Number(statistics.Statements));
        Row("longest statement", Milliseconds(statistics.LongestStatement));
        Row("rows in the database", Number(rows));
        Row("rows walked", Number(statistics.RowsWalked));
        Row("Redis round trips", Number(statistics.RedisRoundTrips));
        Row("elapsed", Milliseconds(statistics.Elapsed));
        return table;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    public static Table Of(Delivered delivered)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("Delivery").AddColumn("");
        Row("cycle", delivered.Cycle.Name);
        Row("outcome", $"{delivered.Cycle.State}. {delivered.Cycle.Reason}");
        Row("payload", $"{Number(delivered.Ping.Length)} bytes, SHA-256 {delivered.Sha256}");
        if (delivered.Attempt is { } attempt)
        {
            Row("sent", $"{Number(attempt.SentBytes)} bytes to {attempt.Receiver} in {Milliseconds(attempt.Elapsed)}");
            Row("receipt", attempt.UsageDataId is { } number ? $"number {number}, {(attempt.Receipt is null ? "not signed" : "signed")}" : "none");
        }

        Row("next run", $"{delivered.Next.Cycle}, {delivered.Next.DueAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC");
        return table;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    /// <summary>What went on beside the ping.</summary>
    public static Table Of(Outcome outcome, Collector collector)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("Beside it").AddColumn("");
        Row("forwarded", $"{Number(collector.Events)} of {Number(ForgeProcess.Exports)} events came to the collector, {Shown(collector.Problems)}");
        Row("kill -9", $"{Number(outcome.Recovered)} movements of counters were in the spool, and are counted");
        Row("second site", $"'{SecondarySite.Name}' reads a standby. {outcome.SiteReport.Reason}");
        Row("Prometheus", outcome.Monitoring is { } monitoring
            ? $"scrapes Forge{(monitoring.HasNode ? " and its machine" : "")}, {Number(monitoring.Recorded)} series recorded"
            : "is not on this machine: the payload has nothing of it");
        if (outcome.Missing is not null)
        {
            Row("missing", outcome.Missing);
        }

        JsonNode payload = JsonNode.Parse(outcome.Delivered.Ping.Span)!;
        JsonObject withRedis = WithoutRedis.Values(payload, outcome.Tracked.Select(value => value.Key));
        int same = withRedis.Count(value => JsonNode.DeepEquals(value.Value, outcome.WithoutRedis[value.Key]));
        Row("without Redis", $"{Number(same)} of {Number(withRedis.Count)} values of events are the same from PostgreSQL");
        return table;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Shown(IReadOnlyCollection<string> problems) =>
        problems.Count == 0 ? "all valid" : $"invalid: {string.Join("; ", problems.Take(3))}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms");
}
