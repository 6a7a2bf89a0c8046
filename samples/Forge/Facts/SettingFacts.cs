using System.Text.Json;
using ServicePing;

namespace Forge.Facts;

/// <summary>A setting that is on or off; the definition's option <c>setting</c> says which.</summary>
[InstrumentationClass]
internal sealed class SettingMetric(IConfiguration configuration) : IFact<bool>
{
    public ValueTask<bool> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        string setting = context.Options.GetProperty("setting").GetString()!;
        bool? value = configuration.GetSection("Settings").GetValue<bool?>(setting);
        return ValueTask.FromResult(value ?? throw new InvalidOperationException($"There is no setting '{setting}'."));
    }
}

/// <summary>The ways to sign in, and which of them are open.</summary>
[InstrumentationClass]
internal sealed class SignInProvidersMetric(IConfiguration configuration) : IFact<JsonElement>
{
    public ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, bool> providers = configuration.GetSection("SignInProviders").Get<Dictionary<string, bool>>() ?? [];
        return ValueTask.FromResult(JsonSerializer.SerializeToElement(providers));
    }
}
