using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Tests.ReadyMade;

/// <summary>A program whose vocabulary has chosen ready-made sets.</summary>
internal static class ReadyMadePing
{
    internal static Ping Of(string set, Action<ServicePingBuilder>? configure = null, IInstanceSurroundings? surroundings = null) => Ping.Of(
        StandardMetricSet.Instance,
        ping =>
        {
            configure?.Invoke(ping);
            if (surroundings is not null)
            {
                ping.Services.AddSingleton(surroundings);
            }
        },
        new TestSet { ReadyMadeList = [set] });

    /// <summary>What is reported of the sets, by key path.</summary>
    internal static async Task<Dictionary<string, MetricReading>> CollectAsync(Ping ping)
    {
        HashSet<string> readyMade =
        [
            .. StandardMetricSet.Instance.Availability.SelectMany(plan => plan.Slots).Select(slot => StandardMetricSet.Instance.Metrics[slot].KeyPath),
        ];
        return (await ping.CollectAsync()).Metrics.Where(metric => readyMade.Contains(metric.KeyPath)).ToDictionary(metric => metric.KeyPath);
    }

    internal static string[] Texts(Dictionary<string, MetricReading> readings) =>
        [.. readings.Values.OrderBy(reading => reading.KeyPath, StringComparer.Ordinal).Select(reading => $"{reading.KeyPath} {reading.Status} {Text(reading)}")];

    /// <summary>The value, a text without its quotes.</summary>
    internal static string Text(MetricReading reading) => reading.Value.ToString().Trim('"');
}
