using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>The three reports of the reporting cycle, as far as they may be shown now.</summary>
internal sealed class ReportEndpoints(ShownReports reports, EventTracker tracker, ServicePingHttpOptions options)
{
    // GitLab's event of this name; programs that define it count who reads.
    private const string ReadEvent = "request_service_ping_via_rest";

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(
            HttpMethods.Get,
            "service_ping",
            Gate.Reports,
            "The values of the latest ping of the last seven days; {} where there is none.",
            ReadPingAsync)
        {
            Refuses = [503],
        },
        new(
            HttpMethods.Get,
            "queries",
            Gate.Reports,
            "How each value of the latest ping was computed.",
            context => ReadAsync(context, PingKind.Queries, options.QueriesApi))
        {
            Refuses = [404, 503],
        },
        new(
            HttpMethods.Get,
            "non_sql_metrics",
            Gate.Reports,
            "The values of the latest ping that do not come of a database.",
            context => ReadAsync(context, PingKind.NonSql, options.NonSqlMetricsApi))
        {
            Refuses = [404, 503],
        },
    ];

    private Task ReadPingAsync(HttpContext context)
    {
        Dictionary<string, EventValue> user = new(StringComparer.Ordinal) { ["user"] = options.UserOf(context) };
        tracker.TrackByName(ReadEvent, user, FrozenDictionary<string, EventValue>.Empty);
        return ReadAsync(context, PingKind.AllValues, isOn: true);
    }

    private async Task ReadAsync(HttpContext context, PingKind kind, bool isOn)
    {
        if (!isOn)
        {
            throw new RefusedException(new Problem(
                StatusCodes.Status404NotFound, "This program has not switched this report on; it is an option of MapServicePing."));
        }

        PermittedReport? report = await reports.LatestAsync(kind, context.RequestAborted).ConfigureAwait(false);
        await Answer.JsonAsync(context, report is null ? Nothing : report.Json ?? throw new RefusedException(
            new Problem(StatusCodes.Status503ServiceUnavailable, report.Hindrance!))).ConfigureAwait(false);
    }
}
