using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Testing;

/// <summary>Says what was expected of a value, and why it may be otherwise.</summary>
internal static class ValueText
{
    private const int MostCalls = 5;

    /// <param name="test">The test's.</param>
    /// <param name="keyPath">The metric.</param>
    /// <param name="by">What was expected.</param>
    /// <param name="before">The value before the action.</param>
    /// <param name="after">The value after it, with what the reading says of it, such as of labels beyond a limit.</param>
    /// <param name="calls">What the action has tracked.</param>
    internal static string OfIncrease<T>(
        ServicePingTest test, string keyPath, T by, T before, MetricResult<T> after, IReadOnlyList<TrackedCall> calls)
        where T : struct, INumber<T>
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{keyPath} should have increased by {Of(by)}, but has ");
        text.Append(after.Value == before ? "not changed" : $"increased by {Of(after.Value - before)}");
        text.Append(CultureInfo.InvariantCulture, $": it was {Of(before)} and is {Of(after.Value)}.");
        text.Append(after.Message is null ? "" : " " + after.Message);
        CatalogueMetric? metric = test.Services.GetRequiredService<ServicePingCatalogue>().FindMetric(keyPath);
        if (metric is { DataSource: DataSource.Database, TimeFrame: TimeFrame.SevenDays or TimeFrame.TwentyEightDays })
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\n{WindowHint(metric.TimeFrame)}");
        }
        else if (metric is { DataSource: DataSource.InternalEvents or DataSource.Redis or DataSource.RedisHll })
        {
            Append(text, calls);
        }

        return text.ToString();
    }

    /// <summary>A value as JSON has it.</summary>
    internal static string Of<T>(T value) => value switch
    {
        null => "null",
        string text => CallText.Quoted(text),
        bool boolean => boolean ? "true" : "false",
        JsonElement json => json.GetRawText(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The periods of databases leave out what is not yet complete.</summary>
    private static string WindowHint(TimeFrame frame) =>
        $"The last {(frame == TimeFrame.SevenDays ? "7" : "28")} days of a database end 2 days before the clock's time, so that rows of the action do not count yet. "
        + "Let the action end with ping.Clock.Advance(TimeSpan.FromDays(3)), or look at the metric of all time.";

    private static void Append(StringBuilder text, IReadOnlyList<TrackedCall> calls)
    {
        text.Append(calls.Count == 0 ? "\n\nNothing was tracked meanwhile." : "\n\nTracked meanwhile:");
        foreach (TrackedCall call in calls.Take(MostCalls))
        {
            text.Append("\n    ").Append(CallText.Of(call.Name, call.Arguments));
            foreach (string sentence in call.Suppressed is { } reason ? ["Suppressed: " + reason, .. call.Remarks] : call.Remarks)
            {
                text.Append("\n        ").Append(sentence);
            }
        }

        if (calls.Count > MostCalls)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n    … and {calls.Count - MostCalls} more");
        }
    }
}
