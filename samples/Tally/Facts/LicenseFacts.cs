using Microsoft.Extensions.Options;
using ServicePing;

namespace Tally.Facts;

/// <summary>What the owner of this installation has bought.</summary>
internal sealed class License
{
    public string Plan { get; set; } = "solo";

    public long Seats { get; set; } = 1;
}

[InstrumentationClass]
internal sealed class LicensePlanMetric(IOptions<License> license) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) => new(license.Value.Plan);
}

[InstrumentationClass]
internal sealed class LicenseSeatsMetric(IOptions<License> license) : IFact<long>
{
    public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) => new(license.Value.Seats);
}
