using System.Globalization;
using System.Text;

namespace ServicePing.Testing;

/// <summary>Says what was expected of calls and what there is: the nearest calls with what differs marked, and what was suppressed and why.</summary>
internal static class FailureText
{
    /// <summary>How many calls are shown of each sort.</summary>
    private const int Most = 5;
    private const string Indentation = "    ";

    /// <param name="expected">What is expected.</param>
    /// <param name="verb">What should or should not have been.</param>
    /// <param name="isMissing">Whether there are too few such calls; of too many, others are of no interest.</param>
    /// <param name="matching">The calls that are as expected.</param>
    /// <param name="all">All calls of the test.</param>
    internal static string Of(CallExpectation expected, string verb, bool isMissing, IReadOnlyList<TrackedCall> matching, IReadOnlyList<TrackedCall> all)
    {
        TrackedCall[] same = [.. all.Where(expected.IsOfSame)];
        TrackedCall[] suppressed = [.. same.Where(call => call.Suppressed is not null).OrderBy(call => expected.Differences(call).Count)];
        TrackedCall[] others = [.. same.Where(call => call.Suppressed is null).Except(matching, ReferenceEqualityComparer.Instance).Cast<TrackedCall>()
            .OrderBy(call => expected.Differences(call).Count)];
        string with = expected.Arguments.Count == 0 ? "" : " with these arguments";
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Kind(expected.Kind)} '{expected.Name}' {verb}{with}. ");
        text.Append(matching.Count == 0 ? "It was not" : $"It was tracked {CallExpectation.Times(matching.Count)}").Append(".\n");
        if (expected.Arguments.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{(isMissing ? "Expected" : "These arguments")}:\n{Indentation}{CallText.Of(expected.Name, expected.Arguments)}\n");
        }

        Show(text, "Tracked", matching, expected);
        if (isMissing)
        {
            Show(text, "Nearest", others, expected);
            Show(text, "Suppressed", suppressed, expected);
        }

        if (same.Length == 0)
        {
            text.Append('\n').Append(Instead(all)).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Show(StringBuilder text, string title, IReadOnlyList<TrackedCall> calls, CallExpectation expected)
    {
        if (calls.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{title}:\n");
        foreach (TrackedCall call in calls.Take(Most))
        {
            text.Append(Indentation).Append(CallText.Of(call.Name, call.Arguments)).Append('\n');
            if (CallText.Marks(call, expected.Differences(call)) is { } marks)
            {
                text.Append(Indentation).Append(marks).Append('\n');
            }

            foreach (string sentence in call.Suppressed is { } reason ? [reason, .. call.Remarks] : call.Remarks)
            {
                text.Append(Indentation).Append(Indentation).Append(sentence).Append('\n');
            }
        }

        if (calls.Count > Most)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Indentation}… and {calls.Count - Most} more\n");
        }
    }

    /// <summary>What was tracked at all.</summary>
    private static string Instead(IReadOnlyList<TrackedCall> all)
    {
        string[] names = [.. all.CountBy(call => call.Name, StringComparer.Ordinal)
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key} ({one.Value.ToString(CultureInfo.InvariantCulture)})")];
        return names.Length == 0 ? "Nothing was tracked."
            : names.Length <= 2 * Most ? $"Tracked were: {string.Join(", ", names)}."
            : string.Create(CultureInfo.InvariantCulture, $"Tracked were: {string.Join(", ", names.Take(2 * Most))} and {names.Length - (2 * Most)} more.");
    }

    private static string Kind(TrackedCallKind kind) => kind switch
    {
        TrackedCallKind.Event => "The event",
        TrackedCallKind.KnownEvent => "The known event",
        _ => "The counter",
    };
}
