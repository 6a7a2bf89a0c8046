using Microsoft.Extensions.Configuration;
using ServicePing;

namespace Tally.Pages;

/// <summary>How pages look here.</summary>
[InstrumentationClass]
internal sealed class ThemeMetric(IConfiguration configuration) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        new(configuration["Theme"] ?? "light");
}
