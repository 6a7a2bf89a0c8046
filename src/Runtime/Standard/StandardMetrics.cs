using Microsoft.Extensions.Options;

namespace ServicePing.Standard;

/// <summary>When the collection began.</summary>
[InstrumentationClass]
internal sealed class RecordedAtMetric : IFact<DateTimeOffset>
{
    public ValueTask<DateTimeOffset> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.RecordedAt);
}

/// <summary>The installation's identifier, from the options.</summary>
[InstrumentationClass]
internal sealed class UuidMetric(IOptions<ServicePingOptions> options) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        Setting.Required(options.Value.Uuid, nameof(ServicePingOptions.Uuid));
}

/// <summary>The installation's host name, from the options.</summary>
[InstrumentationClass]
internal sealed class HostnameMetric(IOptions<ServicePingOptions> options) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(options.Value.Hostname);
}

/// <summary>The product's version, from the options.</summary>
[InstrumentationClass]
internal sealed class VersionMetric(IOptions<ServicePingOptions> options) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(options.Value.Version);
}

/// <summary>The product's edition, from the options.</summary>
[InstrumentationClass]
internal sealed class EditionMetric(IOptions<ServicePingOptions> options) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        Setting.Required(options.Value.Edition, nameof(ServicePingOptions.Edition));
}

/// <summary>How the product was installed, from the options.</summary>
[InstrumentationClass]
internal sealed class InstallationTypeMetric(IOptions<ServicePingOptions> options) : IFact<string>
{
    public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        Setting.Required(options.Value.InstallationType, nameof(ServicePingOptions.InstallationType));
}

/// <summary>A setting without which the metric has no value, which its status then says.</summary>
internal static class Setting
{
    internal static ValueTask<string> Required(string? value, string option) => value is { Length: > 0 }
        ? ValueTask.FromResult(value)
        : throw new InvalidOperationException($"{nameof(ServicePingOptions)}.{option} is not set.");
}
