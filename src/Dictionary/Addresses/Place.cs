namespace ServicePing.Dictionary;

/// <summary>A page's folder, and how other pages are reached from it: by relative addresses, which work from a disk as well.</summary>
/// <param name="Folder">The folder below the site's root, with a slash at its end; empty for the first page.</param>
internal sealed record Place(string Folder)
{
    private readonly string _up = string.Concat(Enumerable.Repeat("../", Folder.Count(letter => letter == '/')));

    /// <summary>The file of the page.</summary>
    internal string File => Folder + "index.html";

    /// <summary>The address of another page.</summary>
    internal string To(string folder) => $"{_up}{folder}index.html";

    /// <summary>The address of a file.</summary>
    internal string ToFile(string file) => _up + file;

    internal string ToMetric(string keyPath) => To(OfMetric(keyPath));

    internal static string OfMetric(string keyPath) => $"metrics/{Slug.Of(keyPath)}/";

    internal static string OfEvent(string name) => $"events/{Slug.Of(name)}/";

    internal static string OfKnownEvent(string name) => $"known-events/{Slug.Of(name)}/";

    internal static string OfAggregate(string name) => $"aggregates/{Slug.Of(name)}/";

    internal static string OfTable(string name) => $"tables/{Slug.Of(name)}/";

    internal static string OfOwner(string name) => $"owners/{Slug.Of(name)}/";

    internal static string OfCategory(string name) => $"categories/{Slug.Of(name)}/";

    internal static string OfPrivacy(string name) => $"privacy/{Slug.Of(name)}/";

    internal static string OfRelease(string version) => $"releases/{Slug.Of(version)}/";
}
