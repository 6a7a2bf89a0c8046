namespace ServicePing;

/// <summary>
/// What only the program knows of what it works with. A product implements what its ready-made sets ask for, and adds the class to its
/// services; whatever it leaves to the interface, or answers with null, is <see cref="ReadingStatus.Unavailable"/>.
/// </summary>
/// <remarks>
/// Asked once a metric, in a scope of services of its own, within <see cref="ServicePingOptions.FactTimeout"/>. An exception becomes the
/// fallback and the status of the metrics that needed the answer.
/// </remarks>
public interface IInstanceSurroundings
{
    /// <summary>
    /// For the set <c>installation</c>: when the instance was first used, such as when its first user was created; null where nobody knows, and
    /// then the moment counts at which the service ping was first collected.
    /// </summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<DateTimeOffset?> FirstUsedAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DateTimeOffset?>(null);

    /// <summary>
    /// For the set <c>mail</c>: the host by which mail is sent, of which only the kind is reported, such as <c>office365</c>; an empty text
    /// where no mail is sent.
    /// </summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<string?> MailServerAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    /// <summary>For the set <c>object_storage</c>: the storages for objects, by what is in them, such as <c>uploads</c>.</summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<IReadOnlyDictionary<string, ObjectStorage>?> ObjectStoragesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, ObjectStorage>?>(null);

    /// <summary>For the set <c>sign_in</c>: the ways to sign in, such as <c>ldap</c> and <c>google</c>; each is reported once, in ordinal order.</summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<IReadOnlyCollection<string>?> SignInProvidersAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<string>?>(null);

    /// <summary>For the set <c>components</c>: the versions of programs that the product works with, by their names, such as <c>git</c>.</summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<IReadOnlyDictionary<string, string>?> ComponentVersionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>?>(null);
}

/// <summary>A storage for objects.</summary>
/// <param name="Enabled">Whether objects are kept in it, and not on the disk.</param>
/// <param name="Provider">Who provides it, such as <c>AWS</c>, <c>Google</c> or <c>AzureRM</c>; null where it is not enabled.</param>
/// <param name="DirectUpload">Whether users upload to it without the program in between.</param>
public sealed record ObjectStorage(bool Enabled, string? Provider = null, bool DirectUpload = false);
