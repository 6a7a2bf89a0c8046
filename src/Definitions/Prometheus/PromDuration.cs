using System.Text.RegularExpressions;

namespace ServicePing.Definitions.Prometheus;

/// <summary>What Prometheus reads as a duration: units from the largest to the smallest, each once.</summary>
internal static class PromDuration
{
    private static readonly Regex s_form = new(
        "^(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$", RegexOptions.CultureInvariant);

    /// <summary>Whether a text is one, and longer than nothing.</summary>
    public static bool IsOne(string text) => s_form.IsMatch(text) && text.IndexOfAny(['1', '2', '3', '4', '5', '6', '7', '8', '9']) >= 0;
}
