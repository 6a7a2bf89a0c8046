using System.Text.Json;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>The kind of the server by which mail is sent, never its name.</summary>
[InstrumentationClass]
internal sealed class MailServerMetric(Surroundings surroundings) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) => MailServerKind.Of(
        await surroundings.AskAsync(nameof(IInstanceSurroundings.MailServerAsync), program => program.MailServerAsync(cancellationToken)).ConfigureAwait(false))!;
}

/// <summary>The storages for objects, each with its provider, as <c>{"uploads":{"enabled":true,"provider":"AWS","direct_upload":false}}</c>.</summary>
[InstrumentationClass]
internal sealed class ObjectStorageMetric(Surroundings surroundings) : IFact<JsonElement>
{
    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ObjectStorage> storages = await surroundings.AskAsync(
            nameof(IInstanceSurroundings.ObjectStoragesAsync), program => program.ObjectStoragesAsync(cancellationToken)).ConfigureAwait(false);
        return MetricJson.Of(json =>
        {
            json.WriteStartObject();
            foreach ((string name, ObjectStorage storage) in storages.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteBoolean("enabled", storage.Enabled);
                json.WriteString("provider", storage.Enabled ? storage.Provider : null);
                json.WriteBoolean("direct_upload", storage.DirectUpload);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }
}

/// <summary>The ways to sign in, as <c>["google","ldap"]</c>.</summary>
[InstrumentationClass]
internal sealed class SignInProvidersMetric(Surroundings surroundings) : IFact<JsonElement>
{
    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<string> providers = await surroundings.AskAsync(
            nameof(IInstanceSurroundings.SignInProvidersAsync), program => program.SignInProvidersAsync(cancellationToken)).ConfigureAwait(false);
        return MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach (string provider in providers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(provider);
            }

            json.WriteEndArray();
        });
    }
}

/// <summary>The versions of what the product works with, as <c>{"git":"2.43.0"}</c>.</summary>
[InstrumentationClass]
internal sealed class ComponentVersionsMetric(Surroundings surroundings) : IFact<JsonElement>
{
    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> versions = await surroundings.AskAsync(
            nameof(IInstanceSurroundings.ComponentVersionsAsync), program => program.ComponentVersionsAsync(cancellationToken)).ConfigureAwait(false);
        return MetricJson.Of(json =>
        {
            json.WriteStartObject();
            foreach ((string name, string version) in versions.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, version);
            }

            json.WriteEndObject();
        });
    }
}
