using System.Diagnostics.Metrics;
using System.Globalization;

namespace Forge.Metrics;

/// <summary>What this process takes of memory for itself alone, and with its share of what it has in common with others.</summary>
/// <remarks>.NET has a meter for the working set, and none for these. Only Linux tells them.</remarks>
internal static class ProcessMemory
{
    private const string Rollup = "/proc/self/smaps_rollup";

    public static Meter Meter { get; } = Measure(new Meter("Forge.Process"));

    private static Meter Measure(Meter meter)
    {
        meter.CreateObservableGauge("process.unique_memory", () => Read("Private_Clean", "Private_Dirty"), "By", "Memory of this process alone.");
        meter.CreateObservableGauge("process.proportional_memory", () => Read("Pss"), "By", "The same, and a share of what several processes use.");
        return meter;
    }

    private static IEnumerable<Measurement<long>> Read(params string[] parts) => File.Exists(Rollup)
        ? [new(File.ReadLines(Rollup).Sum(line => BytesOf(line, parts)))]
        : [];

    /// <summary>The bytes of <c>Pss:  52184 kB</c>, where that is one of the parts.</summary>
    private static long BytesOf(string line, string[] parts) =>
        line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries) is [string name, string number, "kB"] && parts.Contains(name)
            ? long.Parse(number, CultureInfo.InvariantCulture) * 1024
            : 0;
}
