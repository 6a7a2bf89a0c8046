namespace ServicePing.Dictionary;

/// <summary>A file of the site.</summary>
/// <param name="Path">Where it lies below the site's root, with forward slashes.</param>
/// <param name="Bytes">Makes its bytes; may be called on any thread.</param>
internal sealed record SiteFile(string Path, Func<ReadOnlyMemory<byte>> Bytes);
