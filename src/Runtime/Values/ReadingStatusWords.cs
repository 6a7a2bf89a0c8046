using System.Text.Json;

namespace ServicePing.Runtime.Values;

/// <summary>The names of statuses outside of C#: in reports, in logs and as attributes of measurements.</summary>
internal static class ReadingStatusWords
{
    /// <summary>The name, such as <c>timed_out</c>, which never changes.</summary>
    internal static string Word(this ReadingStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>Whether something has gone wrong, rather than there being nothing to compute.</summary>
    internal static bool IsFailure(this ReadingStatus status) =>
        status is ReadingStatus.Failed or ReadingStatus.TimedOut or ReadingStatus.Unavailable;
}
