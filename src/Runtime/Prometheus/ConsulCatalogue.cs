using System.Globalization;
using System.Net;
using System.Text.Json;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Prometheus;

/// <summary>Looks up in a Consul where Prometheus is.</summary>
internal static class ConsulCatalogue
{
    /// <summary>The host and the port of the first instance of the service <c>prometheus</c>.</summary>
    /// <exception cref="PrometheusException">Consul does not answer, or knows none.</exception>
    internal static async Task<string> FindAsync(string consul, PrometheusRequests requests)
    {
        Uri catalogue = new(PrometheusAddress.Read(consul, hasLogin: false)[^1], "v1/catalog/service/prometheus");

        // The login is that of Prometheus, which is nothing to Consul.
        (HttpStatusCode status, byte[] body) = await requests.AskAsync(catalogue, form: null, withLogin: false, "Consul").ConfigureAwait(false);
        if (status == HttpStatusCode.OK && Read(body) is { } found)
        {
            return found;
        }

        throw new PrometheusException(PrometheusFault.UnexpectedResponseError, new Failure(
            ReadingStatus.Unavailable,
            status == HttpStatusCode.OK
                ? "Consul knows no service 'prometheus': see that one is registered, or set ServicePingOptions.Prometheus.Address."
                : $"Consul has answered with {(int)status}: see ServicePingOptions.Prometheus.ConsulAddress."));
    }

    private static string? Read(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() == 0)
            {
                return null;
            }

            JsonElement first = document.RootElement[0];
            string? host = Text(first, "ServiceAddress") ?? Text(first, "Address");
            return host is not null && first.TryGetProperty("ServicePort", out JsonElement port) && port.TryGetInt32(out int number)
                ? string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{number}")
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement instance, string name) =>
        instance.TryGetProperty(name, out JsonElement text) && text.GetString() is { Length: > 0 } found ? found : null;
}
