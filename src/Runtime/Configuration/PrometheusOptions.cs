namespace ServicePing;

/// <summary>Which Prometheus is asked for the metrics whose <c>data_source</c> it is, and within which limits.</summary>
/// <remarks>The section <c>Prometheus</c> of the configuration; without an address and a Consul nothing is asked.</remarks>
public sealed class PrometheusOptions
{
    /// <summary>
    /// Where Prometheus is: <c>https://prometheus.example.com</c>, with a path where it has one, or without a scheme, such as <c>:9090</c> for this
    /// machine, and then https is tried before http. Null, the default, leaves it to <see cref="ConsulAddress"/>. It holds no login.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// The API of a Consul in whose catalogue the first instance of the service <c>prometheus</c> is looked up, such as
    /// <c>http://localhost:8500</c>; asked where <see cref="Address"/> is not set. None by default.
    /// </summary>
    public string? ConsulAddress { get; set; }

    /// <summary>The user of a basic login; none by default.</summary>
    public string? Username { get; set; }

    /// <summary>The password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A bearer token; none by default.</summary>
    public string? BearerToken { get; set; }

    /// <summary>A file with the bearer token, which is read at each collection; none by default.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>
    /// A PEM file with the certificates of the authorities that the server's certificate must come from, instead of those that the machine trusts;
    /// null, the default, for the machine's. It is read at each collection.
    /// </summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>How long to wait until a connection stands, at least a millisecond; 5 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one query may take, at least a millisecond; 10 seconds by default. Prometheus is told to end it by then.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long all queries of a collection may take together, at least a millisecond; one minute by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the answer to a query may be, in bytes, at least 1,024; 16 MiB by default. A longer one fails its metric.</summary>
    public int MaxAnswerBytes { get; set; } = 16 << 20;

    /// <summary>
    /// How many series the answer to a query may have, at least 1; 10,000 by default. More fail the metric: what several groups come to together
    /// nobody can tell.
    /// </summary>
    public int MaxSeries { get; set; } = 10_000;

    /// <summary>What the ready-made metric <c>topology</c> asks for.</summary>
    public TopologyOptions Topology { get; } = new();

    /// <summary>Whether something says where Prometheus is.</summary>
    internal bool IsNamed => !string.IsNullOrEmpty(Address) || !string.IsNullOrEmpty(ConsulAddress);

    /// <summary>Whether requests carry a login.</summary>
    internal bool HasLogin => !string.IsNullOrEmpty(Username) || !string.IsNullOrEmpty(BearerToken) || !string.IsNullOrEmpty(BearerTokenFile);
}
