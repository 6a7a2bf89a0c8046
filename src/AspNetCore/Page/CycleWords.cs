using System.Globalization;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>How far cycles are, as pages say it.</summary>
internal static class CycleWords
{
    private const string ByHand = "by-hand-";

    /// <summary>Whether nothing happens to it any more.</summary>
    internal static bool HasEnded(PingCycle cycle) => cycle.State is "sent" or "skipped" or "failed";

    /// <summary>The name of a cycle for people: one by hand is told by its moment.</summary>
    internal static string Name(string cycle) =>
        cycle.StartsWith(ByHand, StringComparison.Ordinal)
        && DateTimeOffset.TryParse(
            cycle.AsSpan(ByHand.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? $"by hand, {moment.ToUniversalTime().ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)}"
            : cycle;

    internal static Content Badge(PingCycle cycle) => Text.Badge(
        cycle.State switch
        {
            "sent" => Tone.Good,
            "failed" => Tone.Bad,
            "skipped" => Tone.Neutral,
            "sending" or "kept" when cycle.NextAttemptAt is not null => Tone.Warning,
            _ => Tone.Busy,
        },
        cycle.State);

    internal static string Kind(PingCycle cycle) => cycle.Kind == "weekly" ? "weekly" : "by hand";

    internal static Tone ToneOf(UsageLevel level) => level switch
    {
        UsageLevel.High => Tone.Good,
        UsageLevel.Moderate => Tone.Busy,
        _ => Tone.Warning,
    };
}
