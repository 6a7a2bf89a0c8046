namespace ServicePing.Testing;

/// <summary>How a private PgBouncer runs. By default it pools by transaction.</summary>
public sealed record PrivatePgBouncerOptions
{
    /// <summary>
    /// The folder of <c>pgbouncer</c>. When null: the environment variable <c>SERVICEPING_PGBOUNCER_BIN</c>, PATH, or the usual
    /// folders.
    /// </summary>
    public string? ProgramFolder { get; init; }

    /// <summary>
    /// Further settings by name, for example <c>pool_mode</c> (<c>transaction</c> by default) or <c>default_pool_size</c> (20); they
    /// win over ours.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the pooler may take until it answers; one minute by default.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly shutdown may take before the pooler is killed; ten seconds by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    internal Func<int> NextPort { get; init; } = LoopbackPort.Free;
}
