namespace ServicePing.Versions;

/// <summary>What a receiver takes and how it answers.</summary>
/// <remarks>
/// They are checked when the program starts: an <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> names all that is
/// wrong.
/// </remarks>
public sealed class ServicePingReceiverOptions
{
    /// <summary>How large a body may be as it comes, in bytes, 1,024 to 256 MiB; 2 MiB by default. A larger one is refused with 413.</summary>
    public int MaxBodyBytes { get; set; } = 2 << 20;

    /// <summary>
    /// How large a body may be after decompression, in bytes, at least <see cref="MaxBodyBytes"/> and at most 512 MiB; 16 MiB by default.
    /// Decompression stops there, and the body is refused with 413.
    /// </summary>
    public int MaxContentBytes { get; set; } = 16 << 20;

    /// <summary>How deeply JSON may be nested, 2 to 1,000; 32 by default.</summary>
    public int MaxDepth { get; set; } = 32;

    /// <summary>
    /// How many requests one address may send in a minute, at least 1; 1,000 by default. Behind a proxy the address is the proxy's, unless
    /// the program uses forwarded headers.
    /// </summary>
    public int RequestsPerMinuteOfAddress { get; set; } = 1_000;

    /// <summary>How many requests one instance may send in a minute, at least 1; 60 by default.</summary>
    public int RequestsPerMinuteOfInstance { get; set; } = 60;

    /// <summary>How many pings may wait for the database, 1 to 100,000; 1,000 by default. Further ones are answered with 503.</summary>
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>When a sender shall come again that was answered with 503, a second to a day; one minute by default.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long metadata, errors and refused input are kept, an hour to ten years; 60 days by default. Pings are kept until they are
    /// erased.
    /// </summary>
    public TimeSpan KeepDiagnosticsFor { get; set; } = TimeSpan.FromDays(60);

    /// <summary>
    /// A PEM file with the private key, ECDSA over P-256, that signs receipts. Null by default: the receiver makes a key at its first
    /// start and keeps it in its database, for all receivers on that database.
    /// </summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>The key path of the number of active users in payloads; <c>active_user_count</c> by default.</summary>
    public string ActiveUsersKeyPath { get; set; } = "active_user_count";

    /// <summary>
    /// For each feature of the DevOps report the key paths of how often it was used in the last month, of which the first that a payload
    /// has counts. By default <c>counts_monthly.issues</c> and <c>counts.issues_monthly</c> for <c>issues</c>, and so on for all features.
    /// </summary>
    public IDictionary<string, IReadOnlyList<string>> DevOpsKeyPaths { get; } =
        DevOpsFeature.Names.ToDictionary<string, string, IReadOnlyList<string>>(
            name => name, name => [$"counts_monthly.{name}", $"counts.{name}_monthly"], StringComparer.Ordinal);

    internal BodyLimits Limits => new(MaxBodyBytes, MaxContentBytes, MaxDepth);
}
