namespace ServicePing.Testing;

/// <summary>How a private Prometheus runs. By default it scrapes nothing and talks plain HTTP without a login.</summary>
public sealed record PrivatePrometheusOptions
{
    /// <summary>
    /// The folder of <c>prometheus</c> and <c>promtool</c>. When null: the environment variable <c>SERVICEPING_PROMETHEUS_BIN</c>, PATH, or the
    /// usual folders.
    /// </summary>
    public string? ProgramFolder { get; init; }

    /// <summary>The text of <c>prometheus.yml</c>: what is scraped, and how often. Rules of <see cref="Rules"/> are named in it as <c>rules.yml</c>.</summary>
    public string Configuration { get; init; } = "global: {}\n";

    /// <summary>The text of a file of rules, <c>rules.yml</c> beside the configuration; null for none.</summary>
    public string? Rules { get; init; }

    /// <summary>Samples of the past that are there from the beginning, as OpenMetrics text with timestamps; null for none.</summary>
    public string? Samples { get; init; }

    /// <summary>The user and the password that every request needs, and the password's bcrypt hash; null for none.</summary>
    public (string User, string Password, string Hash)? Login { get; init; }

    /// <summary>Whether the server speaks TLS and nothing else, with a certificate of an authority of its own. False by default.</summary>
    public bool Tls { get; init; }

    /// <summary>Further arguments of <c>prometheus</c>, for example <c>--query.max-samples=100</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long the server may take until it answers; one minute by default.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly shutdown may take before the server is killed; ten seconds by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    internal Func<int> NextPort { get; init; } = LoopbackPort.Free;
}
