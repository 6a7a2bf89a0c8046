using ServicePing;

namespace AotApp;

[InstrumentationClass]
internal sealed class BoxesMetric(TimeProvider clock) : IFact<long>
{
    public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) => new(clock.TimestampFrequency);
}

[InstrumentationClass]
internal sealed class OfficeMetric : IFact<string?>
{
    public ValueTask<string?> ReadAsync(FactContext context, CancellationToken cancellationToken) => new((string?)null);
}
