namespace ServicePing.Dictionary;

/// <summary>A file of the site.</summary>
/// <param name="Path">Where it lies below the site's root, with forward slashes.</param>
/// <param name="Bytes">Makes its bytes; may be called on any thread.</param>
internal sealed record SiteFile(string Path, Func<ReadOnlyMemory<byte>> Bytes)
{
    /// <summary>Makes it for a program that shows it, where that differs; null where it is the same.</summary>
    internal Func<HostedSite, ReadOnlyMemory<byte>>? Hosted { get; init; }

    /// <summary>Its bytes in a program.</summary>
    internal ReadOnlyMemory<byte> In(HostedSite host) => Hosted is { } hosted ? hosted(host) : Bytes();
}
