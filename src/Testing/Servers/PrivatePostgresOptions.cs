namespace ServicePing.Testing;

/// <summary>How a private PostgreSQL runs. The defaults suit tests: quick, small, and careless about a power cut.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>
    /// The folder of <c>postgres</c> and <c>initdb</c>. When null: the environment variable <c>SERVICEPING_POSTGRES_BIN</c>,
    /// PATH, or the usual folders.
    /// </summary>
    public string? ProgramFolder { get; init; }

    /// <summary>
    /// A folder that <see cref="PrivatePostgres.SaveAsync"/> made: the server starts with a copy of what was in it. When null, with
    /// an empty cluster.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>
    /// Whether committed data survives a power cut (<c>fsync</c>, <c>synchronous_commit</c>, <c>full_page_writes</c>). False by
    /// default.
    /// </summary>
    public bool Durable { get; init; }

    /// <summary>The server's <c>shared_buffers</c> in megabytes; 32 by default.</summary>
    public int SharedBuffersMegabytes { get; init; } = 32;

    /// <summary>Further server settings by name, for example <c>max_connections</c>; they win over the ones above.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the server may take until it answers; one minute by default.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly shutdown may take before the server is killed; ten seconds by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    internal string TemporaryFolder { get; init; } = Path.GetTempPath();

    internal Func<int> NextPort { get; init; } = LoopbackPort.Free;
}
