using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;

namespace ServicePing.Testing;

/// <summary>A private Prometheus, whose samples may be of the past.</summary>
/// <example>
/// <code>
/// await using PrivatePrometheus prometheus = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions
/// {
///     Samples = "jobs_waiting{queue=\"mail\"} 3 1763690000\n# EOF\n",
/// });
/// services.AddServicePing(ping => ping.UsePrometheus(prometheus.Address));
/// </code>
/// </example>
public sealed class PrivatePrometheus : PrivateServer
{
    private readonly PrivatePrometheusOptions options;
    private readonly string programs;

    private PrivatePrometheus(PrivatePrometheusOptions options, string programs)
        : base(ServerFolder.Create("prometheus"), options.StartLimit, options.StopLimit)
    {
        this.options = options;
        this.programs = programs;
    }

    /// <summary>Where it is, such as <c>http://localhost:19090</c>.</summary>
    public string Address => options.Tls ? $"https://{ServerCertificates.HostName}:{Port}" : $"http://127.0.0.1:{Port}";

    /// <summary>The file with the certificate of the authority that a client of a server with TLS has to trust, as PEM.</summary>
    public string AuthorityFile => ServerCertificates.AuthorityFile(DataDirectory);

    private protected override string Name => "Prometheus";

    private protected override string Program => Path.Combine(programs, "prometheus");

    private protected override IEnumerable<string> Arguments =>
    [
        $"--config.file={InFolder("prometheus.yml")}",
        $"--storage.tsdb.path={InFolder("data")}",
        "--storage.tsdb.retention.time=100y",
        $"--web.listen-address=127.0.0.1:{Port}",
        $"--web.config.file={InFolder("web.yml")}",
        "--log.level=warn",
        .. options.Arguments,
    ];

    private string WebConfiguration => (options.Login is { } login ? $"basic_auth_users:\n  {login.User}: '{login.Hash}'\n" : "")
        + (options.Tls ? "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n" : "");

    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <param name="options">How it runs; the defaults when null.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">Prometheus is not installed or does not start; the message says why and what to
    /// do.</exception>
    public static async Task<PrivatePrometheus> StartAsync(
        PrivatePrometheusOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PrivatePrometheusOptions();
        PrivatePrometheus server = new(options, ServerPrograms.PrometheusFolder(options.ProgramFolder));
        try
        {
            await server.WriteAsync("prometheus.yml", options.Configuration, cancellationToken).ConfigureAwait(false);
            await server.WriteAsync("rules.yml", options.Rules, cancellationToken).ConfigureAwait(false);
            await server.WriteAsync("web.yml", server.WebConfiguration, cancellationToken).ConfigureAwait(false);
            if (options.Tls)
            {
                ServerCertificates.Create(server.DataDirectory);
            }

            if (options.Samples is not null)
            {
                await server.WriteAsync("samples.txt", options.Samples, cancellationToken).ConfigureAwait(false);
                await server.PrepareAsync(
                    Path.Combine(server.programs, "promtool"),
                    ["tsdb", "create-blocks-from", "openmetrics", "--quiet", server.InFolder("samples.txt"), server.InFolder("data")],
                    cancellationToken).ConfigureAwait(false);
            }

            await server.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks whether it is ready, and by its folder whether it is ours.</summary>
    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using SocketsHttpHandler handler = new() { UseProxy = false };
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = options.Tls ? ServerCertificates.Trust(AuthorityFile) : null };
            using HttpClient client = new(handler) { BaseAddress = new Uri(Address) };
            if (options.Login is { } login)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}")));
            }

            using HttpResponseMessage ready = await client.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return ready.IsSuccessStatusCode
                && (await client.GetStringAsync(new Uri("/api/v1/status/flags", UriKind.Relative), cancellationToken).ConfigureAwait(false))
                    .Contains(DataDirectory, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string InFolder(string name) => Path.Combine(DataDirectory, name);

    private Task WriteAsync(string name, string? text, CancellationToken cancellationToken) =>
        text is null ? Task.CompletedTask : File.WriteAllTextAsync(InFolder(name), text, cancellationToken);
}
