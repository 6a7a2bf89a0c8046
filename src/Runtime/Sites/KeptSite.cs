using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Sites;

/// <summary>What the primary keeps of a secondary site.</summary>
/// <param name="Report">The latest that it has reported.</param>
/// <param name="ReceivedAt">When that first came, by the clock of the primary's store.</param>
internal sealed record KeptSite(SiteReport Report, DateTimeOffset ReceivedAt)
{
    /// <summary>From what difference on a site's clock is worth a word.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(5);

    /// <summary>How many stores of one site are remembered, so that what comes late of an earlier one is known for that.</summary>
    private const int MostSeries = 16;

    /// <summary>A moment that is further ahead was noted before the store's clock went back, and says nothing of an age.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    /// <summary>Stores in which reports of the site were kept before, the latest last.</summary>
    internal IReadOnlyList<Guid> EarlierSeries { get; init; } = [];

    /// <summary>By how much the site's clock is ahead of the store's; null where it is not known or not worth a word.</summary>
    internal TimeSpan? ClockSkew => Report.ToldAt is { } told && (told - ReceivedAt).Duration() > Tolerated ? told - ReceivedAt : null;

    /// <summary>How long ago it has reported, by the clock of the primary's store alone; null where that has gone back since.</summary>
    internal TimeSpan? AgeAt(DateTimeOffset now) =>
        ReceivedAt > now + Ahead ? null : now > ReceivedAt ? now - ReceivedAt : TimeSpan.Zero;

    /// <summary>Whether its values count no more.</summary>
    internal bool IsStaleAt(DateTimeOffset now, TimeSpan staleAfter) => AgeAt(now) is not { } age || age > staleAfter;

    /// <summary>What is kept once a report has come; the same where the report is none that is newer.</summary>
    internal KeptSite Take(SiteReport report, DateTimeOffset now) => OutcomeOf(report) != SiteReportOutcome.Accepted ? this : new KeptSite(report, now)
    {
        EarlierSeries = report.Series == Report.Series
            ? EarlierSeries
            : [.. EarlierSeries.Append(Report.Series).Skip(Math.Max(0, EarlierSeries.Count + 1 - MostSeries))],
    };

    /// <summary>What becomes of a report: within a store its number says which is newer, and a store that was replaced is not gone back to.</summary>
    internal SiteReportOutcome OutcomeOf(SiteReport report) =>
        report.Series != Report.Series
            ? EarlierSeries.Contains(report.Series) ? SiteReportOutcome.Older : SiteReportOutcome.Accepted
        : report.Number > Report.Number ? SiteReportOutcome.Accepted
        : report.Number == Report.Number ? SiteReportOutcome.Known
        : SiteReportOutcome.Older;

    internal ReadOnlyMemory<byte> ToJson() => PlainJson.Write(json =>
    {
        json.WriteString("received_at"u8, Timestamp.Format(ReceivedAt));
        json.WriteStartArray("earlier_series"u8);
        foreach (Guid series in EarlierSeries)
        {
            json.WriteStringValue(series);
        }

        json.WriteEndArray();
        json.WriteStartObject("report"u8);
        Report.Write(json);
        json.WriteEndObject();
    });

    /// <exception cref="PingStoreException">It cannot be read.</exception>
    internal static KeptSite Read(KeptFact fact)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(fact.Value);
            JsonElement root = document.RootElement;
            return new KeptSite(
                SiteReport.Read(root.GetProperty("report"u8)),
                DateTimeOffset.Parse(root.GetProperty("received_at"u8).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            {
                EarlierSeries = [.. root.GetProperty("earlier_series"u8).EnumerateArray().Select(one => one.GetGuid())],
            };
        }
        catch (Exception exception) when (exception is JsonException or SiteReportException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new PingStoreException(
                $"What is kept as '{fact.Name}' cannot be read: a later version of ServicePing has written it, or it was changed. "
                + $"Remove the row of that name from 'instance'; the site reports again. {exception.Message}", exception);
        }
    }
}
