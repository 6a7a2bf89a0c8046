using System.Text.Json;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Facts;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

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

/// <summary>The permitted categories, from low to high privacy.</summary>
[InstrumentationClass]
internal sealed class CollectedDataCategoriesMetric : IFact<JsonElement>
{
    public ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach (DataCategory category in context.Permissions.Categories)
            {
                json.WriteStringValue(category.Word());
            }

            json.WriteEndArray();
        }));
    }
}

/// <summary>When all other values had been read.</summary>
[InstrumentationClass]
internal sealed class RecordingCeFinishedAtMetric(TimeProvider clock) : IFact<DateTimeOffset>
{
    public ValueTask<DateTimeOffset> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(clock.GetUtcNow());
}

/// <summary>The same in an enterprise edition; other editions have no such key.</summary>
[InstrumentationClass]
internal sealed class RecordingEeFinishedAtMetric(TimeProvider clock, IOptions<ServicePingOptions> options) : IFact<DateTimeOffset>
{
    public ValueTask<DateTimeOffset> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        if (options.Value.Edition?.StartsWith("EE", StringComparison.Ordinal) != true)
        {
            context.Absence = $"{nameof(ServicePingOptions)}.{nameof(ServicePingOptions.Edition)} does not begin with EE.";
        }

        return ValueTask.FromResult(clock.GetUtcNow());
    }
}

/// <summary>The standard classes that are asked when everything else has been read.</summary>
internal static class LastFacts
{
    internal static bool Contains(string instrumentationClass) =>
        instrumentationClass is nameof(RecordingCeFinishedAtMetric) or nameof(RecordingEeFinishedAtMetric);
}

/// <summary>A setting without which the metric has no value, which its status then says.</summary>
internal static class Setting
{
    internal static ValueTask<string> Required(string? value, string option) => value is { Length: > 0 }
        ? ValueTask.FromResult(value)
        : throw new FactFailureException(new Failure(ReadingStatus.Failed, $"{nameof(ServicePingOptions)}.{option} is not set.")
        {
            // One cause for all of them, which each collection warns of.
            Place = nameof(ServicePingOptions),
            LogReason = "Each has an option of its name that is not set.",
        });
}
