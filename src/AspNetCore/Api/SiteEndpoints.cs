using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What secondary sites hand over, and what the primary knows of them.</summary>
internal sealed class SiteEndpoints(ServicePingSites sites)
{
    private const int LongestReport = 1 << 20;

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Post, "site_report", Gate.Sites, "Takes what a secondary site has computed, from that site.", AcceptAsync)
        {
            Takes = ApiParameter.SiteReport,
            Refuses = [400, 409, 413, 503],
        },
        new(HttpMethods.Get, "sites", Gate.Administration, "Every secondary site, when it has last reported and what is wrong with it.", ListAsync)
        {
            Refuses = [503],
        },
    ];

    private async Task AcceptAsync(HttpContext context)
    {
        byte[] report = await JsonBody.ReadBytesAsync(context, LongestReport).ConfigureAwait(false);
        string site = context.User.FindFirst(ClaimTypes.Name)!.Value;
        SiteReportOutcome outcome = await sites.AcceptAsync(site, report, context.RequestAborted).ConfigureAwait(false);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("site"u8, site);
            json.WriteString("outcome"u8, outcome switch
            {
                SiteReportOutcome.Accepted => "accepted",
                SiteReportOutcome.Known => "known",
                _ => "older",
            });
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext context)
    {
        IReadOnlyList<SiteStatus> known = await sites.ListAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("sites"u8);
            foreach (SiteStatus site in known)
            {
                Write(json, site);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, SiteStatus site)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, site.Name);
        json.WriteBoolean("is_enabled"u8, site.IsEnabled);
        json.WriteBoolean("is_stale"u8, site.IsStale);
        HistoryJson.Write(json, "reported_at", site.ReportedAt);
        WriteSeconds(json, "age_s", site.Age);
        WriteSeconds(json, "clock_skew_s", site.ClockSkew);
        json.WriteString("version"u8, site.Version);
        json.WriteStartObject("failures"u8);
        foreach ((string keyPath, string status) in site.Failures.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            json.WriteString(keyPath, status);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, (long)known.TotalSeconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
