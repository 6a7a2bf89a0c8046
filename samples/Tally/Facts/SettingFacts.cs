using System.Text.Json;
using System.Text.Json.Nodes;
using ServicePing;

namespace Tally.Facts;

/// <summary>Whether anybody may open an account.</summary>
[InstrumentationClass]
internal sealed class SignUpMetric(IConfiguration configuration) : IFact<bool>
{
    public ValueTask<bool> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        new(configuration.GetValue("SignUpOpen", defaultValue: false));
}

/// <summary>The ways to send an invoice, and which of them are set up.</summary>
[InstrumentationClass]
internal sealed class ChannelsMetric(IConfiguration configuration) : IFact<JsonElement>
{
    public ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        JsonObject channels = [];
        foreach (IConfigurationSection channel in configuration.GetSection("Channels").GetChildren())
        {
            channels[channel.Key] = bool.Parse(channel.Value!);
        }

        return new(JsonDocument.Parse(channels.ToJsonString()).RootElement);
    }
}
