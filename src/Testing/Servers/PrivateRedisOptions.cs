namespace ServicePing.Testing;

/// <summary>How a private Redis runs. By default it keeps everything in memory, without a password.</summary>
public sealed record PrivateRedisOptions
{
    /// <summary>
    /// The folder of <c>redis-server</c>. When null: the environment variable <c>SERVICEPING_REDIS_BIN</c>, PATH, or the usual
    /// folders.
    /// </summary>
    public string? ProgramFolder { get; init; }

    /// <summary>
    /// Whether every write is in the append-only file before it is answered, so that it survives a restart and a kill. False by
    /// default.
    /// </summary>
    public bool AppendOnly { get; init; }

    /// <summary>The password of the default user; none by default.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Users beside the default one, as lines of an ACL file without the word <c>user</c>: <c>app on &gt;secret ~app:* +@all</c>. None by
    /// default.
    /// </summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>
    /// Whether the server speaks TLS and nothing else, with a certificate of an authority of its own. False by default.
    /// </summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Further arguments of <c>redis-server</c>, for example <c>--maxmemory 5mb</c> as two elements; they win over the ones
    /// above.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long the server may take until it answers; one minute by default.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly shutdown may take before the server is killed; ten seconds by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    internal Func<int> NextPort { get; init; } = LoopbackPort.Free;
}
