using System.Globalization;

namespace ServicePing;

/// <summary>What pings have sent to a receiver in a week.</summary>
/// <param name="BeginsOn">The Monday on which the week begins, UTC.</param>
/// <param name="Receiver">Scheme, host and port, such as <c>https://versions.example.com:443</c>.</param>
/// <param name="Attempts">How many attempts there were, also those that have reached nobody.</param>
/// <param name="SentBytes">
/// How many bytes of pings have left, as they are sent: compressed, and without the headers of HTTP and TLS.
/// </param>
public sealed record EgressWeek(DateOnly BeginsOn, string Receiver, int Attempts, long SentBytes)
{
    /// <summary>The week as ISO 8601 writes it, such as <c>2026-W48</c>.</summary>
    public string Week => string.Create(
        CultureInfo.InvariantCulture,
        $"{ISOWeek.GetYear(BeginsOn):D4}-W{ISOWeek.GetWeekOfYear(BeginsOn):D2}");
}
