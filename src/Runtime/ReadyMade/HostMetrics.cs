using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>The operating system and its version, such as <c>debian-12</c>.</summary>
[InstrumentationClass]
internal sealed class OperatingSystemMetric : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) => OperatingSystemName.Of(
        RuntimeInformation.OSDescription,
        Environment.OSVersion,
        File.Exists(OperatingSystemName.ReleaseFile) ? await File.ReadAllTextAsync(OperatingSystemName.ReleaseFile, cancellationToken).ConfigureAwait(false) : "");
}

/// <summary>Whether the program runs in a container.</summary>
[InstrumentationClass]
internal sealed class ContainerMetric : IFact<bool>
{
    public ValueTask<bool> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ContainerTraces.AreThere(Environment.GetEnvironmentVariable, File.Exists));
}

/// <summary>The architecture of the process, such as <c>x64</c> and <c>arm64</c>.</summary>
[InstrumentationClass]
internal sealed class ProcessorArchitectureMetric : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
}

/// <summary>How many processors the process may use: a container's limit, rounded up, counts.</summary>
[InstrumentationClass]
internal sealed class ProcessorCountMetric : IFact<int>
{
    public ValueTask<int> ReadAsync(FactContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Environment.ProcessorCount);
}

/// <summary>The memory that the process may use, in bytes: the container's limit where there is one, otherwise the machine's memory.</summary>
[InstrumentationClass]
internal sealed class MemoryLimitMetric : IFact<long>
{
    public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}

/// <summary>The version of .NET that the program runs on.</summary>
[InstrumentationClass]
internal sealed class DotNetVersionMetric : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Environment.Version.ToString());
}

/// <summary>How the garbage collector works: <c>server</c> or <c>workstation</c>.</summary>
[InstrumentationClass]
internal sealed class GarbageCollectorMetric : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GCSettings.IsServerGC ? "server" : "workstation");
}

/// <summary>The time zone of the machine by its IANA name, such as <c>Europe/Vienna</c>.</summary>
[InstrumentationClass]
internal sealed class TimeZoneMetric(TimeProvider clock) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        string id = clock.LocalTimeZone.Id;
        return ValueTask.FromResult(TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out string? name) ? name : id);
    }
}

/// <summary>The culture that the process was started with, such as <c>de-AT</c>; <c>invariant</c> where it has none.</summary>
[InstrumentationClass]
internal sealed class LocaleMetric : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CultureInfo.InstalledUICulture.Name is { Length: > 0 } name ? name : "invariant");
}
