using System.Globalization;
using System.Net;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Prometheus;

/// <summary>A Prometheus that was found and is ready, for the time of one collection.</summary>
internal sealed class PrometheusSession : IDisposable
{
    internal const string NotNamed = "The program has no Prometheus; call UsePrometheus, or set ServicePing:Prometheus:Address.";

    private readonly PrometheusOptions _options;
    private readonly PrometheusRequests _requests;
    private readonly Uri _address;
    private volatile PrometheusException? _lost;

    private PrometheusSession(PrometheusOptions options, PrometheusRequests requests, Uri address)
    {
        _options = options;
        _requests = requests;
        _address = address;
    }

    /// <summary>Finds the Prometheus that the options name, and asks whether it is ready.</summary>
    /// <exception cref="PrometheusException">There is none, or it is not ready.</exception>
    internal static async Task<PrometheusSession> OpenAsync(PrometheusOptions options, CancellationToken cancellationToken)
    {
        if (!options.IsNamed)
        {
            throw Unavailable(NotNamed);
        }

        PrometheusRequests requests = new(options, cancellationToken);
        try
        {
            string address = !string.IsNullOrEmpty(options.Address)
                ? options.Address
                : await ConsulCatalogue.FindAsync(options.ConsulAddress!, requests).ConfigureAwait(false);
            IReadOnlyList<Uri> candidates = PrometheusAddress.Read(address, options.HasLogin);
            if (candidates.Count == 0)
            {
                throw Unavailable("What Consul calls Prometheus is no address.");
            }

            return new PrometheusSession(options, requests, await ReadyAsync(candidates, requests).ConfigureAwait(false));
        }
        catch
        {
            requests.Dispose();
            throw;
        }
    }

    /// <summary>Asks a query at a moment. Once the server is lost, nothing is asked any more.</summary>
    /// <exception cref="PrometheusException">There is no answer that values can be read from.</exception>
    internal async Task<PrometheusAnswer> AskAsync(string promQl, DateTimeOffset moment)
    {
        if (_lost is { } lost)
        {
            throw new PrometheusException(lost.Fault, lost.Failure, lost);
        }

        Dictionary<string, string> form = new()
        {
            ["query"] = promQl,
            ["time"] = PromQuery.Seconds(moment),
            ["timeout"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)_options.QueryTimeout.TotalMilliseconds)}ms"),
        };
        try
        {
            (HttpStatusCode status, byte[] body) = await _requests.AskAsync(new Uri(_address, "api/v1/query"), form).ConfigureAwait(false);
            return status == HttpStatusCode.OK ? PrometheusAnswer.Read(body, _options.MaxSeries) : throw Refusal(status, body);
        }
        catch (PrometheusException exception) when (exception.Fault is PrometheusFault.ConnectionError or PrometheusFault.OpenTimeout)
        {
            _lost = exception;
            throw;
        }
    }

    public void Dispose() => _requests.Dispose();

    private static async Task<Uri> ReadyAsync(IReadOnlyList<Uri> candidates, PrometheusRequests requests)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                (HttpStatusCode status, byte[] body) = await requests.AskAsync(new Uri(candidates[i], "-/ready"), form: null).ConfigureAwait(false);
                return status == HttpStatusCode.OK ? candidates[i] : throw Refusal(status, body);
            }
            catch (PrometheusException exception) when (
                i + 1 < candidates.Count && exception.Fault == PrometheusFault.ConnectionError && !requests.HasRefusedCertificate)
            {
                // It may talk plain HTTP.
            }
        }
    }

    private static PrometheusException Refusal(HttpStatusCode status, byte[] body)
    {
        int code = (int)status;
        return (code, PrometheusAnswer.Error(body)) switch
        {
            (401 or 403, _) => Unavailable(
                $"Prometheus has answered with {code} and takes no such login: see Username, Password, BearerToken and BearerTokenFile of ServicePingOptions.Prometheus."),
            (_, { Type: "timeout" or "canceled" }) => new PrometheusException(
                PrometheusFault.ReadTimeout, new Failure(ReadingStatus.TimedOut, "Prometheus has given up the query, which took longer than it may.")),
            (_, { } error) => new PrometheusException(PrometheusFault.QueryError, new Failure(ReadingStatus.Failed, $"Prometheus refuses the query ({error.Type}): {error.Text}.")
            {
                LogReason = $"Prometheus refuses the query ({error.Type}).",
            }),
            (503, _) => Unavailable("Prometheus is not ready: it has answered with 503."),
            (>= 300 and < 400, _) => Unavailable(
                $"Prometheus has answered with {code}, which points elsewhere, and no redirect is followed: set ServicePingOptions.Prometheus.Address to where it is."),
            _ => Unavailable($"Prometheus has answered with {code}: see that ServicePingOptions.Prometheus.Address is its address, with its path where it has one."),
        };
    }

    private static PrometheusException Unavailable(string message) =>
        new(PrometheusFault.UnexpectedResponseError, new Failure(ReadingStatus.Unavailable, message));
}
