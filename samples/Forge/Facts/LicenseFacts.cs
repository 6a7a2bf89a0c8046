using Microsoft.Extensions.Options;
using ServicePing;

namespace Forge.Facts;

/// <summary>What the owner of this installation has bought.</summary>
internal sealed class License
{
    public string Plan { get; set; } = "free";

    public long Seats { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>The plan of the licence.</summary>
[InstrumentationClass]
internal sealed class LicensePlanMetric(IOptions<License> license) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(license.Value.Plan);
}

/// <summary>How many people the licence admits.</summary>
[InstrumentationClass]
internal sealed class LicenseSeatsMetric(IOptions<License> license) : IFact<long>
{
    public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(license.Value.Seats);
}

/// <summary>When the licence ends.</summary>
[InstrumentationClass]
internal sealed class LicenseExpiryMetric(IOptions<License> license) : IFact<DateTimeOffset>
{
    public ValueTask<DateTimeOffset> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(license.Value.ExpiresAt);
}
